"""Safe fixes: other words for a spot, where the spot still holds the words that are meant."""

from __future__ import annotations

from collections.abc import Iterable

from mkdocs_provenance.model import Problem


def fixed(text: str, problems: Iterable[Problem]) -> tuple[str, int]:
    """The text with every fix that fits, and how many there were.

    A fix fits where its problem's words stand at the spot, letter by letter, and no other fix has touched it.

    Args:
        text: A file's whole text.
        problems: Of that file; those without a fix are passed over.
    """
    starts = _line_starts(text)
    edits: list[tuple[int, int, str]] = []
    for found in problems:
        if found.fix is None or not found.words or found.column is None or found.line > len(starts):
            continue
        start = starts[found.line - 1] + found.column - 1
        end = start + len(found.words)
        if text[start:end] == found.words and found.fix != found.words:
            edits.append((start, end, found.fix))
    done, at = [], 0
    kept = 0
    for start, end, words in sorted(set(edits)):
        if start >= at:
            done += [text[at:start], words]
            at, kept = end, kept + 1
    return "".join((*done, text[at:])), kept


def _line_starts(text: str) -> list[int]:
    starts = [0]
    while (end := text.find("\n", starts[-1])) >= 0:
        starts.append(end + 1)
    return starts
