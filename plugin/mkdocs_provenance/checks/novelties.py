"""What an analysis brings up that the article has not reported: figures, quotations, names (A1).

An analysis rests on what is reported before it. A fact that first appears there has no source, and readers cannot tell
it from an opinion. In a survey of the American Press Institute and AP-NORC (2018), 42 in 100 Americans thought that
journalists stray too far into commentary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

from mkdocs_provenance.checks.case import Case
from mkdocs_provenance.checks.figures import Figure, figures
from mkdocs_provenance.checks.held import Held, held_of, of_dates, read
from mkdocs_provenance.checks.names import Known, known, names
from mkdocs_provenance.checks.sourced_figures import is_held, says_something
from mkdocs_provenance.checks.speakers import is_title
from mkdocs_provenance.model import Passage, Problem, Role
from mkdocs_provenance.problems import shortened
from mkdocs_provenance.quotations import find, held_texts, quoted

_SMALL: Final = 12
"""Numbers in words up to here count arguments, not facts."""
_QUOTED_WORDS: Final = 3
"""From here on words in quotation marks are somebody's, and not a word held at a distance."""
_QUOTED_CHARACTERS: Final = 7
"""The same of scripts that put no space between words."""
_UNSPACED: Final = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_HINT: Final = "Report it with a source, or leave it out of the analysis."


def new_in_analysis(case: Case) -> Iterator[Problem]:
    """A1: a figure, a quotation or a name that no statement with a source, no headline and no source holds."""
    passages = [passage for passage in case.article.passages if passage.role is Role.ANALYSIS]
    if not passages:
        return
    report = _Report(case)
    told: set[str] = set()
    for passage in passages:
        for start, end, kind in sorted(_new(passage, report, case)):
            words = passage.text[start:end]
            if words in told:
                continue
            told.add(words)
            shown = shortened(words) if kind == "quotation" else words
            message = f"The {kind} {shown} is in no statement with a source, and the analysis brings it up."
            yield case.at_words("new-in-analysis", passage.id, (start, end), message, _HINT)


class _Report:
    """What the article reports with a source, and what its sources bear: read as far as it is asked for."""

    def __init__(self, case: Case) -> None:
        self._case = case

    @cached_property
    def texts(self) -> list[str]:
        """The statements with a source, the headline and the headings, and what the sources hold."""
        case, article = self._case, self._case.article
        texts = [claim.text for claim in case.provenance.claims if claim.evidence]
        texts += [one.text for one in article.statement.disagreement if one.citations]
        texts += [article.title, *(title for title in article.sections.values() if title)]
        for note in case.provenance.notes:
            texts += [note.source.title, note.source.title_translated or "", *held_texts(note.source)]
        return [text for text in texts if text]

    @cached_property
    def figures(self) -> list[Held]:
        """Their figures and dates."""
        article = self._case.article
        held = [read(text, article.language) for text in self.texts]
        for note in self._case.provenance.notes:
            held += held_of(note.source, article.language)
        return [*held, of_dates([article.published])] if article.published else held

    @cached_property
    def names(self) -> Known:
        """Their words with a capital, and those of authors, speakers and publishers."""
        texts = [*self.texts, *self._case.article.authors]
        for note in self._case.provenance.notes:
            source = note.source
            makers = (*map(str, source.author), source.speaker, self._case.registry.publisher_name(source))
            texts += [maker for maker in makers if maker]
        return known(texts)


def _new(passage: Passage, report: _Report, case: Case) -> Iterator[tuple[int, int, str]]:
    """Where something new stands in a passage, and what it is."""
    text = passage.text
    spans: list[tuple[int, int]] = []
    for one in quoted(text):
        spans.append((one.start, one.end))
        if _is_quotation(one.text) and not any(find(one.text, held) >= 0 for held in report.texts):
            yield one.start + 1, one.end - 1, "quotation"
    if case.may_hold_figures:
        for figure in figures(text, case.article.language):
            if (
                not _within(figure.start, spans)
                and _is_fact(figure, text)
                and not _reported(figure, text, report, case)
            ):
                yield figure.start, figure.end, "figure"
    if passage.prose:
        for name in names(text, case.article.language):
            if not _within(name.start, spans) and not report.names.knows(name):
                yield name.start, name.end, "name"


def _is_quotation(words: str) -> bool:
    if _UNSPACED.search(words):
        return len(words) >= _QUOTED_CHARACTERS
    return len(words.split()) >= _QUOTED_WORDS and not is_title(words)


def _is_fact(figure: Figure, text: str) -> bool:
    """Whether a figure is more than the number of sides of an argument."""
    small = figure.word and not figure.percent and not figure.scaled and figure.values[0] <= _SMALL
    return not small and says_something(figure, text)


def _reported(figure: Figure, text: str, report: _Report, case: Case) -> bool:
    return is_held(figure, text, report.figures, english=case.english)


def _within(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)
