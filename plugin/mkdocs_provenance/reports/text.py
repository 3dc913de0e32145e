"""Problems as a terminal shows them: where, what, the very words, and for a quotation both texts."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from mkdocs_provenance.changes.words import Op, difference
from mkdocs_provenance.model import Problem, Severity
from mkdocs_provenance.problems import RULES
from mkdocs_provenance.reports import Findings

Paint = Callable[[str, str], str]
"""Text and the name of its dress (`error`, `warning`, `info`, `place`, `dim`) to the text as it is printed."""

WIDEST: Final = 160
"""Columns of a line that are shown."""


def plain(text: str, _: str) -> str:
    """Paint nothing."""
    return text


def text_report(findings: Findings, paint: Paint = plain) -> str:
    """All problems with a summary beneath; ends in a line feed."""
    blocks = ["\n".join(_block(found, findings, paint)) for found in findings.problems]
    blocks.append(_summary(findings))
    return "\n".join(blocks) + "\n"


def _block(found: Problem, findings: Findings, paint: Paint) -> Iterator[str]:
    column = f":{found.column}" if found.column is not None else ""
    hint = f" {found.suggestion}" if found.suggestion else ""
    number = RULES[found.code].number
    place = paint(f"{found.path}:{found.line}{column}:", "place")
    yield f"{place} {paint(f'{found.code}:', found.severity.value)} {found.message}{hint} {paint(f'[{number}]', 'dim')}"
    if found.words and found.held:
        yield from _two_texts(found.words, found.held, paint)
    elif found.path in findings.sources and found.code != "private-word":
        yield from _excerpt(found, findings.sources[found.path], paint)


def _two_texts(written: str, held: str, paint: Paint) -> Iterator[str]:
    pieces = difference(written, held)
    for name, own in (("quoted", Op.REMOVED), ("source", Op.ADDED)):
        kept = [piece for piece in pieces if piece.op in (Op.SAME, own)]
        words = "".join(piece.text for piece in kept)
        signs = "".join(("^" if piece.op is own else " ") * len(piece.text) for piece in kept)
        yield f"  {paint(f'{name}:', 'dim')} {words}"
        if signs.strip():
            yield f"          {paint(_under(words, signs), 'error')}".rstrip()


def _excerpt(found: Problem, source: str, paint: Paint) -> Iterator[str]:
    """The line with the words, marked beneath; nothing where the words are not known."""
    if found.column is None or found.end_column is None:
        return
    line = (source.splitlines() or [""])[min(found.line, len(source.splitlines()) or 1) - 1].expandtabs(1)
    start = found.column - 1
    end = found.end_column - 1 if found.end_line == found.line else len(line.rstrip())
    first = max(0, start - WIDEST // 3) if len(line) > WIDEST else 0
    shown = line[first : first + WIDEST]
    signs = " " * (start - first) + "^" * max(1, min(end, first + WIDEST) - start)
    gutter = f"{found.line:>5}"
    yield f"{paint(f'{gutter} |', 'dim')} {shown.rstrip()}"
    yield f"{paint(' ' * len(gutter) + ' |', 'dim')} {paint(_under(shown, signs), found.severity.value)}".rstrip()


def _under(text: str, signs: str) -> str:
    """The signs, as wide as the characters above them: those of East Asia take two columns, accents none."""
    wide = []
    for index, sign in enumerate(signs):
        above = text[index : index + 1]
        width = 0 if above and unicodedata.combining(above) else 1
        wide.append(sign * (2 if above and unicodedata.east_asian_width(above) in "WF" else width))
    return "".join(wide)


def _summary(findings: Findings) -> str:
    """ "2 errors and 1 warning in 3 files; 33 pages read." and what was not told."""
    counts = {severity: findings.count(severity) for severity in Severity}
    names = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "remark"}
    told = [_counted(count, names[severity]) for severity, count in counts.items() if count]
    files = len({found.path for found in findings.problems})
    said = f"{_listed(told)} in {_counted(files, 'file')}" if told else "No errors, no warnings"
    lines = [f"{said}; {_counted(findings.pages, 'page')} read."]
    if findings.waived:
        lines.append(f"{_counted(len(findings.waived), 'problem')} let stand, with a reason.")
    if findings.hidden:
        total = sum(findings.hidden.values())
        most = ", ".join(f"{count} {code}" for code, count in Counter(findings.hidden).most_common())
        lines.append(f"{_counted(total, 'remark')} not shown ({most}): --severity info lists them.")
    fixable = sum(found.fix is not None for found in findings.problems)
    if fixable:
        lines.append(f"{_counted(fixable, 'problem')} can be put right with --fix.")
    return "\n".join(lines)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _listed(parts: list[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
