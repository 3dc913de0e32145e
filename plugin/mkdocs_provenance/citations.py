"""The marker grammar: what stands between square brackets, read as a citation or left as text.

Numbers follow newspaper and Wikipedia habit (`[1, 3]`, `[1-3]`); keys follow pandoc (`[see @a, p. 5; cf. @b]`), whose
key grammar this is: a key starts with a letter, digit or `_`, may hold single `:.#$%&-+?<>~/` between such
characters, and `@{…}` holds anything else.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from msgspec import Struct

from mkdocs_provenance.model import Citation, CitationItem, PlacedCitation

MAX_RANGE: Final = 50
"""Sources that one range may name; a longer one is taken for a slip."""
MAX_BODY: Final = 2_000
"""Characters between the brackets; more is taken for text."""

_KEY: Final = re.compile(r"@(?:\{(?P<braced>[^{}\[\]]+)\}|(?P<plain>\w(?:[:.#$%&\-+?<>~/]?\w)*))")
_KEY_START: Final = re.compile(r"(?:^|(?<=[\s,]))(?P<minus>-?)(?=@(?:\w|\{[^{}\[\]]+\}))")
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,8}\Z")
_RANGE: Final = re.compile(r"([1-9][0-9]{0,8})\s*(?:-{1,3}|–|—|‑|−)\s*([1-9][0-9]{0,8})\Z")
_THOUSANDS: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+\Z")
_NUMERIC_LOOK: Final = re.compile(r"[0-9\s,;\-–—‑−]*[1-9][0-9\s,;\-–—‑−]*\Z")
_LOCATOR: Final = re.compile(
    r"(?:pp?|pages?|§§?|¶¶?|secs?|sections?|chaps?|chapters?|ch|figs?|figures?|paras?|paragraphs?|lines?|ll?|nn?|notes?|"
    r"vols?|volumes?|cols?|columns?|parts?|pts?|tables?|min|minutes?|at|arts?|articles?|items?|S|Seite|pág|стр)\b\.?\s*"
    r"\S|[0-9]+:[0-9]{2}|§|¶",
    re.IGNORECASE,
)
_PLACES: Final = re.compile(
    r"§§|¶¶|(?:pp|pages|secs|sections|chaps|chapters|figs|figures|paras|paragraphs|lines|ll|nn|notes|vols|volumes|cols|"
    r"columns|parts|pts|tables|minutes|arts|articles|items)\b",
    re.IGNORECASE,
)
"""A locator that announces several places."""
_YEAR_OR_MORE: Final = 1000
"""From here on a number that nobody has listed is a year or a figure, not a source."""


class Remark(Struct, frozen=True, gc=False):
    """Something to tell the author about a bracket."""

    code: str
    message: str
    suggestion: str | None = None


class Reading(Struct, frozen=True, gc=False):
    """What a bracket was read as."""

    citation: Citation | None
    """None: the bracket stays as it is."""
    remarks: tuple[Remark, ...] = ()


LITERAL: Final = Reading(None)


class _MalformedError(Exception):
    """The bracket was meant as a citation, but cannot be one; carries what to say."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.remark = Remark(code, message)


class _OrdinaryTextError(Exception):
    """The bracket is ordinary text."""

    def __init__(self, remark: Remark | None = None) -> None:
        super().__init__()
        self.remark = remark


@lru_cache(maxsize=4096)
def read_bracket(body: str, *, numbers: frozenset[int] | None) -> Reading:
    """Read what stands between `[` and `]`.

    Args:
        body: The characters between the brackets.
        numbers: The numbers that the page's `sources` give a meaning; None where numbers are not citations.

    Returns:
        The citation, or None where the bracket stays text; and remarks for the author either way. Whether a key or a
        number points to a known source is not decided here.
    """
    if len(body) > MAX_BODY:
        return LITERAL
    remarks: list[Remark] = []
    try:
        if "@" in body and _KEY_START.search(body):
            items = _read_keyed(body, numbers, remarks)
        elif numbers is not None and body.strip()[:1].isascii() and body.strip()[:1] in set("123456789,;0-"):
            items = _read_numeric(body, numbers)
        else:
            return LITERAL
    except _MalformedError as fault:
        return Reading(None, (*remarks, fault.remark))
    except _OrdinaryTextError as text:
        return Reading(None, (text.remark,) if text.remark else ())
    return Reading(Citation(f"[{body}]", _without_repeats(items, body, remarks)), tuple(remarks))


def _read_numeric(body: str, numbers: frozenset[int]) -> list[CitationItem]:
    """A bracket of numbers and ranges, perhaps with locators: `1, 3-5`, `1, p. 7; 2`."""
    if _THOUSANDS.match(body.strip()) and not _all_known(body, numbers):
        raise _OrdinaryTextError
    items: list[CitationItem] = []
    for group in body.split(";"):
        first, *others = group.split(",")
        _add_numeric_part(first.strip(), body, numbers, items)
        for part in map(str.strip, others):
            if _goes_on(items, part):
                items[-1] = _with_locator(items[-1], f"{items[-1].locator}, {part}")
            else:
                _add_numeric_part(part, body, numbers, items)
    _refuse_prose(items, numbers, body)
    return items


