"""What has become of the sources that an article rests on: retractions, corrections, pages taken down (R1, R4 to R6).

Set once in the registry, a status is told at every statement that it touches, in every article. Left to memory it is
not: of the sentences in biomedicine that cite a retracted paper, one in twenty shows that its authors knew (Hsiao and
Schneider 2021).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from msgspec.structs import replace

from mkdocs_provenance.checks.case import Case
from mkdocs_provenance.lines import spot_of
from mkdocs_provenance.model import (
    Claim,
    PlacedCitation,
    Problem,
    Role,
    Source,
    State,
    Strength,
)
from mkdocs_provenance.problems import problem, shortened

CODES: Final[Mapping[State, str]] = MappingProxyType(
    {
        State.RETRACTED: "retracted-source",
        State.SUPERSEDED: "retracted-source",
        State.CORRECTED: "corrected-source",
        State.REMOVED: "removed-source",
    }
)
"""What is reported of a statement whose source is in that state."""
ORIGINAL: Final = "retracted-original"
TOLD: Final = frozenset({*CODES.values(), ORIGINAL})
"""What a source's entry may let stand for all articles."""

_SOUND: Final = State.CURRENT
_PLACES: Final = MappingProxyType(
    {
        Role.REPORTED: "A marker that covers no statement",
        Role.ANALYSIS: "The analysis",
        Role.PULLQUOTE: "The pull quote",
    }
)
_BECAME: Final = MappingProxyType(
    {
        State.RETRACTED: "which was retracted",
        State.SUPERSEDED: "which a later version has superseded",
        State.CORRECTED: "which was corrected",
        State.REMOVED: "whose page was removed",
    }
)
_HINTS: Final = MappingProxyType(
    {
        State.RETRACTED: "Cite another source, or say in the text that it was retracted and let this stand.",
        State.SUPERSEDED: "See whether the later version still says so, and cite that.",
        State.CORRECTED: "See whether the statement still holds, and let this stand where it does.",
        State.REMOVED: "See whether a saved copy bears it out, or cite another source.",
    }
)


def statuses(case: Case) -> Iterator[Problem]:
    """R1 and R4 to R6: every statement and every other marker that cites what is not as it was published."""
    fallen = {note.source.id: note.source for note in case.provenance.notes if note.source.status.state is not _SOUND}
    if fallen:
        for claim in case.provenance.claims:
            if claim.state is not _SOUND:
                yield from _of_claim(claim, fallen, case)
        yield from _of_mentions(fallen, case)
        yield from _of_disagreements(fallen, case)
    for note in case.provenance.notes:
        if note.source.derived_from:
            yield from _of_original(note.source, case)


def told_later(source: Source) -> frozenset[str]:
    """What the entry of a source may let stand and only an article shows: what its own status leads to."""
    code = CODES.get(_state(source))
    return frozenset({ORIGINAL, code} if code else {ORIGINAL})


def _state(source: Source) -> State:
    return source.status.bearing.state


def _of_claim(claim: Claim, fallen: Mapping[str, Source], case: Case) -> Iterator[Problem]:
    keys = tuple(dict.fromkeys(tie.source for tie in claim.evidence))
    for source in (fallen[key] for key in keys if key in fallen):
        said = f"The statement {shortened(claim.text, 60)} rests on {_became(source)}{_beside(claim, len(keys))}."
        state = _state(source)
        yield replace(case.at_claim(CODES[state], claim, said, _HINTS[state]), source=source.id)


def _became(source: Source) -> str:
    """`"bell-study", which was retracted (2026-06)`."""
    status = source.status.bearing
    date = f" ({status.date.text})" if status.date else ""
    return f'"{source.id}", {_BECAME[status.state]}{date}'


def _beside(claim: Claim, count: int) -> str:
    """What else a statement rests on that cites `count` sources."""
    if count == 1:
        return ", and on nothing else"
    if claim.strength is Strength.RETRACTED:
        return ", and on nothing that stands"
    return f", and on {count - 1} other source{'s' if count > 2 else ''}"


def _of_mentions(fallen: Mapping[str, Source], case: Case) -> Iterator[Problem]:
    """Markers in the text that cover no statement: in an analysis, in a pull quote that has its own."""
    for passage in case.article.passages:
        for placed in passage.citations:
            if case.marks[placed.id].claim is None:
                for code, said, hint, source in _told(placed, _PLACES[passage.role], fallen, case):
                    yield replace(case.at_marker(code, passage, placed, said, hint), source=source)


def _of_disagreements(fallen: Mapping[str, Source], case: Case) -> Iterator[Problem]:
    """Markers of the front matter."""
    for disagreement in case.article.statement.disagreement:
        for placed in disagreement.citations:
            for code, said, hint, source in _told(placed, "What is said of a disagreement", fallen, case):
                spot = spot_of(case.article.source, placed.citation.raw, disagreement.text[: placed.offset])
                found = problem(code, said, case.article.path, spot, hint)
                yield replace(found, words=disagreement.text, at=placed.id, source=source)


def _told(
    placed: PlacedCitation, subject: str, fallen: Mapping[str, Source], case: Case
) -> Iterator[tuple[str, str, str, str]]:
    """Code, message, hint and source of what is to be said of a marker, each source once."""
    keys = dict.fromkeys(item.source or "" for item in case.marks[placed.id].resolved)
    for source in (fallen[key] for key in keys if key in fallen):
        state = _state(source)
        yield CODES[state], f"{subject} rests on {_became(source)}.", _HINTS[state], source.id


def _of_original(source: Source, case: Case) -> Iterator[Problem]:
    original = case.registry.retracted_original(source)
    if original is not None:
        said = f'"{source.id}" goes back to {_became(original)}.'
        yield case.at_source(ORIGINAL, source, said, "See whether what it says stands without that.")
