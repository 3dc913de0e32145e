"""Where in a file something stands: found again from the text, because Markdown keeps no line numbers."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Final

from mkdocs_provenance.model import Article, Passage, Spot

_LETTERS: Final = re.compile(r"\W+")
_MARKERS: Final = re.compile(r"\[[0-9@][^\[\]]*\](?!\()")
"""What stands in the source but not in the prose before a find."""
_BETWEEN: Final = r"(?:\[[^\w\[\]]*\w[^\[\]]*\]|\W)+"
"""What may stand between two words of the prose: anything but words, and markers."""
_FRONT_MATTER_END: Final = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_REACH: Final = 120
"""Characters of the source looked at before a find, to tell it from another of the same text."""
_EDGE: Final = " \t\n.,;:!?…'\"‘’“”«»()"
_WORDS: Final = re.compile(r"[^\W_]+")
# Both begin with characters that a search leaps to: a third of the time of one expression that begins with anything.
_UNREAD: Final = re.compile(
    r"[\[(<&{](?:"
    r"(?<=\]\()[^()\s]*(?:\s+\"[^\"\n]*\")?\)"  # a link's address
    r"|(?<=\]\[)[^\[\]\n]*\]"  # a link's reference, or a second marker
    r"|(?<=\[)(?:-?@[^\[\]]*|[1-9][0-9\s,;–—-]*|see [^\[\]]*@[^\[\]]*|\^[^\[\]\n]+)\]"  # a marker, a footnote's
    r"|(?<=<)(?:!--.*?-->|/?[A-Za-z][^<>]*>)|(?<=&)#?\w+;|(?<={):?[ ]*[.#][^{}\n]*\})",
    re.DOTALL,
)
_UNREAD_LINES: Final = re.compile(
    r"\n[ \t]*(?:(?:!!!|\?\?\?)[^\n]*|\[(?!\^)[^\]\n]+\]:[^\n]*|[0-9]+[.)](?=[ \t]))",
)
"""What stands in an article's file but not in the reader's prose."""


class Alignment:
    """Finds the reader's prose in the file that it was written in.

    Words that stand there once as a reader sees them are found at once. Others are found letter by letter: letters and
    digits survive Markdown, what stands between them may not. A passage whose letters stand nowhere (a macro or a
    snippet made them) is found by its first words, or not at all.

    Args:
        source: The article's file, front matter and all.
        passages: In document order.
    """

    def __init__(self, source: str, passages: Sequence[Passage]) -> None:
        self._source = source
        self._body = body_start(source)
        self._passages = passages
        self._texts = {passage.id: passage.text for passage in passages}

    @cached_property
    def _letters(self) -> _Letters:
        """Made where words are not found as they stand: that takes ten times as long."""
        return _Letters(self._source, self._body, self._passages)

    @cached_property
    def _breaks(self) -> list[int]:
        """Where the lines end: to count them anew for every problem of a long article would take most of its time."""
        return [match.start() for match in re.finditer("\n", self._source)]

    def _span(self, start: int, end: int) -> Spot:
        """As `span`, of the article's file."""
        breaks, last = self._breaks, max(start, end - 1)
        lines = bisect_left(breaks, start), bisect_left(breaks, last)
        columns = (at - (breaks[line - 1] if line else -1) for at, line in zip((start, end), lines, strict=True))
        (first, column), (final, end_column) = zip(lines, columns, strict=True)
        return Spot(first + 1, column, final + 1, end_column)

    def spot(self, passage: str, start: int, end: int) -> Spot:
        """Where characters `start` to `end` of a passage's text stand in the file.

        Args:
            passage: Its id; an unknown one has the file's first line.
            start: Inclusive.
            end: Exclusive; white space and signs at either end may be left out.
        """
        text = self._texts.get(passage, "")
        at, length = self._verbatim(text[start:end].strip(_EDGE))
        if at >= 0:
            return self._span(at, at + length)
        place = self._letters.place(passage, len(_only_letters(text[:start])), len(_only_letters(text[start:end])))
        return self._span(*place) if place else spot_of(self._source, text[start:end].strip(), text[:start])

    def _verbatim(self, words: str) -> tuple[int, int]:
        """Where words stand in the file once and as whole words, and how long they are; -1 where they do not."""
        at = self._source.find(words, self._body) if words else -1
        if at < 0 or self._source.find(words, at + 1) >= 0:
            return -1, 0
        around = self._source[at - 1 : at], self._source[at + len(words) : at + len(words) + 1]
        return (at, len(words)) if not any(map(str.isalnum, around)) else (-1, 0)

    def marker(self, raw: str, passage: str, offset: int) -> Spot:
        """Where a marker stands that follows the first `offset` characters of a passage's text."""
        at, length = self._verbatim(raw)
        if at >= 0:
            return self._span(at, at + length)
        before = self._texts.get(passage, "")[:offset]
        behind = self._letters.behind(passage, len(_only_letters(before)))
        at = self._source.find(raw, behind) if behind is not None else -1
        return self._span(at, at + len(raw)) if at >= 0 else spot_of(self._source, raw, before)

    def first_marker(self, marks: Container[str]) -> Spot | None:
        """Where the first of some marks is written; None where none stands in a passage, as one of the front matter."""
        for passage in self._passages:
            for placed in passage.citations:
                if placed.id in marks:
                    return self.marker(placed.citation.raw, passage.id, placed.offset)
        return None


