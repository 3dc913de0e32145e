"""Statements about the present that rest on old sources alone (D3).

In a study by the EBU and the BBC of 2025, one answer in five of AI assistants had major mistakes of fact, outdated
ones among them. What time makes stale are states: who leads, how many, the largest, still, now. A law holds until it
is repealed, and a court's record says what the court found; neither grows old in this sense, and both are passed
over, as is the record of one event. Books and studies are not: what they say of a town or a price is of their own
day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from mkdocs_provenance.checks.case import Case
from mkdocs_provenance.checks.figures import Figure, figures
from mkdocs_provenance.checks.sourced_figures import says_something
from mkdocs_provenance.checks.speakers import without_quotations
from mkdocs_provenance.dates import earliest, latest
from mkdocs_provenance.model import Claim, Kind, PartialDate, Problem, Source

OLD: Final = 5
"""Years between the newest source of a statement and the article, from which it is asked for a newer one."""
LASTING: Final = frozenset({Kind.LAW, Kind.COURT_RECORD})
"""Kinds whose word holds until another source takes it back."""

_NOW: Final = re.compile(
    r"\b(?:now|currently|[Tt]oday|at present|presently|nowadays|these days|still (?=\w+(?:s|ing|e)\b)|remains?\b|as yet"
    r"|to this day|continues? to|(?:is|are) (?:still|no longer|about to)|(?:is|are) [a-z]+ing\b|plans to|intends to"
    r"|owns|employs|(?:has|have) been [a-z]+(?:ed|ing|n)\b(?=[^.]*\bsince the\b))",
)
"""Words that say that something is so at the time of writing."""
_STATE: Final = re.compile(
    r"\b(?P<verb>is|are|has|have|employ|runs|heads|holds|earns|receives|accounts? for"
    r"|makes? up|stands at|produces|serves|exports|imports|sells|controls|operates)\b",
)
"""Verbs in the present of what may have changed, where a figure, an office or a superlative says that it is such."""
_NOT_SO: Final = re.compile(
    r"(?:\b(?:will|would|could|should|may|might|must|can|to|not|did|does|do|by|before|until|till|no|the|of|forward|new|any|its|their|his|her|our"
    r"|BBC|Radio 4)|[’']ll|[’']d|n[’']t|[’']s|\b\w+ed)[ \u00a0]$"
)
"""Before a verb or a `now` that tells of no state: `would remain`, `rejected plans to`, `by now`."""
_WHEN: Final = re.compile(
    r"\b(?:when|after|before|until|till|if|once|unless|while|whether|as soon as)\b(?:[ \u00a0][\w’'-]+){0,3}[ \u00a0]$",
    re.IGNORECASE,
)
_CHANGING: Final = re.compile(
    r"\b(?:(?:larg|bigg|small|old|young|high|low|long|short|rich|poor|fast|slow|strong|weak|great|new|lat|clos|busi|cheap)"
    r"est|most|least|only|worst|best|leading|head|president|chairman|chairwoman|chair|chief executive|director|minister"
    r"|mayor|governor|secretary|owner|capital|headquarters|majority|members?|employees|inhabitants|residents|population)\b",
    re.IGNORECASE,
)
_LASTING_UNITS: Final = re.compile(
    r"[ \u00a0-]?(?:met(?:re|er)s?|m|km|miles?|feet|ft|inches|centimet(?:re|er)s?|cm|degrees)\b(?![ \u00a0]of)"
    r"|[ \u00a0](?:times|things)\b"
)
"""What a bridge is long stays so."""
_PAST: Final = re.compile(
    r"\b(?:at (?:the|that) time|back then|in those days|that (?:day|night|morning|evening|week|month|year)|once)\b",
    re.IGNORECASE,
)
_PERFECT: Final = re.compile(
    r"[ \u00a0](?:(?:since|already|never|not|also|just|often|long|so far|recently)[ \u00a0])?(?:\w+ed|been|had|become"
    r"|made|sold|given|taken|shown|grown|risen|fallen|lost|won|put|set|seen|gone|come|run|held|kept|left|led|met|paid|said"
    r"|told|sent|spent|stood|built|bought|brought|found|fought|cut|hit|begun|broken|chosen|written|driven|known|spoken|slid|forecast|got|yet|to)\b"
)
"""`has counted`, `have to`: no state."""
_REPUTED: Final = re.compile(r"[ \u00a0](?:thought|believed|said|expected|known|reported|set|to|an? sign)\b")
"""`is thought to`, `is to`."""


def old_sources(case: Case) -> Iterator[Problem]:
    """D3: a statement about the present whose newest source is years older than the article."""
    published = case.article.published
    if published is None or not case.english:
        return
    stale = {note.source.id for note in case.provenance.notes if _is_old(note.source, published)}
    if not stale:
        return
    for claim in case.provenance.claims:
        if not claim.evidence or any(tie.source not in stale for tie in claim.evidence):
            continue
        sources = case.sources(claim)
        part = _present(case.passages[claim.passage].text[claim.start : claim.end], sources)
        if part is not None:
            yield _problem(case, claim, part, sources)


def _problem(case: Case, claim: Claim, part: tuple[int, int], sources: Sequence[Source]) -> Problem:
    words = case.passages[claim.passage].text[claim.start + part[0] : claim.start + part[1]]
    newest = max(sources, key=_newest_day)
    message = f'“{words}” speaks of the present, and the newest source, "{newest.id}", is of {_newest(newest)}.'
    return case.at_claim("old-source", claim, message, "Find a newer source, or say of when it is.", part=part)


def _is_old(source: Source, published: PartialDate) -> bool:
    """Whether a source is of a kind that grows old, and has: a source without a date is asked for one elsewhere."""
    dates = _dates(source)
    if source.kind in LASTING or source.event_date is not None or not dates:
        return False
    newest, now = max(map(latest, dates)), earliest(published)
    return (newest.year + OLD, newest.month, newest.day) < (now.year, now.month, now.day)


def _dates(source: Source) -> list[PartialDate]:
    return [date for date in (source.published, source.updated, source.event_date) if date is not None]


def _newest_day(source: Source) -> str:
    return max(latest(date).isoformat() for date in _dates(source))


def _newest(source: Source) -> str:
    """The year of a source's newest date."""
    return _newest_day(source)[:4].lstrip("0")


