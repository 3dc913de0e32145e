"""BibTeX and biblatex files: entries into works.

bibtexparser divides the file, because it begins again at the next entry after anything that it cannot read, and knows
the line of every field (docs/decisions/0010). What stands in a field is read here: abbreviations (`@string`), parts
joined with `#`, and the comma that is missing behind a field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bibtexparser import splitter
from bibtexparser.exceptions import ParserStateException
from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Field,
    ParsingFailedBlock,
    String,
)
from bibtexparser.model import Entry as Parsed

from mkdocs_provenance.bibliography.addresses import eprint_address, web_address
from mkdocs_provenance.bibliography.inheritance import Entry, Value, inherit
from mkdocs_provenance.bibliography.issued import read_date
from mkdocs_provenance.bibliography.kinds import BIBTEX, PARTS
from mkdocs_provenance.bibliography.latex import plain
from mkdocs_provenance.bibliography.names import bibtex_names
from mkdocs_provenance.bibliography.values import MAX_EXPANDED, Strings, next_field, read_value
from mkdocs_provenance.bibliography.works import Report, Work
from mkdocs_provenance.fields import Lines, quoted
from mkdocs_provenance.model import Kind

splitter.logger.disabled = True  # what it finds is reported here, with file and line

_NO_SOURCES: Final = frozenset(
    {"xdata", "set", "bibnote", "control", "ieeetranbstctl", "setting", "settings", "comment"}
)
"""Types of entries that are read by machines only, or group others."""
_GENERIC: Final = frozenset({"misc", "online", "electronic", "www", "unpublished"})

_VARIABLES: Final[tuple[tuple[str, str], ...]] = (
    ("title", "title"), ("subtitle", "subtitle"), ("titleaddon", "titleaddon"), ("shorttitle", "title-short"),
    ("journaltitle", "container-title"), ("journal", "container-title"), ("booktitle", "container-title"),
    ("maintitle", "container-title"), ("issuetitle", "container-title"), ("series", "collection-title"),
    ("publisher", "publisher"), ("institution", "institution"), ("school", "institution"), ("authority", "authority"),
    ("organization", "organization"), ("location", "publisher-place"), ("address", "publisher-place"),
    ("eventtitle", "event-title"), ("volume", "volume"), ("number", "issue"), ("issue", "issue"),
    ("pages", "page"), ("eid", "page"), ("edition", "edition"), ("chapter", "section"), ("type", "genre"),
    ("entrysubtype", "medium"), ("library", "archive"), ("pubstate", "status"), ("howpublished", "howpublished"),
    ("urldate", "accessed"), ("lastchecked", "accessed"), ("lastaccessed", "accessed"), ("accessed", "accessed"),
    ("eventdate", "event-date"), ("isbn", "ISBN"), ("langid", "language"), ("language", "language"),
    ("rights", "rights"), ("copyright", "rights"),
)  # fmt: skip
"""Field to CSL variable; of several fields for one variable the first that is there counts."""
_NAMES: Final[tuple[tuple[str, str], ...]] = (
    ("author", "author"), ("editor", "editor"), ("translator", "translator"), ("director", "director"),
    ("composer", "composer"), ("editora", "contributor"),
)  # fmt: skip
"""Field to CSL name variable."""
_THESES: Final = {
    "phdthesis": "PhD thesis", "mastersthesis": "Master’s thesis", "bachelorsthesis": "Bachelor’s thesis",
    "mathesis": "Master’s thesis", "techreport": "Technical report", "resreport": "Research report",
}  # fmt: skip
"""Types of entries, and biblatex's words for `type`, as a reader knows them."""
_ACCESSED: Final = re.compile(
    r"[\[(]?(?:online[;,.:]? *)?(?:last )?(?:accessed|retrieved|visited|checked)(?: on| at)?[:;,]? *"
    r"(?P<date>[^\])]*)[\])]?\.?",
    re.IGNORECASE,
)
"""`[Online; accessed 22-July-2004]`, as Wikipedia's own BibTeX has it."""
_ARCHIVED: Final = re.compile(r"Archived copy: (?P<address>https?://\S+)")
"""A saved copy, as `exports/bibtex.py` writes it: biblatex has no field for one."""


