"""Lines of the source list to registry entries, and what each source number means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from msgspec.structs import replace

from mkdocs_provenance.importer.lines import plain_date
from mkdocs_provenance.importer.parts import Entry, Known, Notes, Paragraph
from mkdocs_provenance.importer.source_list import URL, Listed
from mkdocs_provenance.model import Kind

_MARKDOWN_LINK = re.compile(r"\[([^\[\]]+)\]\((https?://[^\s()]+)\)")
_WORD = re.compile(r"\w+")
_SOCIAL_HOSTS: Final = ("x.com", "twitter.com", "bsky.app")


def number_sources(
    paragraphs: Iterable[Paragraph], listed: Listed, slug: str, known: Known, notes: Notes
) -> tuple[dict[int, str], tuple[Entry, ...]]:
    """What each number means, and the entries that the registry lacks.

    Where the registry holds a source already, its entry stays as it is; what the text's list says beyond it is left
    over.
    """
    cited = {number for one in paragraphs for bracket in one.brackets for number in bracket.numbers}
    numbering: dict[int, str] = {}
    entries: list[Entry] = []
    for number in sorted(cited | listed.keys()):
        key = f"{slug}-{number}"
        entry = _entry(key, number, listed[number]) if number in listed else Entry(key, number)
        held = known.urls.get(entry.url or "", key)
        if held != key:
            key = held
            notes.add(f"Source {number} is in the registry already, as {key}: the same address.")
        else:
            entries.append(entry)
            _note_entry(entry, number in listed, number in cited, notes)
        if key in known.entries and _says_more(entry, known.entries[key]):
            notes.leave(f"[{number}] {listed[number]}", f"says more than the registry holds of {key}")
        numbering[number] = key
    if numbering and list(numbering) != list(range(1, len(numbering) + 1)):
        notes.add("The source numbers have gaps, so `sources:` in the front matter names each number.")
    return numbering, tuple(entries)


def _says_more(entry: Entry, held: Mapping[str, Any]) -> bool:
    """Whether the text's own list says something that the registry's entry does not."""
    fields = {name: value for name, value in entry.fields.items() if name not in ("kind", "unidentified", "note")}
    beyond = set(_WORD.findall(entry.note or "")) - set(_WORD.findall(_text_of(held)))
    return bool(beyond) or any(held.get(name) != value for name, value in fields.items())


def _note_entry(entry: Entry, is_listed: bool, is_cited: bool, notes: Notes) -> None:
    if is_listed and not is_cited:
        notes.add(f"Source {entry.number} is in the list of sources, but no marker cites it.")
    if is_listed and entry.unidentified:
        missing = "address" if entry.url is None else "title"
        notes.add(f"The list of sources gives no {missing} for source {entry.number}; its line is kept in `note`.")
    elif is_listed:
        by = f", publisher “{entry.publisher}”" if entry.publisher else ""
        notes.add(
            f"Source {entry.number} was read as a {entry.kind.replace('-', ' ')}, title “{entry.title}”{by}: check it."
        )


def _entry(key: str, number: int, raw: str) -> Entry:
    """What a line of the list plainly says; the line itself is kept where more is said."""
    url, rest = _take_url(raw)
    title = publisher = published = accessed = None
    if link := _MARKDOWN_LINK.search(raw):
        title, rest = link[1].strip(), raw.replace(link[0], " ")
    elif quoted := re.search(r"[\"“«](.+?)[\"”»]", rest):
        title, rest = quoted[1].strip(" ,."), rest.replace(quoted[0], ", ")
    parts: list[str] = []
    for part in (piece.strip(" .:;()<>|–—-") for piece in re.split(r",(?=\s|$)(?!\s+[0-9]{4}\b)", rest)):
        opened = re.sub(r"^(?:accessed|retrieved)(?: on)?:?\s+", "", part, flags=re.IGNORECASE)
        date = plain_date(opened)
        if date and opened == part and not published:
            published = date
        elif date and opened != part and not accessed:
            accessed = date
        elif part:
            parts.append(part)
            continue
        rest = rest.replace(part, " ", 1)
    if title is None and len(parts) == 2 and url and not raw.lower().startswith("http") and _plain_name(parts[0]):
        publisher, title = parts
        parts = []
    elif title is None and parts:
        title, parts = ", ".join(parts), []
    elif len(parts) == 1 and _plain_name(parts[0]):
        publisher, parts = parts[0], []
    entry = Entry(key, number, title if url else None, url, publisher if url else None, published, accessed, _kind(url))
    return replace(entry, note=raw) if entry.unidentified or parts or _lost(raw, rest, entry) else entry


def _lost(raw: str, rest: str, entry: Entry) -> bool:
    """Whether some word of the line is in no field; `rest` is the line without its address and its dates."""
    several = len(URL.findall(raw)) > 1
    return several or not set(_WORD.findall(rest)) <= set(_WORD.findall(_text_of(entry.fields)))


def _text_of(fields: Mapping[str, Any]) -> str:
    return " ".join(str(value) for value in fields.values())


def _take_url(raw: str) -> tuple[str | None, str]:
    match = URL.search(raw)
    if match is None:
        return None, raw
    url = match[0].rstrip(".,;:!?'’*|")
    while url.endswith(")") and url.count("(") < url.count(")"):
        url = url[:-1].rstrip(".,;:")
    try:
        if not urlsplit(url).hostname:
            return None, raw
    except ValueError:
        return None, raw
    return url, raw.replace(url, " ", 1)


def _plain_name(text: str) -> bool:
    """Up to five capitalised words, as a publisher's name is written."""
    words = text.split()
    return 0 < len(words) <= 5 and all(word[0].isupper() or word in ("of", "the", "and", "for", "de") for word in words)


def _kind(url: str | None) -> Kind:
    parts = urlsplit(url or "")
    if (parts.hostname or "").removeprefix("www.") in _SOCIAL_HOSTS:
        return Kind.SOCIAL_POST
    return Kind.DOCUMENT if parts.path.lower().endswith(".pdf") else Kind.WEB_PAGE
