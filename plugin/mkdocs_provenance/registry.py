"""Registry files in, a checked Registry out: pure, opens no file, reads no clock.

The fields and their lists are those of newsroom practice and of CSL, PROV, EDTF, BCP 47, ISO 3166 and the W3C's
TextQuoteSelector; the manual's page on the registry names the standard of each. One table, `SOURCE`, says what an entry
may hold: the loader reads by it, and `json_schema` is generated from it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import accumulate
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from msgspec import Struct, field
from msgspec.structs import replace
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from mkdocs_provenance.dates import earliest, latest
from mkdocs_provenance.fields import (
    DIALECT,
    MAX_NODES,
    Entry,
    Field,
    Fields,
    Reading,
    Shape,
    UnreadableError,
    compose,
    converted,
    date,
    either,
    flag,
    is_empty,
    list_of,
    matching,
    missing,
    one_of,
    pairs,
    quoted,
    read_entry,
    record,
    same,
    text,
    uncollected,
)
from mkdocs_provenance.model import (
    Access,
    Archive,
    Attribution,
    Closeness,
    Excerpt,
    Independence,
    Kind,
    Name,
    Organisation,
    OrganisationKind,
    Place,
    Problem,
    Registry,
    Source,
    Spot,
    State,
    Status,
    Translation,
)
from mkdocs_provenance.problems import problem
from mkdocs_provenance.waivers import WAIVERS

if TYPE_CHECKING:
    from mkdocs_provenance.bibliography import Bibliography

MAX_BYTES: Final = 8 * 1024 * 1024
"""The largest registry file that is read: some 40,000 sources. A larger list belongs in several files."""
REGISTRY_MAX_NODES: Final = MAX_NODES
"""How many values one registry file may hold, and how many may be read once its aliases are followed."""
NOT_IDENTIFIED: Final = "Source not identified"
"""The title of an `unidentified` entry that has no other."""

# Invisible characters would make two ids that look alike; the joiners U+200C and U+200D belong to some scripts' words.
ID_PATTERN: Final = (
    r"""[^\s"'“”„‘’«»`;,\[\]\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]+"""
)
"""An id: no white space, quotation marks, `;`, `,`, `[`, `]` or control characters, which a marker could not hold."""
DOI_PATTERN: Final = (
    r"(?:[Dd][Oo][Ii]:\s*|https?://(?:dx\.|www\.)?doi\.org/)?10\.[0-9]{4,9}(?:\.[0-9]+)*/[!-~\u00a1-\ud7ff]+"
)
"""A DOI (ISO 26324), bare, with `doi:` or as an address."""
_BARRED: Final = r"\s\u0000-\u0020\u007f-\u00a0\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff<>\"\\"
_HOST: Final = rf"(?:\[[0-9A-Fa-f:.]+\]|[^{_BARRED}/?#@:\[\]]+)"
URL_PATTERN: Final = (
    rf"(?:[Hh][Tt][Tt][Pp][Ss]?://{_HOST}(?::[0-9]{{1,5}})?(?:[/?#][^{_BARRED}]*)?"
    rf"|[Mm][Aa][Ii][Ll][Tt][Oo]:[^{_BARRED}]+|[Dd][Oo][Ii]:10\.[0-9]{{4,9}}(?:\.[0-9]+)*/[^{_BARRED}]+)"
)
"""An address that may become a link: `http`, `https`, `mailto` or `doi`, without the characters that RFC 3986 bars.

It may hold no user name before its host: `https://bbc.co.uk@example.org` only looks like the BBC's.
"""
_PATH_PATTERN: Final = r"(?!\.{1,2}(?:/|$))(?!.*/\.\.(?:/|$))[^/\\:~\u0000-\u001f][^\\:\u0000-\u001f]*"


class Conditions(StrEnum):
    """On what terms an unnamed source spoke (AP). Off the record is not among them: it cannot be published at all."""

    BACKGROUND = "background"
    DEEP_BACKGROUND = "deep-background"


class Checked(StrEnum):
    """The short forms of `independence`."""

    UNKNOWN = "unknown"
    CHECKED = "checked"


class TranslationMethod(StrEnum):
    """Who or what translated."""

    HUMAN = "human"
    MACHINE = "machine"


# --- Addresses -------------------------------------------------------------------------------------------------------

_URL: Final = re.compile(URL_PATTERN)
_PARTS: Final = re.compile(
    r"(?P<scheme>\w+)://(?P<host>\[[^]]*\]|[^/?#:]*)(?::(?P<port>\d*))?(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?(?:#.*)?"
)
_DEFAULT_PORTS: Final = frozenset({("http", "80"), ("https", "443")})
_DOI_HOSTS: Final = frozenset({"doi.org", "dx.doi.org", "www.doi.org"})
_DOI_SAFE: Final = "/:;()._-~!$&'*+,=@%"
_DOI_PREFIX: Final = re.compile(r"(?i)(?:doi:\s*|https?://(?:dx\.|www\.)?doi\.org/)")