def works_of(text: str, report: Report) -> Iterator[Work]:
    """The entries of a BibTeX file, whose lines end in line feeds, in its order; what cannot be read is reported."""
    entries = _entries(text, report)
    inherit(entries, report)
    for entry in entries:
        if entry.type not in _NO_SOURCES:
            yield _work(entry)


# --- Entries ---------------------------------------------------------------------------------------------------------


def _entries(text: str, report: Report) -> list[Entry]:
    try:
        blocks = splitter.Splitter(text).split().blocks
    except ParserStateException:  # pragma: no cover - bibtexparser's guard against itself
        report.add("registry-syntax", "The file cannot be read as BibTeX.", 1)
        return []
    lines = text.split("\n")
    strings = Strings()
    entries: list[Entry] = []
    for block in blocks:
        line = (block.start_line or 0) + 1
        if lines[line - 1].lstrip().startswith("%"):
            continue  # to biber and to people, though not to BibTeX, the line is a comment
        if isinstance(block, String):
            _add_string(block, strings, line, report)
        elif isinstance(block, ParsingFailedBlock) and not isinstance(
            block, (DuplicateBlockKeyBlock, DuplicateFieldKeyBlock)
        ):
            entries += _salvaged(block, line, strings, report)
        else:
            parsed = _parsed(block)
            if parsed is not None:
                entries.append(_entry(parsed, line, strings, report))
    if strings.exhausted:
        message = (
            f"Abbreviations (@string) become more than {MAX_EXPANDED // 1024**2} MiB of text; the others were left."
        )
        report.add("registry-too-large", message, 1, "Look for one that is made of itself many times.")
    return entries


def _parsed(block: Block) -> Parsed | None:
    """The entry that a block is, also where its key stands twice or a field in it does."""
    while isinstance(block, ParsingFailedBlock):
        inner = block.ignore_error_block
        if inner is None:
            return None
        block = inner
    return block if isinstance(block, Parsed) else None


_KEY: Final = re.compile(r"@(?P<type>\w+)\s*[{(]\s*(?P<key>[^\s,={}()]+)\s*(?:,|$)", re.MULTILINE)
_FIELD_LINE: Final = re.compile(r"^[ \t]*(?P<name>[A-Za-z][\w+-]*)[ \t]*=(?P<value>.*)$", re.MULTILINE)


def _salvaged(block: ParsingFailedBlock, line: int, strings: Strings, report: Report) -> Iterator[Entry]:
    """What can be read of an entry that is never closed: its fields that are whole on a line of their own."""
    raw = block.raw or ""
    head = _KEY.match(raw)
    if head is None:
        message = "An entry cannot be read: a brace, a quotation mark or the comma behind its key is missing."
        report.add("registry-syntax", message, line, "The next entry was read again. Count the braces of this one.")
        return
    what = f"The entry {quoted(head['key'])}"
    message = f"{what} is broken: a brace, a quotation mark or the comma behind its key is missing."
    hint = "Of its fields those were read that are whole on one line. Count its braces."
    report.add("registry-syntax", message, line, hint)
    entry = Entry(head["type"].lower(), head["key"], line, {})
    lines = Lines(raw)
    for found in _FIELD_LINE.finditer(raw, head.end()):
        value = found["value"].strip().removesuffix(",")
        if value.count("{") == value.count("}") and value.count('"') % 2 == 0:
            read = read_value(value, strings)
            if read.text and read.end == len(value):
                at = line + lines.at(found.start("name")) - 1
                entry.fields.setdefault(found["name"].lower(), Value(read.text, found["name"], at))
    if "title" in entry.fields:
        yield entry
    else:
        report.left_out.append((entry.key, line))


def _add_string(block: String, strings: Strings, line: int, report: Report) -> None:
    read = read_value(block.value, strings)
    strings.define(block.key.strip(), read.text)
    for unknown in read.unknown:
        _report_unknown(unknown, f"the abbreviation {quoted(block.key)}", line, report)


