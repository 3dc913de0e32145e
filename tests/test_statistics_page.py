"""The page with the figures of the site: the same numbers as the command's, drawn and in tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from conftest import Built, SiteBuilder, build_site
from mkdocs_provenance.site_reader import read_site
from mkdocs_provenance.statistics import By, figures
from small_site import article, dead_links, one, site_files, small_config, small_site, soup_of, words
from test_stats import FILES, REGISTRY

PATH = "figures/index.html"
HOSTILE = "<script>alert(1)</script>\"'&"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    hostile = article("It is [1].", sources=["page"], section=HOSTILE, author=HOSTILE, date="2026-05-01")
    files = small_site(FILES | {"articles/hostile.md": hostile}, registry=REGISTRY)
    return build_site(tmp_path_factory.mktemp("figures"), files, small_config({"stats_dir": "figures"}))


@pytest.fixture(scope="module")
def page(built: Built) -> BeautifulSoup:
    assert built.ok, built.log
    return soup_of(built, PATH)


def _cells(row: Tag) -> list[str]:
    return [words(cell) for cell in row.select("th, td")]


@pytest.mark.parametrize("by", [By.SECTION, By.AUTHOR, By.MONTH])
def test_a_table_has_the_figures_of_every_group(built: Built, page: BeautifulSoup, by: By) -> None:
    site = read_site(built.root / "mkdocs.yml")
    heading = one(page, f"h2#by-{by.value}")
    table = heading.find_next("table")
    assert isinstance(table, Tag)

    rows = [_cells(row) for row in table.select("tbody tr")]

    expected = figures(site.pages.values(), site.registry, by)
    assert [int(row[1]) for row in rows] == [each.articles for each in expected]
    for row, each in zip(rows, expected, strict=True):
        counts = [int(cell.split(" ")[0]) for cell in row[1:]]
        assert counts == [each.articles, each.claims, each.none, each.one, each.unnamed, each.retracted,
                          each.no_archive, each.quotations, each.checked, each.corrections]  # fmt: skip
    assert len(one(page, f"#by-{by.value}-chart").select(".provenance-bars .provenance-total")) == len(rows)


def test_a_share_stands_beside_its_count(page: BeautifulSoup) -> None:
    may = next(row for row in page.select("#by-month ~ div tbody tr") if "May 2026" in words(row))

    assert _cells(may)[3] == "1 (11 %)"


def test_names_are_text_and_nothing_else(page: BeautifulSoup) -> None:
    assert HOSTILE in [words(cell) for cell in page.select("tbody th")]
    assert all("alert" not in script.get_text() for script in page.select("script"))


def test_the_page_leads_nowhere_that_is_not_there(built: Built) -> None:
    assert dead_links(built, PATH) == []


def test_there_is_no_such_page_unless_it_is_wanted(built_site: SiteBuilder) -> None:
    built = built_site(small_site(FILES, registry=REGISTRY), small_config())

    assert not [path for path in site_files(built) if "figures" in path or "stats" in path]


def test_a_site_without_articles_says_so(built_site: SiteBuilder) -> None:
    built = built_site(small_site({}, registry=REGISTRY), small_config({"stats_dir": "stats"}))

    page = soup_of(built, "stats/index.html")
    assert "0 articles: 0 statements, 0 sources." in words(one(page, ".provenance-lead"))
    assert page.select("table") == []


def test_the_navigation_can_name_it(tmp_path: Path) -> None:
    nav = [{"Home": "index.md"}, {"Our figures": "stats/index.md"}]
    files = small_site(FILES, registry=REGISTRY)

    built = build_site(tmp_path, files, small_config({"stats_dir": "stats"}, nav=nav))

    assert built.ok, built.log
    assert words(one(soup_of(built, "index.html"), 'nav a[href="stats/"]')) == "Our figures"
