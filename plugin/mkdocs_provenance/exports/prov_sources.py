"""What PROV says of a source, in every article that cites it alike."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from mkdocs_provenance.exports.prov_values import Attributes, address, filled, words
from mkdocs_provenance.exports.schema_values import web_address
from mkdocs_provenance.model import Attribution, Source, State
from mkdocs_provenance.views.edtf import edtf
from mkdocs_provenance.views.lookup import doi_url, language_tag

_KEPT: Final = 2048


@lru_cache(maxsize=_KEPT)
def source_attributes(source: Source) -> Attributes:
    """A source as an entity; of an unnamed one its description and nothing else."""
    if source.attribution is Attribution.UNNAMED:
        return filled(("prov:label", source.described_as))
    doi = web_address(doi_url(source.doi))
    state = source.status.bearing.state
    return filled(
        ("prov:label", words(source.title or source.id, language_tag(source.language))),
        ("prov:location", address(web_address(source.url) or doi)),
        ("dcterms:type", None if source.unidentified else str(source.kind)),
        ("dcterms:identifier", doi or (f"urn:isbn:{source.isbn}" if source.isbn else None)),
        ("dcterms:issued", edtf(source.published)),
        ("schema:creativeWorkStatus", None if state is State.CURRENT else str(state)),
    )


@lru_cache(maxsize=_KEPT)
def copies(source: Source) -> tuple[Attributes, ...]:
    """Its saved copies as entities: each the source as it was at one time."""
    return tuple(
        filled(("prov:location", address(url)), ("dcterms:created", edtf(copy.date)))
        for copy in source.archives
        if (url := web_address(copy.url))
    )