def _entry(parsed: Parsed, line: int, strings: Strings, report: Report) -> Entry:
    entry = Entry(parsed.entry_type.strip().lower(), parsed.key.strip(), line, {})
    for field in parsed.fields:
        _add_field(entry, field, strings, report)
    return entry


def _add_field(entry: Entry, field: Field, strings: Strings, report: Report) -> None:
    """Read a field, and those behind it that no comma divides from it."""
    name = _without_comments(field.key)
    line, at, written = field.start_line + 1, 0, str(field.value)
    while name:
        read = read_value(written, strings, at)
        what = f"{quoted(name)} of the source {quoted(entry.key)}"
        for unknown in read.unknown:
            _report_unknown(unknown, what, line, report)
        _put_field(entry, Value(read.text, name, line), report)
        if read.end == len(written):
            return
        following = next_field(written, read.end)
        after = "a comma is missing behind it" if following else "something that is no value stands behind it"
        report.add("registry-syntax", f"{_capital(what)} ends early: {after}.", line, "Write `name = {value},`.")
        if following is None:
            return
        line += written.count("\n", at, read.end)
        name, at = following


def _put_field(entry: Entry, value: Value, report: Report) -> None:
    """Keep a field, unless it is there already."""
    known = entry.fields.setdefault(value.name.lower(), value)
    if known.written != value.written:
        message = f"The source {quoted(entry.key)} has {quoted(value.name)} twice; the first one counts."
        report.add("registry-syntax", message, value.line, "Delete one.")


def _report_unknown(name: str, where: str, line: int, report: Report) -> None:
    message = f"{_capital(where)} names the abbreviation {quoted(name)}, which no @string defines."
    report.add("registry-syntax", message, line, "Put words in braces: `{…}`.")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _without_comments(name: str) -> str:
    """A field's name without the lines that begin with `%` before it; empty where it is such a line itself."""
    kept = [line for line in name.split("\n") if not line.lstrip().startswith("%")]
    return " ".join(" ".join(kept).split())


# --- Works -----------------------------------------------------------------------------------------------------------


def _work(entry: Entry) -> Work:
    kind = BIBTEX.get(entry.type, Kind.DOCUMENT)
    work = Work(entry.key, entry.line, kind, part=entry.type in PARTS, generic=entry.type in _GENERIC)
    _put_address(entry, work)
    for name, variable in _VARIABLES:
        value = entry.fields.get(name)
        if value is not None:
            if variable == "issue" and entry.type not in ("article", "suppperiodical", "periodical", "review"):
                variable = "number"  # of a report it is its own, not that of an issue
            text = _date_text(value.written) if variable in ("accessed", "event-date") else plain(value.written)
            if variable == "publisher-place":
                text = re.sub(r"\bcountry([a-z]{2})\b", lambda country: country[1].upper(), text)  # biblatex's words
            work.put(variable, text, value.name, value.line)
    _put_genre(entry, work)
    _put_date(entry, work)
    _put_note(entry, work)
    for name, role in _NAMES:
        value = entry.fields.get(name)
        if value is not None:
            work.names[role] = bibtex_names(value.written)
    return work


def _put_genre(entry: Entry, work: Work) -> None:
    """`phdthesis` and the like are said in words, whether they are the entry's type or stand in `type`."""
    written = entry.fields.get("type")
    said = written.written.strip().lower() if written else entry.type
    words = _THESES.get(said) or ("Patent" if re.fullmatch(r"pat(?:ent|req)[a-z]{0,2}", said) else None)
    if words:
        work.texts.pop("genre", None)
        work.put("genre", words, "type", written.line if written else entry.line)


def _put_address(entry: Entry, work: Work) -> None:
    """URL and DOI, which are no LaTeX but often hold its escapes; eprints; addresses in `howpublished` and `note`."""
    for name, variable in (("url", "URL"), ("doi", "DOI")):
        value = entry.fields.get(name)
        if value is not None:
            work.put(variable, _unescaped(value.written), value.name, value.line)
    address = _eprint(entry)
    if address:
        work.put("eprint-url", address, "eprint", entry.line)
    archive = entry.fields.get("archiveprefix") or entry.fields.get("eprinttype")
    if archive is not None and address:
        work.put(
            "archive-name", "arXiv" if "arxiv.org" in address else plain(archive.written), archive.name, archive.line
        )
    for name in ("howpublished", "note"):
        value = entry.fields.get(name)
        found = (
            web_address(_unescaped(value.written), in_prose=True)
            if value and not work.get("URL", "eprint-url", "DOI")
            else None
        )
        if found and value:
            work.put("URL", found, value.name, value.line)
            left = _said_beside(value.written)
            entry.fields[name] = Value(left, value.name, value.line)


