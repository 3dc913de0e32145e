"""Many files written together: all of them beside their places first, then each renamed into its own."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType, TracebackType

from mkdocs_provenance.cli.files import places, write_beside


class Staging:
    """Files that wait beside their places until all are written; leaving the block without `commit` deletes them.

    Example:
        >>> with Staging() as staging:
        ...     staging.add(path, text)
        ...     staging.commit()
    """

    def __init__(self) -> None:
        self._waiting: list[tuple[Path, Path]] = []

    def __enter__(self) -> Staging:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for temporary, _ in self._waiting:
            temporary.unlink(missing_ok=True)

    @property
    def done(self) -> bool:
        """Whether every file is in its place."""
        return not self._waiting

    def add(self, path: Path, text: str) -> None:
        """Write a file beside its place; makes its folder.

        Raises:
            OSError: it cannot be written.
        """
        temporary, target = places(path)
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        self._waiting.append((temporary, target))
        write_beside(temporary, target, text.encode("utf-8"))

    def commit(self) -> None:
        """Put every file into its place, in the order in which they were added; Ctrl-C waits until that is done.

        Raises:
            OSError: one cannot be put into its place; those before it are.
        """
        with uninterrupted():
            while self._waiting:
                temporary, target = self._waiting[0]
                temporary.replace(target)
                del self._waiting[0]


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait until the block is left."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - as `signal` calls it
        came.append(number)

    before = signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if came:
        raise KeyboardInterrupt
