"""A page under `mkdocs serve`: what is wrong in a bar at its top, and marked in its text. Never in a built site.

Problems of an article stand on its page. Others belong to no page: those of the registry, of files that were left out.
They are shown on the pages that they concern, which are the pages that cite the source; those that concern no page, on
the home page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from mkdocs_provenance.model import Problem, Provenance, Severity
from mkdocs_provenance.problems import RULES
from mkdocs_provenance.views.bar import Notice, bar_html
from mkdocs_provenance.views.lookup import anchor
from mkdocs_provenance.views.places import Wanted, mark_places
from mkdocs_provenance.views.words import Words

_RANKS: Final = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
_WHOLE_FILE: Final = "registry-"
"""How the codes of problems begin for which a registry file's sources are missing."""


class Noticeboard:
    """What belongs to no record of a page, and where it is shown.

    It lives as long as `serve` does: a build with `--dirty` reads only some of the pages, and of the others it is still
    known what they cite.
    """

    def __init__(self) -> None:
        self._cited: dict[str, frozenset[str]] = {}
        """The path of a page's file to what it cites."""
        self.begin(anew=True)

    def begin(self, *, anew: bool) -> None:
        """Forget the problems of the last build, and `anew` also what its pages cite."""
        if anew:
            self._cited.clear()
        self._problems: list[Problem] = []
        self._of_path: dict[str, list[Problem]] = {}
        self._of_source: dict[str, list[Problem]] = {}

    def put_up(self, problems: Iterable[Problem]) -> None:
        """Add problems that are in no record."""
        for found in problems:
            self._problems.append(found)
            self._of_path.setdefault(found.path, []).append(found)
            if found.source:
                self._of_source.setdefault(found.source, []).append(found)

    def read(self, done: Provenance) -> None:
        """Learn what a page cites."""
        self._cited[done.article.path] = frozenset(keys_of(done))

    def keep(self, paths: Iterable[str]) -> None:
        """Forget the pages that are no longer there."""
        kept = set(paths)
        self._cited = {path: keys for path, keys in self._cited.items() if path in kept}

    def of_page(self, done: Provenance) -> list[Problem]:
        """What concerns one page beyond its record: its file, the sources it cites, the registry it could not find."""
        found = list(self._of_path.get(done.article.path, ()))
        for key in keys_of(done):
            found += self._of_source.get(key, ())
        if any(problem.code == "unknown-source" for problem in done.problems):
            found += (each for each in self._problems if each.code.startswith(_WHOLE_FILE))
        return list(dict.fromkeys(found))

    def of_no_page(self) -> list[Problem]:
        """Errors and warnings that concern no page; remarks on what nobody cites are of no use to a reader of pages."""
        cited = frozenset[str]().union(*self._cited.values())
        return [
            found
            for found in self._problems
            if found.severity is not Severity.INFO and found.path not in self._cited and found.source not in cited
        ]


def keys_of(done: Provenance) -> dict[str, None]:
    """The registry keys that an article names, known or not, in order."""
    numbering = done.article.numbering
    keys = dict.fromkeys(numbering.values())
    items = (item.item for mark in done.marks for item in mark.items)
    return keys | dict.fromkeys(key for item in items if (key := item.key))


def with_bar(html: str, done: Provenance | None, problems: Sequence[Problem], words: Words, attributes: str) -> str:
    """A page with its bar and its marks.

    Args:
        html: The page, its places still empty.
        done: The record of its article, None for a page that is none.
        problems: What belongs to no record and is shown here.
        words: Those of the page.
        attributes: What elements with these words say of their language.
    """
    every = dict.fromkeys((*problems, *(done.problems if done else ())))
    found = sorted(every, key=lambda each: _order(each, done))
    lines = done.article.source.split("\n") if done else []
    marked = mark_places(html, [_wanted(each, done, lines) for each in found])
    places = (place or _note_of(each, done) for each, place in zip(found, marked.places, strict=True))
    notices = [_notice(each, place) for each, place in zip(found, places, strict=True)]
    return bar_html(notices, words, attributes) + marked.html


def _order(found: Problem, done: Provenance | None) -> tuple[int, bool, str, int, int, str]:
    """The most serious first; then what lies in other files, for it may be the cause; remarks on those last."""
    own = done is not None and found.path == done.article.path
    late = own is not (found.severity is Severity.INFO)
    return _RANKS[found.severity], late, found.path, found.line, found.column or 0, found.code


def _notice(found: Problem, place: str | None) -> Notice:
    number = RULES[found.code].number
    if not (found.words and found.held):
        return Notice(found, number, place)
    from mkdocs_provenance.changes.words import difference  # with all that compares articles: no build needs it

    pieces = difference(found.words, found.held)
    return Notice(found, number, place, tuple((piece.op.value, piece.text) for piece in pieces))


def _note_of(found: Problem, done: Provenance | None) -> str | None:
    """The id of the note of the source that a problem is about."""
    notes = done.notes if done and found.source else ()
    return next((f"provenance-note-{anchor(note.label)}" for note in notes if note.source.id == found.source), None)


def _wanted(found: Problem, done: Provenance | None, lines: Sequence[str]) -> Wanted:
    """Where a problem is looked for in the page.

    Args:
        found: The problem.
        done: The record of the page's article.
        lines: Those of its file.
    """
    severity = found.severity.value
    if done is None or (found.path != done.article.path and not found.source):
        return Wanted((), severity=severity)
    if found.at is None and found.source:
        return Wanted(tuple(_marks_of(found, done)), severity=severity)
    written = _written(found, lines)
    words = tuple(text for text in (written, found.words) if text)
    if found.at is not None:
        return Wanted(tuple(_regions_of(found.at, done)), words, severity)
    if not (found.words or "").startswith("["):  # words of the front matter may stand anywhere in the text
        return Wanted((), severity=severity)
    told = [claim.id for claim in done.claims]
    others = [passage.id for passage in done.article.passages]
    return Wanted((*told, *others), words, severity, exact=True)


def _marks_of(found: Problem, done: Provenance) -> Iterator[str]:
    """The first citations of a source in this article; for the registry's problems only where it cannot be found."""
    numbering = done.article.numbering
    for mark in done.marks:
        for item in mark.items:
            key = item.item.key or numbering.get(item.item.number or 0)
            if key == found.source and (item.source is None or found.path == done.article.path):
                yield mark.id


def _regions_of(at: str, done: Provenance) -> Iterator[str]:
    """What an id of the record is in the page: a passage is there as its sentences, if it has any."""
    yield at
    yield from (claim.id for claim in done.claims if claim.passage == at)


def _written(found: Problem, lines: Sequence[str]) -> str | None:
    """What the file has at the problem's spot, if that is on one line: more exact than the sentence that is named."""
    if found.column is None or found.end_column is None or found.end_line not in (None, found.line):
        return None
    line = lines[found.line - 1] if found.line <= len(lines) else ""
    return line[found.column - 1 : found.end_column - 1] or None


__all__ = ["Noticeboard", "keys_of", "with_bar"]
