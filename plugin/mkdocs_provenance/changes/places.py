"""Where in its file something of one side stands: looked up only for what has changed."""

from __future__ import annotations

from collections.abc import Mapping

from mkdocs_provenance.changes.units import Quoted, Said
from mkdocs_provenance.lines import Alignment
from mkdocs_provenance.model import Place, Provenance


class Places:
    """Finds the places of one side's sentences and quotations."""

    def __init__(self, pages: Mapping[str, Provenance]) -> None:
        self._pages = pages
        self._alignments: dict[str, Alignment] = {}

    def of(self, unit: Said | Quoted) -> Place:
        """Where a sentence or a quotation stands."""
        if isinstance(unit, Said):
            return self._place(unit.article, unit.passage, unit.start, unit.end)
        passages = self._pages[unit.article].article.passages
        passage = unit.quotation.passage
        text = next((each.text for each in passages if each.id == passage), "")
        start = max(0, text.find(unit.quotation.text))
        return self._place(unit.article, passage, start, start + len(unit.quotation.text))

    def _place(self, path: str, passage: str, start: int, end: int) -> Place:
        if path not in self._alignments:
            article = self._pages[path].article
            self._alignments[path] = Alignment(article.source, article.passages)
        spot = self._alignments[path].spot(passage, start, end)
        return Place(path, spot.line, spot.column)
