"""A source as a reader sees it, in the panel and in the card: who, what, when, the exact words, and what to know."""

from __future__ import annotations

from typing import Final, NamedTuple

from markupsafe import Markup

from mkdocs_provenance.model import Access, Attribution, Note, Source, State, Status
from mkdocs_provenance.views.lookup import Lookup, doi_url, esc, language_tag, safe, safe_url
from mkdocs_provenance.views.passages import fragment_url
from mkdocs_provenance.views.robust_links import Link, link_to, link_to_copy
from mkdocs_provenance.views.states import in_words
from mkdocs_provenance.views.words import ACCESS, CLOSENESS, KINDS, REASONS

OLD_YEARS: Final = 5
"""A source this many years older than the article is said to be old."""


class Fact(NamedTuple):
    """One thing worth knowing about a source, in one sentence."""

    text: str
    href: str | None = None
    name: str | None = None
    """`status` for what has become of the source, which a reader must not miss."""
    data: str = ""
    """What else the link says: the attributes of Robust Links."""


class Exact(NamedTuple):
    """Exact words of a source."""

    text: str
    lang: str | None
    where: str | None


class SourceView(NamedTuple):
    """A source, ready to be printed: every text is plain, and escaped by the template, unless it is Markup."""

    who: str | None
    owner: str | None
    title: str
    lang: str | None
    translated: str | None
    link: Link | None
    meta: str
    """Kind, authors and date in one line."""
    quotes: list[Exact]
    passage: str | None
    """Where the first of them stands in the original."""
    became: Markup
    """What has become of it: a reader must not miss it, so it stands first."""
    facts: list[Markup]
    """Lines of facts that belong together."""
    page: str | None = None
    """The source's own page, where the site has one."""


def source_view(source: Source, shared: str, old: bool, lookup: Lookup) -> SourceView:
    """`source`, ready to be printed; `shared` and `old` are what this article adds to what is known of it."""
    who = lookup.who(source)
    return SourceView(
        who=who or _nameless(source, lookup),
        owner=_owner(source, lookup),
        title=source.title,
        lang=language_tag(source.language),
        translated=source.title_translated,
        link=link_of(source),
        meta="" if source.unidentified else _meta(source, who, lookup),
        quotes=[
            Exact(lookup.words.quoted(excerpt.text), language_tag(excerpt.language or source.language), excerpt.locator)
            for excerpt in source.excerpts
        ],
        passage=passage_url(source),
        became=_fate(source, lookup),
        facts=_facts(source, who, shared, old, lookup),
        page=lookup.page_of(source.id),
    )


def shared_origin(note: Note, lookup: Lookup) -> str:
    """Which other notes of the article have the same origin, in a sentence; the empty string where none has."""
    origin = lookup.origins.get(note.origin)
    if origin is None or len(origin.sources) < 2:
        return ""
    words = lookup.words
    others = [other.label for other in lookup.cited(origin.sources) if other.source.id != note.source.id]
    if not others:
        return ""
    said = words.ngettext(
        "Same origin as source %(labels)s: %(name)s", "Same origin as sources %(labels)s: %(name)s", len(others)
    )
    return words.sentence(said % {"labels": words.listing(others), "name": words.isolated(origin.name)})


def is_old(source: Source, lookup: Lookup) -> bool:
    """Whether the source is many years older than the article."""
    written, date = lookup.provenance.article.published, source.published or source.event_date
    return written is not None and date is not None and written.year - date.year >= OLD_YEARS


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
    return lookup.words.gettext("part of %(owner)s") % {
        "owner": lookup.words.isolated(owner.name if owner else body.owner)
    }


def link_of(source: Source) -> Link | None:
    """The title's address: the source itself, or its saved copy where the original page is gone."""
    if source.status.state is State.REMOVED:
        return next(filter(None, (link_to_copy(source, copy) for copy in source.archives)), None)
    return link_to(source, safe_url(source.url) or doi_url(source.doi))


def passage_url(source: Source, number: int = 0) -> str | None:
    """The live page, opened at exact words that we hold; None where a reader would not find them there.

    Args:
        source: Whose page it is.
        number: Which of its excerpts, from 0.
    """
    free = source.access in (None, Access.OPEN) and source.status.state is not State.REMOVED
    if not (free and number < len(source.excerpts) and source.url and safe_url(source.url) == source.url.strip()):
        return None
    return fragment_url(source.url.strip(), source.excerpts[number].text)


