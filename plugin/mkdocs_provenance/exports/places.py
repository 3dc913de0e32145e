"""Where an article's files and its page are, for a file that names them both.

Where the site has an address these are whole ones. Where it has none they are the way from the file itself, which is
what JSON-LD, and whoever reads a relative address, takes them to be (RFC 3986, section 5).
"""

from __future__ import annotations

from mkdocs_provenance.exports.edition import Edition


def place_of(edition: Edition, name: str) -> str:
    """The address of one of the article's files."""
    return edition.file_url(name) if edition.publication.url else name


def page_from_file(edition: Edition) -> str:
    """The address of the article's page."""
    if edition.publication.url or edition.url.startswith(("http://", "https://")):
        return edition.url
    page = edition.article.address.removesuffix("./").rpartition("/")[2]
    return f"../{page}" if edition.folder else page or "./"
