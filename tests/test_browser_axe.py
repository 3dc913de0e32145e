"""axe-core finds nothing amiss in what the plugin adds, in any state of an article's page, and no more on the rest.

What it cannot decide (`incomplete`) is judged by hand in `docs/manual/accessibility.md`, and held to that list here.
axe-core itself comes with the Python package axe-playwright-python; only its script is used.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import pytest
from playwright.sync_api import expect

from browser_site import Kind, Reader, Theme, card, link
from stock_site import ARTICLE, Publisher, fold, unfold

if TYPE_CHECKING:
    from playwright.sync_api import Page

AXE: Final = (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
MANUAL: Final = Path(__file__).parents[1] / "docs/manual/accessibility.md"

RUN: Final = """async (ours) => {
    const found = await axe.run(document, {resultTypes: ['violations', 'incomplete'], elementRef: true,
        selectors: false, rules: {'target-size': {enabled: true}}});  // WCAG 2.2, which axe leaves off
    const read = (rules) => rules.flatMap(({id, nodes}) => nodes.map(({element, any, all, none}) => ({
        rule: id,
        ours: element.matches('body [class^=provenance]') || Boolean(element.closest(ours)),
        kind: [element.localName, ...element.classList]
            .filter((name) => !/active|focus|provenance-lens/.test(name)).join('.'),
        html: element.outerHTML.slice(0, 200),
        why: [...any, ...all, ...none].map(({message}) => message).join(' '),
    })));
    return [read(found.violations), read(found.incomplete)];
}"""
RUN_ON_OURS: Final = """async () => {
    const found = await axe.run('.provenance-site', {resultTypes: ['violations', 'incomplete'],
        rules: {'target-size': {enabled: true}}});
    const read = (rules) => rules.flatMap(({id, nodes}) => nodes.map(({html}) => `${id}: ${html.slice(0, 200)}`));
    return [...read(found.violations), ...read(found.incomplete)];
}"""
OURS: Final = ", ".join(
    f".provenance-{name}" for name in ("panel", "card", "summary", "mark", "analysis-label", "unresolved", "problems")
)
"""What of the page is the plugin's, with all in it; a sentence's span and an analysis hold the author's text."""

Card = Literal["shut", "single", "group"]
WIDE, NARROW = (1280, 900), (360, 640)
STATES: Final[dict[tuple[int, int], tuple[tuple[Card, bool, bool], ...]]] = {
    WIDE: (("shut", False, False), ("single", True, False), ("group", True, True)),
    NARROW: (("shut", True, True), ("group", False, False)),
}
"""The card; whether the panel is unfolded; whether the lens is on. A second each: not every mixture is tried."""

LOOKS: Final[tuple[tuple[Theme, bool], ...]] = (
    ("material", False),
    ("material", True),
    ("mkdocs", False),
    ("mkdocs", True),
    ("readthedocs", False),
)


class Finding(NamedTuple):
    rule: str
    kind: str
    """The element's name and classes, by which the theme's own are known again on its page without the plugin."""
    is_ours: bool
    says: str


class Findings(NamedTuple):
    violations: list[Finding]
    incomplete: list[Finding]


Opener = Callable[..., "Page"]


@pytest.fixture
def read(reader: Reader, publish: Publisher) -> Opener:
    """`read(theme, dark, size, stock=…, path=…)`: the article, or the page at a path, with axe-core in it."""

    def visit(theme: Theme, dark: bool, size: tuple[int, int], *, stock: bool = False, path: str = ARTICLE) -> Page:
        page = reader.visit(publish(theme, stock=stock).address + path, Kind(dark=dark), size, reduced_motion="reduce")
        if dark and theme == "mkdocs":
            page.evaluate("document.documentElement.dataset.bsTheme = 'dark'")
        if dark and theme == "material":
            page.wait_for_function("document.body.dataset.mdColorScheme === 'slate'")
        page.evaluate(AXE)
        return page

    return visit


def put(page: Page, state: Card, unfolded: bool, lens: bool) -> None:
    """Bring the page into a state."""
    switch = page.locator(".provenance-summary button")
    if (switch.get_attribute("aria-pressed") == "true") is not lens:
        switch.click()
    (unfold if unfolded else fold)(page)
    page.keyboard.press("Escape")
    if state != "shut":
        link(page, f"#{state}").click()
        page.mouse.move(0, 0)
    expect(card(page)).to_have_count(0 if state == "shut" else 1)


def look(page: Page) -> Findings:
    found = page.evaluate(RUN, OURS)
    violations, incomplete = (
        [Finding(each["rule"], each["kind"], each["ours"], f"{each['html']} {each['why']}") for each in part]
        for part in found
    )
    return Findings(violations, incomplete)


def beyond(found: list[Finding], stock: list[Finding]) -> list[Finding]:
    """What is found in our own elements, or on the page where the theme has none of the kind."""
    known = {(each.rule, each.kind) for each in stock}
    return [each for each in found if each.is_ours or (each.rule, each.kind) not in known]


@cache
def judged() -> frozenset[str]:
    """The rules whose undecided cases the manual judges: the first column of its table."""
    return frozenset(re.findall(r"^\| `([a-z-]+)` \|", MANUAL.read_text(encoding="utf-8"), re.M))


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize(("theme", "dark"), LOOKS, ids=lambda value: str(value))
def test_axe_finds_nothing_amiss(read: Opener, theme: Theme, dark: bool, size: tuple[int, int]) -> None:
    stock_page = read(theme, dark, size, stock=True)
    unfold(stock_page)
    stock = look(stock_page)
    page = read(theme, dark, size)

    for state in STATES[size]:
        put(page, *state)
        found = look(page)

        assert beyond(found.violations, stock.violations) == [], state
        undecided = beyond(found.incomplete, [*stock.incomplete, *stock.violations])
        assert {each.rule for each in undecided} <= judged(), (state, undecided)


@pytest.mark.parametrize(("theme", "dark"), LOOKS, ids=lambda value: str(value))
def test_axe_finds_nothing_amiss_on_the_pages_of_sources(read: Opener, theme: Theme, dark: bool) -> None:
    wide = read(theme, dark, WIDE, path="/sources/log/").evaluate(RUN_ON_OURS)
    narrow = read(theme, dark, NARROW, path="/sources/organisations/tide/").evaluate(RUN_ON_OURS)

    assert (wide, narrow) == ([], [])
