"""One article as it is published: its record, the publication that it appears in, and where everything stands."""

from __future__ import annotations

from functools import cached_property

from mkdocs_provenance.model import Article, Form, Provenance, Registry
from mkdocs_provenance.publication import Publication
from mkdocs_provenance.views.addresses import Addresses, root_of
from mkdocs_provenance.views.words import ENGLISH, Words


class Edition:
    """What every export is made from.

    Args:
        provenance: The record of the article.
        registry: Where its sources are described.
        publication: The site that it appears in.
        addresses: Where the site's own pages are.
        folder: Where the article's files are, from its page: nothing for the page's own folder, else `quake/`.
        has_files: Whether the site has the files of the exports, so that others may point to them.
        words: Those of the site's language, for what names the site's own.
        article_words: Those of the article's language.
    """

    def __init__(
        self,
        provenance: Provenance,
        registry: Registry,
        publication: Publication,
        addresses: Addresses,
        folder: str = "",
        has_files: bool = True,
        words: Words = ENGLISH,
        article_words: Words = ENGLISH,
    ) -> None:
        self.provenance = provenance
        self.registry = registry
        self.publication = publication
        self.addresses = addresses
        self.folder = folder
        self.has_files = has_files
        self.words = words
        self.article_words = article_words

    @property
    def article(self) -> Article:
        """The article itself."""
        return self.provenance.article

    @property
    def license(self) -> str:
        """The address of the licence that the article is under; an ordinary page of the site is not said to be."""
        return "" if self.article.form is Form.PAGE else self.publication.license

    @cached_property
    def url(self) -> str:
        """The page's whole address; from the top of the site where the site has none."""
        return self.article.url or self.article.address

    @property
    def root(self) -> str:
        """The way from the article's page to the top of the site, for a site without an address."""
        return root_of(self.article.address)

    def file_url(self, name: str) -> str:
        """The whole address of one of the article's files, as far as the site has an address."""
        beside, stroke, _ = self.article.address.rpartition("/")
        return self.publication.whole(f"{(beside + stroke).removeprefix('./')}{self.folder}{name}")
