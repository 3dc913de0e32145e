"""Whom a site relies on: the statements behind which each body stands, and how near its sources were."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from mkdocs_provenance.model import Attribution, Closeness, Source
from mkdocs_provenance.views.chart import Bar, Chart, Ink, Series
from mkdocs_provenance.views.directory import Directory
from mkdocs_provenance.views.words import N_

SHOWN: Final = 12
"""Bars of the picture; whoever comes after them is counted together."""

RELIED_ON: Final = "provenance-relied-on"
"""The id of the heading that names the picture."""

NEAR: Final = {
    Closeness.FIRST_HAND: (N_("First-hand"), Ink.SOLID),
    Closeness.SECOND_HAND: (N_("Second-hand"), Ink.HATCHED),
    Closeness.THIRD_HAND: (N_("Third-hand"), Ink.DOTTED),
    Closeness.UNKNOWN: (N_("Not said"), Ink.EMPTY),
}
"""How near a source stood, the nearest first: in a word, and drawn."""

_RANK: Final = {closeness: rank for rank, closeness in enumerate(NEAR)}


class Body(Struct, frozen=True, gc=False):
    """Whoever answers for sources: an organisation, or a person where none published what they said."""

    name: str
    organisation: str | None = None
    """Its id, where the registry describes it."""

    @property
    def key(self) -> str:
        """What tells it from others."""
        return self.organisation or self.name


def body_of(source: Source, directory: Directory) -> Body:
    """Who answers for a source. Those that are not named are one body, so that none of them can be told from it."""
    words = directory.press.words
    if source.attribution is Attribution.UNNAMED:
        return Body(words.gettext("Sources that are not named"))
    if source.unidentified:
        return Body(words.gettext("Sources that are not identified"))
    organisation = directory.publisher_of(source)
    if organisation is not None:
        return Body(organisation.name, organisation.id)
    name = source.publisher or source.speaker or words.listing(str(author) for author in source.author)
    return Body(name or words.gettext("No publisher named"))


def reliance(directory: Directory, root: str) -> Chart:
    """The picture: the bodies on which most statements rest, and all others as one.

    A statement counts once for each body behind it, with the nearest of that body's sources, so that a bar is as long
    as its body has statements.

    Args:
        directory: The whole site.
        root: The way from the page to the top of the site.
    """
    words = directory.press.words
    rows = sorted(_counted(directory).items(), key=lambda row: (-sum(row[1]), row[0].name.casefold()))
    shown = rows if len(rows) <= SHOWN + 1 else rows[:SHOWN]  # one more takes no more room than the line for others
    bars = [Bar(body.name, tuple(counts), _href(body, directory, root)) for body, counts in shown]
    others = [counts for _, counts in rows[len(shown) :]]
    if others:
        label = words.ngettext("%(count)d other", "%(count)d others", len(others)) % {"count": len(others)}
        bars.append(Bar(label, tuple(map(sum, zip(*others, strict=True))), apart=True))
    return Chart(
        id="provenance-reliance",
        named_by=RELIED_ON,
        note=words.gettext(
            "How many statements rest on whose sources, and how near those stood to what they report. A statement"
            " counts once for each, with the nearest source."
        ),
        head=words.gettext("Who"),
        series=tuple(Series(words.gettext(label), ink) for label, ink in NEAR.values()),
        bars=tuple(bars),
    )


def _counted(directory: Directory) -> dict[Body, list[int]]:
    """For every body, its statements at each closeness."""
    nearest: dict[tuple[Body, str, str], int] = {}
    for key, uses in directory.ledger.uses.items():
        source = directory.ledger.registry.sources[key]
        body, rank = body_of(source, directory), _RANK[source.closeness or Closeness.UNKNOWN]
        for use in uses:
            if use.claim is not None:
                statement = (body, use.article.path, use.claim)
                nearest[statement] = min(rank, nearest.get(statement, rank))
    counts: dict[Body, list[int]] = {}
    for (body, _, _), rank in nearest.items():
        counts.setdefault(body, [0] * len(NEAR))[rank] += 1
    return counts


def _href(body: Body, directory: Directory, root: str) -> str | None:
    addresses = directory.press.addresses
    path = addresses.organisations.get(body.organisation or "")
    return root + addresses.url(path) if path else None
