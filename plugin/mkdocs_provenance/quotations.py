"""Quoted words: finding them in prose, and looking for them in the text held of a source.

The check is that of a careful desk (`docs/manual/quotations.md`): marks of punctuation may differ, words may be left
out where an ellipsis or a square bracket says so, and nothing else: a near match is never let through.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from msgspec import Struct

from mkdocs_provenance.model import QuotationResult, Source

_PAIRS: Final = {"“": "”", "„": "“”", "«": "»", "»": "«", "‹": "›", "「": "」", "『": "』", "‟": "”", "〝": "〟"}
"""Opening mark to the marks that may close it (English, German, Polish, French, Japanese …)."""
_SINGLES: Final = {"'": "'", "‘": "’", "‚": "‘’"}
"""Single marks, which are also apostrophes: they open only before a word and close only after one."""

_OPENING: Final = re.compile('["' + "".join((*_PAIRS, *_SINGLES)) + "]")
_SPACE: Final = re.compile(r"\s+")
_INVISIBLE: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
_FOLDED: Final = {
    **_INVISIBLE,
    **dict.fromkeys(map(ord, '‘’‚‛′`´“”„‟″«»‹›「」『』〝〟׳״"'), "'"),
    **dict.fromkeys(map(ord, "‐‑‒–—―−"), "-"),
}
_GAP: Final = re.compile(
    r"\[[^\[\]]*\]|［[^［］]*］|〔[^〔〕]*〕|[（(][前中後后]?略[）)]|\((?:\.\.\.|…)\)|(?:\.\s?){3,}|…"
)
"""Where a quotation says that it leaves something out or puts something in."""
_EDGE: Final = " \t\n.,;:!?…'\"‘’“”«»「」『』-–—。、，；：！？،؛؟۔।"
_EDGE_FOLDED: Final = " .,;:!?'-。、،؛؟۔।"
"""The same, of text that has been normalised."""
_HEBREW: Final = re.compile(r"[\u05d0-\u05ea]")
"""Its abbreviations hold a quotation mark: `ארה"ב`."""
_UNSPACED: Final = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Scripts that put no space between words."""
_ALTERED: Final = 0.6
"""Share of words in common (difflib ratio) from which words count as altered, not as absent."""


class Quoted(Struct, frozen=True, gc=False):
    """Words inside quotation marks."""

    start: int
    """Where the opening mark stands, in characters."""
    end: int
    """Just past the closing mark."""
    text: str
    """What stands between the marks."""


def quoted(text: str) -> list[Quoted]:
    """The outermost quotations of a text, in order; marks that never close are passed over."""
    found: list[Quoted] = []
    unclosed: set[str] = set()
    """Marks that nothing closes from here on: looked for once, or many of them would take the square of time."""
    opening = _OPENING.search(text)
    while opening is not None:
        at = opening.start()
        end = _closing(text, at) if text[at] not in unclosed else None
        if end == _NEVER:
            unclosed.add(text[at])
        elif end is not None:
            inner = text[at + 1 : end].strip()
            if re.search(r"\w", inner):
                found.append(Quoted(at, end + 1, inner))
            at = end
        opening = _OPENING.search(text, at + 1)
    return found


_NEVER: Final = -1


def _closing(text: str, at: int) -> int | None:
    """Where the quotation that opens at `at` closes; None where none opens, `_NEVER` where nothing closes it."""
    mark = text[at]
    if mark == '"':
        if at and (text[at - 1].isdigit() or text[at - 1].isalpha()):
            return None  # inches, seconds, or the end of a quotation whose opening is missing
        end = text.find('"', at + 1)
        while end > 0 and _HEBREW.match(text, end - 1) and _HEBREW.match(text, end + 1):
            end = text.find('"', end + 1)
        return end
    if mark in _PAIRS:
        return next((i for i in range(at + 1, len(text)) if text[i] in _PAIRS[mark]), _NEVER)
    if mark in _SINGLES:
        return _closing_single(text, at)
    return None


def _closing_single(text: str, at: int) -> int | None:
    """As `_closing`, for marks that are apostrophes elsewhere: `'90s` and `workers'` open nothing."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if before.isalnum() or not after.isalpha():
        return None
    for index in range(at + 2, len(text)):
        if text[index] in _SINGLES[text[at]] and not text[index - 1].isspace():
            following = text[index + 1 : index + 2]
            if not following.isalnum():
                return index
    return _NEVER


@lru_cache(maxsize=512)
def normalise(text: str) -> str:
    """The text as the check compares it: NFKC, one kind of quotation mark, dash and space, nothing invisible."""
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", text.translate(_FOLDED)).translate(_FOLDED)).strip()


def held_texts(source: Source) -> tuple[str, ...]:
    """Everything held of a source's words: its full text, then its excerpts, each by itself and all in a row."""
    excerpts = tuple(excerpt.text for excerpt in source.excerpts)
    whole = (source.text,) if source.text else ()
    return whole + excerpts + ((" … ".join(excerpts),) if len(excerpts) > 1 else ())


