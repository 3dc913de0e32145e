"""Plain text -> article and registry entries: the one place where guesses are made, each told to the editor.

    text -> cleaned lines -> (prose, list of sources) -> paragraphs with markers -> roles -> Markdown, entries, notes

Pure: no file, no clock, no log. What the build never guesses (what is analysis, what is a pull quote, what a number
stands for) is guessed here once, written as explicit Markdown, and listed in `Imported.notes` for a person to read.
"""

from __future__ import annotations

import bisect
import contextlib
import datetime
import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlsplit

import yaml

from mkdocs_provenance.citations import MAX_RANGE, read_bracket
from mkdocs_provenance.claims import sentences
from mkdocs_provenance.model import Kind, Role

LANGUAGE: Final = "en"
MAX_CHARACTERS: Final = 1_000_000
MAX_NUMBER: Final = 999
MAX_ADDRESS: Final = 2_000
MAX_TITLE: Final = 70
MAX_HEADLINE: Final = 150
MAX_PULLQUOTE: Final = 400
MAX_PULLQUOTES_TRIED: Final = 200
MAX_WRAP: Final = 120
"""Lines longer than this were not broken by an editor's line wrapping."""


class ImportProblem(ValueError):  # noqa: N818 - it says what is wrong with a text, as a Problem does
    """The text cannot be imported; the message says why, in a sentence for its writer."""


class RegistryProblem(ValueError):  # noqa: N818
    """Entries cannot safely be appended to this registry; the message says why."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A registry entry to add."""

    key: str
    number: int
    """The number that the text cites it by."""
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    published: str | None = None
    accessed: str | None = None
    kind: Kind = Kind.WEB_PAGE
    note: str | None = None
    """The line of the text's own list, where it says more than was understood."""

    @property
    def unidentified(self) -> bool:
        """True where the text does not say enough for a reader to find the source."""
        return not (self.title and self.url)

    @property
    def fields(self) -> dict[str, Any]:
        """The entry as the registry holds it."""
        known: dict[str, Any] = {"unidentified": True} if self.unidentified else {"kind": str(self.kind)}
        for name in ("title", "publisher", "url", "note"):
            if getattr(self, name):
                known[name] = getattr(self, name)
        for name in ("published", "accessed"):
            if getattr(self, name):
                known[name] = datetime.date.fromisoformat(getattr(self, name))
        return known


@dataclass(frozen=True, slots=True)
class RepeatedStatement:
    """What a pull quote was found to repeat."""

    statement: int
    """From 1, in the order of the article."""
    numbers: tuple[int, ...]
    """The sources it inherits."""


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """What was found."""

    statements: int = 0
    sourced: int = 0
    pullquotes: int = 0
    analysis: int = 0
    """Paragraphs."""
    unidentified: int = 0
    described: int = 0

    @property
    def unsourced(self) -> int:
        """Statements without a source."""
        return self.statements - self.sourced


@dataclass(frozen=True, slots=True)
class Imported:
    """An article and its registry entries, with every guess that was made."""

    slug: str
    title: str
    markdown: str
    entries: tuple[Entry, ...]
    numbering: Mapping[int, str]
    """What `[1]`, `[2]` mean: number to registry key."""
    counts: ImportCounts
    repeats: tuple[RepeatedStatement, ...]
    """One for each pull quote, in the order of the article."""
    notes: tuple[str, ...]
    """Guesses and remarks for the editor, one sentence or two each."""


@dataclass(frozen=True, slots=True)
class _Bracket:
    """A bracket of the text: a marker where it has numbers, else literal."""

    start: int
    end: int
    numbers: tuple[int, ...] = ()
    remark: str | None = None
    """Why something like a marker was left as text."""


@dataclass(frozen=True, slots=True)
class _Statement:
    text: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Paragraph:
    text: str
    """As written, on one line."""
    brackets: tuple[_Bracket, ...]
    prose: str
    """Markers removed."""
    statements: tuple[_Statement, ...]
    role: Role = Role.REPORTED
    attribution: str | None = None
    """The line under a pull quote that says whose words they are."""
    heading: str | None = None
    """The author's own heading over an analysis, on its first paragraph."""

    @property
    def cited(self) -> bool:
        return any(bracket.numbers for bracket in self.brackets)


@dataclass(frozen=True, slots=True)
class _Opening:
    """What stands above the text."""

    title: str | None = None
    author: str | None = None
    date: str | None = None


@dataclass(slots=True)
class _Notes:
    """Remarks collected in order, each once."""

    lines: list[str] = field(default_factory=list)

    def add(self, line: str) -> None:
        if line not in self.lines:
            self.lines.append(line)


# --- The whole -------------------------------------------------------------------------------------------------------


def import_text(text: str, name: str, *, slug: str | None = None, known: Mapping[str, str] | None = None) -> Imported:
    """The article and registry entries for a plain text.

    Args:
        text: the text, decoded.
        name: the file's name, for the slug.
        slug: the slug, if the caller chose it.
        known: address to key, for sources that the registry describes already.

    Raises:
        ImportProblem: the text holds no words, or is too long.
    """
    notes = _Notes()
    lines, listed, tail = _split_sources(_clean_lines(text), notes)
    blocks = _attach_lone_markers(split_paragraphs(lines), notes)
    opening, blocks = _split_opening(blocks, notes)
    plain = [_paragraph(block) for block in blocks]
    title = opening.title or _title_from(plain[0].prose, notes)
    slug = slug or slugify(_stem(name)) or slugify(title) or _fallback_slug(notes)
    paragraphs, repeats = _assign_roles(plain, notes)
    paragraphs.extend(_paragraph(block) for block in split_paragraphs(tail))
    numbering, entries = _number(paragraphs, listed, slug, known or {}, notes)
    _remark(paragraphs, notes)
    return Imported(
        slug=slug,
        title=title,
        markdown=_front_matter(replace(opening, title=title), numbering) + _body(paragraphs, frozenset(numbering)),
        entries=entries,
        numbering=MappingProxyType(numbering),
        counts=_count(paragraphs, numbering, entries),
        repeats=repeats,
        notes=tuple(notes.lines),
    )


