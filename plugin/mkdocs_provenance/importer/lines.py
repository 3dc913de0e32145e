"""Bytes to clean lines, and what a line by itself can be: the end of a sentence, a list's item, a byline, a date."""

from __future__ import annotations

import datetime
import re
from typing import Final

from mkdocs_provenance.importer.parts import ImportProblem
from mkdocs_provenance.model import MONTHS

MAX_CHARACTERS: Final = 1_000_000


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


_FRONT_MATTER = re.compile(
    r"---[ \t]*\n\s*(?:#.*\n\s*)*[\w-]+[ \t]*:(?:\s.*)?\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|\Z)"
)


def has_front_matter(text: str) -> bool:
    """Whether a text is an article already: it begins with a block of fields between two lines `---`."""
    return _FRONT_MATTER.match(_LINE_ENDS.sub("\n", text)) is not None


_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028]")
INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff\ufffe\uffff]")
_TYPOGRAPHIC_SPACE = r"[\u00a0\u202f](?=[»›;:!?%])|(?<=[«‹])[\u00a0\u202f]|(?<=[0-9])[\u00a0\u202f](?=[0-9])"
_SPACES = re.compile(rf"({_TYPOGRAPHIC_SPACE})(?!\s)|\s+")
SURROGATE = re.compile(r"[\ud800-\udfff]")


def clean_lines(text: str) -> list[str]:
    """Lines without stray white space and invisible characters; an empty string is a blank line.

    No-break spaces stay where typography wants them (inside guillemets, before `:`, between digits).

    Raises:
        ImportProblem: the text holds no words, or is too long.
    """
    if len(text) > MAX_CHARACTERS:
        raise ImportProblem(f"The text is longer than {MAX_CHARACTERS:,} characters, too long for one article.")
    text = _LINE_ENDS.sub("\n", text.replace("\u2029", "\n\n"))
    text = SURROGATE.sub("\ufffd", INVISIBLE.sub("", text))
    lines = [_SPACES.sub(lambda match: match[1] or " ", line).strip() for line in text.split("\n")]
    if not any(character.isalnum() for line in lines for character in line):
        raise ImportProblem("The text is empty: it holds no words.")
    return lines


_SENTENCE_END = re.compile(r"""[.!?…。！？।؟:;]["'”’»›)\]]*$""")
_TRAILING_MARKERS = re.compile(r"(?:\s*[,;]?\s*\[[0-9][0-9\s,;–-]*\])+(?=[.!?…]?[\"'”’»)]*$)")
BULLET = re.compile(r"(?:[-*•‣◦–—+]|[0-9]{1,3}[.)])\s+\S")


def ends_sentence(line: str) -> bool:
    """Whether a line ends as a sentence does, or with a marker."""
    bare = _TRAILING_MARKERS.sub("", line)
    return bare != line or _SENTENCE_END.search(bare) is not None


_HASHED = re.compile(r"(#{1,6})\s+(.*\w.*?)(?:\s+#+)?")
_BOLD = re.compile(r"(\*\*|__)(?=\S)((?:(?!\*\*|__).)*\w(?:(?!\*\*|__).)*)(?<=\S)\1:?")
MAX_HEADING: Final = 150
BOLD_LEVEL: Final = 7
"""Below every level that hash signs can give."""


def heading_of(line: str) -> tuple[int, str] | None:
    """Level and text of a line that its author made a heading: `## Background`, or `**Background**` and no more."""
    if len(line) > MAX_HEADING or _MARKER.search(line):
        return None
    hashed = _HASHED.fullmatch(line)
    bold = _BOLD.fullmatch(hashed[2] if hashed else line)
    if hashed:
        return len(hashed[1]), bold[2] if bold else hashed[2]
    return (BOLD_LEVEL, bold[2]) if bold else None


_MARKER = re.compile(r"\[\s*[0-9][0-9\s,;–-]*\]")
_CAPITALISED = r"[^\W\d_a-z][\w.'’-]*"
_PARTICLES = r"(?:(?:de|del|della|da|di|du|van|von|der|den|la|le|al|bin|ibn|el|y|e)\s+)*"
_NAME = rf"{_CAPITALISED}(?:\s+{_PARTICLES}{_CAPITALISED})+"
_BYLINE = re.compile(rf"[Bb][Yy]:?\s+({_NAME}(?:(?:,|,?\s+and|\s*&)\s+{_NAME})*)")
_MONTHS: Final = tuple(month.lower() for month in MONTHS)
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
_DAY_FIRST = re.compile(rf"{_WEEKDAY}([0-9]{{1,2}})\s+([a-z]+),?\s+([0-9]{{4}})", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"{_WEEKDAY}([a-z]+)\s+([0-9]{{1,2}}),?\s+([0-9]{{4}})", re.IGNORECASE)
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def byline(line: str) -> str | None:
    """Whom a line names, if it is nothing but a byline."""
    match = _BYLINE.fullmatch(line) if len(line) <= 120 else None
    return match[1] if match else None


def plain_date(line: str) -> str | None:
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
