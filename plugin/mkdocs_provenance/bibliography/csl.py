"""CSL items, in JSON and in YAML, into works: CSL 1.0.2, as Zotero, Better BibTeX and pandoc write it.

JSON is read item by item, so that a mistake in one costs no other; YAML is composed as the registry's own is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from mkdocs_provenance.bibliography.addresses import eprint_address
from mkdocs_provenance.bibliography.kinds import CSL, PARTS
from mkdocs_provenance.bibliography.names import csl_name
from mkdocs_provenance.bibliography.works import Report, Work
from mkdocs_provenance.fields import Lines, Reading, is_empty, pairs, quoted
from mkdocs_provenance.model import Kind, Name
from mkdocs_provenance.problems import did_you_mean

MAX_TRIES: Final = 100
"""How many mistakes a JSON file may hold before what is left of it is given up."""

_TEXTS: Final = (
    "title", "title-short", "reviewed-title", "translated-title", "container-title", "collection-title", "publisher",
    "publisher-place", "authority", "event-title", "volume", "issue", "number", "page", "edition", "section", "genre",
    "medium", "archive", "archive_location", "call-number", "status", "URL", "DOI", "ISBN", "language", "rights",
)  # fmt: skip
_OTHER_SPELLINGS: Final = {
    "shortTitle": "title-short", "event": "event-title", "url": "URL", "doi": "DOI", "isbn": "ISBN",
    "event-place": "publisher-place", "archive-place": "archive_location", "chapter-number": "section",
}  # fmt: skip
"""Variables of older versions of CSL, and slips that are common."""
_NAMES: Final = ("author", "editor", "director", "composer", "illustrator", "interviewer", "contributor", "guest",
                 "recipient", "translator")  # fmt: skip
_DATES: Final = ("issued", "accessed", "event-date")
_GENERIC: Final = frozenset({"document", "manuscript", "article"})
_OLD_TYPES: Final = {
    "podcast": "broadcast", "email": "personal_communication", "misc": "document", "no-type": "document",
    "": "document", "website": "webpage", "video": "motion_picture", "presentation": "speech", "preprint": "article",
    "bookSection": "chapter", "journalArticle": "article-journal", "newspaperArticle": "article-newspaper",
    "magazineArticle": "article-magazine", "motion-picture": "motion_picture",
    "entry_encyclopedia": "entry-encyclopedia",
}  # fmt: skip
"""What other programs write for CSL's types."""

_MARKUP: Final = re.compile(r"</?(?:i|b|em|strong|sub|sup|sc|span|p|nocase|scp|strike)(?: [^<>]*)?/?>", re.IGNORECASE)
"""The HTML-like marks that citation processors understand in a CSL text, and those that libraries leave there."""
_PANDOC: Final = re.compile(r"\[([^\[\]]*)\]\{\.[a-z]+\}|(?<![\w*])\*{1,2}(?=\S)([^*\n]+?)(?<=\S)\*{1,2}(?![\w*])")
"""pandoc's CSL-YAML is Markdown: `[DNA]{.nocase}`, `*Nature*`, `**x**`."""
_EXTRA: Final = re.compile(r"^\{?:?[A-Za-z][\w .-]{0,40}:\s?\S.*$")
"""A line of Zotero's field "Extra", which it exports as the note: `PMID: 123`. It is not for readers."""


# --- JSON ------------------------------------------------------------------------------------------------------------

_DECODER: Final = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)
_SPACE: Final = re.compile(r"[\s,]*")
_LIST: Final = re.compile(r'\s*(?:\{.*?"(?:references|items)"\s*:\s*)?\[', re.DOTALL)
_NEXT_ITEM: Final = re.compile(r"\}\s*,?\s*(?=\{)")


def json_works(text: str, report: Report) -> Iterator[Work]:
    """The items of a CSL-JSON file: a list of them, a list named `references` or `items`, or one item."""
    lines = Lines(text)
    for item, start, end in _items(text, lines, report):
        written = text[start:end]

        def line_of(name: str, written: str = written, start: int = start) -> int:
            return lines.at(start + max(written.find(f'"{name}"'), 0))

        yield from _work(item, lines.at(start), line_of, report)


