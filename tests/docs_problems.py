"""One mistake for every problem code, and what the desk really says of it: the manual quotes these messages."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import yaml

from conftest import build_site
from markdown_page import convert
from mkdocs_provenance.frontmatter import front_matter_problem, read_front_matter, spot_finder
from mkdocs_provenance.model import Problem, Registry
from mkdocs_provenance.problems import RULES
from mkdocs_provenance.registry import RegistryFile, load_registry

SOURCES: Final = "articles/sources.yml"
ARTICLE: Final = "articles/harbour-bell.md"

GOOD_REGISTRY: Final = """\
sources:
  harbour-log:
    kind: document
    title: Log of the harbour
    url: https://example.org/log
    excerpts: [{text: The bell rang at nine and was not heard again.}]
  quill-interview: {kind: interview, title: Interview with Ada Quill, none_reason: notes held by the newsroom}
  bell-study: {kind: study, title: How far a bell is heard, doi: 10.1234/bells.7, status: retracted}
  tide-bell: {unidentified: true}
"""

REGISTRY_SLIPS: Final[dict[str, str | bytes]] = {
    "registry-encoding": "sources:\n  caf\xe9: {}\n".encode("latin-1"),
    "registry-syntax": "sources:\n  harbour-log:\n    kind: document\n    title: Harbour: the log\n",
    "registry-shape": "- harbour-log\n",
    "registry-too-large": b"#" * (9 * 1024 * 1024),
    "registry-empty": "# nothing yet\n",
    "duplicate-id": "sources:\n"
    "  log: {kind: document, title: Log, url: 'https://example.org/1'}\n"
    "  log: {kind: document, title: Other log, url: 'https://example.org/2'}\n",
    "repeated-entry": "sources:\n"
    "  log: {kind: document, title: Log, url: 'https://example.org/1'}\n"
    "  log: {kind: document, title: Log, url: 'https://example.org/1'}\n",
    "unknown-field": "sources:\n  log: {kind: document, title: Log, url: 'https://example.org/', publishr: Quill}\n",
    "missing-field": "sources:\n  log: {kind: document, title: Log}\n",
    "wrong-type": "sources:\n  log: {kind: document, title: [Log], url: 'https://example.org/'}\n",
    "unknown-value": "sources:\n  log: {kind: documnt, title: Log, url: 'https://example.org/'}\n",
    "bad-date": "sources:\n  log: {kind: document, title: Log, url: 'https://example.org/', published: 2026-02-30}\n",
    "bad-url": "sources:\n  log: {kind: document, title: Log, url: 'example.org/log'}\n",
    "bad-id": "sources:\n  the log: {kind: document, title: Log, url: 'https://example.org/'}\n",
    "unnamed-source": "sources:\n"
    "  porter: {kind: interview, title: A porter, none_reason: notes, attribution: unnamed, reason: safety}\n",
    "unknown-derived-from": "sources:\n"
    "  harbour-log: {kind: document, title: Log, url: 'https://example.org/1'}\n"
    "  tide: {kind: news, title: Bell gone, url: 'https://example.org/2', derived_from: harbor-log}\n",
    "unknown-owner": "organisations:\n"
    "  coast-media: {name: Coast Media}\n"
    "  daily-tide: {name: The Daily Tide, owner: cost-media}\n",
    "derived-cycle": "sources:\n"
    "  tide: {kind: news, title: Bell gone, url: 'https://example.org/1', derived_from: post}\n"
    "  post: {kind: news, title: No bell, url: 'https://example.org/2', derived_from: tide}\n",
    "owner-cycle": "organisations:\n"
    "  tide: {name: The Daily Tide, owner: coast}\n"
    "  coast: {name: Coast, owner: tide}\n",
    "same-url": "sources:\n"
    "  log: {kind: document, title: Log, url: 'https://example.org/log'}\n"
    "  log-2: {kind: document, title: Log again, url: 'https://example.org/log/'}\n",
}
"""A registry file for every code that reading it can give."""

_HEAD: Final = "---\ntitle: The bell\nsources: [harbour-log, quill-interview]\n---\n\n"

ARTICLE_SLIPS: Final[dict[str, str]] = {
    "front-matter-syntax": "---\ntitle: Bell: who took it?\n---\n\nText.\n",
    "front-matter-type": "---\ntitle: The bell\nsources: harbour-log\n---\n\nText.\n",
    "front-matter-unknown": "---\ntitle: The bell\nsources: []\nprovenance:\n  methd: We asked.\n---\n\nText.\n",
    "unknown-source": _HEAD + "The bell rang [7].\n",
    "descending-range": _HEAD + "The bell rang [2-1].\n",
    "range-too-long": _HEAD + "The bell rang [1-80].\n",
    "malformed-citation": _HEAD + "The bell rang [1,,2].\n",
    "bracket-left-as-text": _HEAD + "The bell rang [2024].\n",
    "repeated-item": _HEAD + "The bell rang [1, 1].\n",
    "comma-between-keys": _HEAD + "The bell rang [@harbour-log, @quill-interview].\n",
    "link-not-citation": _HEAD + "The bell rang [1].\n\n[1]: https://example.org/\n",
    "list-of-sources": _HEAD + "The bell rang [1].\n\n[1]: The log of the harbour\n",
    "marker-covers-nothing": _HEAD + "The bell rang.\n\n- [1]\n",
    "marker-in-raw-html": _HEAD + "<div>The bell rang [1].</div>\n",
    "marker-in-link": _HEAD + 'The bell <a href="https://example.org/">rang [1]</a>.\n',
    "marker-in-image-text": _HEAD + "![The bell [1]](bell.jpg)\n",
    "unsourced-claim": _HEAD + "The bell rang.\n",
    "unidentified-source": _HEAD + "The bell rang [@tide-bell].\n",
    "uncited-source": _HEAD + "The bell rang [1].\n",
    "retracted-source": _HEAD + "The bell rang [@bell-study].\n",
    "quotation-altered": _HEAD + 'The log says it "was not seen again" [1].\n',
    "quotation-not-found": _HEAD + 'The log says "the rope had been cut" [1].\n',
    "quotation-unchecked": _HEAD + 'Quill said "I was asleep" [2].\n',
    "pullquote-not-in-body": _HEAD + '!!! pullquote\n    "We heard it"\n\nThe bell rang [1].\n',
}
"""An article for every code that reading it can give."""

SITE: Final[dict[str, str | bytes]] = {
    "docs/index.md": "# Home\n",
    "docs/articles/twice.md": "# Twice\n",
    SOURCES: "sources:\n"
    "  harbour-log: {kind: document, title: Log, url: 'https://example.org/', text_path: texts/log.txt}\n",
    "articles/twice.md": "---\ntitle: Twice\n---\n\nThe bell rang.\n",
    ARTICLE: "---\ntitle: Bell\n---\n\nThe caf\xe9 bell rang.\n".encode("latin-1"),
    "words/de.po": 'msgid "Close"\nmsgstr "Zu"\nmsgid Close\n',
    "words/nl.po": 'msgid "Close"\nmsgstr "Sluiten"\n\n\n\nmsgid "updated %(date)s"\nmsgstr "bijgewerkt"\n',
}
"""A site for the codes that only a build can give."""


@lru_cache(maxsize=1)
def said() -> dict[str, frozenset[str]]:
    """Code to everything that the desk says with that code of the slips above."""
    found: dict[str, set[str]] = {code: set() for code in RULES}
    for data in REGISTRY_SLIPS.values():
        _keep(found, _registry(data).problems)
    good = _registry(GOOD_REGISTRY)
    for text in ARTICLE_SLIPS.values():
        _keep(found, _read(text, good))
    for line in _built():
        code = line.partition(": ")[2].partition(":")[0]
        found.setdefault(code, set()).add(line)
    return {code: frozenset(lines) for code, lines in found.items()}


def _keep(found: dict[str, set[str]], problems: tuple[Problem, ...]) -> None:
    for problem in problems:
        found[problem.code].add(str(problem))


def _registry(data: str | bytes) -> Registry:
    return load_registry([RegistryFile(SOURCES, data.encode() if isinstance(data, str) else data)])


def _read(text: str, registry: Registry) -> tuple[Problem, ...]:
    """What reading one article gives, as the plugin reads it."""
    broken = front_matter_problem(text, ARTICLE)
    if broken:
        return (broken,)
    _, block, body = text.split("---\n", 2)
    front, problems = read_front_matter(yaml.safe_load(block), path=ARTICLE, spot_of=spot_finder(lambda: text))
    page = convert(body, front.numbering, registry, path=ARTICLE, source=text, statement=front.statement, language="en")
    return (*problems, *page.provenance.problems)


def _built() -> list[str]:
    """The lines that building the site gives."""
    options = {"registry": ["articles/sources.yml", "articles/more.yml"], "locales": "words"}
    config = {"plugins": ["search", {"provenance": options}]}
    with TemporaryDirectory() as folder:
        built = build_site(Path(folder), SITE, config)
    return [line for line in built.warnings if line.startswith(("articles/", "words/"))]
