"""The index of sources in a browser: its filters, their address, and all of it without a script."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

import mkdocs_provenance
from conftest import build_site
from factories import registry, source
from mkdocs_provenance.ledger import Ledger
from mkdocs_provenance.model import Kind
from mkdocs_provenance.views.source_index import source_index
from sources_site import sources_site, themed
from test_browser_axe import AXE, RUN, judged
from test_source_index import press

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

ASSETS: Final = Path(mkdocs_provenance.__file__).parent / "theme/assets"
INDEX: Final = "/sources/"
POLICY: Final = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'"
}
LOOKS: Final = (((1280, 900), "default"), ((360, 640), "slate"))


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory, serve: Callable[..., str]) -> str:
    """The address of the site under Material with instant navigation."""
    root = tmp_path_factory.mktemp("sources-material")
    address = serve(root / "site")
    config = themed("material", font=False, features=["navigation.instant"])
    built = build_site(root, sources_site(), {**config, "site_url": f"{address}/"})
    assert built.ok, built.log
    return address


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site whose index has two pages; none of the 503 sources has its own, which would take seconds."""
    site = tmp_path_factory.mktemp("sources-long")
    kinds = (Kind.NEWS, Kind.STUDY)
    held = registry([source(f"s{n}", kind=kinds[n % 2], title=f"Title {n:03}") for n in range(503)])
    for made in source_index(Ledger([], held), press(held)):
        folder = site / press(held).addresses.url(made.path)
        folder.mkdir(parents=True, exist_ok=True)
        text = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Sources</title>{made.html}'
        (folder / "index.html").write_text(text, encoding="utf-8")
    shutil.copytree(ASSETS, site / "assets")
    return site


@pytest.fixture(scope="module")
def long_address(long: Path, serve: Callable[..., str]) -> str:
    """It is served with a policy that allows nothing inline, and nothing from elsewhere."""
    return serve(long, lambda path: POLICY)


