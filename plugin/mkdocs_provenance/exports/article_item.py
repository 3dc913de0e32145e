"""The article itself as a CSL-JSON item (Citation Style Language 1.0.2): what a reader files who cites it."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final
from urllib.parse import unquote

from mkdocs_provenance.exports.bylines import name_in_byline
from mkdocs_provenance.exports.edition import Edition
from mkdocs_provenance.exports.plain_text import one_line
from mkdocs_provenance.model import CorrectionKind, Form, Name
from mkdocs_provenance.views.csl import csl_date

CSL_TYPES: Final = MappingProxyType(
    {
        "newspaperArticle": "article-newspaper",
        "magazineArticle": "article-magazine",
        "journalArticle": "article-journal",
        "preprint": "article",
        "report": "report",
        "blogPost": "post-weblog",
        "webpage": "webpage",
    }
)
"""Zotero's item types that a publication may choose, and CSL's, as Zotero maps them (its `schema.json`)."""

_FORMS: Final = MappingProxyType({Form.POST: "blogPost", Form.PAGE: "webpage"})
_NOT_IN_KEYS: Final = re.compile(r"[^\w.-]+")


def item_type(edition: Edition) -> str:
    """What Zotero files the article as, in its own words."""
    return _FORMS.get(edition.article.form) or edition.publication.item_type


def bylines(edition: Edition) -> list[Name]:
    """The authors, each name once."""
    article, publication = edition.article, edition.publication
    bodies = {publication.name, publication.publisher.name}
    written = dict.fromkeys(name for name in map(one_line, article.authors) if name)
    return [name_in_byline(name, article.language, bodies) for name in written]


def article_item(edition: Edition) -> dict[str, object]:
    """The article, valid against `csl-data.json`; what is not known is left out. When it was read is the reader's."""
    article, publication = edition.article, edition.publication
    kind = item_type(edition)
    site, publisher = one_line(publication.name), one_line(publication.publisher.name)
    if kind in ("report", "preprint"):  # of which the site is the publisher, not the paper that they appear in
        site, publisher = "", publisher or site
    withdrawn = any(each.kind is CorrectionKind.RETRACTION for each in article.statement.corrections)
    item: dict[str, object] = {
        "id": article_key(edition),
        "type": CSL_TYPES.get(kind, "webpage"),
        "title": one_line(article.title) or article_key(edition),
    }
    if authors := [_csl_name(name) for name in bylines(edition)]:
        item["author"] = authors
    if article.published is not None:
        item["issued"] = csl_date(article.published)
    for variable, text in (
        ("container-title", site),
        ("publisher", publisher),
        ("section", one_line(article.section)),
        ("URL", edition.url if "://" in edition.url else ""),
        ("language", article.language),
        ("abstract", one_line(article.description)),
        ("status", "retracted" if withdrawn else ""),
    ):
        if text:
            item[variable] = text
    return item


def article_key(edition: Edition) -> str:
    """What the article is called in a bibliography: the last part of its address."""
    parts = [part for part in edition.article.address.removesuffix(".html").split("/") if part.strip(".")]
    name = next((part for part in reversed(parts) if part != "index"), "article")
    return _NOT_IN_KEYS.sub("-", unquote(name)).strip("-.") or "article"


def _csl_name(name: Name) -> dict[str, str]:
    if name.literal:
        return {"literal": name.literal}
    return {"family": name.family or "", "given": name.given or ""}