def safe_url(value: str) -> str | None:
    """`value` as an address that may become a link (see `URL_PATTERN`), or None for any other.

    A `doi:` address is returned as `https://doi.org/…`, which a browser can open.
    """
    return _openable(value) if _URL.fullmatch(value) else None


def _openable(url: str) -> str:
    return "https://doi.org/" + quote(url[4:], safe=_DOI_SAFE) if url[:4].lower() == "doi:" else url


def bare_doi(value: str) -> str:
    """A DOI without `doi:` or `https://doi.org/` before it: `10.1038/s41586-023-06221-2`."""
    return _DOI_PREFIX.sub("", value, count=1)


def canonical_url(url: str) -> str:
    """The address by which two entries are compared, never shown.

    Scheme and host in lower case; default port, fragment, closing slash and `utm_*` parameters dropped; a DOI's address
    becomes the DOI.
    """
    parts = _PARTS.fullmatch(url)
    if not parts:
        return url
    scheme, host, path = parts["scheme"].lower(), parts["host"].lower(), parts["path"].rstrip("/")
    if host in _DOI_HOSTS:
        return "doi:" + path.lstrip("/").lower()
    port = f":{parts['port']}" if parts["port"] and (scheme, parts["port"]) not in _DEFAULT_PORTS else ""
    query = parts["query"] or ""
    if "utm_" in query:
        query = "&".join(part for part in query.split("&") if not part.startswith("utm_"))
    return f"{scheme}://{host}{port}{path}" + (f"?{query}" if query else "")


# --- What an entry may hold ------------------------------------------------------------------------------------------


def _url() -> Shape[str]:
    wanted = "an address that begins with https://, http://, mailto: or doi:"
    return matching(URL_PATTERN, wanted, "https://www.example.org/report", code="bad-url", tidy=_openable)


def _id() -> Shape[str]:
    return matching(ID_PATTERN, "the id of an entry", "usgs-us6000jllz", code="bad-id", number=True)


def _path() -> Shape[str]:
    return matching(_PATH_PATTERN, "a file inside the project, relative to `mkdocs.yml`", "captures/usgs.txt")


def _language() -> Shape[str]:
    pattern = r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*"
    return matching(pattern, "a language tag (BCP 47)", "pt-BR")


def _sha256() -> Shape[str]:
    return matching(r"[0-9A-Fa-f]{64}", "a SHA-256 sum of 64 hexadecimal digits", "9f86d081…0f00a08", tidy=str.lower)


def _build(model: Callable[..., Any]) -> Callable[[Entry, Reading], Any]:
    """A builder for `record`: the model made from whatever could be read."""
    return lambda entry, _: model(**entry.values)


def _build_name(entry: Entry, reading: Reading) -> Name | None:
    if not entry.values:
        reading.report("missing-field", f"A name in {reading.where} has neither family, given nor literal.", entry.at,
                       "For example `{family: Hersey, given: John}`.")  # fmt: skip
        return None
    return Name(**entry.values)


def _word(words: type[StrEnum]) -> Shape[str]:
    """A word from a list that the model keeps as text."""
    return converted(one_of(words), lambda word: word.value)


_PARTED_NAME: Final = record(
    Fields(
        (
            Field("family", text(), "Family name."),
            Field("given", text(), "Given names."),
            Field("literal", text(), "The whole name, where it has no such parts."),
        )
    ),
    _build_name,
)
_NAME: Final = either(
    converted(text(), lambda written: Name(literal=written)),
    replace(_PARTED_NAME, schema={**_PARTED_NAME.schema, "minProperties": 1}),
)

_ARCHIVE: Final = record(
    Fields(
        (
            Field("url", _url(), "Address of the saved copy.", "https://web.archive.org/web/2023/https://www.example.org/"),
            Field("date", date(), "When it was saved (EDTF)."),
            Field("datetime", date(), "The same as `date`, with the time (Robust Links).", attribute="date"),
            Field("service", text(), "Who keeps it, for example `Internet Archive`."),
            Field("sha256", _sha256(), "SHA-256 sum of the saved file, in hexadecimal digits."),
            Field("media_type", matching(r"[\w.+-]+/[\w.+-]+(?:;.*)?", "a media type (RFC 6838)", "text/html"),
                  "Media type of the saved file (RFC 6838)."),
            Field("local_path", _path(), "Where the newsroom keeps its own copy; never published."),
        )
    ),
    _build(Archive),
)  # fmt: skip

_EXCERPT: Final = record(
    Fields(
        (
            Field(
                "text",
                text(),
                "The exact words relied on (W3C TextQuoteSelector `exact`).",
                "followed 11 minutes later",
            ),
            Field("id", text(), "A name for the excerpt, unique within the source."),
            Field("language", _language(), "Language of the words, if not the source's (BCP 47)."),
            Field("lang", _language(), "The same as `language`.", attribute="language"),
            Field("locator", text(), "Where in the source: a page, a section, a time (CSL locator)."),
            Field("prefix", text(), "The words just before (TextQuoteSelector)."),
            Field("suffix", text(), "The words just after (TextQuoteSelector)."),
            Field("captured", date(), "When the words were copied (EDTF)."),
            Field("captured_by", text(), "Who copied them."),
            Field("sha256", _sha256(), "SHA-256 sum of the text they were copied from."),
        )
    ),
    _build(Excerpt),
)

