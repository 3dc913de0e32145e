"""P3: words that must never be published, such as the name of someone who was promised not to be named.

The list is the desk's own, kept out of the site. A message never repeats a word of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from mkdocs_provenance.lines import span
from mkdocs_provenance.model import Problem
from mkdocs_provenance.problems import problem


def read_private_list(text: str) -> tuple[str, ...]:
    """The words of a private list: one entry a line; empty lines and lines that begin with `#` are passed over."""
    lines = (line.strip() for line in text.removeprefix("\ufeff").splitlines())
    return tuple(dict.fromkeys(line for line in lines if line and not line.startswith("#")))


def private_words(text: str, path: str, words: tuple[str, ...]) -> Iterator[Problem]:
    """Where words of a private list stand in a file, whatever their case and the white space within them.

    Args:
        text: The file's whole text, front matter included.
        path: For the problems.
        words: The list.
    """
    pattern = _pattern(words)
    for match in pattern.finditer(text) if pattern else ():
        message = "A word of the private list stands here, and would be published."
        yield problem("private-word", message, path, span(text, *match.span()), "Take it out before anything else.")


@lru_cache(maxsize=8)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    if not words:
        return None
    alternatives = (r"\s+".join(map(re.escape, word.split())) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)", re.IGNORECASE)
