"""What each paragraph is guessed to be: reporting, a pull quote, or analysis."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from mkdocs_provenance.claims import sentences
from mkdocs_provenance.importer import labels
from mkdocs_provenance.importer.lines import ends_sentence
from mkdocs_provenance.importer.parts import LANGUAGE, Notes, Paragraph, RepeatedStatement, Statement
from mkdocs_provenance.model import Role

MAX_PULLQUOTE: Final = 400
MAX_PULLQUOTES_TRIED: Final = 200

_ATTRIBUTION = re.compile(r"(?:—|–|--?)\s*(?=[^\W\d_])[^.!?]{1,99}$")
_QUOTED = re.compile(r'"([^"]+)"|“([^”]+)”|„([^“”]+)[“”]|«([^»]+)»|‘(.+?)’(?!\w)|(?<!\w)\'(.+?)\'(?!\w)|‹([^›]+)›')
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_ANALYSIS_HEADING = re.compile(
    rf"(?:our |the )?(?:analysis|our reading|our view|{'|'.join(labels.ANALYSIS.split())})\s*[:：]?", re.IGNORECASE
)
ABOUT_ARTICLE = re.compile(
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


class Roles(Struct, frozen=True):
    """The paragraphs with their guessed roles."""

    paragraphs: list[Paragraph]
    repeats: tuple[RepeatedStatement, ...]
    """What the pull quotes repeat."""
    analysis: str
    """Where the analysis begins, or why there is none: a few words."""


def assign_roles(paragraphs: Sequence[Paragraph], notes: Notes, language: str = LANGUAGE) -> Roles:
    """The paragraphs with their guessed roles, and what the pull quotes repeat; each guess noted."""
    about_analysis = Notes()
    explicit = _mark_explicit_analysis(paragraphs, about_analysis)
    result, why = _mark_analysis(_mark_pullquotes(explicit, language), about_analysis)
    repeats = _repeats(result, notes)
    for line in about_analysis.lines:
        notes.add(line)
    return Roles(result, repeats, why)


def _mark_explicit_analysis(paragraphs: Sequence[Paragraph], notes: Notes) -> list[Paragraph]:
    """Everything under a line that says "Analysis" is the author's analysis."""
    for index, paragraph in enumerate(paragraphs):
        follows = any(one.level is None for one in paragraphs[index + 1 :])
        if index > 0 and _ANALYSIS_HEADING.fullmatch(paragraph.prose) and follows:
            heading = paragraph.prose.rstrip(":： \u00a0\u202f")
            rest = _as_analysis(paragraphs[index + 1 :], heading, all_of_it=True)
            notes.add(f"Everything after the line “{paragraph.text}” is marked as analysis.")
            return [*paragraphs[:index], *rest]
    return list(paragraphs)


def _as_analysis(paragraphs: Sequence[Paragraph], heading: str | None = None, *, all_of_it: bool) -> list[Paragraph]:
    """Paragraphs as analysis; a heading among them becomes the title of the one that follows it.

    Args:
        paragraphs: in order.
        heading: the title of the first.
        all_of_it: also what is about the article itself.
    """

    def takes(paragraph: Paragraph) -> bool:
        return paragraph.level is None and (all_of_it or not ABOUT_ARTICLE.match(paragraph.text))

    result: list[Paragraph] = []
    for paragraph, following in pairwise([*paragraphs, None]):
        if paragraph is None:
            break
        if takes(paragraph):
            result.append(replace(paragraph, role=Role.ANALYSIS, heading=heading))
            heading = None
        elif paragraph.level and heading is None and following and takes(following) and '"' not in paragraph.prose:
            heading = paragraph.prose
        else:
            result.append(paragraph)
    return result


