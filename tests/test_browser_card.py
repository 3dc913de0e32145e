"""The card under the pointer, the keyboard and the finger: cases 96 to 98, 102 and 103 of `research/peers.md`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from browser_site import BELL, Reader, box_of, card, link, point_at

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

DWELL, GRACE = 150, 300
"""Milliseconds, as `provenance.css` has them."""

ASIDE = (40, 700)
"""A place of the page with nothing at it."""

FOCUSED = "document.activeElement.closest('.provenance-mark')?.parentElement.closest('[id]:not(span)').id"
"""The place of the mark that has the focus."""

WATCH = """
    window.turns = [];
    document.addEventListener('beforetoggle', (event) => turns.push(event.newState), {capture: true});
"""
"""Has the page note each time that the card opens and closes."""


def is_open(page: Page) -> bool:
    """Now, without waiting: for pages whose clock stands still."""
    return card(page).count() == 1


def tab_to(page: Page, place: str, *, clock: bool = False) -> None:
    """Go to a paragraph's mark as a keyboard does."""
    link(page, place).evaluate(
        """(a) => {
            const stops = [...document.querySelectorAll('a[href], button, input, summary')];
            stops[stops.indexOf(a) - 1].focus();
        }"""
    )
    page.keyboard.press("Escape")
    if clock:
        page.clock.run_for(1_000)  # as nobody presses Tab in the same moment
    page.keyboard.press("Tab")
    expect(link(page, place)).to_be_focused()


# The pointer


def test_case_96_hover_opens_after_a_moment(reader: Reader) -> None:
    page = reader.open(clock=True)

    point_at(page, link(page, "#single"))
    page.clock.run_for(DWELL - 1)
    assert not is_open(page)

    page.clock.run_for(1)
    assert is_open(page)


def test_case_96_passing_over_a_mark_opens_nothing(reader: Reader) -> None:
    page = reader.open(clock=True)

    point_at(page, link(page, "#single"))
    page.clock.run_for(DWELL - 1)
    page.mouse.move(*ASIDE)
    page.clock.run_for(60_000)

    assert not is_open(page)


def test_case_96_going_away_closes_after_a_moment(reader: Reader) -> None:
    page = reader.open(clock=True)
    point_at(page, link(page, "#single"))
    page.clock.run_for(DWELL)

    page.mouse.move(*ASIDE)
    page.clock.run_for(GRACE - 1)
    assert is_open(page)

    page.clock.run_for(1)
    assert not is_open(page)


def test_case_96_resting_keeps_the_card(reader: Reader) -> None:
    page = reader.open(clock=True)
    point_at(page, link(page, "#single"))
    page.clock.run_for(60_000)
    assert is_open(page)

    point_at(page, card(page))
    page.clock.run_for(60_000)
    assert is_open(page)

    page.mouse.move(*ASIDE)
    page.clock.run_for(GRACE)
    assert not is_open(page)


def test_the_delays_are_set_in_a_style_sheet(reader: Reader) -> None:
    page = reader.open(clock=True)
    page.add_style_tag(content="body { --provenance-dwell: 0.5s; --provenance-grace: 20ms }")

    point_at(page, link(page, "#single"))
    page.clock.run_for(499)
    assert not is_open(page)
    page.clock.run_for(1)
    assert is_open(page)

    page.mouse.move(*ASIDE)
    page.clock.run_for(20)
    assert not is_open(page)


def test_materials_instant_preview_opens_nothing_at_a_mark(reader: Reader) -> None:
    path = "/articles/light/"
    page = reader.open(path)
    asked: list[str] = []

    def with_previews(route: Route) -> None:
        html = (
            route.fetch().text().replace('"navigation.instant"', '"navigation.instant", "navigation.instant.preview"')
        )
        route.fulfill(body=html, content_type="text/html")

    page.route(f"**{path}", with_previews)
    page.reload()
    page.unroute(f"**{path}")
    page.on("request", lambda request: asked.append(request.url.rstrip("/").rpartition("/")[2]))

    point_at(page, link(page, "#first"))
    expect(card(page)).to_be_visible()
    page.get_by_role("link", name="the bell").hover()

    expect(page.locator(".md-tooltip2")).to_be_visible()  # one, and so they are on
    assert "light" not in asked


def test_hover_goes_from_mark_to_mark(reader: Reader) -> None:
    page = reader.open()

    link(page, "#single").hover()
    expect(card(page)).to_contain_text("Log of the harbour")
    link(page, "#edge").hover()

    expect(card(page)).to_contain_text("Bell missing")
    expect(page.locator("[aria-expanded=true][role=doc-noteref]")).to_have_count(1)


