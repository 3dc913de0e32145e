"""Figures that a source, or a statement with a source, should hold.

C4 answers what editors check first by hand: does the number in the sentence stand in what we hold of its source? A3
asks the same of the headline and the article. Both say what is absent, never that a figure is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final

from msgspec.structs import replace

from mkdocs_provenance.checks.case import Case
from mkdocs_provenance.checks.figures import Figure, figures
from mkdocs_provenance.checks.held import Held, has_text, held_of, read
from mkdocs_provenance.lines import span, spot_of
from mkdocs_provenance.model import Claim, Problem, Source
from mkdocs_provenance.problems import problem
from mkdocs_provenance.quotations import quoted

_MEANT_BEFORE: Final = re.compile(
    r"(?:\b(?:the|these|those|all|both|other|last|next|first|every|any|each|his|her|its|their|our|my|your|or|no)|[’']s|s[’'])"
    r"[ \u00a0]$",
    re.IGNORECASE,
)
_MEANT_AFTER: Final = re.compile(
    r"[ \u00a0](?:of (?:the|them|these|those|us|which|whom|its|his|her|their)\b|or\b|another\b|others?\b)"
    r"|[ \u00a0](?:say|said|name|named|give|gave|agree|speak|mention|write|wrote|reports?|reported|differ|call)\b"
    r"|[ \u00a0-](?:thirds?|quarters?|fifths?|tenths?|halves)\b"
)
"""Where a small number word is a pronoun, or counts what has been introduced: `the two leaders`, `two of them`."""
_FEW: Final = 12
_LIST: Final = re.compile(
    r"[ \u00a0](?:[\w’'-]+[ \u00a0])?(?:things|ways|reasons|takeaways|facts|questions|charts|lessons|tips|steps|photos|"
    r"pictures|points|books|maps|moments|myths|graphs|graphics|rules|answers|theories|scenarios|stories|quotes|numbers|ideas|signs)\b",
    re.IGNORECASE,
)
"""What `7 charts that …` counts: the article's own list."""
_NAMED: Final = 3
"""Sources that a message names."""


def figures_not_in_sources(case: Case) -> Iterator[Problem]:
    """C4: a figure of a sourced statement that is in nothing held of the sources that it cites."""
    if not case.may_hold_figures:
        return
    for claim in case.provenance.claims:
        if claim.evidence:
            yield from _missing(case, claim)


def _missing(case: Case, claim: Claim) -> Iterator[Problem]:
    sources = case.sources(claim)
    if not all(map(has_text, sources)):
        return
    text = case.passages[claim.passage].text[claim.start : claim.end]
    found = [figure for figure in figures(text, case.article.language) if says_something(figure, text)]
    if not found:
        return
    held = [one for source in sources for one in held_of(source, case.article.language)]
    held += [read(tie.locator, case.article.language) for tie in claim.evidence if tie.locator]
    absent = [figure for figure in found if not is_held(figure, text, held, english=case.english)]
    if absent:  # what stands in quotation marks is compared word for word
        spans = [(one.start, one.end) for one in quoted(text)]
        absent = [one for one in absent if not any(start < one.start < end for start, end in spans)]
    present = {value for figure in found if figure not in absent for value in figure.values}
    for figure in absent:
        message = f"The figure {figure.text} is in no text held of {_names(sources)}."
        near = _nearest(figure, held, present)
        hint = f"The source has {near}." if near else "Correct it, or add the passage to the source's excerpts."
        yield case.at_claim("figure-not-in-source", claim, message, hint, part=(figure.start, figure.end))


def says_something(figure: Figure, text: str) -> bool:
    """Whether a figure states a number of its own: not a name, not `one of the two`."""
    if figure.name:
        return False
    if not figure.word or figure.percent or figure.scaled or figure.values[0] > _FEW:
        return True
    if figure.values[0] <= 1:
        return False
    return not (
        _MEANT_BEFORE.search(text, max(0, figure.start - 12), figure.start) or _MEANT_AFTER.match(text, figure.end)
    )


def is_held(figure: Figure, text: str, held: Iterable[Held], *, roughly: bool = False, english: bool = True) -> bool:
    """Whether any of several texts holds a figure of `text`."""
    before = text[max(0, figure.start - 24) : figure.start]
    return any(one.holds(figure, before, roughly=roughly, english=english) for one in held)


def _names(sources: Sequence[Source]) -> str:
    names = [f'"{source.id}"' for source in sources[:_NAMED]]
    more = len(sources) - len(names)
    return " or ".join(names) if not more else f"{', '.join(names)} or {more} more"


def _nearest(figure: Figure, held: Iterable[Held], present: set[Decimal]) -> str | None:
    """The figure of the same kind that comes nearest in the sources, as written there; None where none is near."""
    best, best_distance = None, Decimal(1)
    for other in (other for one in held for other in one.found):
        if other.name or not present.isdisjoint(other.values):
            continue
        distance = _distance(figure, other)
        if distance is not None and distance < best_distance:
            best, best_distance = other.text, distance
    return best


def _distance(figure: Figure, other: Figure) -> Decimal | None:
    """How far two figures are apart, below 1 where one may stand for the other; None where they are not of a kind."""
    if figure.days and other.days:
        (_, month, day), (_, other_month, other_day) = figure.days[0], other.days[0]
        return Decimal(abs(day - other_day) if month == other_month else 31 + abs(month - other_month)) / 43
    if figure.days or other.days or figure.year != other.year or not figure.values or not other.values:
        return None
    one, two = figure.values[0], other.values[0]
    if not one or not two or (figure.percent, figure.scaled) != (other.percent, other.scaled):
        return None
    apart = abs(one - two) / max(one, two)
    if figure.year:
        return apart * 20  # a century
    return apart * (3 if figure.step == other.step or figure.word or other.word else 15)


def headline_figures(case: Case) -> Iterator[Problem]:
    """A3: a figure of the headline that no statement with a source holds."""
    title = case.article.title
    found = figures(title, case.article.language) if title and case.may_hold_figures else ()
    cited = [claim.text for claim in case.provenance.claims if claim.evidence] if found else []
    if not cited:
        return
    cited += [one.text for one in case.article.statement.disagreement if one.citations]
    held = [read(text, case.article.language) for text in cited]
    for figure in found:
        if not _is_of_the_report(figure, case) or is_held(figure, title, held, roughly=True, english=case.english):
            continue
        message = f"The figure {figure.text} in the headline is in no statement with a source."
        yield _in_headline(case, figure, message, "State it in the text with a source, or correct it.")


def _is_of_the_report(figure: Figure, case: Case) -> bool:
    """Whether a headline's figure must come from the report: not the year it is written in, not `5 things to know`."""
    title, published = case.article.title, case.article.published
    if figure.year and published is not None and published.year in figure.values:
        return False
    return says_something(figure, title) and not _LIST.match(title, figure.end)


def _in_headline(case: Case, figure: Figure, message: str, hint: str) -> Problem:
    source, title = case.article.source, case.article.title
    at = source.find(title)
    spot = span(source, at + figure.start, at + figure.end) if at >= 0 else spot_of(source, title)
    return replace(problem("headline-figure", message, case.article.path, spot, hint), words=title)