def _items(text: str, lines: Lines, report: Report) -> Iterator[tuple[dict[str, Any], int, int]]:
    """Every item with where it begins and ends; after a mistake the next one that can be read."""
    opened = _LIST.match(text, 0, 100_000)
    at = opened.end() if opened else 0
    tries = 0
    while True:
        space = _SPACE.match(text, at)
        at = space.end() if space else at
        if at >= len(text) or text[at] in "]}":
            if at >= len(text) and opened:
                report.add(
                    "registry-syntax", "The list is not closed.", lines.at(len(text.rstrip())), "End it with `]`."
                )
            return
        try:
            value, end = _DECODER.raw_decode(text, at)
        except json.JSONDecodeError as error:
            tries += 1
            _report_json(error, lines, report)
            at = _resume(text, at, tries)
        except RecursionError:
            report.add("registry-shape", "Lists are nested too deep.", lines.at(at), "Look for a bracket never closed.")
            return
        else:
            if isinstance(value, dict):
                yield value, at, end
            else:
                report.add("registry-shape", "An item of the list is no CSL item.", lines.at(at), "Delete it.")
            at = end
        if not opened:
            return


def _report_json(error: json.JSONDecodeError, lines: Lines, report: Report) -> None:
    """A mistake in words that repeat nothing of the file."""
    message = f"This is not valid JSON: {error.msg[0].lower()}{error.msg[1:].rstrip('.')}."
    report.add("registry-syntax", message, lines.at(error.pos), "The next item was read again.")


def _resume(text: str, at: int, tries: int) -> int:
    """Where the next item begins that can be read; the end of the text where there is none."""
    for _ in range(MAX_TRIES):
        found = _NEXT_ITEM.search(text, at + 1)
        if found is None or tries > MAX_TRIES:
            break
        at = found.end()
        try:
            value, _end = _DECODER.raw_decode(text, at)
        except (json.JSONDecodeError, RecursionError):
            continue
        if isinstance(value, dict) and ("type" in value or "title" in value):
            return at
    return len(text)


# --- YAML ------------------------------------------------------------------------------------------------------------


def yaml_works(items: SequenceNode, reading: Reading, report: Report) -> Iterator[Work]:
    """The items of a CSL-YAML file."""
    for node in items.value:
        if not isinstance(node, MappingNode):
            report.add("registry-shape", "An item of the list is no CSL item.", reading.line(node), "Delete it.")
            continue
        lines = {key.value: reading.line(key) for key, _ in node.value if isinstance(key, ScalarNode)}
        item = _plain_value(node, reading)
        start = reading.line(node)

        def line_of(name: str, lines: dict[str, int] = lines, start: int = start) -> int:
            return lines.get(name, start)

        yield from _work(item, start, line_of, report, _markdown)


def _plain_value(node: Node, reading: Reading) -> Any:
    """A node as text, lists and mappings; the reading keeps count, so that aliases multiply to no more than allowed."""
    if isinstance(node, MappingNode):
        items = pairs(node, reading)
        return {str(key.value): _plain_value(value, reading) for key, value in items if isinstance(key, ScalarNode)}
    if isinstance(node, SequenceNode):
        reading.spend(len(node.value) + 1, node)
        return [_plain_value(child, reading) for child in node.value]
    return "" if is_empty(node) else str(node.value)


# --- Items -----------------------------------------------------------------------------------------------------------


_Reader = Callable[[str], str]
_LineOf = Callable[[str], int]


def _unmarked(text: str) -> str:
    return _MARKUP.sub("", text) if "<" in text else text


def _markdown(text: str) -> str:
    """A text of CSL-YAML, which pandoc writes as Markdown."""
    text = _unmarked(text)
    if "[" in text or "*" in text:
        text = _PANDOC.sub(lambda mark: mark[1] or mark[2] or "", text)
    return re.sub(r"\\([^\w\s])", r"\1", text) if "\\" in text else text


