"""Where the card is and how large: cases 99 to 101 of `research/peers.md`, and what of 105 concerns the card."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from browser_site import Reader, box_of, card, link

if TYPE_CHECKING:
    from playwright.sync_api import Page

SIZES = {
    "a desk": (1280, 900),
    "a phone": (360, 640),
    "a phone on its side": (640, 320),
    "zoomed to 200 %": (640, 450),
    "zoomed to 400 %": (320, 225),
}

MEASURE = """() => {
    const inside = (card, x, y) => card.contains(document.elementFromPoint(x, y));
    return [...document.querySelectorAll('.provenance-mark a')].filter((a) => a.checkVisibility()).map((a) => {
        a.scrollIntoView({block: BLOCK, behavior: 'instant'});
        a.click();
        const card = document.querySelector('.provenance-card:popover-open');
        if (!card) return `${a.closest('sup').id}: no card`;
        const {left, right, top, bottom} = card.getBoundingClientRect();
        const mark = a.getBoundingClientRect();
        const faults = [];
        if (left < 0 || right > document.documentElement.clientWidth) faults.push('cut at the side');
        if (top < 0 || bottom > innerHeight) faults.push('cut above or below');
        if (bottom - top < 60) faults.push('too low to read');
        if (innerHeight > 300 && mark.top < bottom - 1 && mark.bottom > top + 1) faults.push('over its line');
        for (const x of [left + 6, right - 6]) for (const y of [top + 6, bottom - 6])
            if (!inside(card, x, y)) faults.push(`covered at ${x}, ${y}`);
        return faults.length ? `${a.closest('sup').id}: ${faults}` : '';
    }).filter(Boolean);
}"""
"""Opens every mark's card in turn, and tells what is wrong with its place."""


def closed(page: Page) -> bool:
    return card(page).count() == 0


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_case_100_every_card_is_wholly_in_sight(reader: Reader, size: tuple[int, int]) -> None:
    page = reader.open(size=size)
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")

    for block in ("center", "nearest"):
        assert page.evaluate(MEASURE.replace("BLOCK", f"'{block}'")) == []


def test_case_100_a_page_written_from_right_to_left(reader: Reader) -> None:
    page = reader.open(size=(360, 640))
    page.evaluate("document.documentElement.dir = 'rtl'")

    assert page.evaluate(MEASURE.replace("BLOCK", "'center'")) == []


def test_case_100_pinched_to_half_the_page(reader: Reader) -> None:
    """A reader who has pinched sees a part of the page; the card is in that part."""
    page = reader.open(size=(360, 740), touch=True)
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setPageScaleFactor", {"pageScaleFactor": 1.2})
    page.wait_for_function("visualViewport.scale > 1.1")

    link(page, "#edge").tap()

    seen = page.evaluate(
        """() => {
            const {offsetLeft, offsetTop, width, height} = visualViewport;
            const box = document.querySelector('.provenance-card:popover-open').getBoundingClientRect();
            return [box.left - offsetLeft, box.top - offsetTop, offsetTop + height - box.bottom];
        }"""
    )
    assert min(seen) >= 0, seen


def test_case_100_below_the_mark_or_above_it_where_there_is_more_room(reader: Reader) -> None:
    page = reader.open()
    mark = link(page, "#group")

    mark.evaluate("(a) => scrollTo({top: a.getBoundingClientRect().top - 100, behavior: 'instant'})")
    mark.click()
    assert box_of(card(page))["y"] > box_of(mark)["y"]

    page.keyboard.press("Escape")
    link(page, "#item").evaluate(
        "(a) => scrollBy({top: a.getBoundingClientRect().top - innerHeight + 60, behavior: 'instant'})"
    )
    link(page, "#item").click()
    assert box_of(card(page))["y"] + box_of(card(page))["height"] <= box_of(link(page, "#item"))["y"] + 1


def test_case_101_a_table_that_scrolls_does_not_cut_the_card(reader: Reader) -> None:
    page = reader.open(size=(360, 640))
    table = page.locator(".md-typeset__scrollwrap")
    assert table.evaluate(
        "(node) => getComputedStyle(node).overflowX === 'auto' && node.scrollWidth > node.clientWidth"
    )

    link(page, "#cell").click()

    box, wrapper = box_of(card(page)), box_of(table)
    assert box["y"] < wrapper["y"] or box["y"] + box["height"] > wrapper["y"] + wrapper["height"]
    assert page.evaluate(
        """() => {
            const card = document.querySelector('.provenance-card:popover-open');
            const {left, right, top, bottom} = card.getBoundingClientRect();
            const corners = [left + 6, right - 6].flatMap((x) => [[x, top + 6], [x, bottom - 6]]);
            return corners.every(([x, y]) => card.contains(document.elementFromPoint(x, y)));
        }"""
    )


