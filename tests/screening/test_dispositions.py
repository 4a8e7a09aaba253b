"""A decision holds for its pair, as long as neither side changes."""

from __future__ import annotations

import msgspec

from amlrisk.policy.vocabulary import ListCategory
from amlrisk.screening.dispositions import standing
from amlrisk.screening.model import Disposition, DispositionKind, Hit
from amlrisk.watchlist.model import Schema

HIT = Hit(
    source="demo",
    category=ListCategory.UN_SANCTIONS,
    entity="E1",
    schema=Schema.PERSON,
    score=0.95,
    name="ZHANG Demo",
    query_name="张演示",
    evidence=(),
    fingerprint="both sides",
)
CLEARED = Disposition(
    customer="C1",
    party="p1",
    source="demo",
    entity="E1",
    kind=DispositionKind.FALSE_POSITIVE,
    reason="另一人",
    author="li",
    fingerprint="both sides",
)
DECIDED = {("p1", "demo", "E1"): CLEARED}


def test_it_holds_for_its_pair_whichever_name_was_hit() -> None:
    assert standing("p1", HIT, DECIDED) is DispositionKind.FALSE_POSITIVE
    assert standing("p1", msgspec.structs.replace(HIT, name="CHANG Demo", score=0.9), DECIDED) is not None


def test_it_says_nothing_of_other_parties_lists_or_entities() -> None:
    assert standing("p2", HIT, DECIDED) is None
    assert standing("p1", msgspec.structs.replace(HIT, source="other"), DECIDED) is None
    assert standing("p1", msgspec.structs.replace(HIT, entity="E2"), DECIDED) is None


def test_it_ends_when_either_side_changes() -> None:
    assert standing("p1", msgspec.structs.replace(HIT, fingerprint="changed"), DECIDED) is None
