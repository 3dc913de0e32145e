"""What machines read of an article beside `provenance.json`: files in its folder, and what stands in its page's head.

Each module makes one form, from an `Edition`; none of them opens a file or reaches the network.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from mkdocs_provenance.exports.edition import Edition
from mkdocs_provenance.exports.prov import prov_files
from mkdocs_provenance.exports.references import citation_files, source_files
from mkdocs_provenance.exports.signposting import linkset_file
from mkdocs_provenance.exports.web_annotations import annotation_files

Exporter = Callable[[Edition], Iterator[tuple[str, bytes]]]
"""Yields the name of each file, and what is in it."""

EXPORTERS: Final[tuple[Exporter, ...]] = (citation_files, source_files, linkset_file, annotation_files, prov_files)
"""In the order of the manual."""


def export(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Every file of an article: its name in the article's folder, and what is in it."""
    for exporter in EXPORTERS:
        yield from exporter(edition)
