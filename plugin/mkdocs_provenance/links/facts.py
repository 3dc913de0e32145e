"""What the web said of addresses: plain facts with their time, and what each amounts to. Pure."""

from __future__ import annotations

from enum import Enum
from http import HTTPStatus
from typing import Final

from msgspec import Struct

from mkdocs_provenance.model import Source

NETWORK_TROUBLES: Final = ("dns", "connection")
"""Troubles of which this machine's own network may be the cause."""
_CLOSED: Final = frozenset({401, 402, 403, 405, 406, 407, 408, 425, 429, 451, 999})
"""Answers below 500 that say nothing of the page: it may stand there, for others or later. 999 is LinkedIn's."""


class Verdict(Enum):
    """What an answer amounts to."""

    ALIVE = "alive"
    DEAD = "dead"
    UNCHECKED = "unchecked"
    """The page may be there or not: a reader in a browser may see it."""


class Comparison(Struct, frozen=True, omit_defaults=True):
    """A page's text now beside the text captured then. Words are compared, not white space."""

    captured: str
    """What was compared with, as a digest (`comparison.digest`)."""
    same: bool
    words: int | None = None
    """How many words were captured; None where only their SHA-256 sum is held."""
    gone: int = 0
    """How many of them the page does not have any more."""
    new: int = 0
    """How many words it has beyond them."""
    missing: tuple[int, ...] = ()
    """Which of the source's excerpts, from 0, are on the page no more."""


class Look(Struct, frozen=True, omit_defaults=True):
    """What asking for one address gave."""

    checked: str
    """When: `2026-11-25T16:00:00Z`."""
    status: int | None = None
    """The answer's, after redirects; None where there was none."""
    trouble: str | None = None
    """Why there was none: the kind of a FetchError."""
    said: str = ""
    """The same, in a sentence."""
    url: str = ""
    """Where the answer came from, after redirects."""
    moved: str | None = None
    """Where it is told to be for good (status 301 or 308)."""
    title: str = ""
    """The page's own, at most 200 characters."""
    readable: bool = False
    """Whether it is text, and so was compared with what the sources at this address have captured."""
    comparisons: tuple[Comparison, ...] = ()
    since: str | None = None
    """Since when it has failed in this way, as far as we know."""

    @property
    def verdict(self) -> Verdict:
        """What it amounts to; a lone failure of our own network is for the caller to notice."""
        if self.status is None:
            return Verdict.DEAD if self.trouble in NETWORK_TROUBLES else Verdict.UNCHECKED
        if self.status < 400:
            return Verdict.ALIVE
        return Verdict.UNCHECKED if self.status in _CLOSED or self.status >= 500 else Verdict.DEAD

    def compared(self, captured: str) -> Comparison | None:
        """The comparison with what has that digest."""
        return next((each for each in self.comparisons if each.captured == captured), None)


class Copy(Struct, frozen=True, omit_defaults=True):
    """What asking an archive for a copy of a page gave."""

    checked: str
    url: str | None = None
    """The nearest copy; None where the archive has none or did not answer."""
    saved: str | None = None
    """Its day: `2023-02-07`."""
    said: str = ""
    """Why the archive could not be asked, in a sentence; empty where it answered."""


class SourceFacts(Struct, frozen=True):
    """All that was found out about one source."""

    page: Look | None = None
    """None where it was not asked for."""
    archives: tuple[Look | None, ...] = ()
    """One for each of the source's archived copies."""
    copy: Copy | None = None
    """None where no archive was asked."""


def address_of(source: Source) -> str | None:
    """The address where a source is read on the web: its `url`, else its DOI's; None for one that is not there."""
    if source.url and source.url[:4].lower() == "http":
        return source.url
    return f"https://doi.org/{source.doi}" if source.doi else None


def phrase(status: int) -> str:
    """A status with its name: `404 Not Found`."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
