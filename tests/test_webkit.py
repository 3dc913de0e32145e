"""The card, the keyboard, the lens and the page without a script in WebKit, where Debian's driver is installed."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from browser_site import BELL, CONFIG, FILES, THEMES
from conftest import build_site

if TYPE_CHECKING:
    from selenium.webdriver.remote.webdriver import WebDriver
    from selenium.webdriver.remote.webelement import WebElement

DRIVER = Path("/usr/bin/WebKitWebDriver")
BROWSERS = sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))
SCREEN = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
MISSING = [
    name
    for name, found in {
        "webkit2gtk-driver": DRIVER.exists() and BROWSERS,
        "selenium": importlib.util.find_spec("selenium"),
        "a screen, or Xvfb": SCREEN or shutil.which("Xvfb"),
    }.items()
    if not found
]

pytestmark = [
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:selenium"),  # of itself
]

MARK = "#single .provenance-mark a"
CARD = ".provenance-card:popover-open"
FOCUSED = "return document.activeElement.closest('.provenance-mark')?.parentElement.closest('[id]:not(span)').id"
STOP_BEFORE = """
    const stops = [...document.querySelectorAll('a[href], button, input, summary')];
    stops[stops.indexOf(document.querySelector(arguments[0])) - 1].focus();
"""
PLAIN = {"WEBKIT_DISABLE_COMPOSITING_MODE": "1", "WEBKIT_DISABLE_DMABUF_RENDERER": "1"}
"""Drawn without a graphics card: several times as quick on a screen in memory."""
IN_SIGHT = """
    const box = document.querySelector(arguments[0]).getBoundingClientRect();
    return box.height > 0 && box.bottom > 0 && box.top < innerHeight;
"""


@pytest.fixture(scope="module")
def screen() -> Iterator[dict[str, str]]:
    """The environment for a browser with a window: this machine's screen, or one of its own in memory."""
    if SCREEN:
        yield dict(os.environ)
        return
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x1000x24", "-nolisten", "tcp"]
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, pass_fds=[write], **quiet) as server:
        os.close(write)
        with os.fdopen(read) as told:
            number = told.readline().strip()  # comes when the screen is there
        yield os.environ | {"DISPLAY": f":{number}"}
        server.terminate()


@pytest.fixture(scope="module")
def webkit(screen: dict[str, str]) -> Iterator[WebDriver]:
    from selenium.webdriver import WebKitGTK
    from selenium.webdriver.webkitgtk.options import Options
    from selenium.webdriver.webkitgtk.service import Service

    options = Options()
    options.binary_location = str(BROWSERS[-1])
    options.add_argument("--automation")
    driver = WebKitGTK(options=options, service=Service(str(DRIVER), env=screen | PLAIN))
    driver.set_window_size(1280, 900)
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> Callable[[bool], str]:
    """`published(scripts)`: the article's address; without scripts, on a copy that holds none."""
    root = tmp_path_factory.mktemp("webkit")
    built = build_site(root, FILES, {**CONFIG, **THEMES["mkdocs"]})
    assert built.ok, built.log
    plain = root / "plain"
    shutil.copytree(built.site_dir, plain)
    for path in plain.rglob("*.html"):
        path.write_text(re.sub(r"<script\b.*?</script>", "", path.read_text("utf-8"), flags=re.S), "utf-8")
    return lambda scripts: serve(built.site_dir if scripts else plain) + BELL


@pytest.fixture
def read(webkit: WebDriver, published: Callable[[bool], str]) -> Callable[..., WebDriver]:
    """`read(scripts=…)`: the article, freshly loaded."""

    def load(*, scripts: bool = True) -> WebDriver:
        webkit.get(published(scripts))
        return webkit

    return load


def find(page: WebDriver, selector: str) -> WebElement:
    return page.find_element("css selector", selector)


def until(page: WebDriver, is_so: Callable[[WebDriver], object]) -> None:
    from selenium.webdriver.support.wait import WebDriverWait

    WebDriverWait(page, 10, poll_frequency=0.02).until(is_so)


def open_cards(page: WebDriver) -> list[WebElement]:
    return page.find_elements("css selector", CARD)


def text_of_cards(page: WebDriver) -> str:
    return " ".join(card.text for card in open_cards(page))


def press(page: WebDriver, key: str) -> None:
    from selenium.webdriver import ActionChains, Keys

    ActionChains(page).send_keys(getattr(Keys, key)).perform()


def point_and_click(page: WebDriver, selector: str) -> None:
    from selenium.webdriver import ActionChains

    target = find(page, selector)
    page.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", target)
    ActionChains(page).move_to_element(target).click().perform()


def test_a_click_opens_the_card_and_does_not_jump(read: Callable[..., WebDriver]) -> None:
    page = read()

    point_and_click(page, MARK)

    until(page, lambda page: "The bell rang at nine" in text_of_cards(page))
    assert len(open_cards(page)) == 1
    assert page.current_url.endswith(BELL)


def test_focus_opens_the_card_and_escape_keeps_the_focus(read: Callable[..., WebDriver]) -> None:
    page = read()
    page.execute_script(STOP_BEFORE, MARK)

    press(page, "TAB")
    assert page.execute_script(FOCUSED) == "single"
    until(page, lambda page: "Log of the harbour" in text_of_cards(page))

    press(page, "ESCAPE")
    until(page, lambda page: not open_cards(page))
    assert page.execute_script(FOCUSED) == "single"


def test_enter_goes_into_the_card_and_escape_comes_back(read: Callable[..., WebDriver]) -> None:
    page = read()
    page.execute_script(STOP_BEFORE, MARK)
    press(page, "TAB")

    press(page, "ENTER")
    until(page, lambda page: page.execute_script(f"return document.activeElement.closest('{CARD}') !== null"))

    press(page, "ESCAPE")
    until(page, lambda page: not open_cards(page))
    assert page.execute_script(FOCUSED) == "single"


def test_the_switch_of_the_lens_goes_on_and_off(read: Callable[..., WebDriver]) -> None:
    page = read()
    button, legend = ".provenance-summary button", ".provenance-legend"
    until(page, lambda page: page.find_elements("css selector", button))
    assert find(page, button).get_attribute("aria-pressed") == "false"

    point_and_click(page, button)
    until(page, lambda page: find(page, legend).is_displayed())
    assert find(page, button).get_attribute("aria-pressed") == "true"

    point_and_click(page, button)
    until(page, lambda page: not find(page, legend).is_displayed())
    assert find(page, button).get_attribute("aria-pressed") == "false"


def test_without_a_script_a_mark_leads_to_its_note_and_back(read: Callable[..., WebDriver]) -> None:
    page = read(scripts=False)
    assert page.find_elements("css selector", "script, .provenance-summary button") == []

    point_and_click(page, MARK)
    until(page, lambda page: page.current_url.endswith("#provenance-note-1"))
    until(page, lambda page: page.execute_script(IN_SIGHT, "#provenance-note-1"))
    assert open_cards(page) == []

    point_and_click(page, "#provenance-note-1 [href='#provenance-mark-2']")
    until(page, lambda page: page.current_url.endswith("#provenance-mark-2"))
    until(page, lambda page: page.execute_script(IN_SIGHT, "#provenance-mark-2"))
