"""The index of sources: whom the site relies on, as a picture, and every source that has a page.

It is whole without a script; `sources.js` adds the filters, whose choices are written here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from markupsafe import Markup
from msgspec import Struct

from mkdocs_provenance.ledger import Ledger
from mkdocs_provenance.model import Attribution, Closeness, Kind, Source, State
from mkdocs_provenance.views.addresses import paged
from mkdocs_provenance.views.amounts import count_origins, count_sources, count_statements
from mkdocs_provenance.views.chart import chart_html, chart_table
from mkdocs_provenance.views.directory import Directory, title_of
from mkdocs_provenance.views.lookup import language_tag
from mkdocs_provenance.views.reliance import NEAR, RELIED_ON, Body, body_of, reliance
from mkdocs_provenance.views.site_page import Heading, Press, SitePage
from mkdocs_provenance.views.source_filter import language_of, source_form, status_of
from mkdocs_provenance.views.states import became
from mkdocs_provenance.views.words import KINDS, primary

PAGE: Final = 500
"""Sources on one page."""

LISTED: Final = "provenance-all-sources"
"""The id of the list's heading."""

_RANK: Final = {kind: rank for rank, kind in enumerate(Kind)}


class Entry(Struct, frozen=True, gc=False):
    """One source of the list: plain text, escaped by the template."""

    title: str
    lang: str | None
    translated: str | None
    href: str
    who: str | None
    who_href: str | None
    facts: tuple[str, ...]
    """Date, language, closeness."""
    state: str
    """What has become of it in words; nothing where it stands as it was."""
    count: int
    """Statements that rest on it."""
    body: str
    """Who answers for it, as the filter knows them: an organisation's id, or a name."""
    status: str
    language: str


class Group(Struct, frozen=True, gc=False):
    """The sources of one kind."""

    id: str
    kind: str
    title: str
    entries: tuple[Entry, ...]


def source_index(ledger: Ledger, press: Press) -> Iterator[SitePage]:
    """The pages of the index; none where the site has no address for it."""
    if not press.addresses.index:
        return
    index = _Index(Directory(ledger, press))
    count = max(1, -(-len(index.sources) // PAGE))
    for number in range(1, count + 1):
        yield index.page(number, count)


class _Index:
    """What the pages of the index share."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory
        self.ledger = directory.ledger
        self.press = directory.press
        self.words = words = directory.press.words
        shown = directory.sources.values()
        self.sources = sorted(shown, key=lambda each: (_RANK[each.kind], title_of(each, words).casefold(), each.id))
        self.bodies: dict[str, Body] = {source.id: body_of(source, directory) for source in self.sources}

    def page(self, number: int, count: int) -> SitePage:
        words, press = self.words, self.press
        path = paged(press.addresses.index, number)
        root = press.root(path)
        groups = self._groups(self.sources[(number - 1) * PAGE : number * PAGE], root)
        first = number == 1
        chart = reliance(self.directory, root) if first else None
        picture = chart_html(chart, words) if chart else Markup()
        title, numbers = words.gettext("Sources"), self._numbers() if first else ""
        filtered = first and len(self.sources) > 1
        html = press.draw(
            "source_index.html.jinja",
            path,
            title=title,
            numbers=numbers,
            not_named=self._not_named() if first else "",
            relied_on=RELIED_ON,
            picture=picture,
            table=chart_table(chart, words, folded=True) if chart else "",
            listed=LISTED,
            groups=groups,
            form=source_form(self.sources, self.bodies, words, self._more(root, count)) if filtered else None,
            pages=press.paging(press.addresses.index, number, count),
        )
        headings = [Heading(RELIED_ON, words.gettext("Whom this site relies on"))] if picture else []
        headings += [Heading(LISTED, words.gettext("All sources"))] if groups else []
        headings += [Heading(group.id, group.title, 3) for group in groups]
        return SitePage(path, title, html, tuple(headings), numbers, search=first)

    def _groups(self, sources: Sequence[Source], root: str) -> list[Group]:
        return [
            Group(
                f"provenance-kind-{kind}",
                kind.value,
                self.words.gettext(KINDS[kind]),
                tuple(self._entry(source, root) for source in found),
            )
            for kind, found in groupby(sources, key=lambda source: source.kind)
        ]

    def _entry(self, source: Source, root: str) -> Entry:
        addresses, words, body = self.press.addresses, self.words, self.bodies[source.id]
        path = addresses.organisations.get(body.organisation or "")
        return Entry(
            title=title_of(source, words),
            lang=language_tag(source.language),
            translated=source.title_translated,
            href=root + addresses.url(addresses.sources[source.id]),
            who="" if source.unidentified else body.name,
            who_href=root + addresses.url(path) if path else None,
            facts=tuple(self._facts(source)),
            state=became(source, words),
            count=self.directory.statements[source.id],
            body=body.key,
            status=status_of(source),
            language=language_of(source),
        )

    def _facts(self, source: Source) -> Iterator[str]:
        words = self.words
        date = source.published or source.event_date
        if date is not None:
            yield words.date(date)
        if source.language and language_of(source) != primary(self.press.publication.language):
            yield words.language(source.language)
        if source.closeness is not None and source.closeness is not Closeness.UNKNOWN:
            yield words.gettext(NEAR[source.closeness][0])

    def _numbers(self) -> str:
        """What the registry holds, in a sentence; what was retracted, in another."""
        words, sources = self.words, self.ledger.registry.sources.values()
        count, origins = len(sources), len(self.ledger.origins)
        named = [each for each in sources if each.publisher and each.attribution is not Attribution.UNNAMED]
        bodies = len({body_of(each, self.directory).key for each in named})
        statements = sum(record.counts.sourced for record in self.ledger.records)
        retracted = sum(status_of(source) == State.RETRACTED for source in sources)
        said = words.gettext("%(sources)s from %(organisations)s (%(origins)s); %(statements)s rest on them.") % {
            "sources": count_sources(count, words),
            "organisations": words.ngettext("%(count)d organisation", "%(count)d organisations", bodies)
            % {"count": bodies},
            "origins": count_origins(origins, words),
            "statements": count_statements(statements, words),
        }
        told = words.ngettext("%(count)d source was retracted.", "%(count)d sources were retracted.", retracted)
        return words.join((said, told % {"count": retracted} if retracted else ""))

    def _not_named(self) -> str:
        """How many sources are left out, and why."""
        sources = self.ledger.registry.sources.values()
        count = sum(source.attribution is Attribution.UNNAMED for source in sources)
        if not count:
            return ""
        said = self.words.ngettext(
            "Left out is %(count)d source that is not named: read side by side, all that a person said could tell who"
            " they are.",
            "Left out are %(count)d sources that are not named: read side by side, all that a person said could tell"
            " who they are.",
            count,
        )
        return said % {"count": count}

    def _more(self, root: str, count: int) -> list[str]:
        """Where the further pages are."""
        addresses = self.press.addresses
        return [root + addresses.url(paged(addresses.index, number)) for number in range(2, count + 1)]
