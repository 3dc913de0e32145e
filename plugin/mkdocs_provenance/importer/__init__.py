"""Plain text -> article and registry entries: the one place where guesses are made, each told to the editor.

    text -> cleaned lines -> (prose, list of sources) -> paragraphs with markers -> roles -> Markdown, entries, notes

Pure: no file, no clock, no log. What the build never guesses (what is analysis, what is a pull quote, what a number
stands for) is guessed here once, written as explicit Markdown, and listed in `Imported.notes` for a person to read.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec.structs import replace

from mkdocs_provenance.importer.entries import number_sources
from mkdocs_provenance.importer.lines import clean_lines, decode
from mkdocs_provenance.importer.markdown_text import body, front_matter
from mkdocs_provenance.importer.markers import paragraph_of
from mkdocs_provenance.importer.opening import slug_from, slugify, split_opening, title_from
from mkdocs_provenance.importer.paragraphs import attach_lone_markers, split_paragraphs
from mkdocs_provenance.importer.parts import (
    Entry,
    ImportCounts,
    Imported,
    ImportProblem,
    Notes,
    RegistryProblem,
    RepeatedStatement,
)
from mkdocs_provenance.importer.registry_text import append_entries, known_sources, render_entries
from mkdocs_provenance.importer.report import count, remark, report, summary
from mkdocs_provenance.importer.roles import assign_roles
from mkdocs_provenance.importer.source_list import split_sources

__all__ = [
    "Entry",
    "ImportCounts",
    "ImportProblem",
    "Imported",
    "RegistryProblem",
    "RepeatedStatement",
    "append_entries",
    "decode",
    "import_text",
    "known_sources",
    "render_entries",
    "report",
    "slugify",
    "summary",
]


def import_text(text: str, name: str, *, slug: str | None = None, known: Mapping[str, str] | None = None) -> Imported:
    """The article and registry entries for a plain text.

    Args:
        text: the text, decoded.
        name: the file's name, for the slug.
        slug: the slug, if the caller chose it.
        known: address to key, for sources that the registry describes already.

    Raises:
        ImportProblem: the text holds no words, or is too long.
    """
    notes = Notes()
    lines, listed, tail = split_sources(clean_lines(text), notes)
    blocks = attach_lone_markers(split_paragraphs(lines), notes)
    opening, blocks = split_opening(blocks, notes)
    plain = [paragraph_of(block) for block in blocks]
    title = opening.title or title_from(plain[0].prose, notes)
    slug = slug or slug_from(name, title, notes)
    paragraphs, repeats = assign_roles(plain, notes)
    paragraphs.extend(paragraph_of(block) for block in split_paragraphs(tail))
    numbering, entries = number_sources(paragraphs, listed, slug, known or {}, notes)
    remark(paragraphs, notes)
    return Imported(
        slug=slug,
        title=title,
        markdown=front_matter(replace(opening, title=title), numbering) + body(paragraphs, frozenset(numbering)),
        entries=entries,
        numbering=MappingProxyType(numbering),
        counts=count(paragraphs, numbering, entries),
        repeats=repeats,
        notes=tuple(notes.lines),
    )
