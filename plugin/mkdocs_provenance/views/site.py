"""Everything that the site shows beside its articles: which pages there are, and which files for machines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from mkdocs_provenance.ledger import Ledger
from mkdocs_provenance.views.addresses import Addresses
from mkdocs_provenance.views.corrections import corrections_pages
from mkdocs_provenance.views.dataset import dataset_files
from mkdocs_provenance.views.feed import corrections_feed
from mkdocs_provenance.views.organisation_page import organisation_pages
from mkdocs_provenance.views.site_page import Press, SitePage
from mkdocs_provenance.views.source_index import source_index
from mkdocs_provenance.views.source_page import source_pages
from mkdocs_provenance.views.statistics_page import statistics_page
from mkdocs_provenance.views.words import Words

PAGES: Final[tuple[Callable[[Ledger, Press], Iterator[SitePage]], ...]] = (
    source_index,
    source_pages,
    organisation_pages,
    corrections_pages,
    statistics_page,
)
"""What makes pages; each makes none where the site has no address for them."""

FILES: Final[tuple[Callable[[Ledger, Press], Iterator[tuple[str, bytes]]], ...]] = (corrections_feed, dataset_files)
"""What makes files for machines."""


def titles(addresses: Addresses, words: Words) -> dict[str, str]:
    """What the first pages are called, by their path: others ask before the pages can be made."""
    gettext = words.gettext
    return {
        addresses.index: gettext("Sources"),
        addresses.corrections: gettext("Corrections and updates"),
        addresses.statistics: gettext("The site in figures"),
    }


def site_pages(ledger: Ledger, press: Press) -> Iterator[SitePage]:
    """The site's own pages."""
    for make in PAGES:
        yield from make(ledger, press)


def site_files(ledger: Ledger, press: Press) -> Iterator[tuple[str, bytes]]:
    """The site's files that are no pages: their path from the top of the site, and what is in them."""
    for make in FILES:
        yield from make(ledger, press)
