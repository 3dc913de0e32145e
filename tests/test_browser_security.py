"""The plugin under a content security policy that allows Material and nothing else; and what its pages ask for.

The policy is made from the site *without* the plugin: `self`, and the hashes of Material's own inline scripts, which
differ with the depth of a page. What the plugin would add inline, the browser would refuse and report.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from browser_site import THEMES, Theme, card, link
from stock_site import ARTICLE, PAGES, Publisher, Site, unfold

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request, WebError

POLICY: Final = (
    "default-src 'none'; script-src 'self' {hashes}; style-src 'self'; img-src 'self' data:; font-src 'self';"
    " connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; object-src 'none'"
)

WATCH: Final = """
    window.refused = [];
    document.addEventListener('securitypolicyviolation', (event) =>
        refused.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
"""

OURS: Final = {"/assets/provenance/provenance.css", "/assets/provenance/provenance.mjs"}
"""All that a page with the plugin may ask for beyond the same page without it."""


class Inline(NamedTuple):
    """What of a page's HTML a policy without `unsafe-inline` refuses, or needs a hash for."""

    scripts: set[str]
    others: set[str]
    """Style elements, style attributes, `on*` attributes and `javascript:` addresses."""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found = Inline(set(), set())
        self.is_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        data = {"application/json", "application/ld+json"}
        self.is_script = tag == "script" and "src" not in named and named.get("type") not in data
        if tag == "style":
            self.found.others.add("<style>")
        for name, value in attrs:
            if name == "style" or name.startswith("on") or (value or "").strip().lower().startswith("javascript:"):
                self.found.others.add(f"<{tag} {name}={value}>")

    def handle_data(self, data: str) -> None:
        if self.is_script:
            self.found.scripts.add(data)
            self.is_script = False


def inline(html: str) -> Inline:
    reader = _Reader()
    reader.feed(html)
    return reader.found


def hashes(scripts: set[str]) -> str:
    digests = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    return " ".join(sorted(f"'sha256-{digest}'" for digest in digests))


@pytest.fixture(scope="session")
def policy(publish: Publisher) -> Callable[[str], Mapping[str, str]]:
    """`policy(path)`: the header for a page at that depth, from the pages of stock Material."""
    stock = publish("material", stock=True)
    scripts: dict[int, set[str]] = {}
    for page in PAGES:
        scripts.setdefault(page.count("/"), set()).update(inline(stock.html(page)).scripts)

    def header(path: str) -> Mapping[str, str]:
        known = scripts.get(urlsplit(path).path.count("/"))
        return {"Content-Security-Policy": POLICY.format(hashes=hashes(known))} if known else {}

    return header


class Visit(NamedTuple):
    page: Page
    asked: list[str]
    """Every address that the page asked for, the data in the page itself apart."""
    errors: list[str]


@pytest.fixture(scope="module")
def watched(browser: Browser) -> Iterator[Page]:
    """One page for every visit, since to open another costs three times as much as to load it anew."""
    context = browser.new_context(reduced_motion="reduce")
    context.add_init_script(WATCH)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})  # each visit is a first one
    yield page
    context.close()


@pytest.fixture
def visit(watched: Page) -> Iterator[Callable[[Site, str], Visit]]:
    """`visit(site, path)`: a page, and what it asks for from its first moment until the next visit."""
    visits: list[Visit] = []

    def on_request(request: Request) -> None:
        visits[-1].asked.append(request.url)

    def on_error(error: WebError) -> None:
        visits[-1].errors.append(str(error.error))

    def open_page(site: Site, path: str) -> Visit:
        watched.goto("about:blank")  # the page before asks for nothing any more
        watched.emulate_media(media="null")
        visits.append(Visit(watched, [], []))
        watched.goto(site.address + path, wait_until="networkidle")
        return visits[-1]

    watched.goto("about:blank")
    watched.context.on("request", on_request)
    watched.context.on("weberror", on_error)
    yield open_page
    watched.context.remove_listener("request", on_request)
    watched.context.remove_listener("weberror", on_error)


