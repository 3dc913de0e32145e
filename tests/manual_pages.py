"""How the tests read the manual: its pages, their parts, tables, code blocks and quoted messages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).parents[1]
PACKAGE: Final = ROOT / "plugin/mkdocs_provenance"
DOCS: Final = ROOT / "docs"
MANUAL: Final = DOCS / "manual"
RULES_FOLDER: Final = MANUAL / "rules"
PAGES: Final = sorted((*MANUAL.glob("*.md"), *(DOCS / "decisions").glob("*.md")))
"""The manual and the decisions, without the pages of the rules."""
RULE_PAGES: Final = sorted(RULES_FOLDER.glob("*.md"))


class Fence(NamedTuple):
    """A code block with a title."""

    language: str
    title: str
    text: str


def page(name: str) -> str:
    return (MANUAL / f"{name}.md").read_text(encoding="utf-8")


def part(text: str, anchor: str) -> str:
    """What stands under the heading with this id, up to the next heading of any level."""
    found = re.search(rf"^#+ .*\{{ #{re.escape(anchor)} \}}\n(.*?)(?=^#|\Z)", without_fences(text), re.M | re.S)
    assert found, f"no heading with the id {anchor}"
    return found[1]


def section(text: str, heading: str) -> str:
    """What stands under a heading of the second level, code blocks too."""
    found = re.search(rf"^## {re.escape(heading)}(?: \{{[^}}\n]*\}})?\n(.*?)(?=^## |\Z)", text, re.M | re.S)
    assert found, f"no heading {heading!r}"
    return found[1]


def fences(text: str) -> list[Fence]:
    found = re.finditer(r'^``` ?(\w+)(?: title="([^"]*)")?\n(.*?)^```$', text, re.M | re.S)
    return [Fence(match[1], match[2] or "", match[3]) for match in found]


def without_fences(text: str) -> str:
    return re.sub(r"^```.*?^```$", lambda match: re.sub(r"[^\n]", " ", match[0]), text, flags=re.M | re.S)


def tables(text: str) -> list[list[list[str]]]:
    """Every table, as rows of cells as written, the header row first."""
    blocks = re.findall(r"(?:^\|.*\|\n?)+", without_fences(text), re.M)
    return [
        [
            [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]
            for number, line in enumerate(block.splitlines())
            if number != 1
        ]
        for block in blocks
    ]


def table(text: str, first: str) -> list[list[str]]:
    """The rows of the one table whose first header cell is `first`."""
    found = [rows for rows in tables(text) if rows[0][0] == first]
    assert len(found) == 1, f"{len(found)} tables begin with {first!r}"
    return found[0][1:]


def code(cell: str) -> str:
    """What stands in the code span of a cell."""
    found = re.fullmatch(r"(`+) ?(.*?) ?\1", cell)
    assert found, f"{cell!r} is no code span"
    return found[2]


def codes(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def messages(text: str) -> list[str]:
    """What the desk is quoted to say: code spans on lines of their own, set as quotations."""
    return re.findall(r"^> `` (.*) ``$", text, re.M)


def first_column(rows: Iterable[list[str]]) -> list[str]:
    return [code(row[0]) for row in rows]
