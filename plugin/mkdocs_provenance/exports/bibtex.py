r"""CSL-JSON items as BibTeX, in the dialect of biblatex, which biber, pandoc, JabRef and Zotero read.

The entry types are those that all of them know: Zotero passes over an entry whose type it does not know (its
`BibTeX.js`), so a dataset is a `@misc` of type "Dataset". Text is UTF-8. Each of LaTeX's own characters is escaped by a
command that pandoc knows too. A title with capitals stands in two braces, or styles would make them small.

bibtexparser writes the file; its own encoder of LaTeX leaves `$5 and $6` as mathematics and wraps addresses in
commands, so the ten characters are escaped here.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple
from urllib.parse import quote

from bibtexparser.library import Library
from bibtexparser.model import Entry, Field
from bibtexparser.writer import BibtexFormat, write

from mkdocs_provenance.exports.csl_values import OTHERS, Item, date_of, names_of, remark_of, text_of
from mkdocs_provenance.exports.languages import BABEL


class Shape(NamedTuple):
    """How a type of item is written."""

    entry: str
    container: str = "organization"
    """The field of the paper, site or work that it appeared in."""
    publisher: str = "organization"
    type: str = ""
    """What `type` says where the item itself names no genre."""
    subtype: str = ""
    """biblatex's `entrysubtype`: what kind of paper an article is from."""


SHAPES: Final[dict[str, Shape]] = {
    "article": Shape("misc", type="Preprint"),
    "article-journal": Shape("article", "journaltitle", "publisher"),
    "article-magazine": Shape("article", "journaltitle", "publisher", subtype="magazine"),
    "article-newspaper": Shape("article", "journaltitle", "publisher", subtype="newspaper"),
    "book": Shape("book", "booktitle", "publisher"),
    "broadcast": Shape("misc", type="Broadcast"),
    "dataset": Shape("misc", type="Dataset"),
    "document": Shape("misc", type="Document"),
    "entry-encyclopedia": Shape("inreference", "booktitle", "publisher"),
    "event": Shape("misc"),
    "graphic": Shape("artwork"),
    "interview": Shape("misc", type="Interview"),
    "legal_case": Shape("jurisdiction"),
    "legislation": Shape("legislation"),
    "motion_picture": Shape("video"),
    "personal_communication": Shape("letter"),
    "post": Shape("online"),
    "post-weblog": Shape("online", "journaltitle"),
    "report": Shape("report", "series", "institution"),
    "speech": Shape("misc", type="Speech"),
    "webpage": Shape("online"),
}
"""Every type that our items have."""

_FORMAT: Final = BibtexFormat()  # type: ignore[no-untyped-call]
_FORMAT.indent, _FORMAT.value_column = "  ", 0

_ESCAPED: Final = str.maketrans(
    {char: f"\\{char}" for char in "{}$&#%_"}
    | {
        "\\": r"{\textbackslash}",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
        "<": r"{\textless}",
        ">": r"{\textgreater}",
        "@": "{@}",  # behind which some programs see the next entry
    }
)
_LONE_BRACES: Final = {r"\{": r"{\textbraceleft}", r"\}": r"{\textbraceright}"}
"""A brace without its other half: BibTeX counts it even behind a backslash."""
_LIGATURES: Final = re.compile(r"--+|``+|''+")
"""What TeX makes dashes and quotation marks of."""
_PLAIN_NAME: Final = re.compile(r"[^\W\d_]+(?:[ .'’-]+[^\W\d_]+)*\.?")


def bibtex_entry(item: Item) -> str:
    """One item as an entry, ending in a line feed."""
    fields = [Field(name, f"{{{value}}}") for name, value in _fields(item) if value]
    written = write(
        Library([Entry(SHAPES[text_of(item, "type")].entry, citation_key(text_of(item, "id")), fields)]), _FORMAT
    )
    return str(written)


def citation_key(id: str) -> str:
    r"""An id as a key that `\cite` can hold: letters and digits of any script, `:`, `.`, `+`, `/`, `-` and `_`.

    Another character becomes `-`, and a few digits of the id's sum keep two such keys apart.
    """
    if all(map(_stands_in_key, id)):
        return id
    kept = "".join(char if _stands_in_key(char) else "-" for char in id).strip("-")
    return f"{kept}-{hashlib.sha256(id.encode('utf-8', 'replace')).hexdigest()[:6]}".lstrip("-")