def _meta(source: Source, who: str | None, lookup: Lookup) -> str:
    words = lookup.words
    parts = [words.gettext(KINDS[source.kind])]
    authors = words.listing(str(author) for author in source.author)
    if authors and authors != who:
        parts.append(words.gettext("by %(names)s") % {"names": words.isolated(authors)})
    if source.speaker and source.speaker != who:
        parts.append(words.gettext("speaker: %(name)s") % {"name": words.isolated(source.speaker)})
    date = source.published or source.event_date
    if date is not None:
        parts.append(words.date(date))
    if source.updated is not None:
        parts.append(words.gettext("updated %(date)s") % {"date": words.date(source.updated)})
    return " · ".join(parts)


def _fate(source: Source, lookup: Lookup) -> Markup:
    if source.unidentified:
        return Markup()
    facts = _status(source, lookup) + _history(source, lookup) + _original(source, lookup)
    return safe(lookup.words.join(map(_fact_html, facts)))


def _facts(source: Source, who: str | None, shared: str, old: bool, lookup: Lookup) -> list[Markup]:
    """What a reader should know of the source, most weighty first, in lines of what belongs together."""
    if source.unidentified:
        return []
    about = [_remark(source.note, lookup)] if source.note else []
    named = source.attribution is not Attribution.UNNAMED or not who
    lines = [
        [] if named else [Fact(unnamed(source, lookup))],
        _standing(source, shared, lookup),
        _age(source, old, lookup) + _language(source, lookup),
        _copies(source, lookup) + _reading(source, lookup) + _place(source, lookup),
        about,
    ]
    return [safe(lookup.words.join(map(_fact_html, line))) for line in lines if line]


def page_facts(source: Source, lookup: Lookup) -> list[Markup]:
    """What a source's own page says beside what has a name or a heading there, in lines of what belongs together."""
    if source.unidentified:
        return []
    unsaved = [] if source.archives else _copies(source, lookup)
    about = [_remark(source.note, lookup)] if source.note else []
    stands = source.status.state is State.CURRENT
    lines = [
        _status(source, lookup) if stands else [],
        _standing(source, "", lookup),
        _age(source, False, lookup) + _language(source, lookup),
        unsaved + _reading(source, lookup),
        about,
    ]
    return [safe(lookup.words.join(map(_fact_html, line))) for line in lines if line]


def places(source: Source, lookup: Lookup) -> list[Markup]:
    """Where a reader finds a source beside or instead of the web, one sentence each."""
    return [safe(_fact_html(fact)) for fact in _place(source, lookup)]


def status_html(source: Source, lookup: Lookup) -> Markup:
    """What has become of a source and of what it goes back to; the empty string where nothing has."""
    facts = _status(source, lookup) if source.status.state is not State.CURRENT else []
    return safe(lookup.words.join(map(_fact_html, facts + _original(source, lookup))))


def _remark(text: str, lookup: Lookup) -> Fact:
    """Words of the registry as a sentence; their full stop stays with them where they are written the other way."""
    return Fact(lookup.words.isolated(lookup.words.sentence(text)))


def _fact_html(fact: Fact) -> str:
    text, href, name, data = fact
    if href:
        return f'<a href="{esc(href)}"{data}>{esc(text)}</a>'
    return f"<strong>{esc(text)}</strong>" if name else esc(text)


def _history(source: Source, lookup: Lookup) -> list[Fact]:
    """What became of it before, in short: its own page has the whole."""
    words = lookup.words
    told = [in_words(status, words) for status in source.status.before if status is not source.status.bearing]
    if not any(told):
        return []
    return [Fact(words.sentence(words.gettext("Earlier: %(history)s") % {"history": "; ".join(filter(None, told))}))]


def _original(source: Source, lookup: Lookup) -> list[Fact]:
    """That it goes back to what was retracted."""
    original = lookup.registry.retracted_original(source)
    if original is None:
        return []
    words = lookup.words
    name = original.title
    if original.attribution is Attribution.UNNAMED:  # a title may tell who it is
        name = original.described_as or words.gettext("no description given")
    text = words.gettext("Derived from a source that was retracted: %(name)s") % {"name": words.isolated(name)}
    return [Fact(words.sentence(text), name="status")]


