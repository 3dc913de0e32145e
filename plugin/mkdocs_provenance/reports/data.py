"""Problems as JSON: the shape that `provenance.json` has, with more places and a version of its own."""

from __future__ import annotations

from typing import Final

import msgspec

from mkdocs_provenance.model import Problem, Severity
from mkdocs_provenance.problems import RULES
from mkdocs_provenance.reports import Findings

VERSION: Final = 1
"""Raised by a change that could break a reader."""


def problem_data(found: Problem) -> dict[str, object]:
    """One problem as plain data; the first six keys are those of `provenance.json`."""
    return {
        "code": found.code,
        "severity": found.severity.value,
        "message": found.message,
        "path": found.path,
        "line": found.line,
        "suggestion": found.suggestion,
        "number": RULES[found.code].number,
        "column": found.column,
        "end_line": found.end_line,
        "end_column": found.end_column,
        "words": found.words,
        "held": found.held,
        "source": found.source,
        "fix": found.fix,
    }


def json_report(findings: Findings) -> str:
    """Everything as one JSON object; ends in a line feed."""
    counts = {severity.value: findings.count(severity) for severity in Severity}
    whole = {
        "version": VERSION,
        "problems": [problem_data(found) for found in findings.problems],
        "waived": [problem_data(found) | {"reason": found.waived} for found in findings.waived],
        "counts": counts | {"waived": len(findings.waived), "pages": findings.pages},
    }
    return msgspec.json.format(msgspec.json.encode(whole), indent=2).decode() + "\n"
