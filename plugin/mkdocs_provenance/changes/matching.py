"""Which text of one side is which of the other: the same words first, then nearly the same, then parts of a sentence.

The time that it takes grows with the text, not with its square: within an article all pairs are compared only where
they are few, elsewhere only those that share a rare word or stand in the same gap between sentences that did not
change. What matches does not depend on which side is called the old one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, Generic, TypeVar

from mkdocs_provenance.changes.units import Unit
from mkdocs_provenance.changes.words import at_most, containment, likeness

U = TypeVar("U", bound=Unit)

_ALIKE: Final = 0.5
"""Likeness from which two sentences of an article are one: half of the letters stand in words that both have."""
_ALIKE_ELSEWHERE: Final = 0.8
"""The same for two articles, where nothing but the words speaks for it."""
_IN_THE_GAP: Final = 0.08
"""Bonus for standing in the same gap between sentences that did not change."""
_OTHER_ROLE: Final = 0.1
"""Loss for being report on one side and analysis on the other."""
_FEW_PAIRS: Final = 400
"""Pairs of one article that are all compared."""
_FREQUENT: Final = 64
"""Pairs that a word may bring together before it is too common to tell anything."""
_WORDS_TO_TRAVEL: Final = 4
"""Words of a sentence that is known again in another article."""
_WORDS_OF_A_PART: Final = 3
_CONTAINED: Final = 0.7
"""Share of a part's words that must stand in the whole sentence."""
_PART_OF_A_LOST_SENTENCE: Final = 0.25
"""Share of a sentence that must be left of it, where nothing else is."""
_FULLER: Final = 0.04
"""How much better a sentence must agree with its parts together than without the part in question."""


class Matches(Generic[U]):
    """Units of the old side tied to units of the new one; mostly one to one."""

    def __init__(self, old: Sequence[U], new: Sequence[U]) -> None:
        self.old, self.new = old, new
        self._of_old: dict[U, list[U]] = {}
        self._of_new: dict[U, list[U]] = {}

    def tie(self, old: U, new: U) -> None:
        """Let the two be one, or a part of one another."""
        self._of_old.setdefault(old, []).append(new)
        self._of_new.setdefault(new, []).append(old)

    def became(self, old: U) -> list[U]:
        """What a unit of the old side has become, in the order of the new."""
        return sorted(self._of_old.get(old, ()), key=_position)

    def was(self, new: U) -> list[U]:
        """What a unit of the new side was, in the order of the old."""
        return sorted(self._of_new.get(new, ()), key=_position)

    def left_old(self) -> list[U]:
        """Units of the old side without a partner."""
        return [unit for unit in self.old if unit not in self._of_old]

    def left_new(self) -> list[U]:
        """Units of the new side without a partner."""
        return [unit for unit in self.new if unit not in self._of_new]


def match(old: Sequence[U], new: Sequence[U], *, parts: bool = True) -> Matches[U]:
    """Tie the units of two sides.

    Args:
        old: In document order, article by article.
        new: The same of the other side.
        parts: Also look for sentences that were split or merged.
    """
    matches = Matches(old, new)
    _tie_equal(matches, lambda unit: (unit.home, unit.text))
    _tie_equal(matches, lambda unit: unit.text if len(unit.words) >= _WORDS_TO_TRAVEL else None)
    _tie_alike_at_home(matches)
    _tie_alike_elsewhere(matches)
    if parts:
        _tie_parts(matches)
    return matches


def _position(unit: Unit) -> tuple[str, int]:
    return unit.article, unit.index


# The same words


def _tie_equal(matches: Matches[U], key: Callable[[U], object]) -> None:
    """Tie what has the same key; of several, those of the same role and sources first, then in their order."""
    held: dict[object, list[U]] = {}
    for unit in matches.left_old():
        held.setdefault(key(unit), []).append(unit)
    wanting: dict[object, list[U]] = {}
    for unit in matches.left_new():
        wanting.setdefault(key(unit), []).append(unit)
    for found, new in wanting.items():
        old = held.get(found)
        if old and found is not None:
            _tie_in_order(matches, old, new)


