"""A page that a person named, by its address or as a file, read as far as it can be read."""

from __future__ import annotations

import datetime
import http
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from msgspec import Struct

from mkdocs_provenance.cli.files import explain
from mkdocs_provenance.registry import safe_url
from mkdocs_provenance.web.errors import FetchError
from mkdocs_provenance.web.fetch import Fetcher, whole
from mkdocs_provenance.web.page import Page, PageError, read_page, read_saved

_MAX_FILE: Final = 64 * 1024 * 1024
"""Bytes of a saved page; its pictures may be in it."""


_TURNED_AWAY: Final = frozenset({401, 403, 429, 451, 503})
"""Answers that a program gets where a person may not."""


class CaptureError(Exception):
    """Nothing can be added; the message is a sentence."""


class Captured(Struct, frozen=True):
    """A page as it was read."""

    url: str | None
    """Its address, after redirects; None where nobody says it."""
    asked: tuple[str, ...]
    """The addresses that led to it."""
    page: Page | None
    """None for what is no page, and is added by the words of the person."""
    day: datetime.date
    """The day on which it was read or saved."""
    where: str = "the address that was read"
    """What says that the address is this one."""
    day_where: str = "today"
    remarks: tuple[str, ...] = ()


def address_of(name: str) -> str | None:
    """What a person named as an address of the web; None where it is no address. A DOI is one."""
    if name.lower().startswith(("http://", "https://")):
        return name
    doi = f"doi:{name}" if name.startswith("10.") else name
    return safe_url(doi) if doi.lower().startswith("doi:") else None


def capture_address(fetcher: Fetcher, address: str, today: datetime.date, *, page_or_not: bool) -> Captured:
    """Read a page of the web.

    Args:
        fetcher: reads it.
        address: where.
        today: the day on which it is read.
        page_or_not: also what is no page is taken, without anything that it says of itself.

    Raises:
        CaptureError: it cannot be read, or is no page.
    """
    try:
        fetched = fetcher.get(address)
        if fetched.status >= 400:
            advice = " Save the page in your browser, and add the file." if fetched.status in _TURNED_AWAY else ""
            raise CaptureError(f"It answers {_status(fetched.status)}.{advice}")
        content_type = fetched.headers.get("content-type", "")
        page: Page | None = None
        remarks: list[str] = []
        try:
            page = read_page(whole(fetched).body, content_type, fetched.url, today)
        except (PageError, FetchError) as error:
            remarks.append(_without_text(error, page_or_not))
    except FetchError as error:
        raise CaptureError(error.message) from None
    if _is_home(fetched.url) and not _is_home(address):
        remarks.append("It leads to the home page of its site: perhaps the page is gone.")
    return Captured(fetched.url, (address, *fetched.redirects, fetched.url), page, today, remarks=tuple(remarks))


def capture_file(path: Path, address: str | None, today: datetime.date, *, page_or_not: bool) -> Captured:
    """Read a page that was saved as a file, or a plain text.

    Args:
        path: the file.
        address: where it comes from, if the person said so.
        today: the day on which it is read.
        page_or_not: as for `capture_address`.

    Raises:
        CaptureError: it cannot be read, or nobody says where it comes from.
    """
    try:
        if path.stat().st_size > _MAX_FILE:
            raise CaptureError(f"It holds more than {_MAX_FILE // 1024 // 1024} MB, too much for a page.")
        body = path.read_bytes()
    except OSError as error:
        raise CaptureError(explain(error)) from None
    asked = (address,) if address else ()
    try:
        saved = read_saved(body, address, today)
    except PageError as error:
        return Captured(address, asked, None, today, "--url", remarks=(_without_text(error, page_or_not),))
    led = (*asked, saved.address) if saved.address else asked
    if saved.day is None or saved.day > today:
        return Captured(saved.address, led, saved.page, today, saved.where or "--url")
    return Captured(saved.address, led, saved.page, saved.day, saved.where or "--url", "the day it was saved")


def _without_text(error: PageError | FetchError, page_or_not: bool) -> str:
    """What to say of an entry without text.

    Raises:
        CaptureError: the person did not say that it should be added all the same.
    """
    if not page_or_not:
        raise CaptureError(f"{error} To add it without its text, give its title with --title.")
    return f"{error} It was added without its text."


def _is_home(address: str) -> bool:
    parts = urlsplit(address)
    return not parts.path.strip("/") and not parts.query


def _status(status: int) -> str:
    try:
        return f"{status} {http.HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
