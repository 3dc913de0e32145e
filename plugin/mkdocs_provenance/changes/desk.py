"""What the desk finds and lets stand: problems that came or went, waivers, and what the author says of the article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from mkdocs_provenance.changes.change import Change, ChangeKind, FieldChange, Side
from mkdocs_provenance.changes.words import likeness, words
from mkdocs_provenance.model import Correction, Place, Problem, Severity, Statement, Waiver

_TOLD: Final = (Severity.ERROR, Severity.WARNING)
_SAME_PROBLEM: Final = 0.6
"""Likeness of two messages about one sentence, of which a word was changed."""


def problem_changes(old: Side, new: Side, paths: Mapping[str, str]) -> Iterator[Change]:
    """Errors and warnings that only one side has.

    A problem whose sentence was moved or reworded is the same problem: it is neither new nor solved.

    Args:
        old: The old side.
        new: The new side.
        paths: Old path to new path of every article that is on both sides.
    """
    before, after = _problems(old, paths), _problems(new, {})
    for home in dict.fromkeys((*before, *after)):
        gone, come = _without_the_same(before.get(home, []), after.get(home, []))
        yield from (_problem_change(ChangeKind.PROBLEM_ADDED, found, home[0]) for found in come)
        yield from (_problem_change(ChangeKind.PROBLEM_SOLVED, found, home[0]) for found in gone)


def _problems(side: Side, paths: Mapping[str, str]) -> dict[tuple[str, str], list[Problem]]:
    """By the article's path on the new side, and by code."""
    every = [*side.problems]
    for record in side.pages.values():
        every += record.problems
    found: dict[tuple[str, str], list[Problem]] = {}
    for each in dict.fromkeys(every):
        if each.severity in _TOLD and each.waived is None:
            found.setdefault((paths.get(each.path, each.path), each.code), []).append(each)
    return found


def _without_the_same(before: list[Problem], after: list[Problem]) -> tuple[list[Problem], list[Problem]]:
    """What is left on either side of the problems of one code in one file."""
    gone, come = [*before], []
    for found in after:
        same = next((each for each in gone if each.message == found.message), None)
        if same is None:
            come.append(found)
        else:
            gone.remove(same)
    rest = []
    for found in come:
        said = words(found.message)
        alike = [(likeness(words(each.message), said), number) for number, each in enumerate(gone[:50])]
        best, number = max(alike, default=(0.0, 0))
        if best >= _SAME_PROBLEM:
            del gone[number]
        else:
            rest.append(found)
    return gone, rest


def _problem_change(kind: ChangeKind, found: Problem, path: str) -> Change:
    place = Place(found.path, found.line, found.column)
    if kind is ChangeKind.PROBLEM_ADDED:
        return Change(kind=kind, article=path, place=place, after=found.message, code=found.code, source=found.source)
    return Change(kind=kind, article=path, old_place=place, before=found.message, code=found.code, source=found.source)


def waiver_changes(old: Side, new: Side, paths: Mapping[str, str], keys: Mapping[str, str]) -> Iterator[Change]:
    """Problems that the desk decided to let stand, or no longer lets.

    Args:
        old: The old side.
        new: The new side.
        paths: Old path to new path of every article that is on both sides.
        keys: Old key to new key of every source that has another.
    """
    before, after = dict(_waivers(old, paths, keys)), dict(_waivers(new, {}, {}))
    for written, change in after.items():
        if written not in before:
            yield change
    for written, change in before.items():
        if written not in after:
            yield Change(
                kind=ChangeKind.WAIVER_REMOVED,
                article=change.article,
                old_place=change.place,
                before=change.after,
                source=change.source,
                code=change.code,
                reason=change.reason,
            )


def _waivers(side: Side, paths: Mapping[str, str], keys: Mapping[str, str]) -> Iterator[tuple[object, Change]]:
    """Every waiver as what it lets stand, and where, and as the change that it is if the other side has none."""
    for path, record in side.pages.items():
        for waiver in record.article.statement.waivers:
            home = paths.get(path, path)
            yield (home, waiver.code, waiver.words, waiver.reason), _added(waiver, path, home, None)
    for key, source in side.registry.sources.items():
        for waiver in source.waivers:
            written = (keys.get(key, key), waiver.code, waiver.words, waiver.reason)
            yield written, _added(waiver, source.place.path, None, key)


def _added(waiver: Waiver, path: str, article: str | None, source: str | None) -> Change:
    return Change(
        kind=ChangeKind.WAIVER_ADDED,
        article=article,
        place=Place(path, waiver.spot.line, waiver.spot.column),
        after=waiver.words,
        source=source,
        code=waiver.code,
        reason=waiver.reason,
    )


def statement_changes(old: Side, new: Side, paths: Mapping[str, str]) -> Iterator[Change]:
    """What the author says of the article as a whole: the method, what could not be established, corrections."""
    for path, then in old.pages.items():
        now = new.pages.get(paths.get(path, ""))
        if now is None or now.article.statement == then.article.statement:
            continue
        before, after = dict(_said(then.article.statement)), dict(_said(now.article.statement))
        fields = tuple(FieldChange(name, before[name], after[name]) for name in before if before[name] != after[name])
        if fields:
            yield Change(
                kind=ChangeKind.STATEMENT_CHANGED,
                article=now.article.path,
                place=Place(now.article.path),
                old_place=Place(then.article.path),
                fields=fields,
            )


def _said(statement: Statement) -> Iterator[tuple[str, str | None]]:
    yield "type_of_work", statement.type_of_work
    yield "method", statement.method
    yield "not_established", _lines(statement.not_established)
    yield "disagreement", _lines(each.text for each in statement.disagreement)
    yield "corrections", _lines(_correction(each) for each in statement.corrections)
    yield "history", _lines(f"{each.date.text}: {each.change}" for each in statement.history)
    yield "reviewed_by", statement.reviewed_by
    yield "checked_on", statement.checked_on.text if statement.checked_on else None
    yield "ai_use", statement.ai_use
    yield "marker_scope", statement.marker_scope


def _correction(each: Correction) -> str:
    return f"{each.date.text}, {each.kind.value}: {each.text}"


def _lines(texts: Iterable[str]) -> str | None:
    return "\n".join(texts) or None
