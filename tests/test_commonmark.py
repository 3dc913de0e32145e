"""On a text that is no article, the extension changes nothing: byte for byte, on thousands of texts that others wrote.

The CommonMark specification's examples and the test texts of two Markdown implementations are not copied into this
project, and no wheel ships them: they are taken from the source distributions that PyPI has of markdown-it-py and of
Markdown, once, into pytest's cache. These tests are skipped only where PyPI cannot be reached.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterable, Iterator
from importlib import metadata
from pathlib import Path
from typing import Final

import pytest
from markdown import Markdown

from markdown_page import MINIMAL, NUMBERING, RECOMMENDED, REGISTRY, Desk, fill, markdown, reading
from mkdocs_provenance.model import Article

ROOT: Final = Path(__file__).parents[1]
SETS: Final = {"minimal": MINIMAL, "recommended": RECOMMENDED}
MARKDOWN_IT: Final = "markdown-it-py==4.3.0"
PYTHON_MARKDOWN: Final = "Markdown==3.11.3"
EXAMPLES_IN_SPEC: Final = 652
"""Of version 0.31.2."""
OFFLINE: Final = re.compile(
    r"Retrying|NewConnectionError|ConnectTimeout|ProxyError|from versions: none|timed out", re.I
)
"""What pip says where it does not reach the index."""

Sources = Callable[[str], Path]


@pytest.fixture(scope="module")
def source_of(request: pytest.FixtureRequest) -> Sources:
    """`source_of(requirement)`: the file of a source distribution, from the cache or from PyPI."""
    cache = request.config.cache
    assert cache is not None
    folder = Path(cache.mkdir("sources"))

    def get(requirement: str) -> Path:
        kept = folder / requirement
        if not any(kept.glob("*.tar.gz")):
            kept.mkdir(exist_ok=True)
            _download(requirement, kept)
        return next(kept.glob("*.tar.gz"))

    return get


def _download(requirement: str, folder: Path) -> None:
    name = requirement.partition("==")[0]
    command = ["pip", "download", "--no-deps", "--no-binary", name, "--dest", str(folder), requirement]
    environment = os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    done = subprocess.run(
        [sys.executable, "-m", *command], env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    if done.returncode and OFFLINE.search(done.stdout + done.stderr):
        pytest.skip(f"PyPI cannot be reached for {requirement}")
    assert done.returncode == 0, done.stderr


def _files(archive: Path, pattern: str) -> Iterator[str]:
    """The texts of an archive's files whose path matches."""
    with tarfile.open(archive) as opened:
        for member in opened:
            content = opened.extractfile(member) if re.search(pattern, member.name) else None
            if content is not None:
                yield content.read().decode("utf-8", "replace")


@pytest.fixture(scope="module")
def spec(source_of: Sources) -> list[str]:
    (text,) = _files(source_of(MARKDOWN_IT), r"/commonmark\.json$")
    examples = [example["markdown"] for example in json.loads(text)]
    assert len(examples) == EXAMPLES_IN_SPEC
    return examples


@pytest.fixture(scope="module")
def fixtures(source_of: Sources) -> list[str]:
    """GitHub's tables, strikethrough, alerts, regressions …: each a title, `.`, Markdown, `.`, HTML, `.`."""
    files = _files(source_of(MARKDOWN_IT), r"/fixtures/.*\.md$")
    return [found[1] for text in files for found in re.finditer(r"^\.\n(.*?)^\.\n.*?^\.$", text, re.DOTALL | re.M)]


@pytest.fixture(scope="module")
def files_of_markdown(source_of: Sources) -> list[str]:
    """Python-Markdown's own test texts and manual; its longest pages apart, for the time they take."""
    files = _files(source_of(PYTHON_MARKDOWN), r"/(tests|docs)/.*\.(txt|md)$")
    return [text for text in files if len(text) < 20_000]


def outcome(converter: Markdown, text: str) -> str:
    """The HTML; or the error, where Markdown itself cannot stand the text."""
    converter.reset()
    try:
        return converter.convert(text)
    except Exception as error:
        return repr(error)


def differing(texts: Iterable[str], name: str) -> list[str]:
    """The texts that a site with the extension shows otherwise than a site without."""
    without = markdown(SETS[name], ours=False)
    sites = (
        markdown(SETS[name], None),
        markdown(SETS[name], Desk(Article("page.md"), REGISTRY, None, active=False)),
    )
    return [
        text
        for text in texts
        for expected in [outcome(without, text)]
        for site in sites
        if outcome(site, text) != expected
    ]


@pytest.mark.parametrize("name", SETS)
def test_the_specifications_examples(spec: list[str], name: str) -> None:
    assert differing(spec, name) == []


@pytest.mark.parametrize("name", SETS)
def test_the_test_texts_of_markdown_it(fixtures: list[str], name: str) -> None:
    assert len(fixtures) > 700
    assert differing(fixtures, name) == []


@pytest.mark.parametrize("name", SETS)
def test_the_test_texts_and_the_manual_of_python_markdown(files_of_markdown: list[str], name: str) -> None:
    assert len(files_of_markdown) > 100
    assert differing(files_of_markdown, name) == []


@pytest.mark.parametrize("name", SETS)
def test_our_own_documentation(name: str) -> None:
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "docs").rglob("*.md"))]

    assert texts
    assert differing(texts, name) == []


@pytest.mark.parametrize("name", SETS)
def test_descriptions_of_installed_packages(name: str) -> None:
    """Pages that no one here wrote: what the packages beside us say of themselves."""
    descriptions = {
        distribution.name: str(distribution.metadata.json["description"])
        for distribution in metadata.distributions()
        if "markdown" in distribution.metadata.json.get("description_content_type", "")
    }

    assert len(descriptions) > 10
    assert differing(descriptions.values(), name) == []


@pytest.mark.parametrize("name", SETS)
def test_the_examples_as_articles_keep_their_words(spec: list[str], name: str) -> None:
    """On an article's page the same texts gain claims, and lose nothing."""
    desk = Desk(Article("page.md", numbering=NUMBERING), REGISTRY, NUMBERING)
    without, site = markdown(SETS[name], ours=False), markdown(SETS[name], desk)
    lost = []
    for text in spec:
        expected, page = outcome(without, text), outcome(site, text)
        assert desk.delivered is not None
        if reading(fill(page, desk.delivered), raw=True).split() != reading(expected).split():
            lost.append((text, page))

    assert lost == []
