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
    target = path.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(data)
        if target.exists():
            shutil.copymode(target, temporary)
        temporary.replace(target)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
