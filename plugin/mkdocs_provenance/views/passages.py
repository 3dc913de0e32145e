"""The address of a passage: a text fragment, which scrolls to the exact words in the page that has them."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, urlsplit

WHOLE: Final = 12
"""A passage of up to this many words stands in the address whole; of a longer one, its beginning and its end."""

EDGE: Final = 5
"""Words of the beginning, and of the end."""

_NO_PAGE: Final = re.compile(
    r"\.(?:pdf|epub|docx?|odt|rtf|xlsx?|ods|csv|pptx?|zip|jpe?g|png|gif|webp|mp[34]|m4[av]|webm|og[gv]|wav)\Z",
    re.IGNORECASE,
)
_ARCHIVE: Final = re.compile(
    r"(?:[\w-]+\.)*(?:archive\.(?:org|today|ph|is|li|vn|fo|md)|archive-it\.org|perma\.cc|ghostarchive\.org"
    r"|webcitation\.org|megalodon\.jp)\Z",
    re.IGNORECASE,
)
_LEFT_OUT: Final = re.compile(r"\[[^\]]*\]|…|\.{3,}|\n\s*\n")
"""Where an excerpt is not the page's own text, or goes from one block of it to the next."""

_CLAUSE: Final = re.compile(r"[^。、，！？；：]{1,20}[。、，！？；：]*")


def fragment_url(url: str, text: str) -> str | None:
    """`url` with the text fragment that finds `text`; None where a browser could not find it there."""
    if not url.lower().startswith(("http://", "https://")):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return None
    pieces = [piece for piece in _LEFT_OUT.split(text) if any(letter.isalnum() for letter in piece)]
    if not pieces or _NO_PAGE.search(parts.path) or _ARCHIVE.match(host):
        return None
    if len(pieces) == 1 and _is_short(pieces[0]):
        said = _encoded(pieces[0])
    else:
        said = f"{_encoded(_edge(pieces[0], slice(EDGE)))},{_encoded(_edge(pieces[-1], slice(-EDGE, None)))}"
    page, _, fragment = url.partition("#")
    return f"{page}#{fragment.partition(':~:')[0]}:~:text={said}"


def _units(text: str) -> tuple[list[str], str]:
    """The words of `text`, or its clauses where it sets no words apart, and what stands between them."""
    words = text.split()
    clauses = len(words) < 3 and len(text) > WHOLE
    return (_CLAUSE.findall(text.strip()), "") if clauses else (words, " ")


def _is_short(text: str) -> bool:
    return len(_units(text)[0]) <= WHOLE


def _edge(text: str, which: slice) -> str:
    units, between = _units(text)
    return between.join(units[which])


def _encoded(text: str) -> str:
    """In a text fragment `-`, `,` and `&` have a meaning of their own."""
    return quote(" ".join(text.split()), safe="", errors="replace").replace("-", "%2D")