@pytest.fixture
def from_file(browser: Browser) -> Iterator[Page]:
    """A page that reads files."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def entries(page: Page) -> Locator:
    return page.locator(".provenance-index li:not([hidden])")


def groups(page: Page) -> Locator:
    return page.locator(".provenance-index section:not([hidden]) h3")


def choose(page: Page, name: str, value: str) -> None:
    page.locator(f"[name={name}]").select_option(value)


def said(page: Page) -> Locator:
    return page.locator(".provenance-filter [role=status]")


def test_choices_narrow_the_list_and_empty_kinds_go(page: Page, material: str) -> None:
    page.goto(material + INDEX)
    expect(page.locator(".provenance-index li:visible")).to_have_count(9)
    expect(said(page)).to_have_text("")

    choose(page, "organisation", "office")
    expect(said(page)).to_have_text("2 of 9 sources")
    expect(groups(page)).to_have_text(["Document", "Study"], use_inner_text=True)

    choose(page, "status", "retracted")
    expect(said(page)).to_have_text("1 of 9 sources")
    expect(page.locator(".provenance-index li:visible")).to_contain_text(["The bells of the coast"])

    page.get_by_role("button", name="Show all").click()
    expect(entries(page)).to_have_count(9)
    expect(said(page)).to_have_text("")
    expect(page.get_by_label("Words")).to_be_focused()


def test_the_address_can_be_sent_and_gone_back_to(page: Page, material: str) -> None:
    page.goto(material + INDEX)
    choose(page, "kind", "news")
    choose(page, "language", "ar")
    page.wait_for_url(f"{material}/sources/?kind=news&language=ar#provenance-all-sources")
    expect(entries(page)).to_have_count(1)

    page.go_back()
    expect(entries(page)).to_have_count(4)
    expect(page.locator("[name=language]")).to_have_value("")
    page.go_back()
    expect(entries(page)).to_have_count(9)
    assert page.url == f"{material}/sources/"
    page.go_forward()
    expect(entries(page)).to_have_count(4)

    page.goto(f"{material}/sources/?status=removed&kind=nonsense#provenance-all-sources")
    expect(entries(page)).to_have_count(1)
    expect(page.locator("[name=kind]")).to_have_value("")
    expect(page.locator("#provenance-all-sources")).to_be_in_viewport()


def test_words_are_found_whatever_their_accents_and_order(page: Page, long_address: str) -> None:
    page.goto(long_address + INDEX)
    page.get_by_label("Words").fill("402  TÎTLE")
    expect(said(page)).to_have_text("1 of 503 sources")
    expect(entries(page)).to_contain_text(["Title 402"])
    page.keyboard.press("Enter")
    page.wait_for_url(f"{long_address}/sources/?words=402++T%C3%8ETLE#provenance-all-sources")


def test_the_keyboard_alone_is_enough(page: Page, material: str) -> None:
    page.goto(material + INDEX)
    page.locator("[name=kind]").focus()
    page.keyboard.press("S")
    expect(page.locator("[name=kind]")).to_have_value("study")
    expect(entries(page)).to_have_count(1)

    for _ in range(5):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Show all")).to_be_focused()
    page.keyboard.press("Enter")
    expect(entries(page)).to_have_count(9)


def test_instant_navigation_brings_the_filters_once(page: Page, material: str) -> None:
    page.goto(material + "/")
    page.evaluate("window.stayed = true")
    for _ in range(2):
        page.locator('a[href$="sources/"]').first.click()
        page.wait_for_url(f"**{INDEX}")
        expect(page.locator(".provenance-filter")).to_be_visible()
        before = page.evaluate("history.length")
        choose(page, "kind", "book")
        expect(said(page)).to_have_text("1 of 9 sources")
        assert page.evaluate("history.length") == before + 1

        entries(page).locator("a").first.click()
        page.wait_for_url("**/sources/never/")
        expect(page.locator(".provenance-filter")).to_have_count(0)
        page.go_back()
        expect(entries(page)).to_have_count(1)
        expect(page.locator("[name=kind]")).to_have_value("book")
        page.locator("a.md-logo").first.click()
        page.wait_for_url(f"{material}/")
    assert page.evaluate("window.stayed")


def test_without_a_script_the_list_is_whole_and_there_is_no_dead_form(browser: Browser, material: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(material + INDEX)

    assert (entries(page).count(), page.locator(".provenance-filter").is_visible()) == (9, False)
    context.close()


# A list of several pages


def test_a_filter_looks_through_all_pages(page: Page, long_address: str) -> None:
    page.goto(long_address + INDEX)
    expect(entries(page)).to_have_count(500)
    choose(page, "kind", "study")

    expect(said(page)).to_have_text("251 of 503 sources")
    expect(groups(page)).to_have_count(1)
    expect(page.locator(".provenance-pages")).to_be_hidden()
    last = entries(page).last.locator("a").first
    assert last.evaluate("(a) => a.href") == f"{long_address}/sources/s501/"


def test_the_further_page_leads_back(page: Page, long_address: str) -> None:
    page.goto(f"{long_address}/sources/page/2/")
    expect(entries(page)).to_have_count(3)
    page.get_by_role("link", name="Previous").click()
    page.wait_for_url(f"**{INDEX}")


def test_from_a_file_the_filters_work_and_say_what_they_see(from_file: Page, long: Path) -> None:
    address = (long / "sources/index.html").as_uri()
    from_file.goto(address)
    choose(from_file, "kind", "study")

    expect(said(from_file)).to_have_text("248 of 503 sources · Only the sources on this page were looked through.")
    assert from_file.url == f"{address}?kind=study#provenance-all-sources"
    from_file.go_back()
    expect(entries(from_file)).to_have_count(500)


# For everybody


def test_axe_finds_nothing_amiss(page: Page, material: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{material}{INDEX}?status=retracted")
    page.locator("summary").click()
    page.evaluate(AXE)
    for (width, height), scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate(f"document.body.dataset.mdColorScheme = '{scheme}'")

        violations, incomplete = page.evaluate(RUN, ".provenance-site")

        assert [each for each in violations if each["ours"]] == []
        assert {each["rule"] for each in incomplete if each["ours"]} <= judged()
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_parts_of_a_bar_are_told_apart_in_forced_colours(page: Page, material: str) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(material + INDEX)

    solid = page.locator(".provenance-key .provenance-ink-solid").evaluate("(r) => getComputedStyle(r).fill")
    empty = page.locator(".provenance-key .provenance-ink-empty").evaluate("(r) => getComputedStyle(r).fill")
    assert solid != empty
    assert page.locator(".provenance-ink-empty").first.evaluate("(r) => getComputedStyle(r).stroke") != empty
