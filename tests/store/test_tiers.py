from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest

from amlrisk.errors import Duplicate, NotFound, StoreRefused
from amlrisk.policy.value_vocabulary import Tier
from amlrisk.policy.vocabulary import Grade
from amlrisk.review.authority import ALL_BRANCHES
from amlrisk.store.database import Store
from amlrisk.store.tiers import TierCount, TierFilter
from amlrisk.tiering.gate import Standing
from amlrisk.tiering.group import VipStatus
from amlrisk.tiering.overall import Scheme
from tests.store.examples import NOW, assessment, at, customer
from tests.store.tier_examples import ON, evaluation, member, worthy

WHOLE = evaluation(
    "e2",
    birth_on="1986-02",
    held=Tier.PLATINUM,
    standing=Standing(grade=Grade.HIGH, due_diligence_complete=True, approved=True, alert_open=True),
    membership=member(),
    status=VipStatus(tier=Tier.GOLD, applicant="li", applied_on=ON, approver="wang", approved_on=ON),
    base=Tier.PLATINUM,
    base_or_above=True,
    scheme=Scheme.CLUB,
    effective=Tier.GOLD,
    suspended=True,
    effective_or_above=True,
)


def test_everything_is_there_again(store: Store) -> None:
    worthy(store, "C1", "C2")
    for it in (evaluation(), WHOLE):
        store.tiers.append([it])
        assert store.tiers.get(it.id) == it
    assert store.tiers.history("C1") == [WHOLE, evaluation()]
    assert store.tiers.history("C1", limit=1) == [WHOLE]
    found = store.tiers.current(["C1", "C2"])["C1"]
    assert {name: getattr(found, name) for name in WHOLE.__struct_fields__} == msgspec.structs.asdict(WHOLE)
    assert (found.evaluated_on, found.first_on) == (ON, ON)
    with pytest.raises(NotFound):
        store.tiers.get("e9")


def test_the_last_one_counts_and_the_first_day_stays(store: Store) -> None:
    worthy(store, "C1", "C2")
    later = ON + timedelta(days=400)
    store.tiers.append([evaluation("e1", "C2"), evaluation("e2", "C1")])
    store.tiers.append([evaluation("e3", "C1", on=later, at=at(9), effective=Tier.STANDARD)])
    one, other = (store.tiers.current(["C1", "C2"])[ref] for ref in ("C1", "C2"))
    assert (one.id, one.effective, one.evaluated_on, one.first_on) == ("e3", Tier.STANDARD, later, ON)
    assert (other.id, other.evaluated_on) == ("e1", ON)


def test_a_confirmed_evaluation_is_the_same_on_a_later_day(store: Store) -> None:
    worthy(store, "C1", "C2")
    store.tiers.append([evaluation("e1"), evaluation("e2", "C2")])
    later = ON + timedelta(days=3)
    store.tiers.confirm(["C1"], later)
    store.tiers.confirm(["C1"], ON)  # a clock that was put back takes nothing away
    found = store.tiers.current(["C1", "C2"])
    assert [found[ref].evaluated_on for ref in ("C1", "C2")] == [later, ON]
    assert len(store.tiers.history("C1")) == 1


def test_which_counted_on_a_day(store: Store) -> None:
    worthy(store, "C1")
    days = [ON, ON, ON + timedelta(days=2)]
    for number, on in enumerate(days):
        store.tiers.append([evaluation(f"e{number}", on=on)])
    found = [store.tiers.on("C1", ON + timedelta(days=n)) for n in (-1, 0, 1, 2, 9)]
    assert [it and it.id for it in found] == [None, "e1", "e1", "e2", "e2"]


def test_none_without_its_inputs_and_none_twice(store: Store) -> None:
    worthy(store, "C1")
    store.tiers.append([])
    store.tiers.append([evaluation()])
    with pytest.raises(Duplicate):
        store.tiers.append([evaluation()])
    for changes in ({"ref": "C9"}, {"value_digest": "0" * 64}, {"policy_digest": "0" * 64}):
        with pytest.raises(StoreRefused), store.transaction():
            store.tiers.append([evaluation("e2", **changes)])
    assert len(store.tiers.history("C1")) == 1


# --- many ---------------------------------------------------------------------------------------------------


