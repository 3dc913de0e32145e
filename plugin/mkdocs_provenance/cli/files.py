"""What the desk's commands share: writing a file whole or not at all, and saying why one cannot be read."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def explain(error: Exception) -> str:
    """An error as a sentence for a person; of a file, which one and why."""
    if isinstance(error, OSError):
        return f"{error.filename or 'a file'}: {error.strerror or error}."
    return str(error)


def write_whole(path: Path, text: str) -> None:
    """Write a text as UTF-8, as `write_bytes_whole` does.

    Raises:
        OSError: it cannot be written.
    """
    write_bytes_whole(path, text.encode("utf-8"))


def write_bytes_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: beside its place first, then renamed into it. Makes its folder.

    Raises:
        OSError: it cannot be written.
    """
    temporary, target = places(path)
    try:
        write_beside(temporary, target, data)
        temporary.replace(target)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def places(path: Path) -> tuple[Path, Path]:
    """Where a file is written first, and where it belongs, links followed; makes its folder.

    Raises:
        OSError: the folder cannot be made.
    """
    target = path.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    return target.with_name(f".{target.name}.{os.getpid()}.tmp"), target


def write_beside(temporary: Path, target: Path, data: bytes) -> None:
    """Write what will take the place of a file, with its permissions.

    Raises:
        OSError: it cannot be written.
    """
    temporary.write_bytes(data)
    if target.exists():
        shutil.copymode(target, temporary)
