"""Beside other plugins and extensions: Material's own, those that read what we write, and the other host."""

from __future__ import annotations

import datetime
import importlib.util
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from conftest import Built, build_site, run_mkdocs, write_site
from small_site import (
    article,
    dead_links,
    one,
    record_of,
    site_files,
    small_config,
    small_site,
    soup_of,
    words,
)

MATERIAL: dict[str, Any] = {"name": "material", "font": False, "custom_dir": "overrides"}
MAIN = """\
{% extends "base.html" %}
{% block extrahead %}<meta name="tone" content="{{ page.meta.tone if page else '' }}">{% endblock %}
"""

SHARED = {"title": "Post", "date": datetime.date(2024, 1, 2), "sources": ["afad-3", "kaust-2"]}
POST = """\
The first shock came [1]. Nobody was asked.

!!! analysis "What we make of it"
    It was large [2].

!!! pullquote
    "The first shock came"

<!-- more -->

The second shock came nine hours later [2].
"""
ARTICLE = """\
It shook [1][2]. And [1] [2] again[^n]. The HTML was --- he said "large" --- rather plain [1]{ .loud }.

## The shock [1]

--8<-- "articles/parts/included.txt"

`x[1]` and
```python title="a[1].py"
x[1]
```

[^n]: A footnote [2].

*[HTML]: Hyper Text
"""
FILES = {
    "overrides/main.html": MAIN,
    "docs/tags.md": "# Tags\n\n<!-- material/tags -->\n",
    "docs/blog/index.md": "# Blog\n",
    "docs/blog/posts/first.md": article(POST, **SHARED, categories=["Quakes"]),
    "docs/blog/posts/headed.md": article("# Headed\n\n" + POST, **SHARED | {"title": "Headed"}),
    "docs/blog/posts/plain.md": "---\ndate: 2024-01-03\n---\n\n# Plain\n\nIn 2023 [1] it was cold.\n",
    "docs/blog/posts/whole.md": article("A whole post came [1].", **SHARED | {"title": "Whole"}),
    "articles/.meta.yml": "tone: calm\ntags: [quakes]\nprovenance: {method: We asked everyone.}\n",
    "articles/quake.md": article(ARTICLE, sources=["afad-3", "kaust-2"]),
    "articles/parts/included.txt": "The included words came [2].",
    "articles/deep/.meta.yml": "sources: [kaust-2]\n",
    "articles/deep/second.md": "---\ntitle: Second\n---\n\nIt fell [1].\n",
}
EXTENSIONS: list[Any] = [
    "abbr", "admonition", "attr_list", "footnotes", "md_in_html", "smarty", "tables", {"toc": {"permalink": True}},
    "pymdownx.superfences", {"pymdownx.snippets": {"base_path": ["."], "check_paths": True}}, "pymdownx.tasklist",
]  # fmt: skip
PRIVACY: Any = {"privacy": {"assets": False, "links_attr_map": {"target": "_blank"}}}
"""With assets, it fetches a part of Material's own script, whatever the pages hold: no test may."""
MINIFY = ["minify"] if importlib.util.find_spec("mkdocs_minify_plugin") else []


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """One strict build with everything at once."""
    root = tmp_path_factory.mktemp("crowd")
    extensions = [*EXTENSIONS]
    extensions[-2] = {"pymdownx.snippets": {"base_path": [str(root)], "check_paths": True}}
    config = small_config(
        theme=MATERIAL,
        site_url="https://example.org/",
        markdown_extensions=extensions,
        plugins=["meta", "tags", {"blog": {"archive": True}}, "search", PRIVACY, "autorefs", "provenance", *MINIFY],
        extra={"homepage": "https://example.org/"},
    )
    return build_site(root, small_site(FILES), config, strict=True)


def _posts(built: Built) -> dict[str, str]:
    return {path.rpartition("/")[0].rpartition("/")[2]: path for path in site_files(built)
            if re.fullmatch(r"blog/2024/.*/index\.html", path) and "archive" not in path}  # fmt: skip


LISTINGS = ["blog/index.html", "blog/archive/2024/index.html", "blog/category/quakes/index.html"]


def test_everything_at_once_builds_without_a_warning(crowd: Built) -> None:
    assert crowd.ok, crowd.log
    assert crowd.warnings == []


