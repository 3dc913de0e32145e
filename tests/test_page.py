"""A built article's page, in three themes: the structure that styles, scripts and screen readers rely on."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from conftest import Built, SiteBuilder, build_site
from small_site import REGISTRY, article, one, small_config, small_site, soup_of, words

TEXT = """\
# Two shocks [1] in nine hours

The first shock had a magnitude of 7.8 [1]. A second *followed* nine hours later [1, 2]. Nobody has counted the dead.

"It cannot be considered an aftershock," said KAUST [2, p. 4]. See [how we know](#how-we-know-this), and [the other
one](titled.md#how-we-know-this).

## The depth [2]

- One agency says 18 km [@afad-3].

!!! pullquote
    "cannot be considered an aftershock"

!!! analysis "What to make of it"
    The dispute is about words [2]. It is our reading.

## What it means [1] { .analysis }

We think that it matters.

### A part of it

So it does [2].

## What comes next

It will shake again [1].
"""

FRONT: dict[str, Any] = {
    "title": "Two shocks in nine hours [1]",
    "description": "A second shock [1, 2] followed [@kaust-2].",
    "date": "2023-02-08",
    "sources": ["usgs-1", "kaust-2"],
    "provenance": {
        "method": "We compared the agencies' own pages.",
        "not_established": ["Which depth is right."],
        "disagreement": [{"text": "AFAD gives 7.7 where USGS gives 7.8 [1]."}],
        "corrections": [{"date": "2023-02-10", "kind": "correction", "text": "The depth was wrong."}],
    },
}

FILES = {
    "docs/index.md": "# Home\n\nRead [how we know](articles/quake.md#how-we-know-this).\n",
    "articles/quake.md": article(TEXT, **FRONT),
    "articles/titled.md": article("It shook [1].", title="Title alone"),
}

THEMES: dict[str, Any] = {
    "material": {"name": "material", "font": False, "custom_dir": "overrides"},
    "mkdocs": {"name": "mkdocs"},
    "readthedocs": {"name": "readthedocs"},
}
EXTENSIONS = ["admonition", "attr_list", {"toc": {"permalink": True}}]


@pytest.fixture(scope="module", params=THEMES)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    config = small_config(
        theme=THEMES[request.param], markdown_extensions=EXTENSIONS, site_url="https://example.org/",
        plugins=["provenance", "search"] if request.param == "readthedocs" else ["search", "provenance"],
    )  # fmt: skip
    files = small_site(FILES | {"overrides/main.html": '{% extends "base.html" %}'})
    return build_site(tmp_path_factory.mktemp(request.param), files, config, strict=True)


@pytest.fixture
def page(site: Built) -> BeautifulSoup:
    return soup_of(site, "articles/quake/index.html")


def _after(tag: Tag) -> Tag:
    found = tag.find_next_sibling()
    assert isinstance(found, Tag)
    return found


def test_the_site_builds_without_a_warning(site: Built) -> None:
    assert site.ok, site.log
    assert site.warnings == []


def test_the_notice_and_the_summary_stand_under_the_headline(site: Built, page: BeautifulSoup) -> None:
    summary, notice = one(page, ".provenance-summary"), one(page, ".provenance-correction")

    assert _after(one(page, "h1")) is notice
    assert _after(notice) is summary
    assert one(summary, 'a[href="#how-we-know-this"]')
    assert "drawn from" in words(summary)
    titled = soup_of(site, "articles/titled/index.html")
    before = one(titled, ".provenance-summary").find_previous_sibling()
    assert before is None or before.name == "h1"  # Material writes the title's h1 itself


def test_every_mark_is_a_superscript_with_links_to_notes(page: BeautifulSoup) -> None:
    marks = page.select(".provenance-mark")

    assert len(marks) == 12  # eleven as written, one that the pull quote inherits
    for mark in marks:
        assert mark.name == "sup"
        links = mark.select("a")
        assert links
        for link in links:
            assert link["role"] == "doc-noteref"
            assert one(page, f'.provenance-notes li[id="{str(link["href"])[1:]}"]')
    assert {words(mark) for mark in marks} == {"[1]", "[2]", "[3]", "[1, 2]", "[2, p. 4]"}


def test_every_claim_says_whether_it_has_a_source(page: BeautifulSoup) -> None:
    claims = {words(claim): claim["data-support"] for claim in page.select("span.provenance-claim")}
    supports = {text: support for text, support in claims.items() if not text.startswith("followed")}

    assert supports["Nobody has counted the dead."] == "unsourced"
    assert supports["The first shock had a magnitude of 7.8[1]."] == "sourced"
    assert set(claims.values()) == {"sourced", "unsourced"}
    assert not any("our reading" in text or "We think" in text for text in claims)


def test_analysis_is_a_section_by_admonition_and_by_heading(page: BeautifulSoup) -> None:
    boxed, headed = page.select(".provenance-analysis")

    assert boxed.name == headed.name == "section"
    assert "What to make of it" in words(boxed)
    assert "The dispute is about words" in words(boxed)
    assert "We think that it matters." in words(headed)
    assert "So it does" in words(headed)
    assert "What comes next" not in words(headed)
    for section in (boxed, headed):
        assert "it is not sourced reporting" in words(section)
        assert section.select(".provenance-claim") == []


def test_the_pull_quote_shows_the_mark_it_inherits(page: BeautifulSoup) -> None:
    quote = one(page, ".provenance-pullquote")

    assert [words(mark) for mark in quote.select(".provenance-mark")] == ["[2, p. 4]"]


def test_the_panel_has_its_id_and_heading(page: BeautifulSoup) -> None:
    panel = one(page, "section.provenance-panel")

    assert panel["id"] == "how-we-know-this"
    assert words(one(panel, "h2")) == "How we know this"
    assert "We compared the agencies' own pages." in words(panel)
    assert "Which depth is right." in words(panel)


def test_notes_are_a_list_of_plain_items_with_ways_back(page: BeautifulSoup) -> None:
    notes = one(page, '.provenance-panel section.provenance-notes[role="doc-endnotes"]')
    items = one(notes, "section > ol").find_all("li", recursive=False)

    assert [item.get("role") for item in items] == [None, None, None]
    for item in items:
        backs = item.select('a[role="doc-backlink"]')
        assert backs
        for back in backs:
            mark = page.find(id=str(back["href"])[1:])
            assert mark is not None
            assert f"#{item['id']}" in [link["href"] for link in mark.select("a")]


def test_every_link_of_the_page_leads_somewhere(site: Built, page: BeautifulSoup) -> None:
    links = page.select("main a[href^='#'], [role=main] a[href^='#'], .provenance-panel a")
    here = [str(link["href"]) for link in links]
    inner = [link for link in here if link.startswith("#") and link != "#"]

    assert len(inner) > 20
    assert [link for link in inner if page.find(id=link[1:]) is None] == []
    assert one(page, '.provenance-panel a[href="provenance.json"]')
    assert (site.site_dir / "articles/quake/provenance.json").is_file()


def test_ids_are_unique(site: Built) -> None:
    for path in ("articles/quake/index.html", "articles/titled/index.html"):
        ids = Counter(str(tag["id"]) for tag in soup_of(site, path).select("[id]"))
        assert [name for name, count in ids.items() if count > 1 and not name.startswith("__")] == []


def test_nothing_inline_is_added(page: BeautifulSoup) -> None:
    ours = page.select('[class*="provenance-"], [class*="provenance-"] *')

    assert len(ours) > 50
    for tag in ours:
        assert tag.name not in ("script", "style")
        named = {name for name in tag.attrs if name in ("style", "title") or name.startswith("on")}
        assert not named or tag.get("class") == ["headerlink"], tag


def test_no_placeholder_is_left(site: Built) -> None:
    for path in site.site_dir.rglob("*.*"):
        if path.suffix in (".html", ".json", ".xml"):
            text = path.read_text("utf-8")
            assert "<!--provenance" not in text, path
            assert "provenance:c" not in text, path
            assert "\x02" not in text, path


def test_the_contents_list_the_panel_and_hold_no_numbers(page: BeautifulSoup) -> None:
    links = page.select('.md-nav--secondary a, #toc-collapse a, .wy-menu a[href^="#"], .bs-sidenav a')
    listed = {str(link["href"]): words(link) for link in links}

    assert listed["#how-we-know-this"] == "How we know this"
    assert listed["#the-depth"] == "The depth"
    assert listed["#what-it-means"] == "What it means"
    assert not any("[" in text for text in listed.values())


def test_titles_slugs_and_description_hold_no_markers(site: Built, page: BeautifulSoup) -> None:
    assert words(one(page, "title")).startswith("Two shocks in nine hours")
    assert "[" not in words(one(page, "title"))
    description = page.find("meta", attrs={"name": "description"})
    assert description is None or "[" not in str(description["content"])
    assert [str(heading["id"]) for heading in page.select("h2[id], h3[id]")][:4] == [
        "the-depth", "what-it-means", "a-part-of-it", "what-comes-next",
    ]  # fmt: skip
    home = soup_of(site, "index.html")
    assert not any("[1]" in words(link) for link in home.select("a"))


def test_search_finds_prose_only(site: Built) -> None:
    docs = json.loads(site.read("search/search_index.json"))["docs"]
    ours = [entry for entry in docs if entry["location"].startswith("articles/")]

    text = " ".join(f"{entry['title']} {entry['text']}" for entry in ours)
    assert "magnitude of 7.8" in text
    assert "It is our reading" in text
    for stray in ("[1", "[2", "[@", "drawn from", "agencies' own pages", "Who the sources are", "provenance:"):
        assert stray not in text, stray
    assert not any("how-we-know-this" in entry["location"] for entry in ours)


def test_the_sitemap_lists_pages_only(site: Built) -> None:
    listed = re.findall("<loc>(.*?)</loc>", site.read("sitemap.xml"))

    assert sorted(listed) == [
        "https://example.org/",
        "https://example.org/articles/quake/",
        "https://example.org/articles/titled/",
        "https://example.org/corrections/",
        "https://example.org/sources/",
        *(f"https://example.org/sources/{key}/" for key in ("afad-3", "kaust-2", "organisations/usgs", "usgs-1")),
    ]


def test_style_and_script_are_linked_once_and_exist(site: Built, page: BeautifulSoup) -> None:
    sheets = [link for link in page.select("link[rel=stylesheet]") if "provenance" in str(link["href"])]
    scripts = [script for script in page.select("script[src]") if "provenance" in str(script["src"])]

    assert len(sheets) == len(scripts) == 1
    assert scripts[0]["type"] == "module"
    assert (site.site_dir / "assets/provenance/provenance.css").is_file()
    assert (site.site_dir / "assets/provenance/provenance.mjs").is_file()


# Pages that do not cite ----------------------------------------------------------------------------------------------

PLAIN = """\
# Notes [1] on everything

Plain [1], [0,1], [2024], [x], [1-3], [see 4], \\[5], [1][2], [^1] and [a link](#x) [here][1].

- [ ] [1] to do
- [x] done [2]

[@user](https://example.org/@user), [@nobody], [see @nobody, p. 5], [-@nobody], a@b.org [@nobody; @noone].

!!! analysis
    Our [1] analysis.

!!! pullquote "Title"
    A quote.

## Heading { .analysis }

`[@usgs-1]` and

    [@usgs-1]

```python
x[1] = y[@usgs-1]  # [@usgs-1]
```

| a [1] | b |
|-------|---|
| [1]   | 2 |

<div>[@usgs-1] and [1]</div>

<!-- [@usgs-1] -->

How we know this: sources: [usgs-1]

[1]: https://example.org/one
[^1]: A footnote [2].
"""
UNTOUCHED = ["admonition", "attr_list", "tables", "footnotes", "pymdownx.superfences", "pymdownx.tasklist"]


def _without_assets(html: str) -> list[str]:
    return [line for line in html.splitlines() if "assets/provenance/provenance" not in line]


@pytest.mark.parametrize("theme", ["readthedocs", "mkdocs"])
def test_a_page_without_sources_is_byte_for_byte_the_same(tmp_path_factory: pytest.TempPathFactory, theme: str) -> None:
    files = {
        "docs/index.md": PLAIN,
        "docs/front.md": "---\ntitle: Front [1]\ndescription: See [1]\nauthor: [a, b]\n---\n" + PLAIN,
        "docs/empty.md": "",
        "docs/crlf.md": PLAIN.replace("\n", "\r\n").encode(),
        "docs/sources.md": "# sources\n\nsources: [1]\n",
    }
    base: dict[str, Any] = {"theme": {"name": theme}, "markdown_extensions": UNTOUCHED, "site_url": "https://e.org/"}
    registry = {"registry/sources.yml": REGISTRY}
    own = {"sources_dir": "", "corrections_dir": ""}  # pages that the navigation would list
    options = [{"provenance": {"registry": "registry/sources.yml"} | own}]
    without = build_site(tmp_path_factory.mktemp("without"), files | registry, base | {"plugins": []})
    built = build_site(tmp_path_factory.mktemp("with"), files | registry, base | {"plugins": options})

    for path in ("index.html", "front/index.html", "empty/index.html", "crlf/index.html", "sources/index.html"):
        # The date of the build stands in a comment at the end of the theme's front page.
        ours, theirs = (_without_assets(each.read(path).partition("\nBuild Date UTC")[0]) for each in (built, without))
        assert ours == theirs
    assert list(built.site_dir.rglob("provenance.json")) == []
    assert [line for line in built.warnings if line not in without.warnings] == []


def test_a_docs_page_with_a_key_of_the_registry_cites(built_site: SiteBuilder) -> None:
    text = "# Guide\n\nIt shook [@usgs-1]. In 2023 [1] it was cold [@nobody].\n"

    built = built_site(small_site({"docs/guide.md": text}), small_config(), strict=True)

    assert built.ok, built.log
    page = soup_of(built, "guide/index.html")
    assert [words(mark) for mark in page.select(".provenance-mark")] == ["[1]"]
    assert "In 2023 [1] it was cold [@nobody]." in words(one(page, "main"))
    assert one(page, "section#how-we-know-this")
    assert (built.site_dir / "guide/provenance.json").is_file()


def test_a_docs_page_with_sources_cites_by_number(built_site: SiteBuilder) -> None:
    built = built_site(small_site({"docs/guide.md": article("It shook [1] and [2].")}), small_config())

    assert [words(mark) for mark in soup_of(built, "guide/index.html").select(".provenance-mark")] == ["[1]"]
    assert any("docs/guide.md:7: unknown-source" in line for line in built.warnings)


def test_two_pages_of_the_same_text_are_kept_apart(built_site: SiteBuilder) -> None:
    files = {
        "docs/a.md": article("It shook [1]."),
        "docs/b.md": "It shook [1].\n",
        "articles/c.md": article("It shook [1].", sources=["kaust-2"]),
        "articles/d.md": article("It shook [1].", sources=["afad-3"]),
    }

    built = built_site(small_site(files), small_config(), strict=True)

    assert built.ok, built.log
    titles = {"a": "M 7.8 - Pazarcik earthquake", "articles/c": "Two quakes", "articles/d": "Statement on the quakes"}
    for path, title in titles.items():
        assert title in words(one(soup_of(built, f"{path}/index.html"), ".provenance-notes"))
    assert "provenance" not in str(one(soup_of(built, "b/index.html"), "main"))


def test_links_to_the_panel_are_checked(built_site: SiteBuilder) -> None:
    text = "It shook [1]. [Here](#how-we-know-this) and [there](b.md#how-we-know-this). [No](#how-we-knew-this)."

    built = built_site(small_site({"articles/a.md": article(text), "articles/b.md": article()}), small_config())

    assert ["how-we-knew-this" in warning for warning in built.warnings] == [True]