def decode(data: bytes, name: str) -> str:
    """The text of a file, which must be UTF-8 (with or without a byte order mark).

    Raises:
        ImportProblem: the file is not UTF-8, or is no plain text at all.
    """
    for magic, what in ((b"PK\x03\x04", "a Word or other zipped document"), (b"%PDF", "a PDF"), (b"{\\rtf", "an RTF")):
        if data.startswith(magic):
            raise ImportProblem(f"{name} is {what}, not plain text. Save it as plain text in UTF-8 and import that.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        position = error.start + 3 * data.startswith(b"\xef\xbb\xbf")
        raise ImportProblem(
            f"{name} is not UTF-8: the byte at position {position} (0x{data[position]:02x}) is no part of it. "
            "Open the file in your editor and save it with the encoding UTF-8."
        ) from None
    if "\x00" in text:
        raise ImportProblem(
            f"{name} holds a zero byte at position {data.index(0)}, so it is not plain text in UTF-8 (perhaps it is "
            "UTF-16). Open the file in your editor and save it with the encoding UTF-8."
        )
    return text


def _remark(paragraphs: Sequence[_Paragraph], notes: _Notes) -> None:
    """Say which brackets were left alone, and what may be a heading."""
    for index, paragraph in enumerate(paragraphs):
        for bracket in paragraph.brackets:
            if bracket.remark:
                start = paragraph.text.rfind(" ", 0, bracket.start) + 1
                end = paragraph.text.find(" ", bracket.end)
                word = paragraph.text[start : end if end >= 0 else None].rstrip(".,;:")
                notes.add(f"{word} was left as text: {bracket.remark}.")
        if index > 0 and paragraph.role is Role.REPORTED and _may_be_heading(paragraph.text):
            notes.add(
                f"“{paragraph.text}” may be a heading. It is a paragraph now; put `## ` before it to change that."
            )


def _may_be_heading(text: str) -> bool:
    short = len(text) <= MAX_TITLE and text[0].isalnum() and not ends_sentence(text)
    return short and not (_BULLET.match(text) or _ABOUT_ARTICLE.match(text))


def _fallback_slug(notes: _Notes) -> str:
    notes.add("Neither the file's name nor the title has letters for an address, so the article is called “article”.")
    return "article"


def slugify(text: str) -> str:
    """Lower-case ASCII letters and digits joined by hyphens; empty where `text` holds none."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", re.sub(r"'", "", plain)).strip("-")[:80].strip("-")
    return f"{slug}-article" if slug in {"index", "readme"} else slug


def _stem(name: str) -> str:
    base = re.split(r"[/\\]", name)[-1]
    return base.rsplit(".", 1)[0] if "." in base[1:] else base


# --- Characters and lines --------------------------------------------------------------------------------------------

_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028]")
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff\ufffe\uffff]")
_TYPOGRAPHIC_SPACE = r"[\u00a0\u202f](?=[»›;:!?%])|(?<=[«‹])[\u00a0\u202f]|(?<=[0-9])[\u00a0\u202f](?=[0-9])"
_SPACES = re.compile(rf"({_TYPOGRAPHIC_SPACE})(?!\s)|\s+")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def _clean_lines(text: str) -> list[str]:
    """Lines without stray white space and invisible characters; an empty string is a blank line.

    No-break spaces stay where typography wants them (inside guillemets, before `:`, between digits).

    Raises:
        ImportProblem: the text holds no words, or is too long.
    """
    if len(text) > MAX_CHARACTERS:
        raise ImportProblem(f"The text is longer than {MAX_CHARACTERS:,} characters, too long for one article.")
    text = _LINE_ENDS.sub("\n", text.replace("\u2029", "\n\n"))
    text = _SURROGATE.sub("\ufffd", _INVISIBLE.sub("", text))
    lines = [_SPACES.sub(lambda match: match[1] or " ", line).strip() for line in text.split("\n")]
    if not any(character.isalnum() for line in lines for character in line):
        raise ImportProblem("The text is empty: it holds no words.")
    return lines


_SENTENCE_END = re.compile(r"""[.!?…。！？।؟:;]["'”’»›)\]]*$""")
_TRAILING_MARKERS = re.compile(r"(?:\s*[,;]?\s*\[[0-9][0-9\s,;–-]*\])+(?=[.!?…]?[\"'”’»)]*$)")
_ONLY_MARKERS = re.compile(r"(?:\[\s*[0-9][0-9\s,;–-]*\][\s,;]*)+[.!?]?")
_OPEN_MARKER = re.compile(r"\[\s*[0-9][0-9\s,;–-]*$")
_BULLET = re.compile(r"(?:[-*•‣◦–—+]|[0-9]{1,3}[.)])\s+\S")
_ATTRIBUTION = re.compile(r"(?:—|–|--?)\s*(?=[^\W\d_])[^.!?]{1,99}$")


def ends_sentence(line: str) -> bool:
    """Whether a line ends as a sentence does, or with a marker."""
    bare = _TRAILING_MARKERS.sub("", line)
    return bare != line or _SENTENCE_END.search(bare) is not None


def split_paragraphs(lines: Sequence[str]) -> list[str]:
    """Paragraphs, each on one line.

    A blank line always ends a paragraph. A single line break ends one too, unless the text is hard-wrapped (short lines
    broken within sentences): then it does so only after a line that had room for the next word.
    """
    blocks = _blocks(lines)
    width = _wrap_width(blocks)
    airy = len(blocks) > 1
    paragraphs: list[str] = []
    for block in blocks:
        previous = ""
        for line in block:
            if previous and _continues(previous, line, width, airy):
                hyphenated = re.search(r"[^\W\d_]-$", previous) and line[0].islower()
                paragraphs[-1] += line if hyphenated else f" {line}"
            else:
                paragraphs.append(line)
            previous = line
    return paragraphs


def _blocks(lines: Iterable[str]) -> list[list[str]]:
    """Runs of lines between blank lines."""
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _wrap_width(blocks: Sequence[Sequence[str]]) -> int | None:
    """The column that the text was wrapped at, None where its lines were not wrapped."""
    wrapped = any(
        after[0].islower() and not ends_sentence(before) for block in blocks for before, after in pairwise(block)
    )
    width = max((len(line) for block in blocks if len(block) > 1 for line in block), default=0)
    return width if wrapped and width <= MAX_WRAP else None


def _continues(previous: str, line: str, width: int | None, airy: bool) -> bool:
    """Whether `line` goes on with the paragraph that `previous` belongs to."""
    if _ONLY_MARKERS.fullmatch(line) or _OPEN_MARKER.search(previous):
        return True
    if any(_byline(one) or _plain_date(one) for one in (previous, line)) or _BULLET.match(line):
        return False
    ended = ends_sentence(previous)
    if line[0].islower() and not ended:
        return True
    if width is None:
        return False
    used = len(previous) + 1 + len(line.split()[0])
    slack = (0.75 if ended else 0.6) if airy else (1.0 if ended else 0.85)
    return used > width * slack


def _attach_lone_markers(blocks: Sequence[str], notes: _Notes) -> list[str]:
    """A marker alone in its paragraph goes to the end of the paragraph before it."""
    joined: list[str] = []
    for block in blocks:
        if joined and _ONLY_MARKERS.fullmatch(block):
            notes.add(f"{block} stood alone in its paragraph: it was put at the end of the paragraph before it.")
            joined[-1] += f" {block}"
        else:
            joined.append(block)
    return joined


# --- What stands above the text --------------------------------------------------------------------------------------

_CAPITALISED = r"[^\W\d_a-z][\w.'’-]*"
_PARTICLES = r"(?:(?:de|del|della|da|di|du|van|von|der|den|la|le|al|bin|ibn|el|y|e)\s+)*"
_NAME = rf"{_CAPITALISED}(?:\s+{_PARTICLES}{_CAPITALISED})+"
_BYLINE = re.compile(rf"[Bb][Yy]:?\s+({_NAME}(?:(?:,|,?\s+and|\s*&)\s+{_NAME})*)")
_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
_DAY_FIRST = re.compile(rf"{_WEEKDAY}([0-9]{{1,2}})\s+([a-z]+),?\s+([0-9]{{4}})", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"{_WEEKDAY}([a-z]+)\s+([0-9]{{1,2}}),?\s+([0-9]{{4}})", re.IGNORECASE)
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _byline(line: str) -> str | None:
    match = _BYLINE.fullmatch(line) if len(line) <= 120 else None
    return match[1] if match else None


def _plain_date(line: str) -> str | None:
    """A line that is nothing but a date which exists, as `YYYY-MM-DD`."""
    if len(line) > 40:
        return None
    parts: tuple[str, str, str] | None = None
    if _ISO_DATE.fullmatch(line):
        parts = (line[:4], line[5:7], line[8:])
    elif match := _DAY_FIRST.fullmatch(line):
        parts = (match[3], match[2], match[1])
    elif match := _MONTH_FIRST.fullmatch(line):
        parts = (match[3], match[1], match[2])
    if parts is None:
        return None
    year, month, day = parts
    try:
        number = int(month) if month.isdigit() else _MONTHS.index(month.lower()) + 1
        return datetime.date(int(year), number, int(day)).isoformat()
    except ValueError:
        return None


def _split_opening(blocks: Sequence[str], notes: _Notes) -> tuple[_Opening, list[str]]:
    """The headline, byline and date above the text, and the text, which is never left empty."""
    opening = _Opening()
    rest = list(blocks)
    while len(rest) > 1:
        line = rest[0]
        if opening.author is None and (author := _byline(line)):
            opening = replace(opening, author=author)
            notes.add(f"“{line}” was read as the byline: `author: {author}`.")
        elif opening.date is None and (date := _plain_date(line)):
            opening = replace(opening, date=date)
            notes.add(f"“{line}” was read as the date of publication: `date: {date}`.")
        elif opening.title is None and _is_headline(line):
            opening = replace(opening, title=re.sub(r"^#{1,6}\s+", "", line))
            notes.add(f"“{opening.title}” was read as the headline.")
        else:
            break
        rest.pop(0)
    return opening, rest


def _is_headline(line: str) -> bool:
    hashed = re.match(r"#{1,6}\s+\w", line) is not None
    if len(line) > MAX_HEADLINE or any(bracket.numbers for bracket in _brackets(line)):
        return False
    return hashed or not (ends_sentence(line) or _BULLET.match(line))


def _title_from(prose: str, notes: _Notes) -> str:
    """The first sentence's words, cut at a word boundary."""
    spans = sentences(prose, LANGUAGE)
    title = prose[slice(*spans[0])].strip() if spans else prose
    if len(title) > MAX_TITLE:
        cut = title[: MAX_TITLE + 1].rfind(" ")
        title = title[: cut if cut > 0 else MAX_TITLE]
    title = title.rstrip(" .,;:–—-") or "Untitled"
    notes.add(f"The text has no headline. Its first words stand in as the title, “{title}”: replace it.")
    return title


# --- Markers ---------------------------------------------------------------------------------------------------------

_BRACKET = re.compile(r"\[([^\[\]]*)\]")
_NUMBERS_ONLY = re.compile(r"[0-9\s,;–-]*[0-9][0-9\s,;–-]*", re.ASCII)
_CODE_AFTER = re.compile(r"\w|\s*=(?!=)")
_NUMBERS: Final = frozenset(range(1, MAX_NUMBER + 1))
_WHY_LEFT: Final = {
    "descending-range": "its range runs backwards",
    "range-too-long": f"its range names more than {MAX_RANGE} sources",
    "bracket-left-as-text": "it reads as a year or an amount, not as a source number",
}
"""Remark code of the marker grammar to why an import leaves the bracket alone."""


def _brackets(text: str) -> tuple[_Bracket, ...]:
    """Every innermost bracket of a paragraph, in order."""
    return tuple(_bracket(text, match) for match in _BRACKET.finditer(text))


def _bracket(text: str, match: re.Match[str]) -> _Bracket:
    start, end = match.start(), match.end()
    numbers, remark = _read_numbers(match[1])
    if not numbers:
        return _Bracket(start, end, remark=remark)
    before, after = text[start - 1 : start], text[end : end + 1]
    if (
        after == "("
        or before == "\\"
        or (before == "[" and after == "]")
        or ((before.isalnum() or before == "_") and _CODE_AFTER.match(text, end))
        or _inside_address(text, start)
    ):
        return _Bracket(start, end, remark="it is part of a link, an address, code or a double bracket")
    return _Bracket(start, end, numbers)


def _inside_address(text: str, start: int) -> bool:
    """Whether the bracket at `start` directly goes on with a web address."""
    reach = max(0, start - MAX_ADDRESS)
    word = text[max(reach, text.rfind(" ", reach, start) + 1) : start]
    return "://" in word and not word.endswith(tuple(".,;:!?)\"'”’»]"))


def _read_numbers(content: str) -> tuple[tuple[int, ...], str | None]:
    """The source numbers of a bracket's content, or why they are not source numbers."""
    reading = read_bracket(content, numbers=_NUMBERS)
    if reading.citation is None:
        codes = [remark.code for remark in reading.remarks]
        if not _NUMBERS_ONLY.fullmatch(content):
            return (), None
        return (), _WHY_LEFT.get(codes[0] if codes else "", "it is not written as source numbers are")
    numbers = [item.number for item in reading.citation.items if item.number is not None]
    if len(numbers) < len(reading.citation.items):
        return (), "only numbers are read as markers. Delete the backslash before it if it is a citation"
    if max(numbers) > MAX_NUMBER:
        return (), _WHY_LEFT["bracket-left-as-text"]
    return tuple(dict.fromkeys(numbers)), None


def _paragraph(text: str) -> _Paragraph:
    brackets = _brackets(text)
    prose, offsets = _strip_markers(text, [bracket for bracket in brackets if bracket.numbers])
    spans = sentences(prose, LANGUAGE)
    found: list[dict[int, None]] = [{} for _ in spans]
    starts = [start for start, _ in spans]
    for offset, numbers in offsets if spans else ():
        found[max(0, bisect.bisect_left(starts, offset) - 1)].update(dict.fromkeys(numbers))
    statements = (
        _Statement(prose[start:end].strip(), tuple(numbers)) for (start, end), numbers in zip(spans, found, strict=True)
    )
    return _Paragraph(text, brackets, prose, tuple(statements))


def _strip_markers(text: str, markers: Sequence[_Bracket]) -> tuple[str, list[tuple[int, tuple[int, ...]]]]:
    """The prose without markers, and where each marker stood in it."""
    pieces: list[str] = []
    length = position = 0
    offsets: list[tuple[int, tuple[int, ...]]] = []
    for marker in markers:
        piece = text[position : marker.start]
        if offsets and piece.strip() in ("", ",", ";"):
            piece = ""
        elif not text[marker.end : marker.end + 1].isalnum():
            piece = piece.rstrip()
        pieces.append(piece)
        length += len(piece)
        offsets.append((length, marker.numbers))
        position = marker.end
    rest = text[position:]
    pieces.append(rest if length else rest.lstrip())
    return "".join(pieces), offsets


# --- Roles -----------------------------------------------------------------------------------------------------------

_QUOTED = re.compile(r'"([^"]+)"|“([^”]+)”|„([^“”]+)[“”]|«([^»]+)»|‘(.+?)’(?!\w)|(?<!\w)\'(.+?)\'(?!\w)|‹([^›]+)›')
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_ANALYSIS_HEADING = re.compile(r"(?:our |the |#+\s*)?(?:analysis|our reading|our view)\s*:?", re.IGNORECASE)
_ABOUT_ARTICLE = re.compile(
    r"(?:additional )?(?:reporting|editing|writing|photo|photograph|translation)s? by\b|"
    r"(?:correction|clarification|update|updated|editor['’]s note|sources?|references|photo|contact)\s*:|"
    r"this (?:article|story|report|piece) (?:was|has been|is)\b",
    re.IGNORECASE,
)


def _words(text: str) -> str:
    """The words alone, for comparison: ` like this `."""
    return f" {' '.join(word.replace('’', chr(39)) for word in _WORD.findall(text.casefold()))} "


def _fragments(text: str) -> list[str]:
    """What stands inside quotation marks, cut at ellipses; the whole text where nothing does."""
    quoted = [next(filter(None, match.groups())) for match in _QUOTED.finditer(text)]
    pieces = [piece for fragment in quoted or [text] for piece in re.split(r"\.\.\.|…|\[[^\]]*\]", fragment)]
    return [words for words in map(_words, pieces) if words.strip()]


def _assign_roles(
    paragraphs: Sequence[_Paragraph], notes: _Notes
) -> tuple[list[_Paragraph], tuple[RepeatedStatement, ...]]:
    """The paragraphs with their guessed roles, and what the pull quotes repeat; each guess noted."""
    about_analysis = _Notes()
    marked = _mark_pullquotes(_mark_explicit_analysis(paragraphs, about_analysis))
    result = _mark_analysis(marked, about_analysis)
    repeats = _repeats(result, notes)
    for line in about_analysis.lines:
        notes.add(line)
    return result, repeats


def _mark_explicit_analysis(paragraphs: Sequence[_Paragraph], notes: _Notes) -> list[_Paragraph]:
    """Everything under a line that says "Analysis" is the author's analysis."""
    for index, paragraph in enumerate(paragraphs):
        if 0 < index < len(paragraphs) - 1 and _ANALYSIS_HEADING.fullmatch(paragraph.text):
            heading = paragraph.text.lstrip("# ").rstrip(": ")
            rest = [replace(one, role=Role.ANALYSIS) for one in paragraphs[index + 1 :]]
            rest[0] = replace(rest[0], heading=heading)
            notes.add(f"Everything after the line “{paragraph.text}” is marked as analysis.")
            return [*paragraphs[:index], *rest]
    return list(paragraphs)


def _mark_pullquotes(paragraphs: Sequence[_Paragraph]) -> list[_Paragraph]:
    """Short paragraphs that repeat the body become pull quotes, the last ones first; attributions join them."""
    result: list[_Paragraph | None] = list(paragraphs)
    words = [_words(paragraph.prose) for paragraph in paragraphs]
    vocabulary = {word for one in words for word in one.split()}
    tried = 0
    for index in range(len(paragraphs) - 1, 0, -1):
        paragraph = result[index]
        if paragraph is None or tried == MAX_PULLQUOTES_TRIED:
            continue
        own_line = re.search(r"\s(?=[—–]\s?[^\W\d_][^.!?]{1,80}$)", paragraph.text)
        quote = paragraph.text[: own_line.start()] if own_line else paragraph.text
        if not _could_be_pullquote(paragraph, quote):
            continue
        tried += 1
        others = [
            (one, words[place])
            for place, one in enumerate(result)
            if one is not None and place != index and one.role is Role.REPORTED
        ]
        if not _repeats_body(quote, others, vocabulary if own_line else _vocabulary(others)):
            continue
        following = result[index + 1] if index + 1 < len(result) else None
        attribution = None
        if following and not following.cited and _ATTRIBUTION.fullmatch(following.text):
            attribution, result[index + 1] = following.text, None
        result[index] = replace(paragraph, role=Role.PULLQUOTE, attribution=attribution, heading=None)
    return [paragraph for paragraph in result if paragraph is not None]


def _vocabulary(others: Iterable[tuple[_Paragraph, str]]) -> set[str]:
    return {word for _, words in others for word in words.split()}


def _could_be_pullquote(paragraph: _Paragraph, quote: str) -> bool:
    """One sentence (or one quotation) without a marker, of at least three words."""
    if paragraph.cited or len(quote) > MAX_PULLQUOTE or len(_WORD.findall(quote)) < 3:
        return False
    whole = _QUOTED.fullmatch(quote.rstrip(".")) is not None
    return whole or len(sentences(quote, LANGUAGE)) == 1


def _repeats_body(quote: str, others: Sequence[tuple[_Paragraph, str]], vocabulary: set[str]) -> bool:
    """Whether a short paragraph says again, in the same words, what the body says."""
    fragments = _fragments(quote)
    if _QUOTED.search(quote):
        outside = _words(_QUOTED.sub(" ", quote)).split()
        familiar = sum(word in vocabulary for word in outside) >= 0.75 * len(outside)
        return familiar and all(any(fragment in words for _, words in others) for fragment in fragments)
    own = _words(quote)
    if len(own.split()) < 4:
        return False
    return any(own in words for _, words in others) or _nearest(own, [one for one, _ in others]) is not None


def _nearest(own: str, paragraphs: Iterable[_Paragraph]) -> _Statement | None:
    """The first statement that holds almost all the words, in their order."""
    mine = own.split()
    for paragraph in paragraphs:
        for statement in paragraph.statements:
            theirs = _words(statement.text).split()
            if len(set(mine) & set(theirs)) >= 0.8 * len(set(mine)):
                matcher = difflib.SequenceMatcher(None, mine, theirs, autojunk=False)
                if sum(block.size for block in matcher.get_matching_blocks()) >= 0.85 * len(mine):
                    return statement
    return None


def _mark_analysis(paragraphs: Sequence[_Paragraph], notes: _Notes) -> list[_Paragraph]:
    """The uncited end of a text that has markers, after its pull quote if it ends with one."""
    if any(paragraph.role is Role.ANALYSIS for paragraph in paragraphs):
        return list(paragraphs)
    last_cited = max((index for index, one in enumerate(paragraphs) if one.cited), default=None)
    if last_cited is None:
        notes.add("The text has no source numbers, so nothing was guessed to be analysis.")
        return list(paragraphs)
    last_quote = max((index for index, one in enumerate(paragraphs) if one.role is Role.PULLQUOTE), default=-1)
    start = max(last_cited, last_quote) + 1
    result = list(paragraphs)
    for index in range(start, len(result)):
        if _ABOUT_ARTICLE.match(result[index].text):
            notes.add(f"“{_short(result[index].text)}” is about the article, so it was not guessed to be analysis.")
        else:
            result[index] = replace(result[index], role=Role.ANALYSIS)
    found = [one for one in result if one.role is Role.ANALYSIS]
    if found:
        where = "after the pull quote" if last_quote > last_cited else "after the last paragraph with a source"
        first = f"“{_short(found[0].text)}”"
        what = f"{first} is marked as analysis: it has no source and stands"
        if len(found) > 1:
            what = f"{len(found)} paragraphs, from {first} on, are marked as analysis: they have no source and stand"
        notes.add(f"{what} {where}. If this is reporting, delete `!!! analysis` and the indent.")
    return result


def _repeats(paragraphs: Sequence[_Paragraph], notes: _Notes) -> tuple[RepeatedStatement, ...]:
    """What each pull quote repeats: the first statement that holds all its fragments, else any, else the nearest."""
    statements = [one for paragraph in paragraphs if paragraph.role is Role.REPORTED for one in paragraph.statements]
    words = [_words(statement.text) for statement in statements]
    repeats: list[RepeatedStatement] = []
    for paragraph in paragraphs:
        if paragraph.role is not Role.PULLQUOTE:
            continue
        quote = re.sub(r"\s[—–]\s?[^\W\d_][^.!?]{1,80}$", "", paragraph.text)
        fragments = _fragments(quote)
        holds = [sum(fragment in one for fragment in fragments) for one in words]
        best = max(range(len(words)), key=lambda index: (holds[index], -index), default=0)
        near = None
        if not any(holds):
            near = _nearest(_words(quote), [one for one in paragraphs if one.role is Role.REPORTED])
            best = statements.index(near) if near else 0
        repeats.append(RepeatedStatement(best + 1, tuple(sorted(statements[best].numbers))))
        notes.add(
            f"“{_short(paragraph.text)}” is marked as a pull quote: it repeats words of statement {best + 1}, "
            f"“{_short(statements[best].text)}”."
        )
        if near:
            notes.add(
                "That pull quote is not word for word what the text says: make them agree, or the build complains."
            )
    return tuple(repeats)


def _short(text: str, length: int = 60) -> str:
    """The beginning of a text, to be quoted within a sentence."""
    text = text.removesuffix(".")
    if len(text) <= length:
        return text
    cut = text[: length + 1].rfind(" ")
    return text[: cut if cut > 0 else length].rstrip(" ,;:") + " …"


# --- The text's own list of sources ----------------------------------------------------------------------------------

_LIST_HEADING = re.compile(
    r"(?:#+\s*)?\**(?:list of )?(?:our )?(?:sources?|references?|notes|endnotes|footnotes|bibliography|works cited|"
    r"citations|links)(?: cited| used)?\s*:?\**:?",
    re.IGNORECASE,
)
_INLINE_LIST = re.compile(r"(?:sources?|references?|notes)\s*:\s*(?=\[[0-9]{1,3}\]\s*[^\s,;\[])(.+)", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:\[\s*([1-9][0-9]{0,2})\s*\]:?|([1-9][0-9]{0,2})[.)]|\(([1-9][0-9]{0,2})\))\s*([^\s,;].*)")
_URL = re.compile(r"https?://[^\s<>\"“”«»\[\]]+", re.IGNORECASE)
_MARKDOWN_LINK = re.compile(r"\[([^\[\]]+)\]\((https?://[^\s()]+)\)")
_LIST_BULLET = re.compile(r"(?:[-*•‣◦–—+])\s+")
_SOCIAL_HOSTS: Final = ("x.com", "twitter.com", "bsky.app")