_TRANSLATION: Final = record(
    Fields(
        (
            Field("by", text(), "Who translated."),
            Field("method", _word(TranslationMethod), "`human` or `machine`."),
            Field("checked_by", text(), "Who read the translation against the original."),
        )
    ),
    _build(Translation),
)

_STATUS: Final = either(
    converted(one_of(State), lambda state: Status(state)),
    record(
        Fields(
            (
                Field("state", one_of(State), "What has become of it.", "retracted"),
                Field("date", date(), "When (EDTF)."),
                Field("note", text(), "What happened, in a sentence for readers."),
            )
        ),
        _build(Status),
    ),
)
_STATUSES: Final = list_of(_STATUS, single=True, wanted="a word, a mapping, or a list of those")


def _read_history(node: Node, reading: Reading) -> Status | None:
    """One status, or of all that a source has had the newest, with the earlier ones in `before`."""
    read = _STATUSES.read(node, reading)
    if not read:
        return None
    statuses = tuple(dict.fromkeys(read))
    if len(statuses) < len(read):
        reading.report("repeated-entry", f"{reading.where} says the same twice.", node, "Delete one of the two.")
    *before, now = _in_order(statuses, node, reading)
    return replace(now, before=tuple(before))


def _in_order(statuses: Sequence[Status], node: Node, reading: Reading) -> Sequence[Status]:
    """Statuses, the oldest first: as written, unless their dates say otherwise.

    A month or a year can be any day in it. Where the dates say otherwise, nothing tells when one without a date came:
    that is reported, and it counts as older than all others, so that the newest date is what counts.
    """
    days = [status.date for status in statuses if status.date is not None]
    if all(
        before <= latest(after) for before, after in zip(accumulate(map(earliest, days), max), days[1:], strict=False)
    ):
        return statuses
    if len(days) < len(statuses):
        message = f"{reading.where} is not in the order of its dates, and one of them has none."
        reading.report("missing-field", message, node, "Give each a `date`, or write the oldest first.")
    return sorted(statuses, key=lambda status: latest(status.date) if status.date else datetime.date.min)


_INDEPENDENCE: Final = either(
    converted(one_of(Checked), lambda word: Independence(checked=word is Checked.CHECKED)),
    record(
        Fields(
            (
                Field("checked", flag(), "Whether an editor has checked that it stands on its own.", "true"),
                Field("by", text(), "Who checked."),
                Field("on", date(), "When (EDTF)."),
                Field("note", text(), "How."),
            )
        ),
        _build(Independence),
    ),
)

_NO_SCORE: Final = "There is no field for a score: the record shows what is cited and rates nobody."
_NO_REAL_NAME: Final = "There is no field for a real name, so that none can be published."

ORGANISATION: Final = Fields(
    (
        Field("name", text(), "The name that readers know.", "U.S. Geological Survey"),
        Field("kind", one_of(OrganisationKind), "What kind of body it is."),
        Field("owner", _id(), "Id of the organisation that owns it (schema.org parentOrganization)."),
        Field("country", matching(r"[A-Za-z]{2,3}", "a country code (ISO 3166)", "GB", tidy=str.upper),
              "Country code (ISO 3166)."),
        Field("url", _url(), "Its own site."),
        Field("ownership_source", text(), "Where its ownership is on record."),
        Field("interest_note", text(), "What it has at stake, in a sentence for readers."),
    ),
    hints={"type": 'Did you mean "kind"?', "title": 'Did you mean "name"?', "parent": 'Did you mean "owner"?'}
    | dict.fromkeys(("reliability", "score", "rating", "bias", "trust"), _NO_SCORE),
)  # fmt: skip
"""What an organisation may hold."""