def _tie_in_order(matches: Matches[U], old: list[U], new: list[U]) -> None:
    rounds: tuple[Callable[[U], object], ...] = (
        lambda unit: (unit.role, frozenset(unit.sources)),
        lambda unit: unit.role,
        lambda _: None,
    )
    for alike in rounds if len(old) > 1 or len(new) > 1 else rounds[2:]:
        waiting: dict[object, list[U]] = {}
        for unit in reversed(old):
            waiting.setdefault(alike(unit), []).append(unit)
        rest: list[U] = []
        for unit in new:
            same = waiting.get(alike(unit))
            if same:
                matches.tie(same.pop(), unit)
            else:
                rest.append(unit)
        old = sorted((unit for units in waiting.values() for unit in units), key=_position)
        new = rest


# Nearly the same words


def _tie_alike_at_home(matches: Matches[U]) -> None:
    """Within each article, the most alike first."""
    gaps = _Gaps(matches)
    old, new = _by_home(matches.left_old()), _by_home(matches.left_new())
    for home in old:
        if home not in new:
            continue
        pairs: Iterable[tuple[U, U]]
        if len(old[home]) * len(new[home]) <= _FEW_PAIRS:
            pairs = ((one, other) for one in old[home] for other in new[home])
        else:
            pairs = dict.fromkeys((*_sharing_a_word(old[home], new[home]), *gaps.pairs(old[home], new[home])))
        _tie_best(matches, pairs, lambda one, other: _ALIKE - (_IN_THE_GAP if gaps.same(one, other) else 0))


def _tie_alike_elsewhere(matches: Matches[U]) -> None:
    old = [unit for unit in matches.left_old() if len(unit.words) >= _WORDS_TO_TRAVEL]
    new = [unit for unit in matches.left_new() if len(unit.words) >= _WORDS_TO_TRAVEL]
    _tie_best(matches, _sharing_a_word(old, new), lambda _one, _other: _ALIKE_ELSEWHERE)


def _tie_best(matches: Matches[U], pairs: Iterable[tuple[U, U]], wanted: Callable[[U, U], float]) -> None:
    """Tie the most alike pairs, each unit once; `wanted` is the likeness that a pair must reach."""
    scored: list[tuple[float, int, tuple[int, int], tuple[str, str], U, U]] = []
    for one, other in pairs:
        least = wanted(one, other) + (_OTHER_ROLE if one.role is not other.role else 0)
        if at_most(one.counted, other.counted, one.weight + other.weight) < least:
            continue
        score = likeness(one.words, other.words) - least
        if score >= 0:
            places = tuple(sorted((one.index, other.index)))
            names = tuple(sorted((one.home, other.home)))
            scored.append((-score, abs(one.index - other.index), places, names, one, other))  # type: ignore[arg-type]
    scored.sort(key=lambda entry: entry[:4])
    taken: set[U] = set()
    for *_, one, other in scored:
        if one not in taken and other not in taken:
            taken.update((one, other))
            matches.tie(one, other)


def _by_home(units: Iterable[U]) -> dict[str, list[U]]:
    found: dict[str, list[U]] = {}
    for unit in units:
        found.setdefault(unit.home, []).append(unit)
    return found


def _sharing_a_word(old: Sequence[U], new: Sequence[U]) -> dict[tuple[U, U], None]:
    """The pairs that share a word which few others have."""
    having: dict[str, tuple[list[U], list[U]]] = {}
    for side, units in enumerate((old, new)):
        for unit in units:
            for word in unit.counted:
                having.setdefault(word, ([], []))[side].append(unit)
    pairs: dict[tuple[U, U], None] = {}
    for olds, news in having.values():
        if len(olds) * len(news) <= _FREQUENT:
            pairs.update(dict.fromkeys((one, other) for one in olds for other in news))
    return pairs


