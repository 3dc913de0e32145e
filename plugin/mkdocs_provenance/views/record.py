"""The record for machines: `provenance.json`, described by `schemas/provenance.schema.json` (JSON Schema 2020-12).

It says what the page says, no more: what is reported and on which sources, what is analysis, what has no source. The
first eight keys are a contract; what follows them is left out where there is nothing to say. The sources are CSL-JSON
items (Citation Style Language 1.0.2) whose `custom` holds what CSL has no variable for. The full text held of a
source is never written.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

import msgspec

from mkdocs_provenance.model import (
    Article,
    Attribution,
    Claim,
    Note,
    PartialDate,
    Provenance,
    Registry,
    Source,
    State,
    Statement,
    Status,
)
from mkdocs_provenance.views.csl import csl_item
from mkdocs_provenance.views.edtf import edtf, iso

VERSION: Final = 1
"""The version of the contract; a change that could break a reader raises it."""

_encode: Final = msgspec.json.Encoder().encode


def record(provenance: Provenance, registry: Registry) -> dict[str, object]:
    """The whole record of one article as plain data, ready for JSON.

    Args:
        provenance: The traced article.
        registry: Where the publishers' names are found.
    """
    article = provenance.article
    found: dict[str, object] = {
        "version": VERSION,
        "article": _article(article),
        "passages": [{"id": each.id, "role": str(each.role), "text": each.text} for each in article.passages],
        "claims": [_claim(claim) for claim in provenance.claims],
        "quotations": _quotations(provenance),
        "sources": [_source(note, registry) for note in provenance.notes],
        "counts": _counts(provenance),
        "problems": _problems(provenance),
    }
    found.update((key, value) for key, value in _extras(provenance) if value)
    return found


def dumps(record: dict[str, object]) -> bytes:
    """`record` as JSON text (RFC 8259) in UTF-8, always the same for the same record.

    Each of the record's keys stands on a line of its own.
    """
    try:
        lines = [b'"%s":%s' % (key.encode(), _encode(value)) for key, value in record.items()]
    except UnicodeEncodeError:  # half a surrogate pair is no UTF-8; its escape is JSON that says the same
        lines = [f'"{key}":{json.dumps(value)}'.encode() for key, value in record.items()]
    return b"{\n" + b",\n".join(lines) + b"\n}\n"


def _article(article: Article) -> dict[str, object]:
    published = article.published
    return {
        "title": article.title,
        "url": article.url,
        "path": article.path,
        "published": None if published is None else iso(published),
        "language": article.language,
    }


def _claim(claim: Claim) -> dict[str, object]:
    return {
        "id": claim.id,
        "passage": claim.passage,
        "text": claim.text,
        "evidence": [
            {"source": tie.source, "label": tie.label, "locator": tie.locator or None} for tie in claim.evidence
        ],
        "origins": len(claim.origins),
        "support": str(claim.support),
        **({} if claim.state is State.CURRENT else {"state": str(claim.state)}),
    }


def _quotations(provenance: Provenance) -> list[dict[str, object]]:
    return [
        {
            "text": each.text,
            "claim": each.claim,
            "passage": each.passage,
            "source": each.source,
            "result": str(each.result),
        }
        for each in provenance.quotations
    ]


def _counts(provenance: Provenance) -> dict[str, int]:
    counts = provenance.counts
    return {
        "claims": counts.claims,
        "sourced": counts.sourced,
        "unsourced": counts.unsourced,
        "sources": counts.sources,
        "origins": counts.origins,
        "analysis": counts.analysis,
        "quotations": counts.quotations,
    }


def _problems(provenance: Provenance) -> list[dict[str, object]]:
    return [
        {
            "code": each.code,
            "severity": str(each.severity),
            "message": each.message,
            "path": each.path,
            "line": each.line,
            "suggestion": each.suggestion,
        }
        for each in provenance.problems
    ]


def _source(note: Note, registry: Registry) -> dict[str, object]:
    item = csl_item(note.source, registry)
    custom: dict[str, object] = {
        "kind": str(note.source.kind),
        "cited_by": list(note.cited_by),
        "origin": note.origin,
        "label": note.label,
    }
    custom.update((key, value) for key, value in _custom(note.source) if value)
    item["custom"] = custom
    return item


def _custom(source: Source) -> Iterator[tuple[str, object]]:
    """What the registry says beyond CSL, the usual left out; of who an unnamed source is, only its description."""
    if source.unidentified:
        yield "unidentified", True
    if source.attribution is not Attribution.NAMED:
        yield "attribution", str(source.attribution)
    if source.attribution is Attribution.UNNAMED:
        yield "described_as", source.described_as
        yield "reason", source.reason
    else:
        yield "speaker", source.speaker
        yield "none_reason", source.none_reason
        yield "interest", source.interest
        yield "excerpts", _excerpts(source)
    yield "closeness", source.closeness and str(source.closeness)
    yield "access", source.access and str(source.access)
    yield "title_translated", source.title_translated
    yield "translation", _translation(source)
    if source.published is not None and _says_more_than_csl(source.published):
        yield "published", edtf(source.published)
    yield "updated", edtf(source.updated)
    yield "undated", source.undated
    yield "derived_from", list(source.derived_from)
    yield "independence_checked", source.independence.checked
    yield "status", _status(source)
    yield "archives", _archives(source)
    yield "rights", source.rights


def _excerpts(source: Source) -> list[dict[str, str]]:
    return [
        _filled(("text", each.text), ("locator", each.locator), ("language", each.language))
        for each in source.excerpts
        if each.text
    ]


def _archives(source: Source) -> list[dict[str, str]]:
    """The saved copies; where the newsroom's own copy lies is nobody else's business."""
    return [
        _filled(
            ("url", each.url),
            ("date", edtf(each.date)),
            ("service", each.service),
            ("sha256", each.sha256),
            ("media_type", each.media_type),
        )
        for each in source.archives
        if each.url
    ]


def _translation(source: Source) -> dict[str, str]:
    translation = source.translation
    if translation is None:
        return {}
    return _filled(("by", translation.by), ("method", translation.method), ("checked_by", translation.checked_by))


def _status(source: Source) -> dict[str, object]:
    """What has become of a source, and what had before, oldest first; nothing where it is as it was published."""
    status = source.status
    if status.state is State.CURRENT and not status.before:
        return {}
    before = [_state(each) for each in status.before]
    return {**_state(status), **({"before": before} if before else {})}


def _state(status: Status) -> dict[str, str]:
    return _filled(("state", str(status.state)), ("date", edtf(status.date)), ("note", status.note))


def _extras(provenance: Provenance) -> Iterator[tuple[str, object]]:
    """What follows the contract's keys."""
    yield (
        "origins",
        [
            {"id": each.id, "name": each.name, "sources": list(each.sources), "why": each.why}
            for each in provenance.origins
        ],
    )
    yield (
        "analysis",
        [
            {
                "id": each.id,
                "title": each.title,
                "passages": list(each.passages),
                "rests_on": list(each.rests_on),
            }
            for each in provenance.analysis
        ],
    )
    yield "repeats", dict(provenance.repeats)
    yield (
        "waived",
        [
            {"code": each.code, "message": each.message, "line": each.line, "reason": each.waived}
            for each in provenance.waived
        ],
    )
    yield "statement", {key: value for key, value in _statement(provenance.article.statement, provenance) if value}


