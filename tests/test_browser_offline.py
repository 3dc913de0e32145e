"""Material's `offline` plugin: a site that is read from a folder, where browsers refuse modules."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, expect

from conftest import build_site

REGISTRY = "sources: {quake: {kind: report, title: The report, publisher: The agency, url: 'https://example.org/'}}\n"
ARTICLE = "---\ntitle: The quake\nsources: [quake]\n---\n\nIt shook [1].\n"


def test_a_card_opens_on_a_page_read_from_a_folder(tmp_path: Path, browser: Browser) -> None:
    files: dict[str, str | bytes] = {
        "docs/index.md": "# Home\n",
        "articles/quake.md": ARTICLE,
        "articles/sources.yml": REGISTRY,
    }
    plugins = ["search", "offline", "provenance"]
    config = {"site_name": "Offline", "theme": {"name": "material", "font": False}, "plugins": plugins}
    built = build_site(tmp_path, files, config, strict=True)
    page = browser.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))

    page.goto((built.site_dir / "articles/quake.html").as_uri())
    page.locator(".provenance-mark a").click()

    expect(page.locator(".provenance-card")).to_contain_text("The agency")
    page.close()
    assert faults == []


def test_pages_of_sources_lead_to_each_other_from_a_folder(tmp_path: Path, browser: Browser) -> None:
    """From the mark to the source, from there to the list, and back to the sentence; the list is filtered, too."""
    registry = REGISTRY.replace("}}", "}, wave: {kind: study, title: The wave, url: 'https://example.org/wave'}}")
    files: dict[str, str | bytes] = {
        "articles/quake.md": ARTICLE,
        "articles/wave.md": ARTICLE.replace("[quake]", "[wave]").replace("It shook", "It rose"),
        "articles/sources.yml": registry,
    }
    config = {"theme": {"name": "material", "font": False}, "plugins": ["search", "offline", "provenance"]}
    built = build_site(tmp_path, files, config, strict=True)
    page = browser.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))

    page.goto((built.site_dir / "articles/quake.html").as_uri())
    page.locator(".provenance-page a").click()
    expect(page.locator("article h1")).to_have_text("The report")
    page.locator("article").get_by_role("link", name="All sources").click()
    expect(page.locator("article h1")).to_have_text("Sources")
    page.get_by_label("Words").fill("wave")
    expect(page.locator(".provenance-index li:visible")).to_have_count(1)
    page.locator(".provenance-index").get_by_role("link", name="The wave").click()
    page.locator("article").get_by_role("link", name="It rose.").click()

    expect(page).to_have_url((built.site_dir / "articles/wave.html").as_uri() + "#provenance-claim-1")
    page.close()
    assert faults == []
