"""What a reader takes from an article into a reference manager: how to cite it, and all that it cites.

Three forms of each: CSL-JSON, BibTeX and RIS. A source is written once for a registry, however many articles cite it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import msgspec

from mkdocs_provenance.exports.article_item import article_item
from mkdocs_provenance.exports.csl_values import Item
from mkdocs_provenance.exports.edition import Edition
from mkdocs_provenance.exports.source_item import source_item
from mkdocs_provenance.model import Registry, Source

_encode: Final = msgspec.json.Encoder().encode


class Reference(msgspec.Struct, frozen=True):
    """One work in every form."""

    csl: bytes
    """A CSL-JSON item."""
    bib: bytes
    """A BibTeX entry."""
    ris: bytes
    """A RIS record."""


class Shelf:
    """The sources of one registry as references.

    Args:
        registry: Where their publishers' names are found.
    """

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._made: dict[str, tuple[Source, Reference]] = {}

    def reference(self, source: Source) -> Reference:
        """A source in every form, made when it is first asked for."""
        known = self._made.get(source.id)
        if known is None or known[0] is not source:
            known = self._made[source.id] = source, reference(source_item(source, self._registry))
        return known[1]


class _Identity:
    """A registry as a key: the same one is equal to itself only, as its mappings cannot be hashed."""

    __slots__ = ("registry",)

    def __init__(self, registry: Registry) -> None:
        self.registry = registry

    def __hash__(self) -> int:
        return id(self.registry)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and other.registry is self.registry


@lru_cache(maxsize=1)  # a site has one registry at a time
def _shelf(key: _Identity) -> Shelf:
    return Shelf(key.registry)


def reference(item: Item) -> Reference:
    """An item in every form. The libraries are loaded with the first one."""
    from mkdocs_provenance.exports.bibtex import bibtex_entry
    from mkdocs_provenance.exports.ris import ris_record

    return Reference(
        _csl_json(item), bibtex_entry(item).encode("utf-8", "replace"), ris_record(item).encode("utf-8", "replace")
    )


def citation_files(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """How to cite the article."""
    yield from _files("article", [reference(article_item(edition))])


def source_files(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """All that the article cites, in the order of its notes; nothing where it cites nothing."""
    shelf = _shelf(_Identity(edition.registry))
    references = [shelf.reference(note.source) for note in edition.provenance.notes]
    if references:
        yield from _files("sources", references)


def _files(name: str, references: list[Reference]) -> Iterator[tuple[str, bytes]]:
    yield f"{name}.csl.json", b"[\n" + b",\n".join(each.csl for each in references) + b"\n]\n"
    yield f"{name}.bib", b"\n".join(each.bib for each in references)
    yield f"{name}.ris", b"".join(each.ris for each in references)


def _csl_json(item: Item) -> bytes:
    try:
        return _encode(item)
    except UnicodeEncodeError:  # half a surrogate pair is no UTF-8; its escape is JSON that says the same
        return json.dumps(item).encode()
