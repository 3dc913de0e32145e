"""What the views look up again and again while they draw one article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeVar
from urllib.parse import quote

from markupsafe import Markup, escape

from mkdocs_provenance.model import (
    Article,
    Claim,
    Counts,
    Mark,
    Note,
    Origin,
    PartialDate,
    Passage,
    Provenance,
    Registry,
    Source,
)
from mkdocs_provenance.views.addresses import NOWHERE, Addresses, root_of
from mkdocs_provenance.views.words import Words

_WEB: Final = re.compile(r"(?:https?://[^\s/?#\\]|mailto:[^\s@]+@)[^\s\x00-\x1f\x7f]*\Z", re.IGNORECASE)
_DOI: Final = re.compile(r"(?:doi:\s*|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/\S+)\Z", re.IGNORECASE)
_TAG: Final = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*\Z")
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9]")

_SPECIAL: Final = re.compile("[&<>'\"]").search

_Named = TypeVar("_Named", Claim, Mark, Origin, Passage)


class Lookup:
    """One article's record, its registry and the reader's words, indexed by the ids that the views meet."""

    __slots__ = (
        "addresses",
        "attributes",
        "backs",
        "claims",
        "links",
        "marks",
        "notes",
        "origins",
        "passages",
        "provenance",
        "publishers",
        "registry",
        "root",
        "sums",
        "words",
    )

    def __init__(
        self,
        provenance: Provenance,
        registry: Registry,
        words: Words,
        attributes: str = "",
        addresses: Addresses = NOWHERE,
    ) -> None:
        self.provenance = provenance
        self.registry = registry
        self.words = words
        self.attributes = attributes
        """` lang="de" dir="ltr"`: what elements with our words say, where the page says something else."""
        self.addresses = addresses
        self.root = root_of(provenance.article.address)
        """The way from the article's page to the top of the site."""
        self.claims: Mapping[str, Claim] = _by_id(provenance.claims)
        self.links: Mapping[str, str] = {}
        """For every cited source, the link that its number becomes: filled by the marks, used again by the panel."""
        self.backs: dict[str, str] = {}
        """For every mark, the words that a way back to it shows: kept, because several notes lead to one mark."""
        self.sums: dict[tuple[str, ...], str] = {}
        """What the sources with these ids amount to: kept, because the panel says it again."""
        self.marks: Mapping[str, Mark] = _by_id(provenance.marks)
        self.notes: Mapping[str, Note] = {note.source.id: note for note in provenance.notes}
        self.origins: Mapping[str, Origin] = _by_id(provenance.origins)
        self.passages: Mapping[str, Passage] = _by_id(provenance.article.passages)
        self.publishers: Mapping[str, str | None] = {
            note.source.id: registry.publisher_name(note.source) for note in provenance.notes
        }

    def who(self, source: Source) -> str | None:
        """Whom a reader would name first for `source`: publisher, else speaker, else author."""
        if source.unidentified:
            return None
        name = self.publishers.get(source.id) or source.speaker
        return name or self.words.listing(str(author) for author in source.author) or None

    def page_of(self, key: str) -> str | None:
        """The way from the article's page to that of a source; None where it has none."""
        path = self.addresses.sources.get(key)
        return self.root + self.addresses.url(path) if path else None

    def cited(self, keys: Sequence[str]) -> list[Note]:
        """The notes of `keys`, in their order, each once."""
        return [self.notes[key] for key in dict.fromkeys(keys) if key in self.notes]


def lookup_of(
    sources: Iterable[Source],
    registry: Registry,
    words: Words,
    attributes: str = "",
    *,
    addresses: Addresses = NOWHERE,
    address: str = "",
) -> Lookup:
    """What the views of sources need where there is no article, but a page at an address with just these sources."""
    notes = tuple(Note(label="", source=source, origin="", cited_by=(), marks=()) for source in sources)
    record = Provenance(
        article=Article(path="", address=address), claims=(), marks=(), notes=notes, origins=(), quotations=(),
        analysis=(), counts=Counts(), problems=(),
    )  # fmt: skip
    return Lookup(record, registry, words, attributes, addresses)


def _by_id(things: Sequence[_Named]) -> dict[str, _Named]:
    return {thing.id: thing for thing in things}


def esc(text: str) -> str:
    """`text` escaped for HTML: markupsafe's escape, with a short way for the text that needs none."""
    return text if _SPECIAL(text) is None else str(escape(text))


def safe(html: str) -> Markup:
    """HTML of our own making, in which every value went through `esc`: templates print it as it is."""
    return Markup(html)  # noqa: S704


def anchor(label: str) -> str:
    """`label` as the tail of an HTML id: ASCII letters and digits stay, any other character becomes its number."""
    return label if label.isascii() and label.isalnum() else _UNSAFE.sub(lambda m: f"-{ord(m[0]):x}-", label)


def number(id: str) -> str:
    """`m12` -> `12`: the tail of an HTML id for a mark, claim or analysis section."""
    tail = id[1:]
    return tail if tail.isdigit() and tail.isascii() else anchor(id)


def safe_url(url: str | None) -> str | None:
    """`url` as an `href`, or None where it is not a web, mail or DOI address."""
    if not url:
        return None
    url = url.strip()
    if _WEB.match(url):
        return url
    return doi_url(url) if url[:4].lower() == "doi:" else None


def doi_url(doi: str | None) -> str | None:
    """The resolver's address for a DOI, or None where it is not one."""
    found = _DOI.match(doi.strip()) if doi else None
    return "https://doi.org/" + quote(found[1], safe="/:;()._-") if found else None


def language_tag(tag: str | None) -> str | None:
    """`tag` where it can stand in a `lang` attribute."""
    return tag if tag and _TAG.match(tag) else None


def time_html(date: PartialDate, words: Words) -> Markup:
    """A date for readers, and for machines where HTML can say it."""
    said = esc(words.date(date))
    return safe(f'<time datetime="{date.iso}">{said}</time>' if date.year > 0 and date.end is None else said)