def test_case_97_the_pointer_travels_slantwise_into_the_card(reader: Reader) -> None:
    page = reader.open(clock=True)
    point_at(page, link(page, "#single"))
    page.clock.run_for(DWELL)
    start, goal = box_of(link(page, "#single")), box_of(card(page))
    x, y = start["x"] + start["width"] / 2, start["y"] + start["height"] / 2
    to_x, to_y = goal["x"] + 4, goal["y"] + goal["height"] - 4

    for step in range(1, 31):
        page.mouse.move(x + (to_x - x) * step / 30, y + (to_y - y) * step / 30)
        page.clock.run_for(GRACE - 1)
        assert is_open(page), step

    page.clock.run_for(60_000)
    assert is_open(page)


def test_case_97_a_pointer_that_turns_away_is_not_waited_for(reader: Reader) -> None:
    page = reader.open(clock=True)
    point_at(page, link(page, "#single"))
    page.clock.run_for(DWELL)
    start = box_of(link(page, "#single"))

    for step in range(1, 4):
        page.mouse.move(start["x"] + 200 * step, start["y"] - 10 * step)
        page.clock.run_for(GRACE // 3)

    assert not is_open(page)


# The click


def test_a_click_pins_and_does_not_jump(reader: Reader) -> None:
    page = reader.open(clock=True)
    before = page.evaluate("[scrollY, history.length]")

    link(page, "#single").click()

    assert is_open(page)
    assert page.url == reader.address() + BELL
    assert page.evaluate("[scrollY, history.length]") == before
    page.mouse.move(*ASIDE)
    page.clock.run_for(60_000)
    assert is_open(page)


def test_a_pinned_card_is_not_replaced_by_hover(reader: Reader) -> None:
    page = reader.open(clock=True)
    link(page, "#single").click()

    point_at(page, link(page, "#edge"))
    page.clock.run_for(60_000)

    assert "Log of the harbour" in card(page).inner_text()


def test_a_second_click_closes(reader: Reader) -> None:
    page = reader.open()

    link(page, "#single").click()
    expect(card(page)).to_be_visible()
    link(page, "#single").click()

    expect(card(page)).to_have_count(0)


def test_a_click_on_a_card_that_hover_opened_keeps_it(reader: Reader) -> None:
    page = reader.open(clock=True)
    point_at(page, link(page, "#single"))
    page.clock.run_for(DWELL)

    link(page, "#single").click()
    page.mouse.move(*ASIDE)
    page.clock.run_for(60_000)

    assert is_open(page)


def test_a_click_elsewhere_closes(reader: Reader) -> None:
    page = reader.open()
    link(page, "#single").click()
    expect(card(page)).to_be_visible()

    page.mouse.click(*ASIDE)

    expect(card(page)).to_have_count(0)


def test_a_click_in_the_card_does_not_close_it(reader: Reader) -> None:
    page = reader.open()
    link(page, "#single").click()

    card(page).locator(".provenance-meta").click()

    expect(card(page)).to_be_visible()


def test_selecting_words_of_the_card_does_not_close_it(reader: Reader) -> None:
    page = reader.open()
    link(page, "#single").click()
    box = box_of(card(page).locator("blockquote p"))

    page.mouse.move(box["x"] + 2, box["y"] + 4)
    page.mouse.down()
    page.mouse.move(*ASIDE)
    page.mouse.up()

    expect(card(page)).to_be_visible()
    assert page.evaluate("getSelection().toString()") != ""


def test_the_cross_closes_and_gives_the_focus_back(reader: Reader) -> None:
    page = reader.open()
    link(page, "#single").click()

    card(page).get_by_role("button", name="Close").click()

    expect(card(page)).to_have_count(0)
    assert page.evaluate(FOCUSED) == "single"


def test_see_all_notes_leads_to_the_note_and_closes(reader: Reader) -> None:
    page = reader.open()
    link(page, "#edge").click()

    card(page).get_by_role("link", name="See all notes").click()

    expect(page.locator("#provenance-note-5")).to_be_in_viewport()
    expect(card(page)).to_have_count(0)
    assert page.url.endswith("#provenance-note-5")


def test_a_click_with_control_held_is_the_browsers(reader: Reader) -> None:
    page = reader.open()

    with page.context.expect_page() as opened:
        link(page, "#single").click(modifiers=["Control"])

    opened.value.wait_for_url("**#provenance-note-1")
    assert page.locator(".provenance-pinned").count() == 0


@pytest.mark.parametrize("key", ["ctrlKey", "shiftKey", "altKey", "metaKey"])
def test_a_click_with_a_key_held_is_left_alone(reader: Reader, key: str) -> None:
    page = reader.open(theme="mkdocs", clock=True)  # some of these Material's instant navigation takes

    taken = link(page, "#single").evaluate(
        """(a, key) => {
            let taken;
            addEventListener('click', (event) => { taken = event.defaultPrevented; event.preventDefault() });
            a.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true, [key]: true}));
            return taken;
        }""",
        key,
    )

    assert taken is False
    assert not is_open(page)


def test_a_middle_click_is_the_browsers(reader: Reader) -> None:
    page = reader.open()

    with page.context.expect_page() as opened:
        link(page, "#single").click(button="middle")

    opened.value.wait_for_url("**#provenance-note-1")
    assert page.locator(".provenance-pinned").count() == 0


# What the card says


def test_every_mark_opens_the_notes_that_it_leads_to(reader: Reader) -> None:
    page = reader.open()
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")

    shown = page.evaluate(
        """() => [...document.querySelectorAll('.provenance-mark a')].filter((a) => a.checkVisibility()).map((a) => {
            const words = (nodes) => [...nodes].map((node) => node.textContent);
            const notes = [...a.closest('sup').querySelectorAll('a')].map((a) => document.querySelector(a.hash));
            a.scrollIntoView({block: 'center', behavior: 'instant'});
            a.click();
            return {
                shown: words(document.querySelectorAll('.provenance-card:popover-open .provenance-source')),
                expected: words(notes.map((note) => note.querySelector('.provenance-source'))),
            };
        })"""
    )

    assert len(shown) > 30
    assert all(each["expected"] for each in shown)
    assert [each["shown"] for each in shown] == [each["expected"] for each in shown]


def test_a_group_says_what_it_amounts_to_before_its_sources(reader: Reader) -> None:
    page = reader.open()

    link(page, "#group", 1).click()

    expect(card(page).locator(".provenance-amounts")).to_have_text("2 publishers; shared origin not traced.")
    expect(card(page).locator(".provenance-who")).to_have_text(["Harbour Office", "The Daily Tide"])
    labels = (
        card(page)
        .locator(".provenance-source")
        .evaluate_all("(nodes) => nodes.map((node) => getComputedStyle(node, '::before').content)")
    )
    assert labels == ['"1"', '"2"']


def test_a_range_shows_each_of_its_sources(reader: Reader) -> None:
    page = reader.open()

    link(page, "#range").click()

    expect(card(page).locator(".provenance-title")).to_have_text(
        ["Harbour bell vanishes", "The van is found", "Minutes of the council", "Bell missing"]
    )


def test_both_numbers_of_a_mark_are_one_card(reader: Reader) -> None:
    page = reader.open(clock=True)
    point_at(page, link(page, "#group"))
    page.clock.run_for(DWELL)
    page.evaluate(WATCH)

    point_at(page, link(page, "#group", 1))
    page.clock.run_for(60_000)

    assert is_open(page)
    assert page.evaluate("turns") == []


def test_a_pull_quote_shows_the_source_that_it_inherits(reader: Reader) -> None:
    page = reader.open()

    page.locator("[role=doc-pullquote] .provenance-mark a").click()

    expect(card(page)).to_contain_text("Log of the harbour")


def test_a_number_that_leads_nowhere_is_named_in_the_card(reader: Reader) -> None:
    page = reader.open()

    link(page, "#half").click()

    expect(card(page).locator(".provenance-amounts")).to_have_text("One source. 9: no such source.")


def test_a_marker_that_leads_nowhere_opens_nothing(reader: Reader) -> None:
    page = reader.open(clock=True)
    marker = page.locator("#unresolved .provenance-unresolved")

    point_at(page, marker)
    page.clock.run_for(60_000)
    marker.click()

    assert marker.inner_text() == "[9]"
    assert not is_open(page)


def test_case_102_what_looks_like_a_mark_in_a_card_is_none(reader: Reader) -> None:
    page = reader.open(clock=True)
    link(page, "#single").click()
    text = card(page).inner_text()
    page.evaluate(WATCH)

    for place in (".provenance-title a", "blockquote p"):
        point_at(page, card(page).locator(place))
        page.clock.run_for(60_000)
    card(page).locator("blockquote p").click()

    assert "[1]" in text
    assert "[2]" in text
    assert card(page).locator(".provenance-mark, [role=doc-noteref]").count() == 0
    assert card(page).inner_text() == text
    assert page.evaluate("turns") == []


def test_case_102_a_mark_in_a_card_opens_no_second_card(reader: Reader) -> None:
    """A newsroom's own template may put a mark into a note; in the card it is a link like any other."""
    page = reader.open(clock=True)
    page.locator("#provenance-note-5 .provenance-source").evaluate(
        "(note) => note.append(document.querySelector('#single .provenance-mark').cloneNode(true))"
    )
    link(page, "#edge").click()
    text = card(page).inner_text()

    point_at(page, link(page, ".provenance-card"))
    page.clock.run_for(60_000)
    assert card(page).inner_text() == text

    link(page, ".provenance-card").click()
    assert not is_open(page)
    assert page.url.endswith("#provenance-note-1")


@pytest.mark.parametrize("by", ["pointer", "click", "keyboard"])
def test_case_103_nothing_doubles_the_card(reader: Reader, by: str) -> None:
    """Material's tooltips are on in this site."""
    page = reader.open(clock=True)

    for place in ("#single", "#group", "#the-table"):
        if by == "keyboard":
            tab_to(page, place, clock=True)
        else:
            link(page, place).scroll_into_view_if_needed()
            point_at(page, link(page, place))
        if by == "click":
            page.mouse.down()
            page.mouse.up()
        page.clock.run_for(60_000)
        assert is_open(page)
        assert page.locator(".md-tooltip:visible, .md-tooltip2:visible").count() == 0
        page.keyboard.press("Escape")
        page.mouse.move(0, 0)

    assert page.locator(":is(.provenance-mark, .provenance-card, .provenance-panel) [title]").count() == 0


# What assistive technology is told


def test_a_mark_tells_whether_its_card_is_open(reader: Reader) -> None:
    page = reader.open()
    mark = link(page, "#single")
    expect(mark).to_have_attribute("role", "doc-noteref")
    expect(mark).to_have_accessible_name("Source 1: Harbour Office, 4 May 2026")

    mark.click()
    expect(mark).to_have_attribute("aria-expanded", "true")
    expect(page.locator(f"#{mark.get_attribute('aria-controls')}:popover-open")).to_be_visible()

    page.keyboard.press("Escape")
    expect(card(page)).to_have_count(0)
    expect(mark).not_to_have_attribute("aria-expanded", "true")
    assert mark.get_attribute("aria-controls") is None


def test_the_card_is_a_dialog_with_a_name(reader: Reader) -> None:
    page = reader.open()

    link(page, "#single").click()
    expect(page.get_by_role("dialog", name="Source 1: Harbour Office, 4 May 2026")).to_be_visible()

    link(page, "#group").click()
    expect(page.get_by_role("dialog", name="2 publishers; shared origin not traced.")).to_be_visible()


def test_no_id_stands_twice_while_a_card_is_open(reader: Reader) -> None:
    page = reader.open()

    link(page, "#range").click()

    expect(card(page)).to_be_visible()
    ids = page.locator("[id]").evaluate_all("(nodes) => nodes.map((node) => node.id)")
    assert sorted(ids) == sorted(set(ids))


# The keyboard


def test_case_96_focus_opens(reader: Reader) -> None:
    page = reader.open()

    tab_to(page, "#single")

    expect(card(page)).to_contain_text("Log of the harbour")


def test_case_96_the_pointer_does_not_close_what_focus_opened(reader: Reader) -> None:
    page = reader.open(clock=True)
    tab_to(page, "#single")

    page.mouse.move(400, 500)
    page.mouse.move(*ASIDE)
    page.clock.run_for(60_000)

    assert is_open(page)


def test_case_96_tabbing_on_passes_a_card_that_came_by_itself(reader: Reader) -> None:
    page = reader.open()
    tab_to(page, "#single")
    expect(card(page)).to_contain_text("Log of the harbour")

    page.keyboard.press("Tab")

    expect(link(page, "#group")).to_be_focused()
    expect(card(page)).to_contain_text("Harbour bell vanishes")


def test_case_96_tabbing_back_closes_and_does_not_open_again(reader: Reader) -> None:
    page = reader.open(clock=True)
    tab_to(page, "#edge")
    assert is_open(page)

    page.keyboard.press("Shift+Tab")
    expect(page.locator(".provenance-summary button")).to_be_focused()
    page.clock.run_for(60_000)
    assert not is_open(page)


@pytest.mark.parametrize("inside", [False, True], ids=["on the mark", "in the card"])
def test_case_96_escape_closes_once_and_the_focus_is_on_the_mark(reader: Reader, inside: bool) -> None:
    page = reader.open(clock=True)
    tab_to(page, "#single")
    if inside:
        page.keyboard.press("Enter")
        assert page.evaluate(FOCUSED) is None
    page.evaluate(WATCH)

    page.keyboard.press("Escape")
    assert not is_open(page)
    assert page.evaluate(FOCUSED) == "single"

    page.keyboard.press("Escape")
    page.clock.run_for(60_000)
    assert page.evaluate("turns") == ["closed"]
    assert page.evaluate(FOCUSED) == "single"
    assert page.url == reader.address() + BELL


def test_case_96_after_escape_the_keyboard_goes_on_in_the_text(reader: Reader) -> None:
    page = reader.open()
    tab_to(page, "#single")
    page.keyboard.press("Escape")

    page.keyboard.press("Tab")

    expect(link(page, "#group")).to_be_focused()
    expect(card(page)).to_be_visible()


def test_case_96_escape_closes_what_hover_opened_and_moves_no_focus(reader: Reader) -> None:
    page = reader.open()
    link(page, "#single").hover()
    expect(card(page)).to_be_visible()

    page.keyboard.press("Escape")

    expect(card(page)).to_have_count(0)
    assert page.evaluate("document.activeElement === document.body")


def test_enter_opens_and_goes_in(reader: Reader) -> None:
    page = reader.open()
    tab_to(page, "#single")

    page.keyboard.press("Enter")

    expect(card(page)).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Log of the harbour [1], 4 May"
    assert page.url == reader.address() + BELL
    page.keyboard.press("Escape")
    assert page.evaluate(FOCUSED) == "single"


def test_enter_and_shift_tab_come_back_to_the_mark(reader: Reader) -> None:
    page = reader.open()
    tab_to(page, "#single")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    page.keyboard.press("Shift+Tab")

    expect(link(page, "#single")).to_be_focused()
    expect(card(page)).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Log of the harbour [1], 4 May"


def test_tab_at_the_end_of_a_pinned_card_goes_back_to_the_mark(reader: Reader) -> None:
    page = reader.open()
    tab_to(page, "#single")
    page.keyboard.press("Enter")

    for _ in range(6):
        page.keyboard.press("Tab")

    expect(card(page)).to_have_count(0)
    expect(link(page, "#single")).to_be_focused()


def test_a_click_goes_in_and_escape_comes_back(reader: Reader) -> None:
    page = reader.open()

    link(page, "#single").click()
    expect(card(page)).to_be_focused()
    page.keyboard.press("Escape")

    expect(link(page, "#single")).to_be_focused()


def test_a_pinned_card_has_the_cross_as_its_last_stop(reader: Reader) -> None:
    page = reader.open()
    tab_to(page, "#single")
    page.keyboard.press("Enter")

    stops = []
    for _ in range(5):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.ariaLabel ?? document.activeElement.textContent"))
    own = ["Log of the harbour [1], 4 May", "See the passage", "What else rests on this source"]
    assert stops == [*own, "See all notes", "Close"]
    page.keyboard.press("Enter")

    expect(card(page)).to_have_count(0)
    assert page.evaluate(FOCUSED) == "single"


# The finger


def test_case_98_a_tap_opens_and_a_second_tap_closes(reader: Reader) -> None:
    page = reader.open(touch=True, size=(360, 740), clock=True)
    page.evaluate(WATCH)

    link(page, "#single").tap()
    page.clock.run_for(60_000)
    assert page.evaluate("turns") == ["open"]

    link(page, "#single").tap()
    page.clock.run_for(60_000)
    assert page.evaluate("turns") == ["open", "closed"]
    assert page.url == reader.address() + BELL


def test_case_98_a_tap_elsewhere_closes(reader: Reader) -> None:
    page = reader.open(touch=True, size=(360, 740))
    link(page, "#single").tap()
    expect(card(page)).to_be_visible()

    page.touchscreen.tap(5, 730)

    expect(card(page)).to_have_count(0)


def test_case_98_a_tap_on_another_mark_is_one_card(reader: Reader) -> None:
    page = reader.open(touch=True, size=(360, 740), clock=True)
    link(page, "#single").tap()
    page.evaluate(WATCH)

    link(page, "#group").tap()
    page.clock.run_for(60_000)

    assert "2 publishers" in card(page).inner_text()
    assert page.evaluate("turns.at(-1) ?? 'open'") == "open"


def test_case_98_the_cross_and_the_links_can_be_tapped(reader: Reader) -> None:
    page = reader.open(touch=True, size=(360, 740))

    link(page, "#edge").tap()
    card(page).get_by_role("button", name="Close").tap()
    expect(card(page)).to_have_count(0)

    link(page, "#edge").tap()
    card(page).get_by_role("link", name="See all notes").tap()
    expect(card(page)).to_have_count(0)
    expect(page.locator("#provenance-note-5")).to_be_in_viewport()