def _mark_pullquotes(paragraphs: Sequence[Paragraph], language: str) -> list[Paragraph]:
    """Short paragraphs that repeat the body become pull quotes, the last ones first; attributions join them."""
    result: list[Paragraph | None] = list(paragraphs)
    words = [_words(paragraph.prose) for paragraph in paragraphs]
    vocabulary = {word for one in words for word in one.split()}
    tried = 0
    for index in range(len(paragraphs) - 1, 0, -1):
        paragraph = result[index]
        if paragraph is None or tried == MAX_PULLQUOTES_TRIED:
            continue
        own_line = re.search(r"\s(?=[—–]\s?[^\W\d_][^.!?]{1,80}$)", paragraph.text)
        quote = paragraph.text[: own_line.start()] if own_line else paragraph.text
        if not _could_be_pullquote(paragraph, quote, language):
            continue
        tried += 1
        others = [
            (one, words[place])
            for place, one in enumerate(result)
            if one is not None and place != index and one.role is Role.REPORTED and one.level is None
        ]
        if not _repeats_body(quote, others, vocabulary if own_line else _vocabulary(others)):
            continue
        following = result[index + 1] if index + 1 < len(result) else None
        attribution = None
        if following and not following.cited and _ATTRIBUTION.fullmatch(following.text):
            attribution, result[index + 1] = following.text, None
        result[index] = replace(paragraph, role=Role.PULLQUOTE, attribution=attribution)
    return [paragraph for paragraph in result if paragraph is not None]


def _vocabulary(others: Iterable[tuple[Paragraph, str]]) -> set[str]:
    return {word for _, words in others for word in words.split()}


def _could_be_pullquote(paragraph: Paragraph, quote: str, language: str) -> bool:
    """One sentence (or one quotation) without a marker, of at least three words."""
    if (
        paragraph.heading
        or paragraph.level
        or paragraph.cited
        or len(quote) > MAX_PULLQUOTE
        or len(_WORD.findall(quote)) < 3
    ):
        return False
    whole = _QUOTED.fullmatch(quote.rstrip(".")) is not None
    return whole or len(sentences(quote, language)) == 1


def _repeats_body(quote: str, others: Sequence[tuple[Paragraph, str]], vocabulary: set[str]) -> bool:
    """Whether a short paragraph says again, in the same words, what the body says.

    In nearly the same words only where it does not end as a sentence does: in an encyclopedia, "On the right side was a
    column of text." is no pull quote of "On the left side was a column of text."
    """
    fragments = _fragments(quote)
    if _QUOTED.search(quote):
        outside = _words(_QUOTED.sub(" ", quote)).split()
        familiar = sum(word in vocabulary for word in outside) >= 0.75 * len(outside)
        return familiar and all(any(fragment in words for _, words in others) for fragment in fragments)
    own = _words(quote)
    if len(own.split()) < 4:
        return False
    if any(own in words for _, words in others):
        return True
    return not ends_sentence(quote) and _nearest(own, [one for one, _ in others]) is not None


def _nearest(own: str, paragraphs: Iterable[Paragraph]) -> Statement | None:
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


def _mark_analysis(paragraphs: Sequence[Paragraph], notes: Notes) -> tuple[list[Paragraph], str]:
    """The uncited end of a text that has markers, after its pull quote if it ends with one; and where that is."""
    explicit = next((one for one in paragraphs if one.role is Role.ANALYSIS), None)
    if explicit:
        return list(paragraphs), f"under “{explicit.heading}”"
    last_cited = max((index for index, one in enumerate(paragraphs) if one.cited), default=None)
    if last_cited is None:
        notes.add("The text has no source numbers, so nothing was guessed to be analysis.")
        return list(paragraphs), "no source numbers"
    last_quote = max((index for index, one in enumerate(paragraphs) if one.role is Role.PULLQUOTE), default=-1)
    start = max(last_cited, last_quote) + 1
    for paragraph in paragraphs[start:]:
        if ABOUT_ARTICLE.match(paragraph.text):
            notes.add(f"“{_short(paragraph.text)}” is about the article, so it was not guessed to be analysis.")
    result = [*paragraphs[:start], *_as_analysis(paragraphs[start:], all_of_it=False)]
    found = [one for one in result if one.role is Role.ANALYSIS]
    where = "after the pull quote" if last_quote > last_cited else "after the last source"
    if found:
        first = f"“{_short(found[0].text)}”"
        what = f"{first} is marked as analysis: it has no source and stands"
        if len(found) > 1:
            what = f"{len(found)} paragraphs, from {first} on, are marked as analysis: they have no source and stand"
        where_told = where.replace("source", "paragraph with a source")
        notes.add(f"{what} {where_told}. If this is reporting, delete `!!! analysis` and the indent.")
    return result, where if found else "nothing without a source at the end"


def _repeats(paragraphs: Sequence[Paragraph], notes: Notes) -> tuple[RepeatedStatement, ...]:
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
        repeats.append(RepeatedStatement(best + 1, tuple(sorted(statements[best].numbers)), exact=near is None))
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