def _status(source: Source, lookup: Lookup) -> list[Fact]:
    status = source.status
    if status.state is State.CURRENT:
        return [_remark(status.note, lookup)] if status.note else []
    facts = [_became(status.bearing, source, lookup)] if status.bearing is not status else []
    return [*facts, _became(status, source, lookup)]


def _became(status: Status, source: Source, lookup: Lookup) -> Fact:
    """One state of a source in bold, with what happened."""
    words = lookup.words
    if status.state is State.REMOVED:
        saved = any(safe_url(copy.url) for copy in source.archives)
        what = (
            words.gettext("Original page removed; archived copy available.")
            if saved
            else words.gettext("Original page removed; no archived copy.")
        )
    else:
        what = words.sentence(in_words(status, words))
    note = words.isolated(words.sentence(status.note)) if status.note else ""
    return Fact(words.join((what, note)), name="status")


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
    parts = [words.sentence(said)]
    if source.conditions:
        parts.append(words.gettext("Spoke on agreed conditions: %(conditions)s") % {"conditions": source.conditions})
        parts[-1] = words.sentence(parts[-1])
    if source.known_to_editor is not None:
        parts.append(
            words.gettext("Our editors know who it is.")
            if source.known_to_editor
            else words.gettext("Our editors do not know who it is.")
        )
    return words.join(parts)


def _standing(source: Source, shared: str, lookup: Lookup) -> list[Fact]:
    """How near it stood, what it has at stake, and whether it stands alone."""
    words = lookup.words
    facts = []
    if source.closeness is not None:
        facts.append(Fact(words.gettext(CLOSENESS[source.closeness])))
    publisher = lookup.registry.publisher_of(source)
    if source.interest:
        facts.append(
            Fact(
                words.sentence(
                    words.gettext("Has a stake: %(interest)s") % {"interest": words.isolated(source.interest)}
                )
            )
        )
    if publisher is not None and publisher.interest_note:
        said = words.gettext("The publisher has a stake: %(interest)s") % {
            "interest": words.isolated(publisher.interest_note)
        }
        facts.append(Fact(words.sentence(said)))
    if shared:
        facts.append(Fact(shared))
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


def _age(source: Source, old: bool, lookup: Lookup) -> list[Fact]:
    words = lookup.words
    date = source.published or source.event_date
    if date is None:
        said = words.gettext("No date given by the source.") if source.undated else words.gettext("Date not recorded.")
        return [Fact(said)]
    return [Fact(words.gettext("Source is from %(year)d.") % {"year": date.year})] if old else []


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
        text = words.join((text, words.sentence(words.gettext("Translation checked by %(checker)s") % values)))
    return [Fact(text)]


def _copies(source: Source, lookup: Lookup) -> list[Fact]:
    words = lookup.words
    facts = []
    for copy in source.archives:
        link = link_to_copy(source, copy)
        if link is not None:
            said = (
                words.gettext("Archived copy, %(date)s.") % {"date": words.date(copy.date)}
                if copy.date
                else words.gettext("Archived copy.")
            )
            facts.append(Fact(said, link.href, data=link.data))
    if not facts and source.status.state is not State.REMOVED and safe_url(source.url):
        facts.append(Fact(words.gettext("No archived copy; the page may change.")))
    return facts


def _reading(source: Source, lookup: Lookup) -> list[Fact]:
    """When we read it, and how a reader can."""
    words, facts = lookup.words, []
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
        link = link_to(source, doi_url(source.doi))
        said = words.gettext("DOI: %(doi)s") % {"doi": source.doi}
        facts.append(Fact(said, link.href, data=link.data) if link else Fact(said))
    if source.isbn:
        facts.append(Fact(words.gettext("ISBN: %(isbn)s") % {"isbn": source.isbn}))
    confidential = source.attribution is Attribution.UNNAMED  # where its notes are kept leads to who it is
    if source.locator and not confidential:
        facts.append(Fact(words.sentence(words.gettext("Where it is: %(place)s") % {"place": source.locator})))
    if source.none_reason and not confidential:
        facts.append(
            Fact(words.sentence(words.gettext("Nothing to link to: %(reason)s") % {"reason": source.none_reason}))
        )
    return facts