_Listed = dict[int, str]
"""Number to the line that describes it."""


def _split_sources(lines: Sequence[str], notes: _Notes) -> tuple[list[str], _Listed, list[str]]:
    """The lines of the prose, the list of sources that the text ends with, and any lines after that list."""
    lines = _open_inline_list(lines)
    for index in range(len(lines) - 1, 0, -1):
        if _LIST_HEADING.fullmatch(lines[index]) and any(lines[:index]):
            listed, tail = _read_list(lines[index + 1 :], notes)
            if listed:
                if tail:
                    notes.add("Text after the list of sources was kept, as reporting, at the end of the article.")
                return lines[:index], listed, tail
            break
    return *_split_bare_list(lines, notes), []


def _open_inline_list(lines: Sequence[str]) -> list[str]:
    """`Sources: [1] A; [2] B` as a heading and lines, if it is the last line."""
    last = max(index for index, line in enumerate(lines) if line)
    match = _INLINE_LIST.fullmatch(lines[last])
    if match is None:
        return list(lines)
    return [*lines[:last], "Sources:", *re.split(r"\s*[;,]?\s*(?=\[[0-9]{1,3}\])", match[1]), *lines[last + 1 :]]


def _read_list(lines: Sequence[str], notes: _Notes) -> tuple[_Listed, list[str]]:
    """The list under its heading, and what follows it; nothing where it is no list."""
    blocks = _blocks(lines)
    if not blocks:
        return {}, []
    if not _NUMBERED.fullmatch(blocks[0][0]):
        return _read_unnumbered(blocks, notes), []
    listed: _Listed = {}
    for place, block in enumerate(blocks):
        if not _NUMBERED.fullmatch(block[0]):
            return listed, [line for rest in blocks[place:] for line in ("", *rest)]
        current = 0
        for line in block:
            if match := _NUMBERED.fullmatch(line):
                current = int(match[1] or match[2] or match[3])
                _add_listed(listed, current, match[4], notes)
            else:
                listed[current] += f" {line}"
    return listed, []


