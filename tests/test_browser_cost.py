"""What a long page costs its reader: 500 marks, 200 sources. Times are told, and never judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from conftest import build_site

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser

MARKS, SOURCES, OPENED = 500, 200, 25

REGISTRY = "sources:\n" + "".join(
    f"  s{n}: {{kind: news, title: Report {n}, publisher: Paper {n}, published: 2026-05-04,"
    f' url: "https://example.org/{n}", excerpts: [{{text: "The exact words of report {n}, and what it says."}}]}}\n'
    for n in range(SOURCES)
)

ARTICLE = (
    f"---\ntitle: A long one\ndate: 2026-05-07\nsources: [{', '.join(f's{n}' for n in range(SOURCES))}]\n---\n\n"
    + "\n\n".join(
        " ".join(f"Statement {n} of the day is this [{n * 7 % SOURCES + 1}]." for n in range(start, start + 5))
        for start in range(0, MARKS, 5)
    )
)

OPEN = """async (opened) => {
    const seen = [];
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) seen.push(entry.value);
    }).observe({type: 'layout-shift'});
    const frame = () => new Promise(requestAnimationFrame);
    const marks = [...document.querySelectorAll('.provenance-mark a')];
    const costs = [];
    for (let at = 0; at < opened; at += 1) {
        const mark = marks[Math.floor(at * marks.length / opened)];
        mark.scrollIntoView({block: 'center', behavior: 'instant'});
        await frame();
        await frame();
        performance.mark('before');
        mark.dispatchEvent(new PointerEvent('pointerover', {bubbles: true, pointerType: 'mouse'}));
        mark.click();
        document.body.getBoundingClientRect();  // the layout, too
        costs.push(performance.measure('open', 'before').duration);
        if (!document.querySelector('.provenance-card:popover-open')) throw new Error('no card');
        await frame();
        await frame();
    }
    return {marks: marks.length, costs: costs.sort((x, y) => x - y), shifts: seen};
}"""
"""Opens the card at marks from all over the page: script, style and layout of each; and what has moved on the page."""


def test_a_card_opens_on_a_page_of_500_marks_and_200_sources_and_moves_nothing(
    browser: Browser,
    serve: Callable[[Path], str],
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    files = {"docs/index.md": "# Paper\n", "articles/sources.yml": REGISTRY, "articles/long.md": ARTICLE}
    plain = {"name": "mkdocs", "highlightjs": False}
    config = {"site_name": "Paper", "theme": plain, "plugins": ["search", {"provenance": {}}]}
    built = build_site(tmp_path, files, config)
    assert built.ok, built.log
    page = browser.new_page()
    try:
        page.goto(f"{serve(tmp_path / 'site')}/articles/long/")
        page.wait_for_load_state("networkidle")
        assert page.locator(".provenance-notes > ol > li").count() == SOURCES
        found: dict[str, Any] = page.evaluate(OPEN, OPENED)
    finally:
        page.close()

    assert found["marks"] == MARKS
    assert found["shifts"] == []
    costs = found["costs"]
    record_property("milliseconds", {"fastest": costs[0], "median": costs[OPENED // 2], "slowest": costs[-1]})
    print(f"open: fastest {costs[0]:.1f} ms, median {costs[OPENED // 2]:.1f} ms, slowest {costs[-1]:.1f} ms")


@pytest.mark.parametrize("marks", [1, 50])
def test_a_page_with_more_marks_has_no_more_listeners(
    browser: Browser, serve: Callable[[Path], str], tmp_path: Path, marks: int
) -> None:
    article = "---\ndate: 2026-05-07\nsources: [s1]\n---\n\n" + "\n\n".join(f"Said {n} [1]." for n in range(marks))
    files = {"docs/index.md": "# Paper\n", "articles/sources.yml": REGISTRY, "articles/short.md": f"{article}\n"}
    plain = {"name": "mkdocs", "highlightjs": False}
    built = build_site(
        tmp_path, files, {"site_name": "Paper", "theme": plain, "plugins": ["search", {"provenance": {}}]}
    )
    assert built.ok, built.log
    page = browser.new_page()
    page.add_init_script(
        """window.listened = [];
        const add = EventTarget.prototype.addEventListener;
        EventTarget.prototype.addEventListener = function (type, ...rest) {
            if (this instanceof Element && this.closest?.('[class^=provenance]')) listened.push(type);
            return add.call(this, type, ...rest);
        };"""
    )
    try:
        page.goto(f"{serve(tmp_path / 'site')}/articles/short/")
        page.wait_for_load_state("networkidle")
        assert page.locator(".provenance-mark").count() == marks
        page.locator(".provenance-mark a").first.hover()
        page.locator(".provenance-card:popover-open").wait_for()
        assert page.evaluate("listened") == []
    finally:
        page.close()
