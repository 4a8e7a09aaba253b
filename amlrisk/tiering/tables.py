"""The gate as a table for people, made by asking it: every grade, every circumstance, every tier."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

import msgspec

from amlrisk.policy.model import Text
from amlrisk.policy.page import Table
from amlrisk.policy.value import ValueRules
from amlrisk.policy.value_vocabulary import EARNED, Tier
from amlrisk.policy.vocabulary import Grade
from amlrisk.tiering.explain import Wording
from amlrisk.tiering.gate import Standing, gate
from amlrisk.tiering.model import Part

_TIERS = (Tier.STANDARD, *EARNED)
_DONE = {"due_diligence_complete": True, "approved": True}

#: What compliance may know beside the grade, in words.
CIRCUMSTANCES: tuple[tuple[Text, dict[str, bool]], ...] = (
    (Text(zh="无", en="nothing"), {}),
    (Text(zh="审核逾期", en="review overdue"), {"review_overdue": True}),
    (Text(zh="有预警未处理", en="alert open"), {"alert_open": True}),
    (Text(zh="强化尽职调查完成", en="due diligence complete"), {"due_diligence_complete": True}),
    (Text(zh="高级管理层批准", en="approved"), {"approved": True}),
    (Text(zh="强化尽职调查完成且获批准", en="complete and approved"), _DONE),
    (Text(zh="完成且获批准、审核逾期", en="complete and approved, review overdue"), _DONE | {"review_overdue": True}),
    (Text(zh="完成且获批准、有预警", en="complete and approved, alert open"), _DONE | {"alert_open": True}),
)

_HEAD = (
    Text(zh="洗钱风险等级", en="AML grade"),
    Text(zh="情形", en="Circumstances"),
    Text(zh="此前层级", en="Tier until now"),
)
_ANY = Text(zh="不论", en="any")
_TITLE = Text(zh="洗钱风险等级对层级的限制", en="The gate")

Vector = tuple[Tier, ...]


def gate_table(rules: ValueRules, language: str) -> Table:
    """A row for each grade and what is the same under it; the columns from the fourth on are tiers before the gate."""
    wording = Wording(rules, language)
    grades: list[Grade | None] = [*reversed(Grade), None]
    columns = (*(head.get(language) for head in _HEAD), *(rules.tiers.names[tier].get(language) for tier in _TIERS))
    rows = [row for grade in grades for row in _rows(grade, rules, wording, language)]
    return Table(title=_TITLE.get(language), columns=columns, rows=tuple(rows))


def markdown(table: Table) -> str:
    """The table as it stands in a page of the documentation."""
    lines = [table.columns, ("---",) * len(table.columns), *table.rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _rows(grade: Grade | None, rules: ValueRules, wording: Wording, language: str) -> Iterable[tuple[str, ...]]:
    """Circumstances that do the same share their rows, and so do the tiers held until now."""
    groups: dict[tuple[Vector, ...], list[str]] = {}
    for words, known in CIRCUMSTANCES:
        standing = msgspec.convert({"grade": grade, **known}, Standing)
        groups.setdefault(_effective(standing, rules), []).append(words.get(language))
    named = wording.grade(grade)
    for vectors, circumstances in groups.items():
        said = _ANY.get(language) if len(circumstances) == len(CIRCUMSTANCES) else "; ".join(circumstances)
        for vector, held in groupby(_TIERS, key=lambda tier: vectors[_TIERS.index(tier)]):
            tiers = [rules.tiers.names[tier].get(language) for tier in held]
            until = _ANY.get(language) if len(tiers) == len(_TIERS) else ", ".join(tiers)
            yield (named, said, until, *(rules.tiers.names[tier].get(language) for tier in vector))


def _effective(standing: Standing, rules: ValueRules) -> tuple[Vector, ...]:
    """By the tier held until now, then by the tier before the gate."""
    return tuple(tuple(gate(Part(tier=base), held, standing, rules).tier for base in _TIERS) for held in _TIERS)
