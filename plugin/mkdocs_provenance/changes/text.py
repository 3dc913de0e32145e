"""The changes for a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from mkdocs_provenance.changes.change import WEIGHTS, Change, Comparison, Weight
from mkdocs_provenance.changes.phrases import HEADINGS, NOTHING, Group, Line, groups, lines, place, sides, totals
from mkdocs_provenance.changes.words import Op, Piece
from mkdocs_provenance.terminal import columns, printable

_RED, _GREEN, _YELLOW, _BOLD, _DIM, _RESET = "\x1b[31m", "\x1b[32m", "\x1b[33m", "\x1b[1m", "\x1b[2m", "\x1b[0m"
_COLOURS: Final = {Weight.WEAKER: _RED, Weight.LOOK: _YELLOW, Weight.STRONGER: _GREEN, Weight.OTHER: ""}
_PIECES: Final = {Op.REMOVED: _RED, Op.ADDED: _GREEN}
_MARKS: Final = {Op.REMOVED: ("[-", "-]"), Op.ADDED: ("{+", "+}")}
"""As `git diff --word-diff` has them, so that a difference shows without colour."""
_Word = tuple[tuple[str, str], ...]
"""A word in pieces, each with its colour."""
_INDENT: Final = "    "


def text(comparison: Comparison, *, width: int = 80, colour: bool = False) -> str:
    """The changes as text.

    Args:
        comparison: What lies between the sides.
        width: Columns of a line; a path or a word that is longer keeps its length.
        colour: Whether to use the terminal's colours.
    """
    paint = _Paint(colour)
    out = [*_wrapped(sides(comparison), width), *(part for note in comparison.notes for part in _wrapped(note, width))]
    found = groups(comparison.changes)
    if not found:
        return "\n".join([*out, NOTHING, ""])
    out += [part for said in totals(comparison) for part in _wrapped(said, width)]
    for weight in Weight:
        chosen = [group for group in found if WEIGHTS[group.kind] is weight]
        if chosen:
            out += ["", paint.bold(HEADINGS[weight])]
        for group in chosen:
            out += _group(group, comparison, width, paint)
    return "\n".join([*out, ""])


class _Paint:
    def __init__(self, colour: bool) -> None:
        self._colour = colour

    def __call__(self, written: str, code: str) -> str:
        return f"{code}{written}{_RESET}" if self._colour and code and written else written

    def bold(self, written: str) -> str:
        return self(written, _BOLD)


def _group(group: Group, comparison: Comparison, width: int, paint: _Paint) -> Iterator[str]:
    yield ""
    yield paint(group.title, _COLOURS[WEIGHTS[group.kind]])
    for change in group.changes:
        yield from _entry(change, comparison, width, paint)


def _entry(change: Change, comparison: Comparison, width: int, paint: _Paint) -> Iterator[str]:
    yield f"  {paint(printable(place(change)), _DIM)}"
    for line in lines(change, comparison):
        yield from _line(line, width, paint)


def _line(line: Line, width: int, paint: _Paint) -> Iterator[str]:
    label = [((word, ""),) for word in printable(f"{line.label}:").split()] if line.label else []
    for filled in _filled([*label, *_words(line.pieces)], width - len(_INDENT)):
        yield _INDENT + " ".join("".join(paint(part, code) for part, code in word) for word in filled)


def _words(pieces: Sequence[Piece]) -> Iterator[_Word]:
    """The words of marked text; a mark keeps to the word that it touches."""
    word: list[tuple[str, str]] = []
    for piece in pieces:
        opening, closing = _MARKS.get(piece.op, ("", ""))
        for number, part in enumerate((opening + printable(piece.text) + closing).split(" ")):
            if number and word:
                yield tuple(word)
                word = []
            if part:
                word.append((part, _PIECES.get(piece.op, "")))
    if word:
        yield tuple(word)


def _wrapped(said: str, width: int) -> list[str]:
    words = [((word, ""),) for word in printable(said).split()]
    return [" ".join(part for word in filled for part, _ in word) for filled in _filled(words, width)]


def _filled(words: Iterable[_Word], width: int) -> Iterator[list[_Word]]:
    """Lines of words, as many as go into the width; a word that is longer than a line is cut."""
    line: list[_Word] = []
    used = 0
    for word in (part for whole in words for part in _cut(whole, width)):
        size = sum(columns(part) for part, _ in word)
        if line and used + 1 + size > width:
            yield line
            line, used = [], 0
        used += size + (1 if line else 0)
        line.append(word)
    if line:
        yield line


def _cut(word: _Word, width: int) -> Iterator[_Word]:
    """A word, or where it is longer than a line, as in scripts without spaces, as much of it as goes into each."""
    if sum(columns(part) for part, _ in word) <= width:
        yield word
        return
    line: list[tuple[str, str]] = []
    used = 0
    for letter, code in ((letter, code) for part, code in word for letter in part):
        if used + columns(letter) > width:
            yield tuple(line)
            line, used = [], 0
        used += columns(letter)
        if line and line[-1][1] == code:
            line[-1] = (line[-1][0] + letter, code)
        else:
            line.append((letter, code))
    yield tuple(line)