def _present(text: str, sources: Sequence[Source]) -> tuple[int, int] | None:
    """Where a sentence says that something is so now, quoted words apart; None where it does not."""
    bare = without_quotations(text)
    newest = int(max(map(_newest_day, sources))[:4])
    if _PAST.search(bare):
        return None
    for now in _NOW.finditer(bare):
        if not _NOT_SO.search(bare, max(0, now.start() - 16), now.start()) and not _is_name(bare, now):
            return now.span()
    found = figures(bare)
    years = [int(figure.values[0]) for figure in found if figure.year] + [day[0] for one in found for day in one.days]
    if any(0 < year <= newest for year in years) or not _may_change(bare, found):
        return None
    for verb in _STATE.finditer(bare):
        before = max(0, verb.start() - 40)
        if _NOT_SO.search(bare, before, verb.start()) or _WHEN.search(bare, before, verb.start()):
            continue
        if not (_PERFECT if verb["verb"] in ("has", "have") else _REPUTED).match(bare, verb.end()):
            return verb.span()
    return None


def _is_name(text: str, word: re.Match[str]) -> bool:
    """Whether a word with a capital is a name: `the Today programme`."""
    return word[0][0].isupper() and bool(text[: word.start()].strip())


def _may_change(text: str, found: Sequence[Figure]) -> bool:
    """Whether a sentence speaks of what time changes: an amount, an office, a superlative."""
    if _CHANGING.search(text):
        return True
    amounts = (figure for figure in found if not figure.year and not figure.days and not figure.name)
    return any(says_something(figure, text) and not _LASTING_UNITS.match(text, figure.end) for figure in amounts)
