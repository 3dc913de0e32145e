"""The dataset: `/provenance/index.json` and the files that follow it, described by `schemas/dataset.schema.json`.

The whole site as flat tables, for DuckDB, pandas and whoever else reads JSON. No file is larger than a megabyte, so
that none needs a stream to be read; a table goes on in the next file where it does not fit. The counts are the whole
site's. Each row stands on a line of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from mkdocs_provenance.ledger import Ledger
from mkdocs_provenance.views.dataset_rows import Row
from mkdocs_provenance.views.dataset_tables import Tables
from mkdocs_provenance.views.site_page import Press

VERSION: Final = 1
"""The version of the format; a change that could break a reader raises it."""

LIMIT: Final = 1_000_000
"""Bytes of a file; only one that holds a single row may be larger."""

_DIGITS: Final = 9
"""Room for the number of a file."""

_encode: Final = msgspec.json.Encoder().encode


def dataset_files(ledger: Ledger, press: Press, limit: int = LIMIT) -> Iterator[tuple[str, bytes]]:
    """The dataset's files; none where the site has no address for it."""
    path = press.addresses.dataset
    if not path:
        return
    publication = press.publication
    tables = Tables(ledger, publication, press.addresses)
    about = {
        "version": VERSION,
        "site": {
            "name": publication.name,
            "url": publication.url or None,
            "language": publication.language,
            "license": publication.license or None,
        },
        "counts": tables.counts,
    }
    rows = {name: [_encoded(row) for row in made] for name, made in tables.rows.items()}
    largest = _file(about, 10**_DIGITS, 10**_DIGITS, _name(path, 10**_DIGITS), dict.fromkeys(rows, ()))
    cut = _cut(rows, limit - len(largest))
    for index, part in enumerate(cut, start=1):
        following = _name(path, index + 1).rpartition("/")[2] if index < len(cut) else None
        yield _name(path, index), _file(about, index, len(cut), following, part)


def _name(path: str, index: int) -> str:
    """The path of a file: `provenance/index.json`, then `provenance/index-2.json`."""
    stem, _, ending = path.rpartition(".")
    return path if index == 1 else f"{stem}-{index}.{ending}"


def _encoded(value: Row | object) -> bytes:
    try:
        return _encode(value)
    except UnicodeEncodeError:  # half a surrogate pair is no UTF-8; its escape is JSON that says the same
        return json.dumps(msgspec.to_builtins(value), separators=(",", ":")).encode()


def _cut(tables: Mapping[str, Sequence[bytes]], room: int) -> list[dict[str, list[bytes]]]:
    """The rows, in their order, as many to a part as there is room for; one part at least, with every table in each.

    Args:
        tables: The rows of each table, as JSON.
        room: How many bytes the rows of a part may take, with what stands between them.
    """
    parts: list[dict[str, list[bytes]]] = [{name: [] for name in tables}]
    left = room
    for name, rows in tables.items():
        for row in rows:
            needs = len(row) + len(_BETWEEN)
            if needs > left and left < room:
                parts.append({name: [] for name in tables})
                left = room
            parts[-1][name].append(row)
            left -= needs
    return parts


_BETWEEN: Final = b",\n"


def _file(
    about: Mapping[str, object], index: int, count: int, following: str | None, part: Mapping[str, Sequence[bytes]]
) -> bytes:
    head = {**about, "page": index, "pages": count, "next": following}
    lines = [b'"%s":%s' % (name.encode(), _encoded(value)) for name, value in head.items()]
    lines += (b'"%s":[%s]' % (name.encode(), _BETWEEN.join(rows)) for name, rows in part.items())
    return b"{\n" + _BETWEEN.join(lines) + b"\n}\n"
