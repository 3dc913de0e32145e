"""A page as an entry of the registry: its id, its fields, who published it, and whether it is there already.

Pure. An id is made of three parts, `usgs-m-7-8-pazarcik-2023`: who published it (the organisation's id, else the name
of the host), the first four words of the title, and the year of publication. The same page gets the same id; a number
is put behind it only where another source has it.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Container, Iterable, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import yaml
from msgspec import Struct

from mkdocs_provenance.importer.opening import slugify
from mkdocs_provenance.importer.registry_text import scalar
from mkdocs_provenance.model import Organisation, Source
from mkdocs_provenance.registry import bare_doi, canonical_url
from mkdocs_provenance.web.memento import Memento
from mkdocs_provenance.web.metadata import Found, tidy_address

FIELDS: Final = (
    "kind", "title", "author", "publisher", "published", "updated", "accessed", "url", "doi", "isbn", "language",
    "archives", "text_path", "text_sha256",
)  # fmt: skip
"""The fields of an entry that is added, in their order."""
_EXPECTED: Final = ("author", "publisher", "published", "updated", "language")
"""Fields whose absence is told."""
_GENERIC: Final = frozenset({"co", "com", "ac", "edu", "gov", "gob", "gouv", "org", "or", "ne", "net", "go"})
"""Second labels of country domains under which names are registered: `bbc.co.uk` is the BBC's."""
_MAX_WORDS: Final = 4
_MAX_LENGTH: Final = 40


class NewEntry(Struct, frozen=True):
    """An entry to add."""

    id: str
    fields: Mapping[str, Found]
    """By name, in order; a value is text, or several texts for authors."""
    archives: tuple[Memento, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """What a reader would like to know and the page does not show."""
        return tuple(name for name in _EXPECTED if name not in self.fields)

    def yaml(self) -> dict[str, Any]:
        """The entry as a YAML reader gives it."""
        entry = {name: _typed(name, found.value) for name, found in self.fields.items()}
        if self.archives:
            entry["archives"] = [
                {"url": copy.url, "date": copy.moment.date(), "service": copy.service} for copy in self.archives
            ]
        return {name: entry[name] for name in FIELDS if name in entry}

    def lines(self, indent: int) -> str:
        """The entry as YAML text, to stand under `sources:`."""
        margin = " " * indent
        written = (f"{margin}{margin}{name}: {_flow(value)}\n" for name, value in self.yaml().items())
        return f"{margin}{scalar(self.id)}:\n" + "".join(written)


def _typed(name: str, value: str | tuple[str, ...]) -> Any:
    if isinstance(value, tuple):
        return value[0] if len(value) == 1 else list(value)
    if name in ("published", "updated", "accessed"):
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            return datetime.date.fromisoformat(value)
        return int(value) if re.fullmatch(r"\d{4}", value) else value
    return value


def _flow(value: Any) -> str:
    """A value on one line, lists and mappings in brackets, as entries are written by hand."""
    if not isinstance(value, list):
        return scalar(value)
    return str(yaml.safe_dump(value, allow_unicode=True, width=10**9, default_flow_style=True, sort_keys=False)).strip()


# --- What is there already -------------------------------------------------------------------------------------------


def address_key(address: str) -> str:
    """What is the same for two addresses of one page: its `canonical_url`, without scheme, `www.` and tracking."""
    key = canonical_url(tidy_address(address))
    return re.sub(r"\Ahttps?://(?:www\.)?", "//", key)


def known_addresses(sources: Iterable[Source]) -> dict[str, str]:
    """The address keys and DOIs of a registry's sources, and the id of each."""
    known: dict[str, str] = {}
    for source in sources:
        for key in _keys(source.url, source.doi):
            known.setdefault(key, source.id)
    return known


def entry_keys(entry: NewEntry, asked: Iterable[str]) -> list[str]:
    """The keys under which an entry would be found again: its own, and those of the addresses that led to it."""
    url, doi = entry.fields.get("url"), entry.fields.get("doi")
    keys = _keys(str(url.value) if url else None, str(doi.value) if doi else None)
    return list(dict.fromkeys([*keys, *map(address_key, asked)]))


def _keys(url: str | None, doi: str | None) -> list[str]:
    keys = [address_key(url)] if url and not url.lower().startswith("mailto:") else []
    return [*keys, f"doi:{bare_doi(doi).lower()}"] if doi else keys


# --- Publisher and id ------------------------------------------------------------------------------------------------


def publisher_of(name: Found | None, address: str, organisations: Mapping[str, Organisation]) -> Found | None:
    """Who published a page: an organisation's id where the registry has exactly one that fits, else the page's word.

    One fits by its name, or else by its own site: the page lies on that host (or one below it) and in that folder.
    """
    if name is not None:
        same = [one.id for one in organisations.values() if one.name.casefold() == str(name.value).casefold()]
        if len(same) == 1:
            return Found(same[0], f"{name.where}: “{name.value}”")
    near = [one.id for one in organisations.values() if one.url and _lies_on(address, one.url)]
    if len(near) == 1:
        said = f"; {name.where} says “{name.value}”" if name is not None else ""
        return Found(near[0], f"the address, which lies on its site{said}")
    return name


def _lies_on(address: str, site: str) -> bool:
    try:
        page, home = urlsplit(address), urlsplit(site)
    except ValueError:
        return False
    ours = (page.hostname or "").rstrip(".")
    theirs = (home.hostname or "").rstrip(".").removeprefix("www.")
    folder = home.path.strip("/")
    inside = not folder or f"{page.path.strip('/')}/".startswith(f"{folder}/")
    return bool(theirs) and inside and (ours == theirs or ours.endswith(f".{theirs}"))


def new_id(fields: Mapping[str, Found], organisations: Container[str], taken: Container[str]) -> str:
    """An id for a page, unlike all that are taken."""
    url = str(fields["url"].value) if "url" in fields else ""
    publisher = fields.get("publisher")
    who = str(publisher.value) if publisher and publisher.value in organisations else _site_name(url)
    year = str(fields["published"].value)[:4] if "published" in fields else ""
    title = str(fields["title"].value) if "title" in fields else ""
    base = "-".join(part for part in (who, _first_words(title), year) if part) or "source"
    count = 1
    while (found := base if count == 1 else f"{base}-{count}") in taken:
        count += 1
    return found


def _site_name(url: str) -> str:
    """The name in a host: `usgs` of `earthquake.usgs.gov`, `bbc` of `www.bbc.co.uk`."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    labels = host.split(".")
    if len(labels) < 2 or host.replace(".", "").isdecimal():
        return slugify(host)
    second = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _GENERIC
    return slugify(labels[-3 if second else -2])


def _first_words(title: str) -> str:
    """The first words of a title as an id may hold them; of a script without small letters a to z, as they are."""
    words = slugify(title).split("-") if slugify(title) else _plain_words(title)
    kept: list[str] = []
    for word in words[:_MAX_WORDS]:
        if kept and len("-".join([*kept, word])) > _MAX_LENGTH:
            break
        kept.append(word[:_MAX_LENGTH])
    return "-".join(kept)


def _plain_words(title: str) -> list[str]:
    text = unicodedata.normalize("NFKC", title).lower()
    return [word[:12] for word in re.findall(r"[^\W_]+", text)]
