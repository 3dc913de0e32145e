"""What became of the registry: sources that came, went, were withdrawn or say something else, and who cites them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

import msgspec
from msgspec.structs import asdict

from mkdocs_provenance.changes.change import Change, ChangeKind, FieldChange, Side
from mkdocs_provenance.model import Name, Organisation, PartialDate, Source, State, Status

_WITHDRAWN: Final = (State.RETRACTED, State.SUPERSEDED, State.REMOVED)
_APART: Final = frozenset({"id", "place", "status", "waivers", "excerpts", "text", "text_path", "text_sha256"})
"""Fields that other changes tell of, or that say nothing to a reader."""


def renamed_sources(old: Side, new: Side) -> dict[str, str]:
    """Old key to new key of every source that kept all but its key, or its DOI, ISBN or address."""
    come: dict[tuple[str, str], list[str]] = {}
    for key, source in new.registry.sources.items():
        if key not in old.registry.sources:
            for name in _identities(source):
                come.setdefault(name, []).append(key)
    found: dict[str, str] = {}
    taken: set[str] = set()
    for key, source in old.registry.sources.items():
        if key in new.registry.sources:
            continue
        for name in _identities(source):
            free = [there for there in come.get(name, ()) if there not in taken]
            if len(free) == 1 and key not in found:
                found[key] = free[0]
                taken.add(free[0])
    return found


def _identities(source: Source) -> Iterator[tuple[str, str]]:
    """What tells a source from any other, the surest first."""
    if source.doi:
        yield "doi", source.doi.casefold()
    if source.isbn:
        yield "isbn", "".join(filter(str.isalnum, source.isbn))
    if source.url:
        yield "url", source.url.partition("#")[0].rstrip("/")
    elif not (source.doi or source.isbn or source.unidentified):
        yield "title", f"{source.kind} {source.title} {source.publisher} {source.locator}"


def cited(side: Side) -> Counter[str]:
    """How many claims, passages of analysis and disagreements of the site cite each source."""
    found: Counter[str] = Counter()
    for record in side.pages.values():
        ties = ({tie.source for tie in claim.evidence} for claim in record.claims)
        counted = Counter(key for keys in ties for key in keys)
        for note in record.notes:
            found[note.source.id] += counted.get(note.source.id) or 1
    return found


def source_changes(old: Side, new: Side, keys: Mapping[str, str]) -> Iterator[Change]:
    """Compare the registries of two sides.

    Args:
        old: The old side.
        new: The new side.
        keys: Old key to new key of every source that has another: see `renamed_sources`.
    """
    before, after = cited(old), cited(new)
    was = {keys.get(key, key): source for key, source in old.registry.sources.items()}
    for key, source in new.registry.sources.items():
        then = was.get(key)
        if then is None:
            yield _source_change(ChangeKind.SOURCE_ADDED, None, source, after[key])
            continue
        yield from _of_source(then, source, after[key])
        yield from _of_citing(then, source, before[then.id], after[key])
    for key, source in was.items():
        if key not in new.registry.sources:
            yield _source_change(ChangeKind.SOURCE_REMOVED, source, None, after[key])
    yield from _of_organisations(old, new)


def _of_citing(then: Source, now: Source, before: int, after: int) -> Iterator[Change]:
    if before and not after:
        yield _source_change(ChangeKind.SOURCE_UNUSED, then, now, after)
    elif after and not before:
        yield _source_change(ChangeKind.SOURCE_CITED, then, now, after)


def _of_source(then: Source, now: Source, citing: int) -> Iterator[Change]:
    if then == now:
        return
    if then.id != now.id:
        yield _source_change(ChangeKind.SOURCE_RENAMED, then, now, citing)
    if then.status != now.status:
        said = _field("status", _status(then), _status(now))
        yield _source_change(_status_kind(then, now), then, now, citing, (said,))
    fields = tuple(_text_fields(then, now))
    if fields:
        yield _source_change(ChangeKind.SOURCE_TEXT_CHANGED, then, now, citing, fields)
    fields = tuple(_fields(asdict(then), asdict(now)))
    if fields:
        yield _source_change(ChangeKind.SOURCE_CHANGED, then, now, citing, fields)


def _status_kind(then: Source, now: Source) -> ChangeKind:
    before, after = then.status.state in _WITHDRAWN, now.status.state in _WITHDRAWN
    if after and not before:
        return ChangeKind.SOURCE_WITHDRAWN
    return ChangeKind.SOURCE_REINSTATED if before and not after else ChangeKind.SOURCE_STATUS_CHANGED


def _status(source: Source) -> str:
    """`retracted, 2026-05-09; before that corrected, 2025`."""
    return "; before that ".join(_state(status) for status in (source.status, *reversed(source.status.before)))


def _state(status: Status) -> str:
    parts = (status.state.value, status.date and status.date.text, status.note)
    return ", ".join(part for part in parts if part)


def _text_fields(then: Source, now: Source) -> Iterator[FieldChange]:
    """The words of the source that the newsroom holds. The full text is never published, so only that it differs."""
    before = [excerpt.text for excerpt in then.excerpts]
    after = [excerpt.text for excerpt in now.excerpts]
    if before != after:
        gone = [text for text in before if text not in after]
        come = [text for text in after if text not in before]
        yield FieldChange("excerpts", "\n".join(gone) or None, "\n".join(come) or None)
    if then.text != now.text:
        yield FieldChange("text", _length(then.text), _length(now.text))


def _length(text: str | None) -> str | None:
    return None if text is None else f"{len(text.split())} words"


def _fields(then: Mapping[str, object], now: Mapping[str, object]) -> Iterator[FieldChange]:
    for name, before in then.items():
        if name not in _APART and before != now[name]:
            yield _field(name, before, now[name])


def _field(name: str, before: object, after: object) -> FieldChange:
    return FieldChange(name, _shown(before), _shown(after))


def _shown(value: object) -> str | None:
    """A field's value as the registry would write it, in one line."""
    if value is None or value == () or value is False:
        return None
    if isinstance(value, PartialDate):
        return value.text
    if isinstance(value, tuple):
        return "; ".join(_shown(each) or "" for each in value)
    if isinstance(value, Name):
        return str(value)
    if isinstance(value, msgspec.Struct):
        shown = ((name, _shown(held)) for name, held in asdict(value).items())
        return ", ".join(f"{name} {text}" for name, text in shown if text) or None
    return "yes" if value is True else str(value)


def _of_organisations(old: Side, new: Side) -> Iterator[Change]:
    """Who owns whom decides what counts as separate; a new name or owner may change every count."""
    for key, then in old.registry.organisations.items():
        now = new.registry.organisations.get(key)
        if now is None or now == then:
            continue
        yield _organisation_change(then, now)


def _organisation_change(then: Organisation, now: Organisation) -> Change:
    return Change(
        kind=ChangeKind.ORGANISATION_CHANGED,
        source=now.id,
        before=then.name,
        after=now.name,
        fields=tuple(_fields(asdict(then), asdict(now))),
    )


def _source_change(
    kind: ChangeKind, then: Source | None, now: Source | None, citing: int, fields: tuple[FieldChange, ...] = ()
) -> Change:
    either = now or then
    return Change(
        kind=kind,
        place=now.place if now else None,
        old_place=then.place if then else None,
        before=then.title if then else None,
        after=now.title if now else None,
        sources_before=(then.id,) if then else (),
        sources_after=(now.id,) if now else (),
        source=either.id if either else None,
        cited_by=citing,
        fields=fields,
    )
