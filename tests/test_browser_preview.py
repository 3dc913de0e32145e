"""The preview in a browser: the bar and its list, the places in the text, keys, colours, paper, and what axe says."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import expect

from browser_site import CONFIG, THEMES, Kind, Reader, Theme
from conftest import write_site
from test_browser_axe import AXE
from test_browser_page import CONTRASTS, DARK

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

REGISTRY: Final = """\
sources:
  log:
    kind: document
    title: Log of the harbour, 4 May
    publisher: Harbour Office
    published: 2026-05-04
    accessed: 2026-05-01
    url: https://example.org/log
    excerpts: [{text: The bell rang at nine and was not heard again.}]
  tide:
    kind: news
    title: Harbour bell vanishes
    publisher: The Daily Tide
    published: 2026-05-05
    url: https://example.org/tide
    excerpts: [{text: a grey van with no lights stood at the quay all night}]
"""
BELL: Final = """\
---
title: Who took the harbour bell?
sources: [log, tide]
---

The harbour bell rang at nine [1]. Of the van and **of its driver** nobody knows anything [1, 9].

“A green van with *no lights* stood at the quay every night,” the paper wrote [2]. The mayor left the town [7].

??? note "The porter"

    The porter heard a hammer [8].

!!! pullquote
    The bell rang at ten

!!! analysis
    A bell of that weight does not leave by itself [1].
