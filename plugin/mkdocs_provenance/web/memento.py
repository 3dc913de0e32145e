"""Saved copies of a page, asked of an archive by the Memento protocol (RFC 7089).

An archive answers at a TimeGate (which copy is nearest to a moment?) or at a TimeMap (which copies are there?). One
address template serves for both: the answer says which of the two it was. A copy names the moment that it shows in
`Memento-Datetime`; where a redirect or a list does not, archives write it into the copy's address, as 14 digits.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from email.utils import format_datetime, parsedate_to_datetime
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

from msgspec import Struct

from mkdocs_provenance.web.errors import FetchError, shown
from mkdocs_provenance.web.fetch import Fetched, Fetcher, Hop

WAYBACK: Final = "https://web.archive.org/web/{url}"
"""The TimeGate of the Internet Archive's Wayback Machine."""
WAYBACK_SAVE: Final = "https://web.archive.org/save/{url}"
"""Where the Wayback Machine is asked to save a page."""
SERVICES: Final = {"web.archive.org": "Internet Archive", "archive.org": "Internet Archive"}
"""Host to the name that readers know an archive by."""

_MAX_COPIES: Final = 100_000
"""Copies of a TimeMap that are looked at."""
_TIMESTAMP: Final = re.compile(r"/(?P<moment>[0-9]{14})(?:[a-z]{2}_)?/")
_LINK_START: Final = re.compile(r"[\s,]*<(?P<target>[^>]*)>")
_LINK_PARAMETER: Final = re.compile(
    r"""\s*;\s*(?P<name>[\w!#$%&'*+.^`|~-]+)(?:\s*=\s*(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<bare>[^\s;,"]*)))?"""
)


class Memento(Struct, frozen=True):
    """A saved copy of a page."""

    url: str
    moment: datetime.datetime
    """Which moment of the page it shows, in UTC."""

    @property
    def service(self) -> str:
        """The archive as readers know it: its name, or else its host."""
        host = urlsplit(self.url).hostname or ""
        return SERVICES.get(host, host)


class Link(Struct, frozen=True):
    """One link of a `Link` header or of a document in link format (RFC 8288, RFC 6690)."""

    target: str
    parameters: Mapping[str, str]
    """By lower-case name; the first of one name counts."""

    @property
    def relations(self) -> frozenset[str]:
        return frozenset(self.parameters.get("rel", "").lower().split())


class Archive:
    """An archive that speaks Memento."""

    def __init__(self, fetcher: Fetcher, template: str = WAYBACK, save_template: str = WAYBACK_SAVE) -> None:
        """Name one; nothing is asked yet.

        Args:
            fetcher: asks it. Give it one that does not look for robots.txt: these addresses are made for programs.
            template: address of a TimeGate or TimeMap, with `{url}` for the page's address as it stands, or `{quoted}`
                for it percent-encoded.
            save_template: the same, of the page that saves a copy.
        """
        self._fetcher = fetcher
        self._template = template
        self._save_template = save_template

    def nearest(self, address: str, moment: datetime.datetime | None = None) -> Memento | None:
        """The copy nearest to a moment, the latest if None; None where the archive has none.

        Raises:
            FetchError: the archive did not answer, or not in the protocol.
        """
        wanted = moment or datetime.datetime.now(datetime.UTC)
        headers = {"Accept-Datetime": format_datetime(wanted.astimezone(datetime.UTC), usegmt=True)}
        if "timemap" in self._template.lower():
            headers = {}  # pywb would list the copies from that moment on, and leave out the nearer ones before it
        fetched = self._fetcher.get(fill(self._template, address), headers=headers)
        if "application/link-format" in fetched.headers.get("content-type", ""):
            return nearest_of(timemap(fetched.body.decode("utf-8", "replace"), fetched.url), wanted)
        found = _shown_copy(fetched)
        if found is None and fetched.status in (404, 410):
            return None
        if found is None:
            what = (
                f"answered {fetched.status}"
                if fetched.status >= 400
                else "named no copy and said of none how old it is"
            )
            raise FetchError("connection", f"The archive at {shown(fetched.url)} {what}.", fetched.url)
        return found

    def save(self, address: str) -> Memento:
        """Ask for a copy to be saved now, and return it. An archive may take a minute for that.

        Raises:
            FetchError: it was not saved, or nobody said where.
        """
        fetched = self._fetcher.get(fill(self._save_template, address))
        found = _shown_copy(fetched) or _named_copy(fetched)
        if found is None:
            raise FetchError(
                "connection", f"The archive at {shown(fetched.url)} did not say that it saved a copy.", fetched.url
            )
        return found


