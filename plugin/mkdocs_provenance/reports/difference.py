"""Two texts beside each other, word by word, with what differs marked."""

from __future__ import annotations

import difflib
import re
from typing import Final

from msgspec import Struct

_WORDS: Final = re.compile(r"\S+\s*")


class Piece(Struct, frozen=True):
    """A stretch of one of the two texts."""

    text: str
    differs: bool


def differences(written: str, held: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """The two texts in pieces that agree and pieces that differ; joined again, the pieces are the text.

    Args:
        written: As quoted.
        held: As the source has it.
    """
    ours, theirs = _WORDS.findall(written.strip()), _WORDS.findall(held.strip())
    left_bare, right_bare = ([word.strip() for word in words] for words in (ours, theirs))
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, left_bare, right_bare, autojunk=False).get_opcodes():
        for pieces, words in ((left, ours[a:b]), (right, theirs[c:d])):
            if words:
                pieces.append(Piece("".join(words), tag != "equal"))
    return tuple(left), tuple(right)


def marked(pieces: tuple[Piece, ...]) -> tuple[str, str]:
    """A text, and beneath it a line that marks what differs."""
    text = "".join(piece.text for piece in pieces)
    signs = "".join(_signs(piece) for piece in pieces)
    return text.rstrip(), signs.rstrip()


def _signs(piece: Piece) -> str:
    if not piece.differs:
        return " " * len(piece.text)
    words = piece.text.rstrip()
    return "^" * len(words) + " " * (len(piece.text) - len(words))
