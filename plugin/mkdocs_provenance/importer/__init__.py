"""Plain text -> article and registry entries: the one place where guesses are made, each told to the editor.

    text -> cleaned lines -> (prose, list of sources) -> paragraphs with markers -> roles -> Markdown, entries, notes

Pure: no file, no clock, no log. What the build never guesses (what is analysis, what is a pull quote, what a number
stands for) is guessed here once, written as explicit Markdown, and listed in `Imported.notes` for a person to read.
"""

from __future__ import annotations

from types import MappingProxyType

from msgspec.structs import replace

from mkdocs_provenance.importer.entries import number_sources
from mkdocs_provenance.importer.language import guess_language, note_language
from mkdocs_provenance.importer.lines import clean_lines, decode, has_front_matter
from mkdocs_provenance.importer.markdown_text import body, front_matter
from mkdocs_provenance.importer.markers import paragraph_of
from mkdocs_provenance.importer.opening import date_from, slug_from, slugify, split_opening, title_from
from mkdocs_provenance.importer.paragraphs import attach_lone_markers, split_paragraphs
from mkdocs_provenance.importer.parts import (
    LANGUAGE,
    Entry,
    Guess,
    Guesses,
    ImportCounts,
    Imported,
    ImportProblem,
    Known,
    Notes,
    RegistryProblem,
    RepeatedStatement,
)
from mkdocs_provenance.importer.registry_text import (
    append_entries,
    append_groups,
    known_sources,
    render_entries,
)
from mkdocs_provenance.importer.report import count, remark, report, statements_of, summary, why_pullquotes
from mkdocs_provenance.importer.roles import assign_roles
from mkdocs_provenance.importer.source_list import split_sources

__all__ = [
    "Entry",
    "Guess",
    "Guesses",
    "ImportCounts",
    "ImportProblem",
    "Imported",
    "Known",
    "RegistryProblem",
    "RepeatedStatement",
    "append_entries",
    "append_groups",
    "decode",
    "has_front_matter",
    "import_text",
    "known_sources",
    "render_entries",
    "report",
    "slugify",
    "summary",
]


def import_text(text: str, name: str, *, slug: str | Guess | None = None, known: Known | None = None) -> Imported:
    """The article and registry entries for a plain text.

    Args:
        text: the text, decoded.
        name: the file's name, for the slug.
        slug: the slug, if the caller chose it.
        known: what the registry holds already.

    Raises:
        ImportProblem: the text holds no words, or is too long.
    """
    notes, known = Notes(), known or Known()
    lines, listed, tail = split_sources(clean_lines(text), notes)
    language = guess_language(lines)
    blocks = attach_lone_markers(split_paragraphs(lines), notes)
    opening, blocks = split_opening(blocks, notes)
    plain = [paragraph_of(block, language.value or LANGUAGE) for block in blocks]
    title = opening.title or title_from(
        next((one for one in plain if one.level is None), plain[0]).prose, notes, language.value or LANGUAGE
    )
    date = opening.date or date_from(name, notes)
    place = Guess(slug, "chosen") if isinstance(slug, str) else slug or slug_from(name, title, notes)
    note_language(language, notes)
    roles = assign_roles(plain, notes, language.value or LANGUAGE)
    paragraphs = [
        *roles.paragraphs,
        *(paragraph_of(block, language.value or LANGUAGE) for block in split_paragraphs(tail)),
    ]
    numbering, entries = number_sources(paragraphs, listed, place.value or "article", known, notes)
    remark(paragraphs, notes)
    counts = count(paragraphs, numbering, entries, known)
    head = front_matter(replace(opening, title=title, date=date), numbering, language.value, notes.left_over)
    return Imported(
        slug=place.value or "article",
        title=title,
        markdown=head + body(paragraphs, frozenset(numbering)),
        entries=entries,
        numbering=MappingProxyType(numbering),
        counts=counts,
        repeats=roles.repeats,
        notes=tuple(notes.lines),
        statements=tuple(statements_of(paragraphs)),
        guesses=Guesses(
            title=Guess(title, "headline" if opening.title else "first words"),
            slug=place,
            author=Guess(opening.author, "a byline" if opening.author else "no byline"),
            date=Guess(date, _why_date(opening.date, date)),
            language=language,
            pullquotes=Guess(str(counts.pullquotes), why_pullquotes(roles.repeats)),
            analysis=Guess(str(counts.analysis), roles.analysis),
        ),
        left_over=tuple(notes.left_over),
    )


def _why_date(written: str | None, date: str | None) -> str:
    if written:
        return "a line that is a date"
    return "the file's name" if date else "no line that is a date"
