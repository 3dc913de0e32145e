"""What the web said, kept between runs in `.cache/mkdocs-provenance/links.json`.

The file is replaced whole, never written into, so that a run killed at any moment leaves the one before. One that
cannot be read, for whatever reason, counts as empty: everything in it can be asked again.
"""

from __future__ import annotations

import contextlib
import datetime
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from mkdocs_provenance.cli.files import write_whole
from mkdocs_provenance.links.facts import Copy, Look, Verdict

PATH: Final = Path(".cache", "mkdocs-provenance", "links.json")
"""Beside `mkdocs.yml`."""
VERSION: Final = 1
"""Of the file's form: another one is not read."""
FAILURE_DAYS: Final = 1.0
"""For how many days a failure is kept at most: it may be over tomorrow."""
FORGOTTEN_AFTER: Final = 400.0
"""Days after which an answer nobody has asked for again is dropped."""


class _File(Struct):
    version: int
    looks: dict[str, Look] = field(default_factory=dict)
    copies: dict[str, Copy] = field(default_factory=dict)


class Cache:
    """The answers of earlier runs, and of this one.

    Args:
        path: the file; it need not be there.
        now: with its time zone.
        max_age: days for which an answer is kept; a failure is kept for `FAILURE_DAYS` at most.
        refresh: whether to ask everything again.
    """

    def __init__(self, path: Path, now: datetime.datetime, max_age: float = 7.0, *, refresh: bool = False) -> None:
        self._path = path
        self._now = now
        self._max_age = max_age
        self._refresh = refresh
        self._file = _read(path)
        self._changed = False

    @property
    def stamp(self) -> str:
        """The time now as the file writes it."""
        return self._now.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def look(self, address: str, captured: frozenset[str] = frozenset()) -> Look | None:
        """The answer of an address, unless it is too old or lacks a comparison with something captured.

        Args:
            address: as the registry writes it.
            captured: digests of what the answer must have been compared with.
        """
        found = self._file.looks.get(address)
        if found is None or not self._fresh(found.checked, failed=found.verdict is not Verdict.ALIVE):
            return None
        complete = not found.readable or captured <= {each.captured for each in found.comparisons}
        return found if complete else None

    def keep_look(self, address: str, look: Look) -> Look:
        """Keep an answer, and return it with the time since when it has failed like this."""
        before = self._file.looks.get(address)
        if look.verdict is Verdict.DEAD:
            alike = before is not None and (before.status, before.trouble) == (look.status, look.trouble)
            look = replace(look, since=(before.since or before.checked) if before and alike else look.checked)
        self._file.looks[address] = look
        self._changed = True
        return look

    def copy(self, key: str) -> Copy | None:
        """What an archive answered, unless it is too old."""
        found = self._file.copies.get(key)
        return found if found is not None and self._fresh(found.checked, failed=found.url is None) else None

    def keep_copy(self, key: str, copy: Copy) -> None:
        """Keep what an archive answered."""
        self._file.copies[key] = copy
        self._changed = True

    def save(self) -> None:
        """Write the file, if anything is new.

        Raises:
            OSError: it cannot be written.
        """
        if self._changed:
            known = (self._file.looks, self._file.copies)
            for stale in [(kept, key) for kept in known for key, each in kept.items() if self._forgotten(each.checked)]:
                del stale[0][stale[1]]
            write_whole(self._path, msgspec.json.format(msgspec.json.encode(self._file), indent=1).decode() + "\n")
            self._changed = False

    def _fresh(self, checked: str, *, failed: bool) -> bool:
        age = self._age(checked)
        return (
            not self._refresh
            and age is not None
            and age < (min(self._max_age, FAILURE_DAYS) if failed else self._max_age)
        )

    def _forgotten(self, checked: str) -> bool:
        age = self._age(checked)
        return age is None or age > FORGOTTEN_AFTER

    def _age(self, checked: str) -> float | None:
        """Days since a time; None for one that lies ahead or is none."""
        try:
            age = (self._now - datetime.datetime.fromisoformat(checked)).total_seconds() / 86400
        except (ValueError, TypeError, OverflowError):  # no time, or one without a zone
            return None
        return age if age >= 0 else None


def _read(path: Path) -> _File:
    with contextlib.suppress(OSError, ValueError, RecursionError, msgspec.DecodeError):
        found = msgspec.json.decode(path.read_bytes(), type=_File)
        if found.version == VERSION:
            return found
    return _File(VERSION)
