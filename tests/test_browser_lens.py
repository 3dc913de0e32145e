"""The reading lens, and what ties the panel to the text: a source to its sentences, a note to the mark it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from browser_site import BELL, LIGHT, THEMES, WITHDRAWN, Reader, Theme, card, link

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

UNDERLINE = "(node) => { const s = getComputedStyle(node); return [s.borderBottomStyle, s.borderBottomWidth] }"
RESTING = "[...document.querySelectorAll('.provenance-rests')].map((piece) => piece.textContent.split('[')[0].trim())"
VAN = ["Four accounts name a van", "The table", "seen", "In the night somebody walked there"]
"""What rests on source 3."""


def switch(page: Page) -> Locator:
    return page.get_by_role("button", name="Show what each sentence rests on")


def test_the_lens_is_off_until_it_is_asked_for(reader: Reader) -> None:
    page = reader.open()

    expect(switch(page)).to_have_attribute("aria-pressed", "false")
    expect(page.locator(".provenance-legend")).not_to_be_visible()
    assert page.locator("#single .provenance-claim").evaluate(UNDERLINE)[0] == "none"


@pytest.mark.parametrize("theme", THEMES)
def test_the_lens_tells_sentences_apart_by_their_lines(reader: Reader, theme: Theme) -> None:
    page = reader.open(theme=theme)

    switch(page).click()

    expect(switch(page)).to_have_attribute("aria-pressed", "true")
    for place, style in {"#single": "solid", "#group": "double", "#way": "dotted"}.items():
        assert page.locator(f"{place} .provenance-claim").first.evaluate(UNDERLINE)[0] == style
    expect(page.locator(".provenance-legend li")).to_have_text(
        ["Two or more separate origins", "One origin", "No source given", "Our analysis", "Pull quote"]
    )
    switch(page).click()
    expect(page.locator(".provenance-legend")).not_to_be_visible()


def test_every_entry_of_the_legend_looks_like_what_it_names(reader: Reader) -> None:
    page = reader.open(f"{BELL}#lens")
    swatch = UNDERLINE.replace("(node);", "(node, '::before');")

    for name, place in {"several": "#group", "one": "#single", "none": "#way"}.items():
        entry = page.locator(f".provenance-legend [data-strength={name}]")
        assert entry.evaluate(swatch) == page.locator(f"{place} .provenance-claim").first.evaluate(UNDERLINE)


def test_the_lens_is_worked_by_the_keyboard(reader: Reader) -> None:
    page = reader.open()
    page.locator(".provenance-summary a").focus()

    page.keyboard.press("Tab")
    expect(switch(page)).to_be_focused()
    page.keyboard.press("Space")

    expect(switch(page)).to_have_attribute("aria-pressed", "true")


def test_the_lens_is_remembered_for_the_visit(reader: Reader) -> None:
    page = reader.open()
    switch(page).click()

    page.locator("#way a").first.click()
    page.wait_for_url(f"**{LIGHT}")
    expect(switch(page)).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(page.locator(".provenance-legend")).to_be_visible()

    switch(page).click()
    page.reload()
    expect(switch(page)).to_have_attribute("aria-pressed", "false")


def test_an_address_can_ask_for_the_lens(reader: Reader) -> None:
    page = reader.open(f"{BELL}#lens")

    expect(switch(page)).to_have_attribute("aria-pressed", "true")


def test_without_a_script_there_is_no_dead_switch(reader: Reader) -> None:
    page = reader.open(scripts=False)

    assert page.locator(".provenance-summary button").count() == 0
    expect(page.locator(".provenance-legend")).not_to_be_visible()


def test_the_switch_moves_nothing_when_it_comes(reader: Reader) -> None:
    page = reader.open()
    top = "document.querySelector('#edge').getBoundingClientRect().top"
    before = page.evaluate(top)

    page.locator(".provenance-summary button").evaluate("(button) => button.remove()")

    assert page.evaluate(top) == pytest.approx(before, abs=0.5)


def test_paper_shows_the_lines_and_the_legend_and_no_switch(reader: Reader) -> None:
    page = reader.open(f"{BELL}#lens")

    page.emulate_media(media="print")

    expect(page.locator(".provenance-legend")).to_be_visible()
    expect(page.locator(".provenance-summary button")).not_to_be_visible()
    expect(page.locator(".provenance-passage").first).not_to_be_visible()
    assert page.locator("#group .provenance-claim").evaluate(UNDERLINE)[0] == "double"


# What has become of the sources

WORDS = "(node) => getComputedStyle(node, '::after').content"
WAVY = "(node) => getComputedStyle(node).textDecorationStyle"
BECAME = {
    "#fallen": '"Retracted, 30 April 2026"',
    "#beside": '"Source 1: Retracted, 30 April 2026."',
    "#put-right": '"Since corrected"',
    "#sound": "none",
}


@pytest.mark.parametrize("theme", THEMES)
def test_the_lens_says_in_words_what_has_become_of_a_source(reader: Reader, theme: Theme) -> None:
    page = reader.open(WITHDRAWN, theme=theme)
    claims = {place: page.locator(f"{place} .provenance-claim") for place in BECAME}
    assert {claim.evaluate(WORDS) for claim in claims.values()} == {"none"}

    switch(page).click()

    assert {place: claim.evaluate(WORDS) for place, claim in claims.items()} == BECAME
    assert [claim.evaluate(WAVY) for claim in claims.values()] == ["wavy", "solid", "solid", "solid"]
    entry = page.locator(".provenance-legend [data-strength=retracted]")
    expect(entry).to_have_text("Only retracted sources")
    assert entry.evaluate(WAVY.replace("(node).", "(node, '::before').")) == "wavy"


@pytest.mark.parametrize("media", [{"media": "print"}, {"forced_colors": "active"}])
def test_the_words_are_there_on_paper_and_in_forced_colours(reader: Reader, media: dict[str, Any]) -> None:
    page = reader.open(f"{WITHDRAWN}#lens")

    page.emulate_media(**media)

    assert page.locator("#fallen .provenance-claim").evaluate(WORDS) == BECAME["#fallen"]
    assert page.locator("#fallen .provenance-claim").evaluate(WAVY) == "wavy"


# From a source to its sentences


def test_pointing_at_a_note_marks_the_sentences_that_rest_on_it(reader: Reader) -> None:
    page = reader.open()

    page.locator("#provenance-note-3 .provenance-meta").hover()
    assert page.evaluate(RESTING) == VAN

    page.locator("#how-we-know-this h2").hover()
    assert page.evaluate(RESTING) == []


def test_focus_on_a_mark_marks_every_sentence_of_its_source(reader: Reader) -> None:
    page = reader.open()

    link(page, "#the-table").focus()

    assert page.evaluate(RESTING) == VAN


def test_a_sentence_in_pieces_is_marked_whole(reader: Reader) -> None:
    page = reader.open()
    page.locator("#single .provenance-claim").evaluate(
        """(claim) => {
            const rest = claim.cloneNode();
            rest.removeAttribute('id');
            rest.append(claim.querySelector('sup'));
            claim.after(rest);
        }"""
    )

    link(page, "#single").focus()

    assert page.evaluate(RESTING)[:2] == ["The bell rang at nine.", ""]


# From a note back to where one came from


@pytest.mark.parametrize("theme", THEMES)
def test_the_way_back_to_the_mark_that_one_came_from_stands_out(reader: Reader, theme: Theme) -> None:
    page = reader.open(theme=theme)
    link(page, "#range", 1).click()

    card(page).get_by_role("link", name="See all notes").click()

    expect(page.locator("#provenance-note-3")).to_be_in_viewport()
    expect(page.locator(".provenance-back")).to_have_text("Four accounts name a van.")
    page.locator(".provenance-back").click()
    expect(page.locator("#range")).to_be_in_viewport()
    expect(page.locator(".provenance-back")).to_have_count(0)


def test_a_way_back_that_is_folded_is_unfolded(reader: Reader) -> None:
    page = reader.open()
    link(page, "#last").scroll_into_view_if_needed()
    place = page.locator("#provenance-note-5 details [role=doc-backlink]").last
    mark = (place.get_attribute("href") or "").partition("#")[2]
    page.evaluate("for (const fold of document.querySelectorAll('.md-content details')) fold.open = true")
    page.locator("#provenance-note-5 details").evaluate("(fold) => { fold.open = false }")

    page.locator(f"#{mark} a[href$='-5']").click()
    card(page).get_by_role("link", name="See all notes").click()

    expect(page.locator("#provenance-note-5 .provenance-back")).to_be_visible()


def test_what_a_jump_led_to_is_set_off(reader: Reader) -> None:
    page = reader.open(f"{BELL}#provenance-note-2")

    ground = "(node) => getComputedStyle(node).backgroundColor"

    assert page.locator("#provenance-note-2").evaluate(ground) != page.locator("#provenance-note-3").evaluate(ground)
