"""What assistive technology is told, what a keyboard shows, and the rest of WCAG 2.2 AA that a browser can measure.

1.4.13 (dismissible, hoverable, persistent) is in `test_browser_card.py`; reflow and forced colours are in
`test_browser_place.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from browser_site import THEMES, Reader, Theme, card, link
from stock_site import ARTICLE, Publisher, unfold

if TYPE_CHECKING:
    from playwright.sync_api import Page

LEAST = 24
"""Pixels, of a target that stands by itself: WCAG 2.2, 2.5.8."""

SINGLE, GROUP = "Source 1: Harbour Office, 4 May 2026", "2 publishers; shared origin not traced."

NAMES = [
    ("#single", 'link "Source 1: Harbour Office, 4 May 2026"'),
    ("#group", 'link "Source 1: Harbour Office, 4 May 2026"'),
    ("#group", 'link "Source 2: The Daily Tide, 5 May 2026"'),
    ("#last", 'link "Source 5: الجرس المفقود"'),
    (".provenance-summary", 'link "How we know this:"'),
    (".provenance-summary", 'button "Show what each sentence rests on"'),
    (".provenance-panel", 'region "How we know this"'),
    (".provenance-panel", 'region "Who the sources are"'),
    (".provenance-panel", 'link "↑ The bell rang at nine."'),
    (".provenance-panel", 'link "The same record for machines (JSON)"'),
    ("main", 'region "What to make of it"'),
    ("main", 'region "What it means'),
]

BOXES = """(nodes) => nodes.filter((node) => node.checkVisibility()).map((node) => {
    const {width, height, y} = node.getBoundingClientRect();
    return {width, height, middle: y + height / 2};
})"""


Opener = Callable[..., "Page"]


@pytest.fixture
def read(reader: Reader, publish: Publisher) -> Opener:
    """`read(theme)`: the article under that theme, its script run, for a reader who wants no motion."""

    def visit(theme: Theme = "material") -> Page:
        page = reader.visit(publish(theme).address + ARTICLE, reduced_motion="reduce")
        expect(page.locator(".provenance-summary button")).to_be_visible()  # the script has run
        return page

    return visit


# Names


def test_everything_has_a_name_that_says_something(read: Opener) -> None:
    page = read()
    unfold(page)
    shown = {place: page.locator(place).first.aria_snapshot() for place, _ in NAMES}

    assert [(place, name) for place, name in NAMES if name not in shown[place]] == []


@pytest.mark.parametrize(("place", "name"), [("#single", SINGLE), ("#group", GROUP)])
def test_the_card_has_the_name_of_what_it_shows(read: Opener, place: str, name: str) -> None:
    page = read()
    link(page, place).click()

    expect(page.get_by_role("dialog", name=name, exact=True)).to_be_visible()
    expect(card(page).get_by_role("button", name="Close", exact=True)).to_be_visible()
    expect(card(page).get_by_role("link", name="See all notes", exact=True)).to_be_visible()
    assert "contentinfo" not in card(page).aria_snapshot()


def test_the_ways_back_of_a_note_are_told_apart(read: Opener) -> None:
    page = read()

    for note in page.locator("[id^=provenance-note-]").all():
        names = note.locator("[role=doc-backlink]").all_text_contents()
        assert names
        assert len(set(names)) == len(names)
        assert all(len(name) > 3 for name in names)


@pytest.mark.parametrize("theme", THEMES)
def test_no_heading_skips_a_level(read: Opener, theme: Theme) -> None:
    page = read(theme)
    levels = page.locator(".provenance-panel :is(h1, h2, h3, h4, h5, h6)").evaluate_all(
        "(nodes) => nodes.map((node) => Number(node.localName[1]))"
    )

    assert levels[0] == 2
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert 1 not in levels


@pytest.mark.parametrize("theme", THEMES)
def test_the_plugin_adds_no_landmark_without_a_name(read: Opener, theme: Theme) -> None:
    page = read(theme)
    ours = page.locator("section[class^=provenance], [class^=provenance] :is(nav, main, header, footer, form)")

    assert (
        ours.evaluate_all(
            """(nodes) => nodes.filter((node) => !(node.getAttribute('aria-label') ??
            document.getElementById(node.getAttribute('aria-labelledby'))?.textContent)?.trim())
            .map((node) => node.outerHTML.slice(0, 80))"""
        )
        == []
    )


# Targets


@pytest.mark.parametrize("theme", THEMES)
def test_what_stands_by_itself_can_be_hit(read: Opener, theme: Theme) -> None:
    """24 by 24 pixels, or 24 from the middle of one to the middle of the next (2.5.8, "spacing")."""
    page = read(theme)
    unfold(page)
    link(page, "#single").click()

    for single in (".provenance-close", ".provenance-summary button"):
        (box,) = page.locator(single).evaluate_all(BOXES)
        assert min(box["width"], box["height"]) >= LEAST, single
    for each in (".provenance-panel summary", ".provenance-uses a", ".provenance-strengths .provenance-rows li a"):
        boxes = sorted(page.locator(each).evaluate_all(BOXES), key=lambda box: box["middle"])
        assert len(boxes) > 1
        close = [
            (one, other)
            for one, other in pairwise(boxes)
            if min(one["height"], other["height"]) < LEAST and other["middle"] - one["middle"] < LEAST - 0.5
        ]
        assert close == [], each


def test_marks_are_within_a_line_of_text(read: Opener) -> None:
    """What lets them be smaller (2.5.8, "inline"); they are made taller than their number all the same."""
    page = read()

    for mark in page.locator("article .provenance-mark a").all():
        style = mark.evaluate("(a) => [getComputedStyle(a).display, getComputedStyle(a.parentElement).display]")
        assert style == ["inline", "inline"]
        if mark.is_visible():
            box = mark.bounding_box()
            assert box is not None
            assert box["height"] >= 20


# Focus and motion


@pytest.mark.parametrize("theme", THEMES)
def test_the_focus_can_be_seen(read: Opener, theme: Theme) -> None:
    page = read(theme)
    page.keyboard.press("Tab")  # from now on a keyboard is in use
    places = [
        ".provenance-summary a",
        ".provenance-summary button",
        "#single .provenance-mark a",
        ".provenance-panel summary",
        ".provenance-uses a",
        ".provenance-card a",
        ".provenance-close",
    ]

    unseen = []
    for place in places:
        if place == ".provenance-card a":
            link(page, "#single").focus()
            page.keyboard.press("Enter")
        node = page.locator(f"{place} >> visible=true").first
        look = "(node) => { const s = getComputedStyle(node); return [s.outlineStyle, s.outlineWidth, s.boxShadow] }"
        before = node.evaluate(look)
        node.focus()
        expect(node).to_be_focused()
        style, width, shadow = node.evaluate(look)
        if (style == "none" or width == "0px") and shadow == before[2]:
            unseen.append(place)
    assert unseen == []


def test_nothing_of_ours_moves_where_motion_is_not_welcome(read: Opener) -> None:
    page = read()
    moving = """() => document.getAnimations()
        .map((animation) => animation.effect.target)
        .filter((node) => node.closest('[class*=provenance]'))
        .map((node) => node.outerHTML.slice(0, 80))"""

    for place in ("#single", "#group"):
        link(page, place).click()
        expect(card(page)).to_be_visible()
        assert page.evaluate(moving) == []
        page.keyboard.press("Escape")
    page.locator(".provenance-summary button").click()
    assert page.evaluate(moving) == []
