"""A small site to build again and again: a theme of one template, a registry, and articles made from a few words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import yaml
from bs4 import BeautifulSoup, Tag

from conftest import Built
from record_factories import record_validator

THEME = """\
{%- macro outline(items) -%}
<ul>{% for item in items %}<li><a href="{{ (item.url or '') | url }}">{{ item.title }}</a>
{%- if item.children %}{{ outline(item.children) }}{% endif %}</li>{% endfor %}</ul>
{%- endmacro -%}
<!doctype html>
<html>
<head>
<title>{{ page.title }}</title>
<meta name="description" content="{{ page.meta.description or '' }}">
<meta name="tone" content="{{ page.meta.tone or '' }}">
{% if page.edit_url %}<link rel="edit" href="{{ page.edit_url }}">{% endif %}
{% for path in config.extra_css %}<link rel="stylesheet" href="{{ path | url }}">{% endfor %}
{% for script in config.extra_javascript %}{{ script | script_tag }}{% endfor %}
</head>
<body>
<nav>{{ outline(nav) }}</nav>
<div id="toc">{{ outline(page.toc) }}</div>
<main>
{{ page.content }}
</main>
</body>
</html>
"""

_PROBLEM = re.compile(r"(\S.*?:[0-9]+: [a-z-]+): ")

CONFIG: Mapping[str, Any] = {
    "theme": {"name": None, "custom_dir": "theme"},
    "validation": {"nav": {"omitted_files": "warn"}, "links": {"anchors": "warn", "unrecognized_links": "warn"}},
}
"""Everything that MkDocs can warn of, it warns of."""

REGISTRY = """\
organisations:
  usgs: {name: U.S. Geological Survey, kind: government, url: "https://www.usgs.gov"}
sources:
  usgs-1:
    kind: dataset
    title: M 7.8 - Pazarcik earthquake
    publisher: usgs
    published: 2023-02-06
    url: https://earthquake.usgs.gov/1
    excerpts: [{text: followed 11 minutes later by a magnitude 6.7 aftershock}]
  kaust-2:
    kind: report
    title: Two quakes
    publisher: KAUST
    url: https://www.kaust.edu.sa/2
    excerpts: [{text: It cannot be considered an aftershock of the first.}]
  afad-3: {kind: official-statement, title: Statement on the quakes, speaker: Orhan Tatar, locator: Ankara}
"""


def small_site(files: Mapping[str, str | bytes], *, registry: str | bytes | None = REGISTRY) -> dict[str, str | bytes]:
    """The files, with the theme and, unless there is none, the registry."""
    own: dict[str, str | bytes] = {"theme/main.html": THEME}
    if registry is not None:
        own["articles/sources.yml"] = registry
    return own | dict(files)


def small_config(options: Mapping[str, Any] | None = None, **config: Any) -> dict[str, Any]:
    """`CONFIG` with the plugin; `options` are the plugin's."""
    return dict(CONFIG) | {"plugins": [{"provenance": dict(options or {})}]} | config


def article(text: str = "The ground shook [1].", **front: Any) -> str:
    """An article with front matter; `sources` is the registry's first unless given."""
    fields = {"title": "Quake", "sources": ["usgs-1"]} | front
    return f"---\n{yaml.safe_dump(fields, sort_keys=False, allow_unicode=True)}---\n\n{text}\n"


def soup_of(built: Built, path: str) -> BeautifulSoup:
    return BeautifulSoup(built.read(path), "html.parser")


def one(soup: BeautifulSoup | Tag, selector: str) -> Tag:
    """The one element that a selector finds."""
    found = soup.select(selector)
    assert len(found) == 1, (selector, found)
    return found[0]


def words(element: Tag) -> str:
    """An element's text with single spaces."""
    return " ".join(element.get_text().split())


def site_files(built: Built) -> set[str]:
    return {path.relative_to(built.site_dir).as_posix() for path in built.site_dir.rglob("*") if path.is_file()}


def record_of(built: Built, path: str) -> dict[str, Any]:
    """A page's `provenance.json`, valid against the schema that the package holds."""
    found: dict[str, Any] = json.loads(built.read(path))
    record_validator().validate(found)
    return found


def problems(built: Built) -> list[str]:
    """`path:line: code` of everything that the build said of articles and registry, in order."""
    lines = [record.getMessage() for record in built.records if record.name == "mkdocs.plugins.mkdocs_provenance"]
    return [found[1] for line in lines if (found := _PROBLEM.match(line))]


def dead_links(built: Built, path: str) -> list[str]:
    """Every link or image of a page that leads to no file of the site, or to no id of its page."""
    return [link for link in _links(soup_of(built, path)) if not _leads_somewhere(built, path, link)]


def _links(soup: BeautifulSoup) -> Iterator[str]:
    for element in soup.select("[href], [src]"):
        link = str(element.get("href") or element.get("src") or "")
        if not urlsplit(link).scheme and not link.startswith("//"):
            yield link


def _leads_somewhere(built: Built, path: str, link: str) -> bool:
    address, anchor = urldefrag(urljoin(f"/{path}", link))
    target = Path(built.site_dir, unquote(address).lstrip("/"))
    if target.is_dir():
        target /= "index.html"
    if not target.is_file():
        return False
    if not anchor or target.suffix != ".html":
        return True
    return unquote(anchor) in _ids(target, target.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _ids(page: Path, written: int) -> frozenset[str]:
    """Kept, because hundreds of links may lead to one page."""
    soup = BeautifulSoup(page.read_text("utf-8"), "html.parser")
    return frozenset(str(element["id"]) for element in soup.select("[id]"))