def _add_numeric_part(part: str, body: str, numbers: frozenset[int], items: list[CitationItem]) -> None:
    if _NUMBER.match(part):
        items.append(CitationItem(None, int(part)))
    elif (span := _RANGE.match(part)) is not None:
        items.extend(_read_range(int(span[1]), int(span[2]), body, numbers))
        if span[1] == span[2]:
            items.append(items[-1])  # so that it is remarked on as a repeat
    elif items and _LOCATOR.match(part):
        items[-1] = _with_locator(items[-1], part)
    elif items and items[-1].locator is not None and re.match(r"[0-9]", part):
        items[-1] = _with_locator(items[-1], f"{items[-1].locator}, {part}")
    elif part == "" and _NUMERIC_LOOK.match(body) and not re.search(r"(?:^|[^0-9])0", body):
        raise _MalformedError("malformed-citation", f"The marker [{body}] has a comma with nothing beside it.")
    else:
        raise _OrdinaryTextError


def _goes_on(items: list[CitationItem], part: str) -> bool:
    """Whether a part behind a comma is one more place: in `1, pp. 5, 7` it is, in `1, p. 5, 7` it is source 7."""
    return bool(items and items[-1].locator and _PLACES.match(items[-1].locator) and part[:1].isdigit())


def _with_locator(item: CitationItem, locator: str) -> CitationItem:
    return CitationItem(item.key, item.number, item.prefix, locator, item.suffix)


def _read_range(first: int, last: int, body: str, numbers: frozenset[int]) -> list[CitationItem]:
    """The members of a range, every one of them: a reader must find the middle ones too."""
    if first > last:
        if first in numbers or last in numbers:
            raise _MalformedError("descending-range", f"The range in [{body}] runs backwards.")
        raise _OrdinaryTextError(
            Remark("bracket-left-as-text", f"[{body}] was left as text: no source has these numbers.")
        )
    if last - first >= MAX_RANGE:
        if first in numbers:
            raise _MalformedError(
                "range-too-long",
                f"The range in [{body}] names {last - first + 1} sources; at most {MAX_RANGE} are read.",
            )
        raise _OrdinaryTextError(
            Remark("bracket-left-as-text", f"[{body}] was left as text: no source has these numbers.")
        )
    members = range(first, last + 1)
    if not any(number in numbers for number in members):
        raise _OrdinaryTextError(
            Remark("bracket-left-as-text", f"[{body}] was left as text: no source has these numbers.")
        )
    return [CitationItem(None, number) for number in members]


def _refuse_prose(items: list[CitationItem], numbers: frozenset[int], body: str) -> None:
    """Years and large figures in brackets are prose, as long as no source has such a number."""
    unknown = [item.number for item in items if item.number is not None and item.number not in numbers]
    if any(number >= _YEAR_OR_MORE for number in unknown) and len(unknown) == len(items):
        raise _OrdinaryTextError(
            Remark("bracket-left-as-text", f"[{body}] was left as text: no source has this number.")
        )


def _all_known(body: str, numbers: frozenset[int]) -> bool:
    return all(_NUMBER.match(part) and int(part) in numbers for part in body.strip().split(","))


def _read_keyed(body: str, numbers: frozenset[int] | None, remarks: list[Remark]) -> list[CitationItem]:
    """A bracket that holds at least one `@key`: items between semicolons, numbers allowed among them."""
    items: list[CitationItem] = []
    for part in _split_outside_braces(body, ";"):
        if _KEY_START.search(part):
            items.extend(_read_key_part(part.strip(), remarks))
        elif numbers is not None and _is_numeric(part, numbers):
            items.extend(_read_numeric(part, numbers))
        else:
            raise _MalformedError("malformed-citation", f"A part of [{body}] names no source.")
    return items


def _is_numeric(part: str, numbers: frozenset[int]) -> bool:
    try:
        return bool(_read_numeric(part, numbers))
    except (_MalformedError, _OrdinaryTextError):
        return False


def _read_key_part(part: str, remarks: list[Remark]) -> list[CitationItem]:
    """`see @a, p. 5`, or by a common slip several keys: `@a, @b`."""
    starts = [start for start in _KEY_START.finditer(part) if not _is_braced(part, start.start())]
    items = []
    for index, start in enumerate(starts):
        end = starts[index + 1].start() if index + 1 < len(starts) else len(part)
        prefix = part[: start.start()].strip() if index == 0 else ""
        items.append(_read_key(part[start.start() : end], prefix))
    if len(items) > 1:
        remarks.append(Remark("comma-between-keys", f"The keys in [{part}] are best separated by semicolons."))
    return items


