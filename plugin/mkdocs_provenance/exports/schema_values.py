"""Values as schema.org writes them: dates, addresses, and nodes without empty properties."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

from mkdocs_provenance.model import Article, PartialDate
from mkdocs_provenance.views.lookup import safe_url

Node = dict[str, object]
"""A thing of schema.org: `@type`, maybe `@id`, and properties."""

_NO_IRI: Final = re.compile(r'[<>"{}|\\^`\[\]]')
"""Characters that RFC 3987 allows nowhere in an address but as brackets around an IPv6 host, which no source has."""
_HOURS: Final = re.compile(r"(?<=[+-])[0-9]{2}\Z")


def filled(*pairs: tuple[str, object]) -> Node:
    """The properties that say something; False does."""
    return {name: value for name, value in pairs if value or value is False}


def schema_date(date: PartialDate | None) -> str | None:
    """A date as schema.org's Date or DateTime (ISO 8601): as much of it as is known, of an interval the first.

    What ISO 8601 itself has no sign for is dropped: that a date is approximate or uncertain. A DateTime has its
    seconds, and an offset its minutes, as schema.org says.
    """
    if date is None:
        return None
    if not date.time:
        return date.iso
    zone = next((at for at, sign in enumerate(date.time) if sign in "Z+-"), len(date.time))
    clock, offset = date.time[:zone], date.time[zone:]
    clock = clock if clock.count(":") == 2 else f"{clock}:00"
    return f"{date.iso}T{clock}{_HOURS.sub(lambda hours: f'{hours[0]}:00', offset)}"


def last_change(article: Article) -> PartialDate | None:
    """When the article was last changed, as far as it says: by its author, or by a correction."""
    days = (article.updated, *(each.date for each in article.statement.corrections))
    return max(filter(None, days), key=lambda day: schema_date(day) or "", default=None)


def web_address(url: str | None) -> str | None:
    """An address of the web that can stand in a graph, else None; an untrusted one may be anything."""
    safe = safe_url(url)
    if safe is None or safe[:4].lower() != "http":
        return None
    return _NO_IRI.sub(lambda sign: quote(sign[0]), safe)


def site_address(path: str, base: str) -> str:
    """A path from the top of the site as an address; what cannot stand in one is percent-encoded, once.

    Args:
        path: `about/ethics/`, `logo.svg`; MkDocs writes `./` for the top itself.
        base: The address of the top of the site, or the way there.
    """
    return base + ("" if path in (".", "./") else quote(path, safe="/#?&=%:;,+~@!$'()*", errors="replace"))
