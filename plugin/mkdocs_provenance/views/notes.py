"""The notes: one cited source each, as the rows that the panel and the card show."""

from __future__ import annotations

from typing import Final, NamedTuple

from mkdocs_provenance.model import Attribution, Mark, Note, PlacedCitation, Role, Source, State
from mkdocs_provenance.views.lookup import Lookup, anchor, doi_url, language_tag, number, safe_url
from mkdocs_provenance.views.words import ACCESS, CLOSENESS, KINDS, REASONS, STATES, sentence, shorten

OLD_YEARS: Final = 5
"""A source this many years older than the article is said to be old."""


class Fact(NamedTuple):
    """One thing worth knowing about a source, in one sentence."""

    text: str
    href: str | None = None
    name: str | None = None
    """`status` for what has become of the source, which a reader must not miss."""


class Link(NamedTuple):
    """An address with the attributes of Robust Links: where it pointed, when, and a saved copy."""

    href: str
    original: str | None = None
    version: str | None = None
    date: str | None = None


class Exact(NamedTuple):
    """Exact words of a source."""

    text: str
    lang: str | None
    where: str | None


class Use(NamedTuple):
    """One way back to the text."""

    href: str
    text: str
    label: str


class NoteView(NamedTuple):
    """A note, ready to be printed: every text is plain and is escaped by the template."""

    label: str
    anchor: str
    value: str | None
    """The number for `<li value>`, None where the label is not a number."""
    who: str | None
    owner: str | None
    title: str
    lang: str | None
    translated: str | None
    link: Link | None
    meta: str
    """Kind, authors and date in one line."""
    quotes: tuple[Exact, ...]
    facts: tuple[list[Fact], ...]
    """Lines of facts that belong together."""
    uses: tuple[Use, ...]


def note_view(note: Note, lookup: Lookup) -> NoteView:
    """`note`, ready to be printed."""
    source = note.source
    who = lookup.who(source)
    return NoteView(
        label=note.label,
        anchor=anchor(note.label),
        value=note.label if note.label.isascii() and note.label.isdigit() else None,
        who=who or _nameless(source, lookup),
        owner=_owner(source, lookup),
        title=source.title,
        lang=language_tag(source.language),
        translated=source.title_translated,
        link=_link(source),
        meta="" if source.unidentified else _meta(source, who, lookup),
        quotes=tuple(
            Exact(lookup.words.quoted(excerpt.text), language_tag(excerpt.language or source.language), excerpt.locator)
            for excerpt in source.excerpts
        ),
        facts=tuple(_facts(note, who, lookup)),
        uses=tuple(_uses(note, lookup)),
    )


def _nameless(source: Source, lookup: Lookup) -> str | None:
    """What stands where a name would."""
    if source.unidentified:
        return lookup.words.gettext("Source not identified.")
    return unnamed(source, lookup) if source.attribution is Attribution.UNNAMED else None


def _owner(source: Source, lookup: Lookup) -> str | None:
    body = lookup.registry.publisher_of(source)
    if body is None or body.owner is None:
        return None
    owner = lookup.registry.organisations.get(body.owner)
    return lookup.words.gettext("part of %(owner)s") % {"owner": owner.name if owner else body.owner}


def _link(source: Source) -> Link | None:
    """The title's address: the source itself, or its saved copy where the original page is gone."""
    live = safe_url(source.url) or doi_url(source.doi)
    saved = next(((url, copy.date) for copy in source.archives if (url := safe_url(copy.url))), None)
    if source.status.state is State.REMOVED:
        live_href, original = (saved[0] if saved else None), live
    else:
        live_href = original = live
    if live_href is None:
        return None
    day = source.accessed or (saved[1] if saved else None)
    if day is None or original is None:
        return Link(live_href)
    return Link(live_href, original, saved[0] if saved else None, day.iso)


def _meta(source: Source, who: str | None, lookup: Lookup) -> str:
    words = lookup.words
    parts = [words.gettext(KINDS[source.kind])]
    authors = words.listing(str(author) for author in source.author)
    if authors and authors != who:
        parts.append(words.gettext("by %(names)s") % {"names": authors})
    if source.speaker and source.speaker != who:
        parts.append(words.gettext("speaker: %(name)s") % {"name": source.speaker})
    date = source.published or source.event_date
    if date is not None:
        parts.append(words.date(date))
    if source.updated is not None:
        parts.append(words.gettext("updated %(date)s") % {"date": words.date(source.updated)})
    return " · ".join(parts)