def test_defaults_of_meta_reach_articles(crowd: Built) -> None:
    quake, second = (soup_of(crowd, f"articles/{name}/index.html") for name in ("quake", "deep/second"))

    assert [one(page, 'meta[name="tone"]')["content"] for page in (quake, second)] == ["calm", "calm"]
    assert "We asked everyone." in words(one(quake, ".provenance-panel"))
    assert "Two quakes" in words(one(second, ".provenance-notes"))
    assert not any("meta.yml" in path for path in site_files(crowd))


def test_tags_list_articles(crowd: Built) -> None:
    listed = {words(link) for link in soup_of(crowd, "tags/index.html").select("article a")}

    assert {"Quake", "Second"} <= listed


def test_adjacent_markers_are_no_cross_references(crowd: Built) -> None:
    page = soup_of(crowd, "articles/quake/index.html")

    marks = [words(mark) for mark in page.select("article .provenance-claim .provenance-mark")]
    assert marks[:4] == ["[1]", "[2]", "[1]", "[2]"]
    assert page.select("autoref") == []


def test_included_text_cites_and_code_does_not(crowd: Built) -> None:
    found = record_of(crowd, "articles/quake/provenance.json")

    claims = {claim["text"]: claim["support"] for claim in found["claims"]}
    assert claims["The included words came."] == "sourced"
    assert "x[1]" in [words(code) for code in soup_of(crowd, "articles/quake/index.html").select("p code")]
    assert "included.txt" in str(sorted(site_files(crowd)))  # a file beside an article is published as it is


def test_footnotes_abbreviations_and_quotes_keep_their_work(crowd: Built) -> None:
    page = soup_of(crowd, "articles/quake/index.html")

    assert one(page, 'article abbr[title="Hyper Text"]')
    assert "“large”" in words(one(page, "article"))
    assert [words(mark) for mark in page.select(".footnote .provenance-mark")] == ["[2]"]
    assert one(page, "h2#the-shock")
    assert words(one(page, "h2#the-shock .provenance-mark")) == "[1]"
    assert [link for link in dead_links(crowd, "articles/quake/index.html") if "provenance" in link] == []


def test_a_blog_post_has_its_panel_and_record(crowd: Built) -> None:
    posts = _posts(crowd)

    assert set(posts) == {"post", "headed", "plain", "whole"}
    for name in ("post", "headed", "whole"):
        page = soup_of(crowd, posts[name])
        assert one(page, "section#how-we-know-this")
        assert len(page.select(".provenance-mark")) >= 1
        record_of(crowd, posts[name].replace("index.html", "provenance.json"))
    assert soup_of(crowd, posts["plain"]).select('[class^="provenance-"]') == []


@pytest.mark.parametrize("path", LISTINGS)
def test_a_listing_shows_clean_prose(crowd: Built, path: str) -> None:
    html = crowd.read(path)
    page = BeautifulSoup(html, "html.parser")

    assert "The first shock came." in words(page)
    assert "<!--provenance" not in html
    assert "\x02" not in html
    assert page.select(".provenance-mark, .provenance-panel, .provenance-summary, .provenance-claim") == []
    assert "how-we-know-this" not in html
    assert not re.search(r"came ?\[[12]\]", words(page))
    assert "!!!" not in words(page)
    ids = Counter(str(tag["id"]) for tag in page.select("[id]"))
    assert [name for name, count in ids.items() if count > 1] == []


@pytest.mark.parametrize("path", LISTINGS[:2])
def test_a_listing_still_says_what_is_analysis(crowd: Built, path: str) -> None:
    sections = soup_of(crowd, path).select("section.provenance-analysis")

    assert len(sections) == 2
    for section in sections:
        assert "What we make of it" in words(section)
        assert "it is not sourced reporting" in words(section)
        assert section.select("[id]") == []


def test_a_listing_of_a_post_that_does_not_cite_is_left_alone(crowd: Built) -> None:
    assert "In 2023 [1] it was cold." in words(soup_of(crowd, "blog/index.html"))


def test_every_page_has_unique_ids(crowd: Built) -> None:
    for path in sorted(site_files(crowd)):
        if path.endswith(".html"):
            ids = Counter(str(tag["id"]) for tag in soup_of(crowd, path).select("[id]"))
            assert [name for name, count in ids.items() if count > 1] == [], path