SOURCE: Final = Fields(
    (
        Field("kind", one_of(Kind), "What kind of thing it is."),
        Field("title", text(), "Its title, in the original language; for an interview, who spoke and on what."),
        Field("title_translated", text(), "The title in the article's language."),
        Field("url", _url(), "Its address: http, https, mailto or doi."),
        Field("doi", matching(DOI_PATTERN, "a DOI", "10.1038/s41586-023-06221-2", code="bad-url", tidy=bare_doi),
              "Its DOI (ISO 26324)."),
        Field("isbn", matching(r"(?:97[89][ -]?)?(?:[0-9][ -]?){9}[0-9Xx]", "an ISBN of 10 or 13 digits",
                               "978-0-306-40615-7", number=True), "Its ISBN (ISO 2108)."),
        Field("locator", text(), "Where a physical or unpublished source is kept."),
        Field("locator_physical", text(), "The same as `locator`.", attribute="locator"),
        Field("none_reason", text(), "Why there is nothing to point to: `interview notes held by the newsroom`."),
        Field("publisher", text(), "Who published it: the id of an organisation, or just a name."),
        Field("author", list_of(_NAME, single=True, wanted="a name or a list of names"),
              "Who wrote or made it: names as text, or as `{family, given}` (CSL)."),
        Field("speaker", text(), "Who speaks, in an interview, a speech or a statement."),
        Field("published", date(), "When it was published (EDTF)."),
        Field("updated", date(), "When it was last changed (EDTF)."),
        Field("accessed", date(), "When the newsroom read it (EDTF)."),
        Field("event_date", date(), "When what it tells of happened (EDTF)."),
        Field("undated", flag(), "True where it bears no date."),
        Field("language", _language(), "Its language (BCP 47)."),
        Field("translation", _TRANSLATION, "How it was translated for the article."),
        Field("closeness", one_of(Closeness), "How near it stood to what it reports (W3C PROV PrimarySource)."),
        Field("attribution", one_of(Attribution), "Whom it names; `named` where nothing is said."),
        Field("described_as", text(), "How an unnamed source is described to readers."),
        Field("reason", text(), "Why an unnamed source is not named."),
        Field("known_to_editor", flag(), "Whether an editor knows who an unnamed source is."),
        Field("conditions", _word(Conditions), "On what terms an unnamed source spoke."),
        Field("derived_from", list_of(_id(), single=True, wanted="an id or a list of ids"),
              "Ids of the sources that it reprints, rewrites or reports (W3C PROV wasDerivedFrom)."),
        Field("origin", text(), "A name shared by sources of one origin, where the original is not in the registry."),
        Field("independence", _INDEPENDENCE, "`checked` only where an editor has checked that it stands on its own."),
        Field("interest", text(), "What it has at stake, in a sentence for readers."),
        Field("access", one_of(Access), "How a reader can reach it (schema.org conditionsOfAccess)."),
        Field("archives", list_of(_ARCHIVE, wanted="a list of saved copies"), "Saved copies."),
        Field("excerpts", list_of(_EXCERPT, wanted="a list of excerpts"), "The exact words relied on."),
        Field("text_path", _path(), "File with its full text, to check quotations against; never published."),
        Field("text_sha256", _sha256(), "SHA-256 sum of that text when it was captured."),
        Field("waivers", WAIVERS, "What the desk lets stand of this source, each with its reason."),
        Field("status", Shape(_read_history, _STATUSES.schema),
              "What has become of it, or a list of all that has; `current` where nothing is said."),
        Field("note", text(), "A remark for readers."),
        Field("rights", text(), "Who holds the rights."),
        Field("unidentified", flag(), "True where it is cited, but nobody has said what it is."),
    ),
    hints={
        "type": 'Did you mean "kind"?', "date": 'Did you mean "published"?', "name": 'Did you mean "title"?',
        "link": 'Did you mean "url"?', "href": 'Did you mean "url"?', "website": 'Did you mean "url"?',
        "quote": 'Did you mean "excerpts"?', "quotes": 'Did you mean "excerpts"?',
    }
    | dict.fromkeys(("reliability", "score", "rating", "bias", "trust"), _NO_SCORE)
    | dict.fromkeys(("real_name", "realname", "identity"), _NO_REAL_NAME),
)  # fmt: skip
"""What a source may hold."""

ADDRESSES: Final = ("url", "doi", "isbn", "locator", "none_reason")
"""A source has at least one of these: something to point to, or the reason why there is nothing."""
_ADDRESSES: Final = frozenset(ADDRESSES)
_NEEDS: Final = {"kind": "dataset", "title": "M 7.8 - Pazarcik earthquake"}
"""What every identified source has, with an example."""
_ESSENTIAL: Final = ("attribution", "conditions", "unidentified")
"""Other fields whose error leaves the entry out: a slip in attribution or conditions could publish as named, or at all,
what was given in confidence."""
_UNNAMED_NEEDS: Final = ("described_as", "reason")
_UNNAMED_BARS: Final = ("author", "speaker")


# --- Loading ---------------------------------------------------------------------------------------------------------


class RegistryFile(Struct, frozen=True):
    """A registry file as the host read it."""

    path: str
    """Relative to `mkdocs.yml`, with forward slashes."""
    data: bytes | None
    """What the file holds; None where it could not be read."""
    error: str | None = None
    """Why it could not be read."""


class _Loading(Struct):
    """What has been read so far, over all files."""

    sources: dict[str, Source] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    first: dict[tuple[str, str], tuple[Node | Source | None, Place]] = field(default_factory=dict)
    """Section and id to the entry that counts and its place; also of entries left out, lest errors breed errors.

    What a bibliography holds is a source at once, or nothing where it could not be read."""
    links: dict[tuple[str, str], Place] = field(default_factory=dict)
    """Section and id to the place of `derived_from` or `owner`."""


