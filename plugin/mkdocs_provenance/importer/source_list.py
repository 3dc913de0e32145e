"""The list of sources that a text ends with: where it begins, and its lines by number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mkdocs_provenance.importer import labels
from mkdocs_provenance.importer.lines import ends_sentence
from mkdocs_provenance.importer.markers import brackets_of
from mkdocs_provenance.importer.paragraphs import blocks_of
from mkdocs_provenance.importer.parts import Notes

_LIST_HEADING = re.compile(
    r"(?:#+\s*)?\**(?:list of )?(?:our )?(?:sources?|references?|notes|endnotes|footnotes|bibliography|works cited|"
    rf"citations|links|{'|'.join(labels.SOURCES.split())})(?: cited| used)?\s*[:：]?\**[:：]?",
    re.IGNORECASE,
)
_INLINE_LIST = re.compile(r"(?:sources?|references?|notes)\s*:\s*(?=\[[0-9]{1,3}\]\s*[^\s,;\[])(.+)", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:\[\s*([1-9][0-9]{0,2})\s*\]:?|([1-9][0-9]{0,2})[.)]|\(([1-9][0-9]{0,2})\))\s*([^\s,;].*)")
URL = re.compile(r"https?://[^\s<>\"“”«»\[\]]+", re.IGNORECASE)
_LIST_BULLET = re.compile(r"(?:[-*•‣◦–—+])\s+")

Listed = dict[int, str]
"""Number to the line that describes it."""


def split_sources(lines: Sequence[str], notes: Notes) -> tuple[list[str], Listed, list[str]]:
    """The lines of the prose, the list of sources that the text ends with, and any lines after that list."""
    lines = _open_inline_list(lines)
    for index in range(len(lines) - 1, 0, -1):
        if _LIST_HEADING.fullmatch(lines[index]) and any(lines[:index]):
            listed, tail = _read_list(lines[index + 1 :], notes)
            if listed:
                if tail:
                    notes.add("Text after the list of sources was kept, as reporting, at the end of the article.")
                return lines[:index], listed, tail
            break
    return *_split_bare_list(lines, notes), []


def _open_inline_list(lines: Sequence[str]) -> list[str]:
    """`Sources: [1] A; [2] B` as a heading and lines, if it is the last line."""
    last = max(index for index, line in enumerate(lines) if line)
    match = _INLINE_LIST.fullmatch(lines[last])
    if match is None:
        return list(lines)
    return [*lines[:last], "Sources:", *re.split(r"\s*[;,]?\s*(?=\[[0-9]{1,3}\])", match[1]), *lines[last + 1 :]]


def _read_list(lines: Sequence[str], notes: Notes) -> tuple[Listed, list[str]]:
    """The list under its heading, and what follows it; nothing where it is no list."""
    blocks = blocks_of(lines)
    if not blocks:
        return {}, []
    if not _NUMBERED.fullmatch(blocks[0][0]):
        return _read_unnumbered(blocks, notes), []
    listed: Listed = {}
    for place, block in enumerate(blocks):
        if not _NUMBERED.fullmatch(block[0]):
            return listed, [line for rest in blocks[place:] for line in ("", *rest)]
        current = 0
        for line in block:
            if match := _NUMBERED.fullmatch(line):
                current = int(match[1] or match[2] or match[3])
                _add_listed(listed, current, match[4], notes)
            else:
                listed[current] += f" {line}"
    return listed, []


def _add_listed(listed: Listed, number: int, raw: str, notes: Notes) -> None:
    if number in listed:
        notes.add(f"The list of sources has number {number} twice; both lines are kept in the note of that source.")
        listed[number] += f" / {raw}"
    else:
        listed[number] = raw


def _read_unnumbered(blocks: Sequence[Sequence[str]], notes: Notes) -> Listed:
    """A list without numbers, counted from 1; nothing where some line reads as prose."""
    lines = [line for block in blocks for line in block]
    for line in lines:
        if not (_LIST_BULLET.match(line) or URL.search(line)) and (ends_sentence(line) or len(line) > 200):
            return {}
    notes.add("The list of sources has no numbers; its lines were counted from 1. Check that they match the markers.")
    return {number: _LIST_BULLET.sub("", line, count=1) for number, line in enumerate(lines, 1)}


def _split_bare_list(lines: Sequence[str], notes: Notes) -> tuple[list[str], Listed]:
    """A list of sources at the end without a heading: numbered lines with addresses, or numbers that the text cites."""
    start = len(lines)
    while start > 0 and (not lines[start - 1] or _NUMBERED.fullmatch(lines[start - 1])):
        start -= 1
    body = lines[:start]
    matches = [match for line in lines[start:] if (match := _NUMBERED.fullmatch(line))]
    if not matches or not any(body):
        return list(lines), {}
    numbers = [int(match[1] or match[2] or match[3]) for match in matches]
    cited = {number for line in body for bracket in brackets_of(line) for number in bracket.numbers}
    addressed = all(URL.search(match[4]) for match in matches)
    bracketed = all(match[1] for match in matches)
    if not addressed and not (
        bracketed and len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1)) and set(numbers) <= cited
    ):
        return list(lines), {}
    listed: Listed = {}
    for number, match in zip(numbers, matches, strict=True):
        _add_listed(listed, number, match[4], notes)
    notes.add("The numbered lines at the end were read as the list of sources.")
    return list(body), listed