def _facts(note: Note, who: str | None, lookup: Lookup) -> list[list[Fact]]:
    """What a reader should know of the source, most weighty first, in lines of what belongs together."""
    source = note.source
    if source.unidentified:
        return []
    about = [Fact(sentence(source.note))] if source.note else []
    named = source.attribution is not Attribution.UNNAMED or not who
    lines = [
        _status(source, lookup),
        [] if named else [Fact(unnamed(source, lookup))],
        _standing(note, lookup),
        _age(source, lookup) + _language(source, lookup),
        _copies(source, lookup) + _place(source, lookup),
        about,
    ]
    return [line for line in lines if line]


def _status(source: Source, lookup: Lookup) -> list[Fact]:
    words, status = lookup.words, source.status
    if status.state is State.CURRENT:
        return []
    if status.state is State.REMOVED:
        saved = any(safe_url(copy.url) for copy in source.archives)
        said = (
            words.gettext("Original page removed; archived copy available.")
            if saved
            else words.gettext("Original page removed; no archived copy.")
        )
    else:
        undated, dated = STATES[status.state]
        said = sentence(
            words.gettext(dated) % {"date": words.date(status.date)} if status.date else words.gettext(undated)
        )
    note = f" {sentence(status.note)}" if status.note else ""
    return [Fact(said + note, name="status")]


def unnamed(source: Source, lookup: Lookup) -> str:
    """Who an unnamed source is, as far as it may be said, and why no name is given."""
    words = lookup.words
    reason = (source.reason or "").strip()
    known = REASONS.get(reason)
    why = words.gettext(known) if known else reason
    values = {"who": source.described_as or words.gettext("no description given"), "why": why}
    if not why:
        said = words.gettext("Source not named: %(who)s") % values
    elif known or why.lower().startswith(("who ", "because ")):
        said = words.gettext("Source not named: %(who)s, %(why)s") % values
    else:
        said = words.gettext("Source not named: %(who)s. Reason: %(why)s") % values
    parts = [sentence(said)]
    if source.conditions:
        parts.append(words.gettext("Spoke on agreed conditions: %(conditions)s") % {"conditions": source.conditions})
        parts[-1] = sentence(parts[-1])
    if source.known_to_editor is not None:
        parts.append(
            words.gettext("Our editors know who it is.")
            if source.known_to_editor
            else words.gettext("Our editors do not know who it is.")
        )
    return " ".join(parts)


def _standing(note: Note, lookup: Lookup) -> list[Fact]:
    """How near it stood, what it has at stake, and whether it stands alone."""
    words, source = lookup.words, note.source
    facts = []
    if source.closeness is not None:
        facts.append(Fact(words.gettext(CLOSENESS[source.closeness])))
    publisher = lookup.registry.publisher_of(source)
    if source.interest:
        facts.append(Fact(sentence(words.gettext("Has a stake: %(interest)s") % {"interest": source.interest})))
    if publisher is not None and publisher.interest_note:
        said = words.gettext("The publisher has a stake: %(interest)s") % {"interest": publisher.interest_note}
        facts.append(Fact(sentence(said)))
    facts += _origin(note, lookup)
    if source.independence.checked:
        day = source.independence.on
        facts.append(
            Fact(
                words.gettext("Independence checked by the desk, %(date)s.") % {"date": words.date(day)}
                if day
                else words.gettext("Independence checked by the desk.")
            )
        )
    return facts


def _origin(note: Note, lookup: Lookup) -> list[Fact]:
    words = lookup.words
    origin = lookup.origins.get(note.origin)
    if origin is None:
        return []
    others = [other.label for other in lookup.cited(origin.sources) if other.source.id != note.source.id]
    if not others:
        return []
    said = words.ngettext(
        "Same origin as source %(labels)s: %(name)s", "Same origin as sources %(labels)s: %(name)s", len(others)
    )
    return [Fact(sentence(said % {"labels": words.listing(others), "name": origin.name}))]


def _age(source: Source, lookup: Lookup) -> list[Fact]:
    words = lookup.words
    date = source.published or source.event_date
    if date is None:
        return [
            Fact(
                words.gettext("No date given by the source.") if source.undated else words.gettext("Date not recorded.")
            )
        ]
    written = lookup.provenance.article.published
    if written is not None and written.year - date.year >= OLD_YEARS:
        return [Fact(words.gettext("Source is from %(year)d.") % {"year": date.year})]
    return []


