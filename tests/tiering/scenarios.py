"""Scenarios of the value tier from YAML, and the rules they are for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import msgspec

from amlrisk.facts.value import CustomerValue
from amlrisk.policy.loader import read_pack
from amlrisk.policy.value import ValueRules
from amlrisk.policy.value_vocabulary import Tier
from amlrisk.tiering.explain import Wording
from amlrisk.tiering.model import Part, Reason
from tests.grading.scenarios import read

__all__ = ["explained", "facts", "read", "rules", "told"]

TODAY = date(2026, 9, 15)


@lru_cache(maxsize=4)
def rules(pack: str = "cn_insurer", on: date = TODAY) -> ValueRules:
    return read_pack(pack).value_on(on)


def facts(raw: Mapping[str, Any]) -> CustomerValue:
    """What a scenario says of a customer; everything else is not known."""
    return msgspec.convert({"ref": "C", **raw}, CustomerValue, strict=True)


def told(part: Part) -> str:
    """``above`` for platinum or above, as the scenarios write it."""
    if part.or_above:
        assert part.tier is Tier.PLATINUM
        return "above"
    return part.tier.value


@lru_cache(maxsize=8)
def _wording(pack: str, language: str) -> Wording:
    return Wording(rules(pack), language)


def explained(reasons: tuple[Reason, ...], pack: str = "cn_insurer") -> None:
    """Every reason can be read in both languages, and says where the rule behind it stands."""
    chinese, english = (_wording(pack, language).explain(reasons) for language in ("zh", "en"))
    for zh, en in zip(chinese, english, strict=True):
        assert zh.text
        assert zh.text != en.text
        assert "{" not in zh.text + en.text
        assert zh.reference is None or zh.reference.title
