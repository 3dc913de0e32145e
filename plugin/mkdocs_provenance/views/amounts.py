"""What several sources amount to, in one sentence: the counting rule put into words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mkdocs_provenance.model import Kind, Origin, Source, Strength
from mkdocs_provenance.views.lookup import Lookup
from mkdocs_provenance.views.states import is_retracted
from mkdocs_provenance.views.words import Words

ARTICLES: Final = frozenset({Kind.NEWS, Kind.WIRE, Kind.OWN_REPORTING})
REPORTS: Final = ARTICLES | {Kind.BROADCAST, Kind.VIDEO, Kind.WEB_PAGE, Kind.REPORT}


def amounts(sources: Sequence[Source], lookup: Lookup) -> str:
    """One sentence: how many sources, and what they have in common. Never "independent" unless every one is checked.

    A retracted source is not counted, and a second sentence says so.
    """
    keys = tuple(source.id for source in sources)
    said = lookup.sums.get(keys)
    if said is None:
        said = lookup.sums[keys] = _standing(sources, lookup)
    return said


def _standing(sources: Sequence[Source], lookup: Lookup) -> str:
    """What the sources amount to that stand, then which do not."""
    retracted = [source for source in sources if is_retracted(source)]
    if not retracted:
        return _amounts(sources, lookup)
    words = lookup.words
    if len(retracted) == len(sources):
        return words.sentence(words.gettext("Only retracted sources"))
    left = [source for source in sources if source not in retracted]
    said = words.ngettext(
        "Not counted, because retracted: source %(labels)s.",
        "Not counted, because retracted: sources %(labels)s.",
        len(retracted),
    )
    labels = words.listing(lookup.notes[source.id].label for source in retracted)
    return words.join((_amounts(left, lookup), said % {"labels": labels}))


def _amounts(sources: Sequence[Source], lookup: Lookup) -> str:
    words = lookup.words
    count = len(sources)
    if count == 1:
        return words.gettext("One source.")
    origins = list(dict.fromkeys(lookup.notes[source.id].origin for source in sources))
    if len(origins) == 1:
        return _one_origin(sources, lookup.origins.get(origins[0]), lookup)
    if all(source.independence.checked for source in sources):
        return _independent(sources, len(origins), lookup)
    if count > len(origins):
        return words.gettext("%(sources)s, %(origins)s; shared origin not traced.") % {
            "sources": count_sources(count, words),
            "origins": count_origins(len(origins), words),
        }
    publishers = {lookup.publishers.get(source.id) for source in sources}
    if None not in publishers and len(publishers) == count:
        template = words.ngettext(
            "%(count)d publisher; shared origin not traced.", "%(count)d publishers; shared origin not traced.", count
        )
    else:
        template = words.ngettext(
            "%(count)d source; shared origin not traced.", "%(count)d sources; shared origin not traced.", count
        )
    return template % {"count": count}


def strength_labels(lookup: Lookup) -> dict[Strength, str]:
    """What a reader is told of each strength, strongest first."""
    words = lookup.words
    return {
        Strength.SEVERAL: words.gettext("Two or more separate origins"),
        Strength.ONE: words.gettext("One origin"),
        Strength.UNNAMED: words.gettext("Only unnamed sources"),
        Strength.RETRACTED: words.gettext("Only retracted sources"),
        Strength.NONE: words.gettext("No source given"),
    }


def count_statements(count: int, words: Words) -> str:
    """ "14 statements"."""
    return words.ngettext("%(count)d statement", "%(count)d statements", count) % {"count": count}


def count_articles(count: int, words: Words) -> str:
    """ "4 articles"."""
    return words.ngettext("%(count)d article", "%(count)d articles", count) % {"count": count}


def count_sources(count: int, words: Words) -> str:
    """ "9 sources"."""
    return words.ngettext("%(count)d source", "%(count)d sources", count) % {"count": count}


def count_origins(count: int, words: Words) -> str:
    """ "6 separate origins"."""
    return words.ngettext("%(count)d separate origin", "%(count)d separate origins", count) % {"count": count}


def _one_origin(sources: Sequence[Source], origin: Origin | None, lookup: Lookup) -> str:
    words = lookup.words
    count = len(sources)
    kinds = {source.kind for source in sources}
    publishers = {lookup.publishers.get(source.id) for source in sources}
    if len(publishers) == 1 and None not in publishers:
        if kinds <= ARTICLES:
            template = words.ngettext(
                "%(count)d report, 1 origin: %(name)s.", "%(count)d reports, 1 origin: %(name)s.", count
            )
        else:
            template = words.ngettext(
                "%(count)d source, 1 origin: %(name)s.", "%(count)d sources, 1 origin: %(name)s.", count
            )
        return template % {"count": count, "name": words.isolated(str(next(iter(publishers))))}
    if origin is not None and origin.why == "owner":
        if None not in publishers and len(publishers) == count:
            template = words.ngettext("%(count)d publisher, same owner.", "%(count)d publishers, same owner.", count)
        else:
            template = words.ngettext("%(count)d source, same owner.", "%(count)d sources, same owner.", count)
        return template % {"count": count}
    name = origin.name if origin is not None else ""
    values = {"count": count, "name": words.isolated(name)}
    if kinds <= REPORTS and name in {body.name for body in lookup.registry.organisations.values()} | publishers:
        return (
            words.ngettext(
                "%(count)d report, from one %(name)s report.", "%(count)d reports, all from one %(name)s report.", count
            )
            % values
        )
    return (
        words.ngettext(
            "%(count)d source, from one origin: %(name)s.", "%(count)d sources, all from one origin: %(name)s.", count
        )
        % values
    )


def _independent(sources: Sequence[Source], origins: int, lookup: Lookup) -> str:
    words = lookup.words
    days = [source.independence.on for source in sources if source.independence.on is not None]
    if days:
        last = max(days, key=lambda day: day.iso)
        check = words.gettext("checked by the desk, %(date)s") % {"date": words.date(last)}
    else:
        check = words.gettext("checked by the desk")
    values = {"count": len(sources), "origins": origins, "check": check}
    if origins == len(sources):
        return (
            words.ngettext(
                "%(count)d independent source (%(check)s).", "%(count)d independent sources (%(check)s).", origins
            )
            % values
        )
    return (
        words.ngettext(
            "%(count)d sources, %(origins)d independent origin (%(check)s).",
            "%(count)d sources, %(origins)d independent origins (%(check)s).",
            origins,
        )
        % values
    )