def escaped(text: str) -> str:
    """Text as LaTeX that prints it as it is."""
    latex = text.translate(_ESCAPED)
    if not _balanced(text):
        latex = re.sub(r"\\[{}]", lambda brace: _LONE_BRACES[brace[0]], latex)
    return _LIGATURES.sub(lambda signs: "{}".join(signs[0]), latex)


def _fields(item: Item) -> Iterator[tuple[str, str]]:
    """Name and value of each field; an empty value for what is not known."""
    shape = SHAPES[text_of(item, "type")]
    container, publisher = text_of(item, "container-title"), text_of(item, "publisher") or text_of(item, "authority")
    if container and not publisher and shape.publisher == "organization":
        container, publisher = "", container  # where biblatex prints the name of a site
    yield "title", _title(text_of(item, "title"))
    yield "author", _names(item, "author")
    others = " and ".join(filter(None, (_names(item, role) for role in OTHERS)))
    yield from (("editora", others), ("editoratype", "collaborator" if others else ""))
    yield shape.container, escaped(container)
    yield shape.publisher, escaped(publisher)
    yield "entrysubtype", shape.subtype
    yield "type", escaped(text_of(item, "genre")) or shape.type
    yield "date", _date(item, "issued")
    yield "eventdate", _date(item, "event-date")
    yield "isbn", escaped(text_of(item, "ISBN"))
    yield "doi", _address(text_of(item, "DOI"))
    yield "url", _address(text_of(item, "URL"))
    yield "urldate", _date(item, "accessed")
    yield _language(text_of(item, "language"))
    yield _place(item)
    yield "pubstate", text_of(item, "status")
    yield "note", escaped(remark_of(item))
    yield "addendum", _archived(text_of(item, "archive_location"))
    yield "abstract", escaped(text_of(item, "abstract"))


def _title(title: str) -> str:
    """In two braces where it has capitals beyond its first letter, which styles for English would make small."""
    latex = escaped(title)
    return f"{{{latex}}}" if title[1:] != title[1:].lower() else latex


def _names(item: Item, role: str) -> str:
    return " and ".join(_name(family, given) for family, given in names_of(item, role))


def _name(family: str, given: str) -> str:
    if not given:
        return "others" if family == "others" else f"{{{escaped(family)}}}"
    return f"{_part(family)}, {_part(given)}"


def _part(name: str) -> str:
    """A part of a name; in braces where it holds what divides names."""
    plain = _PLAIN_NAME.fullmatch(name) and " and " not in name.lower()
    return name if plain else f"{{{escaped(name)}}}"


def _date(item: Item, variable: str) -> str:
    """A date in EDTF, level 1, as biblatex has it."""
    dates, circa = date_of(item, variable)
    sign = "~" if circa else ""
    return "/".join("-".join(f"{part:0{4 if not at else 2}d}" for at, part in enumerate(date)) + sign for date in dates)


def _language(tag: str) -> tuple[str, str]:
    """The language by the name that the package babel has for it; one that it has none for by its tag."""
    name = BABEL.get(tag.lower()) or BABEL.get(tag.lower().partition("-")[0])
    return ("langid", name) if name else ("language", escaped(tag))


def _address(address: str) -> str:
    """An address, which is no LaTeX: only what would end the field is encoded."""
    return (
        quote(address, safe="".join(chr(code) for code in range(33, 127) if chr(code) not in "{}\\")) if address else ""
    )


def _place(item: Item) -> tuple[str, str]:
    """Where a work that is not on the web is kept; where that is all that leads to it, it is printed."""
    kept = "" if text_of(item, "archive_location") else escaped(text_of(item, "archive"))
    reachable = any(text_of(item, variable) for variable in ("URL", "DOI", "ISBN"))
    return ("library" if reachable else "howpublished"), kept


def _archived(copy: str) -> str:
    return rf"Archived copy: \url{{{_address(copy)}}}" if copy else ""


def _stands_in_key(char: str) -> bool:
    return char.isalnum() or char in ":.+/-_" or unicodedata.category(char)[0] == "M"


def _balanced(text: str) -> bool:
    depth = 0
    for brace in re.findall("[{}]", text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return not depth