class _Letters:
    """The letters and digits of a file's prose in a row, and where each passage's are among them."""

    def __init__(self, source: str, body: int, passages: Iterable[Passage]) -> None:
        text = _UNREAD.sub(_blank, _UNREAD_LINES.sub(_blank, "\n" + source[body:]))
        self._words = [body - 1 + match.start() for match in _WORDS.finditer(text)]
        """Where each word stands in the source."""
        words = _WORDS.findall(text)
        self._starts = [0, *accumulate(map(len, words))][: len(words)]
        """Letters before each word."""
        self._row = "".join(words)
        self._found = self._align(passages)
        """Passage to the letters before it; -1 where it stands nowhere."""

    def place(self, passage: str, before: int, length: int) -> tuple[int, int] | None:
        """Where `length` letters of a passage stand in the source, the first `before` left out; None for nowhere."""
        found = self._found.get(passage, -1)
        if found < 0 or not length:
            return None
        return self._at(found + before), self._at(found + before + length - 1) + 1

    def behind(self, passage: str, length: int) -> int | None:
        """Where the first `length` letters of a passage end in the source; None for a passage that stands nowhere."""
        found = self._found.get(passage, -1)
        if found < 0:
            return None
        return self._at(found + length - 1) + 1 if found + length else 0

    def _align(self, passages: Iterable[Passage]) -> dict[str, int]:
        found: dict[str, int] = {}
        last = 0
        for passage in passages:
            letters = _only_letters(passage.text)
            at = self._find(letters, last)
            if at < 0:
                at = self._find(letters, 0)  # a footnote stands elsewhere in the file than on the page
            else:
                last = at + len(letters)
            found[passage.id] = at
        return found

    def _find(self, letters: str, start: int) -> int:
        """Where letters stand as whole words."""
        at = self._row.find(letters, start) if letters else -1
        while at >= 0 and self._starts[bisect_right(self._starts, at) - 1] != at:
            at = self._row.find(letters, at + 1)
        return at

    def _at(self, letter: int) -> int:
        """Where the letter of that number stands in the source."""
        word = bisect_right(self._starts, letter) - 1
        return self._words[word] + letter - self._starts[word]


def _blank(gap: re.Match[str]) -> str:
    return " " * len(gap[0])


def alignment_of(article: Article) -> Alignment:
    """The alignment of an article, made once for all who ask in a row."""
    global _last  # a memory of one, by identity: what it gives is the same with and without
    if _last is None or _last[0] is not article.source or _last[1] is not article.passages:
        _last = article.source, article.passages, Alignment(article.source, article.passages)
    return _last[2]


_last: tuple[str, tuple[Passage, ...], Alignment] | None = None


def span(source: str, start: int, end: int) -> Spot:
    """The spot of the characters `start` (inclusive) to `end` (exclusive) of a text."""
    line = source.count("\n", 0, start) + 1
    column = start - source.rfind("\n", 0, start)
    last = line + source.count("\n", start, max(start, end - 1))
    return Spot(line, column, last, end - source.rfind("\n", 0, max(start, end - 1)))


def body_start(source: str) -> int:
    """Where the text begins behind the front matter, in characters; 0 where there is none."""
    if not source.startswith(("---", "\ufeff---")):
        return 0
    end = _FRONT_MATTER_END.search(source, 3)
    return end.end() if end else 0


def spot_of(source: str, needle: str, before: str = "") -> Spot:
    """Where `needle` stands in `source`.

    Where it stands several times, the find whose preceding letters agree longest with `before` counts, the first of
    equals; where it stands nowhere (Markdown has changed it), its first words are looked for, then line 1 is given.

    Args:
        source: A file's whole text.
        needle: What to look for, as written.
        before: The prose before it, as a reader sees it.
    """
    at = source.find(needle) if needle else -1
    if at >= 0 and source.find(needle, at + 1) < 0:
        return span(source, at, at + len(needle))
    wanted = _LETTERS.sub("", before[-2 * _REACH :])[-_REACH:]
    best, best_score = -1, -1
    while at >= 0:
        stretch = _MARKERS.sub("", source[max(0, at - 2 * _REACH) : at])
        score = _agreement(wanted, _LETTERS.sub("", stretch))
        if score > best_score:
            best, best_score = at, score
        at = source.find(needle, at + 1)
    if best >= 0:
        return span(source, best, best + len(needle))
    return _spot_of_words(source, needle)


def spot_of_word(source: str, word: str) -> Spot:
    """Where a key stands as a whole, not as a part of a longer one; as `spot_of` where it does nowhere."""
    match = re.search(rf"(?<![\w./:-]){re.escape(word)}(?![\w./:-])", source)
    return span(source, *match.span()) if match is not None else spot_of(source, word)


def _only_letters(text: str) -> str:
    return "".join(_WORDS.findall(text))


def _agreement(wanted: str, found: str) -> int:
    """How many letters agree, counted from the end."""
    score = 0
    for expected, actual in zip(reversed(wanted), reversed(found), strict=False):
        if expected != actual:
            break
        score += 1
    return score


def _spot_of_words(source: str, needle: str) -> Spot:
    """The spot of the needle's first words, whatever stands between them; line 1 where there is none."""
    words = re.findall(r"\w+", needle)
    for count in (8, 4, 2, 1):
        if len(words) >= count and (count > 1 or len(words) == 1):
            match = re.search(rf"\b{_BETWEEN.join(map(re.escape, words[:count]))}\b", source)
            if match is not None:
                return span(source, *match.span())
    return Spot()
