"""Try the plugin beside two neighbours that the tests leave out: one publishes from a repository, one needs a font.

    pip install mike                        then: python3 -m tools.neighbours mike
    pip install "mkdocs-material[imaging]"  then: python3 -m tools.neighbours social FONT.ttf

Each writes a small site into a temporary folder, builds it strictly, says what it sees, and ends with 1 where something
is amiss. `social` draws with the font that it is given, instead of fetching Roboto from Google.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from urllib.parse import urldefrag, urljoin, urlsplit

ADDRESS: Final = "https://example.org/paper/"
FILES: Final = {
    "mkdocs.yml": f"site_name: Harbour Paper\nsite_url: {ADDRESS}\ntheme: {{name: material}}\n"
    "plugins: [search, NEIGHBOUR, provenance]\n",
    "docs/index.md": "# Home\n\n[The quake](articles/quake.md), [all sources](sources/index.md)\n",
    "articles/sources.yml": "organisations: {usgs: {name: U.S. Geological Survey, kind: government}}\n"
    "sources:\n  quake: {kind: dataset, title: The quake, publisher: usgs, url: 'https://example.com/'}\n",
    "articles/quake.md": "---\ntitle: The quake\nsources: [quake]\nprovenance:\n"
    "  corrections: [{date: 2024-01-02, kind: correction, text: The depth was wrong.}]\n---\n\nIt shook [1].\n",
}
_LINK: Final = re.compile(r'(?:href|src)="([^"]+)"')


def write_site(root: Path, neighbour: str) -> None:
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text.replace("NEIGHBOUR", neighbour), encoding="utf-8")


def run(root: Path, *command: str) -> bytes:
    """Run a command in the site's folder as someone with a name, and with this Python's programs first."""
    who = {f"GIT_{role}_{what}": "ann@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    env = os.environ | who | {"PATH": path, "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    return subprocess.run(command, cwd=root, env=env, check=True, stdout=subprocess.PIPE).stdout


def dead_links(site: Path) -> Iterator[str]:
    """Links of the pages in a folder that lead to no file in it."""
    for page in site.rglob("*.html"):
        address = f"/{page.relative_to(site).as_posix()}"
        for link in _LINK.findall(page.read_text("utf-8")) if page.name != "404.html" else ():
            target = site / urldefrag(urljoin(address, link))[0].lstrip("/")
            if not urlsplit(link).scheme and not (target.is_file() or (target / "index.html").is_file()):
                yield f"{address}: {link}"


def try_mike(root: Path) -> list[str]:
    """Publish two versions; no address or link of one may leave it."""
    write_site(root, "mike")
    for command in (["git", "init", "-q", "-b", "main", "."], ["git", "add", "."], ["git", "commit", "-qm", "One"],
                    ["mike", "deploy", "1.0"]):  # fmt: skip
        run(root, *command)
    article = root / "articles/quake.md"
    article.write_text(article.read_text("utf-8").replace("It shook", "It shook again"), encoding="utf-8")
    run(root, "git", "commit", "-qam", "Two")
    run(root, "mike", "deploy", "2.0")
    published = root / "published"
    with tarfile.open(fileobj=BytesIO(run(root, "git", "archive", "gh-pages"))) as archive:
        archive.extractall(published, filter="data")
    amiss = []
    for version, says in (("1.0", "It shook."), ("2.0", "It shook again.")):
        folder = published / version
        texts = [
            path for path in folder.rglob("*") if path.suffix in {".html", ".json", ".jsonld", ".xml", ".bib", ".ris"}
        ]
        named = [
            (path.name, found)
            for path in texts
            for found in re.findall(rf"{ADDRESS}[^\"\s<]*", path.read_text("utf-8"))
        ]
        outside = [f"{name}: {found}" for name, found in named if not found.startswith(f"{ADDRESS}{version}/")]
        amiss += [*outside, *dead_links(folder)]
        if says not in (folder / "sources/quake/index.html").read_text("utf-8"):
            amiss.append(f"{version}: the page of the source has another version's words")
        pages = len(list(folder.rglob("*.html")))
        print(f"{version}: {pages} pages, {len(named)} whole addresses, {len(outside)} of them outside of {version}")
    return amiss


def try_social(root: Path, font: str) -> list[str]:
    """Draw the cards; those of articles and of the pages that a navigation names are there, and no other."""
    write_site(root, "social")
    fonts = root / ".cache/plugin/social/fonts/Roboto"
    fonts.mkdir(parents=True)
    for style in ("Regular", "Bold"):
        shutil.copy(font, fonts / f"{style}.ttf")
    run(root, sys.executable, "-m", "mkdocs", "build", "--strict", "-q")
    cards = root / "site/assets/images/social"
    found = sorted(path.relative_to(cards).as_posix() for path in cards.rglob("*.png"))
    print("cards:", ", ".join(found))
    wanted = ["articles/quake.png", "corrections/index.png", "index.png", "sources/index.png"]
    head = (root / "site/articles/quake/index.html").read_text("utf-8").partition("</head>")[0]
    named = f"{ADDRESS}assets/images/social/articles/quake.png" in head
    return [*([] if found == wanted else [f"cards: {found}"]), *([] if named else ["the article names no card"])]


def main() -> int:
    arguments = sys.argv[1:]
    if arguments[:1] not in (["mike"], ["social"]) or len(arguments) != 1 + (arguments[0] == "social"):
        print(__doc__)
        return 2
    with TemporaryDirectory() as folder:
        amiss = try_mike(Path(folder)) if arguments[0] == "mike" else try_social(Path(folder), arguments[1])
    print("\n".join(amiss) or "nothing amiss")
    return 1 if amiss else 0


if __name__ == "__main__":
    sys.exit(main())
