"""What a page says of itself in JSON-LD (schema.org): the nodes that describe the page, the likeliest first.

Pages hold many nodes: the article, its site, its publisher, teasers of other articles. Followed are lists, `@graph`,
`mainEntity` and `mainEntityOfPage`, and references by `@id`; not followed is what leads to other works (`mentions`,
`isPartOf`, `itemListElement`, …).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from msgspec import Struct

MAX_NODES: Final = 5000
_MAX_DEPTH: Final = 20
_MAX_CHARACTERS: Final = 2_000_000
_FOLLOWED: Final = ("@graph", "mainEntity", "mainEntityOfPage")

KINDS: Final[Mapping[str, str]] = {
    "newsarticle": "news", "reportagenewsarticle": "news", "analysisnewsarticle": "news", "opinionnewsarticle": "news",
    "backgroundnewsarticle": "news", "askpublicnewsarticle": "news", "reviewnewsarticle": "news",
    "liveblogposting": "news", "scholarlyarticle": "study", "medicalscholarlyarticle": "study", "dataset": "dataset",
    "thesis": "study", "report": "report", "techarticle": "report", "book": "book", "videoobject": "video",
    "socialmediaposting": "social-post", "discussionforumposting": "social-post", "legislation": "law",
    "legislationobject": "law", "radioepisode": "broadcast", "tvepisode": "broadcast", "podcastepisode": "broadcast",
    "satiricalarticle": "web-page", "article": "web-page", "blogposting": "web-page", "webpage": "web-page",
    "advertisercontentarticle": "web-page", "itempage": "web-page", "aboutpage": "web-page", "faqpage": "web-page",
    "qapage": "web-page", "medicalwebpage": "web-page", "creativework": "web-page",
}  # fmt: skip
"""The types that describe a page, in lower case, and the registry's kind for each."""
_PAGES: Final = frozenset({"webpage", "itempage", "aboutpage", "faqpage", "qapage", "medicalwebpage", "creativework"})
"""Those that say what the page is, not what it holds: their name is often that of page and site together."""
_SITES: Final = frozenset({"website"})


class Node(Struct, frozen=True):
    """One JSON-LD object, with every other one at hand for its references."""

    type: str
    """As written: `NewsArticle`."""
    data: Mapping[str, Any]
    by_id: Mapping[str, Mapping[str, Any]]

    @property
    def kind(self) -> str | None:
        """The registry's kind for it, None for one that says nothing of it."""
        return KINDS.get(self.type.lower())

    @property
    def is_page(self) -> bool:
        return self.type.lower() in _PAGES

    def values(self, name: str) -> list[str]:
        """The texts of a property: of an object its `name` or `@value`, of a list every one's."""
        return list(self._texts(self.data.get(name), 0))

    def _texts(self, value: Any, depth: int) -> Iterator[str]:
        if depth > _MAX_DEPTH:
            return
        if isinstance(value, str):
            yield value
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            yield str(value)
        elif isinstance(value, list):
            for item in value[:MAX_NODES]:
                yield from self._texts(item, depth + 1)
        elif isinstance(value, dict):
            known = value if "name" in value or "@value" in value else self.by_id.get(str(value.get("@id")), {})
            yield from self._texts(known.get("name", known.get("@value")), depth + 1)


class Graph(Struct, frozen=True):
    """What a page's JSON-LD says of it."""

    works: tuple[Node, ...] = ()
    """What the page holds: an article, a data set …; the likeliest first."""
    pages: tuple[Node, ...] = ()
    """What is said of the page itself."""
    sites: tuple[Node, ...] = ()


def read_graph(scripts: Iterable[str], addresses: Sequence[str]) -> Graph:
    """The nodes of all JSON-LD scripts of a page that describe it. What cannot be read is passed over.

    Args:
        scripts: their contents.
        addresses: the page's, to tell its own article from others.
    """
    nodes: list[Mapping[str, Any]] = []
    for script in scripts:
        nodes.extend(_nodes(_loaded(script)))
    by_id = {node["@id"]: node for node in reversed(nodes) if isinstance(node.get("@id"), str)}
    typed = [Node(name, node, by_id) for node in nodes[:MAX_NODES] for name in _types(node)]
    works = [node for node in typed if node.kind and not node.is_page]
    return Graph(
        tuple(_own(works, addresses)),
        tuple(_own([node for node in typed if node.is_page], addresses)),
        tuple(node for node in typed if node.type.lower() in _SITES),
    )


def _loaded(script: str) -> Any:
    """JSON as pages write it: perhaps inside a comment, with bare line ends in its strings."""
    text = script[:_MAX_CHARACTERS].strip()
    for opening in ("<!--", "//", "/*", "<![CDATA[", "*/"):
        text = text.removeprefix(opening).lstrip()
    for closing in ("-->", "*/", "]]>", "//", "/*"):
        text = text.removesuffix(closing).rstrip()
    for attempt in (text, text.rstrip("; \n"), re.sub(r",(\s*[}\]])", r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _nodes(data: Any) -> Iterator[Mapping[str, Any]]:
    """The objects that may describe the page, in their order."""
    stack: list[tuple[Any, int]] = [(data, 0)]
    count = 0
    while stack and count < MAX_NODES:
        value, depth = stack.pop()
        if isinstance(value, list) and depth < _MAX_DEPTH:
            stack.extend((item, depth + 1) for item in reversed(value[:MAX_NODES]))
        elif isinstance(value, dict):
            count += 1
            yield value
            if depth < _MAX_DEPTH:
                stack.extend((value[name], depth + 1) for name in reversed(_FOLLOWED) if name in value)


def _types(node: Mapping[str, Any]) -> list[str]:
    """The types of an object, without `schema:` or an address before them; the most telling alone."""
    written = node.get("@type")
    found = [name for name in (written if isinstance(written, list) else [written]) if isinstance(name, str)]
    names = [re.split(r"[/#:]", name)[-1] for name in found[:20]]
    known = [name for name in names if name.lower() in KINDS or name.lower() in _SITES]
    telling = [name for name in known if KINDS.get(name.lower()) not in (None, "web-page")]
    return (telling or known)[:1]


def _own(nodes: list[Node], addresses: Sequence[str]) -> list[Node]:
    """The nodes of this page: those that name its address, or else those that name none; or else the only one."""
    naming = [node for node in nodes if any(_same_page(url, own) for url in _addresses(node) for own in addresses)]
    others = [node for node in nodes if not _is_clip(node)]
    silent = [node for node in others if not _addresses(node)]
    chosen = naming or silent or (others if len(others) == 1 else [])
    return sorted(chosen, key=_is_clip)


def _is_clip(node: Node) -> bool:
    """Whether it is a recording: where it does not name the page as its own, it only illustrates it."""
    return node.kind in ("video", "broadcast")


def _addresses(node: Node) -> list[str]:
    found = [node.data.get("url"), node.data.get("mainEntityOfPage"), node.data.get("@id")]
    texts = [item.get("@id") or item.get("url") if isinstance(item, dict) else item for item in found]
    return [text for text in texts if isinstance(text, str) and not text.startswith("#") and "/" in text]


def _same_page(url: str, address: str) -> bool:
    """Whether two addresses have the same path; hosts and schemes of one site differ too often to count."""
    try:
        ours, theirs = urlsplit(address), urlsplit(urljoin(address, url))
    except ValueError:
        return False
    return theirs.path.rstrip("/") == ours.path.rstrip("/")
