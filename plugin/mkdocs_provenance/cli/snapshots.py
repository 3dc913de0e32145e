"""A site as it was at some revision, in a folder of its own that is gone afterwards: the files that its text rests on.

Pictures, fonts and the like are there as empty files, so that links to them lead somewhere. A symbolic link is
followed within the revision only, so that a branch cannot have a file of this machine read.
"""

from __future__ import annotations

import contextlib
import posixpath
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct

from mkdocs_provenance.cli.revisions import Repository, RevisionError, TreeFile

_NO_TEXT: Final = re.compile(
    r"\.(?:7z|avi|avif|bmp|bz2|docx?|eot|epub|gif|gz|heic|ico|jpe?g|m4a|mkv|mov|mp[34]|mpeg|odt|ogg|otf|pdf|png|pptx?"
    r"|psd|tar|tgz|tiff?|ttf|wasm|wav|webm|webp|woff2?|xlsx?|xz|zip)$",
    re.IGNORECASE,
)
_NOT_THE_SITE: Final = ("site", "node_modules", ".venv", "venv")
"""Folders beside `mkdocs.yml` that builds and tools write."""
LARGEST_FILE: Final = 16 * 1024 * 1024
"""Bytes of a file that is read; a larger one is there, but empty."""
LARGEST_SITE: Final = 256 * 1024 * 1024
"""Bytes of all files together."""
MOST_FILES: Final = 100_000
_LINKS: Final = 8
"""Symbolic links that are followed one after another."""


class Snapshot(Struct, frozen=True):
    """A site in a folder."""

    config: Path
    """Its `mkdocs.yml`."""
    notes: tuple[str, ...]
    """What is not as in the revision: whole sentences."""


@contextlib.contextmanager
def snapshot(repository: Repository, commit: str, config: str) -> Iterator[Snapshot]:
    """Write a site of a revision into a folder; it is removed in the end.

    Args:
        repository: Where the revision is.
        commit: Its whole hash.
        config: Path of `mkdocs.yml` from the top of the repository; it is there at this revision.

    Raises:
        RevisionError: it is too large, or its files are not all here.
    """
    folder = posixpath.dirname(config)
    told = repository.text(commit, config) or ""
    # What `mkdocs.yml` names may lie beside its folder.
    every = repository.files(commit, "" if "../" in told else folder)
    files = [file for file in every if _is_of_the_site(file.path, folder, told)]
    _check_size(files)
    with tempfile.TemporaryDirectory(prefix="provenance-", ignore_cleanup_errors=True) as top:
        notes = _write(repository, files, Path(top))
        yield Snapshot(Path(top, config), tuple(notes))


def _is_of_the_site(path: str, folder: str, told: str) -> bool:
    first, _, rest = posixpath.relpath(path, folder or ".").partition("/")
    if not rest or first not in _NOT_THE_SITE:
        return True
    return re.search(rf"^\s*(?:docs_dir|articles_dir):\s*['\"]?{re.escape(first)}\b", told, re.MULTILINE) is not None


def _check_size(files: Sequence[TreeFile]) -> None:
    """Refuse what would fill the disk.

    Raises:
        RevisionError: there are too many files, or they are too large.
    """
    size = sum(file.size for file in files if _holds_text(file))
    if len(files) > MOST_FILES or size > LARGEST_SITE:
        raise RevisionError(
            f"The folder of mkdocs.yml holds {len(files)} files of text, {size // 2**20} MB: more than the "
            f"{MOST_FILES} files or {LARGEST_SITE // 2**20} MB that are read. Put the site in a folder of its own."
        )


def _holds_text(file: TreeFile) -> bool:
    return file.size <= LARGEST_FILE and not _NO_TEXT.search(file.path)


def _write(repository: Repository, files: Sequence[TreeFile], top: Path) -> list[str]:
    """Write the files below `top`; say which could not be had."""
    by_path = {file.path: file for file in files}
    links = dict(repository.contents([file for file in files if file.link]))
    targets = {file.path: held.decode("utf-8", "replace") for file, held in links.items()}
    notes: list[str] = []
    wanted: list[TreeFile] = []
    for file in files:
        found = _followed(file, by_path, targets)
        if not file.path.isprintable():
            notes.append(
                f"{file.path} has a name that is no plain UTF-8, which MkDocs cannot publish: it was not read."
            )
        elif file.submodule:
            notes.append(f"{file.path} is a submodule, whose files belong to another repository: it was not read.")
        elif found is None:
            notes.append(f"{file.path} is a symbolic link that was not followed.")
        elif _NO_TEXT.search(found.path):
            _write_file(top, file.path, b"")
        elif found.size > LARGEST_FILE:
            notes.append(f"{file.path} is larger than {LARGEST_FILE // 2**20} MB: it was not read.")
        else:
            wanted.append(TreeFile(file.path, found.hash, found.size))
    for file, held in repository.contents(wanted):
        _write_file(top, file.path, held)
    return notes


def _followed(file: TreeFile, by_path: Mapping[str, TreeFile], targets: Mapping[str, str]) -> TreeFile | None:
    """The file that a link leads to within the revision; None where it leads elsewhere, or to a folder."""
    found: TreeFile | None = file
    for _ in range(_LINKS):
        if found is None or not found.link:
            return found
        target = posixpath.normpath(posixpath.join(posixpath.dirname(found.path), targets[found.path]))
        found = by_path.get(target)
    return None


def _write_file(top: Path, path: str, held: bytes) -> None:
    """Write one file, but never outside `top`, whatever a forged tree calls it.

    Raises:
        RevisionError: its name would lead elsewhere, or cannot be written here.
    """
    parts = path.split("/")
    unsafe = any(part in ("", ".", "..") or part.casefold() == ".git" or "\\" in part or ":" in part for part in parts)
    try:
        target = top.joinpath(*parts)
        if unsafe or not target.is_relative_to(top):
            raise RevisionError(f"The revision holds a file with an unsafe name, {path!r}: it was not read.")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(held)
    except (OSError, ValueError) as error:
        raise RevisionError(f"{path} cannot be written to a temporary folder: {error}.") from None
