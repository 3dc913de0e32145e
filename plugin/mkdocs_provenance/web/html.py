"""HTML to a tree, whatever was written: bounded, so that a hostile page costs seconds at most.

lxml's parser takes a time in proportion to the page. Python's own takes minutes for 300 KB of unclosed tags and
quotation marks (its cost grows with the square), so it is not used for pages that strangers wrote.
"""

from __future__ import annotations

import re
import warnings
from typing import Final

from bs4 import BeautifulSoup, Tag

MAX_TAGS: Final = 200_000
"""Tags of a page that are read; a long page has 20,000."""
_EMBEDDED: Final = re.compile(r"(data:[\w.+/-]{0,100}(?:;[\w=.-]{1,100}){0,5};base64,)[A-Za-z0-9+/=%\s]{200,}")
"""Pictures and fonts that a saved page holds as text."""
_DECLARATION: Final = re.compile(r"<\?xml[^>]{0,500}>")
_NOT_TEXT: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f]")


def parse(markup: str) -> BeautifulSoup:
    """The tree of a page, without what it embeds as base64."""
    text = _NOT_TEXT.sub("\ufffd", markup).lstrip()
    if declaration := _DECLARATION.match(text):
        text = text[declaration.end() :]
    text = _EMBEDDED.sub(r"\1", text)
    if text.count("<") > MAX_TAGS:
        text = text[: _nth(text, "<", MAX_TAGS)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # bs4 remarks on pages that look like XML, an address or a file's name
        return BeautifulSoup(text, "lxml")


def _nth(text: str, part: str, number: int) -> int:
    """Where `part` stands for the n-th time."""
    at = -1
    for _ in range(number):
        at = text.find(part, at + 1)
    return at


def attribute(tag: Tag, name: str) -> str:
    """An attribute as text; empty where there is none."""
    value = tag.get(name)
    return " ".join(value) if isinstance(value, list) else value or ""
