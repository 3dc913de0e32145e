"""What the last check found, kept on disk: a page that has not changed is not read again.

A file that cannot be used, whatever it holds, is as good as none. It is written beside its place and renamed, so that a
command that is stopped leaves the old one.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Final

import msgspec

from mkdocs_provenance.cli.files import write_bytes_whole
from mkdocs_provenance.site_reader import Kept, PageFindings

FOLDER: Final = ".cache/mkdocs-provenance"
"""Beside `mkdocs.yml`; other plugins keep theirs in `.cache` too."""
_NAME: Final = "check.msgpack"


def read_kept(root: Path) -> Kept:
    """The findings that are kept for the site in a folder; none where there is no usable file."""
    try:
        data = (root / FOLDER / _NAME).read_bytes()
        return msgspec.msgpack.decode(data, type=dict[bytes, PageFindings])
    except (OSError, ValueError, RecursionError, msgspec.DecodeError):
        return {}


def write_kept(root: Path, kept: Kept) -> None:
    """Keep findings; a folder that cannot be written costs the next check its time and nothing else."""
    with contextlib.suppress(OSError):
        path = root / FOLDER / _NAME
        write_bytes_whole(path, msgspec.msgpack.encode(kept))
        ignore = path.parent / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
