"""The articles' folder as part of a site: addresses, links, navigation, what is published and what is not."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from conftest import Built, SiteBuilder, build_site
from small_site import (
    REGISTRY,
    article,
    dead_links,
    one,
    problems,
    record_of,
    site_files,
    small_config,
    small_site,
    soup_of,
    words,
)

SECRET = "Words of the held text that only the desk may read"
SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'
HELD = "  held: {kind: document, title: Held, locator: safe, text_path: articles/captures/held.txt}\n"

LINKS = """\
The ground shook [1]. See [the front page](../index.md), [our rules](../guide/rules.md#what-we-do),
[the second part](deep/second.md), [all articles](index.md) and [how we know](#how-we-know-this).

![A map](images/map.svg) [The report](files/report.pdf) [Its notes](deep/second.md#how-we-know-this)
"""

MAGAZINE: Mapping[str, str | bytes] = {
    "docs/index.md": "# Home\n\n[Quake](articles/quake.md) and [how we know](articles/quake.md#how-we-know-this)\n",
    "docs/guide/rules.md": "# Rules\n\n## What we do\n\n[Second](../articles/deep/second.md)\n",
    "articles/index.md": "# All articles\n\nIn 2023 [1] we began. [Quake](quake.md)\n",
    "articles/quake.md": article(LINKS, date="2023-02-08"),
    "articles/deep/second.md": article("It shook again [1]. ![A map](../images/map.svg) [First](../quake.md)"),
    "articles/deep/index.md": "# Deep\n",
    "articles/images/map.svg": SVG,
    "articles/files/report.pdf": b"%PDF-1.4",
    "articles/photo.jpg": b"\xff\xd8\xff",
    "articles/data.csv": "a,b\n",
    "articles/captures/held.txt": SECRET,
    "articles/.draft.md": "# A draft\n",
    "articles/.drafts/one.md": "# A draft\n",
    "articles/.DS_Store": b"\0",
}


@pytest.fixture(scope="module", params=[True, False], ids=["folders", "files"])
def magazine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    files = small_site(MAGAZINE, registry=REGISTRY + HELD)
    config = small_config(use_directory_urls=request.param, site_url="https://example.org/news/")
    return build_site(tmp_path_factory.mktemp("magazine"), files, config, strict=True)


def _has_folders(built: Built) -> bool:
    return (built.site_dir / "articles/quake/index.html").exists()


def test_articles_join_a_site_without_a_warning(magazine: Built) -> None:
    assert magazine.ok, magazine.log
    assert magazine.warnings == []


def test_an_article_has_its_page_under_articles(magazine: Built) -> None:
    quake = "articles/quake/index.html" if _has_folders(magazine) else "articles/quake.html"
    second = "articles/deep/second/index.html" if _has_folders(magazine) else "articles/deep/second.html"

    assert {quake, second, "articles/index.html", "articles/deep/index.html"} <= site_files(magazine)
    assert len(soup_of(magazine, quake).select("section#how-we-know-this")) == 1


@pytest.mark.parametrize(("slug", "path"), [("quake", "quake.md"), ("deep/second", "deep/second.md")])
def test_the_record_is_always_in_the_folder_of_the_slug(magazine: Built, slug: str, path: str) -> None:
    found = record_of(magazine, f"articles/{slug}/provenance.json")

    ending = "/" if _has_folders(magazine) else ".html"
    assert found["article"]["path"] == f"articles/{path}"
    assert found["article"]["url"] == f"https://example.org/news/articles/{slug}{ending}"
    assert found["counts"]["claims"] >= 1


def test_links_between_articles_pages_and_media_lead_somewhere(magazine: Built) -> None:
    pages = [path for path in sorted(site_files(magazine)) if path.endswith(".html")]

    assert len(pages) >= 6
    assert {path: dead_links(magazine, path) for path in pages} == {path: [] for path in pages}


def test_media_beside_an_article_are_copied(magazine: Built) -> None:
    published = site_files(magazine)

    assert {"articles/images/map.svg", "articles/files/report.pdf", "articles/photo.jpg"} <= published
    assert "articles/data.csv" in published
    assert magazine.read("articles/images/map.svg") == SVG


def test_registry_held_texts_and_hidden_files_are_not_published(magazine: Built) -> None:
    published = site_files(magazine)

    assert not any(path.endswith((".yml", ".txt", ".md")) for path in published)
    assert not any(part.startswith(".") for path in published for part in path.split("/"))
    assert not any("draft" in path for path in published)
    assert not any(SECRET.encode() in (magazine.site_dir / path).read_bytes() for path in published)


def test_an_index_of_the_folder_is_a_plain_page(magazine: Built) -> None:
    page = soup_of(magazine, "articles/index.html")

    assert page.select(".provenance-panel, .provenance-mark") == []
    assert "In 2023 [1] we began." in words(page)
    assert not (magazine.site_dir / "articles/provenance.json").exists()


# Edit links ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"repo_url": "https://github.com/o/r", "edit_uri": "edit/main/docs/"}, "https://github.com/o/r/edit/main/"),
        ({"repo_url": "https://github.com/o/r", "edit_uri": "edit/main/docs"}, "https://github.com/o/r/edit/main/"),
        ({"repo_url": "https://g.org/o/r", "edit_uri": "?query=edit/docs/"}, "https://g.org/o/r?query=edit/"),
        ({"edit_uri_template": "https://e.org/edit/main/docs/{path}"}, "https://e.org/edit/main/"),
        ({"repo_url": "https://e.org/r", "edit_uri_template": "blob/main/docs/{path}"}, "https://e.org/r/blob/main/"),
    ],
    ids=["edit_uri", "no-slash", "query", "template", "template-below-repository"],
)
def test_an_article_keeps_its_edit_link(built_site: SiteBuilder, settings: dict[str, str], expected: str) -> None:
    files = small_site({"articles/deep/quake.md": article(), "docs/guide/a.md": "# A\n"})

    built = built_site(files, small_config(**settings))

    edit = one(soup_of(built, "articles/deep/quake/index.html"), 'link[rel="edit"]')
    assert edit["href"] == f"{expected}articles/deep/quake.md"
    page = one(soup_of(built, "guide/a/index.html"), 'link[rel="edit"]')
    assert str(page["href"]).endswith("docs/guide/a.md")


# Navigation ----------------------------------------------------------------------------------------------------------

DATED = {
    "articles/a-old.md": article(title="Old", date="2021-01-01"),
    "articles/b-new.md": article(title="New", date="2024-05-06"),
    "articles/c-none.md": article(title="Undated"),
    "articles/d-mid.md": article(title="Middle", date="2022-03"),
    "docs/about.md": "# About\n",
}
NAMED = [{"Home": "index.md"}, {"About": "about.md"}]


def _outline(built: Built) -> list[Any]:
    """The navigation as titles; a section is its title with what is below it."""

    def read(element: Any) -> list[Any]:
        items: list[Any] = []
        for entry in element.find_all("li", recursive=False):
            title, below = entry.a.get_text(), entry.find("ul", recursive=False)
            items.append({title: read(below)} if below else title)
        return items

    return read(one(soup_of(built, "index.html"), "nav").ul)


OWN = ["Sources", "Corrections and updates"]
"""The site's own pages, which MkDocs' own navigation lists last."""


@pytest.mark.parametrize(
    ("nav", "options", "expected"),
    [
        (None, {}, ["Home", "About", {"Articles": ["Old", "New", "Undated", "Middle"]}, *OWN]),  # MkDocs' own order
        (None, {"articles_nav": 2}, ["Home", "About", {"Articles": ["New", "Middle"]}, *OWN]),
        (None, {"articles_nav": 0}, ["Home", "About", *OWN]),
        (NAMED, {}, ["Home", "About", {"Articles": ["New", "Middle", "Old", "Undated"]}]),
        (NAMED, {"articles_nav": 3}, ["Home", "About", {"Articles": ["New", "Middle", "Old"]}]),
        (NAMED, {"articles_nav": 0}, ["Home", "About"]),
        (NAMED, {"articles_title": "Latest"}, ["Home", "About", {"Latest": ["New", "Middle", "Old", "Undated"]}]),
        (
            [{"Home": "index.md"}, {"News": "articles/"}, {"About": "about.md"}],
            {"articles_nav": 2},
            ["Home", {"News": ["New", "Middle"]}, "About"],
        ),
        (
            [{"Home": "index.md"}, {"News": ["about.md", "articles/"]}],
            {"articles_nav": 2},
            ["Home", {"News": ["About", "New", "Middle"]}],
        ),
        (
            [{"Home": "index.md"}, {"About": "about.md"}, {"News": ["articles/", {"First": "articles/a-old.md"}]}],
            {"articles_nav": 1},
            ["Home", "About", {"News": ["New", "First"]}],
        ),
        (
            [{"Home": "index.md"}, {"About": "about.md"}, {"The best": "articles/a-old.md"}],
            {},
            ["Home", "About", "The best"],
        ),
    ],
    ids=[
        "no-nav", "no-nav-limit", "no-nav-none", "nav", "nav-limit", "nav-none", "title", "placeholder",
        "placeholder-in-list", "placeholder-and-article", "nav-names-an-article",
    ],
)  # fmt: skip
def test_the_newest_articles_stand_in_the_navigation(
    built_site: SiteBuilder, nav: Any, options: dict[str, Any], expected: list[Any]
) -> None:
    built = built_site(small_site(DATED), small_config(options, **({"nav": nav} if nav else {})), strict=True)

    assert built.ok, built.log
    assert _outline(built) == expected
    assert built.warnings == []
    assert "not included in the" not in built.log
    for name in ("a-old", "b-new", "c-none", "d-mid"):
        assert (built.site_dir / "articles" / name / "index.html").exists()


def test_articles_nav_zero_with_a_placeholder_leaves_no_empty_entry(built_site: SiteBuilder) -> None:
    nav = [{"Home": "index.md"}, {"News": "articles/"}, {"About": "about.md"}]

    built = built_site(small_site(DATED), small_config({"articles_nav": 0}, nav=nav), strict=True)

    assert built.ok, built.log
    assert _outline(built) == ["Home", "About"]


def test_a_placeholder_without_articles_leaves_no_empty_entry(built_site: SiteBuilder) -> None:
    nav = [{"Home": "index.md"}, {"News": "articles/"}]

    built = built_site(small_site({}, registry=None), small_config(nav=nav), strict=True)

    assert built.ok, built.log
    assert _outline(built) == ["Home"]


@pytest.mark.parametrize(
    ("nav", "expected"),
    [
        (NAMED, ["Home", "About", {"Articles": ["All articles", "New", "Middle", "Old", "Undated"]}]),
        (
            [*NAMED, {"News": [{"Overview": "articles/index.md"}, "articles/"]}],
            ["Home", "About", {"News": ["Overview", "New", "Middle", "Old", "Undated"]}],
        ),
        ([*NAMED, {"News": "articles/index.md"}], ["Home", "About", "News"]),
    ],
)
def test_the_folders_index_leads_the_section(built_site: SiteBuilder, nav: Any, expected: list[Any]) -> None:
    files = {"articles/index.md": "# All articles\n", "articles/deep/index.md": "# Deep\n"} | DATED

    built = built_site(small_site(files), small_config(nav=nav), strict=True)

    assert built.ok, built.log
    assert built.warnings == []
    assert _outline(built) == expected


@pytest.mark.parametrize("nav", [None, NAMED, [*NAMED, {"News": "articles/"}]], ids=["no-nav", "nav", "placeholder"])
@pytest.mark.parametrize("limit", [0, 1, 12])
def test_drafts_and_excluded_articles_stay_out(built_site: SiteBuilder, nav: Any, limit: int) -> None:
    settings = {
        "exclude_docs": "secret.md\n",
        "draft_docs": "/articles/draft-*\n",
        "not_in_nav": "/articles/quiet.md\n",
    }
    files = {
        "articles/secret.md": article(title="Secret", date="2026-01-01"),
        "articles/draft-1.md": article(title="Draft", date="2026-01-02"),
        "articles/quiet.md": article(title="Quiet", date="2026-01-03"),
    }
    config = small_config({"articles_nav": limit}, **settings, **({"nav": nav} if nav else {}))

    built = built_site(small_site(files | DATED), config, strict=True)

    assert built.ok, built.log
    pages = {path for path in site_files(built) if path.startswith("articles/") and path.endswith(".html")}
    assert pages == {f"articles/{name}/index.html" for name in ("a-old", "b-new", "c-none", "d-mid", "quiet")}
    listed = str(_outline(built))
    assert not any(title in listed for title in ("Secret", "Draft", "Quiet"))
    assert ("'New'" in listed) == (limit > 0)


# Collisions ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def colliding(tmp_path_factory: pytest.TempPathFactory) -> Built:
    files = {
        "docs/articles/quake.md": "# Quake of the docs\n",
        "articles/quake.md": article("The ground shook [1]."),
        "articles/flood.md": article("The water rose [1].", title="Flood, the file"),
        "articles/flood/index.md": "# Flood, the folder\n",
        "articles/both/README.md": "# The readme\n",
        "articles/both/index.md": "# The index\n",
        "docs/articles/map.svg": SVG,
        "articles/map.svg": SVG.replace("/>", ">other</svg>"),
        "articles/other.md": article("It was seen [1] and [9]."),
    }
    return build_site(tmp_path_factory.mktemp("colliding"), small_site(files), small_config())


def test_files_that_would_become_one_page_are_reported(colliding: Built) -> None:
    assert colliding.ok
    assert sorted(problems(colliding)) == [
        "articles/both/README.md:1: article-collision",
        "articles/flood/index.md:1: article-collision",
        "articles/map.svg:1: article-collision",
        "articles/other.md:7: unknown-source",
        "articles/quake.md:1: article-collision",
    ]


def test_the_page_of_the_docs_stands(colliding: Built) -> None:
    assert words(one(soup_of(colliding, "articles/quake/index.html"), "h1")) == "Quake of the docs"
    assert colliding.read("articles/map.svg") == SVG
    assert not (colliding.site_dir / "articles/quake/provenance.json").exists()


def test_of_two_articles_the_file_stands_and_of_two_indexes_the_index(colliding: Built) -> None:
    assert "The water rose" in colliding.read("articles/flood/index.html")
    assert "The index" in colliding.read("articles/both/index.html")


def test_a_collision_fails_a_strict_build(built_site: SiteBuilder) -> None:
    files = {"docs/articles/quake.md": "# Quake of the docs\n", "articles/quake.md": article()}

    assert not built_site(small_site(files), small_config(), strict=True).ok


# Other folders, other registries -------------------------------------------------------------------------------------


def test_no_articles_and_no_registry_is_no_mistake(built_site: SiteBuilder) -> None:
    built = built_site(small_site({}, registry=None), small_config(), strict=True)

    assert built.ok, built.log
    assert problems(built) == []


def test_articles_without_the_default_registry(built_site: SiteBuilder) -> None:
    built = built_site(
        small_site({"articles/a.md": article("No source here.", sources=[])}, registry=None), small_config()
    )

    assert problems(built) == []
    assert record_of(built, "articles/a/provenance.json")["counts"]["unsourced"] == 1


def test_a_registry_that_is_named_must_exist(built_site: SiteBuilder) -> None:
    options = {"registry": ["articles/sources.yml", "articles/more.yml"]}

    built = built_site(small_site({"articles/a.md": article()}), small_config(options))

    assert problems(built) == ["articles/more.yml:1: registry-missing"]
    assert built.ok
    assert record_of(built, "articles/a/provenance.json")["counts"]["sourced"] == 1


def test_several_registries_and_patterns_are_one(built_site: SiteBuilder) -> None:
    entry = "sources: {%s: {kind: report, title: T, url: 'https://example.org/%s'}}\n"
    files = {f"registry/{name}.yml": entry % (name, name) for name in ("two", "three")}
    files["articles/one.yml"] = entry % ("one", "one")
    files["articles/a.md"] = article("It shook [1]. It fell [2]. It stood [3].", sources=["one", "two", "three"])

    options = {"registry": ["articles/one.yml", "registry/*.yml"]}
    built = built_site(small_site(files, registry=None), small_config(options), strict=True)

    assert built.ok, built.log
    assert record_of(built, "articles/a/provenance.json")["counts"]["sourced"] == 3
    assert "articles/one.yml" not in site_files(built)


def test_a_pattern_that_finds_nothing_is_no_traceback(built_site: SiteBuilder) -> None:
    built = built_site(small_site({}, registry=None), small_config({"registry": "registry/*.yml"}))

    assert built.ok


def test_another_name_for_the_folder(built_site: SiteBuilder) -> None:
    files = {
        "news/today/stories/quake.md": article(),
        "news/today/stories/sources.yml": REGISTRY,
    }
    options = {"articles_dir": "news/today/stories", "registry": "news/today/stories/sources.yml"}

    built = built_site(small_site(files, registry=None), small_config(options), strict=True)

    assert built.ok, built.log
    assert record_of(built, "stories/quake/provenance.json")["counts"]["sourced"] == 1
    assert "stories/sources.yml" not in site_files(built)


def test_the_registry_beside_the_articles_is_found_whatever_the_folder_is_called(built_site: SiteBuilder) -> None:
    files = {"news/quake.md": article(), "news/sources.yml": REGISTRY}

    built = built_site(small_site(files, registry=None), small_config({"articles_dir": "news"}), strict=True)

    assert built.ok, built.log
    assert record_of(built, "news/quake/provenance.json")["counts"]["sourced"] == 1
    assert "news/sources.yml" not in site_files(built)


@pytest.mark.parametrize("folder", ["docs/articles", "docs/news/articles", "docs"])
def test_articles_inside_the_docs(built_site: SiteBuilder, folder: str) -> None:
    held = f"  held: {{kind: document, title: Held, locator: safe, text_path: {folder}/captures/held.txt}}\n"
    files = {
        f"{folder}/quake.md": article("The ground shook [1, 2].", sources=["usgs-1", "held"]),
        f"{folder}/sources.yml": REGISTRY + held,
        f"{folder}/captures/held.txt": SECRET,
        f"{folder}/index.md": "# Index [1]\n",
    }
    options = {"articles_dir": folder, "registry": f"{folder}/sources.yml"}

    built = built_site(small_site(files, registry=None), small_config(options), strict=True)

    assert built.ok, built.log
    prefix = folder.removeprefix("docs").lstrip("/")
    assert record_of(built, f"{prefix}/quake/provenance.json".lstrip("/"))["counts"]["sourced"] == 1
    published = site_files(built)
    assert not any(path.endswith((".yml", ".txt")) for path in published)
    assert not any(SECRET.encode() in (built.site_dir / path).read_bytes() for path in published)


@pytest.mark.parametrize(
    ("nav", "expected"),
    [
        ([{"Home": "index.md"}], ["Home", {"Articles": ["New", "Old"]}]),
        ([{"News": "news/articles/"}, {"Home": "index.md"}], [{"News": ["New", "Old"]}, "Home"]),
        ([{"Home": "index.md"}, {"One": "news/articles/new.md"}], ["Home", "One"]),
    ],
)
def test_articles_inside_the_docs_stand_in_the_navigation(
    built_site: SiteBuilder, nav: Any, expected: list[Any]
) -> None:
    files = {
        "docs/news/articles/old.md": article(title="Old", date="2021-01-01"),
        "docs/news/articles/new.md": article(title="New", date="2024-05-06"),
        "docs/news/articles/sources.yml": REGISTRY,
    }

    built = built_site(
        small_site(files, registry=None), small_config({"articles_dir": "docs/news/articles"}, nav=nav), strict=True
    )

    assert built.ok, built.log
    assert _outline(built) == expected


@pytest.mark.parametrize("folder", [".", "..", "docs/.."])
def test_the_folder_of_the_site_itself_is_refused(built_site: SiteBuilder, folder: str) -> None:
    built = built_site(small_site({}), small_config({"articles_dir": folder}))

    assert "`articles_dir` must be a folder of its own" in built.log


@pytest.mark.skipif(os.name == "nt", reason="links to folders need a privilege there")
def test_a_site_behind_a_link_keeps_its_held_texts(tmp_path: Path) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    real.mkdir()
    link.symlink_to(real, target_is_directory=True)
    files = small_site({"articles/captures/held.txt": SECRET}, registry=REGISTRY + HELD)

    built = build_site(link, files, small_config(), strict=True)

    assert built.ok, built.log
    assert "articles/captures/held.txt" not in site_files(built)


@pytest.mark.parametrize(
    "registry",
    [
        REGISTRY + HELD.replace("kind: document", "kind: documnet"),
        REGISTRY + HELD.replace("title: Held, ", ""),
        REGISTRY + HELD + "  broken: [\n",
        REGISTRY + HELD.replace("articles/captures/held.txt", '"articles/captures/held.txt"'),
        REGISTRY + HELD.replace("text_path: articles", "text_path:\n      articles"),
        REGISTRY + "  held:\n    kind: no\n    text_path:  articles/captures/held.txt  # ours\n",
        '{"sources": {"held": {"kind": "no", "text_path": "articles/captures/held.txt"}}}',
    ],
)
def test_a_slip_in_the_registry_publishes_no_held_text(built_site: SiteBuilder, registry: str) -> None:
    built = built_site(small_site({"articles/captures/held.txt": SECRET}, registry=registry), small_config())

    assert built.ok
    assert "articles/captures/held.txt" not in site_files(built)


def test_a_local_copy_of_a_source_is_never_published(built_site: SiteBuilder) -> None:
    archive = "archives: [{url: 'https://web.archive.org/1', local_path: articles/captures/copy.html}]"
    entry = f"  copied: {{kind: document, title: Copied, locator: safe, {archive}}}\n"
    files = {"articles/captures/copy.html": SECRET, "articles/a.md": article(sources=["copied"])}

    built = built_site(small_site(files, registry=REGISTRY + entry), small_config(), strict=True)

    assert built.ok, built.log
    published = site_files(built)
    assert not any(SECRET.encode() in (built.site_dir / path).read_bytes() for path in published)


def test_no_record_where_none_is_wanted(built_site: SiteBuilder) -> None:
    built = built_site(small_site({"articles/a.md": article()}), small_config({"record": False}), strict=True)

    assert built.ok, built.log
    assert not any(path.endswith("provenance.json") for path in site_files(built))
    assert dead_links(built, "articles/a/index.html") == []


def test_an_article_keeps_its_files_names_whatever_they_are(built_site: SiteBuilder) -> None:
    files = {
        "articles/deprem günü.md": article("Yer sarsıldı [1]. ![Harita](resim & harita.svg)"),
        "articles/resim & harita.svg": SVG,
        "articles/v1.2.md": article("It shook [1]."),
    }

    built = built_site(small_site(files), small_config(), strict=True)

    assert built.ok, built.log
    assert record_of(built, "articles/deprem günü/provenance.json")["article"]["path"] == "articles/deprem günü.md"
    assert record_of(built, "articles/v1.2/provenance.json")["counts"]["sourced"] == 1
    assert dead_links(built, "articles/deprem günü/index.html") == []
    assert dead_links(built, "articles/v1.2/index.html") == []