def load_registry(files: Sequence[RegistryFile]) -> Registry:
    """The registry that the files hold together, with every problem found, in order of file and line.

    Never raises, whatever the bytes. An entry with an error in a required field is left out; an error in another field
    costs that field alone. In the result, `owner` and `derived_from` run in no circle and name only known ids, or ids
    of entries that were left out.
    """
    loading = _Loading()
    with uncollected():
        for file in files:
            _load_file(file, loading)
    _check_owners(loading)
    _check_derived(loading)
    _check_addresses(loading)
    order = {file.path: number for number, file in reversed(list(enumerate(files)))}
    problems = sorted(loading.problems, key=lambda found: (order.get(found.path, 0), found.line))
    return Registry(MappingProxyType(loading.sources), MappingProxyType(loading.organisations), tuple(problems))


def text_paths(registry: Registry) -> dict[str, str]:
    """Source id to the file, relative to `mkdocs.yml`, that holds its full text: for the host to read."""
    return {source.id: source.text_path for source in registry.sources.values() if source.text_path}


def with_texts(registry: Registry, texts: Mapping[str, str]) -> Registry:
    """The registry with the full texts that the host has read, by source id; an unknown id is passed over."""
    sources = {
        id_: replace(source, text=texts[id_]) if id_ in texts else source for id_, source in registry.sources.items()
    }
    return replace(registry, sources=MappingProxyType(sources))


_REASONS: Final = {"syntax": "registry-syntax", "deep": "registry-shape", "large": "registry-too-large"}
_EXAMPLE: Final = (
    "For example `sources: {usgs-1: {kind: dataset, title: M 7.8 earthquake, url: https://earthquake.usgs.gov/}}`."
)


_BIBLIOGRAPHIES: Final = (".bib", ".bibtex", ".biblatex", ".ris", ".json")
"""Endings of files that are read as bibliographies; CSL in YAML is known by what it holds."""
_OWN_JSON: Final = re.compile(r'\s*\{\s*"(?:sources|organisations)"')


def _load_file(file: RegistryFile, loading: _Loading) -> None:
    decoded = _decoded(file)
    bibliography = file.path.lower().endswith(_BIBLIOGRAPHIES)
    if isinstance(decoded, Problem):
        loading.problems.append(decoded)
        if not bibliography or decoded.code != "registry-encoding":
            return
        # Others keep these files, and one bad byte must not cost a site all its sources.
        data = file.data or b""
        decoded = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")
    if bibliography and not _OWN_JSON.match(decoded):
        from mkdocs_provenance.bibliography import read_bibliography  # costs 0.2 s, and needs what stands above

        _join(read_bibliography(file.path, decoded), file.path, loading)
    else:
        _load_yaml(file, decoded, loading)


def _load_yaml(file: RegistryFile, text: str, loading: _Loading) -> None:
    reading = Reading(file.path, text, problems=loading.problems)
    try:
        root = compose(text)
        items = csl_items(root) if root is not None else None
        if items is not None:
            from mkdocs_provenance.bibliography import read_csl_yaml

            _join(read_csl_yaml(items, reading), file.path, loading)
        elif root is None or is_empty(root) or not _load_root(root, reading, loading):
            message = f"The registry file {quoted(file.path)} holds no source and no organisation."
            loading.problems.append(problem("registry-empty", message, file.path, 1, _EXAMPLE))
    except UnreadableError as error:
        code = _REASONS[error.reason]
        loading.problems.append(problem(code, error.message, file.path, error.line, error.suggestion))


def csl_items(root: Node) -> SequenceNode | None:
    """The list of CSL items that a YAML file is: at its top, or under `references:`; None for a registry of our own."""
    if isinstance(root, MappingNode):
        sections = {key.value: value for key, value in root.value if isinstance(key, ScalarNode)}
        listed = sections.get("references")
        ours = "sources" in sections or "organisations" in sections
        return listed if isinstance(listed, SequenceNode) and not ours else None
    return root if isinstance(root, SequenceNode) and any(map(_is_csl_item, root.value)) else None


def _is_csl_item(node: Node) -> bool:
    names = (
        {key.value for key, _ in node.value if isinstance(key, ScalarNode)} if isinstance(node, MappingNode) else set()
    )
    return "type" in names and ("id" in names or "citation-key" in names)


def _join(found: Bibliography, path: str, loading: _Loading) -> None:
    """Add what a bibliography holds; of entries with the same id the first counts, whatever file it stands in."""
    loading.problems += found.problems
    for source in found.sources:
        seen = loading.first.get(("sources", source.id))
        if seen is None:
            loading.first["sources", source.id] = (source, source.place)
            loading.sources[source.id] = source
        else:
            alike = isinstance(seen[0], Source) and replace(seen[0], place=source.place) == source
            code, message, hint = _repetition("source", source.id, alike, seen[1])
            loading.problems.append(problem(code, message, path, source.place.line, hint))
    for id_, line in found.left_out:
        loading.first.setdefault(("sources", id_), (None, Place(path, line)))