@pytest.fixture
def many(store: Store) -> Store:
    """Six customers of two branches, a third of them lowered, C5 suspended."""
    refs = [f"C{n}" for n in range(6)]
    worthy(store, *refs)
    store.customers.save_many([customer(ref, branch=f"B{n % 2}", name=f"张{n}") for n, ref in enumerate(refs)], NOW)
    left = [Tier.GOLD, Tier.GOLD, Tier.STANDARD, Tier.GOLD, Tier.GOLD, Tier.NONE]
    store.tiers.append(
        [evaluation(f"e{n}", ref, effective=left[n], suspended=left[n] is Tier.NONE) for n, ref in enumerate(refs)]
    )
    return store


def listed(store: Store, **wanted: object) -> list[str]:
    return [row.tier.customer for row in store.tiers.page(msgspec.convert(wanted, TierFilter), None, 100)]


@pytest.mark.parametrize(
    ("wanted", "refs"),
    [
        ({}, "012345"),
        ({"effective": "gold"}, "0134"),
        ({"base": "gold", "effective": "standard"}, "2"),
        ({"base": "diamond"}, ""),
        ({"lowered": True}, "25"),
        ({"suspended": True}, "5"),
        ({"suspended": False}, "01234"),
        ({"branches": ("B0",)}, "024"),
        ({"branches": ("B0", ALL_BRANCHES)}, "012345"),
        ({"branches": (), "effective": "gold"}, ""),
        ({"branch": "B1", "effective": "gold"}, "13"),
        ({"query": "张3"}, "3"),
        ({"query": "c4"}, "4"),
        ({"query": "_"}, ""),
    ],
)
def test_those_asked_for(many: Store, wanted: dict[str, object], refs: str) -> None:
    assert listed(many, **wanted) == [f"C{n}" for n in refs]


def test_page_by_page(many: Store) -> None:
    seen: list[str] = []
    while page := many.tiers.page(TierFilter(), seen[-1] if seen else None, 4):
        seen += [row.tier.customer for row in page]
    assert seen == [f"C{n}" for n in range(6)]


def test_a_line_says_who_it_is_and_what_grade_counts(many: Store) -> None:
    many.customers.save(customer("C2", branch="B0"), NOW)
    many.assessments.append(assessment("a1", "C2", grade=Grade.HIGH))
    row = many.tiers.page(TierFilter(lowered=True), None, 1)[0]
    assert (row.name, row.branch, row.grade, row.tier.id) == ("张伟示例", "B0", Grade.HIGH, "e2")
    assert many.tiers.page(TierFilter(), None, 1)[0].grade is None


@pytest.mark.parametrize(
    ("branches", "counts"),
    [
        (None, (1, 1, 4)),
        ((ALL_BRANCHES,), (1, 1, 4)),
        (("B0",), (0, 1, 2)),
        (("B1",), (1, 0, 2)),
        (("B9",), (0, 0, 0)),
        ((), (0, 0, 0)),
    ],
)
def test_how_many_stand_where(many: Store, branches: tuple[str, ...] | None, counts: tuple[int, ...]) -> None:
    cells = zip((Tier.NONE, Tier.STANDARD, Tier.GOLD), counts, strict=True)
    assert many.tiers.distribution(branches) == [
        TierCount(base=Tier.GOLD, effective=tier, customers=number) for tier, number in cells if number
    ]


def test_a_cell_is_read_from_the_index(sqlite_store: Store) -> None:
    """So that a page of it takes as long whether few or many stand there."""
    plan = sqlite_store.database.rows(
        "EXPLAIN QUERY PLAN SELECT t.customer FROM current_tiers t WHERE t.customer > 'C1' AND t.base = 'gold'"
        " AND t.effective = 'gold' ORDER BY t.customer LIMIT 50"
    )
    told = " ".join(str(row[-1]) for row in plan)
    assert "current_tiers_by_tier (base=? AND effective=? AND customer>?)" in told
    assert "TEMP B-TREE" not in told


def test_the_day_is_the_calendars(store: Store) -> None:
    worthy(store, "C1")
    store.tiers.append([evaluation(on=date(2028, 2, 29))])
    assert store.tiers.current(["C1"])["C1"].on == date(2028, 2, 29)