def _add_listed(listed: _Listed, number: int, raw: str, notes: _Notes) -> None:
    if number in listed:
        notes.add(f"The list of sources has number {number} twice; both lines are kept in the note of that source.")
        listed[number] += f" / {raw}"
    else:
        listed[number] = raw


def _read_unnumbered(blocks: Sequence[Sequence[str]], notes: _Notes) -> _Listed:
    """A list without numbers, counted from 1; nothing where some line reads as prose."""
    lines = [line for block in blocks for line in block]
    for line in lines:
        if not (_LIST_BULLET.match(line) or _URL.search(line)) and (ends_sentence(line) or len(line) > 200):
            return {}
    notes.add("The list of sources has no numbers; its lines were counted from 1. Check that they match the markers.")
    return {number: _LIST_BULLET.sub("", line, count=1) for number, line in enumerate(lines, 1)}


def _split_bare_list(lines: Sequence[str], notes: _Notes) -> tuple[list[str], _Listed]:
    """A list of sources at the end without a heading: numbered lines with addresses, or numbers that the text cites."""
    start = len(lines)
    while start > 0 and (not lines[start - 1] or _NUMBERED.fullmatch(lines[start - 1])):
        start -= 1
    body = lines[:start]
    matches = [match for line in lines[start:] if (match := _NUMBERED.fullmatch(line))]
    if not matches or not any(body):
        return list(lines), {}
    numbers = [int(match[1] or match[2] or match[3]) for match in matches]
    cited = {number for line in body for bracket in _brackets(line) for number in bracket.numbers}
    addressed = all(_URL.search(match[4]) for match in matches)
    bracketed = all(match[1] for match in matches)
    if not addressed and not (
        bracketed and len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1)) and set(numbers) <= cited
    ):
        return list(lines), {}
    listed: _Listed = {}
    for number, match in zip(numbers, matches, strict=True):
        _add_listed(listed, number, match[4], notes)
    notes.add("The numbered lines at the end were read as the list of sources.")
    return list(body), listed


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
        opened = re.sub(r"^(?:accessed|retrieved|archived)(?: on)?:?\s+", "", part, flags=re.IGNORECASE)
        if date := _plain_date(opened):
            published, accessed = (published or date, accessed) if opened == part else (published, accessed or date)
        elif part:
            parts.append(part)
    if title is None and len(parts) == 2 and url and not raw.lower().startswith("http") and _plain_name(parts[0]):
        publisher, title = parts
        parts = []
    elif title is None and parts:
        title, parts = ", ".join(parts), []
    elif len(parts) == 1 and _plain_name(parts[0]):
        publisher, parts = parts[0], []
    entry = Entry(key, number, title if url else None, url, publisher if url else None, published, accessed, _kind(url))
    several = len(_URL.findall(raw)) > 1
    return replace(entry, note=raw) if entry.unidentified or parts or several else entry


