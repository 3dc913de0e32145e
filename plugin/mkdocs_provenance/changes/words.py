"""Words of a sentence: how alike two sentences are, which figures they hold, and where they differ."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from msgspec import Struct

_UNSPACED: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
"""Scripts that put no space between words: there a letter is a word."""
_WORD: Final = re.compile(rf"\d+(?:[.,:/٫٬]\d+)*|[{_UNSPACED}]|[^\W{_UNSPACED}]+")
_TOKEN: Final = re.compile(rf"\d+(?:[.,:/٫٬]\d+)*|[{_UNSPACED}]|[^\W{_UNSPACED}]+|\s+|[^\w\s]")
_EMPTY: Final = frozenset(",;.:…'\"“”„‟‘’‚‛«»‹›「」『』()–—، ؛。、，；：")
"""Marks whose change changes nothing that a statement says."""
LONGEST: Final = 400
"""Words of a sentence that are compared: a longer one is none, and comparing takes the square of it."""
_FEW: Final = 0.4
"""Share in common below which the difference is not worth marking word by word."""


class Op(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


class Piece(Struct, frozen=True):
    """A run of text that was kept, taken out or put in."""

    op: Op
    text: str


def words(text: str) -> tuple[str, ...]:
    """The words of a text without regard to case; a figure such as `7.8` is one."""
    return tuple(_WORD.findall(text.casefold()))


def figures(text: str) -> Counter[str]:
    """The words of a text that hold a digit, with how often each stands there."""
    return Counter(word for word in _WORD.findall(text) if any(letter.isdecimal() for letter in word))


def essence(text: str) -> tuple[str, ...]:
    """What a text says: its words and signs without regard to case, commas and quotation marks.

    Signs that mean something stay: `−5` is not `5`, `$5` is not `€5`, `Why?` is not `Why`.
    """
    return tuple(token for token in _TOKEN.findall(text.casefold()) if token not in _EMPTY and not token.isspace())


def weight_of(found: Sequence[str]) -> int:
    """What words weigh: their letters, because long words say more, in every language."""
    return sum(map(len, found))


def at_most(one: Counter[str], other: Counter[str], weight: int) -> float:
    """A bound on the likeness of two sentences that is quickly found: as if the order of words did not matter.

    Args:
        one: The words of one sentence.
        other: Those of the other.
        weight: What both weigh together.
    """
    if len(one) > len(other):
        one, other = other, one
    shared = sum(len(word) * min(count, other[word]) for word, count in one.items() if word in other)
    return 2 * shared / weight if weight else 0.0


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """How alike two sentences are, 0 to 1: difflib's ratio on words, each weighing its letters. The same both ways."""
    one, other = sorted((tuple(one[:LONGEST]), tuple(other[:LONGEST])))
    weight = weight_of(one) + weight_of(other)
    if not weight:
        return 1.0
    return 2 * _shared(one, other) / weight


def containment(part: Sequence[str], whole: Sequence[str]) -> float:
    """How much of `part` stands in `whole` in its order, 0 to 1."""
    part, whole = part[:LONGEST], whole[:LONGEST]
    return _shared(part, whole) / weight_of(part) if part else 0.0


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    return sum(weight_of(one[block.a : block.a + block.size]) for block in matcher.get_matching_blocks())


def difference(before: str, after: str) -> tuple[Piece, ...]:
    """What was taken out and put in, word by word; the whole where hardly a word is left.

    What is kept and taken out, joined, is `before`; what is kept and put in is `after`.
    """
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    matcher = difflib.SequenceMatcher(None, old[: 2 * LONGEST], new[: 2 * LONGEST], autojunk=False)
    if before != after and likeness(words(before), words(after)) < _FEW:
        return tuple(Piece(op, text) for op, text in ((Op.REMOVED, before), (Op.ADDED, after)) if text)
    pieces: list[Piece] = []
    for _, a, a_end, b, b_end in matcher.get_opcodes():
        taken, put = "".join(old[a:a_end]), "".join(new[b:b_end])
        if taken == put:
            pieces.append(Piece(Op.SAME, taken))
            continue
        pieces += [Piece(op, text) for op, text in ((Op.REMOVED, taken), (Op.ADDED, put)) if text]
    rest = "".join(old[2 * LONGEST :]), "".join(new[2 * LONGEST :])
    pieces += [Piece(op, text) for op, text in zip((Op.REMOVED, Op.ADDED), rest, strict=True) if text]
    return _joined(pieces)


def _joined(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Without the single spaces between two changed words, which make a mark hard to read: `[-in two-]{+of one+}`."""
    found: list[list[str]] = []  # kept before, taken out, put in
    for piece in pieces:
        if piece.op is Op.SAME and not (found and (found[-1][1] or found[-1][2]) and piece.text.isspace()):
            found.append([piece.text, "", ""])
            continue
        if not found:
            found.append(["", "", ""])
        if piece.op is not Op.ADDED:
            found[-1][1] += piece.text
        if piece.op is not Op.REMOVED:
            found[-1][2] += piece.text
    parts: list[Piece] = []
    for kept, taken, put in found:
        trailing = taken[-1] if taken[-1:].isspace() and taken[-1:] == put[-1:] else ""
        if trailing:
            taken, put = taken[:-1], put[:-1]
        for op, text in ((Op.SAME, kept), (Op.REMOVED, taken), (Op.ADDED, put), (Op.SAME, trailing)):
            if text and parts and parts[-1].op is op:
                parts[-1] = Piece(op, parts[-1].text + text)
            elif text:
                parts.append(Piece(op, text))
    return tuple(parts)
