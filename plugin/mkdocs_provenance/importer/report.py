"""What an import tells the editor: what was found, what to look at, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from mkdocs_provenance.importer.lines import BULLET, ends_sentence
from mkdocs_provenance.importer.opening import MAX_TITLE
from mkdocs_provenance.importer.parts import (
    Entry,
    ImportCounts,
    Imported,
    Known,
    Notes,
    Paragraph,
    RepeatedStatement,
    Statement,
)
from mkdocs_provenance.importer.roles import ABOUT_ARTICLE
from mkdocs_provenance.model import Role


def count(
    paragraphs: Sequence[Paragraph], numbering: Mapping[int, str], entries: Sequence[Entry], known: Known
) -> ImportCounts:
    """What was found, in numbers."""
    statements = statements_of(paragraphs)
    unidentified = sum(entry.unidentified for entry in entries)
    blank = {key for key, held in known.entries.items() if held.get("unidentified") is True}
    blank |= {entry.key for entry in entries if entry.unidentified and entry.key not in known.entries}
    return ImportCounts(
        statements=len(statements),
        sourced=sum(bool(statement.numbers) for statement in statements),
        pullquotes=sum(paragraph.role is Role.PULLQUOTE for paragraph in paragraphs),
        analysis=sum(paragraph.role is Role.ANALYSIS for paragraph in paragraphs),
        unidentified=unidentified,
        described=len(set(numbering.values())) - unidentified,
        undescribed=sum(
            bool(one.numbers) and all(numbering[number] in blank for number in one.numbers) for one in statements
        ),
    )


def statements_of(paragraphs: Iterable[Paragraph]) -> list[Statement]:
    """The sentences of the reporting, in order."""
    return [one for paragraph in paragraphs if paragraph.role is Role.REPORTED for one in paragraph.statements]


def summary(imported: Imported) -> str:
    """What was found, in one line."""
    counts = imported.counts
    parts = [
        f"{count_of(counts.statements, 'statement')} ({counts.sourced} with a source, {counts.unsourced} without)",
        count_of(counts.pullquotes, "pull quote") + _inheritance(imported.repeats),
        count_of(counts.analysis, "analysis passage"),
    ]
    if counts.described:
        parts.append(f"{count_of(counts.described, 'source')} described")
    if not imported.numbering:
        parts.append("no sources")
    if counts.unidentified:
        parts.append(f"{count_of(counts.unidentified, 'source')} nobody has described yet")
    return ", ".join(parts)


def report(imported: Imported, text: str, article: str, registry: str, kept: Sequence[str] = ()) -> str:
    """What was found, each guess, and what to do next, for the one who imports.

    Args:
        imported: the import.
        text: where the text came from.
        article: the file that was written.
        registry: the file that the entries were added to.
        kept: keys that the registry had before, whose entries were left as they are.
    """
    lines = [f"{text} -> {article}", f"  Found: {summary(imported)}."]
    notes = [*imported.notes]
    if kept:
        notes.append(f"In {registry} already, and left as they are: {', '.join(kept)}.")
    if notes:
        lines += ["  Guesses and remarks, for you to check:", *(f"  - {note}" for note in notes)]
    lines.append("  Next:")
    unidentified = [entry.key for entry in imported.entries if entry.unidentified and entry.key not in kept]
    if unidentified:
        lines.append(f"  - Describe the sources in {registry}: {', '.join(unidentified)}.")
    lines.append(f"  - Read {article}, and correct what was guessed wrong.")
    lines.append("  - Run `mkdocs serve` and look at the page.")
    return "\n".join(lines) + "\n"


def why_pullquotes(repeats: Sequence[RepeatedStatement]) -> str:
    """How the pull quotes were found: which statements they repeat."""
    exact = [repeat.statement for repeat in repeats if repeat.exact]
    near = [repeat.statement for repeat in repeats if not repeat.exact]
    said = [f"{verb} {_and(numbers)}" for verb, numbers in (("repeats", exact), ("nearly repeats", near)) if numbers]
    return ", ".join(said) or "no paragraph repeats the text"


def _inheritance(repeats: Sequence[RepeatedStatement]) -> str:
    said: list[str] = []
    for repeat in repeats:
        if repeat.numbers:
            plural = "s" if len(repeat.numbers) > 1 else ""
            said.append(f"repeats statement {repeat.statement}, so it inherits source{plural} {_and(repeat.numbers)}")
        else:
            said.append(f"repeats statement {repeat.statement}, which has no source")
    return f" ({'; '.join(said)})" if said else ""


def count_of(number: int, noun: str, plural: str | None = None) -> str:
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def _and(numbers: Sequence[int]) -> str:
    words = [str(number) for number in numbers]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def remark(paragraphs: Sequence[Paragraph], notes: Notes) -> None:
    """Say which brackets were left alone, and what may be a heading."""
    for index, paragraph in enumerate(paragraphs):
        for bracket in paragraph.brackets:
            if bracket.remark:
                start = paragraph.text.rfind(" ", 0, bracket.start) + 1
                end = paragraph.text.find(" ", bracket.end)
                word = paragraph.text[start : end if end >= 0 else None].rstrip(".,;:")
                notes.add(f"{word} was left as text: {bracket.remark}.")
        reported = paragraph.role is Role.REPORTED and paragraph.level is None
        if index > 0 and reported and _may_be_heading(paragraph.text):
            notes.add(
                f"“{paragraph.text}” may be a heading. It is a paragraph now; put `## ` before it to change that."
            )


def _may_be_heading(text: str) -> bool:
    short = len(text) <= MAX_TITLE and text[0].isalnum() and not ends_sentence(text)
    return short and not (BULLET.match(text) or ABOUT_ARTICLE.match(text))
