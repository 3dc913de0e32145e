"""The `<meta>` tags of an article's head by which reference managers and search engines know what it is.

Zotero's translator "Embedded Metadata" (`Embedded Metadata.js`, with `RDF.js` behind it) reads no JSON-LD. What it
saves follows from these tags, and they are chosen by its rules:

- `z:itemType` outranks everything else. Without it, `citation_title` alone makes a journal article of a report in the
  paper, and the `og:type` of Material's social cards a web page.
- Where the article appeared has a tag of its own for each type: `citation_journal_title` and
  `citation_technical_report_institution` would make a journal article or a report of anything.
- `citation_author` ends in a comma for a body: so its name is kept as a whole.

`citation_reference` names each cited source in the words of Highwire Press, which Google Scholar reads. What a theme
writes itself (`description`, `author`, `og:title`, `og:url`, `og:type`) is not written again. There are no COinS:
Zotero would offer the sources in place of the article.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mkdocs_provenance.exports.article_item import bylines, item_type
from mkdocs_provenance.exports.bylines import is_body
from mkdocs_provenance.exports.csl_values import Item, date_of, names_of, text_of
from mkdocs_provenance.exports.edition import Edition
from mkdocs_provenance.exports.kept import Kept
from mkdocs_provenance.exports.plain_text import one_line
from mkdocs_provenance.exports.schema_values import last_change
from mkdocs_provenance.exports.source_item import source_item
from mkdocs_provenance.model import Attribution, Name, PartialDate, Source
from mkdocs_provenance.views.lookup import esc

_APPEARED_IN: Final = {
    "magazineArticle": "prism.publicationName",
    "journalArticle": "citation_journal_title",
    "report": "citation_technical_report_institution",
}
"""Item type to the tag that names where it appeared; of any other the name of the site."""
_REFERENCE: Final = (
    ("citation_journal_title", "container-title"), ("citation_publisher", "publisher"),
    ("citation_publisher", "authority"), ("citation_doi", "DOI"), ("citation_isbn", "ISBN"),
    ("citation_language", "language"), ("citation_public_url", "URL"),
)  # fmt: skip
"""What a reference says beside title, authors and date, and the CSL variable that it is."""


def meta_tags(edition: Edition) -> str:
    """The elements, in one piece."""
    own = "".join(_element(attribute, name, content) for attribute, name, content in _own(edition) if content)
    cited = (_CITED.of(note.source, edition.registry) for note in edition.provenance.notes if _is_work(note.source))
    return own + "".join(cited)


def _is_work(source: Source) -> bool:
    """Whether there is anything to look up: not who may not be named, nor what nobody has described yet."""
    return source.attribution is not Attribution.UNNAMED and not source.unidentified


def _own(edition: Edition) -> Iterator[tuple[str, str, str]]:
    """What the article says of itself: attribute, name and content."""
    article, publication = edition.article, edition.publication
    kind = item_type(edition)
    site = one_line(publication.name)
    yield "name", "z:itemType", kind
    yield "name", "citation_title", one_line(article.title)
    for name in bylines(edition):
        yield "name", "citation_author", _author(name, {site, one_line(publication.publisher.name)})
    if article.published is not None:
        yield "name", "citation_publication_date", _slashed(article.published)
        yield "property", "article:published_time", _moment(article.published)
    if changed := last_change(article):
        yield "property", "article:modified_time", _moment(changed)
    yield "property", "article:section", one_line(article.section)
    if kind in _APPEARED_IN:
        yield "name", _APPEARED_IN[kind], one_line(publication.publisher.name) or site if kind == "report" else site
    else:
        yield "property", "og:site_name", site
    yield "name", "citation_publisher", one_line(publication.publisher.name)
    yield "name", "citation_language", article.language
    yield "name", "citation_public_url", edition.url if "://" in edition.url else ""


def _author(name: Name, bodies: set[str]) -> str:
    """As people write it, for that is how it is shown elsewhere; turned round where Zotero would divide it wrongly."""
    family, given, whole = name.family or "", name.given or "", (name.literal or "").replace(";", ",")
    if whole:
        return f"{whole}," if " " in whole and "," not in whole and (whole in bodies or is_body(whole)) else whole
    return f"{family}, {given}" if " " in family and " " not in given else f"{given} {family}"


def _slashed(date: PartialDate) -> str:
    """As Google Scholar asks for it: 2023/02/06, or as much of it as is known."""
    return date.iso.replace("-", "/")


def _moment(date: PartialDate) -> str:
    """ISO 8601, as the Open Graph protocol wants it: a day, or a moment with its zone; nothing for less."""
    if date.day is None:
        return ""
    time = date.time or ""
    return f"{date.iso}T{time}" if time.endswith("Z") or "+" in time or "-" in time else date.iso


def _element(attribute: str, name: str, content: str) -> str:
    return f'<meta {attribute}="{name}" content="{esc(content)}">\n'


def _reference(item: Item) -> str:
    """A cited work in one tag: `citation_title=…; citation_author=…`."""
    pairs = [("citation_title", text_of(item, "title"))]
    pairs += [("citation_author", f"{given} {family}".strip()) for family, given in names_of(item, "author")]
    issued, _ = date_of(item, "issued")
    if issued:
        pairs.append(("citation_publication_date", "/".join(f"{part:02d}" for part in issued[0])))
    pairs += [(name, text_of(item, variable)) for name, variable in _REFERENCE]
    content = "; ".join(f"{name}={value.replace(';', ',')}" for name, value in pairs if value)
    return _element("name", "citation_reference", content)


_CITED: Final = Kept(lambda source, registry: _reference(source_item(source, registry)))
