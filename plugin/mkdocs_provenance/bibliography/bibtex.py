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
from mkdocs_provenance.bibliography.works import Report, Work
from mkdocs_provenance.fields import quoted
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
_NAMES: Final = ("author", "editor", "translator", "director", "composer")
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
_MONTHS: Final = dict.fromkeys("jan feb mar apr may jun jul aug sep oct nov dec".split(), "")  # noqa: SIM905


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
    strings = dict(_MONTHS)
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
_FIELD_LINE: Final = re.compile(r"^[ \t]*(?P<name>[A-Za-z][\w+-]*)[ \t]*=[ \t]*(?P<value>\S.*?),?[ \t]*$", re.MULTILINE)


def _salvaged(block: ParsingFailedBlock, line: int, strings: dict[str, str], report: Report) -> Iterator[Entry]:
    """What can be read of an entry that is never closed: its fields that are whole on a line of their own."""
    raw = block.raw or ""
    head = _KEY.match(raw)
    if head is None:
        message = "An entry cannot be read: a brace, a quotation mark or the comma behind its key is missing."
        report.add("registry-syntax", message, line, "The next entry was read again. Count the braces of this one.")
        return
    message = (
        f"The entry {quoted(head['key'])} is broken: a brace, a quotation mark or the comma behind its key is missing."
    )
    hint = "Of its fields those were read that are whole on one line. Count its braces."
    report.add("registry-syntax", message, line, hint)
    entry = Entry(head["type"].lower(), head["key"], line, {})
    for found in _FIELD_LINE.finditer(raw, head.end()):
        value = found["value"]
        if value.count("{") == value.count("}") and value.count('"') % 2 == 0:
            at = line + raw.count("\n", 0, found.start("name"))
            read = _read_value(value, strings)
            if not read.rest:
                entry.fields.setdefault(found["name"].lower(), Value(read.text, found["name"], at))
    if "title" in entry.fields:
        yield entry
    else:
        report.left_out.append((entry.key, line))


def _add_string(block: String, strings: dict[str, str], line: int, report: Report) -> None:
    read = _read_value(block.value, strings)
    strings[block.key.strip().lower()] = read.text
    for unknown in read.unknown:
        _report_unknown(unknown, f"the abbreviation {quoted(block.key)}", line, report)


def _entry(parsed: Parsed, line: int, strings: dict[str, str], report: Report) -> Entry:
    entry = Entry(parsed.entry_type.strip().lower(), parsed.key.strip(), line, {})
    for field in parsed.fields:
        _add_field(entry, field, strings, report)
    return entry


def _add_field(entry: Entry, field: Field, strings: dict[str, str], report: Report) -> None:
    """Read a field, and those behind it that no comma divides from it."""
    name: str | None = _without_comments(field.key)
    line = field.start_line + 1
    rest = str(field.value)
    while name:
        read = _read_value(rest, strings)
        what = f"{quoted(name)} of the source {quoted(entry.key)}"
        for unknown in read.unknown:
            _report_unknown(unknown, what, line, report)
        if name.lower() not in entry.fields:
            entry.fields[name.lower()] = Value(read.text, name, line)
        elif entry.fields[name.lower()].written != read.text:
            message = f"The source {quoted(entry.key)} has {quoted(name)} twice; the first one counts."
            report.add("registry-syntax", message, line, "Delete one.")
        following = line + rest.count("\n", 0, len(rest) - len(read.rest))
        name, rest = _next_field(read.rest)
        if read.rest:
            after = "a comma is missing behind it" if name else "something that is no value stands behind it"
            report.add("registry-syntax", f"{_capital(what)} ends early: {after}.", line, "Write `name = {value},`.")
        line = following


def _report_unknown(name: str, where: str, line: int, report: Report) -> None:
    message = f"{_capital(where)} names the abbreviation {quoted(name)}, which no @string defines."
    report.add("registry-syntax", message, line, "Put words in braces: `{…}`.")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _without_comments(name: str) -> str:
    """A field's name without the lines that begin with `%` before it; empty where it is such a line itself."""
    kept = [line for line in name.split("\n") if not line.lstrip().startswith("%")]
    return " ".join(" ".join(kept).split())


# --- Values ----------------------------------------------------------------------------------------------------------

_BRACE: Final = re.compile(r"(?<!\\)[{}]")
_BRACE_OR_QUOTE: Final = re.compile(r"(?<!\\)[{}\"]")
_BARE: Final = re.compile(r"[^\s#,{}\"=%]+")
_NEXT_FIELD: Final = re.compile(r"\s*([A-Za-z][\w:.+/-]*)\s*=\s*(?=\S)")


class _Read:
    """What reading a value gave."""

    def __init__(self) -> None:
        self.text = ""
        self.rest = ""
        """What follows the value and should not."""
        self.unknown: list[str] = []
        """Abbreviations that nobody has defined."""


def _read_value(written: str, strings: dict[str, str]) -> _Read:
    """A value: parts in braces or quotation marks, numbers and abbreviations, joined with `#`."""
    read = _Read()
    at, parts = 0, []
    while True:
        at = _skip(written, at)
        part, at = _part(written, at, strings, read)
        parts.append(part)
        at = _skip(written, at)
        if written[at : at + 1] != "#":
            break
        at += 1
    read.text = "".join(parts)
    read.rest = written[at:].strip()
    if read.rest.startswith("%") and "\n" not in read.rest:
        read.rest = ""  # a comment behind the value
    return read


def _part(written: str, at: int, strings: dict[str, str], read: _Read) -> tuple[str, int]:
    """One part of a value, and where it ends."""
    opening = written[at : at + 1]
    if opening in ("{", '"'):
        end = _closing(written, at, _BRACE if opening == "{" else _BRACE_OR_QUOTE)
        return written[at + 1 : end], min(end + 1, len(written))
    bare = _BARE.match(written, at)
    if bare is None:
        return "", at
    word = bare[0]
    if word.isdigit() or not word[0].isalpha() or word.lower() in strings:
        return strings.get(word.lower()) or word, bare.end()
    read.unknown.append(word)
    return word, bare.end()


def _closing(written: str, at: int, form: re.Pattern[str]) -> int:
    """Where the brace or quotation mark at `at` is closed; the end of the text where it is not."""
    depth = 0
    quoted_part = written[at] == '"'
    for mark in form.finditer(written, at + 1):
        if mark[0] == '"':
            if depth == 0:
                return mark.start()
        elif mark[0] == "{":
            depth += 1
        elif depth == 0 and not quoted_part:
            return mark.start()
        else:
            depth = max(depth - 1, 0)
    return len(written)


def _skip(written: str, at: int) -> int:
    """Past white space."""
    while at < len(written) and written[at].isspace():
        at += 1
    return at


def _next_field(rest: str) -> tuple[str | None, str]:
    """A field that begins where a value should have ended with a comma: its name, and what follows its `=`."""
    found = _NEXT_FIELD.match(rest)
    return (found[1], rest[found.end() :]) if found else (None, "")


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
    for role in _NAMES:
        value = entry.fields.get(role)
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
        accessed = _ACCESSED.fullmatch(text)
        if accessed and _is_date(accessed["date"]):
            work.put("accessed", accessed["date"], value.name, value.line)
        else:
            work.put("note", text, value.name, value.line)
