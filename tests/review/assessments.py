"""Assessments for the tests of this folder, graded as they would be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from amlrisk.grading.engine import ENGINE
from amlrisk.grading.model import AppliedOverride, Assessment, PolicyVersion
from amlrisk.grading.outcome import assess
from amlrisk.policy.vocabulary import Grade
from tests.grading import scenarios as sc

NOW = datetime(2026, 11, 2, 3, 4, 5, tzinfo=UTC)


def override(raw: Mapping[str, Any] | None) -> AppliedOverride | None:
    """An override of ``{grade, until}``; anything else as it may be."""
    if raw is None:
        return None
    return AppliedOverride(
        case="K-0",
        grade=Grade(raw["grade"]),
        reason=raw.get("reason", "mitigated"),
        text="资金来源已核实",
        author="ana",
        approver="man",
        approved_at=NOW,
        expires_on=raw["until"],
    )


def assessment(
    facts: Mapping[str, Any] | None = None,
    hits: Sequence[Mapping[str, Any]] | None = None,
    held: Mapping[str, Any] | None = None,
    id: str = "A-2",
) -> Assessment:
    """An unremarkable natural person with these facts, hits and override, graded on the day of the scenarios."""
    rules, customer = sc.rules(), sc.unremarkable("natural", facts)
    found, applied = sc.hits(list(hits or ())), override(held)
    return Assessment(
        id=id,
        customer=customer.ref,
        facts_digest="",
        policy=PolicyVersion(pack=rules.pack, version=rules.version, digest=rules.digest),
        lists=(),
        index="demo",
        engine=ENGINE,
        on=sc.today(),
        assessed_at=NOW,
        trigger="check",
        first_on=sc.today(),
        hits=found,
        override=applied,
        outcome=assess(customer, found, rules, on=sc.today(), override=applied),
    )
