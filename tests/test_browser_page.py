"""The page around the card: cases 104 to 106 of `research/peers.md`, no script, paper, other themes, colours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import pytest
from playwright.sync_api import expect

from browser_site import BELL, LIGHT, THEMES, Reader, Theme, card, link

if TYPE_CHECKING:
    from playwright.sync_api import Page

COPY = """(selector) => {
    getSelection().selectAllChildren(document.querySelector(selector));
    return getSelection().toString();
}"""
"""What a reader takes to the clipboard."""

CONTRASTS = """(roots) => {
    const canvas = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true});
    const read = (colour) => {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
        return [r, g, b, a / 255];
    };
    const over = ([r, g, b, a], ground) => [r, g, b].map((value, at) => value * a + ground[at] * (1 - a));
    const ancestors = (node) => node ? [...ancestors(node.parentElement), node] : [];
    const ground = (node) => ancestors(node).reduce(
        (below, each) => over(read(getComputedStyle(each).backgroundColor), below), [255, 255, 255]);
    const opacity = (node) => ancestors(node).reduce((all, each) => all * getComputedStyle(each).opacity, 1);
    const light = (colour) => colour.map((value) => value / 255)
        .map((value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
        .reduce((sum, value, at) => sum + value * [0.2126, 0.7152, 0.0722][at], 0);
    const poor = [];
    let seen = 0;
    for (const root of document.querySelectorAll(roots)) {
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            const node = walker.currentNode.parentElement;
            if (!walker.currentNode.data.trim() || !node.checkVisibility()) continue;
            const below = ground(node);
            const [r, g, b, a] = read(getComputedStyle(node).color);
            const pair = [light(over([r, g, b, a * opacity(node)], below)), light(below)].sort((x, y) => y - x);
            const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
            seen += 1;
            if (ratio < 4.5) poor.push(`${ratio.toFixed(2)}: ${walker.currentNode.data.trim().slice(0, 40)}`);
        }
    }
    return [seen, poor];
}"""
"""How many texts stand in these elements, and which of them are hard to tell from their ground."""

OURS = ".provenance-card, .provenance-panel, .provenance-summary, .provenance-mark, .provenance-analysis-label"

DARK: dict[Theme, str] = {
    "material": "document.body.dataset.mdColorScheme === 'slate'",
    "mkdocs": "document.documentElement.dataset.bsTheme = 'dark'",
}


def unfold(page: Page) -> None:
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")


def stay(page: Page) -> None:
    """Mark the document, to see later whether it is still the same."""
    page.evaluate("window.stayed = true")


# Text


def test_case_104_markers_are_read_and_copied_as_they_were_written(reader: Reader) -> None:
    page = reader.open()

    for place, text in {
        "#single": "The bell rang at nine[1].",
        "#group": "The log and the paper agree on the hour[1, 2].",
        "#range": "Four accounts name a van[2, 3, 4, 5].",
    }.items():
        assert page.locator(place).inner_text() == text
        assert page.evaluate(COPY, place) == text
    assert page.evaluate(COPY, "#half") == "Of the van and of the driver nobody knows anything[1, 9?]."
    assert page.evaluate(COPY, "#unresolved") == "The mayor left the town [9]."
    assert page.locator("#the-table").inner_text().startswith("The table[3]")


def test_headings_are_named_without_their_marks(reader: Reader) -> None:
    page = reader.open()

    contents = page.locator(".md-sidebar--secondary .md-nav__link")

    expect(contents).to_have_text(["The table", "What it means", "How we know this"])
    assert page.title() == "Who took the harbour bell? - The Harbour Paper"


# Links within the page


@pytest.mark.parametrize("way", ["loaded", "changed", "clicked"])
@pytest.mark.parametrize("place", ["folded", "twice-folded", "tabbed", "provenance-note-5"])
def test_case_106_a_link_opens_what_hides_its_target(
    reader: Reader, way: Literal["loaded", "changed", "clicked"], place: str
) -> None:
    page = reader.open(f"{BELL}#{place}" if way == "loaded" else BELL)

    if way == "changed":
        assert not page.locator(f"#{place}").is_visible() or place == "provenance-note-5"
        page.evaluate("(place) => { location.hash = place }", place)
    if way == "clicked":
        page.evaluate("(place) => { document.querySelector('#way a').href = '#' + place }", place)
        page.locator("#way a").first.click()

    expect(page.locator(f"#{place}")).to_be_visible()
    expect(page.locator(f"#{place}")).to_be_in_viewport()


def test_case_106_notes_lead_back_to_each_use(reader: Reader) -> None:
    page = reader.open()
    unfold(page)
    page.evaluate("for (const fold of document.querySelectorAll('.md-content details')) fold.open = false")

    ways = page.evaluate(
        """async () => {
            const found = [];
            for (const way of document.querySelectorAll('[role=doc-backlink]')) {
                const isSeen = () => {
                    const mark = document.getElementById(way.hash.slice(1));
                    const {top, bottom} = mark.getBoundingClientRect();
                    return location.hash === way.hash && mark.checkVisibility() && top >= 0 && bottom <= innerHeight;
                };
                way.click();
                for (let frame = 0; frame < 60 && !isSeen(); frame += 1) await new Promise(requestAnimationFrame);
                found.push([way.hash, isSeen()]);
            }
            return found;
        }"""
    )

    assert len(ways) > 30
    assert [way for way, seen in ways if not seen] == []


def test_case_106_a_note_is_not_covered_by_the_header(reader: Reader) -> None:
    page = reader.open(f"{BELL}#provenance-note-2")

    top = page.locator("#provenance-note-2").evaluate("(node) => node.getBoundingClientRect().top")
    header = page.locator(".md-header").evaluate("(node) => node.getBoundingClientRect().bottom")

    assert top >= header


# Material's instant navigation


def test_instant_navigation_closes_the_card_and_the_next_page_has_its_own(reader: Reader) -> None:
    page = reader.open()
    stay(page)
    link(page, "#single").click()
    expect(card(page)).to_be_visible()

    page.locator("#way a").first.evaluate("(a) => a.click()")

    page.wait_for_url(f"**{LIGHT}")
    expect(card(page)).to_have_count(0)
    link(page, "#first").hover()
    expect(card(page)).to_contain_text("Harbour bell vanishes")
    link(page, "#first").click()
    expect(page.locator(".provenance-card")).to_have_count(1)
    expect(page.locator(".provenance-pinned")).to_be_visible()
    assert page.url.endswith(LIGHT)
    assert page.evaluate("window.stayed")


def test_instant_navigation_back_closes_the_card(reader: Reader) -> None:
    page = reader.open(LIGHT)
    stay(page)
    page.locator("#first a", has_text="the bell").click()
    page.wait_for_url(f"**{BELL}")
    link(page, "#single").click()
    expect(card(page)).to_be_visible()

    page.go_back()

    page.wait_for_url(f"**{LIGHT}")
    expect(card(page)).to_have_count(0)
    link(page, "#first").click()
    expect(card(page)).to_contain_text("Harbour bell vanishes")
    assert page.evaluate("window.stayed")


def test_instant_navigation_opens_what_hides_the_target_on_the_next_page(reader: Reader) -> None:
    page = reader.open(LIGHT)
    stay(page)

    page.locator("#first a", has_text="the porter").click()

    page.wait_for_url(f"**{BELL}#twice-folded")
    expect(page.locator("#twice-folded")).to_be_in_viewport()
    assert page.evaluate("window.stayed")


def test_a_page_without_notes_is_left_alone(reader: Reader) -> None:
    page = reader.open("/plain/", clock=True)

    page.locator("h1 + p").hover()
    page.clock.run_for(60_000)

    assert page.locator("h1 + p").inner_text() == "Nothing is cited here, not even in [1]."
    assert page.locator("[class^=provenance]").count() == 0


# Without a script


@pytest.mark.parametrize("theme", THEMES)
def test_without_a_script_a_mark_leads_to_its_note(reader: Reader, theme: Theme) -> None:
    page = reader.open(theme=theme, scripts=False)

    link(page, "#group", 1).click()

    assert page.url.endswith("#provenance-note-2")
    expect(page.locator("#provenance-note-2")).to_be_in_viewport()
    assert page.locator(".provenance-card").count() == 0


def test_without_a_script_a_note_leads_back_to_each_use(reader: Reader) -> None:
    page = reader.open(scripts=False)
    page.set_viewport_size({"width": 1280, "height": 400})
    note = page.locator("#provenance-note-5")
    note.locator("summary").click()
    ways = note.locator("[role=doc-backlink]").all()
    assert len(ways) > 5

    for way in ways:
        way.click()
        target = way.get_attribute("href") or ""
        assert page.url.endswith(target)
        expect(page.locator(target)).to_be_in_viewport()


def test_without_a_script_a_note_leads_back_into_a_tab(reader: Reader) -> None:
    page = reader.open(scripts=False)
    assert not page.locator("#tabbed").is_visible()

    page.locator("#provenance-note-3 [role=doc-backlink]", has_text="In the night").click()

    expect(page.locator("#tabbed .provenance-mark")).to_be_in_viewport()


@pytest.mark.parametrize("scripts", [True, False], ids=["with a script", "without a script"])
def test_words_in_a_fold_are_found_and_unfold_it(reader: Reader, scripts: bool) -> None:
    history = reader.open(scripts=scripts).locator(".provenance-about details").first
    expect(history).not_to_have_attribute("open", "")
    expect(reader.open(scripts=scripts).get_by_text("First published")).not_to_be_visible()

    # A text fragment searches as a browser's own "find in page" does, which no test can open.
    page = reader.open(f"{BELL}#:~:text=First%20published", scripts=scripts)

    expect(page.get_by_text("First published")).to_be_in_viewport()


# Paper


def test_case_105_printing_opens_what_is_folded_and_folds_it_again(reader: Reader) -> None:
    page = reader.open()
    link(page, "#single").click()
    folded = page.locator(".provenance-panel details:not([open])")
    before = folded.count()
    assert before > 3
    page.evaluate(
        """() => addEventListener('beforeprint', () => {
            window.printed = [
                document.querySelectorAll('.provenance-panel details:not([open])').length,
                document.querySelectorAll('.provenance-card:popover-open').length,
            ];
        })"""
    )

    page.pdf()

    assert page.evaluate("printed") == [0, 0]
    expect(folded).to_have_count(before)


@pytest.mark.parametrize("scripts", [True, False], ids=["with a script", "without a script"])
def test_case_105_paper_shows_all_and_no_card(reader: Reader, scripts: bool) -> None:
    page = reader.open(scripts=scripts)
    if scripts:
        link(page, "#single").click()
        expect(card(page)).to_be_visible()

    page.mouse.move(0, 0)
    page.emulate_media(media="print")

    expect(page.locator(".provenance-card")).not_to_be_visible()
    for fold in page.locator(".provenance-panel details:not(.provenance-uses *)").all():
        expect(fold.locator("li").first).to_be_visible()
    expect(page.locator(".provenance-uses").first).not_to_be_visible()
    address = page.locator(".provenance-panel #provenance-note-2 .provenance-title a").first
    printed = address.evaluate("(a) => getComputedStyle(a, '::after').content")
    assert printed == '" (https://example.org/tide)"'


# Colours


@pytest.mark.parametrize(
    ("theme", "dark"),
    [("material", False), ("material", True), ("mkdocs", False), ("mkdocs", True), ("readthedocs", False)],
)
def test_every_text_stands_out_from_its_ground(reader: Reader, theme: Theme, dark: bool) -> None:
    page = reader.open(f"{BELL}#provenance-note-1", theme=theme, dark=dark, reduced_motion="reduce")
    if dark:
        page.wait_for_function(DARK[theme])
    unfold(page)

    for place in ("#range", "#half", "#analysed"):
        link(page, place).click()
        expect(card(page)).to_be_visible()
        page.mouse.move(0, 0)
        seen, poor = page.evaluate(CONTRASTS, OURS)
        assert seen > 100
        assert poor == []
        page.keyboard.press("Escape")


def test_dark_and_light_are_told_apart(reader: Reader) -> None:
    """Or the test above would see one scheme twice."""
    grounds = []
    for dark in (False, True):
        page = reader.open(dark=dark)
        if dark:
            page.wait_for_function(DARK["material"])
        link(page, "#single").click()
        grounds.append(card(page).evaluate("(node) => getComputedStyle(node).backgroundColor"))

    assert len(set(grounds)) == 2


# Other themes


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs"])
@pytest.mark.parametrize("size", [(1280, 900), (360, 640)], ids=str)
def test_other_themes_open_the_card(reader: Reader, theme: Theme, size: tuple[int, int]) -> None:
    page = reader.open(theme=theme, size=size)

    link(page, "#group").hover()
    expect(card(page)).to_be_in_viewport(ratio=0.99)
    link(page, "#group").click()
    assert page.url == reader.address(theme) + BELL
    page.keyboard.press("Escape")
    expect(card(page)).to_have_count(0)

    link(page, "#single").click()
    card(page).get_by_role("link", name="See all notes").click()
    expect(page.locator("#provenance-note-1 .provenance-who")).to_be_in_viewport()
    assert page.evaluate("[...document.querySelectorAll('.provenance-mark')].every((mark) => mark.isConnected)")


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs"])
def test_other_themes_show_the_panel_as_lists_without_a_box(reader: Reader, theme: Theme) -> None:
    page = reader.open(theme=theme)

    style: Any = page.locator(".provenance-rows li").first.evaluate(
        "(item) => { const s = getComputedStyle(item); return [s.listStyleType, s.marginLeft] }"
    )

    assert style == ["none", "0px"]
    expect(page.locator("#provenance-note-1")).to_have_css("list-style-type", "decimal")


# What a page asks for


@pytest.mark.parametrize("theme", THEMES)
def test_nothing_is_fetched_for_a_card_and_nothing_goes_wrong(reader: Reader, theme: Theme) -> None:
    page = reader.open(theme=theme, clock=True)
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    for place in ("#single", "#range", "#analysed"):
        link(page, place).hover()
        page.clock.run_for(60_000)
        link(page, place).click()
        expect(card(page)).to_be_visible()
        page.keyboard.press("Escape")
    page.evaluate("fetch('/?last')")

    assert asked == [f"{reader.address(theme)}/?last"]
    assert reader.leave() == []


@pytest.mark.parametrize("theme", THEMES)
def test_the_plugins_own_html_holds_no_script_and_no_style(reader: Reader, theme: Theme) -> None:
    page = reader.open(theme=theme, scripts=False)

    ours = page.locator(":is([class^=provenance], .provenance-panel *, .provenance-mark *):not(.headerlink)")

    assert ours.count() > 200
    faults = ours.evaluate_all(
        """(nodes) => nodes.filter((node) => node.matches('script, style, [style], [title]')
            || [...node.attributes].some(({name}) => name.startsWith('on'))).map((node) => node.outerHTML)"""
    )
    assert faults == []
