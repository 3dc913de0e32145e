"""A source as what a reader takes away from an article: its CSL-JSON item, of an unnamed one the description only."""

from __future__ import annotations

from typing import Final

from mkdocs_provenance.exports.plain_text import one_line
from mkdocs_provenance.model import Attribution, Registry, Source
from mkdocs_provenance.views.csl import GENRES, csl_item

_NOT_NAMED: Final = "Source not named"
"""In English, as CSL's genres are."""


def source_item(source: Source, registry: Registry) -> dict[str, object]:
    """A source, valid against `csl-data.json`.

    Whoever is promised not to be named is described and no more: an address, a date or a publisher beside the
    description is what a file of many articles can be searched for.
    """
    item = csl_item(source, registry)
    if source.attribution is not Attribution.UNNAMED:
        return item
    described = one_line(source.described_as or "")
    title = f"{_NOT_NAMED}: {described}" if described else _NOT_NAMED
    kept: dict[str, object] = {"id": item["id"], "type": item["type"], "title": title}
    genre = GENRES.get(source.kind)
    return kept | {"genre": genre} if genre else kept
