"""The history that `provenance diff` reads: revisions by name, their files, what was renamed. Everything through git.

Only git's own reading commands are used, and never a checkout: nothing that a branch holds can run here. A checkout
would apply the attributes of the branch (filters, and what `git archive` is told to leave out), so files are read as
the objects that they are.
"""

from __future__ import annotations

import os
import posixpath
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct

from mkdocs_provenance.problems import did_you_mean

_SETTINGS: Final = ("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}", "-c", "core.quotePath=false")
_NOT_INHERITED: Final = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
"""What git sets for its hooks; the folder of `mkdocs.yml` says better which repository is meant."""
_LINK: Final = "120000"
_SUBMODULE: Final = "160000"
_AT_ONCE: Final = 500
"""Files asked of git in one call."""


class RevisionError(Exception):
    """The history cannot be read; the message says why and what to do."""


class TreeFile(Struct, frozen=True):
    """One file of a revision."""

    path: str
    """From the top of the repository, with forward slashes."""
    hash: str
    size: int
    """Bytes."""
    link: bool = False
    """The content is the path that a symbolic link points to."""
    submodule: bool = False


class Repository:
    """A git repository with a working tree."""

    def __init__(self, top: Path) -> None:
        self.top = top

    @classmethod
    def of(cls, folder: Path) -> Repository:
        """The repository that a folder belongs to.

        Raises:
            RevisionError: it belongs to none, or git is not there.
        """
        found = Repository(folder)
        try:
            top = found.ask("rev-parse", "--show-toplevel")
        except RevisionError as error:
            if "not a git repository" in str(error):
                raise RevisionError(f"{folder} is in no git repository, so there is no change to show.") from None
            raise
        return cls(Path(top))

    def run(self, *arguments: str, given: bytes = b"") -> bytes:
        """What git writes.

        Raises:
            RevisionError: git is not there, or refuses; with its own words.
        """
        environment = {name: value for name, value in os.environ.items() if name not in _NOT_INHERITED}
        environment |= {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
        try:
            done = subprocess.run(
                ["git", *_SETTINGS, *arguments],
                cwd=self.top,
                env=environment,
                input=given,
                capture_output=True,
                check=False,
            )
        except FileNotFoundError:
            raise RevisionError("git was not found. Install it, or put it on the PATH: https://git-scm.com") from None
        except OSError as error:
            raise RevisionError(f"git cannot be run: {error.strerror or error}.") from None
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip()
            raise RevisionError(f"git {arguments[0]}: {said.removeprefix('fatal: ') or 'it failed'}")
        return done.stdout

    def ask(self, *arguments: str) -> str:
        """The one line that git writes."""
        return os.fsdecode(self.run(*arguments)).rstrip("\n")

    # Names

    def commit(self, name: str) -> str:
        """The whole hash of the commit that a name stands for.

        Raises:
            RevisionError: there is no such commit here.
        """
        try:
            return self.ask("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        except RevisionError:
            raise RevisionError(self._unknown(name)) from None

    def merge_base(self, one: str, other: str) -> str:
        """The commit that two lines of work have in common last.

        Raises:
            RevisionError: they have none here.
        """
        try:
            return self.ask("merge-base", self.commit(one), self.commit(other))
        except RevisionError as error:
            if not str(error).startswith("git merge-base"):
                raise
            shallow = f" {_SHALLOW}" if self.is_shallow() else ""
            raise RevisionError(f"{one} and {other} have no commit in common.{shallow}") from None

    def is_shallow(self) -> bool:
        """Whether older commits are missing here."""
        return self.ask("rev-parse", "--is-shallow-repository") == "true"

    def _unknown(self, name: str) -> str:
        if not self._has_commit():
            return "This repository has no commit yet, so there is nothing to compare with."
        if self.is_shallow():
            return f'There is no commit "{name}" here. {_SHALLOW}'
        names = self.ask("for-each-ref", "--format=%(refname:short)", "--count=500").split("\n")
        hint = did_you_mean(name, names) or "`git branch --all` lists the names."
        return f'There is no commit "{name}" here. {hint}'

    def _has_commit(self) -> bool:
        try:
            self.run("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        except RevisionError:
            return bool(self.ask("for-each-ref", "--count=1"))
        return True

    # Files

    def files(self, commit: str, folder: str) -> list[TreeFile]:
        """The files of a commit below a folder.

        Args:
            commit: A whole hash.
            folder: From the top of the repository; empty for all.
        """
        within = ("--", f"{folder}/") if folder else ()
        found = self.run("ls-tree", "-r", "-z", "--long", "--full-tree", commit, *within)
        return [_tree_file(entry) for entry in os.fsdecode(found).split("\0") if entry]

    def text(self, commit: str, path: str) -> str | None:
        """The text of one file of a commit, symbolic links within the commit followed; None where there is none.

        Args:
            commit: A whole hash.
            path: From the top of the repository.

        Raises:
            RevisionError: git cannot read it.
        """
        held = self.run("cat-file", "--batch", "--follow-symlinks", given=os.fsencode(f"{commit}:{path}\n"))
        header, _, rest = held.partition(b"\n")
        about = header.split(b" ")
        if len(about) != 3 or about[1] != b"blob":
            return None
        return rest[: int(about[2])].decode("utf-8", "replace")

    def contents(self, files: Sequence[TreeFile]) -> Iterator[tuple[TreeFile, bytes]]:
        """Each file with what it holds, as it is in the history.

        Raises:
            RevisionError: one is missing, as in a partial clone without its server.
        """
        for start in range(0, len(files), _AT_ONCE):
            some = files[start : start + _AT_ONCE]
            asked = "".join(f"{file.hash}\n" for file in some).encode()
            held = self.run("cat-file", "--batch", given=asked)
            at = 0
            for file in some:
                end = held.index(b"\n", at)
                header = held[at:end].split(b" ")
                if header[-1] == b"missing":
                    raise RevisionError(f"{file.path} is missing here: the clone is not whole. Fetch it again.")
                size = int(header[2])
                yield file, held[end + 1 : end + 1 + size]
                at = end + 1 + size + 1

    def renamed(self, old: str, new: str | None) -> dict[str, str]:
        """Old path to new path of every file that git takes to be renamed, from the top of the repository.

        Args:
            old: A whole hash.
            new: The same, or None for the working tree; there git knows only files that it tracks.
        """
        flags = ("--find-renames", "--name-status", "--diff-filter=R", "-z", "--no-ext-diff", "--no-textconv")
        commits = (old,) if new is None else (old, new)
        found = os.fsdecode(self.run("diff", *flags, "--ignore-submodules=all", *commits, "--")).split("\0")
        return {found[at + 1]: found[at + 2] for at in range(0, len(found) - 2, 3)}


_SHALLOW: Final = (
    "This clone is shallow: fetch the rest with `git fetch --unshallow`, or in GitHub Actions give actions/checkout "
    "`fetch-depth: 0`."
)


def _tree_file(entry: str) -> TreeFile:
    about, _, path = entry.partition("\t")
    mode, _, name, size = about.split()
    return TreeFile(path, name, int(size) if size.isdecimal() else 0, mode == _LINK, mode == _SUBMODULE)


def below(folder: str, paths: Mapping[str, str], new_folder: str | None = None) -> dict[str, str]:
    """Paths from the top of the repository as paths from a folder of it."""
    there = folder if new_folder is None else new_folder
    return {posixpath.relpath(old, folder or "."): posixpath.relpath(new, there or ".") for old, new in paths.items()}
