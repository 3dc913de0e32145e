"""What became of the claims: sources lost or gained, words that changed, what is new and what is gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from mkdocs_provenance.changes.change import ORDER, Change, ChangeKind
from mkdocs_provenance.changes.matching import Matches
from mkdocs_provenance.changes.places import Places
from mkdocs_provenance.changes.units import Said
from mkdocs_provenance.changes.words import essence, figures
from mkdocs_provenance.model import Claim, Role


class ClaimChanges:
    """Reads the matched sentences of two sides.

    Args:
        matches: The sentences, claims and those of analyses.
        keys: Old key to new key of every source that has another.
        then: Places of the old side.
        now: Places of the new side.
    """

    def __init__(self, matches: Matches[Said], keys: Mapping[str, str], then: Places, now: Places) -> None:
        self._matches = matches
        self._keys = keys
        self._then = then
        self._now = now

    def __iter__(self) -> Iterator[Change]:
        for unit in self._matches.new:
            olds = self._matches.was(unit)
            if unit.claim is not None:
                yield from self._of_claim(unit, olds)
            elif any(old.claim is not None for old in olds):
                yield self._change([ChangeKind.REPORT_ANALYSED], olds, [unit])
        for unit in self._matches.old:
            if unit.claim is not None and not self._matches.became(unit):
                sourced = bool(unit.claim.evidence)
                kind = ChangeKind.CLAIM_REMOVED if sourced else ChangeKind.UNSOURCED_CLAIM_REMOVED
                yield self._change([kind], [unit], [])

    def _of_claim(self, unit: Said, olds: Sequence[Said]) -> Iterator[Change]:
        if not olds:
            kind = ChangeKind.CLAIM_ADDED if unit.sources else ChangeKind.UNSOURCED_CLAIM_ADDED
            yield self._change([kind], [], [unit])
            return
        kinds = list(self._kinds(unit, olds))
        if kinds:
            yield self._change(kinds, olds, [unit])

    def _kinds(self, unit: Said, olds: Sequence[Said]) -> Iterator[ChangeKind]:
        if any(old.claim is None for old in olds):
            yield ChangeKind.ANALYSIS_REPORTED
        if all(old.claim is not None for old in olds):
            yield from self._in_sources(unit, olds)
        if unit.text != _text(olds) and essence(unit.text) != essence(_text(olds)):
            yield from self._in_words(unit, olds)
        if any(old.home != unit.home for old in olds):
            yield ChangeKind.CLAIM_MOVED

    def _in_sources(self, unit: Said, olds: Sequence[Said]) -> Iterator[ChangeKind]:
        """What happened to a claim's sources. A sentence without any that was merged into a sourced one gained them."""
        before = {source for old in olds for source in old.sources}
        lost, gained = before.difference(unit.sources), set(unit.sources).difference(before)
        bare = any(not old.sources for old in olds)
        if before and not unit.sources:
            yield ChangeKind.CLAIM_UNSOURCED
        elif unit.sources and bare:
            yield ChangeKind.CLAIM_SOURCED
        elif lost and gained:
            yield ChangeKind.SOURCE_REPLACED
        elif lost:
            yield ChangeKind.CLAIM_LOST_SOURCE
        elif gained:
            yield ChangeKind.CLAIM_GAINED_SOURCE
        then = olds[0].claim if len(olds) == 1 else None
        if unit.claim is not None and then is not None and unit.sources and before:
            yield from self._in_ties(unit.claim, then)

    def _in_ties(self, now: Claim, then: Claim) -> Iterator[ChangeKind]:
        if len(now.origins) < len(then.origins):
            yield ChangeKind.FEWER_ORIGINS
        elif len(now.origins) > len(then.origins):
            yield ChangeKind.MORE_ORIGINS
        before = {(self._keys.get(tie.source, tie.source), tie.locator) for tie in then.evidence}
        after = {(tie.source, tie.locator) for tie in now.evidence}
        both = {source for source, _ in before} & {source for source, _ in after}
        if {tie for tie in before if tie[0] in both} != {tie for tie in after if tie[0] in both}:
            yield ChangeKind.LOCATOR_CHANGED

    def _in_words(self, unit: Said, olds: Sequence[Said]) -> Iterator[ChangeKind]:
        pieces = self._matches.became(olds[0]) if len(olds) == 1 else []
        together = _text(pieces) if len(pieces) > 1 else unit.text
        refigured = figures(together) != figures(_text(olds))
        if refigured:
            yield ChangeKind.FIGURE_CHANGED
        if len(olds) > 1:
            yield ChangeKind.CLAIM_MERGED
        elif len(pieces) > 1:
            yield ChangeKind.CLAIM_SPLIT
        elif not refigured:
            yield ChangeKind.CLAIM_REWORDED

    def _change(self, kinds: Sequence[ChangeKind], olds: Sequence[Said], news: Sequence[Said]) -> Change:
        first, *rest = sorted(kinds, key=ORDER.__getitem__)
        change = Change(kind=first, also=tuple(rest), article=(news or olds)[0].article)
        if olds:
            change = replace(
                change,
                old_place=self._then.of(olds[0]),
                before=_text(olds),
                sources_before=_sources(olds),
                origins_before=_origins(olds),
            )
        if news:
            change = replace(
                change,
                place=self._now.of(news[0]),
                after=_text(news),
                sources_after=_sources(news),
                origins_after=_origins(news),
            )
        return change


def _text(units: Sequence[Said]) -> str:
    return " ".join(unit.text for unit in units)


def _sources(units: Sequence[Said]) -> tuple[str, ...]:
    """Keys as their own side has them."""
    claims = [unit.claim for unit in units if unit.claim is not None]
    return tuple(dict.fromkeys(tie.source for claim in claims for tie in claim.evidence))


def _origins(units: Sequence[Said]) -> int | None:
    """Origins of the claims together; None for an analysis, whose marks are no evidence."""
    claims = [unit.claim for unit in units if unit.claim is not None and unit.role is Role.REPORTED]
    return len({origin for claim in claims for origin in claim.origins}) if claims else None
