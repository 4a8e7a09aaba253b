"""The rules an assessment was made under, from the archive: its words must not change when the pack moves on."""

from __future__ import annotations

from datetime import date

from amlrisk.errors import ReplayImpossible
from amlrisk.grading.model import Assessment
from amlrisk.policy.loader import load_pack
from amlrisk.policy.model import Rules
from amlrisk.services.system import System

_KEPT = 16
_read: dict[tuple[str, date], Rules] = {}


def archived_rules(system: System, assessment: Assessment) -> Rules:
    """Raises ``NotFound`` where the archive does not hold the pack, ``ReplayImpossible`` where it was altered.

    The last few are kept: reading a pack costs a hundred times more than an answer. They are found by digest,
    so that what is kept cannot be wrong.
    """
    digest, on = assessment.policy.digest, assessment.on
    rules = system.rules()
    if (rules.digest, rules.on) == (digest, on):
        return rules
    if (digest, on) not in _read:
        pack = load_pack(system.store.packs.files(digest), f"archive:{digest}")
        if pack.digest != digest:
            raise ReplayImpossible(assessment=assessment.id, detail="the archived policy pack was altered")
        if len(_read) >= _KEPT:
            _read.clear()
        _read[digest, on] = pack.on(on)
    return _read[digest, on]