class _Gaps(Generic[U]):
    """Where a unit without a partner stands between its neighbours that have one in the same article."""

    def __init__(self, matches: Matches[U]) -> None:
        self._before: dict[U, object] = {}
        self._after: dict[U, object] = {}
        self._read(matches.old, lambda unit: next(iter(matches.became(unit)), None))
        self._read(matches.new, lambda unit: unit if matches.was(unit) else None)

    def _read(self, units: Sequence[U], anchor_of: Callable[[U], U | None]) -> None:
        """Write down for every unit the last anchor before it and the first after it; at either end, the article."""
        for found, ordered in ((self._before, units), (self._after, list(reversed(units)))):
            anchor: object = None
            home = None
            for unit in ordered:
                if unit.home != home:
                    home = anchor = unit.home
                held = anchor_of(unit)
                if held is not None:
                    anchor = held
                found[unit] = anchor

    def same(self, old: U, new: U) -> bool:
        """Whether both stand in the same gap."""
        return self._before[old] == self._before[new] or self._after[old] == self._after[new]

    def pairs(self, old: Sequence[U], new: Sequence[U]) -> Iterator[tuple[U, U]]:
        """Those of the same gap that have the same place in it, counted from either end, or the next to it."""
        for held, step in ((self._before, 1), (self._after, -1)):
            olds: dict[object, list[U]] = {}
            for unit in old[::step]:
                olds.setdefault(held[unit], []).append(unit)
            places: dict[object, int] = {}
            for unit in new[::step]:
                waiting = olds.get(held[unit], [])
                place = places[held[unit]] = places.get(held[unit], -1) + 1
                yield from ((one, unit) for one in waiting[max(0, place - 1) : place + 2])


# Parts of a sentence


def _tie_parts(matches: Matches[U]) -> None:
    """Tie a sentence without a partner to one that it was split off from, or that it was merged into."""
    old, new = _by_home(matches.old), _by_home(matches.new)
    wholes = _wholes([unit for unit in matches.old if _has_changed(unit, matches.became(unit))], matches.left_new())
    for unit in matches.left_new():
        found = _around(unit, new[unit.home], old.get(unit.home, ()), matches.was)
        whole = _whole_of(unit, (*found, *wholes.get(unit, ())), matches.became)
        if whole is not None:
            matches.tie(whole, unit)
    wholes = _wholes([unit for unit in matches.new if _has_changed(unit, matches.was(unit))], matches.left_old())
    for unit in matches.left_old():
        found = _around(unit, old[unit.home], new.get(unit.home, ()), matches.became)
        whole = _whole_of(unit, (*found, *wholes.get(unit, ())), matches.was)
        if whole is not None:
            matches.tie(unit, whole)


def _has_changed(unit: U, partners: Sequence[U]) -> bool:
    return [partner.text for partner in partners] != [unit.text]


def _wholes(changed: Sequence[U], parts: Sequence[U]) -> dict[U, list[U]]:
    """The changed sentences of its article that a part shares a rare word with: it may stand far from them now."""
    found: dict[U, list[U]] = {}
    old, new = _by_home(changed), _by_home(parts)
    for home in new:
        for whole, part in _sharing_a_word(old.get(home, ()), new[home]):
            found.setdefault(part, []).append(whole)
    return found


def _around(part: U, here: Sequence[U], there: Sequence[U], across: Callable[[U], list[U]]) -> list[U]:
    """The partners of a unit's neighbours, and the neighbours of those.

    Args:
        part: A unit without a partner.
        here: The article on its own side.
        there: The article on the other side.
        across: The partners of a unit of this side.
    """
    beside = here[max(0, part.index - 2) : part.index + 3]
    found = [whole for unit in beside for whole in across(unit) if whole.home == part.home]
    return [*found, *(unit for near in found for unit in there[max(0, near.index - 1) : near.index + 2])]


def _whole_of(part: U, candidates: Sequence[U], back: Callable[[U], list[U]]) -> U | None:
    """The sentence that a unit is a part of; None where it is of none.

    Args:
        part: A unit without a partner.
        candidates: Units of the other side.
        back: The partners of a unit of the other side.
    """
    best, best_share = None, _CONTAINED
    for whole in dict.fromkeys(candidates) if len(part.words) >= _WORDS_OF_A_PART else ():
        if whole.weight <= part.weight:
            continue
        share = containment(part.words, whole.words) - (_OTHER_ROLE if whole.role is not part.role else 0)
        if share >= best_share and _completes(part, whole, back(whole)):
            best, best_share = whole, share
    return best


def _completes(part: Unit, whole: Unit, others: Sequence[Unit]) -> bool:
    """Whether the whole agrees better with its partners and the part together than with the partners alone."""
    if not others:
        return part.weight >= _PART_OF_A_LOST_SENTENCE * whole.weight
    without = [word for unit in others for word in unit.words]
    together = [word for unit in sorted((*others, part), key=_position) for word in unit.words]
    return likeness(whole.words, together) >= likeness(whole.words, without) + _FULLER