def _language(source: Source, lookup: Lookup) -> list[Fact]:
    words, translation = lookup.words, source.translation
    if translation is None:
        return []
    values = {
        "language": words.language(source.language) if source.language else words.gettext("another language"),
        "by": translation.by or "",
        "checker": translation.checked_by or "",
    }
    if translation.method == "machine":
        said = words.gettext("Translated from %(language)s by machine; original shown.")
    elif translation.by:
        said = words.gettext("Translated from %(language)s by %(by)s; original shown.")
    else:
        said = words.gettext("Translated from %(language)s by our staff; original shown.")
    text = said % values
    if translation.checked_by:
        text += " " + sentence(words.gettext("Translation checked by %(checker)s") % values)
    return [Fact(text)]


def _copies(source: Source, lookup: Lookup) -> list[Fact]:
    words = lookup.words
    facts = []
    for copy in source.archives:
        href = safe_url(copy.url)
        if href is not None:
            said = (
                words.gettext("Archived copy, %(date)s.") % {"date": words.date(copy.date)}
                if copy.date
                else words.gettext("Archived copy.")
            )
            facts.append(Fact(said, href))
    if not facts and source.status.state is not State.REMOVED and safe_url(source.url):
        facts.append(Fact(words.gettext("No archived copy; the page may change.")))
    if source.accessed is not None:
        facts.append(Fact(words.gettext("We last read it on %(date)s.") % {"date": words.date(source.accessed)}))
    if source.access in ACCESS:
        facts.append(Fact(words.gettext(ACCESS[source.access])))
    return facts


def _place(source: Source, lookup: Lookup) -> list[Fact]:
    """Where a reader finds it beside or instead of the web."""
    words = lookup.words
    facts = []
    if source.url and safe_url(source.url) is None:
        facts.append(Fact(words.gettext("Address: %(address)s") % {"address": source.url}))
    if source.doi and (source.url or doi_url(source.doi) is None):
        facts.append(Fact(words.gettext("DOI: %(doi)s") % {"doi": source.doi}, doi_url(source.doi)))
    if source.isbn:
        facts.append(Fact(words.gettext("ISBN: %(isbn)s") % {"isbn": source.isbn}))
    if source.locator:
        facts.append(Fact(sentence(words.gettext("Where it is: %(place)s") % {"place": source.locator})))
    if source.none_reason:
        facts.append(Fact(sentence(words.gettext("Nothing to link to: %(reason)s") % {"reason": source.none_reason})))
    return facts


def _uses(note: Note, lookup: Lookup) -> list[Use]:
    words = lookup.words
    uses: list[Use] = []
    seen: dict[str, int] = {}
    for id in note.marks:
        mark = lookup.marks.get(id)
        if mark is None:
            continue
        text = shorten(_where(mark, lookup), 90)
        seen[text] = count = seen.get(text, 0) + 1
        if count > 1:
            text = words.gettext("%(text)s (%(count)d)") % {"text": text, "count": count}
        label = words.gettext("Back to: “%(text)s”") % {"text": text}
        uses.append(Use(f"#provenance-mark-{number(id)}", text, label))
    return uses


def _where(mark: Mark, lookup: Lookup) -> str:
    """The words that a mark stands after: its sentence, else the end of what comes before it."""
    claim = lookup.claims.get(mark.claim) if mark.claim else None
    if claim is not None and not mark.inherited:
        return claim.text
    words = lookup.words
    for passage in lookup.provenance.article.passages:
        if passage.id == mark.passage:
            said = _before(passage.text, passage.citations, mark.id)
            if passage.role is Role.ANALYSIS:
                return words.gettext("Our analysis: %(text)s") % {"text": said}
            if passage.role is Role.PULLQUOTE:
                return words.gettext("Pull quote: %(text)s") % {"text": said}
            return said
    for disagreement in lookup.provenance.article.statement.disagreement:
        if any(placed.id == mark.id for placed in disagreement.citations):
            return words.gettext("Who disagrees: %(text)s") % {"text": disagreement.text}
    return mark.raw


def _before(text: str, citations: tuple[PlacedCitation, ...], id: str) -> str:
    offset = next((placed.offset for placed in citations if placed.id == id), len(text))
    start = text.rfind(". ", 0, max(offset - 2, 0)) + 2
    return text[start if start > 1 else 0 : offset].strip() or text
