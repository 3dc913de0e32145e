"""The brackets of a paragraph: which are markers, and which statement each one stands behind."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from typing import Final

from mkdocs_provenance.citations import MAX_RANGE, read_bracket
from mkdocs_provenance.claims import sentences
from mkdocs_provenance.importer.lines import heading_of
from mkdocs_provenance.importer.parts import LANGUAGE, Bracket, Paragraph, Statement

MAX_NUMBER: Final = 999
MAX_ADDRESS: Final = 2_000

_BRACKET = re.compile(r"\[([^\[\]]*)\]")
_NUMBERS_ONLY = re.compile(r"[0-9\s,;–-]*[0-9][0-9\s,;–-]*", re.ASCII)
_CODE_AFTER = re.compile(r"\w|\s*=(?!=)")
_NUMBERS: Final = frozenset(range(1, MAX_NUMBER + 1))
_WHY_LEFT: Final = {
    "descending-range": "its range runs backwards",
    "range-too-long": f"its range names more than {MAX_RANGE} sources",
    "bracket-left-as-text": "it reads as a year or an amount, not as a source number",
}
"""Remark code of the marker grammar to why an import leaves the bracket alone."""


def brackets_of(text: str) -> tuple[Bracket, ...]:
    """Every innermost bracket of a paragraph, in order."""
    return tuple(_bracket(text, match) for match in _BRACKET.finditer(text))


def _bracket(text: str, match: re.Match[str]) -> Bracket:
    start, end = match.start(), match.end()
    numbers, remark = _read_numbers(match[1])
    if not numbers:
        return Bracket(start, end, remark=remark)
    before, after = text[start - 1 : start], text[end : end + 1]
    if (
        after == "("
        or before == "\\"
        or (before == "[" and after == "]")
        or ((before.isalnum() or before == "_") and _CODE_AFTER.match(text, end))
        or _inside_address(text, start)
    ):
        return Bracket(start, end, remark="it is part of a link, an address, code or a double bracket")
    return Bracket(start, end, numbers)


def _inside_address(text: str, start: int) -> bool:
    """Whether the bracket at `start` directly goes on with a web address."""
    reach = max(0, start - MAX_ADDRESS)
    word = text[max(reach, text.rfind(" ", reach, start) + 1) : start]
    return "://" in word and not word.endswith(tuple(".,;:!?)\"'”’»]"))


def _read_numbers(content: str) -> tuple[tuple[int, ...], str | None]:
    """The source numbers of a bracket's content, or why they are not source numbers."""
    reading = read_bracket(content, numbers=_NUMBERS)
    if reading.citation is None:
        codes = [remark.code for remark in reading.remarks]
        if not _NUMBERS_ONLY.fullmatch(content):
            return (), None
        return (), _WHY_LEFT.get(codes[0] if codes else "", "it is not written as source numbers are")
    numbers = [item.number for item in reading.citation.items if item.number is not None]
    if len(numbers) < len(reading.citation.items):
        return (), "only numbers are read as markers. Delete the backslash before it if it is a citation"
    if max(numbers) > MAX_NUMBER:
        return (), _WHY_LEFT["bracket-left-as-text"]
    return tuple(dict.fromkeys(numbers)), None


def paragraph_of(text: str, language: str = LANGUAGE) -> Paragraph:
    """A paragraph with its markers read, each number put to the statement that it stands behind."""
    if heading := heading_of(text):
        return Paragraph(text, brackets_of(text), heading[1], (), level=heading[0])
    brackets = brackets_of(text)
    prose, offsets = _strip_markers(text, [bracket for bracket in brackets if bracket.numbers])
    spans = sentences(prose, language)
    found: list[dict[int, None]] = [{} for _ in spans]
    starts = [start for start, _ in spans]
    for offset, numbers in offsets if spans else ():
        found[max(0, bisect.bisect_left(starts, offset) - 1)].update(dict.fromkeys(numbers))
    statements = (
        Statement(prose[start:end].strip(), tuple(numbers)) for (start, end), numbers in zip(spans, found, strict=True)
    )
    return Paragraph(text, brackets, prose, tuple(statements))


def _strip_markers(text: str, markers: Sequence[Bracket]) -> tuple[str, list[tuple[int, tuple[int, ...]]]]:
    """The prose without markers, and where each marker stood in it."""
    pieces: list[str] = []
    length = position = 0
    offsets: list[tuple[int, tuple[int, ...]]] = []
    for marker in markers:
        piece = text[position : marker.start]
        if offsets and piece.strip() in ("", ",", ";"):
            piece = ""
        elif not text[marker.end : marker.end + 1].isalnum():
            piece = piece.rstrip()
        pieces.append(piece)
        length += len(piece)
        offsets.append((length, marker.numbers))
        position = marker.end
    rest = text[position:]
    pieces.append(rest if length else rest.lstrip())
    return "".join(pieces), offsets
