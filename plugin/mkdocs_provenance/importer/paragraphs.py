"""Lines to paragraphs, each on one line, whether or not an editor wrapped them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from mkdocs_provenance.importer.lines import BULLET, byline, ends_sentence, heading_of, plain_date
from mkdocs_provenance.importer.parts import Notes

MAX_WRAP: Final = 120
"""Lines longer than this were not broken by an editor's line wrapping."""

_ONLY_MARKERS = re.compile(r"(?:\[\s*[0-9][0-9\s,;–-]*\][\s,;]*)+[.!?]?")
_OPEN_MARKER = re.compile(r"\[\s*[0-9][0-9\s,;–-]*$")


def split_paragraphs(lines: Sequence[str]) -> list[str]:
    """Paragraphs, each on one line.

    A blank line always ends a paragraph. A single line break ends one too, unless the text is hard-wrapped (short lines
    broken within sentences): then it does so only after a line that had room for the next word.
    """
    blocks = blocks_of(lines)
    width = _wrap_width(blocks)
    airy = len(blocks) > 1
    paragraphs: list[str] = []
    for block in blocks:
        previous = ""
        for line in block:
            if previous and _continues(previous, line, width, airy):
                hyphenated = re.search(r"[^\W\d_]-$", previous) and line[0].islower()
                paragraphs[-1] += line if hyphenated else f" {line}"
            else:
                paragraphs.append(line)
            previous = line
    return paragraphs


def blocks_of(lines: Iterable[str]) -> list[list[str]]:
    """Runs of lines between blank lines."""
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _wrap_width(blocks: Sequence[Sequence[str]]) -> int | None:
    """The column that the text was wrapped at, None where its lines were not wrapped."""
    wrapped = any(
        after[0].islower() and not ends_sentence(before) for block in blocks for before, after in pairwise(block)
    )
    width = max((len(line) for block in blocks if len(block) > 1 for line in block), default=0)
    return width if wrapped and width <= MAX_WRAP else None


def _continues(previous: str, line: str, width: int | None, airy: bool) -> bool:
    """Whether `line` goes on with the paragraph that `previous` belongs to."""
    if _ONLY_MARKERS.fullmatch(line) or _OPEN_MARKER.search(previous):
        return True
    apart = any(byline(one) or plain_date(one) or heading_of(one) for one in (previous, line))
    if apart or BULLET.match(line):
        return False
    ended = ends_sentence(previous)
    if line[0].islower() and not ended:
        return True
    if width is None:
        return False
    used = len(previous) + 1 + len(line.split()[0])
    slack = (0.75 if ended else 0.6) if airy else (1.0 if ended else 0.85)
    return used > width * slack


def attach_lone_markers(blocks: Sequence[str], notes: Notes) -> list[str]:
    """A marker alone in its paragraph goes to the end of the paragraph before it."""
    joined: list[str] = []
    for block in blocks:
        if joined and _ONLY_MARKERS.fullmatch(block):
            notes.add(f"{block} stood alone in its paragraph: it was put at the end of the paragraph before it.")
            joined[-1] += f" {block}"
        else:
            joined.append(block)
    return joined
