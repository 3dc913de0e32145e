"""The changes for machines: `provenance diff --format json`, described by `schemas/diff.schema.json`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Final

from msgspec.structs import asdict

from mkdocs_provenance.changes.change import Change, Comparison, Revision, Weight
from mkdocs_provenance.changes.words import difference
from mkdocs_provenance.model import Place

VERSION: Final = 1
"""The version of the form; a change that could break a reader raises it."""


def record(comparison: Comparison) -> dict[str, object]:
    """The whole comparison as plain data, ready for JSON."""
    weights = Counter(change.weight for change in comparison.changes)
    return {
        "version": VERSION,
        "from": _revision(comparison.old),
        "to": _revision(comparison.new),
        "notes": list(comparison.notes),
        "failing": comparison.failing,
        "counts": {weight.value: weights[weight] for weight in Weight},
        "totals": {"before": asdict(comparison.before), "after": asdict(comparison.after)},
        "renamed": dict(comparison.renamed),
        "changes": [_change(change) for change in comparison.changes],
    }


def dumps(comparison: Comparison) -> str:
    """`record` as JSON text (RFC 8259), indented; half a surrogate pair is written as its escape."""
    text = json.dumps(record(comparison), indent=2, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        text = json.dumps(record(comparison), indent=2)
    return text + "\n"


def _revision(revision: Revision) -> dict[str, object]:
    return {"name": revision.name, "commit": revision.commit}


def _change(change: Change) -> dict[str, object]:
    found: dict[str, object] = {
        "kind": change.kind.value,
        "also": [kind.value for kind in change.also],
        "weight": change.weight.value,
        "article": change.article,
        "place": _place(change.place),
        "old_place": _place(change.old_place),
        "before": change.before,
        "after": change.after,
        "sources": {"before": list(change.sources_before), "after": list(change.sources_after)},
    }
    found.update((key, value) for key, value in _extras(change) if value is not None and value != [])
    return found


def _place(place: Place | None) -> dict[str, object] | None:
    return None if place is None else {"path": place.path, "line": place.line, "column": place.column}


def _extras(change: Change) -> Iterator[tuple[str, object]]:
    """What is left out where there is nothing to say."""
    if change.before is not None and change.after is not None and change.before != change.after:
        pieces = difference(change.before, change.after)
        yield "difference", [{"op": piece.op.value, "text": piece.text} for piece in pieces]
    if change.origins_before is not None or change.origins_after is not None:
        yield "origins", {"before": change.origins_before, "after": change.origins_after}
    if change.result_before is not None or change.result_after is not None:
        yield "result", {"before": change.result_before, "after": change.result_after}
    yield "nearest", change.nearest
    yield "source", change.source
    yield "cited_by", change.cited_by
    yield "code", change.code
    yield "reason", change.reason
    yield "fields", [asdict(field) for field in change.fields]
