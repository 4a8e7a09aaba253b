"""What a name must have to be one, whoever hands it in. What names *mean* is the business of ``amlrisk.names``."""

from __future__ import annotations

import re

from amlrisk.errors import Issue
from amlrisk.facts.issues import issue
from amlrisk.facts.texts import refused_character

NAME_LIMIT = 500

# Letters to Unicode that stand for nothing alone: the Arabic lengthening stroke and the Hangul fillers. A name made
# of them would be screened as no name at all.
_BLANK_LETTERS = frozenset("\u0640\u115f\u1160\u3164\uffa0")

_ORGANISATION = re.compile(
    r"(?:公司|集团|事务所|合作社|基金会|研究院|委员会|协会|商行|工厂|银行)(?:[（(].{0,20}[)）])?$"
    r"|\b(?:ltd|limited|llc|inc|incorporated|corp|corporation|plc|gmbh|co|company|foundation|bank|s\.?a\.?r\.?l)\.?$",
    re.IGNORECASE,
)


def check_name(name: str, path: str, *, person: bool = False) -> tuple[Issue, ...]:
    """What is wrong with a trimmed name (``texts.trim``): nothing, or the one issue found first.

    Not empty, at most 500 characters, no control or bidi-override characters, and at least one letter; the name
    of an organisation may consist of digits.
    """
    if len(name) > NAME_LIMIT:
        return (issue(path, "too_long", limit=NAME_LIMIT),)
    if not name:
        return (issue(path, "empty"),)
    character = refused_character(name)
    if character is not None:
        return (issue(path, "control_character", character=character),)
    if not any(c not in _BLANK_LETTERS and (c.isalpha() if person else c.isalnum()) for c in name):
        return (issue(path, "no_letters"),)
    return ()


def reads_like_organisation(name: str) -> bool:
    """Whether a name ends as organisations' names do.

    Only asked where nobody said which it is; a person screened as an organisation, or the reverse, is a miss.
    Known to be wrong about people called Bank or Co: they are asked for their kind, nothing more.
    """
    return _ORGANISATION.search(name) is not None