_ADDRESS_SAID: Final = re.compile(r"(?:\\(?:url|href|path|nolinkurl)\s*\{[^{}]*\}|(?:https?://|www\.)[^\s{}]+)")
_LEAD: Final = re.compile(
    r"^(?:url|online|available(?: online)?(?: at| from)?|web ?(?:site|page)|see|in)?\s*[:,;.]*$", re.I
)


def _said_beside(written: str) -> str:
    """What a field says beside its address."""
    left = _ADDRESS_SAID.sub("", written, count=1).strip(" .,;:{}")
    return "" if _LEAD.fullmatch(plain(left)) else left


def _unescaped(written: str) -> str:
    r"""An address without LaTeX: `\url{…}` opened, `\_` and `{\_}` as the sign, line breaks taken out."""
    opened = re.sub(r"\\(?:url|path|nolinkurl|href)\s*(?=\{)", "", written)
    opened = re.sub(r"\{?\\(?:textasciitilde|string~|sim)\}?(?:\{\})?\s?|\\~(?:\{\})?|\{\\~\}", "~", opened)
    opened = opened.replace("\\textunderscore", "_").replace("\\slash", "/")
    return re.sub(r"\\([_%&#$~{}^-])|[{}]|\s*\n\s*", lambda sign: sign[1] or "", opened).replace("\\", "")


def _eprint(entry: Entry) -> str | None:
    value = entry.fields.get("eprint") or entry.fields.get("arxivid") or entry.fields.get("arxiv")
    if value is not None:
        archive = entry.fields.get("eprinttype") or entry.fields.get("archiveprefix")
        return eprint_address(archive.written if archive else "", _unescaped(value.written))
    for name in ("pmcid", "pmid"):
        value = entry.fields.get(name)
        if value is not None and not (entry.fields.get("doi") or entry.fields.get("url")):
            return eprint_address(name, _unescaped(value.written))
    return None


def _put_date(entry: Entry, work: Work) -> None:
    """`date`, else `year` with what `month` and `day` can add to it."""
    date, year = entry.fields.get("date"), entry.fields.get("year")
    if date is not None:
        work.put("issued", _date_text(date.written), date.name, date.line)
    if year is None:
        return
    text = _date_text(year.written)
    month, day = (entry.fields[name].written if name in entry.fields else "" for name in ("month", "day"))
    month, day = plain(month), plain(day)
    if re.fullmatch("[0-9]{4}", text) and month:
        numbers = [part for part in (month, day) if part]
        exact = "-".join((text, *numbers)) if month.isdigit() else " ".join((day, month, text))
        if _is_date(exact):
            text = exact
    work.put("issued", text, year.name, year.line)


def _date_text(written: str) -> str:
    """A date as text; in EDTF `~` means about, and is no space as elsewhere in LaTeX."""
    return written.strip() if re.fullmatch(r"\s*[0-9XxUu?~%/.-]+\s*", written) else plain(written)


def _is_date(text: str) -> bool:
    try:
        return read_date(text.strip()).date is not None
    except ValueError:
        return False


def _put_note(entry: Entry, work: Work) -> None:
    """What styles print as the note; "accessed on" is a date."""
    for name in ("note", "addendum"):
        value = entry.fields.get(name)
        if value is None:
            continue
        text = plain(value.written)
        accessed, archived = _ACCESSED.fullmatch(text), _ARCHIVED.fullmatch(text)
        if archived:
            work.put("archive_location", archived["address"], value.name, value.line)
        elif accessed and _is_date(accessed["date"]):
            work.put("accessed", accessed["date"], value.name, value.line)
        else:
            work.put("note", text, value.name, value.line)