def _is_braced(part: str, at: int) -> bool:
    """Whether an `@` stands within the braces of another key."""
    return part.count("{", 0, at) > part.count("}", 0, at)


def _read_key(text: str, prefix: str) -> CitationItem:
    match = _KEY.match(text.lstrip("-"))
    if match is None:  # _KEY_START has looked ahead for exactly this
        raise _OrdinaryTextError
    key = match["braced"] or match["plain"]
    rest = text.lstrip("-")[match.end() :].strip().strip(",;").strip()
    rest = rest.removeprefix(".").strip() if rest == "." else rest
    locator, suffix = _split_locator(rest)
    return CitationItem(key.strip(), None, prefix, locator, suffix)


def _split_locator(rest: str) -> tuple[str | None, str]:
    """The locator and what follows it; a comma ends the locator unless another number follows."""
    if rest.startswith("[") or not rest:
        return None, rest
    if rest.startswith("{") and "}" in rest:
        locator, _, suffix = rest[1:].partition("}")
        return locator.strip() or None, suffix.strip(" ,")
    if not (_LOCATOR.match(rest) or re.match(r"[0-9]", rest)):
        return None, rest
    parts = rest.split(",")
    used = 1
    while used < len(parts) and re.match(r"\s*[0-9]", parts[used]):
        used += 1
    return ",".join(parts[:used]).strip(), ",".join(parts[used:]).strip()


def _split_outside_braces(body: str, separator: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for index, character in enumerate(body):
        depth += (character == "{") - (character == "}")
        if character == separator and depth <= 0:
            parts.append(body[start:index])
            start = index + 1
    return [*parts, body[start:]]


def _without_repeats(items: list[CitationItem], body: str, remarks: list[Remark]) -> tuple[CitationItem, ...]:
    """The items, each source and place once."""
    seen: dict[tuple[str | None, int | None, str | None], CitationItem] = {}
    for item in items:
        seen.setdefault((item.key, item.number, item.locator), item)
    if len(seen) < len(items):
        remarks.append(Remark("repeated-item", f"The marker [{body}] names the same source twice."))
    return tuple(seen.values())


_SEPARATOR: Final = re.compile(r"\s*([;,])\s*")
_COMMA_BEFORE_KEY: Final = re.compile(r",\s*(?=-?@)")
_TYPED_DASH: Final = re.compile(r"(?<=[0-9])\s*-{2,3}\s*(?=[0-9])")


def tidy(body: str) -> str:
    """What stands between the brackets of a citation, in the common way of writing it: the citation is the same.

    A space behind each comma or semicolon and none before it, semicolons between keys, one dash in a range, no number
    twice. What stands in braces is a key and stays.
    """
    if "{" in body:
        return body
    written = _SEPARATOR.sub(r"\1 ", _COMMA_BEFORE_KEY.sub("; ", " ".join(body.split())))
    if "@" in written:
        return written
    written = _TYPED_DASH.sub("–", written)
    parts = written.split(", ")
    return ", ".join(dict.fromkeys(parts)) if all(map(str.isdecimal, parts)) else written


_BRACKET: Final = re.compile(r"[ \t\u00a0]*(?<!\\)\[(?P<body>[^\[\]]+)\](?![(:])")


def take_markers(text: str, *, numbers: frozenset[int] | None, known: Callable[[str], bool]) -> str:
    """Plain text without its markers: for titles, descriptions and the like, which carry no citation.

    Args:
        text: Plain text, not Markdown.
        numbers: As for `read_bracket`.
        known: Whether a registry key exists; a bracket with a key that does not stays,
            and so does one with a number that is not among `numbers`.
    """

    def replace(match: re.Match[str]) -> str:
        citation = read_bracket(match["body"], numbers=numbers).citation
        if citation is None or not all(_is_known(item) for item in citation.items):
            return match[0]
        return ""

    def _is_known(item: CitationItem) -> bool:
        return known(item.key) if item.key is not None else numbers is not None and item.number in numbers

    return _BRACKET.sub(replace, text)


def place_markers(text: str, *, numbers: frozenset[int] | None, first: int) -> tuple[str, tuple[PlacedCitation, ...]]:
    """Plain text with markers into the reader's text and its citations: for sentences in the front matter.

    Args:
        text: Plain text, not Markdown.
        numbers: As for `read_bracket`.
        first: The number of the first citation's id (`m7`).
    """
    clean, at = "", 0
    placed: list[PlacedCitation] = []
    for match in _BRACKET.finditer(text):
        citation = read_bracket(match["body"], numbers=numbers).citation
        if citation is None:
            continue
        clean += text[at : match.start()]
        at = match.end()
        placed.append(PlacedCitation(f"m{first + len(placed)}", len(clean), citation))
    return clean + text[at:], tuple(placed)