def check(words: str, texts: Sequence[str]) -> QuotationResult:
    """What looking for quoted words in texts gives, short of saying how near a miss is (see `nearest`).

    Returns:
        `EXACT`, `NORMALISED`, `ELIDED`, `NOT_FOUND`, or `NO_TEXT` where there is no text to look in.
    """
    if not texts:
        return QuotationResult.NO_TEXT
    bare = words.strip(_EDGE) or words
    if any(_occurs(bare, text, at_word_edges=True) >= 0 for text in texts):
        return QuotationResult.EXACT
    fragments = _fragments(words)
    if any(_in_order(fragments, normalise(text)) for text in texts):
        return QuotationResult.ELIDED if _GAP.search(words.strip(_EDGE)) else QuotationResult.NORMALISED
    return QuotationResult.NOT_FOUND


def find(words: str, text: str) -> int:
    """Where words, read as the check reads them, first occur in the *normalised* `text`; -1 where they do not."""
    fragments = _fragments(words)
    haystack = normalise(text)
    if not fragments or not _in_order(fragments, haystack):
        return -1
    return _occurs_either_case(fragments[0], haystack, 0)


class _Fragment(Struct, frozen=True, gc=False):
    """An unbroken run of quoted words."""

    text: str
    open_start: bool
    """True where a bracket stands directly before it: it may begin within a word (`[w]e`)."""
    open_end: bool


def _fragments(words: str) -> list[_Fragment]:
    """The runs between ellipses and square brackets, normalised."""
    found: list[_Fragment] = []
    at, opened = 0, False
    for gap in (*_GAP.finditer(words), None):
        piece = words[at : gap.start() if gap else len(words)]
        bracket = gap is not None and gap[0].startswith("[")
        text = normalise(piece).strip(_EDGE_FOLDED)
        if text:
            found.append(_Fragment(text, opened and piece[:1].isalnum(), bracket and piece[-1:].isalnum()))
        if gap is not None:
            at, opened = gap.end(), bracket
    return found


def _in_order(fragments: Iterable[_Fragment], haystack: str) -> bool:
    at, some = 0, False
    for fragment in fragments:
        found = _occurs_either_case(fragment, haystack, at)
        if found < 0:
            return False
        at, some = found + len(fragment.text), True
    return some


def _occurs_either_case(fragment: _Fragment, haystack: str, start: int) -> int:
    """A quotation may begin with a capital that the source does not have, or the other way round."""
    first, rest = fragment.text[:1], fragment.text[1:]
    finds = [
        _occurs(letter + rest, haystack, start, before=not fragment.open_start, after=not fragment.open_end)
        for letter in dict.fromkeys((first, first.lower(), first.upper()))
    ]
    return min((found for found in finds if found >= 0), default=-1)


def _occurs(
    words: str, text: str, start: int = 0, *, before: bool = True, after: bool = True, at_word_edges: bool = True
) -> int:
    """Where `words` stand in `text` as whole words; -1 where they do not."""
    at = text.find(words, start)
    while at >= 0:
        end = at + len(words)
        if not at_word_edges or (not (before and _within_word(text, at)) and not (after and _within_word(text, end))):
            return at
        at = text.find(words, at + 1)
    return -1


def _within_word(text: str, at: int) -> bool:
    """Whether position `at` lies inside a word."""
    if not 0 < at < len(text):
        return False
    left, right = text[at - 1], text[at]
    return left.isalnum() and right.isalnum() and not (_UNSPACED.match(left) or _UNSPACED.match(right))


def nearest(words: str, texts: Sequence[str]) -> str | None:
    """The words of the texts that come nearest to a quotation that was not found, for showing the difference.

    None where fewer than about six words in ten agree: then the quotation is absent, not altered.
    """
    wanted = normalise(" ".join(fragment.text for fragment in _fragments(words))).split()
    best, best_score = None, _ALTERED
    for text in texts:
        found = _SPACE.sub(" ", text).split()
        folded = [normalise(word).strip(_EDGE_FOLDED).casefold() for word in found]
        for start in _candidate_windows([word.casefold() for word in wanted], folded):
            window = slice(start, start + len(wanted))
            score = _likeness(wanted, folded[window])
            if score > best_score:
                best, best_score = " ".join(found[window]), score
    return best


def _likeness(wanted: Sequence[str], window: Sequence[str]) -> float:
    """Words in common, or for one word letters in common."""
    lowered = [word.strip(".,;:!?'-").casefold() for word in wanted]
    if len(lowered) == 1:
        score = difflib.SequenceMatcher(None, lowered[0], window[0] if window else "", autojunk=False).ratio()
        return score if score >= 0.8 else 0.0
    return difflib.SequenceMatcher(None, lowered, list(window), autojunk=False).ratio()


def _candidate_windows(wanted: Sequence[str], found: Sequence[str], limit: int = 400) -> list[int]:
    """Where a window may start so that at least one word agrees in place; at most `limit`, so that time is bounded."""
    if len(wanted) == 1:
        return list(range(min(len(found), 50 * limit)))
    places: dict[str, list[int]] = {}
    for index, word in enumerate(found):
        places.setdefault(word, []).append(index)
    starts: dict[int, None] = {}
    for offset, word in sorted(enumerate(wanted), key=lambda pair: len(places.get(pair[1], ()))):
        for index in places.get(word, ()):
            starts.setdefault(max(0, index - offset))
            if len(starts) >= limit:
                return list(starts)
    return list(starts)