def _take_url(raw: str) -> tuple[str | None, str]:
    match = _URL.search(raw)
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


def _number(
    paragraphs: Iterable[_Paragraph], listed: _Listed, slug: str, known: Mapping[str, str], notes: _Notes
) -> tuple[dict[int, str], tuple[Entry, ...]]:
    """What each number means, and the entries that the registry lacks."""
    cited = {number for one in paragraphs for bracket in one.brackets for number in bracket.numbers}
    numbering: dict[int, str] = {}
    entries: list[Entry] = []
    for number in sorted(cited | listed.keys()):
        key = f"{slug}-{number}"
        entry = _entry(key, number, listed[number]) if number in listed else Entry(key, number)
        held = known.get(entry.url or "", key)
        if held != key:
            key = held
            notes.add(f"Source {number} is in the registry already, as {key}: the same address.")
        else:
            entries.append(entry)
            _note_entry(entry, number in listed, number in cited, notes)
        numbering[number] = key
    if numbering and list(numbering) != list(range(1, len(numbering) + 1)):
        notes.add("The source numbers have gaps, so `sources:` in the front matter names each number.")
    return numbering, tuple(entries)


def _note_entry(entry: Entry, is_listed: bool, is_cited: bool, notes: _Notes) -> None:
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


def _count(paragraphs: Sequence[_Paragraph], numbering: Mapping[int, str], entries: Sequence[Entry]) -> ImportCounts:
    statements = [one for paragraph in paragraphs if paragraph.role is Role.REPORTED for one in paragraph.statements]
    unidentified = sum(entry.unidentified for entry in entries)
    return ImportCounts(
        statements=len(statements),
        sourced=sum(bool(statement.numbers) for statement in statements),
        pullquotes=sum(paragraph.role is Role.PULLQUOTE for paragraph in paragraphs),
        analysis=sum(paragraph.role is Role.ANALYSIS for paragraph in paragraphs),
        unidentified=unidentified,
        described=len(set(numbering.values())) - unidentified,
    )


