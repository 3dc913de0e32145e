"""What others make of a page's text: the feeds of mkdocs-rss-plugin, and the theme's title, description and cards."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from conftest import Built, build_site
from small_site import article, small_config, small_site, soup_of

rss = pytest.mark.skipif(
    importlib.util.find_spec("mkdocs_rss_plugin") is None, reason="mkdocs-rss-plugin: not installed"
)

OPENING = """\
The first shock came [1], and [nobody](other.md) was asked [@kaust-2]. In `x[1]` it is code.

```
y[1]
```

!!! analysis "What we make of it"
    It was large [2].

!!! pullquote
    "The first shock came"

<!-- more -->

The second came nine hours later [1, 2].
"""
SHARED: dict[str, Any] = {"sources": ["afad-3", "kaust-2"], "date": "2024-01-02"}
FILES = {
    "articles/titled.md": article(OPENING, **SHARED | {"title": "Two shocks [1]"}),
    "articles/described.md": article(
        OPENING, **SHARED | {"title": "Described", "description": "It shook [1]. Twice [2]."}
    ),
    "articles/headed.md": article("# Headed [1]\n\n" + OPENING, **SHARED).replace("title: Quake\n", ""),
    "articles/other.md": article("It fell [1]. In [2023] it was cold.", **SHARED | {"title": "Other"}),
    "docs/plain.md": "---\ndate: 2024-01-03\n---\n\n# Plain\n\nIn 2023 [1] it was cold.\n",
}
TITLES = {"titled": "Two shocks", "described": "Described", "headed": "Headed", "other": "Other"}


def feed_site(root: Path, **options: Any) -> Built:
    """A site with the feeds of all its pages; dates from the front matter, no request."""
    feeds = {
        "use_git": False,
        "date_from_meta": {"as_creation": "date", "datetime_format": "%Y-%m-%d"},
        "cache_dir": str(root / "cache"),
        **options,
    }
    config = small_config(
        site_url="https://example.org/",
        site_description="A paper.",
        plugins=[{"rss": feeds}, "provenance"],
        markdown_extensions=["admonition", "attr_list", "fenced_code"],
    )
    return build_site(root, small_site(FILES), config)


def items_of(built: Built) -> dict[str, tuple[str, str]]:
    """Title and description of each item by the page's name, the same in the RSS and the JSON feed."""
    channel = ElementTree.fromstring(built.read("feed_rss_created.xml"))
    items = {
        str(item.findtext("link")).rstrip("/").rpartition("/")[2]: (
            item.findtext("title"),
            item.findtext("description"),
        )
        for item in channel.iter("item")
    }
    others = json.loads(built.read("feed_json_created.json"))["items"]
    assert {item["title"] for item in others} == {title for title, _ in items.values()}
    text = {" ".join(item["content_html"].split()) for item in others}
    assert text == {" ".join(str(description).split()) for _, description in items.values()}
    return {name: (str(title), " ".join(str(description).split())) for name, (title, description) in items.items()}


@rss
@pytest.mark.parametrize("options", [{}, {"abstract_delimiter": ""}, {"abstract_chars_count": -1}],
                         ids=["to the delimiter", "the first characters", "the whole page"])  # fmt: skip
def test_a_feed_carries_no_marker_and_nothing_of_the_panel(tmp_path: Path, options: dict[str, Any]) -> None:
    built = feed_site(tmp_path, **options)

    assert built.ok, built.log
    items = items_of(built)
    for name, title in TITLES.items():
        found, description = items[name]
        assert found == title
        prose = re.sub(r"<code>.*?</code>", "", description)
        assert not re.search(r"\[(?:[12]|1, 2|@[\w-]+)\]", prose), prose
        assert "<!--provenance" not in description
        assert "\x02" not in description
        assert "provenance-mark" not in description
        assert "How we know this" not in description
        assert name in ("other", "described") or "<code>x[1]</code>" in description
    assert items["described"][1] == "It shook. Twice." or options.get("abstract_chars_count") == -1
    assert "It fell. In [2023] it was cold." in items["other"][1]
    assert "In 2023 [1] it was cold." in items["plain"][1]


@rss
def test_an_abstract_says_what_is_analysis_and_repeats_no_pull_quote(tmp_path: Path) -> None:
    description = items_of(feed_site(tmp_path))["titled"][1]

    assert "<p><strong>What we make of it:</strong> It was large.</p>" in description
    assert "!!!" not in description
    assert description.count("The first shock came") == 1


@rss
def test_a_feed_of_whole_pages_says_what_is_analysis(tmp_path: Path) -> None:
    description = items_of(feed_site(tmp_path, abstract_chars_count=-1))["titled"][1]

    assert "it is not sourced reporting" in description
    assert "The second came nine hours later.</p>" in description


@rss
def test_the_pages_behind_a_feed_keep_their_markers(tmp_path: Path) -> None:
    built = feed_site(tmp_path)

    marks = [mark.get_text() for mark in soup_of(built, "articles/titled/index.html").select("main .provenance-mark")]
    assert marks[:4] == ["[1]", "[2]", "[2]", "[1, 2]"]


CARDS = """\
{% extends "base.html" %}
{% block extrahead %}
<meta property="og:title" content="{{ page.title if page }}">
<meta property="og:description" content="{{ page and page.meta.description or config.site_description }}">
{% endblock %}
"""


def test_titles_descriptions_and_cards_carry_no_marker(tmp_path: Path) -> None:
    theme = {"name": "material", "font": False, "custom_dir": "overrides"}
    config = small_config(theme=theme, site_url="https://example.org/", site_description="A paper.")

    built = build_site(tmp_path, small_site(FILES | {"overrides/main.html": CARDS}), config)

    for name, title in TITLES.items():
        page = soup_of(built, f"articles/{name}/index.html")
        told = {str(tag.get("property") or tag.get("name")): tag.get("content") for tag in page.select("head meta")}
        description = "It shook. Twice." if name == "described" else "A paper."
        assert page.title is not None
        assert page.title.get_text().startswith(title)
        assert "[" not in page.title.get_text()
        assert (told["og:title"], told["og:description"]) == (title, description)
        assert told["description"] == description


HOOK = """\
from pathlib import Path

from mkdocs.plugins import event_priority


@event_priority(-100)
def on_page_markdown(markdown, *, page, config, files):
    told = page.meta.get("title", page.title), page.meta.get("description", "")
    with Path(config.config_file_path).with_name("told.txt").open("a", encoding="utf-8") as file:
        file.write(f"{page.file.name}|{'|'.join(told)}\\n")
"""
"""Writes down what Material's `social` draws on a card, at the moment at which it does; that fetches its fonts."""


def test_a_social_card_is_drawn_without_markers(tmp_path: Path) -> None:
    config = small_config(
        plugins=[{"material/social": {"enabled": False}}, "provenance"],
        hooks=["hook.py"],
        nav=[{"Named [1]": "plain.md"}],
        not_in_nav="/articles/",
    )

    built = build_site(tmp_path, small_site(FILES | {"hook.py": HOOK}), config)

    assert built.ok, built.log
    told = dict(line.split("|", 1) for line in (tmp_path / "told.txt").read_text("utf-8").splitlines())
    assert {name: told[name].split("|")[0] for name in TITLES} == TITLES
    assert told["described"] == "Described|It shook. Twice."
    assert told["plain"] == "Named [1]|"
    page = soup_of(built, "articles/headed/index.html")
    assert page.title is not None
    assert page.title.get_text() == "Headed"
