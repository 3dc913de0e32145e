"""Links that can be repaired when their page is gone: the attributes of Robust Links (robustlinks.mementoweb.org/spec).

The draft of 17 March 2025 wants two of every link, `data-originalurl` and `data-versiondate`, and recommends
`data-versionurl`, a saved copy. A link that lacks one of the two has none of them: half a robust link is none.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from markupsafe import Markup

from mkdocs_provenance.model import Archive, PartialDate, Source
from mkdocs_provenance.views.lookup import doi_url, esc, safe, safe_url

_STAMP: Final = re.compile(r"/web/([0-9]{4})([0-9]{2})([0-9]{2})[0-9]{0,6}(?:[a-z]{2}_)?/")
"""When the Internet Archive saved a page, in the address of its copy."""


class Link(NamedTuple):
    """An address, and what leads to the same words when it no longer does."""

    href: str
    original: str | None = None
    """The address of the page itself."""
    version: str | None = None
    """That of a saved copy."""
    date: str | None = None
    """The day of the words that are meant: `YYYY-MM-DD`."""

    @property
    def data(self) -> Markup:
        """The attributes, with a space before each."""
        if not (self.original and self.date):
            return Markup()
        version = f' data-versionurl="{esc(self.version)}"' if self.version else ""
        return safe(f' data-originalurl="{esc(self.original)}"{version} data-versiondate="{self.date}"')


def link_to(source: Source, href: str | None) -> Link | None:
    """A link to one of the source's addresses; None where there is none. A saved copy is one of the first of them."""
    if not href:
        return None
    copy = next((copy for copy in source.archives if safe_url(copy.url)), None) if href == _address(source) else None
    saved = (_day(copy.date) or _stamped(copy)) if copy else None
    meant = _day(source.accessed) or saved or _day(source.updated, source.published)
    return Link(href, href, safe_url(copy.url) if copy else None, meant)


def link_to_copy(source: Source, copy: Archive) -> Link | None:
    """A link to a saved copy; None where its address cannot be a link."""
    href = safe_url(copy.url)
    if not href:
        return None
    return Link(href, _address(source), href, _day(copy.date) or _stamped(copy) or _day(source.accessed))


def _address(source: Source) -> str | None:
    return safe_url(source.url) or doi_url(source.doi)


def _day(*dates: PartialDate | None) -> str | None:
    """The first date that is known to the day."""
    return next((date.iso for date in dates if date is not None and date.day is not None), None)


def _stamped(copy: Archive) -> str | None:
    found = _STAMP.search(copy.url)
    return "-".join(found.groups()) if found else None
