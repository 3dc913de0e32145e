"""A source as a CSL-JSON item, for reference managers and citation processors.

The standard is Citation Style Language 1.0.2: the item types and variables of its specification, in the JSON form that
its schema `csl-data.json` (JSON Schema draft-07) allows. That schema knows no date as text: every date here is an
object with `date-parts`. What CSL has no variable for goes into `custom`, which `views/record.py` fills.
"""

from __future__ import annotations

from typing import Final

from mkdocs_provenance.model import Attribution, Kind, Name, PartialDate, Registry, Source, State

CSL_TYPES: Final[dict[Kind, str]] = {
    Kind.NEWS: "article-newspaper",
    Kind.WIRE: "article-newspaper",
    Kind.PRESS_RELEASE: "document",
    Kind.OFFICIAL_STATEMENT: "document",
    Kind.LAW: "legislation",
    Kind.COURT_RECORD: "legal_case",
    Kind.FILING: "document",
    Kind.DOCUMENT: "document",
    Kind.DATASET: "dataset",
    Kind.STUDY: "article-journal",
    Kind.REPORT: "report",
    Kind.INTERVIEW: "interview",
    Kind.WITNESSED: "event",
    Kind.CORRESPONDENCE: "personal_communication",
    Kind.SPEECH: "speech",
    Kind.SOCIAL_POST: "post",
    Kind.BROADCAST: "broadcast",
    Kind.IMAGE: "graphic",
    Kind.VIDEO: "motion_picture",
    Kind.BOOK: "book",
    Kind.REFERENCE: "entry-encyclopedia",
    Kind.WEB_PAGE: "webpage",
    Kind.OWN_REPORTING: "document",
}
"""Our kind to the CSL item type that comes nearest."""

GENRES: Final[dict[Kind, str]] = {
    Kind.WIRE: "Wire report",
    Kind.PRESS_RELEASE: "Press release",
    Kind.OFFICIAL_STATEMENT: "Official statement",
    Kind.FILING: "Filing",
    Kind.WITNESSED: "Witnessed event",
    Kind.SOCIAL_POST: "Social media post",
    Kind.OWN_REPORTING: "Own reporting",
}
"""What CSL's `genre` says where the item type alone is not exact enough. In English, as CSL has no list of genres."""

MEDIA: Final[dict[Kind, str]] = {Kind.VIDEO: "Video"}
"""What CSL's `medium` says: `motion_picture` alone would be a film."""

_PUBLISHER_IN: Final[dict[Kind, str]] = {
    Kind.NEWS: "container-title",
    Kind.WIRE: "container-title",
    Kind.STUDY: "container-title",
    Kind.SOCIAL_POST: "container-title",
    Kind.REFERENCE: "container-title",
    Kind.WEB_PAGE: "container-title",
    Kind.LAW: "authority",
    Kind.COURT_RECORD: "authority",
}
"""The CSL variable that holds the publisher's name: the paper or site it appeared in, the court; else `publisher`."""

_SPOKEN: Final = frozenset(
    {Kind.OFFICIAL_STATEMENT, Kind.PRESS_RELEASE, Kind.CORRESPONDENCE, Kind.SOCIAL_POST, Kind.VIDEO}
)
"""Kinds whose speaker stands as the author where no author is given."""

