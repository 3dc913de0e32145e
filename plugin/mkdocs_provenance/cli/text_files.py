"""The plain texts that a command is pointed at: files by name, and those of a folder; what is passed over, and why."""

from __future__ import annotations

import hashlib
import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from msgspec import Struct

from mkdocs_provenance.importer import Guess, slugify

ENDINGS: Final = (".txt", ".text")
"""Of the files in a folder, those that are taken as plain text."""
_MARKDOWN: Final = (".md", ".markdown", ".mdown", ".mkd")


class Found(Struct, frozen=True):
    """A text to import."""

    path: Path
    shown: str
    """Its path for the editor."""
    slug: Guess | None = None
    """What the article is called, where the file's own name does not do."""
    inner: str = ""
    """Its path within the folder that was named; empty where the file itself was."""


class PassedOver(Struct, frozen=True):
    """A file of a folder that is no text to import."""

    shown: str
    why: str


class Search(Struct, frozen=True):
    """What there is to import, in order."""

    texts: tuple[Found, ...]
    passed: tuple[PassedOver, ...]


def find_texts(named: Iterable[Path]) -> Search:
    """The files that are named, and those in the folders that are named, at any depth.

    A file that is named is taken whatever its ending. Links to folders are not followed.
    """
    texts: list[Found] = []
    passed: list[PassedOver] = []
    for path in named:
        if str(path) != "-" and path.is_dir():
            for file, why in _walk(path):
                if why:
                    passed.append(PassedOver(_shown(file), why))
                else:
                    texts.append(Found(file, _shown(file), inner=file.relative_to(path).as_posix()))
        else:
            texts.append(Found(path, "standard input" if str(path) == "-" else _shown(path)))
    return Search(tuple(_told_apart(texts)), tuple(passed))


def _shown(path: Path) -> str:
    """A path on one line of a terminal, whatever characters it holds."""
    return "".join(character if character.isprintable() else "\ufffd" for character in path.as_posix())


def numbered_by_path(slug: str, text: Found) -> Guess:
    """A slug that stays the same however many texts are called alike: with a sum of the text's path."""
    digest = hashlib.sha256(text.inner.encode("utf-8", "surrogateescape")).hexdigest()[:6]
    return Guess(f"{slug}-{digest}", "the title and a sum of the file's path, as the file's name has no letters for it")


def _told_apart(texts: list[Found]) -> Iterator[Found]:
    """Texts of folders; where several have the same name, their folders' names go before it."""
    slugs = [slugify(text.path.stem) for text in texts]
    counts = Counter(slugs)
    for text, slug in zip(texts, slugs, strict=True):
        if text.inner and slug and counts[slug] > 1:
            longer = slugify(str(Path(text.inner).with_suffix("")))
            guess = Guess(longer, "the names of folder and file, as several texts have that name")
            yield Found(text.path, text.shown, guess, text.inner)
        else:
            yield text


def _walk(folder: Path) -> Iterator[tuple[Path, str | None]]:
    """Everything in a folder, each with the reason to pass it over or None."""
    unread: list[OSError] = []
    for base, folders, files in os.walk(folder, onerror=unread.append):
        folders.sort()
        for name in list(folders):
            path = Path(base, name)
            if name.startswith(".") or path.is_symlink():
                folders.remove(name)
                yield path, "hidden" if name.startswith(".") else "a link to a folder"
        for name in sorted(files):
            path = Path(base, name)
            yield path, _why_passed(path)
    for error in unread:
        yield Path(error.filename), (error.strerror or "it cannot be read").lower()


def _why_passed(path: Path) -> str | None:
    """Why a file in a folder is no text to import, None where it is one."""
    if path.name.startswith("."):
        return "hidden"
    ending = path.suffix.lower()
    if ending in _MARKDOWN:
        return "Markdown, not plain text; to have it read as plain text, name the file itself"
    if ending not in ENDINGS:
        return f"not {' or '.join(ENDINGS)}"
    try:
        regular = stat.S_ISREG(path.stat().st_mode)
    except OSError as error:
        return (error.strerror or "it cannot be read").lower()
    return None if regular else "not a file"