def _decoded(file: RegistryFile) -> str | Problem:
    """The file's text, or why there is none."""
    name = quoted(file.path)
    if file.data is None or file.error:
        why = quoted(file.error.rstrip(".")) if file.error else "it does not exist"
        return problem("registry-missing", f"The registry file {name} cannot be read: {why}.", file.path, 1,
                       "Look at `registry` in `mkdocs.yml`.")  # fmt: skip
    if len(file.data) > MAX_BYTES:
        message = f"The registry file {name} is larger than {MAX_BYTES // 1024**2} MiB."
        return problem("registry-too-large", message, file.path, 1, "Divide it into several files.")
    try:
        return file.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = file.data.count(b"\n", 0, error.start) + 1
        message = f"The registry file {name} is not UTF-8."
        return problem("registry-encoding", message, file.path, line, "Save it again with the encoding UTF-8.")


def _load_root(root: Node, reading: Reading, loading: _Loading) -> bool:
    """Read the sections; False where they hold nothing."""
    reading.subject = "the registry"
    if not isinstance(root, MappingNode):
        found = "one value" if isinstance(root, ScalarNode) else "a list"
        message = f"A registry file is a mapping with `organisations:` and `sources:`, and this one is {found}."
        reading.report("registry-shape", message, root, _EXAMPLE)
        return True
    sections = {"organisations": _load_organisation, "sources": _load_source}
    items = pairs(root, reading)
    names = [key.value if isinstance(key, ScalarNode) else "" for key, _ in items]
    if items and not sections.keys() & set(names):
        message = "A registry file has `sources:` or `organisations:` at its top, and this one has neither."
        reading.report("registry-shape", message, items[0][0], reading.suggest(names[0], sections) or _EXAMPLE)
        return True
    before = len(loading.first) + len(loading.problems)
    for name, (key, value) in zip(names, items, strict=True):
        if name not in sections:
            message = f"A registry file has `organisations:` and `sources:` at its top, and no {quoted(name)}."
            reading.report("unknown-field", message, key, reading.suggest(name, sections))
        else:
            if names.count(name) > 1 and names.index(name) != items.index((key, value)):
                reading.report("registry-syntax", f"`{name}:` stands twice; both are read.", key, "Make them one.")
            _load_section(name, value, sections[name], reading, loading)
    return len(loading.first) + len(loading.problems) > before


def _load_section(name: str, node: Node, load: _Load, reading: Reading, loading: _Loading) -> None:
    """Read the entries of one section, in order; of entries with the same id the first counts."""
    if is_empty(node):
        return
    noun = name.removesuffix("s")
    if not isinstance(node, MappingNode):
        message = f"`{name}:` must be a mapping of ids to entries."
        reading.report("registry-shape", message, node, f"Give each {noun} an id: `{name}: {{some-id: {{…}}}}`.")
        return
    for key, value in pairs(node, reading):
        id_ = _entry_id(key, noun, reading)
        if id_ is None:
            continue
        seen = loading.first.get((name, id_))
        if seen is not None:
            alike = isinstance(seen[0], Node) and same(seen[0], value, reading)
            code, message, hint = _repetition(noun, id_, alike, seen[1])
            reading.report(code, message, key, hint)
            continue
        loading.first[name, id_] = (value, _place(key, reading))
        reading.subject = f"the {noun} {quoted(id_)}"
        reading.source = id_ if name == "sources" else None
        load(id_, key, value, reading, loading)
        reading.discreet, reading.source = False, None
        reading.subject = "the registry"


_Load = Callable[[str, Node, Node, Reading, _Loading], None]
_ID: Final = re.compile(ID_PATTERN)


def _entry_id(key: Node, noun: str, reading: Reading) -> str | None:
    """The id that a key writes, as written: `1` and `01` are different ids."""
    if isinstance(key, ScalarNode) and _ID.fullmatch(key.value) and key.value.isprintable():
        return str(key.value)
    shown = quoted(key.value) if isinstance(key, ScalarNode) else "a list or mapping"
    message = f"The id of a {noun} cannot be {shown}: it must hold no space, quotation mark, `;`, `,`, `[` or `]`."
    reading.report("bad-id", message.replace("a organisation", "an organisation"), key, "For example `usgs-1`.")
    return None


def _repetition(noun: str, id_: str, alike: bool, first: Place) -> tuple[str, str, str]:
    """What to report of an id that stands twice: code, message and suggestion."""
    where = f"{first.path}:{first.line}"
    if alike:
        message = f"The {noun} {quoted(id_)} stands twice, word for word; the first is at {where}."
        return "repeated-entry", message, "Delete one of the two."
    message = f"The {noun} {quoted(id_)} stands twice and differs; the first, at {where}, counts."
    return "duplicate-id", message, "Give one of the two another id, or make them one."


def _load_organisation(id_: str, key: Node, node: Node, reading: Reading, loading: _Loading) -> None:
    entry = read_entry(node, ORGANISATION, reading, key)
    if entry is not None and "name" in entry.values:
        loading.organisations[id_] = Organisation(id=id_, **entry.values)
        _note_link(("organisations", id_), entry, "owner", reading, loading)