def use_everything(page: Page) -> None:
    """Bring an article's page through every state of it."""
    for place in ("#single", "#group", "#last"):
        link(page, place).hover()
        expect(card(page)).to_be_visible()
        link(page, place).click()
        expect(page.locator(".provenance-pinned")).to_be_visible()
        page.keyboard.press("Escape")
        expect(card(page)).to_have_count(0)
    unfold(page)
    link(page, "#group").click()
    card(page).locator(".provenance-all").click()
    page.locator(".provenance-panel [role=doc-backlink]:visible").first.click()
    page.emulate_media(media="print")
    page.emulate_media(media="screen")
    page.wait_for_load_state("networkidle")


# The policy


def test_the_policy_lets_material_through_and_nothing_else(
    publish: Publisher, policy: Callable[[str], Mapping[str, str]]
) -> None:
    header = policy(ARTICLE)["Content-Security-Policy"]

    assert "unsafe" not in header
    assert header.count("sha256-") >= 3
    assert policy(ARTICLE) != policy("/plain/")


@pytest.mark.parametrize("path", ["/", ARTICLE])
def test_nothing_of_the_plugin_is_refused(
    publish: Publisher, policy: Callable[[str], Mapping[str, str]], visit: Callable[[Site, str], Visit], path: str
) -> None:
    refused = []
    for stock in (True, False):
        seen = visit(publish("material", stock=stock, headers=policy), path)
        if path == ARTICLE and not stock:
            use_everything(seen.page)
        refused.append(seen.page.evaluate("refused"))
        assert seen.errors == []

    assert set(refused[1]) - set(refused[0]) == set()


def test_under_the_policy_the_card_is_drawn_and_placed(
    publish: Publisher, policy: Callable[[str], Mapping[str, str]], visit: Callable[[Site, str], Visit]
) -> None:
    page = visit(publish("material", headers=policy), ARTICLE).page

    link(page, "#group").click()

    expect(card(page)).to_contain_text("Log of the harbour")
    expect(card(page)).to_be_in_viewport(ratio=0.99)
    expect(card(page)).to_have_css("position", "fixed")
    mark, box = link(page, "#group").bounding_box(), card(page).bounding_box()
    assert mark is not None
    assert box is not None
    assert box["y"] >= mark["y"] + mark["height"] or box["y"] + box["height"] <= mark["y"]
    page.keyboard.press("Escape")
    expect(card(page)).to_have_count(0)


def test_the_policy_is_in_force(
    publish: Publisher, policy: Callable[[str], Mapping[str, str]], visit: Callable[[Site, str], Visit]
) -> None:
    """Or the tests above would prove nothing."""
    page = visit(publish("material", headers=policy), ARTICLE).page

    page.evaluate(
        """() => {
            const script = document.createElement('script');
            script.textContent = 'window.ran = true';
            document.body.append(script);
            document.body.insertAdjacentHTML('beforeend', '<p style="color: red">x</p>');
        }"""
    )

    assert page.evaluate("window.ran") is None
    assert [line.split()[0] for line in page.evaluate("refused")][-2:] == ["script-src-elem", "style-src-attr"]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("path", PAGES)
def test_the_html_has_nothing_inline_that_the_theme_has_not(publish: Publisher, theme: Theme, path: str) -> None:
    cited, stock = publish(theme).html(path), publish(theme, stock=True).html(path)

    assert inline(cited).scripts == inline(stock).scripts
    assert inline(cited).others <= inline(stock).others


# Requests


@pytest.mark.parametrize("theme", THEMES)
def test_no_page_asks_for_more_than_the_plugins_own_two_files(
    publish: Publisher, visit: Callable[[Site, str], Visit], theme: Theme
) -> None:
    for path in ("/plain/", ARTICLE):
        asked = []
        for stock in (True, False):
            site = publish(theme, stock=stock)
            seen = visit(site, path)
            if path == ARTICLE and not stock:
                use_everything(seen.page)
            away = [
                url for url in seen.asked if not url.startswith((f"{site.address}/", "data:", "blob:http://127.0.0.1:"))
            ]
            assert away == [], path
            asked.append({urlsplit(url).path for url in seen.asked if url.startswith("http")})

        # What a theme loads late, or for one weight of its letters, is its own: the site without the plugin has it too.
        more = {path for path in asked[1] - asked[0] if not (publish(theme, stock=True).folder / path[1:]).is_file()}
        assert more <= OURS, path
