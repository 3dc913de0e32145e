"""What the pages of sources and organisations look up of the whole site: what has a page, and what belongs together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from markupsafe import Markup

from mkdocs_provenance.ledger import Ledger
from mkdocs_provenance.model import Organisation, Source
from mkdocs_provenance.views.lookup import Lookup, esc, language_tag, lookup_of, safe
from mkdocs_provenance.views.site_page import Press
from mkdocs_provenance.views.uses import UseLists
from mkdocs_provenance.views.words import KINDS, STATES, Words


class Directory:
    """The sources and organisations that have pages, by what they are looked up for.

    A source that is not named has none, and so stands in no list of this directory and in no count.

    Args:
        ledger: The whole site.
        press: What its pages are made with.
    """

    def __init__(self, ledger: Ledger, press: Press) -> None:
        self.ledger = ledger
        self.press = press
        self.sources: Mapping[str, Source] = {
            key: ledger.registry.sources[key] for key in press.addresses.sources if key in ledger.registry.sources
        }
        self.lookup: Lookup = lookup_of(self.sources.values(), ledger.registry, press.words, press.attributes)
        self.uses = UseLists(press.words)
        self._links: dict[tuple[str, bool], tuple[str, str]] = {}
        """Source id to the link to it, from its address on, and to what stands behind it."""

    @cached_property
    def statements(self) -> Mapping[str, int]:
        """Source id to how many statements rest on it."""
        uses = self.ledger.uses
        return {key: sum(use.claim is not None for use in uses.get(key, ())) for key in self.sources}

    @cached_property
    def derived(self) -> Mapping[str, tuple[str, ...]]:
        """Source id to the sources that are derived from it."""
        found: dict[str, list[str]] = {}
        for source in self.sources.values():
            for key in dict.fromkeys(source.derived_from):
                if key in self.sources and key != source.id:
                    found.setdefault(key, []).append(source.id)
        return {key: tuple(keys) for key, keys in found.items()}

    @cached_property
    def published(self) -> Mapping[str, tuple[str, ...]]:
        """Organisation id to the sources that it published."""
        found: dict[str, list[str]] = {}
        for source in self.sources.values():
            if (publisher := self.publisher_of(source)) is not None:
                found.setdefault(publisher.id, []).append(source.id)
        return {key: tuple(keys) for key, keys in found.items()}

    @cached_property
    def reported(self) -> Mapping[str, tuple[str, ...]]:
        """Organisation id to the sources of others that name it as their origin."""
        found: dict[str, list[str]] = {}
        for source in self.sources.values():
            publisher = self.publisher_of(source)
            if source.origin and (publisher is None or publisher.id != source.origin):
                found.setdefault(source.origin, []).append(source.id)
        return {key: tuple(keys) for key, keys in found.items()}

    @cached_property
    def owned(self) -> Mapping[str, tuple[str, ...]]:
        """Organisation id to those that it owns."""
        found: dict[str, list[str]] = {}
        for body in self.ledger.registry.organisations.values():
            if body.owner and body.owner != body.id:
                found.setdefault(body.owner, []).append(body.id)
        return {key: tuple(keys) for key, keys in found.items()}

    @cached_property
    def _names(self) -> Mapping[str, Organisation]:
        bodies = self.ledger.registry.organisations.values()
        return {body.name.casefold(): body for body in reversed(tuple(bodies))}

    def publisher_of(self, source: Source) -> Organisation | None:
        """The organisation that published a source, whether named by its id or by its name."""
        return self.ledger.registry.publisher_of(source) or self._names.get((source.publisher or "").casefold())

    def organisation_link(self, key: str, root: str) -> Markup:
        """An organisation's name, as a link where it has a page."""
        body, path = self.ledger.registry.organisations.get(key), self.press.addresses.organisations.get(key)
        name = f"<bdi>{esc(body.name if body else key)}</bdi>"
        return safe(f'<a href="{root}{self.press.addresses.url(path)}">{name}</a>' if body and path else name)

    def tie(self, one: Source, other: Source) -> str:
        """Why two sources of one origin are not separate, in two or three words."""
        gettext = self.press.words.gettext
        if one.origin and one.origin == other.origin:
            return gettext("Same original report")
        publishers = [self._publisher_key(source) for source in (one, other)]
        if publishers[0] and publishers[0] == publishers[1]:
            return gettext("Same publisher")
        owners = [self._top(source) for source in (one, other)]
        same_owner = bool(owners[0]) and owners[0] == owners[1]
        return gettext("Same owner") if same_owner else gettext("By way of other sources")

    def _publisher_key(self, source: Source) -> str:
        body = self.publisher_of(source)
        return (body.name if body is not None else source.publisher or "").casefold()

    def _top(self, source: Source) -> str | None:
        """The id at the top of the publisher's chain of owners; chains that bite their tail end."""
        body, seen = self.publisher_of(source), set[str]()
        while body is not None and body.owner and body.id not in seen:
            seen.add(body.id)
            above = self.ledger.registry.organisations.get(body.owner)
            if above is None:
                return body.owner
            body = above
        return body.id if body is not None else None

    def rows(self, keys: Iterable[str], root: str) -> Markup:
        """Sources as list items, each a link to its page; `root` is the way from this page to the top of the site."""
        return safe("".join(self.row(key, root) for key in keys))

    def row(self, key: str, root: str, *more: str, kind: bool = False) -> str:
        """A source as a list item: the link to its page, what has become of it, who published it and when.

        Args:
            key: The source's id.
            root: The way from this page to the top of the site.
            more: HTML that follows.
            kind: Whether it says what kind of source it is, where who published it goes without saying.
        """
        if (key, kind) not in self._links:
            source = self.sources[key]
            address = self.press.addresses.url(self.press.addresses.sources[key])
            link = f'{address}">{_named(source, self.press.words)}</a>'
            self._links[key, kind] = link, self._about(source, kind)
        link, about = self._links[key, kind]
        said = " · ".join(filter(None, (about, *more)))
        small = f" <small>{said}</small>" if said else ""
        return f'<li><a href="{root}{link}{small}</li>'

    def _about(self, source: Source, kind: bool) -> str:
        words, day = self.press.words, source.published or source.event_date
        became = STATES.get(source.status.bearing.state)
        state = f"<strong>{esc(words.gettext(became[0]))}</strong>" if became is not None else ""
        who = None if kind else self.lookup.who(source)
        what = esc(words.gettext(KINDS[source.kind])) if kind and not source.unidentified else ""
        date = esc(words.date(day)) if day else ""
        return " · ".join(filter(None, (state, f"<bdi>{esc(who)}</bdi>" if who else what, date)))


def _named(source: Source, words: Words) -> str:
    """What a link to a source says."""
    lang = language_tag(source.language)
    tag = f' lang="{esc(lang)}"' if lang and lang != words.tag else ""
    return f"<bdi{tag}>{esc(title_of(source, words))}</bdi>"


def title_of(source: Source, words: Words) -> str:
    """The title of a source's page: its own, in its language; by its id where nobody has said what it is."""
    if source.unidentified:
        return words.gettext("Source %(label)s: %(what)s") % {
            "label": source.id,
            "what": words.gettext("not identified"),
        }
    return source.title