# --- Markdown --------------------------------------------------------------------------------------------------------

_SIGNIFICANT = re.compile(r"[\\`*{_\[]|<(?=\S)|&(?=#|\w+;)|~~|==|\^\^|\+\+")
_PLAIN_LITERAL = re.compile(r"\[(?!TOC\]|\s*[\^!])[^\[\]]*\](?![\[({:])")
_LEADING: Final = (
    (re.compile(r"[#>]|[-+](?!\w)|!!!"), "\\"),
    (re.compile(r":|\?\?\?|///"), ""),
)


def escape(text: str, brackets: Sequence[_Bracket] = (), numbers: frozenset[int] = frozenset()) -> str:
    """Markdown that renders as exactly `text`, one paragraph; markers are kept, tidied.

    Args:
        text: a paragraph on one line.
        brackets: its brackets.
        numbers: the source numbers of the page; a literal bracket that would be a citation there is escaped.
    """
    markers = {bracket.start: bracket for bracket in brackets if bracket.numbers}
    literal = {
        bracket.start
        for bracket in brackets
        if not bracket.numbers and read_bracket(text[bracket.start + 1 : bracket.end - 1], numbers=numbers).citation
    }
    pieces: list[str] = []
    position = 0
    for match in _SIGNIFICANT.finditer(text):
        start = match.start()
        if start < position:
            continue
        pieces.append(text[position:start])
        position = match.end()
        if start in markers:
            position = markers[start].end
            pieces.append(f"[{' '.join(text[start + 1 : position - 1].split())}]")
        else:
            pieces.append(_escaped(text, match, start in literal))
    pieces.append(text[position:])
    return _escape_start("".join(pieces))


