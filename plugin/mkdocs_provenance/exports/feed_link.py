"""The way from an article to the feed of corrections, for browsers and feed readers (RFC 4287; HTML's `alternate`)."""

from __future__ import annotations

from mkdocs_provenance.exports.edition import Edition
from mkdocs_provenance.views.addresses import root_of
from mkdocs_provenance.views.feed import feed_link


def corrections_link(edition: Edition) -> str:
    """The element; nothing where the site has no such feed."""
    return feed_link(edition.addresses, edition.publication, edition.words, root_of(edition.article.address))
