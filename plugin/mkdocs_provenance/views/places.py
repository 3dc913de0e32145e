"""Marks words in a page for its preview: in the sentence, the passage or the citation that the page's own places name.

The HTML is the page's before the fragments are put in: a sentence still stands between `<!--provenance:c3-->` and
`<!--provenance:/c-->`, in pieces where an element sticks out of it. Only text is wrapped, never a tag, so the page
stays as well nested as it was. A built site never comes here.
"""

from __future__ import annotations

import html as _html
import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from msgspec import Struct, field

_TOKEN: Final = re.compile(
    r"""<!--provenance:(?P<name>[a-z0-9/+~-]+)-->(?:(?<=~-->)[ ])?
    |<!--.*?-->
    |<(?P<unread>script|style|textarea|select|template|svg|math)\b.*?</(?P=unread)\s*>
    |<sup[ ]id="fnref.*?</sup>
    |<a[ ]class="(?:headerlink|footnote-)[^>]*>.*?</a>
    |<(?:[^<>"']++|"[^"]*+"|'[^']*+')*+>
    |(?P<text>[^<]++|<)""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
"""A place, with the space that it brings along; what is no prose, as a whole; a tag; text."""
_RUN: Final = re.compile(
    r"(?P<plain>[^&\s]++(?:[ ][^&\s]++)*+)|&(?:#[0-9]+|#x[0-9a-f]+|[a-z][a-z0-9]*);|\s+|&", re.IGNORECASE
)
"""Letters that stand for themselves, with single spaces between them; an entity; white space."""

Slice = tuple[int, int]
"""From and to a character of the HTML."""


class Wanted(Struct, frozen=True):
    """What is to be marked for one notice."""

    regions: tuple[str, ...]
    """Ids of the claims, marks or passages that it may stand in, the likeliest first."""
    words: tuple[str, ...] = ()
    """The words within it, the most exact first; where none of them is found, the whole is marked."""
    severity: str = "error"
    exact: bool = False
    """Whether nothing is marked where the words are not found."""


class Marked(Struct, frozen=True):
    """The page with its marks."""

    html: str
    places: tuple[str | None, ...]
    """For each of what was wanted, the id of its mark; several may share one."""


class _Region(Struct):
    """A claim's, a passage's or a citation's part of the page."""

    texts: list[Slice]
    point: bool = False
    """Whether it is a citation, whose fragment will stand there."""
    taken: list[tuple[int, int, int]] = field(default_factory=list)
    """Letters that are marked, from and to, and the number of the mark."""
    letters: str = ""
    """The reader's text: entities read, white space collapsed."""
    where: list[Slice] = field(default_factory=list)
    """Of each letter, where it stands."""

    def read(self, html: str) -> None:
        """Read the letters, once."""
        if self.letters:
            return
        if self.point:
            self.letters, self.where = "*", [self.texts[0]]
            return
        found: list[str] = []
        for run in chain.from_iterable(_RUN.finditer(html, *text) for text in self.texts):
            start, end = run.span()
            if run["plain"]:
                found.append(run[0])
                self.where += zip(range(start, end), range(start + 1, end + 1), strict=True)
                continue
            text = " " if run[0].isspace() else _html.unescape(run[0])
            if text != " " or (found and found[-1] != " "):
                found.append(text)
                self.where += [(start, end)] * len(text)
        self.letters = "".join(found)

    def span(self, words: Sequence[str], *, exact: bool) -> tuple[int, int] | None:
        """The letters to mark: the first of the words that is there, else all; None where that is nothing."""
        for sought in () if self.point else words:
            at = _find(sought, self.letters)
            if at >= 0:
                return at, at + len(sought)
        end = len(self.letters.rstrip())
        return (0, end) if end and not exact else None

    def slices(self, start: int, end: int) -> Iterator[Slice]:
        """Where some letters stand in the HTML, without the tags between them."""
        if self.point:
            yield from self.texts
            return
        first, last = self.where[start][0], self.where[end - 1][1]
        for begin, stop in self.texts:
            if begin < last and first < stop:
                yield max(begin, first), min(stop, last)


def mark_places(html: str, wanted: Sequence[Wanted]) -> Marked:
    """Mark what is wanted, the most serious first; what overlaps with it shares its mark.

    Args:
        html: A page whose places are still placeholders.
        wanted: One for each notice, in the order of the list: notice 1 is called `provenance-problem-1`.
    """
    regions = _regions(html, {name for each in wanted for name in each.regions})
    numbers = [_take(each, regions, number, html) for number, each in enumerate(wanted, 1)]
    severities = {number: wanted[number - 1].severity for number in numbers if number is not None}
    inserts: list[tuple[int, bool, str]] = []
    for region in regions.values():
        for start, end, number in region.taken:
            says = " ".join(f"provenance-problem-{index}" for index, to in enumerate(numbers, 1) if to == number)
            id_ = f' id="provenance-place-{number}"'
            for begin, stop in region.slices(start, end):
                if region.point or not html[begin:stop].isspace():
                    opening = f'<mark class="provenance-place"{id_} data-severity="{severities[number]}"'
                    inserts += ((begin, True, f'{opening} aria-describedby="{says}">'), (stop, False, "</mark>"))
                    id_ = ""
    places = tuple(None if number is None else f"provenance-place-{number}" for number in numbers)
    return Marked(_inserted(html, sorted(inserts)), places)


def _find(words: str, text: str) -> int:
    """Where words begin in a text, rather as whole words than as part of one; -1 where they are not in it."""
    first = at = text.find(words) if words else -1
    while at >= 0:
        end = at + len(words)
        cut_before = at > 0 and text[at - 1].isalnum() and words[0].isalnum()
        cut_behind = end < len(text) and text[end].isalnum() and words[-1].isalnum()
        if not (cut_before or cut_behind):
            return at
        at = text.find(words, at + 1)
    return first


def _take(wanted: Wanted, regions: dict[str, _Region], number: int, html: str) -> int | None:
    """Choose the letters to mark, and give the number of the mark: a new one's own, or that of the one there."""
    there = [regions[name] for name in wanted.regions if name in regions]
    for region in there:
        region.read(html)
    exactly = ((region, region.span(wanted.words, exact=True)) for region in there if wanted.words)
    whole = ((region, region.span((), exact=wanted.exact)) for region in there)
    for region, span in chain(exactly, whole):
        if span is None:
            continue
        for start, end, taken in region.taken:
            if start < span[1] and span[0] < end:
                return taken
        region.taken.append((*span, number))
        return number
    return None


def _regions(html: str, names: set[str]) -> dict[str, _Region]:
    """The parts of the page that go by these names."""
    found: dict[str, _Region] = {}
    current: str | None = None
    for token in _TOKEN.finditer(html) if names else ():
        name = token["name"]
        if name is None:
            if token["text"] and current in names:
                found.setdefault(str(current), _Region([])).texts.append(token.span())
        elif name[0] in "cp":
            current = name.rstrip("+~")
        elif name[0] == "/":
            current = None
        elif name in names:
            found[name] = _Region([token.span()], point=True)
    return found


def _inserted(html: str, inserts: Sequence[tuple[int, bool, str]]) -> str:
    parts: list[str] = []
    at = 0
    for offset, _, text in inserts:
        parts += (html[at:offset], text)
        at = offset
    return "".join((*parts, html[at:]))
