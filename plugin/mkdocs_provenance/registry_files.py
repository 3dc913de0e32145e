"""The registry's files on disk: finding them, reading them, and keeping what was read while they do not change."""

from __future__ import annotations

import contextlib
import glob
import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from mkdocs_provenance.model import Problem, Registry
from mkdocs_provenance.problems import problem
from mkdocs_provenance.registry import RegistryFile, load_registry, text_paths, with_texts

MAX_TEXT_BYTES = 32 * 1024 * 1024
"""Bytes of one held text that are read."""

_PRIVATE: Final = re.compile(
    rb"""\b(?:text_path|local_path)["']?[ \t]*:\s*(?:"([^"\n]+)"|'([^'\n]+)'|([^\s"'][^\n]*?))[ \t\r]*(?:[,}#\n]|\Z)"""
)
"""A path that an entry names, whether or not the entry can be read: what it names must not be published for a slip."""


class RegistryStore(Struct):
    """The registry as last read; `refresh` reads it again only where a file has changed.

    Attributes:
        registry: The checked registry.
        files: The registry's files, absolute, in the order of the option.
        texts: The held texts that sources name, absolute.
        private: What is never published, absolute: registry files, held texts, the newsroom's own copies.
        newest: The latest change of any of them, in seconds since the epoch; 0.0 where there is none.
    """

    registry: Registry = field(default_factory=Registry)
    files: tuple[Path, ...] = ()
    texts: tuple[Path, ...] = ()
    private: frozenset[Path] = frozenset()
    newest: float = 0.0
    _digest: bytes = b""

    def refresh(self, patterns: Iterable[str], root: Path) -> None:
        """Read the files that the patterns name, relative to `root`, unless nothing has changed."""
        named = _named(patterns, root)
        read = [_read(path, root) for path in named]
        self.files = tuple(named)
        state = b"".join((os.fsencode(root), b"\0", *(_fingerprint(file) for file in read)))
        if self._digest_of(state) != self._digest:
            self._load(read, root)
            self._digest = self._digest_of(state)
        self.newest = max((_changed(path) for path in (*self.files, *self.texts)), default=0.0)

    @property
    def digest(self) -> bytes:
        """Changes with every file that the registry was read from."""
        return self._digest

    def own_texts(self, root: Path) -> Iterator[tuple[str, str]]:
        """The registry's own files, by the path that messages name, with their text as far as it is UTF-8."""
        for path in self.files:
            with contextlib.suppress(OSError):
                yield Path(os.path.relpath(path, root)).as_posix(), path.read_bytes().decode("utf-8", "replace")

    def _digest_of(self, state: bytes) -> bytes:
        return hashlib.sha256(b"".join((state, *map(_stamp, self.texts)))).digest()

    def _load(self, read: list[RegistryFile], root: Path) -> None:
        registry = load_registry(read)
        paths = text_paths(registry)
        texts: dict[str, str] = {}
        problems: list[Problem] = []
        for source, name in paths.items():
            text = _text(root / name)
            if text is None:
                place = registry.sources[source].place
                message = f'The text of "{source}", {name}, is missing, too large or not UTF-8.'
                found = problem("text-missing", message, place.path, place.line, "Paths start at mkdocs.yml.")
                problems.append(replace(found, source=source))
            else:
                texts[source] = text
        # Links in a path are not followed, as MkDocs does not follow them.
        self.texts = tuple(sorted(Path(os.path.abspath(root / name)) for name in set(paths.values())))
        named = (Path(os.path.abspath(root / name)) for file in read for name in _private_names(file.data or b""))
        self.private = frozenset((*self.files, *self.texts, *named))
        loaded = with_texts(registry, texts)
        self.registry = Registry(loaded.sources, loaded.organisations, (*loaded.problems, *problems))


def _named(patterns: Iterable[str], root: Path) -> list[Path]:
    """The files of every pattern in order, each once; a plain name stays even where there is no such file."""
    found: dict[Path, None] = {}
    for pattern in patterns:
        if glob.has_magic(pattern):
            for name in sorted(glob.glob(pattern, root_dir=root, recursive=True)):
                found.setdefault(Path(os.path.abspath(root / name)))
        else:
            found.setdefault(Path(os.path.abspath(root / pattern)))
    return list(found)


def _read(path: Path, root: Path) -> RegistryFile:
    name = Path(os.path.relpath(path, root)).as_posix()
    try:
        return RegistryFile(name, path.read_bytes(), None)
    except FileNotFoundError:
        return RegistryFile(name, None, "there is no such file")
    except OSError as fault:
        return RegistryFile(name, None, (fault.strerror or "it cannot be read").lower())


def _fingerprint(file: RegistryFile) -> bytes:
    content = hashlib.sha256(file.data).digest() if file.data is not None else (file.error or "").encode()
    return file.path.encode() + b"\0" + content + b"\0"


def _private_names(data: bytes) -> Iterator[str]:
    for match in _PRIVATE.finditer(data):
        name = (match[1] or match[2] or match[3]).decode("utf-8", "replace")
        if "\0" not in name:
            yield name


def _text(path: Path) -> str | None:
    try:
        if path.stat().st_size > MAX_TEXT_BYTES:
            return None
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None


def _stamp(path: Path) -> bytes:
    return f"{path}\0{_changed(path)}\0".encode()


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
