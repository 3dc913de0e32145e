"""Text for a terminal: how wide it is, and nothing in it that could command one: articles are not ours."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

_SPACE: Final = re.compile(r"\s+")
_UNSEEN: Final = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C])
"""Marks that turn the direction of what follows."""


def printable(written: str) -> str:
    """One line without what could command a terminal or turn the direction of a line."""
    flat = _SPACE.sub(" ", written)
    return "".join("\ufffd" if unicodedata.category(letter) in ("Cc", "Cs") else letter for letter in flat).translate(
        _UNSEEN
    )


def columns(written: str) -> int:
    """How many columns of a terminal a text takes: East Asian letters take two, combining ones none."""
    if written.isascii():
        return len(written)
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in written
    )


def grid(lines: Sequence[Sequence[str]], right: frozenset[int]) -> str:
    """Cells in columns, two spaces between them.

    Args:
        lines: All of the same length.
        right: The numbers of the columns, from 0, that stand at the right of theirs.
    """
    widths = [max(map(columns, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(
            " " * (width - columns(cell)) + cell if n in right else cell + " " * (width - columns(cell))
            for n, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )
