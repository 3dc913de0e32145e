"""The notes: every cited source with its number, and the ways back to where it is cited."""

from __future__ import annotations

from typing import Final, NamedTuple

from jinja2 import Environment
from markupsafe import Markup

from mkdocs_provenance.ledger import words_before
from mkdocs_provenance.model import Mark, Note, Registry, Role, Source
from mkdocs_provenance.views.lookup import Lookup, anchor, esc, number, safe
from mkdocs_provenance.views.sources import is_old, shared_origin, source_view
from mkdocs_provenance.views.words import Words, shorten

SHOWN: Final = 4
"""Ways back that stand open; further ones are folded."""

WIDTH: Final = 48
"""Characters of a sentence that a way back shows: one line on a phone, of many."""

MOST_LANGUAGES: Final = 16
"""Languages of one site whose printed sources are kept."""


class NoteView(NamedTuple):
    """A note, ready to be printed."""

    anchor: str
    value: str | None
    """The number for `<li value>`, None where the label is not a number."""
    source: Markup
    """The source, printed."""
    uses: Markup
    """The first ways back, as list items."""
    more: Markup
    """The further ways back, as list items."""
    more_total: int


class _Shelf(NamedTuple):
    """Sources already printed.

    A source looks the same in every article, but for its age, its shared origin and the way to its own page.
    """

    registry: Registry
    words: Words
    templates: Environment
    printed: dict[tuple[str, str, bool, str | None], tuple[Source, Markup]]


_shelves: list[_Shelf] = []
"""Those of the last registry: one for every language."""


def note_views(lookup: Lookup, templates: Environment) -> list[NoteView]:
    """The article's notes, ready to be printed."""
    printed = _shelf(lookup, templates).printed
    views = []
    for note in lookup.provenance.notes:
        shared, old = shared_origin(note, lookup), is_old(note.source, lookup)
        looks = (note.source.id, shared, old, lookup.page_of(note.source.id))
        held = printed.get(looks)
        if held is None or held[0] is not note.source:
            view = source_view(note.source, shared, old, lookup)
            html = templates.get_template("source.html.jinja").render(source=view, gettext=lookup.words.gettext)
            held = printed[looks] = (note.source, safe(html.strip()))
        uses = _uses(note, lookup)
        views.append(
            NoteView(
                anchor=anchor(note.label),
                value=note.label if note.label.isascii() and note.label.isdigit() else None,
                source=held[1],
                uses=safe("".join(uses[:SHOWN])),
                more=safe("".join(uses[SHOWN:])),
                more_total=max(len(uses) - SHOWN, 0),
            )
        )
    return views


def _shelf(lookup: Lookup, templates: Environment) -> _Shelf:
    """The shelf of this registry and language; those of an older registry go, so that nothing outlives it for long."""
    for shelf in _shelves:
        if shelf.registry is lookup.registry and shelf.words is lookup.words and shelf.templates is templates:
            return shelf
    kept = (shelf for shelf in _shelves if shelf.registry is lookup.registry and shelf.templates is templates)
    _shelves[:] = [_Shelf(lookup.registry, lookup.words, templates, {}), *kept][:MOST_LANGUAGES]
    return _shelves[0]


def _uses(note: Note, lookup: Lookup) -> list[str]:
    """Ways back to the text: one link for every mark that leads here."""
    words = lookup.words
    again = esc(words.gettext("%(text)s (%(count)d)"))
    uses = []
    seen: dict[str, int] = {}
    for id in note.marks:
        mark = lookup.marks.get(id)
        if mark is None:
            continue
        text = lookup.backs.get(id)
        if text is None:
            text = lookup.backs[id] = esc(shorten(_where(mark, lookup), WIDTH))
        seen[text] = count = seen.get(text, 0) + 1
        if count > 1:
            text = again % {"text": text, "count": count}
        uses.append(f'<li><a role="doc-backlink" href="#provenance-mark-{number(id)}">{text}</a></li>')
    return uses


def _where(mark: Mark, lookup: Lookup) -> str:
    """The words that a mark stands after: its sentence, else the end of what comes before it."""
    claim = lookup.claims.get(mark.claim) if mark.claim else None
    if claim is not None and not mark.inherited:
        return claim.text
    words = lookup.words
    passage = lookup.passages.get(mark.passage)
    if passage is not None:
        said = words_before(passage.text, passage.citations, mark.id)
        if passage.role is Role.ANALYSIS:
            return words.gettext("Our analysis: %(text)s") % {"text": said}
        if passage.role is Role.PULLQUOTE:
            return words.gettext("Pull quote: %(text)s") % {"text": said}
        return said
    for disagreement in lookup.provenance.article.statement.disagreement:
        if any(placed.id == mark.id for placed in disagreement.citations):
            return words.gettext("Who disagrees: %(text)s") % {"text": disagreement.text}
    return mark.raw
