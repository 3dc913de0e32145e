"""English verbs of saying, in the forms that stand with a subject."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

_REGULAR: Final = """
accuse acknowledge add admit advise agree allege announce answer apologise apologize argue ask assert attest believe
boast brand call chant charge cite claim comment complain concede conclude condemn confirm contend continue counter
criticise criticize cry declare demand denounce deny describe disclose dismiss dub emphasise emphasize estimate
exclaim explain express hail hint insist joke label lament laugh list maintain mention mock murmur muse mutter note
observe offer opine order plead pledge post praise predict promise propose quip quote reason recall recount refer
reiterate reject remark reply report respond reveal scoff shout shrug sigh smile snap specify state stress suggest
talk testify thank threaten tweet urge voice vow warn whisper wonder yell
"""
_IRREGULAR: Final = """
say says said saying tell tells told telling write writes wrote writing speak speaks spoke speaking read reads reading
sing sings sang singing think thinks thought hear hears heard hold holds held name names named naming swear swears
swore admitted admitting dubbed dubbing quipped quipping referred referring shrugged shrugging snapped snapping
"""
_NOUNS: Final = """
answer answers call calls chant chants charge charges claim claims comment comments cry cries demand demands hold
holds joke jokes label labels laugh list lists name names note notes offer offers order orders pledge pledges post
posts praise promise promises quote quotes reason reasons remark remarks reply report reports shout shouts sigh smile
state states stress talk talks thought voice voices vow vows whisper whispers wonder
"""


def _forms(verb: str) -> Iterator[str]:
    """`deny`, `denies`, `denied`, `denying`."""
    yield verb
    if verb.endswith("e"):
        yield from (f"{verb}s", f"{verb}d", f"{verb[:-1]}ing")
    elif verb.endswith("y") and verb[-2] not in "aeiou":
        yield from (f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing")
    else:
        yield from (f"{verb}es" if verb.endswith(("s", "sh", "ch")) else f"{verb}s", f"{verb}ed", f"{verb}ing")


SAYING: Final = frozenset(form for verb in _REGULAR.split() for form in _forms(verb)) | frozenset(_IRREGULAR.split())
"""Forms of verbs of saying."""
ALSO_NOUNS: Final = frozenset(_NOUNS.split())
"""Those of them that are nouns as well."""
