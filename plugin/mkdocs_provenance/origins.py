"""Which cited sources are not separate from one another, and so count as one.

Four papers that print one agency's report are one origin. The rule (`docs/manual/counting.md`) is Reuters' plural rule
made countable: sources belong together when they have the same publisher, the same ultimate owner, the same recorded
`origin`, or when one is derived from the other or both from a third.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from mkdocs_provenance.model import Origin, Registry, Source

_REASONS: Final = {"src": "derived", "origin": "origin", "pub": "publisher", "own": "owner"}


def group_origins(keys: Sequence[str], registry: Registry) -> tuple[Origin, ...]:
    """The separate origins of some cited sources, in order of first use.

    Args:
        keys: Registry keys, each once, in order of first use; all of them in the registry.
        registry: Where the sources and their publishers are described.
    """
    groups = _Groups()
    ties = {key: tuple(_ties(registry.sources[key], registry)) for key in keys}
    for key, nodes in ties.items():
        for node in nodes:
            groups.join(f"src:{key}", node)
    members: dict[str, list[str]] = {}
    for key in keys:
        members.setdefault(groups.root(f"src:{key}"), []).append(key)
    return tuple(
        Origin(f"o{number}", tuple(group), _name(group, registry), _why(group, ties))
        for number, group in enumerate(members.values(), start=1)
    )


class _Groups:
    """Sets of nodes that grow together (union-find)."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def root(self, node: str) -> str:
        """The node that stands for the whole set."""
        parent = self._parent.setdefault(node, node)
        while parent != node:
            self._parent[node] = self._parent.setdefault(parent, parent)
            node, parent = parent, self._parent[parent]
        return node

    def join(self, one: str, other: str) -> None:
        """Make two sets one."""
        self._parent[self.root(other)] = self.root(one)


def _ties(source: Source, registry: Registry) -> Iterable[str]:
    """What a source shares with others: itself and its ancestors, and for each its origin, publisher and owner.

    Ancestors count even where nobody cites them: two rewrites of one uncited report are still one origin.
    """
    for ancestor in registry.lineage(source):
        yield f"src:{ancestor.id}"
        if ancestor.origin:
            yield f"origin:{ancestor.origin}"
        if ancestor.publisher:
            yield f"pub:{_publisher_key(ancestor, registry)}"
            owner = _ultimate_owner(ancestor, registry)
            if owner is not None:
                yield f"own:{owner}"


def _publisher_key(source: Source, registry: Registry) -> str:
    """An organisation is the same whether named by its id or by its name."""
    name = registry.publisher_name(source) or ""
    return name.casefold()


def _ultimate_owner(source: Source, registry: Registry) -> str | None:
    """The organisation at the top of the publisher's chain of owners; the publisher itself where nobody owns it."""
    organisation = registry.publisher_of(source)
    seen: set[str] = set()
    while organisation is not None and organisation.owner and organisation.id not in seen:
        seen.add(organisation.id)
        owner = registry.organisations.get(organisation.owner)
        if owner is None:
            return organisation.owner
        organisation = owner
    return organisation.id if organisation is not None else None


def _why(group: Sequence[str], ties: dict[str, tuple[str, ...]]) -> str | None:
    """The plainest reason that holds for the whole group; `derived` where the reasons differ from pair to pair."""
    if len(group) == 1:
        return None
    shared = set(ties[group[0]]).intersection(*(ties[key] for key in group[1:]))
    for kind in ("src", "origin", "pub", "own"):
        if any(node.startswith(f"{kind}:") for node in shared):
            return _REASONS[kind]
    return "derived"


def _name(group: Sequence[str], registry: Registry) -> str:
    """Whom a reader would name: the publisher of the source at the root of the group, or the recorded origin."""
    sources = [registry.sources[key] for key in group]
    roots = [ancestor for source in sources for ancestor in registry.lineage(source) if not ancestor.derived_from]
    recorded = [root.origin for root in roots if root.origin]
    if recorded and recorded[0] in registry.organisations:
        return registry.organisations[recorded[0]].name
    original = next((root for root in roots if not root.origin), roots[0] if roots else sources[0])
    return registry.publisher_name(original) or original.title