def _escaped(text: str, match: re.Match[str], literal: bool) -> str:
    """One significant character, escaped if it would be read as Markdown there."""
    found, start = match[0], match.start()
    if found == "[":
        plain = _PLAIN_LITERAL.match(text, start) and text[start - 1 : start] not in ("[", "]", "!")
        return "[" if plain and not literal else "\\["
    if found == "_":
        inside = text[start - 1 : start].isalnum() and text[start + 1 : start + 2].isalnum()
        return "_" if inside else "\\_"
    if found in "\\`*{":
        return f"\\{found}"
    return {"<": "&lt;", "&": "&amp;"}.get(found) or "".join(f"&#{ord(character)};" for character in found)


def _escape_start(text: str) -> str:
    """A paragraph's first characters, where they would begin a list, a heading, a quote, a block or a definition."""
    if match := re.match(r"\d+(?=\.(?:\s|$))", text):
        return f"{match[0]}\\{text[match.end() :]}"
    if match := re.match(r"\[[^\[\]]*\](?=:)", text):
        return f"{match[0]}&#58;{text[match.end() + 1 :]}"
    for pattern, prefix in _LEADING:
        if pattern.match(text):
            return prefix + text if prefix else f"&#{ord(text[0])};{text[1:]}"
    return text


def _scalar(value: Any) -> str:
    """A value as YAML writes it on one line."""
    return yaml.safe_dump(value, allow_unicode=True, width=10**9).removesuffix("\n").removesuffix("\n...")


def _front_matter(opening: _Opening, numbering: Mapping[int, str]) -> str:
    lines = ["---", f"title: {_scalar(opening.title)}"]
    if opening.author:
        lines.append(f"author: {_scalar(opening.author)}")
    if opening.date:
        lines.append(f"date: {opening.date}")
    if list(numbering) == list(range(1, len(numbering) + 1)):
        listed = f"[{', '.join(map(_scalar, numbering.values()))}]"
    else:
        listed = f"{{{', '.join(f'{number}: {_scalar(key)}' for number, key in numbering.items())}}}"
    if numbering:
        lines.append(f"sources: {listed}")
    return "\n".join([*lines, "---", ""])


def _body(paragraphs: Sequence[_Paragraph], numbers: frozenset[int]) -> str:
    return "".join(f"\n{block}\n" for block in _blocks_of(paragraphs, numbers))


def _blocks_of(paragraphs: Sequence[_Paragraph], numbers: frozenset[int]) -> Iterator[str]:
    previous: Role | None = None
    for paragraph in paragraphs:
        text = escape(paragraph.text, paragraph.brackets, numbers)
        if paragraph.role is Role.PULLQUOTE:
            attribution = f"\n    {escape(paragraph.attribution)}" if paragraph.attribution else ""
            yield f"!!! pullquote\n    {text}{attribution}"
        elif paragraph.role is Role.ANALYSIS and previous is Role.ANALYSIS:
            yield f"    {text}"
        elif paragraph.role is Role.ANALYSIS:
            title = f' "{paragraph.heading}"' if paragraph.heading else ""
            yield f"!!! analysis{title}\n    {text}"
        else:
            yield text
        previous = paragraph.role


