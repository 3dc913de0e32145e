"""Where the site's own pages are.

One page of the site names another by a relative address, so that a site works in any folder of a server and from
`file://`.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from msgspec import Struct, field

_KEPT: Final = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
_OTHER: Final = re.compile(r"[^a-z0-9_.]+")
_DEVICES: Final = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})
"""What Windows takes for a device, whatever ending the name has."""
_RESERVED: Final = frozenset({"", "index", "organisations", "page", *_DEVICES})
"""What is a folder of ours, and what is no name of a file."""
_LONGEST: Final = 80
"""Characters of an address, but for what tells it apart."""


class Addresses(Struct, frozen=True):
    """Addresses from the top of the site; an empty text where there is no such page."""

    directories: bool = True
    """Whether pages are folders: MkDocs' `use_directory_urls`."""
    index: str = ""
    """The path of the index of sources, without its ending: `sources/index`."""
    sources: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Source id to the path of its page, without its ending: `sources/usgs-us6000jllz`."""
    organisations: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """The same for organisations: `sources/organisations/usgs`."""
    corrections: str = ""
    """`corrections/index`."""
    feed: str = ""
    """The whole path of the feed of corrections: `corrections/feed.xml`."""
    statistics: str = ""
    """`stats/index`."""
    dataset: str = ""
    """The whole path of the dataset's first file: `provenance/index.json`."""

    def url(self, path: str) -> str:
        """The address of the page at a path, from the top of the site."""
        if not self.directories:
            return f"{path}.html"
        return f"{path.removesuffix('index')}" if path.endswith("/index") else f"{path}/"

    def urls(self) -> frozenset[str]:
        """The addresses of all these pages, from the top of the site; of a long list its first page's."""
        first = (self.index, self.corrections, self.statistics)
        return frozenset(map(self.url, filter(None, (*first, *self.sources.values(), *self.organisations.values()))))


NOWHERE: Final = Addresses()
"""Those of a site without pages of its own."""


def root_of(address: str) -> str:
    """The way from a page back to the top of the site: `../../` for `articles/quake/`."""
    return "../" * address.count("/") or "./"


def paged(path: str, number: int) -> str:
    """The path of a further page of a long list: of `sources/usgs/page/2`; of an index, `sources/page/2`."""
    return path if number == 1 else f"{path.removesuffix('/index')}/page/{number}"


def slugs(names: Iterable[str]) -> dict[str, str]:
    """A name for the address of each: small ASCII letters, digits, `-`, `_` and `.`, all different.

    Names that differ in capitals only are one file on some disks: the later ones get a number.
    """
    found: dict[str, str] = {}
    taken: set[str] = set(_RESERVED)
    for name in names:
        base = _plain(name)
        slug, number = base, 2
        while slug in taken:
            slug, number = f"{base}-{number}", number + 1
        taken.add(slug)
        found[name] = slug
    return found


def _plain(name: str) -> str:
    """A name in ASCII; where letters are lost on the way, a few digits of its sum tell it apart in every build."""
    small = name.lower()
    if not _KEPT.fullmatch(small):
        letters = unicodedata.normalize("NFKD", small)
        bare = "".join(c for c in letters if not unicodedata.combining(c)).lower()
        small = _OTHER.sub("-", bare).strip("-._") or "source"
        if not all(c.isascii() for c in bare if c.isalnum()):
            small = f"{small}-{_sum(name)}"
    if len(small) > _LONGEST:  # a disk takes 255 bytes, and a reader of addresses fewer
        small = f"{small[:_LONGEST].rstrip('-._')}-{_sum(name)}"
    return small.replace(".", "-") if small.partition(".")[0] in _DEVICES else small


def _sum(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:6]
