"""What is made of a source, kept from one article to the next: a site cites the same source again and again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from mkdocs_provenance.model import Registry, Source

_Made = TypeVar("_Made")


class Kept(Generic[_Made]):
    """What one function makes of the sources of one registry; with another registry it begins anew.

    Args:
        make: Makes it of a source and the registry that names its publisher.
    """

    def __init__(self, make: Callable[[Source, Registry], _Made]) -> None:
        self._make = make
        self._registry: Registry | None = None
        self._made: dict[str, tuple[Source, _Made]] = {}

    def of(self, source: Source, registry: Registry) -> _Made:
        """What is made of a source, for the first time or again."""
        if registry is not self._registry:
            self._registry, self._made = registry, {}
        known = self._made.get(source.id)
        if known is None or known[0] is not source:
            known = self._made[source.id] = source, self._make(source, registry)
        return known[1]