def test_case_101_the_card_goes_with_its_mark_and_away_with_it(reader: Reader) -> None:
    page = reader.open(size=(360, 640))
    link(page, "#cell").click()
    before = box_of(link(page, "#cell")), box_of(card(page))

    page.locator(".md-typeset__scrollwrap").evaluate("(node) => node.scrollBy({left: -30, behavior: 'instant'})")
    page.evaluate("scrollBy({top: 30, behavior: 'instant'})")

    page.wait_for_function(
        """([mark, card]) => {
            const now = document.querySelector('.provenance-card').getBoundingClientRect();
            const place = document.querySelector('#cell .provenance-mark a').getBoundingClientRect();
            return Math.abs(place.y - mark.y - (now.y - card.y)) < 2 && Math.abs(mark.y - place.y) > 20;
        }""",
        arg=list(before),
    )
    page.evaluate("scrollTo({top: document.body.scrollHeight, behavior: 'instant'})")
    expect(card(page)).to_have_count(0)


def test_case_99_a_long_card_scrolls_with_the_wheel_and_the_keyboard(reader: Reader) -> None:
    page = reader.open(size=(640, 320))
    link(page, "#long").click()
    long = card(page)
    assert long.evaluate(
        "(node) => node.scrollHeight > node.clientHeight && getComputedStyle(node).overflowY === 'auto'"
    )

    long.hover()
    at = page.evaluate("scrollY")
    page.mouse.wheel(0, 50)
    page.wait_for_function("document.querySelector('.provenance-card').scrollTop > 0")

    expect(long).to_be_focused()
    page.keyboard.press("End")
    expect(long.get_by_role("link", name="See all notes")).to_be_in_viewport()
    assert page.evaluate("scrollY") == at


def test_case_99_a_card_that_fits_is_no_stop_of_the_keyboard(reader: Reader) -> None:
    page = reader.open()

    link(page, "#single").click()

    expect(card(page)).to_have_attribute("tabindex", "-1")


def test_case_99_the_next_card_begins_at_its_top(reader: Reader) -> None:
    page = reader.open(size=(640, 320))
    link(page, "#long").click()
    card(page).evaluate("(node) => { node.scrollTop = 500 }")

    link(page, "#range").evaluate("(a) => a.click()")

    expect(card(page)).to_contain_text("4 sources")
    assert card(page).evaluate("(node) => node.scrollTop") == 0


def test_a_mark_out_of_sight_opens_its_card_when_the_keyboard_reaches_it(reader: Reader) -> None:
    page = reader.open(size=(640, 320))
    page.locator("#way a").last.focus()
    page.evaluate("scrollTo({top: 0, behavior: 'instant'})")

    page.keyboard.press("Tab")

    expect(link(page, "#the-table")).to_be_focused()
    expect(card(page)).to_contain_text("The van is found")
    expect(card(page)).to_be_in_viewport(ratio=0.99)


def test_a_card_is_as_easy_to_read_in_a_heading_as_in_a_table_or_a_footnote(reader: Reader) -> None:
    page = reader.open()
    page.locator("#__tabbed_1_2").evaluate("(input) => input.click()")

    sizes = {}
    for place in ("#single", "#the-table", "#cell", ".footnote", "[role=doc-pullquote]", ".provenance-limits"):
        link(page, place).click()
        expect(card(page)).to_be_visible()
        sizes[place] = card(page).evaluate("(node) => parseFloat(getComputedStyle(node).fontSize)")
        page.keyboard.press("Escape")

    assert len(set(sizes.values())) == 1, sizes
    assert min(sizes.values()) >= 14


# What readers ask of their screens


@pytest.mark.parametrize(("wish", "animation"), [("reduce", "none"), ("no-preference", "provenance-open")])
def test_case_105_a_card_fades_in_only_where_motion_is_welcome(reader: Reader, wish: str, animation: str) -> None:
    page = reader.open(reduced_motion=wish)

    link(page, "#single").click()

    assert card(page).evaluate("(node) => getComputedStyle(node).animationName") == animation


def test_case_105_forced_colours_show_what_is_what(reader: Reader) -> None:
    page = reader.open("/articles/bell/#provenance-note-5", forced_colors="active")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    style = (
        "(node) => { const s = getComputedStyle(node); return [s.borderTopStyle, s.borderTopWidth, s.outlineStyle] }"
    )

    assert page.locator("#provenance-note-5").evaluate(style)[2] == "solid"
    for section in page.locator(".provenance-analysis").all():
        assert section.evaluate("(node) => getComputedStyle(node).borderLeftStyle") == "solid"
    link(page, "#single").click()
    assert card(page).evaluate(style)[:2] == ["solid", "1px"]
    assert page.locator("#single .provenance-claim").evaluate(style)[2] == "solid"


@pytest.mark.parametrize("size", [(640, 450), (360, 640), (320, 225)], ids=str)
def test_case_105_a_zoomed_page_is_not_wider_than_the_window(reader: Reader, size: tuple[int, int]) -> None:
    page = reader.open(size=size)

    link(page, "#range").click()

    expect(card(page)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
