"""Who the sources of a statement are: how many origins, which of them are named, and whether they are our own.

The rules are those that newsrooms write down: Reuters (one source is never "sources"; a named one is preferred), AP
(unnamed sources give information, not opinion), the BBC (reluctant to rely on one source), Wikipedia on citation
overkill, and JTI 12 (CEN CWA 17493).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mkdocs_provenance.checks.case import Case
from mkdocs_provenance.model import Attribution, Claim, Kind, Origin, Problem, Role, Source, State, Strength
from mkdocs_provenance.problems import shortened
from mkdocs_provenance.registry import canonical_url

MANY: Final = 3
"""Sources that may stand in one place: more add clutter, and trust that nothing has earned (Ding et al. 2025)."""


def few_origins(case: Case) -> Iterator[Problem]:
    """S1, S5, I1 and I3: statements that rest on less than it looks."""
    origins = {key: origin for origin in case.provenance.origins for key in origin.sources}
    own = {note.source.id for note in case.provenance.notes if _is_own(note.source, case)}
    for claim in case.provenance.claims:
        if not claim.evidence:
            continue
        sources = _standing(claim, case)
        if all(source.attribution is Attribution.UNNAMED for source in sources):
            message = f"{_statement(claim)} rests on unnamed sources alone."
            yield case.at_claim("only-unnamed", claim, message, "Find a source that can be named, or say why none can.")
        elif claim.strength is Strength.ONE:
            yield _one_origin(case, claim, sources, origins[sources[0].id])
        if own.issuperset(source.id for source in sources):
            message = f"{_statement(claim)} rests on our own reporting alone: {_names(sources)}."
            yield case.at_claim("own-reporting-only", claim, message, "Cite what that article rests on.")


def _standing(claim: Claim, case: Case) -> list[Source]:
    """What a statement cites, less what was retracted where something else stands."""
    sources = case.sources(claim)
    if claim.state is not State.RETRACTED:
        return sources
    return [source for source in sources if source.status.bearing.state is not State.RETRACTED] or sources


def _one_origin(case: Case, claim: Claim, sources: list[Source], origin: Origin) -> Problem:
    if len(sources) > 1:
        message = f"{_statement(claim)} cites {len(sources)} sources, and all are one origin: {_reason(origin)}."
        return case.at_claim("several-marks-one-origin", claim, message, "Cite one of them, or a separate source.")
    return case.at_claim("single-origin", claim, f"{_statement(claim)} rests on one origin alone: {origin.name}.")


def _reason(origin: Origin) -> str:
    """Why several sources are one origin."""
    if origin.why == "owner":
        return "their publishers have one owner"
    if origin.why == "publisher":
        return f"{origin.name} published them"
    return f"they go back to {origin.name}"


def _is_own(source: Source, case: Case) -> bool:
    """Whether a source is this newsroom's, or the very article, or only reports what one of these says."""
    here = case.article.url
    for ancestor in case.registry.lineage(source):
        itself = bool(ancestor.url and "://" in here) and canonical_url(ancestor.url or "") == canonical_url(here)
        if ancestor.kind is Kind.OWN_REPORTING or itself:
            return True
    return False


def originals(case: Case) -> Iterator[Problem]:
    """I4: what is derived from another source of the registry, where that one is not cited."""
    cited = {note.source.id for note in case.provenance.notes}
    for note in case.provenance.notes:
        held = [key for key in note.source.derived_from if key in case.registry.sources]
        if held and cited.isdisjoint(held):
            message = f'"{note.source.id}" reports what "{held[0]}" says, which is in the registry and not cited.'
            yield case.at_source("original-not-cited", note.source, message, f"Read and cite @{held[0]}.")


def too_many_markers(case: Case) -> Iterator[Problem]:
    """O1: a place in a sentence with more sources than a reader can follow.

    A list whose every part has its own marker is no such place.
    """
    for claim in case.provenance.claims:
        if len(claim.evidence) > MANY and (count := _thickest(claim, case)) > MANY:
            message = f"{_statement(claim)} carries {count} sources in one place."
            yield case.at_claim("many-markers", claim, message, "Keep the best one to three, or divide the sentence.")


def _thickest(claim: Claim, case: Case) -> int:
    """How many sources stand together where most do: in one marker, or in several with no word between them."""
    passage = case.passages[claim.passage]
    offsets = {placed.id: placed.offset for placed in passage.citations}
    most, here, last = 0, 0, claim.start
    for offset in sorted(offsets.get(tie.mark or "", claim.end) for tie in claim.evidence):
        here = here + 1 if not any(map(str.isalnum, passage.text[last:offset])) else 1
        most, last = max(most, here), offset
    return most


def cited_analysis(case: Case) -> Iterator[Problem]:
    """A2 and S3: markers in the analysis, and what they point to."""
    for passage in case.article.passages:
        if passage.role is not Role.ANALYSIS:
            continue
        for placed in passage.citations:
            mark = case.marks[placed.id]
            message = f"The marker {mark.raw} stands in the analysis."
            hint = "Where it backs a fact, move that fact into the report."
            yield case.at_marker("marker-in-analysis", passage, placed, message, hint)
            for item in mark.resolved:
                source = case.registry.sources[item.source or ""]
                if source.attribution is Attribution.UNNAMED:
                    message = f'The analysis rests on "{source.id}", which is not named.'
                    hint = "An unnamed source may give information, not opinion."
                    yield case.at_marker("unnamed-opinion", passage, placed, message, hint)


def _statement(claim: Claim) -> str:
    return f"The statement {shortened(claim.text, 60)}"


def _names(sources: list[Source]) -> str:
    return ", ".join(f'"{source.id}"' for source in sources)
