"""What became of the quotations: their words, the source that they are from, and whether they match it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from mkdocs_provenance.changes.change import ORDER, Change, ChangeKind
from mkdocs_provenance.changes.matching import Matches
from mkdocs_provenance.changes.places import Places
from mkdocs_provenance.changes.units import Quoted
from mkdocs_provenance.model import QuotationResult

_RANK: Final = {QuotationResult.NO_TEXT: 1, QuotationResult.ALTERED: 2, QuotationResult.NOT_FOUND: 2}
"""How far a quotation is from being found in its source: found (0), nothing to look in, looked for in vain."""
_ADDED: Final = (
    ChangeKind.QUOTATION_ADDED,
    ChangeKind.QUOTATION_ADDED_UNCHECKED,
    ChangeKind.QUOTATION_ADDED_DIFFERING,
)


def quotation_changes(matches: Matches[Quoted], keys: Mapping[str, str], then: Places, now: Places) -> Iterator[Change]:
    """Compare the quotations of two sides.

    Args:
        matches: The quotations.
        keys: Old key to new key of every source that has another.
        then: Places of the old side.
        now: Places of the new side.
    """
    for unit in matches.new:
        olds = matches.was(unit)
        if not olds:
            yield _change([_ADDED[rank(unit.quotation.result)]], None, unit, then, now)
            continue
        kinds = list(_kinds(olds[0], unit, keys))
        if kinds:
            yield _change(kinds, olds[0], unit, then, now)
    for unit in matches.old:
        if not matches.became(unit):
            yield _change([ChangeKind.QUOTATION_REMOVED], unit, None, then, now)


def rank(result: QuotationResult) -> int:
    """0 for words that were found, 1 for words that nobody could look for, 2 for words that differ."""
    return _RANK.get(result, 0)


def _kinds(old: Quoted, new: Quoted, keys: Mapping[str, str]) -> Iterator[ChangeKind]:
    before, after = old.quotation, new.quotation
    if rank(after.result) > rank(before.result):
        yield ChangeKind.QUOTATION_BROKEN
    elif rank(after.result) == 0 < rank(before.result):
        yield ChangeKind.QUOTATION_MENDED
    elif before.result is not after.result:
        yield ChangeKind.QUOTATION_RESULT_CHANGED
    if before.source and after.source and keys.get(before.source, before.source) != after.source:
        yield ChangeKind.QUOTATION_SOURCE_CHANGED
    if old.words != new.words:
        yield ChangeKind.QUOTATION_REWORDED


def _change(kinds: Sequence[ChangeKind], old: Quoted | None, new: Quoted | None, then: Places, now: Places) -> Change:
    first, *rest = sorted(kinds, key=ORDER.__getitem__)
    before, after = old.quotation if old else None, new.quotation if new else None
    either = new or old
    return Change(
        kind=first,
        also=tuple(rest),
        article=either.article if either else None,
        place=now.of(new) if new else None,
        old_place=then.of(old) if old else None,
        before=before.text if before else None,
        after=after.text if after else None,
        sources_before=(before.source,) if before and before.source else (),
        sources_after=(after.source,) if after and after.source else (),
        result_before=before.result if before else None,
        result_after=after.result if after else None,
        nearest=after.nearest if after else None,
    )