def _load_source(id_: str, key: Node, node: Node, reading: Reading, loading: _Loading) -> None:
    def weigh(items: list[tuple[Node, Node]]) -> None:
        reading.discreet = _confidential(items)

    entry = read_entry(node, SOURCE, reading, key, weigh)
    if entry is None or not _complete(entry, reading):
        return
    if entry.values.get("unidentified"):
        entry.values = {"kind": Kind.DOCUMENT, "title": NOT_IDENTIFIED} | entry.values
    loading.sources[id_] = Source(id=id_, place=loading.first["sources", id_][1], **entry.values)
    _note_link(("sources", id_), entry, "derived_from", reading, loading)


def _note_link(of: tuple[str, str], entry: Entry, name: str, reading: Reading, loading: _Loading) -> None:
    if name in entry.values:
        loading.links[of] = _place(entry.given[name], reading)


def _place(node: Node, reading: Reading) -> Place:
    spot = reading.spot(node)
    return Place(reading.path, spot.line, spot.column)


_OPEN: Final = frozenset(Attribution) - {Attribution.UNNAMED}
_SIGNS: Final = frozenset({"described_as", "reason", "known_to_editor", "conditions"})


def _confidential(items: Iterable[tuple[Node, Node]]) -> bool:
    """Whether an entry is of an unnamed source, or could be but for a slip: messages then repeat none of its values."""
    for key, value in items:
        name = key.value if isinstance(key, ScalarNode) else ""
        if name in _SIGNS or (name == "attribution" and str(value.value) not in _OPEN):
            return True
    return False


def _complete(entry: Entry, reading: Reading) -> bool:
    """Whether an entry has what it needs; what is missing is reported, what is unusable has been."""
    good = not any(entry.failed(name) for name in _ESSENTIAL)  # reported when they were read
    if not entry.values.get("unidentified"):
        for name, example in _NEEDS.items():
            if name not in entry.given:
                missing(name, example, entry, reading)
            good = good and name in entry.values
        if _ADDRESSES.isdisjoint(entry.values):
            good = False
            if _ADDRESSES.isdisjoint(entry.given):
                message = f"T{reading.where[1:]} has none of {', '.join(ADDRESSES)}."
                hint = "Where there is nothing to point to, say why: `none_reason: notes held by the newsroom`."
                reading.report("missing-field", message, entry.at, hint)
    if entry.values.get("attribution") is Attribution.UNNAMED:
        good = _unnamed(entry, reading) and good
    return good


def _unnamed(entry: Entry, reading: Reading) -> bool:
    """Whether an unnamed source says how it is described and why it is not named; no other name stays with it."""
    for name in _UNNAMED_BARS:
        if name in entry.given:
            message = f'T{reading.where[1:]} is unnamed and so cannot have "{name}".'
            reading.report("unnamed-source", message, entry.given[name], "Delete it; use `described_as`.")
            entry.values.pop(name, None)
    for name in _UNNAMED_NEEDS:
        if name not in entry.given:
            message = f'T{reading.where[1:]} is unnamed and has no "{name}".'
            example = {"described_as": "a nurse at the hospital", "reason": "She fears for her post"}[name]
            reading.report("unnamed-source", message, entry.at, f"For example `{name}: {example}`.")
    return all(name in entry.values for name in _UNNAMED_NEEDS)


# --- What entries say of each other ----------------------------------------------------------------------------------


def _check_owners(loading: _Loading) -> None:
    """Owners that nobody knows, and circles of owners; in the result there is neither."""
    reading = Reading("")
    for id_, organisation in loading.organisations.items():
        owner = organisation.owner
        if owner is not None and ("organisations", owner) not in loading.first:
            message = f"The owner {quoted(owner)} of the organisation {quoted(id_)} is not in the registry."
            hint = reading.suggest(owner, loading.organisations) or "Add it under `organisations:`."
            _report_link("unknown-owner", message, ("organisations", id_), hint, loading)
            loading.organisations[id_] = replace(organisation, owner=None)
    edges = {id_: (found.owner,) if found.owner else () for id_, found in loading.organisations.items()}
    for circle in _circles(edges):
        message = f"Organisations own each other in a circle: {_arrows(circle)}."
        _report_link("owner-cycle", message, ("organisations", circle[0]), "Delete one `owner`.", loading)
        loading.organisations[circle[-1]] = replace(loading.organisations[circle[-1]], owner=None)


def _check_derived(loading: _Loading) -> None:
    """Sources derived from one that nobody knows, and circles; in the result there is neither."""
    reading = Reading("")
    for id_, source in loading.sources.items():
        unknown = [origin for origin in source.derived_from if ("sources", origin) not in loading.first]
        for origin in unknown:
            shown = "a source" if source.attribution is Attribution.UNNAMED else quoted(origin)
            message = f'"derived_from" of the source {quoted(id_)} names {shown}, but the registry has no such id.'
            hint = reading.suggest(origin, loading.sources) or "Add it, or use `origin` for one that is not here."
            _report_link("unknown-derived-from", message, ("sources", id_), hint, loading)
        _keep_derived(loading, id_, unknown)
    for circle in _circles({id_: source.derived_from for id_, source in loading.sources.items()}):
        message = f"Sources are derived from each other in a circle: {_arrows(circle)}."
        _report_link("derived-cycle", message, ("sources", circle[0]), "Delete one `derived_from`.", loading)
        _keep_derived(loading, circle[-1], circle[:1])


