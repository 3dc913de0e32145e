"""What a reader takes from an article into a reference manager: how to cite it, and all that it cites.

Three forms of each: CSL-JSON, BibTeX and RIS. A source is written once for a registry, however many articles cite it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

import msgspec

from mkdocs_provenance.exports.article_item import article_item
from mkdocs_provenance.exports.csl_values import Item
from mkdocs_provenance.exports.edition import Edition
from mkdocs_provenance.exports.kept import Kept
from mkdocs_provenance.exports.source_item import source_item

_encode: Final = msgspec.json.Encoder().encode


class Reference(msgspec.Struct, frozen=True):
    """One work in every form."""

    csl: bytes
    """A CSL-JSON item."""
    bib: bytes
    """A BibTeX entry."""
    ris: bytes
    """A RIS record."""


def reference(item: Item) -> Reference:
    """An item in every form. The libraries are loaded with the first one."""
    from mkdocs_provenance.exports.bibtex import bibtex_entry
    from mkdocs_provenance.exports.ris import ris_record

    return Reference(
        _csl_json(item), bibtex_entry(item).encode("utf-8", "replace"), ris_record(item).encode("utf-8", "replace")
    )


_REFERENCES: Final = Kept(lambda source, registry: reference(source_item(source, registry)))


def citation_files(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """How to cite the article."""
    yield from _files("article", [reference(article_item(edition))])


def source_files(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """All that the article cites, in the order of its notes; nothing where it cites nothing."""
    references = [_REFERENCES.of(note.source, edition.registry) for note in edition.provenance.notes]
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
