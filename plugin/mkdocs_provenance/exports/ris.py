"""CSL-JSON items as RIS records: the form that every reference manager reads (Research Information Systems, 2011).

The types are those that Zotero, Mendeley and EndNote file alike. `GEN`, which the format has for anything, becomes a
journal article in Zotero (its `RIS.js`), so a press release is a report of type "Press release", and a paper that
nobody published a manuscript. rispy writes the lines; a value is one line, or its rest would be taken for a tag.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from rispy import RisWriter  # type: ignore[import-untyped]

from mkdocs_provenance.exports.csl_values import OTHERS, Item, date_of, names_of, remark_of, text_of


class Shape(NamedTuple):
    """How a type of item is written."""

    type: str
    genre: str = ""
    """What `M3` says where the item itself names no genre."""


SHAPES: Final[dict[str, Shape]] = {
    "article": Shape("UNPB", "Preprint"),
    "article-journal": Shape("JOUR"),
    "article-magazine": Shape("MGZN"),
    "article-newspaper": Shape("NEWS"),
    "book": Shape("BOOK"),
    "broadcast": Shape("SOUND", "Broadcast"),
    "dataset": Shape("DATA"),
    "document": Shape("MANSCPT", "Document"),
    "entry-encyclopedia": Shape("ENCYC"),
    "event": Shape("MANSCPT"),
    "graphic": Shape("ART"),
    "interview": Shape("PCOMM", "Interview"),
    "legal_case": Shape("CASE"),
    "legislation": Shape("STAT"),
    "motion_picture": Shape("VIDEO"),
    "personal_communication": Shape("PCOMM"),
    "post": Shape("ELEC"),
    "post-weblog": Shape("BLOG"),
    "report": Shape("RPRT"),
    "speech": Shape("SLIDE", "Speech"),
    "webpage": Shape("ELEC"),
}
"""Every type that our items have."""

_REPORTS: Final = frozenset({"Press release", "Official statement", "Filing"})
"""Documents that somebody put out."""
_TEXTS: Final = (
    ("TI", "title"), ("T2", "container-title"), ("PB", "publisher"), ("PB", "authority"), ("SE", "section"),
    ("AB", "abstract"), ("SN", "ISBN"), ("LA", "language"), ("DO", "DOI"), ("DB", "archive"),
    ("AN", "archive_location"),
)  # fmt: skip
"""Tag and the CSL variable that it holds, as Zotero reads them."""
_TAGS: Final = ("TY", "ID", "AU", "A2", "PY", "DA", "Y2", "UR", "M3", "N1", *dict.fromkeys(tag for tag, _ in _TEXTS))


class _Writer(RisWriter):  # type: ignore[misc]
    """rispy, without the numbers that it writes between records, and with the line ends that the format asks for."""

    NEWLINE = "\r\n"
    REFERENCE_TYPE_KEY = "ty"

    def set_header(self, count: int) -> str:  # noqa: ARG002 - rispy's signature
        return ""


_WRITER: Final = _Writer(
    mapping={tag: tag.lower() for tag in (*_TAGS, "ER")}, list_tags=["AU", "A2"], delimiter_tags_mapping={}
)


def ris_record(item: Item) -> str:
    """One item as a record, from `TY` to `ER`, every line ended."""
    return str(_WRITER.formats([_lines(item)]))


def _lines(item: Item) -> dict[str, str | list[str]]:
    """Tag, in small letters as rispy wants a name, to what stands behind it."""
    shape = SHAPES[text_of(item, "type")]
    genre = text_of(item, "genre")
    issued, circa = date_of(item, "issued")
    accessed, _ = date_of(item, "accessed")
    lines: dict[str, str | list[str]] = {
        "ty": "RPRT" if genre in _REPORTS and shape.type == "MANSCPT" else shape.type,
        "id": text_of(item, "id"),
        "au": [_name(*name) for name in names_of(item, "author")],
        "a2": [_name(*name) for role in OTHERS for name in names_of(item, role)],
    }
    for tag, variable in _TEXTS:
        lines.setdefault(tag.lower(), "")
        lines[tag.lower()] = lines[tag.lower()] or text_of(item, variable)
    lines |= {
        "py": f"{issued[0][0]:04d}" if issued else "",
        "da": _date(issued[0], _about(issued, circa)) if issued else "",
        "y2": _date(accessed[0]) if accessed else "",
        "ur": text_of(item, "URL"),
        "m3": genre or shape.genre,
        "n1": remark_of(item),
    }
    return {tag: value for tag, value in lines.items() if value}


def _name(family: str, given: str) -> str:
    """`Lovelace, Ada`; a name that is not taken apart ends in a comma, or EndNote would take it apart."""
    if given:
        return f"{family}, {given}"
    return f"{family}," if " " in family and "," not in family else family


def _date(date: list[int], about: str = "") -> str:
    """`YYYY/MM/DD/other information`: RIS wants the strokes, also where a part is not known."""
    month, day = (f"{date[at]:02d}" if len(date) > at else "" for at in (1, 2))
    return f"{date[0]:04d}/{month}/{day}/{about}"


def _about(dates: list[list[int]], circa: bool) -> str:
    """What the four parts of a date cannot say."""
    until = "-".join(f"{part:02d}" for part in dates[1]) if len(dates) > 1 else ""
    return ", ".join(part for part in ("circa" if circa else "", f"to {until}" if until else "") if part)
