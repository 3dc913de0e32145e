"""A table over many imported texts: what was guessed of each and why, and which statements rest on nothing."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from msgspec import Struct

from mkdocs_provenance.importer.language import shown_language
from mkdocs_provenance.importer.parts import Imported
from mkdocs_provenance.importer.report import count_of
from mkdocs_provenance.terminal import grid

MAX_SHOWN: Final = 40
"""Statements, and files passed over, that the text shows without `--all`."""
MAX_PER_ARTICLE: Final = 5
MAX_STATEMENT: Final = 160
"""Characters of a statement that the text shows without `--all`."""


class Row(Struct, frozen=True):
    """One text and what became of it."""

    text: str
    """Where the text came from."""
    article: str
    """The file that was written."""
    imported: Imported
    kept: tuple[str, ...] = ()
    """Keys that the registry had before, whose entries were left as they are."""

    @property
    def unidentified(self) -> list[str]:
        """The sources that nobody has described yet, of those that were added."""
        return [entry.key for entry in self.imported.entries if entry.unidentified and entry.key not in self.kept]

    @property
    def bare(self) -> list[tuple[int, str]]:
        """The statements without a source, each with its number."""
        return [(n, one.text) for n, one in enumerate(self.imported.statements, 1) if not one.numbers]


class Table(Struct, frozen=True):
    """What became of all the texts."""

    rows: tuple[Row, ...]
    passed: tuple[tuple[str, str], ...] = ()
    """File and reason."""
    failed: tuple[tuple[str, str], ...] = ()
    """Text and what is wrong with it."""
    registry: str = ""
    """The file that entries were added to."""


def totals(table: Table) -> dict[str, int]:
    """Everything in numbers."""
    counts = [row.imported.counts for row in table.rows]
    return {
        "texts": len(table.rows),
        "statements": sum(one.statements for one in counts),
        "sourced": sum(one.sourced for one in counts),
        "unsourced": sum(one.unsourced for one in counts),
        "undescribed": sum(one.undescribed for one in counts),
        "unidentified": sum(len(row.unidentified) for row in table.rows),
        "passed_over": len(table.passed),
        "failed": len(table.failed),
    }


# For a person --------------------------------------------------------------------------------------------------------

_HEADINGS: Final = (
    "text",
    "article",
    "statements",
    "sourced",
    "unsourced",
    "unidentified",
    "title",
    "date",
    "language",
    "pull quote",
    "analysis",
)
_NUMBERS: Final = frozenset(range(2, 6))
"""The columns that hold numbers."""


def as_text(table: Table, *, everything: bool = False) -> str:
    """The table for a terminal, then the statements that rest on nothing, then the totals.

    Args:
        table: What became of all the texts.
        everything: Show every statement in full, every file that was passed over, and every remark.
    """
    parts = [_grid(table.rows)] if table.rows else []
    parts.append(_left_over(table.rows, everything))
    if everything:
        parts += _remarks(table.rows)
    parts += [_bare(table.rows, everything), _passed(table.passed, everything), _sums(table)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _cells(row: Row) -> list[str]:
    imported, guesses = row.imported, row.imported.guesses
    return [
        row.text,
        row.article.rsplit("/", 1)[-1],
        *map(str, (imported.counts.statements, imported.counts.sourced, imported.counts.unsourced)),
        str(len(row.unidentified)),
        guesses.title.why,
        guesses.date.value or "none",
        shown_language(guesses.language),
        f"{imported.counts.pullquotes}, {guesses.pullquotes.why}" if imported.repeats else "none",
        f"{imported.counts.analysis}, {guesses.analysis.why}" if imported.counts.analysis else "none",
    ]


def _grid(rows: Sequence[Row]) -> str:
    return grid([list(_HEADINGS), *map(_cells, rows)], _NUMBERS)


def _left_over(rows: Sequence[Row], everything: bool) -> str:
    lines = [f"  {row.article}: {line}" for row in rows for line in row.imported.left_over]
    if not lines:
        return ""
    return "\n".join(["Left over, and kept as comments in the front matter:", *_limited(lines, everything)])


def _remarks(rows: Sequence[Row]) -> Iterator[str]:
    for row in rows:
        yield "\n".join([f"{row.article}, guesses and remarks:", *(f"  - {note}" for note in row.imported.notes)])


def _bare(rows: Sequence[Row], everything: bool) -> str:
    """The statements that rest on nothing, the articles with most of them first."""
    bare = sorted((row for row in rows if row.bare), key=lambda row: -len(row.bare))
    total = sum(len(row.bare) for row in bare)
    if not total:
        return "Every statement has a source." if rows else ""
    lines = [f"Rest on nothing: {count_of(total, 'statement')} in {count_of(len(bare), 'article')}."]
    shown = 0
    for row in bare:
        room = len(row.bare) if everything else min(MAX_PER_ARTICLE, MAX_SHOWN - shown)
        if room <= 0:
            break
        lines.append(f"  {row.article}: {len(row.bare)} of {row.imported.counts.statements}")
        for number, text in row.bare[:room]:
            lines.append(f"    {number}. {text if everything else _short(text)}")
            shown += 1
    if shown < total:
        lines.append(f"  … and {total - shown} more: --all shows them.")
    return "\n".join(lines)


def _short(text: str) -> str:
    if len(text) <= MAX_STATEMENT:
        return text
    cut = text.rfind(" ", 0, MAX_STATEMENT)
    return text[: cut if cut > 0 else MAX_STATEMENT] + " …"


def _passed(passed: Sequence[tuple[str, str]], everything: bool) -> str:
    if not passed:
        return ""
    lines = [f"Passed over: {count_of(len(passed), 'file or folder', 'files and folders')}."]
    return "\n".join(lines + _limited([f"  {name}: {why}" for name, why in passed], everything))


def _limited(lines: list[str], everything: bool) -> list[str]:
    if everything or len(lines) <= MAX_SHOWN:
        return lines
    return [*lines[:MAX_SHOWN], f"  … and {len(lines) - MAX_SHOWN} more: --all shows them."]


def _sums(table: Table) -> str:
    sums = totals(table)
    lines = [
        f"In all: {count_of(sums['texts'], 'text')} imported, {sums['failed']} not; "
        f"{count_of(sums['statements'], 'statement')}, {sums['sourced']} with a source, {sums['unsourced']} without."
    ]
    if sums["undescribed"]:
        lines.append(f"Of those with a source, {sums['undescribed']} cite only sources that nobody has described yet.")
    if sums["unidentified"]:
        lines.append(f"Next: describe {count_of(sums['unidentified'], 'source')} in {table.registry}.")
    return "\n".join(lines)


# For a program -------------------------------------------------------------------------------------------------------


def as_json(table: Table) -> str:
    """Everything, for a program."""
    found = {
        "version": 1,
        "registry": table.registry,
        "texts": [_record(row) for row in table.rows],
        "passed_over": [{"path": path, "why": why} for path, why in table.passed],
        "failed": [{"text": text, "why": why} for text, why in table.failed],
        "totals": totals(table),
    }
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


def _record(row: Row) -> dict[str, Any]:
    imported, guesses = row.imported, row.imported.guesses
    return {
        "text": row.text,
        "article": row.article,
        "guesses": {
            name: {"value": getattr(guesses, name).value, "why": getattr(guesses, name).why}
            for name in ("title", "slug", "author", "date", "language")
        },
        "statements": imported.counts.statements,
        "sourced": imported.counts.sourced,
        "unsourced": imported.counts.unsourced,
        "undescribed": imported.counts.undescribed,
        "pullquotes": {
            "count": imported.counts.pullquotes,
            "why": guesses.pullquotes.why,
            "repeats": [
                {"statement": one.statement, "sources": list(one.numbers), "exact": one.exact}
                for one in imported.repeats
            ],
        },
        "analysis": {"count": imported.counts.analysis, "why": guesses.analysis.why},
        "sources": {str(number): key for number, key in imported.numbering.items()},
        "unidentified": row.unidentified,
        "rest_on_nothing": [{"statement": number, "text": text} for number, text in row.bare],
        "left_over": list(imported.left_over),
        "notes": list(imported.notes),
    }


_COLUMNS: Final = (
    *("text", "article", "statements", "sourced", "unsourced", "cite only undescribed sources", "unidentified sources"),
    *("title", "title from", "slug from", "author", "author from", "date", "date from", "language", "language from"),
    *("pull quotes", "pull quotes found how", "analysis", "analysis why", "left over", "rest on nothing"),
)


def as_csv(table: Table) -> str:
    """A row for each text, for a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for row in table.rows:
        counts, guesses = row.imported.counts, row.imported.guesses
        named = (guesses.author, guesses.date, guesses.language, guesses.pullquotes, guesses.analysis)
        cells = (
            row.text,
            row.article,
            *(counts.statements, counts.sourced, counts.unsourced, counts.undescribed, len(row.unidentified)),
            *(guesses.title.value, guesses.title.why, guesses.slug.why),
            *(cell for guess in named for cell in (guess.value or "", guess.why)),
            "\n".join(row.imported.left_over),
            "\n".join(f"{number}. {text}" for number, text in row.bare),
        )
        writer.writerow(_harmless(cells))
    return out.getvalue()


def _harmless(cells: Iterable[object]) -> Iterator[object]:
    """Cells that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    for cell in cells:
        yield f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
