"""RIS files into works: the tags of Research Information Systems, as Zotero, EndNote and publishers write them.

rispy reads the lines of a record. Where records begin and end is found here, so that each has a line, that one without
its end costs no other, and that a tag with a space too few is read as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct
from rispy import RisParser  # type: ignore[import-untyped]

from mkdocs_provenance.bibliography.kinds import PARTS, RIS
from mkdocs_provenance.bibliography.names import ris_name
from mkdocs_provenance.bibliography.works import Report, Work
from mkdocs_provenance.model import Kind, Name

_LINE: Final = re.compile(r"(?P<tag>[A-Z][A-Z0-9]) {0,3}-(?: ?(?P<text>.*))?$")
_LISTED: Final = (
    "AU",
    "A1",
    "A2",
    "A3",
    "A4",
    "ED",
    "UR",
    "L1",
    "L2",
    "LK",
    "N1",
    "KW",
    "SN",
    "DA",
    "PY",
    "Y1",
    "T2",
    "ID",
)
_TAGS: Final = (
    *_LISTED, "TY", "ER", "AB", "AN", "C1", "CN", "CT", "BT", "CY", "PP", "DB", "DO", "DP", "ET", "EP", "IS", "J1",
    "J2", "JA", "JF", "JO", "LA", "LB", "M1", "M2", "M3", "N2", "NV", "PB", "RN", "SE", "SP", "ST", "T1", "T3", "TA",
    "TI", "TT", "VL", "VO", "Y2",
)  # fmt: skip
_VARIABLES: Final[tuple[tuple[str, str], ...]] = (
    ("TI", "title"), ("T1", "title"), ("CT", "title"), ("ST", "title-short"), ("TT", "translated-title"),
    ("T2", "container-title"), ("JF", "container-title"), ("JO", "container-title"), ("BT", "container-title"),
    ("JA", "container-title"), ("J2", "container-title"), ("PB", "publisher"), ("CY", "publisher-place"),
    ("PP", "publisher-place"), ("VL", "volume"), ("VO", "volume"), ("IS", "issue"), ("ET", "edition"), ("M3", "genre"),
    ("SE", "section"), ("CN", "call-number"), ("LA", "language"), ("DO", "DOI"), ("UR", "URL"), ("LK", "URL"),
)  # fmt: skip
"""Tag to CSL variable; of several tags for one variable the first that is there counts."""
_AUTHORS: Final = (("AU", "author"), ("A1", "author"), ("ED", "editor"), ("A2", "editor"), ("A4", "translator"))
_GENERIC: Final = frozenset({"GEN", "UNPB", "MANSCPT"})


class _Record(Struct):
    """The lines of one record, from `TY` to before its end."""

    line: int
    """The line, from 1, of its `TY`."""
    lines: list[list[str]]
    """Each line of a tag with those that go on with it: rispy would join them one by one, in quadratic time."""
    tags: dict[str, int]
    """Tag to the line on which it first stands."""


class _Parser(RisParser):  # type: ignore[misc]
    """rispy, with lines that lack a space or have one too many."""

    def parse_line(self, line: str) -> tuple[str | None, str]:
        found = _LINE.match(line)
        return (found["tag"], (found["text"] or "").strip()) if found else (None, line.strip())


def works_of(text: str, report: Report) -> Iterator[Work]:
    """The records of a RIS file, whose lines end in line feeds, in its order."""
    parser = _Parser(
        mapping={tag: tag for tag in _TAGS}, list_tags=list(_LISTED), delimiter_tags_mapping={}, skip_unknown_tags=True
    )
    made: dict[str, int] = {}
    for record in _records(text, report):
        for read in parser.parse("\n".join((*map(" ".join, record.lines), "ER  - "))):
            yield _work(read, record, made)


def _records(text: str, report: Report) -> Iterator[_Record]:
    record: _Record | None = None
    for number, line in enumerate(text.split("\n"), 1):
        found = _LINE.match(line)
        tag = found["tag"] if found else None
        if tag == "TY":
            if record is not None:
                _report_unclosed(record, report)
                yield record
            record = _Record(number, [[line]], {"TY": number})
        elif record is None:
            if tag is not None and tag != "ER":
                message = "This line stands outside any record: no `TY` line begins one before it."
                report.add("registry-syntax", message, number, "A record begins with `TY  - ` and ends with `ER  - `.")
        elif tag == "ER":
            yield record
            record = None
        elif tag is None:
            record.lines[-1].append(line.strip())
        else:
            record.lines.append([line])
            record.tags.setdefault(tag, number)
    if record is not None:
        _report_unclosed(record, report)
        yield record


def _report_unclosed(record: _Record, report: Report) -> None:
    message = "A record has no end; what was there of it is read."
    report.add("registry-syntax", message, record.line, "End it with a line `ER  - `.")


def _work(read: dict[str, str | list[str]], record: _Record, made: dict[str, int]) -> Work:
    type_ = _first(read.get("TY")).upper()
    work = Work("", record.line, RIS.get(type_, Kind.DOCUMENT), part=type_ in PARTS, generic=type_ in _GENERIC)
    for tag, variable in _VARIABLES:
        work.put(variable, _first(read.get(tag)), tag, record.tags.get(tag, record.line))
    for tag, role in _AUTHORS:
        names = tuple(name for name in map(ris_name, _all(read.get(tag))) if name is not None)
        if names:
            work.names[role] = work.names.get(role, ()) + names
    _put_date(read, work, record)
    _put_copy(read, work, record)
    _put_pages(read, work, record)
    for number in _all(read.get("SN")):
        if len(re.sub("[^0-9Xx]", "", number)) >= 10:  # an ISSN has eight digits
            work.put("ISBN", number, "SN", record.tags.get("SN", record.line))
    work.key = _key(read, work, made)
    return work


def _put_date(read: dict[str, str | list[str]], work: Work, record: _Record) -> None:
    """The most exact of `DA`, `PY` and `Y1`; `Y2` is when it was read."""
    written = [(text, tag) for tag in ("DA", "PY", "Y1") for text in _all(read.get(tag)) if text.strip("/ ")]
    if written:
        text, tag = max(written, key=lambda one: (bool(re.match("[0-9]{4}", one[0])), len(one[0].strip("/ "))))
        work.put("issued", text, tag, record.tags.get(tag, record.line))
    work.put("accessed", _first(read.get("Y2")), "Y2", record.tags.get("Y2", record.line))


def _put_copy(read: dict[str, str | list[str]], work: Work, record: _Record) -> None:
    """A saved copy on the web, as `exports/ris.py` writes it: elsewhere `AN` is a number in a database."""
    copy = _first(read.get("AN"))
    if "://" in copy:
        work.put("archive_location", copy, "AN", record.tags.get("AN", record.line))
        work.put("archive", _first(read.get("DB")), "DB", record.tags.get("DB", record.line))


def _put_pages(read: dict[str, str | list[str]], work: Work, record: _Record) -> None:
    first, last = _first(read.get("SP")), _first(read.get("EP"))
    pages = f"{first}-{last}" if first and last and last not in first else first or last
    work.put("page", pages, "SP", record.tags.get("SP", record.line))


def _key(read: dict[str, str | list[str]], work: Work, made: dict[str, int]) -> str:
    """The record's `ID` or `LB`; without one a key as pandoc makes it: `Okoro_2026`, the second `Okoro_2026a`."""
    written = _first(read.get("ID")) or _first(read.get("LB"))
    if written:
        return written
    authors: Sequence[Name] = work.names.get("author", ())
    first = (authors[0].family or str(authors[0])) if authors else (work.get("title") or "untitled")
    word = re.sub(r"[^\w-]", "", first.split()[0]) if first.split() else ""
    year = re.search(r"[0-9]{4}", work.get("issued") or "")
    key = "_".join(part for part in (word or "untitled", year[0] if year else "") if part)
    count = made[key] = made.get(key, -1) + 1
    return key if count == 0 else key + (chr(ord("a") + count - 1) if count <= 26 else f"-{count}")


def _all(value: str | list[str] | None) -> list[str]:
    return value if isinstance(value, list) else [value] if value else []


def _first(value: str | list[str] | None) -> str:
    return next((text.strip() for text in _all(value) if text.strip()), "")
