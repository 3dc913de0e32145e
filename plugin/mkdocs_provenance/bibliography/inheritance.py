"""What an entry takes from another: `crossref` and `xdata`, by the rules of biber (the biblatex manual, appendix B).

A part takes its parent's title as `booktitle`, an article its periodical's as `journaltitle`; every other field that it
lacks it takes as it stands. Not taken, against biber: addresses and notes, which are the parent's own, so that two
chapters of one book do not seem to be one source.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from mkdocs_provenance.bibliography.kinds import PARTS
from mkdocs_provenance.bibliography.works import Report
from mkdocs_provenance.fields import quoted

MAX_STEPS: Final = 8
"""How many parents an entry may have above it."""

_OWN: Final = frozenset(
    {
        "crossref", "xref", "xdata", "ids", "entryset", "entrysubtype", "execute", "label", "options", "presort",
        "related", "relatedoptions", "relatedstring", "relatedtype", "shorthand", "shorthandintro", "sortkey",
        "sorttitle", "sortname", "sortyear", "shorttitle", "shortauthor", "title", "subtitle", "titleaddon", "url",
        "urldate", "doi", "eprint", "eprinttype", "eprintclass", "archiveprefix", "primaryclass", "note", "addendum",
        "annotation", "annote", "abstract", "keywords", "file", "pages", "howpublished",
    }
)  # fmt: skip
"""Fields that stay with the entry they stand in."""
_IN_BOOK: Final = {"title": "booktitle", "subtitle": "booksubtitle", "titleaddon": "booktitleaddon"}
_IN_PERIODICAL: Final = {"title": "journaltitle", "subtitle": "journalsubtitle"}
_ARTICLES: Final = frozenset({"article", "suppperiodical", "review"})


class Value(Struct, frozen=True):
    """A field's value as written, its quotation marks or braces taken off."""

    written: str
    """In LaTeX."""
    name: str
    """The field's name as written."""
    line: int


class Entry(Struct):
    """One entry of a BibTeX file."""

    type: str
    """In lower case, without its `@`."""
    key: str
    line: int
    fields: dict[str, Value]
    """Name in lower case to value."""


def inherit(entries: list[Entry], report: Report) -> None:
    """Give every entry the fields that it takes from others."""
    known: dict[str, Entry] = {}
    for entry in entries:
        known.setdefault(entry.key, entry)
        known.setdefault(entry.key.lower(), entry)
    for entry in entries:
        if "crossref" in entry.fields or "xdata" in entry.fields:
            _inherit(entry, known, report)


def _inherit(entry: Entry, known: Mapping[str, Entry], report: Report) -> None:
    """Follow the references upwards, nearest first; one that leads back is not followed twice."""
    seen = {entry.key}
    waiting = [entry]
    for _ in range(MAX_STEPS):
        if not waiting:
            return
        child = waiting.pop(0)
        for parent, name in _parents(child, known, entry, report):
            if parent.key not in seen:
                seen.add(parent.key)
                _take(entry, parent, data=name == "xdata")
                waiting.append(parent)


def _parents(child: Entry, known: Mapping[str, Entry], entry: Entry, report: Report) -> list[tuple[Entry, str]]:
    found = []
    for name in ("xdata", "crossref"):
        value = child.fields.get(name)
        for key in value.written.split(",") if value else ():
            parent = known.get(key.strip()) or known.get(key.strip().lower())
            if parent is not None:
                found.append((parent, name))
            elif value is not None and child is entry and key.strip():
                message = (
                    f'"{value.name}" of the source {quoted(entry.key)} names {quoted(key.strip())}, which is not here.'
                )
                report.add("unknown-value", message, value.line, "Add that entry to the file, or delete the field.")
    return found


def _take(entry: Entry, parent: Entry, *, data: bool) -> None:
    renamed: Mapping[str, str] = {}
    if not data and entry.type in PARTS:
        renamed = _IN_BOOK
    elif not data and entry.type in _ARTICLES:
        renamed = _IN_PERIODICAL
    for name, value in parent.fields.items():
        if name in renamed:
            entry.fields.setdefault(renamed[name], value)
        elif (data and name not in ("xdata", "ids")) or name not in _OWN:
            entry.fields.setdefault(name, value)
