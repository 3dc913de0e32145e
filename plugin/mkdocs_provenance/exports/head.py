"""What an article's page says in its `<head>`, for machines that read no more of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from mkdocs_provenance.exports.edition import Edition
from mkdocs_provenance.exports.feed_link import corrections_link
from mkdocs_provenance.exports.meta_tags import meta_tags
from mkdocs_provenance.exports.schema_org import json_ld
from mkdocs_provenance.exports.signposting import signposts

PARTS: Final[tuple[Callable[[Edition], str], ...]] = (meta_tags, signposts, corrections_link, json_ld)
"""What makes elements, in the order in which they stand."""


def head_html(edition: Edition) -> str:
    """The elements, in one piece; every value escaped."""
    return "".join(part(edition) for part in PARTS)