def _work(
    item: Mapping[str, Any], line: int, line_of: _LineOf, report: Report, read: _Reader = _unmarked
) -> Iterator[Work]:
    """The work that an item is; nothing for one that is no CSL at all."""
    if "itemType" in item and "type" not in item:
        message = "This is Zotero's own JSON, which only Zotero reads."
        report.add("registry-shape", message, line, "Export it as CSL JSON.")
        return
    type_ = _type(item, line_of, report)
    key = _text(item.get("citation-key")) or _text(item.get("citekey")) or _text(item.get("id"))
    work = Work(key, line, CSL.get(type_, Kind.DOCUMENT), part=type_ in PARTS, generic=type_ in _GENERIC)
    for name, value in item.items():
        variable = _OTHER_SPELLINGS.get(name, name)
        if variable in _TEXTS:
            text = _text(value)
            work.put(variable, read(text) if variable not in ("URL", "DOI") else text, name, line_of(name))
        elif variable in _DATES:
            work.put(variable, _date(value), name, line_of(name))
        elif variable in _NAMES:
            work.names[variable] = _names(value, read)
    work.put("note", read(_note(_text(item.get("note")))), "note", line_of("note"))
    for name in ("PMCID", "PMID"):
        if not work.get("URL", "DOI"):
            work.put("eprint-url", eprint_address(name, _text(item.get(name))) or "", name, line)
    yield work


def _type(item: Mapping[str, Any], line_of: _LineOf, report: Report) -> str:
    written = _text(item.get("type"))
    type_ = _OLD_TYPES.get(written, written)
    if type_ not in CSL:
        message = f"CSL has no type {quoted(written)}; the item is read as a document."
        hint = did_you_mean(written[:50], CSL) or "For example `webpage`."
        report.add("unknown-value", message, line_of("type"), hint)
    return type_


def _text(value: object) -> str:
    """A text or a number as text; of a list, the first; nothing for anything else."""
    if isinstance(value, list):
        value = value[0] if value else ""
    return value.strip() if isinstance(value, str) else ""


def _note(text: str) -> str:
    """A note without the lines that Zotero keeps for itself."""
    return " ".join(line for line in text.splitlines() if not _EXTRA.match(line.strip()))


def _names(value: object, read: _Reader) -> tuple[Name, ...]:
    names = (csl_name(_read_name(part, read)) for part in (value if isinstance(value, list) else [value]))
    return tuple(name for name in names if name is not None)


def _read_name(part: object, read: _Reader) -> object:
    if isinstance(part, dict):
        return {key: read(text) for key, text in part.items() if isinstance(text, str)}
    return read(part) if isinstance(part, str) else None


# --- Dates -----------------------------------------------------------------------------------------------------------


def _date(value: object) -> str:
    """A CSL date as EDTF or as the words it holds: CSL knows lists of numbers, EDTF, `raw`, `literal`, `season`."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):  # pandoc's older form: `issued: [{year: 2020, month: 5}]`
        return "/".join(filter(None, map(_old_date, value)))
    if not isinstance(value, dict):
        return ""
    circa = "~" if _text(value.get("circa")).lower() not in ("", "0", "false") or value.get("circa") is True else ""
    parts = value.get("date-parts")
    if isinstance(parts, list):
        dates = [date for date in map(_parts, parts[:2]) if date]
        if dates:
            return "/".join(date + circa for date in dates)
    for form in ("edtf", "raw", "literal", "string"):
        text = _text(value.get(form))
        if text:
            return f"circa {text}" if circa and text.isdigit() else text
    return _old_date(value)


def _parts(parts: object) -> str:
    """`[2020, 5, 1]`, of which any may be missing, null, zero or text."""
    kept: list[str] = []
    for part in parts if isinstance(parts, list) else [parts]:
        text = _text(part)
        if not text.lstrip("-").isdigit() or not int(text[:9]):
            break
        kept.append(text.zfill(2) if kept else text.zfill(4))
    return "-".join(kept[:3])


def _old_date(value: object) -> str:
    if not isinstance(value, dict):
        return _text(value)
    return _parts([value.get(name) for name in ("year", "month", "day")])