def fill(template: str, address: str) -> str:
    """The address of a TimeGate, TimeMap or save page for a page."""
    bare = address.partition("#")[0]
    if "{quoted}" in template:
        return template.replace("{quoted}", quote(bare, safe=""))
    return template.replace("{url}", bare) if "{url}" in template else template + bare


def _shown_copy(fetched: Fetched) -> Memento | None:
    """The copy that a TimeGate led to: the first answer, redirects included, that says which moment it shows.

    A saved redirect leads on to the copy of its target, and it is the first that was asked for. The copy of an error
    counts for none.
    """
    if fetched.status >= 400:  # the copy of a page that was not there
        return None
    answers: tuple[Hop | Fetched, ...] = (*fetched.hops, fetched)
    for answer in answers:
        moment = http_date(answer.headers.get("memento-datetime", ""))
        if moment is not None:
            located = answer.headers.get("content-location")
            address = urljoin(answer.url, located) if located and moment_in(located) else answer.url
            return Memento(address, moment)
    for answer in answers[1:]:
        moment = moment_in(answer.url)
        if moment is not None:
            return Memento(answer.url, moment)
    return None


def _named_copy(fetched: Fetched) -> Memento | None:
    """The copy that an answer names in its headers."""
    located = urljoin(fetched.url, fetched.headers.get("content-location", ""))
    moment = moment_in(located)
    if moment is not None:
        return Memento(located, moment)
    return nearest_of(mementos(links(fetched.headers.get("link", "")), fetched.url), None)


def timemap(text: str, base: str = "") -> list[Memento]:
    """The copies of a TimeMap in link format, in its order; what cannot be read is passed over."""
    return mementos(links(text), base)


def mementos(found: Iterator[Link], base: str) -> list[Memento]:
    """Those of the links that are copies, up to 100,000."""
    copies: list[Memento] = []
    for link in found:
        moment = http_date(link.parameters.get("datetime", "")) or moment_in(link.target)
        if "memento" in link.relations and moment is not None:
            copies.append(Memento(urljoin(base, link.target) if base else link.target, moment))
            if len(copies) >= _MAX_COPIES:
                break
    return copies


def nearest_of(copies: Sequence[Memento], moment: datetime.datetime | None) -> Memento | None:
    """The copy nearest to a moment, of two as near the earlier; the latest where no moment is named."""
    if moment is None:
        return max(copies, key=lambda copy: copy.moment, default=None)
    return min(copies, key=lambda copy: (abs(copy.moment - moment), copy.moment), default=None)


def links(text: str) -> Iterator[Link]:
    """The links of a `Link` header or of a document in link format, as far as it can be read."""
    at = 0
    while start := _LINK_START.match(text, at):
        at = start.end()
        parameters: dict[str, str] = {}
        while parameter := _LINK_PARAMETER.match(text, at):
            at = parameter.end()
            value = parameter["quoted"] if parameter["quoted"] is not None else parameter["bare"]
            parameters.setdefault(parameter["name"].lower(), re.sub(r"\\(.)", r"\1", value or ""))
        yield Link(start["target"].strip(), parameters)


def http_date(written: str) -> datetime.datetime | None:
    """A moment as HTTP writes it (RFC 9110), in UTC; None for what is none."""
    try:
        moment = parsedate_to_datetime(written)
        return moment.astimezone(datetime.UTC) if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def moment_in(address: str) -> datetime.datetime | None:
    """The moment that a copy's address names in 14 digits, `/20230206011734/`, in UTC; None where it names none."""
    match = _TIMESTAMP.search(address)
    if match is None:
        return None
    try:
        return datetime.datetime.strptime(match["moment"], "%Y%m%d%H%M%S").replace(tzinfo=datetime.UTC)
    except ValueError:
        return None
