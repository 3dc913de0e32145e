"""A work into a source of the registry: the same for every form of bibliography."""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct

from mkdocs_provenance.bibliography.addresses import (
    arxiv_address,
    doi_in,
    is_issn,
    isbn_in,
    short_doi_address,
    web_address,
)
from mkdocs_provenance.bibliography.issued import Dated, read_date
from mkdocs_provenance.bibliography.kinds import kind_of_genre
from mkdocs_provenance.bibliography.places import place_of
from mkdocs_provenance.bibliography.tongues import NO_LANGUAGE, language_tag
from mkdocs_provenance.bibliography.works import Report, Text, Work
from mkdocs_provenance.fields import quoted
from mkdocs_provenance.model import Archive, Kind, Name, Place, Source, State, Status
from mkdocs_provenance.registry import ID_PATTERN

_ID: Final = re.compile(ID_PATTERN)
_APPEARED_IN: Final = frozenset(
    {Kind.NEWS, Kind.STUDY, Kind.SOCIAL_POST, Kind.WEB_PAGE, Kind.REFERENCE, Kind.COURT_RECORD}
)
"""Kinds of which readers name the paper, the journal or the site first, as `views/csl.py` writes them."""
_SPOKEN: Final = frozenset({Kind.INTERVIEW, Kind.SPEECH})
"""Kinds whose CSL author is who speaks."""
_BESIDE: Final = ("interviewer", "contributor", "editor")
"""Who stands beside a speaker: RIS has the interviewer where other works have their editor."""
_FOR_TITLE: Final = (
    "title-short", "reviewed-title", "container-title", "genre", "howpublished", "note", "event-title",
    "collection-title",
)  # fmt: skip
"""What stands in for a title that is not there."""
_STATES: Final = {state.value: state for state in State}


class _Addresses(Struct):
    """Where a work is found."""

    url: str | None = None
    doi: str | None = None
    isbn: str | None = None
    refused: bool = False
    """Whether the entry gives an address that cannot be used."""


def source_of(work: Work, report: Report) -> Source | None:
    """The source that a work is; None where it has no id or no title, or points nowhere. The reason has been reported.

    A field that cannot be read costs that field alone.
    """
    if not _is_citable(work, report):
        return None
    title = _title(work)
    if title is None:
        report.add("missing-field", f"The source {quoted(work.key)} has no title.", work.line, "Give it one.")
        return None
    found = _addresses(work, report)
    kind = _kind(work, found)
    place = None if found.url or found.doi or found.isbn else place_of(work)
    pointless = place is None and not (found.url or found.doi or found.isbn)
    if pointless and found.refused:
        return None
    issued = _date(work, "issued", report)
    speaker, authors = _people(work, kind)
    return Source(
        id=work.key,
        kind=kind,
        title=title,
        place=Place(report.path, work.line),
        title_translated=work.get("translated-title"),
        url=found.url,
        doi=found.doi,
        isbn=found.isbn,
        locator=place,
        none_reason=f"the bibliography {report.path.rpartition('/')[2]} gives no address" if pointless else None,
        publisher=_publisher(work, kind),
        author=authors,
        speaker=speaker,
        published=issued.date,
        accessed=_date(work, "accessed", report).date,
        event_date=_date(work, "event-date", report).date,
        undated=issued.undated,
        language=_language(work, report),
        archives=_archives(work),
        status=Status(_STATES.get(work.get("status") or "", State.CURRENT)),
        note=work.get("note"),
        rights=work.get("rights"),
    )


def _is_citable(work: Work, report: Report) -> bool:
    """Whether the key can be an id."""
    if _ID.fullmatch(work.key) and work.key.isprintable():
        return True
    if work.key:
        message = f"The key of an entry cannot be {quoted(work.key)}: no marker could hold it."
        hint = "A key holds no space, quotation mark, `;`, `,`, `[` or `]`."
    else:
        message, hint = "An entry has no key, so that no marker can name it.", "Give it one."
    report.add("bad-id", message, work.line, hint)
    return False


def _title(work: Work) -> str | None:
    """Title and subtitle; where there is none, what styles print in its place."""
    title = work.get("title")
    if title is None:
        return work.get(
            "title-short", "reviewed-title", "container-title", "genre", "howpublished", "note", "event-title"
        )
    for variable in ("subtitle", "titleaddon"):
        more = work.get(variable)
        if more and more not in title:
            title += f"{'' if title.endswith(('?', '!', '.', ':')) else ':' if variable == 'subtitle' else '.'} {more}"
    return title