def _keep_derived(loading: _Loading, id_: str, without: Iterable[str]) -> None:
    """Keep each id of `derived_from` once, and those of `without` not at all."""
    source = loading.sources[id_]
    kept = tuple(dict.fromkeys(origin for origin in source.derived_from if origin not in set(without)))
    if kept != source.derived_from:
        loading.sources[id_] = replace(source, derived_from=kept)


def _report_link(code: str, message: str, of: tuple[str, str], hint: str, loading: _Loading) -> None:
    place = loading.links[of]
    found = problem(code, message, place.path, Spot(place.line, place.column), hint)
    loading.problems.append(replace(found, source=of[1]) if of[0] == "sources" else found)


def _arrows(circle: Sequence[str]) -> str:
    shown = [*circle, circle[0]] if len(circle) <= 8 else [*circle[:4], "…", *circle[-3:], circle[0]]
    return " → ".join(shown)


def _circles(edges: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """One circle for each edge that closes one, from the id it leads back to; without those edges there is none.

    A depth-first search with a stack of its own: a chain of 5,000 sources must not exhaust Python's.
    """
    done: set[str] = set()
    for root in edges:
        path: dict[str, Iterator[str]] = {}
        if root not in done:
            path[root] = iter(edges[root])
        while path:
            last = next(reversed(path))
            step = next(path[last], None)
            if step is None:
                done.add(last)
                del path[last]
            elif step in path:
                steps = list(path)
                yield tuple(steps[steps.index(step) :])
            elif step not in done and step in edges:
                path[step] = iter(edges[step])


def _check_addresses(loading: _Loading) -> None:
    """Sources with the same address under two ids: reported, never merged."""
    holders: dict[str, str] = {}
    told: set[tuple[str, str]] = set()
    for id_, source in loading.sources.items():
        for address in _addresses(source):
            holder = holders.setdefault(address, id_)
            if holder != id_ and (holder, id_) not in told:
                told.add((holder, id_))
                message = f"The sources {quoted(holder)} and {quoted(id_)} have the same address."
                hint = f"If they are one source, keep {quoted(holder)} and cite it everywhere."
                spot = Spot(source.place.line, source.place.column)
                found = problem("same-url", message, source.place.path, spot, hint)
                loading.problems.append(replace(found, source=id_))


def _addresses(source: Source) -> Iterator[str]:
    if source.url and source.url[:7].lower() != "mailto:":  # two interviews by e-mail are two sources
        yield canonical_url(source.url)
    if source.doi:
        yield "doi:" + source.doi.lower()


# --- The schema for editors ------------------------------------------------------------------------------------------

_EMPTY: Final = {"anyOf": [{"type": "null"}, {"type": "string", "pattern": "^\\s*$"}]}


def json_schema() -> dict[str, Any]:
    """A JSON Schema of a registry file, for editors, from the tables that the loader reads by.

    Its dialect is the one of `fields.DIALECT`.
    It cannot say what spans entries (unknown ids, circles, the same address) or whether a day exists.
    """
    section = {"type": ["object", "null"], "propertyNames": {"pattern": f"^{ID_PATTERN}$"}}
    return {
        "$schema": DIALECT,
        "title": "mkdocs-provenance: a registry of sources",
        "type": ["object", "null"],
        "additionalProperties": False,
        "properties": {
            "organisations": section | {"additionalProperties": {"$ref": "#/definitions/organisation"}},
            "sources": section | {"additionalProperties": {"$ref": "#/definitions/source"}},
        },
        "definitions": {"organisation": ORGANISATION.schema(), "source": SOURCE.schema() | _conditions()},
    }


def _conditions() -> dict[str, Any]:
    """What a source needs, and when, as JSON Schema."""
    addresses = [*ADDRESSES, *(spec.name for spec in SOURCE.table if spec.attribute in ADDRESSES)]
    unnamed = _having(*_UNNAMED_NEEDS)
    unnamed["properties"] |= dict.fromkeys(_UNNAMED_BARS, _EMPTY)
    return {
        "allOf": [
            {
                "if": {"properties": {"unidentified": {"enum": [True, "true", "yes"]}}, "required": ["unidentified"]},
                "else": _having("kind", "title") | {"anyOf": [_having(name) for name in addresses]},
            },
            {
                "if": {"properties": {"attribution": {"const": "unnamed"}}, "required": ["attribution"]},
                "then": unnamed,
            },
        ]
    }


def _having(*names: str) -> dict[str, Any]:
    """Fields that are there and not left empty."""
    return {"required": list(names), "properties": {name: {"not": _EMPTY} for name in names}}
