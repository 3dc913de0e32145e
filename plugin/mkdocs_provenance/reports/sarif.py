"""Problems as SARIF 2.1.0 (OASIS), which code hosts and editors read."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Any, Final
from urllib.parse import quote

import msgspec

from mkdocs_provenance.model import Problem, Severity
from mkdocs_provenance.problems import GROUPS, RULES, Rule
from mkdocs_provenance.reports import Findings

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def sarif_report(findings: Findings, version: str) -> str:
    """A SARIF log of one run.

    Args:
        findings: What was found; what is let stand is written as suppressed, with its reason.
        version: The plugin's.
    """
    told = (*findings.problems, *findings.waived)
    rules = [rule for rule in RULES.values() if any(found.code == rule.code for found in told)]
    index = {rule.code: number for number, rule in enumerate(rules)}
    seen: Counter[str] = Counter()
    driver = {
        "name": "mkdocs-provenance",
        "version": version,
        "informationUri": "https://github.com/mkdocs-provenance/mkdocs-provenance",
        "rules": [_rule(rule) for rule in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(found, index[found.code], seen) for found in told],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return msgspec.json.format(msgspec.json.encode(log), indent=2).decode() + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.number,
        "name": rule.code,
        "shortDescription": {"text": rule.about.replace("`", "")},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [GROUPS[rule.number.rstrip("0123456789")]]},
    }


def _result(found: Problem, index: int, seen: Counter[str]) -> dict[str, Any]:
    said = f"{found.message} {found.suggestion}" if found.suggestion else found.message
    place = {"physicalLocation": {"artifactLocation": {"uri": quote(found.path)}, "region": _region(found)}}
    result: dict[str, Any] = {
        "ruleId": RULES[found.code].number,
        "ruleIndex": index,
        "level": _LEVELS[found.severity],
        "message": {"text": said},
        "locations": [place],
        "partialFingerprints": {"provenance/v1": _fingerprint(found, seen)},
    }
    if found.waived is not None:
        result["suppressions"] = [{"kind": "inSource", "justification": found.waived}]
    if found.fix is not None:
        replacement = {"deletedRegion": _region(found), "insertedContent": {"text": found.fix}}
        change = {"artifactLocation": place["physicalLocation"]["artifactLocation"], "replacements": [replacement]}
        result["fixes"] = [{"description": {"text": f"Write {found.fix}."}, "artifactChanges": [change]}]
    return result


def _region(found: Problem) -> dict[str, int]:
    places = {
        "startLine": found.line,
        "startColumn": found.column,
        "endLine": found.end_line,
        "endColumn": found.end_column,
    }
    return {name: value for name, value in places.items() if value is not None}


def _fingerprint(found: Problem, seen: Counter[str]) -> str:
    """The same for the same problem, wherever in its file the words move; a number tells equal ones apart."""
    told = "\0".join((found.code, found.path, found.words or found.message))
    digest = hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    seen[digest] += 1
    return f"{digest}:{seen[digest]}"