def test_search_holds_the_prose_of_posts_only_once_and_clean(crowd: Built) -> None:
    docs = json.loads(crowd.read("search/search_index.json"))["docs"]

    text = " ".join(f"{entry['title']} {entry['text']}" for entry in docs if not entry["location"].startswith("tags"))
    assert "The included words came." in text
    assert "Who the sources are" not in text
    assert "<!--" not in text
    assert not re.search(r"came ?\[[12]\]", text)


@pytest.mark.parametrize("path", ["articles/deep/second/index.html", "sources/kaust-2/index.html"])
def test_privacy_reads_the_links_to_sources(crowd: Built, path: str) -> None:
    links = soup_of(crowd, path).select('article a[href^="https://"]:not([rel="edit"])')

    assert links
    assert {str(link["target"]) for link in links} == {"_blank"}


@pytest.mark.skipif(not MINIFY, reason="mkdocs-minify-plugin is not installed")
def test_minified_pages_keep_their_panel(crowd: Built) -> None:
    assert one(soup_of(crowd, "articles/quake/index.html"), "section#how-we-know-this")


# Offline -------------------------------------------------------------------------------------------------------------


def test_offline_pages_lead_to_files(tmp_path: Path) -> None:
    files = {"overrides/main.html": MAIN, "articles/quake.md": article("It shook [1]. [Other](other.md)"),
             "articles/other.md": article("It fell [1].")}  # fmt: skip
    config = small_config(theme=MATERIAL, plugins=["search", "offline", "provenance"])

    built = build_site(tmp_path, small_site(files), config, strict=True)

    assert built.ok, built.log
    page = soup_of(built, "articles/quake.html")
    assert one(page, '.provenance-panel a[href="quake/provenance.json"]')
    assert record_of(built, "articles/quake/provenance.json")["counts"]["sourced"] == 1
    ours = page.select("article a[href], link[href*=provenance], script[src*=provenance]")
    assert len(ours) > 5
    dead = dead_links(built, "articles/quake.html")
    assert [link for link in dead if "provenance" in link or "other" in link] == []


# The same site twice -------------------------------------------------------------------------------------------------


def test_two_builds_at_one_date_are_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    files = {"articles/quake.md": FILES["articles/quake.md"].replace("--8<--", ""), "articles/b.md": article()}
    config = small_config(theme={"name": "readthedocs"}, plugins=["search", "provenance"], site_url="https://e.org/",
                          markdown_extensions=["footnotes", "attr_list"])  # fmt: skip

    first, second = (build_site(tmp_path / name, small_site(files), config) for name in ("first", "second"))

    assert site_files(first) == site_files(second)
    differing = [path for path in sorted(site_files(first))
                 if (first.site_dir / path).read_bytes() != (second.site_dir / path).read_bytes()]  # fmt: skip
    assert differing == []
    assert len(site_files(first)) > 10


# Another host --------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(importlib.util.find_spec("properdocs") is None, reason="ProperDocs is not installed")
def test_properdocs_builds_the_same_article(tmp_path: Path) -> None:
    config = small_config(site_url="https://example.org/")
    write_site(tmp_path, small_site({"articles/quake.md": article("It shook [1]. Nobody saw it.")}), config)
    pages = ("articles/quake/index.html", "articles/quake/provenance.json", "sources/usgs-1/index.html")

    done = run_mkdocs(tmp_path, "build", "--strict", program="properdocs")

    assert done.returncode == 0, done.stderr
    theirs = [(tmp_path / "site" / path).read_text("utf-8") for path in pages]
    done = run_mkdocs(tmp_path, "build", "--strict")
    assert done.returncode == 0, done.stderr
    assert [(tmp_path / "site" / path).read_text("utf-8") for path in pages] == theirs


@pytest.mark.skipif(importlib.util.find_spec("properdocs") is None, reason="ProperDocs is not installed")
def test_properdocs_fails_strictly_too(tmp_path: Path) -> None:
    write_site(tmp_path, small_site({"articles/quake.md": article("It shook [2].")}), small_config())

    done = run_mkdocs(tmp_path, "build", "--strict", program="properdocs")

    assert done.returncode == 1
    assert "articles/quake.md:7: unknown-source: " in done.stderr
    assert "Traceback" not in done.stderr
