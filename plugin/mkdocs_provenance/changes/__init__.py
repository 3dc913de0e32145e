"""What a change does to the sourcing of a site: two sides in, the changes out, as data.

Pure, like the heart of the package: the sides are read elsewhere (`site_reader`), and so is the history that says which
file was renamed (`cli/revisions.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from mkdocs_provenance.changes.articles import pair
from mkdocs_provenance.changes.change import (
    FAILING,
    ORDER,
    Change,
    ChangeKind,
    Comparison,
    FieldChange,
    Side,
    Totals,
    Weight,
)
from mkdocs_provenance.changes.claims import ClaimChanges
from mkdocs_provenance.changes.desk import problem_changes, statement_changes, waiver_changes
from mkdocs_provenance.changes.matching import match
from mkdocs_provenance.changes.places import Places
from mkdocs_provenance.changes.quotations import quotation_changes, rank
from mkdocs_provenance.changes.sources import cited, renamed_sources, source_changes
from mkdocs_provenance.changes.units import Quoted, Said, claimed_in, quoted_in, said_in
from mkdocs_provenance.model import Place, Provenance

_NOTHING_RENAMED: Final[Mapping[str, str]] = MappingProxyType({})


def compare(old: Side, new: Side, renames: Mapping[str, str] = _NOTHING_RENAMED) -> Comparison:
    """Say what lies between two sides of a site.

    Args:
        old: The site before the change.
        new: The site after it.
        renames: Old path to new path of articles that the history knows as renamed; others are found by what they say.
    """
    paths, renamed = pair(old.pages, new.pages, renames)
    keys = renamed_sources(old, new)
    changes = [
        *_of_sentences(old, new, paths, keys),
        *source_changes(old, new, keys),
        *problem_changes(old, new, paths),
        *waiver_changes(old, new, paths, keys),
        *statement_changes(old, new, paths),
        *_of_articles(old, new, paths, renamed),
    ]
    return Comparison(tuple(sorted(changes, key=_order)), _totals(old), _totals(new), MappingProxyType(renamed))


def _of_sentences(old: Side, new: Side, paths: Mapping[str, str], keys: Mapping[str, str]) -> Iterator[Change]:
    """What became of the claims and quotations. Where an article says the same, each is its own partner."""
    said_then: list[Said] = []
    said_now: list[Said] = []
    quoted_then: list[Quoted] = []
    quoted_now: list[Quoted] = []
    for path, record in old.pages.items():
        home = paths.get(path)
        same = home is not None and _say_the_same(record, new.pages[home])
        said_then += (claimed_in if same else said_in)(record, home or f"gone:{path}")
        quoted_then += quoted_in(record, home or f"gone:{path}")
    there = {home: path for path, home in paths.items()}
    for path, record in new.pages.items():
        same = path in there and _say_the_same(old.pages[there[path]], record)
        said_now += (claimed_in if same else said_in)(record, path)
        quoted_now += quoted_in(record, path)
    for unit in said_then:
        unit.sources = tuple(keys.get(key, key) for key in unit.sources)
    then, now = Places(old.pages), Places(new.pages)
    yield from ClaimChanges(match(said_then, said_now), keys, then, now)
    yield from quotation_changes(match(quoted_then, quoted_now, parts=False), keys, then, now)


def _say_the_same(one: Provenance, other: Provenance) -> bool:
    """Whether two records have the same passages and the same claims; their sources may differ."""
    if one.article is other.article:
        return True
    before = [(passage.role, passage.text) for passage in one.article.passages]
    after = [(passage.role, passage.text) for passage in other.article.passages]
    return before == after and [claim.text for claim in one.claims] == [claim.text for claim in other.claims]


def _of_articles(old: Side, new: Side, paths: Mapping[str, str], renamed: Mapping[str, str]) -> Iterator[Change]:
    known = frozenset(paths.values())
    for path, record in new.pages.items():
        if path not in known:
            yield _article_change(ChangeKind.ARTICLE_ADDED, None, record)
    for path, record in old.pages.items():
        if path not in paths:
            yield _article_change(ChangeKind.ARTICLE_REMOVED, record, None)
        elif path in renamed:
            yield _article_change(ChangeKind.ARTICLE_RENAMED, record, new.pages[renamed[path]])


def _article_change(kind: ChangeKind, then: Provenance | None, now: Provenance | None) -> Change:
    either = now or then
    return Change(
        kind=kind,
        article=either.article.path if either else None,
        place=Place(now.article.path) if now else None,
        old_place=Place(then.article.path) if then else None,
        before=then.article.title if then else None,
        after=now.article.title if now else None,
    )


def _order(change: Change) -> tuple[object, ...]:
    place = change.place or change.old_place or Place("")
    return ORDER[change.kind], change.article or "", place.path, place.line, place.column or 0


def _totals(side: Side) -> Totals:
    records = side.pages.values()
    quotations = [found for record in records for found in record.quotations]
    return Totals(
        articles=len(side.pages),
        claims=sum(len(record.claims) for record in records),
        sourced=sum(record.counts.sourced for record in records),
        quotations=len(quotations),
        matching=sum(rank(found.result) == 0 for found in quotations),
        sources=len(cited(side)),
    )


__all__ = ["FAILING", "Change", "ChangeKind", "Comparison", "FieldChange", "Side", "Totals", "Weight", "compare"]
