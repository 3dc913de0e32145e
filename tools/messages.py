"""Collect the words that readers see into the template of messages, and bring every catalogue up to date with it.

    python3 dev.py messages            write the template and the catalogues
    python3 dev.py messages uk nl      the same, and begin catalogues for languages that have none yet

Translations are kept. A sentence that is new stands empty in every catalogue, and `tests/test_languages.py` names it
until it is translated; one that the program no longer says goes.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from typing import Final

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

PACKAGE: Final = Path(__file__).parents[1] / "plugin/mkdocs_provenance"
FOLDER: Final = PACKAGE / "locales"
TEMPLATE: Final = FOLDER / "mkdocs_provenance.pot"
KEYWORDS: Final = {"gettext": None, "ngettext": (1, 2), "N_": None}
COMMENT: Final = "Words that readers see; see docs/manual/languages.md and `python3 dev.py messages`."
_MOVING: Final = (b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Last-Translator', b'"Generated-By', b'"Language-Team')
"""Lines of a header that would change without any sentence having changed."""


def collected() -> Catalog:
    """Every sentence that the views and their templates say, by file."""
    catalog = Catalog(project="mkdocs-provenance", header_comment=f"# {COMMENT}", fuzzy=False)
    places: dict[str | tuple[str, ...], dict[tuple[str, int], None]] = {}
    for path in sorted((PACKAGE / "views").rglob("*")):
        method = {".py": "python", ".jinja": "jinja2.ext:babel_extract"}.get(path.suffix)
        if method is None:
            continue
        name = path.relative_to(PACKAGE).as_posix()
        options = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
        with path.open("rb") as file:
            for _, message, _, _ in extract(method, file, KEYWORDS, (), options):
                id = tuple(message) if isinstance(message, list | tuple) else message
                places.setdefault(id, {})[name, 0] = None
    for id, where in places.items():
        catalog.add(id, locations=list(where))
    return catalog


def catalogues() -> dict[str, Path]:
    """Language to its file."""
    return {path.parts[-3]: path for path in sorted(FOLDER.glob("*/LC_MESSAGES/mkdocs_provenance.po"))}


def written(catalog: Catalog) -> bytes:
    """The text of a catalogue, without the dates that would change on every run."""
    buffer = BytesIO()
    write_po(buffer, catalog, width=120, include_lineno=False, ignore_obsolete=True)
    kept = [line for line in buffer.getvalue().splitlines(keepends=True) if not line.startswith(_MOVING)]
    return b"".join(kept)


def renewed(language: str, path: Path, template: Catalog) -> Catalog:
    """A language's catalogue with exactly the sentences of the template."""
    catalog = Catalog(locale=language, fuzzy=False)
    if path.exists():
        with path.open("rb") as file:
            catalog = read_po(file, locale=language)
    catalog.update(template, no_fuzzy_matching=True, keep_user_comments=True)
    catalog.project = template.project
    name = Locale.parse(language, sep="-").english_name
    catalog.header_comment = f"# {name}. {COMMENT}"
    catalog.fuzzy = False
    return catalog


def main(arguments: list[str]) -> int:
    """Write the template and every catalogue; say what is left to translate."""
    template = collected()
    FOLDER.mkdir(exist_ok=True)
    TEMPLATE.write_bytes(written(template))
    new = {language: FOLDER / language / "LC_MESSAGES/mkdocs_provenance.po" for language in arguments}
    for language, path in (new | catalogues()).items():
        catalog = renewed(language, path, template)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written(catalog))
        said = (message.string for message in catalog if message.id)
        empty = sum(not all([text] if isinstance(text, str) else text or [""]) for text in said)
        print(f"{language}: {len(catalog)} messages, {empty} to translate")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
