"""Problems as GitHub shows them on a pull request: workflow commands, a line each."""

from __future__ import annotations

from typing import Final

from mkdocs_provenance.model import Problem, Severity
from mkdocs_provenance.problems import RULES
from mkdocs_provenance.reports import Findings

_COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_IN_DATA: Final = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTY: Final = _IN_DATA | {":": "%3A", ",": "%2C"}


def github_report(findings: Findings) -> str:
    """A workflow command for each problem."""
    return "".join(f"{_command(found)}\n" for found in findings.problems)


def _command(found: Problem) -> str:
    places = {
        "file": found.path,
        "line": found.line,
        "endLine": found.end_line,
        "col": found.column,
        # GitHub's last column is the last one marked, and columns are not looked at over several lines.
        "endColumn": found.end_column - 1 if found.end_column and found.end_line == found.line else None,
        "title": f"{found.code} ({RULES[found.code].number})",
    }
    properties = ",".join(
        f"{name}={_escaped(str(value), _IN_PROPERTY)}" for name, value in places.items() if value is not None
    )
    said = f"{found.message} {found.suggestion}" if found.suggestion else found.message
    return f"::{_COMMANDS[found.severity]} {properties}::{_escaped(said, _IN_DATA)}"


def _escaped(text: str, escapes: dict[str, str]) -> str:
    return "".join(escapes.get(character, character) for character in text)