_DOI_PREFIXES: Final = ("https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "doi:")


def csl_item(source: Source, registry: Registry) -> dict[str, object]:
    """One source as a CSL-JSON item, valid against `csl-data.json`; an empty value is left out, never written.

    Of an unnamed source nothing is given that could lead to the person: no author, no speaker, no place where notes are
    kept, no remark and no mail address.

    Args:
        source: The registry's entry.
        registry: Where the publisher's name is found.
    """
    item: dict[str, object] = {
        "id": source.id,
        "type": CSL_TYPES[source.kind],
        "title": source.title or source.id,
    }
    named = source.attribution is not Attribution.UNNAMED
    if named and (source.author or source.speaker):
        item.update((role, names) for role, names in _people(source).items() if names)
    publisher = registry.publisher_name(source)
    if publisher:
        item[_PUBLISHER_IN.get(source.kind, "publisher")] = publisher
    _add_dates(item, source)
    _add_texts(item, source, named)
    return item


def csl_date(date: PartialDate) -> dict[str, object]:
    """A date as CSL's object: one list of year, month and day as far as known, two lists for an interval.

    CSL has one word, `circa`, for a date that is approximate and for one that is uncertain.
    """
    parts = [_parts(date)]
    circa = date.approximate or date.uncertain
    if date.end is not None:
        parts.append(_parts(date.end))
        circa = circa or date.end.approximate or date.end.uncertain
    return {"date-parts": parts, "circa": True} if circa else {"date-parts": parts}


def _parts(date: PartialDate) -> list[int]:
    if date.month is None:
        return [date.year]
    return [date.year, date.month] if date.day is None else [date.year, date.month, date.day]


def _people(source: Source) -> dict[str, list[dict[str, str]]]:
    """The CSL name variables: of an interview the author is who was interviewed, of a speech who spoke."""
    speaker = source.speaker
    authors = [name for name in map(_name, source.author) if name]
    if not speaker:
        return {"author": authors}
    spoke = [{"literal": speaker}]
    if source.kind in (Kind.INTERVIEW, Kind.SPEECH):
        others = [_name(name) for name in source.author if str(name) not in ("", speaker)]
        return {"author": spoke, "interviewer" if source.kind is Kind.INTERVIEW else "contributor": others}
    if source.kind is Kind.BROADCAST:
        return {"author": authors, "guest": spoke}
    return {"author": authors or (spoke if source.kind in _SPOKEN else [])}


def _name(name: Name) -> dict[str, str]:
    """A CSL name: one literal string, or family and given; empty for a name without any."""
    if name.literal:
        return {"literal": name.literal}
    parts = (("family", name.family), ("given", name.given))
    return {part: text for part, text in parts if text}


def _add_dates(item: dict[str, object], source: Source) -> None:
    """`issued` is when the source was published; only where that is not known, when it was last changed."""
    issued = source.published or source.updated
    if issued is not None:
        item["issued"] = csl_date(issued)
    if source.accessed is not None:
        item["accessed"] = csl_date(source.accessed)
    if source.event_date is not None:
        item["event-date"] = csl_date(source.event_date)


def _add_texts(item: dict[str, object], source: Source, named: bool) -> None:
    url, doi = _address(source, named)
    archive, place = _archive(source, named)
    for variable, text in (
        ("URL", url),
        ("DOI", doi),
        ("ISBN", source.isbn),
        ("language", source.language),
        ("genre", GENRES.get(source.kind)),
        ("medium", MEDIA.get(source.kind)),
        ("archive", archive),
        ("archive_location", place),
        ("status", None if source.status.state is State.CURRENT else str(source.status.bearing.state)),
        ("note", source.note if named else None),
    ):
        if text:
            item[variable] = text


def _address(source: Source, named: bool) -> tuple[str | None, str | None]:
    """The URL and the DOI, the latter without the prefixes that people write before it."""
    url, doi = source.url, source.doi
    if url and url[:4].lower() == "doi:":
        url, doi = None, doi or url
    if url and not named and url[:7].lower() == "mailto:":
        url = None
    if doi:
        doi = doi.strip()
        prefix = next((known for known in _DOI_PREFIXES if doi.lower().startswith(known)), "")
        doi = doi[len(prefix) :].strip()
    return url, doi


def _archive(source: Source, named: bool) -> tuple[str | None, str | None]:
    """CSL's `archive` and `archive_location`: where a physical source is kept, else its first saved copy on the web."""
    if source.locator and named:
        return source.locator, None
    if source.archives:
        return source.archives[0].service, source.archives[0].url
    return None, None
