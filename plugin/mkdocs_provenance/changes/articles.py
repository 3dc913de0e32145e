"""Which article of one side is which of the other: by its path, by what git saw renamed, or by what it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from mkdocs_provenance.changes.words import words
from mkdocs_provenance.model import Provenance

_RUN: Final = 4
"""Words in a row that make two texts share something."""
_SAME_ARTICLE: Final = 0.5
"""Share of such runs in common from which two articles are one: git's own measure for a renamed file."""
_WIDELY_HELD: Final = 8
"""Articles that hold the same run; where there are more it is a formula, and tells nothing."""


def pair(
    old: Mapping[str, Provenance], new: Mapping[str, Provenance], renames: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Old path to new path: of every article that is on both sides, and of those among them that were renamed.

    Args:
        old: Path to record.
        new: The same of the other side.
        renames: What git saw renamed; a pair counts only where the old path is gone and the new one was not there.
    """
    pairs = {path: path for path in old if path in new}
    renamed: dict[str, str] = {}
    for there, here in renames.items():
        is_one = there in old and there not in new and here in new and here not in old
        if is_one and here not in renamed.values():
            renamed[there] = here
    gone = {path: old[path] for path in old if path not in new and path not in renamed}
    come = {path: new[path] for path in new if path not in old and path not in renamed.values()}
    renamed |= _alike(gone, come)
    return pairs | renamed, renamed


def _alike(gone: Mapping[str, Provenance], come: Mapping[str, Provenance]) -> dict[str, str]:
    """Pairs of articles that say mostly the same, the most alike first."""
    if not gone or not come:
        return {}
    old, new = ({path: _runs(record) for path, record in side.items()} for side in (gone, come))
    shared = _shared(old, new)
    scored = sorted(
        (-2 * count / (len(old[there]) + len(new[here])), there, here) for (there, here), count in shared.items()
    )
    found: dict[str, str] = {}
    for score, there, here in scored:
        if -score >= _SAME_ARTICLE and there not in found and here not in found.values():
            found[there] = here
    return found


def _runs(record: Provenance) -> frozenset[tuple[str, ...]]:
    said = [word for passage in record.article.passages for word in words(passage.text)]
    return frozenset(tuple(said[at : at + _RUN]) for at in range(max(1, len(said) - _RUN + 1))) if said else frozenset()


def _shared(
    old: Mapping[str, Iterable[tuple[str, ...]]], new: Mapping[str, Iterable[tuple[str, ...]]]
) -> Counter[tuple[str, str]]:
    holders: dict[tuple[str, ...], list[str]] = {}
    for path, runs in old.items():
        for run in runs:
            holders.setdefault(run, []).append(path)
    also: dict[tuple[str, ...], list[str]] = {}
    for path, runs in new.items():
        for run in runs:
            if run in holders:
                also.setdefault(run, []).append(path)
    return Counter(
        (there, here)
        for run, paths in also.items()
        if len(paths) <= _WIDELY_HELD and len(holders[run]) <= _WIDELY_HELD
        for there in holders[run]
        for here in paths
    )