def _statement(statement: Statement, provenance: Provenance) -> Iterator[tuple[str, object]]:
    """What the author says of the article as a whole."""
    yield "type_of_work", statement.type_of_work
    yield "method", statement.method
    yield "not_established", list(statement.not_established)
    yield "disagreement", _disagreement(statement, provenance)
    yield (
        "corrections",
        [{"kind": str(each.kind), "date": edtf(each.date), "text": each.text} for each in statement.corrections],
    )
    yield "history", [{"date": edtf(each.date), "change": each.change} for each in statement.history]
    yield "reviewed_by", statement.reviewed_by
    yield "checked_on", edtf(statement.checked_on)
    yield "ai_use", statement.ai_use


def _disagreement(statement: Statement, provenance: Provenance) -> list[dict[str, object]]:
    """Each disagreement with the known sources that it cites, each once."""
    if not statement.disagreement:
        return []
    marks = {mark.id: mark for mark in provenance.marks}
    found: list[dict[str, object]] = []
    for each in statement.disagreement:
        cited = (marks[placed.id] for placed in each.citations if placed.id in marks)
        keys = dict.fromkeys(item.source for mark in cited for item in mark.resolved)
        found.append({"text": each.text, "sources": list(keys)})
    return found


def _says_more_than_csl(date: PartialDate) -> bool:
    """CSL has no time of day, and one word for approximate and uncertain, for both ends of an interval together."""
    return bool(date.time or date.approximate or date.uncertain or date.end)


def _filled(*pairs: tuple[str, str | None]) -> dict[str, str]:
    return {key: value for key, value in pairs if value}
