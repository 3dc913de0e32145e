"""What `provenance links` says, as text for a person and as JSON for a program. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec
from msgspec import Struct

from mkdocs_provenance.links.judgement import Change, Finding, NewAddress, Unchecked

VERSION: Final = 1
"""Of the JSON."""
_MENDED: Final = frozenset({"moved-link", "no-archive", "archive-too-old"})
"""What is over once its change is written; a dead link stays dead."""


class Report(Struct, frozen=True):
    """What a run found."""

    findings: tuple[Finding, ...]
    unchecked: tuple[Unchecked, ...]
    sources: int
    """How many sources were looked at."""
    addresses: int
    """How many addresses something is known of."""
    requests: int
    """How many of them were asked for just now; the others were in the cache."""
    done: tuple[Change, ...] = ()
    refused: tuple[Change, ...] = ()
    """Changes that have to be made by hand."""
    interrupted: bool = False
    offline: bool = False

    @property
    def open(self) -> tuple[Finding, ...]:
        """The findings that a change has not mended."""
        done = set(self.done)
        return tuple(found for found in self.findings if found.change not in done or found.problem.code not in _MENDED)


def as_text(report: Report) -> str:
    """Findings as `path:line: code: sentence`, then what could not be checked, what was changed, and a summary."""
    lines = [str(finding.problem) for finding in report.open]
    if report.unchecked:
        lines += ["", "Could not be checked:"] if lines else ["Could not be checked:"]
        lines += [f"  {each.place.path}:{each.place.line}: {each.address}: {each.reason}" for each in report.unchecked]
    for heading, changes in (("Changed:", report.done), ("To be changed by hand:", report.refused)):
        if changes:
            lines += ["", heading, *(f"  {described(change)}" for change in changes)]
    return "\n".join([*lines, *([""] if lines else []), _summary(report)]) + "\n"


def described(change: Change) -> str:
    """A change in words."""
    if isinstance(change, NewAddress):
        return f'"{change.source}": url was {change.old} and is {change.new}'
    return f'"{change.source}": archives has the copy of {change.date}, {change.url}'


def as_json(report: Report) -> str:
    """The same for programs."""
    data = {
        "version": VERSION,
        "problems": [_problem(finding) for finding in report.open],
        "unchecked": [
            {
                "source": each.source,
                "address": each.address,
                "reason": each.reason,
                "path": each.place.path,
                "line": each.place.line,
            }
            for each in report.unchecked
        ],
        "changed": list(map(_change, report.done)),
        "refused": list(map(_change, report.refused)),
        "counts": {"sources": report.sources, "addresses": report.addresses, "requests": report.requests},
        "complete": not report.interrupted and not report.offline,
    }
    return msgspec.json.format(msgspec.json.encode(data), indent=2).decode() + "\n"


def _problem(finding: Finding) -> dict[str, Any]:
    found = finding.problem
    return {
        "code": found.code,
        "severity": found.severity.value,
        "message": found.message,
        "path": found.path,
        "line": found.line,
        "column": found.column,
        "suggestion": found.suggestion,
        "source": found.source,
        "address": finding.address,
        "proposal": None if finding.change is None else _change(finding.change),
    }


def _change(change: Change) -> dict[str, str]:
    if isinstance(change, NewAddress):
        return {"source": change.source, "field": "url", "url": change.new, "was": change.old}
    return {"source": change.source, "field": "archives", "url": change.url, "date": change.date}


def _summary(report: Report) -> str:
    nothing = "Nothing found so far" if report.interrupted or report.offline else "Nothing found"
    found = counted(len(report.open), "finding") if report.open else nothing
    looked = f"{counted(report.addresses, 'address', 'addresses')} of {counted(report.sources, 'source')}"
    kept = report.addresses - report.requests
    cached = f", {kept} of them from the cache" if kept > 0 else ""
    unchecked = f" {len(report.unchecked)} could not be checked." if report.unchecked else ""
    return f"{found}. {looked}{cached}.{unchecked}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """`1 finding`, `2 findings`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def in_order(findings: Iterable[Finding], files: Sequence[str]) -> tuple[Finding, ...]:
    """Findings in the order of the registry's files and their lines."""
    place = {path: number for number, path in enumerate(files)}
    return tuple(sorted(findings, key=lambda each: (place.get(each.problem.path, len(place)), each.problem.line)))