# --- The registry ----------------------------------------------------------------------------------------------------

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Safe either way; the one in C is ten times as fast."""


def known_sources(registry: str) -> tuple[frozenset[str], dict[str, str]]:
    """The keys of a registry, and address to key; empty where it cannot be read."""
    try:
        data = yaml.load(registry, Loader=_Loader)  # noqa: S506
    except (yaml.YAMLError, ValueError):
        return frozenset(), {}
    found = data.get("sources") if isinstance(data, dict) else None
    if not isinstance(found, dict):
        return frozenset(), {}
    entries = [(str(key), entry["url"]) for key, entry in found.items() if isinstance(entry, dict) and "url" in entry]
    urls = {url: key for key, url in entries if isinstance(url, str)}
    return frozenset(map(str, found)), urls


def render_entries(entries: Sequence[Entry], indent: int = 2, slug: str = "") -> str:
    """The entries as YAML lines, to stand under `sources:`."""
    margin = " " * indent
    lines: list[str] = []
    if any(entry.unidentified for entry in entries):
        name = f"{slug}.md" if slug else "an imported text"
        lines.append(f"# Cited in {name}. For each entry with `unidentified: true`, say what the source is: replace")
        lines.append("# that line by kind, title, publisher, published and url.")
    for entry in entries:
        lines.append(f"{_scalar(entry.key)}:  # [{entry.number}]")
        lines.extend(f"  {name}: {_scalar(value)}" for name, value in entry.fields.items())
    return "".join(f"{margin}{line}\n" for line in lines)


def append_entries(registry: str, entries: Sequence[Entry], slug: str = "") -> str:
    """The registry with the entries added under `sources:`; all that was there stays, byte for byte.

    Raises:
        RegistryProblem: the registry cannot be read, or is written so that text cannot safely be added to it.
    """
    if not entries:
        return registry
    newline = "\r\n" if "\r\n" in registry else "\n"
    old = _load_registry(registry)
    expected = {**old, "sources": {**(old.get("sources") or {}), **{entry.key: entry.fields for entry in entries}}}
    lines = registry.splitlines(keepends=True)
    places, indent, heading = _insertion(registry, len(lines))
    added = (heading + render_entries(entries, indent, slug)).replace("\n", newline)
    for place in places:
        before, after = "".join(lines[:place]), "".join(lines[place:])
        gap = newline if before.strip("\ufeff") and not before.endswith(("\n", "\r")) else ""
        with contextlib.suppress(RegistryProblem):
            if _load_registry(result := before + gap + added + after) == expected:
                return result
    raise RegistryProblem("its form is unusual, and adding lines would change what it says")


def _load_registry(registry: str) -> dict[Any, Any]:
    try:
        data = yaml.load(registry, Loader=_Loader)  # noqa: S506
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" (line {mark.line + 1})" if mark else ""
        raise RegistryProblem(f"it is not valid YAML{where}") from None
    if data is None:
        return {}
    if not isinstance(data, dict) or not isinstance(data.get("sources") or {}, dict):
        raise RegistryProblem("it is not a mapping with `sources:`")
    return data


def _insertion(registry: str, end: int) -> tuple[list[int], int, str]:
    """Before which line to insert (best first), how far to indent, and the heading that must come first.

    Raises:
        RegistryProblem: the registry, or its `sources:`, is in flow style, indented, or stands there twice.
    """
    root = yaml.compose(registry, Loader=_Loader)
    if not isinstance(root, yaml.MappingNode):
        return [end], 2, "sources:\n"
    if root.flow_style or root.start_mark.column > registry.startswith("\ufeff"):
        raise RegistryProblem("it is written in braces or indented as a whole")
    places = [index for index, (key, _) in enumerate(root.value) if key.value == "sources"]
    if not places:
        return [end], 2, "sources:\n"
    if len(places) > 1:
        raise RegistryProblem("it has `sources:` twice")
    key, value = root.value[places[0]]
    if isinstance(value, yaml.ScalarNode):
        if value.value:
            raise RegistryProblem("its `sources:` holds a word, not entries")
        return [key.start_mark.line + 1], 2, ""
    if value.flow_style or not value.value:
        raise RegistryProblem("its `sources:` is written in braces")
    indent = value.value[0][0].start_mark.column
    if places[0] + 1 == len(root.value):
        return [end], indent, ""
    following = root.value[places[0] + 1][0].start_mark.line
    return [_above_comments(registry, following), following], indent, ""


def _above_comments(registry: str, line: int) -> int:
    """The first of the blank lines and comments directly above a key, which belong to it."""
    lines = registry.splitlines()
    while line > 0 and (not lines[line - 1].strip() or lines[line - 1].startswith("#")):
        line -= 1
    return line


# --- The report ------------------------------------------------------------------------------------------------------


def _count_of(number: int, noun: str, plural: str | None = None) -> str:
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def _and(numbers: Sequence[int]) -> str:
    words = [str(number) for number in numbers]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def summary(imported: Imported) -> str:
    """What was found, in one line."""
    counts = imported.counts
    parts = [
        f"{_count_of(counts.statements, 'statement')} ({counts.sourced} with a source, {counts.unsourced} without)",
        _count_of(counts.pullquotes, "pull quote") + _inheritance(imported.repeats),
        _count_of(counts.analysis, "analysis passage"),
    ]
    if counts.described:
        parts.append(f"{_count_of(counts.described, 'source')} described")
    if not imported.numbering:
        parts.append("no sources")
    if counts.unidentified:
        parts.append(f"{_count_of(counts.unidentified, 'source')} nobody has described yet")
    return ", ".join(parts)


def _inheritance(repeats: Sequence[RepeatedStatement]) -> str:
    said: list[str] = []
    for repeat in repeats:
        if repeat.numbers:
            plural = "s" if len(repeat.numbers) > 1 else ""
            said.append(f"repeats statement {repeat.statement}, so it inherits source{plural} {_and(repeat.numbers)}")
        else:
            said.append(f"repeats statement {repeat.statement}, which has no source")
    return f" ({'; '.join(said)})" if said else ""


def report(imported: Imported, text: str, article: str, registry: str, kept: Sequence[str] = ()) -> str:
    """What was found, each guess, and what to do next, for the one who imports.

    Args:
        imported: the import.
        text: where the text came from.
        article: the file that was written.
        registry: the file that the entries were added to.
        kept: keys that the registry had before, whose entries were left as they are.
    """
    lines = [f"{text} -> {article}", f"  Found: {summary(imported)}."]
    notes = [*imported.notes]
    if kept:
        notes.append(f"In {registry} already, and left as they are: {', '.join(kept)}.")
    if notes:
        lines += ["  Guesses and remarks, for you to check:", *(f"  - {note}" for note in notes)]
    lines.append("  Next:")
    unidentified = [entry.key for entry in imported.entries if entry.unidentified and entry.key not in kept]
    if unidentified:
        lines.append(f"  - Describe the sources in {registry}: {', '.join(unidentified)}.")
    lines.append(f"  - Read {article}, and correct what was guessed wrong.")
    lines.append("  - Run `mkdocs serve` and look at the page.")
    return "\n".join(lines) + "\n"