"""
FILES: Final[Mapping[str, str | bytes]] = {
    "docs/index.md": "# The Harbour Paper\n\n[The bell](articles/bell.md).\n",
    "articles/sources.yml": REGISTRY,
    "articles/bell.md": BELL,
    "articles/light.md": "---\ntitle: The light\nsources: [log]\n---\n\nIt went out at ten [1].\n",
}
PAGE: Final = "/articles/bell/"
WIDE, NARROW = (1280, 900), (360, 640)
OURS: Final = [[".provenance-problems"], [".provenance-place"]]
TOO_WIDE: Final = """(width) => [...document.querySelectorAll('.provenance-problems, .provenance-problems *')]
    .filter((node) => !node.matches('.provenance-hidden') && node.getClientRects().length)
    .filter((node) => node.getBoundingClientRect().left < 0 || node.getBoundingClientRect().right > width)
    .map((node) => node.outerHTML.slice(0, 80))"""

Opener = Callable[..., "Page"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, serve: Callable[..., str]) -> Callable[[Theme], str]:
    """`site(theme)`: the address of the pages as `mkdocs serve` makes them, under that theme."""

    @cache
    def publish(theme: Theme) -> str:
        root = tmp_path_factory.mktemp(f"preview-{theme}")
        address = serve(root / "site")
        config_file = write_site(root, FILES, {**CONFIG, **THEMES[theme], "site_url": f"{address}/"})
        config = load_config(str(config_file))
        config.plugins.on_startup(command="serve", dirty=False)
        build(config)
        return address

    return publish


@pytest.fixture
def read(reader: Reader, site: Callable[[Theme], str]) -> Opener:
    """`read(path, theme, dark=…, scripts=…, size=…)`: a page, its list folded."""

    def visit(path: str = PAGE, theme: Theme = "material", **how: Any) -> Page:
        kind = Kind(dark=how.pop("dark", False), scripts=how.pop("scripts", True))
        page = reader.visit(site(theme) + path, kind, how.pop("size", WIDE), reduced_motion="reduce", **how)
        if kind.dark and theme == "mkdocs":
            page.evaluate("document.documentElement.dataset.bsTheme = 'dark'")
        if kind.dark and theme == "material":
            page.wait_for_function(DARK["material"])
        return page

    return visit


def summary(page: Page) -> Locator:
    return page.locator(".provenance-problems > details > summary")


def unfold(page: Page) -> None:
    summary(page).click()
    page.locator("details details.provenance-remarks > summary").click()
    page.mouse.move(0, 0)


# What it shows


def test_the_bar_is_one_line_that_unfolds_to_the_list(read: Opener) -> None:
    page = read()
    bar, entry = page.locator(".provenance-problems"), page.locator(".provenance-problems li").first
    folded = bar.bounding_box()
    assert folded is not None
    assert folded["height"] < 48
    expect(entry).not_to_be_visible()
    expect(page.get_by_role("region", name="problems on this page")).to_be_visible()
    expect(summary(page)).to_contain_text("5 errors")
    expect(summary(page)).to_contain_text("1 warning")

    summary(page).click()

    expect(entry).to_be_visible()
    expect(page.locator(".provenance-remarks li").first).not_to_be_visible()
    altered = page.locator(".provenance-problems li", has_text="differs")
    expect(altered.locator("code")).to_have_text("articles/bell.md:8:2")
    expect(altered.locator("del")).to_have_text(["A green", "every", ","])
    expect(altered.locator("ins")).to_have_text(["a grey", "all"])


def test_a_click_on_the_place_in_the_file_chooses_all_of_it(read: Opener) -> None:
    page = read()
    summary(page).click()
    place = page.locator(".provenance-problems code").first

    place.click()

    assert page.evaluate("getSelection().toString()").strip() == place.inner_text()


def test_every_entry_leads_to_its_place_also_into_a_fold(read: Opener) -> None:
    page = read()
    unfold(page)
    links = page.locator(".provenance-problems li a")
    assert links.count() > 9

    for link in links.all():
        target = (link.get_attribute("href") or "").partition("#")[2]
        link.evaluate("(a) => a.click()")
        expect(page.locator(f"#{target}")).to_be_in_viewport()
        header = page.locator(".md-header").evaluate("(node) => node.getBoundingClientRect().bottom")
        assert page.locator(f"#{target}").evaluate("(node) => node.getBoundingClientRect().top") >= header


def test_a_place_leads_back_to_its_entry(read: Opener) -> None:
    page = read()
    expect(page.locator("#provenance-problem-1")).not_to_be_visible()

    page.locator(".provenance-place[data-severity=error]", has_text="A green van").click()

    entry = page.locator(".provenance-problems li:target")
    expect(entry).to_be_in_viewport()
    expect(entry).to_contain_text("differs")


def test_the_keyboard_does_it_all(read: Opener) -> None:
    page = read()
    summary(page).focus()
    page.keyboard.press("Enter")
    expect(page.locator('.provenance-problems a[href$="#provenance-place-1"]')).to_be_visible()
    page.keyboard.press("Tab")
    if page.evaluate("document.activeElement.matches('.provenance-problems div')"):
        page.keyboard.press("Tab")  # the list, which scrolls
    expect(page.locator(":focus")).to_have_attribute("href", re.compile("#provenance-place-1$"))

    page.keyboard.press("Enter")

    expect(page.locator(".provenance-place:target")).to_be_in_viewport()


def test_without_a_script_a_link_leads_to_its_place(read: Opener) -> None:
    page = read(scripts=False)
    summary(page).click()

    page.locator(".provenance-problems li a", has_text="[7]").click()

    expect(page.locator(".provenance-place:target")).to_have_text("[7]")
    expect(page.locator(".provenance-place:target")).to_be_in_viewport()


def test_remarks_are_marked_while_they_are_unfolded(read: Opener) -> None:
    page = read()
    remark = page.locator(".provenance-place[data-severity=info]").first
    expect(remark).to_have_css("text-decoration-line", "none")

    unfold(page)

    expect(remark).to_have_css("text-decoration-line", "underline")


# What stays


def test_what_was_unfolded_stays_so_when_the_page_comes_again(read: Opener) -> None:
    page = read()
    expect(page.locator("details.provenance-remarks")).not_to_have_attribute("open", "")
    unfold(page)
    page.reload()
    expect(page.locator(".provenance-remarks li").first).to_be_visible()

    summary(page).click()
    page.reload()
    expect(summary(page)).to_be_visible()
    expect(page.locator(".provenance-problems li").first).not_to_be_visible()


def test_instant_navigation_brings_the_next_bar(read: Opener) -> None:
    page = read()
    page.evaluate("window.stayed = true")
    unfold(page)

    page.locator(".md-nav a", has_text="The light").first.evaluate("(a) => a.click()")

    page.wait_for_url("**/articles/light/")
    expect(page.locator(".provenance-problems")).to_have_count(1)
    expect(page.locator(".provenance-problems .provenance-remarks li").first).to_be_visible()
    assert page.evaluate("window.stayed")


# How it looks


@pytest.mark.parametrize(
    ("theme", "dark"),
    [("material", False), ("material", True), ("mkdocs", False), ("mkdocs", True), ("readthedocs", False)],
)
def test_it_is_sound_and_legible_everywhere(read: Opener, theme: Theme, dark: bool) -> None:
    page = read(theme=theme, dark=dark)
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")

    seen, poor = page.evaluate(CONTRASTS, ".provenance-problems, .provenance-place")
    assert seen > 50
    assert poor == []
    for width, height in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate(TOO_WIDE, width) == []
    if (theme, dark) == ("mkdocs", True):
        return  # axe takes a second, and has nothing new to see: the colours are looked at above
    page.evaluate(AXE)
    found = page.evaluate("(include) => axe.run({include}, {rules: {'target-size': {enabled: true}}})", OURS)
    assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found["violations"]] == []
    assert {each["id"] for each in found["incomplete"]} <= {"color-contrast"}  # looked at above
    assert len(found["passes"]) > 5


def test_severities_are_told_apart_without_colour(read: Opener) -> None:
    page = read()
    unfold(page)

    lines = [
        page.locator(f".provenance-place[data-severity={severity}]", has_text=words).first.evaluate(
            "(place) => getComputedStyle(place).textDecorationStyle"
        )
        for severity, words in (("error", "A green van"), ("info", "The harbour bell"))
    ]
    signs = [
        page.locator(f".provenance-problems li[data-severity={severity}]").first.evaluate(
            "(entry) => getComputedStyle(entry, '::before').maskImage"
        )
        for severity in ("error", "warning", "info")
    ]
    assert lines == ["wavy", "dotted"]
    assert len(set(signs)) == 3
    for severity, said in (("error", "Error: "), ("warning", "Warning: "), ("info", "Remark: ")):
        entry = page.locator(f".provenance-problems li[data-severity={severity}] .provenance-hidden").first
        assert entry.evaluate("(node) => node.textContent") == said


def test_forced_colours_keep_the_signs_and_the_lines(read: Opener) -> None:
    page = read(forced_colors="active")
    summary(page).click()

    place = page.locator(".provenance-place[data-severity=error]", has_text="A green van")
    expect(place.first).to_have_css("text-decoration-style", "wavy")
    drawn = page.locator(".provenance-problems li").first.evaluate(
        "(node) => getComputedStyle(node, '::before').backgroundColor"
    )
    assert drawn == page.evaluate("getComputedStyle(document.body).color")


def test_paper_shows_nothing_of_it(read: Opener) -> None:
    page = read()
    place = page.locator(".provenance-place[data-severity=error]", has_text="A green van")
    expect(place).to_have_css("text-decoration-line", "underline")

    page.emulate_media(media="print")

    expect(page.locator(".provenance-problems")).not_to_be_visible()
    expect(place).to_have_css("text-decoration-line", "none")
