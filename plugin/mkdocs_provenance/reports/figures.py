"""The figures of a site as text, as CSV (RFC 4180) and as JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Final

from msgspec.structs import asdict

from mkdocs_provenance.statistics import By, Figures, share
from mkdocs_provenance.terminal import grid, printable

Table = Mapping[By, Sequence[Figures]]
"""What articles are told apart by to the figures of each group."""

_COLUMNS: Final = (
    "", "articles", "statements", "no source", "one origin", "unnamed only", "retracted", "no copy", "quotations",
    "checked", "corrections",
)  # fmt: skip
_NAMES: Final = {By.ALL: "", By.SECTION: "By section", By.AUTHOR: "By author", By.MONTH: "By month"}
_NAMELESS: Final = {By.ALL: "All", By.SECTION: "(no section)", By.AUTHOR: "(no author)", By.MONTH: "(no date)"}
_LONGEST: Final = 32
"""Characters of a section or an author that the text shows."""
_LEGEND: Final = """\
Shares are of statements; "checked" is of quotations. no copy: rests on pages of the web alone, none with an archived
copy. These figures say what is cited, not whether it is so."""


def text_figures(table: Table) -> str:
    """For a person: a table for each way to tell articles apart; ends in a line feed."""
    if not any(each.articles for group in table.values() for each in group):
        return "No article that cites, or that lies in the articles' folder, was found.\n"
    rows: list[Sequence[str]] = [_COLUMNS]
    for by, group in table.items():
        if by is not By.ALL and len(group) == 1 and not group[0].group and len(table) > 2:
            continue  # nothing is told apart by it
        if _NAMES[by]:
            rows += [[""] * len(_COLUMNS), [_NAMES[by], *[""] * (len(_COLUMNS) - 1)]]
        rows += [_cells(each) for each in group]
    return f"{grid(rows, frozenset(range(1, len(_COLUMNS))))}\n\n{_LEGEND}\n"


def _cells(each: Figures) -> list[str]:
    name = printable(each.group) or _NAMELESS[each.by]
    shares = (each.none, each.one, each.unnamed, each.retracted, each.no_archive)
    return [
        name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…",
        str(each.articles),
        str(each.claims),
        *(_share(part, each.claims) for part in shares),
        str(each.quotations),
        _share(each.checked, each.quotations),
        str(each.corrections),
    ]


def _share(part: int, whole: int) -> str:
    found = share(part, whole)
    return "-" if found is None else f"{found} %"


def csv_figures(table: Table) -> str:
    """For a spreadsheet: counts, not shares; a group of its own in every row, `by` saying what kind it is."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(Figures.__struct_fields__)
    for group in table.values():
        for each in group:
            writer.writerow([_harmless(value) for value in asdict(each).values()])
    return out.getvalue()


def _harmless(value: object) -> object:
    """A spreadsheet runs what begins like a formula (OWASP, CSV Injection)."""
    return f"'{value}" if isinstance(value, str) and value[:1] in tuple("=+-@\t\r") and value else value


def json_figures(table: Table) -> str:
    """For a machine: counts, in the order of the text; ends in a line feed."""
    rows = [asdict(each) for group in table.values() for each in group]
    return json.dumps({"version": 1, "figures": rows}, indent=2, ensure_ascii=False) + "\n"