def _kind(work: Work, found: _Addresses) -> Kind:
    """The kind of its type, unless the entry itself says more exactly what it is."""
    for variable in ("genre", "medium", "howpublished"):
        named = kind_of_genre(work.get(variable))
        if named is not None:
            return named
    if work.generic and found.url:
        if found.url.startswith("https://arxiv.org/"):
            return Kind.STUDY
        if not work.get("container-title", "publisher", "institution", "number"):
            return Kind.WEB_PAGE
    return work.kind


def _publisher(work: Work, kind: Kind) -> str | None:
    """Whom a reader would name as the publisher."""
    variables = ["authority", "institution", "publisher", "organization", "container-title", "archive-name"]
    if kind in _APPEARED_IN and not (work.part and kind is Kind.STUDY):
        variables.remove("container-title")
        variables.insert(1, "container-title")
    publisher = work.get(*variables)
    return "arXiv" if publisher and arxiv_address(publisher) else publisher


def _people(work: Work, kind: Kind) -> tuple[str | None, tuple[Name, ...]]:
    """Who speaks, and who wrote or made it: of a whole book without an author, its editors."""
    authors = work.names.get("author", ())
    guests = work.names.get("guest", ())
    if kind in _SPOKEN and authors:
        others = next((work.names[role] for role in _BESIDE if work.names.get(role)), ())
        return ", ".join(map(str, authors)), others
    speaker = ", ".join(map(str, guests)) or None
    if authors or work.part:
        return speaker, authors
    for role in ("editor", "director", "composer", "illustrator", "recipient", "translator"):
        if work.names.get(role):
            return speaker, work.names[role]
    return speaker, ()


def _date(work: Work, variable: str, report: Report) -> Dated:
    text = work.texts.get(variable)
    if text is None:
        return Dated()
    try:
        return read_date(text.value)
    except ValueError:
        _refuse("bad-date", text, work, report, "it holds no date", "For example 2023, 2023-02 or 2023-02-06.")
        return Dated()


def _language(work: Work, report: Report) -> str | None:
    text = work.texts.get("language")
    if text is None:
        return None
    tag = language_tag(text.value)
    if tag is None and text.value.lower() not in NO_LANGUAGE:
        _refuse("unknown-value", text, work, report, "it names no known language", "For example `en` or `pt-BR`.")
    return tag


def _addresses(work: Work, report: Report) -> _Addresses:
    found = _Addresses()
    doi, url, isbn = (work.texts.get(variable) for variable in ("DOI", "URL", "ISBN"))
    if doi is not None:
        found.doi = doi_in(doi.value)
        if found.doi is None:
            found.url = short_doi_address(doi.value) or web_address(doi.value)
            found.refused = found.url is None
            if found.refused:
                _refuse("bad-url", doi, work, report, "it is no DOI", "For example 10.1038/s41586-023-06221-2.")
    if url is not None:
        _read_url(url, found, work, report)
    found.url = found.url or work.get("eprint-url") or (None if found.doi else _preprint(work))
    if isbn is not None:
        found.isbn = isbn_in(isbn.value)
        if found.isbn is None and not is_issn(isbn.value):
            _refuse("unknown-value", isbn, work, report, "it is no ISBN of 10 or 13 digits", "978-0-306-40615-7, say.")
    return found


def _read_url(url: Text, found: _Addresses, work: Work, report: Report) -> None:
    address = web_address(url.value)
    if address is not None:
        found.url = address
    elif not found.doi and doi_in(url.value):
        found.doi = doi_in(url.value)
    elif not work.get("eprint-url"):
        found.refused = True
        _refuse("bad-url", url, work, report, "it is no address on the web", "It begins with https:// or http://.")


def _preprint(work: Work) -> str | None:
    """The address of a preprint whose entry says so in the place of the journal."""
    for variable in ("container-title", "note", "howpublished", "publisher", "number"):
        address = arxiv_address(work.get(variable) or "")
        if address:
            return address
    return None


def _archives(work: Work) -> tuple[Archive, ...]:
    """A saved copy on the web, as `views/csl.py` writes it."""
    copy = work.get("archive_location") or ""
    url = web_address(copy) if "://" in copy else None
    return (Archive(url, service=work.get("archive")),) if url else ()


def _refuse(code: str, text: Text, work: Work, report: Report, why: str, hint: str) -> None:
    message = f'"{text.name}" of the source {quoted(work.key)} cannot be {quoted(text.value)}: {why}.'
    report.add(code, message, text.line, hint)
