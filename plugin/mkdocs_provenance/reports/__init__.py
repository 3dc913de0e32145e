"""Problems as text for a person, and as data for machines: pure functions from problems to text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from msgspec import Struct

from mkdocs_provenance.model import Problem, Severity


class Findings(Struct, frozen=True):
    """What a check found, ready to be told."""

    problems: tuple[Problem, ...]
    """In the order of their places; paths as they are to be printed."""
    waived: tuple[Problem, ...] = ()
    """What the desk lets stand, each with its reason."""
    hidden: Mapping[str, int] = MappingProxyType({})
    """Code to how many less serious problems are not told one by one."""
    pages: int = 0
    """How many pages were read."""
    sources: Mapping[str, str] = MappingProxyType({})
    """Path to the text of the file, for showing the words that are meant."""

    def count(self, severity: Severity) -> int:
        """How many problems of a severity are told."""
        return sum(found.severity is severity for found in self.problems)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems by file, line and column."""
    return tuple(sorted(problems, key=lambda found: (found.path, found.line, found.column or 0)))
