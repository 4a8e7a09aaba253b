"""Scenarios from YAML: facts laid over an unremarkable customer, and what must follow."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from amlrisk.facts.model import Customer, Role
from amlrisk.grading.model import PartyHit
from amlrisk.policy.loader import read_pack
from amlrisk.policy.model import Rules
from amlrisk.policy.vocabulary import ListCategory
from amlrisk.policy.yaml_text import read_yaml
from amlrisk.screening.model import Cause, Decided, DispositionKind, Hit, Reopening
from amlrisk.watchlist.model import Schema

FOLDER = Path(__file__).resolve().parents[1] / "scenarios"

_MONEY = frozenset({"annual_income", "annual_revenue", "premium", "paid", "amount"})
_NUMBER = {"digest": "0" * 64, "masked": "****"}


def read(name: str) -> dict[str, Any]:
    tree = read_yaml((FOLDER / name).read_bytes(), name)
    assert isinstance(tree, dict)
    return tree


@lru_cache(maxsize=1)
def base() -> dict[str, Any]:
    return read("base.yaml")


def today() -> date:
    day = base()["on"]
    assert isinstance(day, date)
    return day


@lru_cache(maxsize=4)
def rules(on: date | None = None) -> Rules:
    return read_pack("cn_insurer").on(on or today())


def lay(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """``over`` on ``under``: mappings merge, anything else replaces; ``null`` makes a fact unknown."""
    result = dict(under)
    for key, value in over.items():
        below = result.get(key)
        merges = isinstance(value, dict) and isinstance(below, dict) and key == "subject"
        result[key] = lay(below, value) if merges else value  # type: ignore[arg-type]  # both are mappings here
    return result


def customer(raw: Mapping[str, Any]) -> Customer:
    """Facts as a customer: templates under policies and transactions, plain numbers as yuan, dummy seals."""
    full = dict(raw)
    for key, template in (("policies", base()["policy"]), ("transactions", base()["transaction"])):
        if full.get(key) is not None:
            full[key] = [lay(template, item) for item in full[key]]
    return msgspec.convert(_filled(full), Customer, strict=True)


def _filled(value: Any) -> Any:
    if isinstance(value, list):
        return [_filled(item) for item in value]
    if not isinstance(value, dict) or "currency" in value:
        return value
    result: dict[str, Any] = {}
    for key, item in value.items():
        if key == "documents":
            result[key] = [{"number": _NUMBER} | _filled(document) for document in item]
        elif key in _MONEY and item is not None and not isinstance(item, dict):
            result[key] = {"amount": item}
        else:
            result[key] = _filled(item)
    return result


def unremarkable(kind: str, facts: Mapping[str, Any] | None = None) -> Customer:
    return customer(lay(base()[kind], facts or {}))


def facts_of(scenarios: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The facts of a scenario, laid over those it stands over."""
    scenario = scenarios[name]
    over = scenario["over"]
    under = base()[over] if over in ("natural", "legal") else facts_of(scenarios, over)
    return lay(under, scenario.get("facts", {}))


def levels_of(scenarios: Mapping[str, Any], name: str) -> dict[str, int]:
    """The levels a scenario must have: its own, or those of the one it stands over with some changed."""
    scenario = scenarios[name]
    if "changed" in scenario:
        return {**levels_of(scenarios, scenario["over"]), **scenario["changed"]}
    return dict(scenario["levels"])


def hit(raw: Mapping[str, Any]) -> PartyHit:
    """A hit of ``{category, party, roles, disposition, strong_identifier, expires_on, reopened}``.

    All but the category optional. ``reopened`` maps causes to their fields; ``disposition`` is then what was decided.
    """
    category = ListCategory(raw["category"])
    decided = _decided(raw)
    return PartyHit(
        party=raw.get("party", "subject"),
        roles=tuple(Role(role) for role in raw.get("roles", ["policyholder"])),
        hit=Hit(
            source=raw.get("source", f"demo_{category.value}"),
            category=category,
            entity=raw.get("entity", "D-1"),
            schema=Schema.PERSON,
            score=0.95,
            name="示例乙",
            query_name="示例甲",
            evidence=(),
            strong_identifier=raw.get("strong_identifier", False),
        ),
        disposition=decided.kind if decided is not None and decided.holds else None,
        decided=decided,
    )


def _decided(raw: Mapping[str, Any]) -> Decided | None:
    if raw.get("disposition") is None:
        return None
    return Decided(
        id=1,
        kind=DispositionKind(raw["disposition"]),
        decided_at=datetime(2026, 10, 1, tzinfo=UTC),
        expires_on=raw.get("expires_on"),
        reopened=tuple(_reopening(Cause(cause), fields, raw) for cause, fields in raw.get("reopened", {}).items()),
    )


def _reopening(cause: Cause, fields: list[str] | None, raw: Mapping[str, Any]) -> Reopening:
    return Reopening(
        cause=cause,
        fields=tuple(fields or ()),
        on=raw["expires_on"] if cause is Cause.EXPIRED else None,
        at=datetime(2026, 10, 5, 6, 7, tzinfo=UTC) if cause is Cause.RELISTED else None,
    )


def hits(raw: list[Mapping[str, Any]] | None) -> tuple[PartyHit, ...]:
    return tuple(hit(item) for item in raw or [])
