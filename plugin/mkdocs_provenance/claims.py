"""Prose into sentences, and sentences with their citations into claims."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import sentencex
from msgspec import Struct

from mkdocs_provenance.model import Passage, PlacedCitation

_WORD: Final = re.compile(r"\w")
_INITIAL: Final = re.compile(r"[^\W\d_]\.")
"""A letter and a full stop: no sentence by itself."""
_MONSIEUR: Final = re.compile(r"\bMM?\.$")
_SHORTENING: Final = frozenset({"pl", "ru", "uk"})
"""Languages that shorten words by a full stop more often than sentencex knows of."""
_MONTH: Final = re.compile(
    r"\d\s(?:янв|февр|апр|авг|сент|окт|нояб|дек|січ|лют|бер|квіт|трав|черв|лип|серп|верес|жовт|листоп|груд)\.$"
)
_QUOTES: Final = {"“": "”", "「": "」", "『": "』", "《": "》"}


class Sentence(Struct):
    """One sentence of a passage, with the citations that cover it."""

    start: int
    """Characters into the passage's text, inclusive."""
    end: int
    """Characters into the passage's text, exclusive; white space after the sentence is left out."""
    citations: tuple[PlacedCitation, ...]


def sentences(text: str, language: str = "en") -> list[tuple[int, int]]:
    """Where the sentences of `text` start and end, white space at either end left out.

    Nothing but white space lies outside the sentences. A piece without any letter or digit (a dash, a closing bracket)
    is no sentence: it goes with the one before it.

    Args:
        text: One block of prose.
        language: BCP 47; only its first part counts, and an unknown one is split as English is.
    """
    spans: list[tuple[int, int]] = []
    for boundary in sentencex.get_sentence_boundaries(_primary(language), text):
        stripped = text[boundary["start_index"] : boundary["end_index"]].strip()
        if not stripped:
            continue
        start = text.index(stripped, boundary["start_index"])
        end = start + len(stripped)
        wordless = not stripped[0].isalnum() and not _WORD.search(stripped)
        if spans and (wordless or _goes_on(text, spans[-1], start, language)):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def cited_sentences(passage: Passage, language: str, *, whole_paragraph: bool = False) -> list[Sentence]:
    """The sentences of a passage, each with the citations that cover it.

    A citation covers the sentence that it stands in or directly follows; before the first sentence, the first. A
    passage that is not running prose (a heading, a table cell, a caption) is one sentence, if it carries a citation.

    Args:
        passage: Its text and its citations, in order of their offsets.
        language: BCP 47.
        whole_paragraph: A citation also covers the uncited sentences before it in the passage
            (`marker_scope: paragraph`).
    """
    if not passage.prose:
        start, end = _trimmed(passage.text)
        return [Sentence(start, end, passage.citations)] if passage.citations and end > start else []
    spans = sentences(passage.text, language)
    if not spans:
        return []
    covering: list[list[PlacedCitation]] = [[] for _ in spans]
    for citation in passage.citations:
        covering[_sentence_at(spans, citation.offset)].append(citation)
    if whole_paragraph:
        _widen(covering)
    return [Sentence(start, end, tuple(cited)) for (start, end), cited in zip(spans, covering, strict=True)]


def _sentence_at(spans: Sequence[tuple[int, int]], offset: int) -> int:
    """The last sentence that starts before `offset`; at a sentence's very start a marker follows the one before."""
    return max(0, bisect_left(spans, offset, key=lambda span: span[0]) - 1)


def _widen(covering: list[list[PlacedCitation]]) -> None:
    """Give every sentence without a citation those of the next sentence that has one."""
    following: list[PlacedCitation] = []
    for index in range(len(covering) - 1, -1, -1):
        if covering[index]:
            following = covering[index]
        else:
            covering[index] = list(following)


def _goes_on(text: str, last: tuple[int, int], start: int, language: str) -> bool:
    """Whether a boundary lies inside a sentence, and mostly inside a name: `Sci.News`, `M. Dupont`, `2023 r. doszło`.

    A script without spaces shows it by none: `“震感强烈！”居民说。` is one sentence, `他说：“走吧。”第二天…` is two.
    """
    begin, end = last
    if end == start and text[begin] in _QUOTES and text[end - 1] == _QUOTES[text[begin]] and text[start].isalpha():
        return True
    if text[end - 1] != ".":
        return False
    if _INITIAL.fullmatch(text, begin, end) or (_primary(language) == "fr" and _MONSIEUR.search(text, begin, end)):
        return True
    if _primary(language) in _SHORTENING and (text[start].islower() or _month_before_year(text, last, start)):
        return True
    return end == start and text[start].isascii()


def _month_before_year(text: str, last: tuple[int, int], start: int) -> bool:
    """`6 февр. 2023 г.`: a shortened month is followed by its year."""
    return text[start].isdigit() and _MONTH.search(text, *last) is not None


def _trimmed(text: str) -> tuple[int, int]:
    start = len(text) - len(text.lstrip())
    return start, len(text.rstrip())


@lru_cache(maxsize=64)
def _primary(language: str) -> str:
    return re.split(r"[-_]", language, maxsplit=1)[0].lower() or "en"
