"""A web page, read: what it says of itself, and its words. From the web or from a file that somebody saved."""

from __future__ import annotations

import datetime
import re
from email.utils import parsedate_to_datetime
from typing import Final

from bs4 import BeautifulSoup
from msgspec import Struct

from mkdocs_provenance.registry import safe_url
from mkdocs_provenance.web.charset import decode
from mkdocs_provenance.web.html import parse
from mkdocs_provenance.web.metadata import Metadata, read_metadata, stated_address
from mkdocs_provenance.web.page_text import page_text, plain_text

_HTML_TYPES: Final = ("text/html", "application/xhtml+xml", "application/xml", "text/xml", "")
_LOOKS_HTML: Final = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?>(?:<!--.*?-->\s*)*)<(?:!doctype\s+html|html|head|body|meta|title)\b",
    re.IGNORECASE | re.DOTALL,
)
_OPENING: Final = 20_000
"""Characters at the start of a saved page in which a program may have noted where it comes from."""


class PageError(Exception):
    """It is no page that can be read; the message is a sentence."""


class Page(Struct, frozen=True):
    """A page as it was read."""

    metadata: Metadata | None
    """What it says of itself; None for a plain text, which says nothing."""
    text: str
    """Its words, in paragraphs; empty where it shows none."""
    encoding: str
    """By which its bytes were read."""


class Origin(Struct, frozen=True):
    """Where a saved page comes from, as the program that saved it noted."""

    address: str | None = None
    saved: datetime.date | None = None
    by: str = ""
    """What noted it."""


def read_page(body: bytes, content_type: str, address: str, today: datetime.date) -> Page:
    """A page of the web.

    Args:
        body: its bytes.
        content_type: the Content-Type header; empty for none.
        address: where it was read, after redirects.
        today: the day on which it was read.

    Raises:
        PageError: it is neither HTML nor plain text.
    """
    media_type = content_type.partition(";")[0].strip().lower()
    _refuse_binary(body, media_type)
    text, encoding = decode(body, content_type)
    if media_type == "text/plain" or (media_type not in _HTML_TYPES and not _LOOKS_HTML.match(text[:_OPENING])):
        return Page(None, plain_text(text), encoding)
    return _read_html(parse(text), address, today, encoding)


def _read_html(soup: BeautifulSoup, address: str, today: datetime.date, encoding: str) -> Page:
    metadata = read_metadata(soup, address, today)
    words, stated = page_text(soup), plain_text(metadata.body)
    return Page(metadata, stated if len(stated) > len(words) else words, encoding)


def _refuse_binary(body: bytes, media_type: str) -> None:
    if body[:1024].lstrip().startswith(b"%PDF-") or media_type == "application/pdf":
        raise PageError("It is a PDF, and PDFs are not read here: copy the words you rely on into `excerpts`.")
    main = media_type.partition("/")[0]
    if main in ("image", "audio", "video", "font") or body[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        what = (
            media_type if main in ("image", "audio", "video", "font") else "a file of an office program or an archive"
        )
        raise PageError(f"It is {what}, and not a page that can be read.")
    if b"\0" in body[:1024] and not body.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise PageError("It is not text, and not a page that can be read.")


class Saved(Struct, frozen=True):
    """A file that somebody saved."""

    page: Page
    address: str | None
    """The page's; None where neither the file nor the page says it."""
    day: datetime.date | None = None
    """When it was saved; None where the file does not say."""
    where: str = ""
    """What names the address."""


def read_saved(body: bytes, address: str | None, today: datetime.date) -> Saved:
    """A page or a plain text that was saved as a file.

    Args:
        body: its bytes.
        address: where it comes from, if that is known better than the file knows it.
        today: the day on which it is read.

    Raises:
        PageError: it is neither HTML nor plain text.
    """
    _refuse_binary(body, "")
    text, encoding = decode(body)
    if not _LOOKS_HTML.match(text[:_OPENING]):
        return Saved(Page(None, plain_text(text), encoding), address)
    origin = origin_of(text)
    soup = parse(text)
    stated = stated_address(soup)
    found = address or origin.address or stated
    where = f"{origin.by}, which saved the file" if origin.address else "the page's own statement" if stated else ""
    page = _read_html(soup, found or "", today, encoding)
    return Saved(page, found, origin.saved, "" if address else where)


# --- Saved pages -----------------------------------------------------------------------------------------------------

_SAVED_FROM: Final = re.compile(r"<!--\s*saved from url=\(\d+\)\s*(\S+)\s*-->", re.IGNORECASE)
"""What Internet Explorer began and Chromium and Edge keep up ("Mark of the Web")."""
_SINGLE_FILE: Final = re.compile(
    r"<!--\s*Page saved with SingleFile(?>(?:(?!-->|\n\s*url:).)*)\n\s*url:\s*(\S+)"
    r"(?:\s*\n\s*saved date:\s*([^\n]{1,80}))?",
    re.DOTALL | re.IGNORECASE,
)
_HTTRACK: Final = re.compile(r"<!--\s*Mirrored from (\S+) by HTTrack[^,]*(?:,\s*([^>]+?))?\s*-->", re.IGNORECASE)


def origin_of(text: str) -> Origin:
    """Where a saved page comes from, if a browser, SingleFile or HTTrack noted it at its start."""
    opening = text[:_OPENING]
    for pattern, by in ((_SINGLE_FILE, "SingleFile"), (_SAVED_FROM, "the browser"), (_HTTRACK, "HTTrack")):
        match = pattern.search(opening)
        if match is None:
            continue
        written = match[1] if by != "HTTrack" else f"http://{match[1]}"
        address = safe_url(written)
        if address and address.startswith(("http://", "https://")):
            saved = _saved_day(match[2]) if match.re.groups > 1 and match[2] else None
            return Origin(address, saved, by)
    return Origin()


def _saved_day(written: str) -> datetime.date | None:
    """`Mon Feb 06 2023 10:00:00 GMT+0100 (…)` as JavaScript writes it, or a date of e-mail."""
    match = re.match(r"[A-Za-z]{3} ([A-Za-z]{3}) (\d{1,2}) (\d{4})\b", written.strip())
    try:
        if match is not None:
            return parsedate_to_datetime(f"{match[2]} {match[1]} {match[3]} 00:00:00").date()
        return parsedate_to_datetime(written).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
