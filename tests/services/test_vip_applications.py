"""VIP status: one person applies, another decides, and the tier follows at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import msgspec
import pytest

from amlrisk.errors import (
    AmlriskError,
    IdempotencyConflict,
    InvalidInput,
    NotAllowed,
    OtherBranch,
    VipDecided,
    VipNotApplicant,
    VipNotEarned,
    VipOwnApplication,
    VipWaiting,
)
from amlrisk.facts.value import CustomerValue, GroupContract
from amlrisk.policy.value_vocabulary import Tier
from amlrisk.review.authority import ALL_BRANCHES, Officer, Role
from amlrisk.services.check_customer import check_customer
from amlrisk.services.retier import retier
from amlrisk.services.system import System
from amlrisk.services.vip_applications import (
    Asking,
    apply_for_vip,
    decide_vip,
    due_for_evaluation,
    withdraw_vip,
    worth_of,
)
from amlrisk.tiering.vip import Filed, Stage, Verdict
from tests.systems import Clock, customer

WU = Officer(id="wu", name="吴", role=Role.SERVICE, branches=("B11",))
COLLEAGUE = Officer(id="qian", name="钱", role=Role.SERVICE, branches=("B11",))
SHEN = Officer(id="shen", name="沈", role=Role.MANAGER, branches=("B11",))
ELSEWHERE = Officer(id="wei", name="魏", role=Role.SERVICE, branches=("B99",))
MANAGER_ELSEWHERE = msgspec.structs.replace(ELSEWHERE, role=Role.MANAGER)
ANALYST = Officer(id="an", name="安", role=Role.ANALYST, branches=(ALL_BRANCHES,))
ASKED = Asking(customer="G-1", tier=Tier.GOLD, grounds="合作五年，续保稳定", contact="何先生", phone="010-1", form="f1")


def with_contract(system: System, ref: str = "G-1", premium: str | None = "600000", *, assessed: bool = True) -> None:
    """A customer, graded general unless nobody has assessed them, whose group contract is worth that much."""
    if assessed:
        check_customer(system, customer(ref))
    else:
        same = msgspec.structs.replace(system.store.customers.get("G-1"), ref=ref)
        system.store.customers.save(same, system.now())
    contract = GroupContract(
        ref="P-9",
        standard_premium=None if premium is None else Decimal(premium),
        years=3,
        profit_ratio=Decimal("0.1"),
    )
    with system.store.transaction():
        system.store.values.save_many([CustomerValue(ref=ref, contracts=(contract,))], system.now())
        retier(system, [ref], "test", system.now())


@pytest.fixture
def ready(system: System) -> System:
    with_contract(system)
    return system


def tier(system: System, ref: str = "G-1") -> Tier:
    return system.store.tiers.current([ref])[ref].effective


def filed(system: System) -> Filed:
    return apply_for_vip(system, WU, ASKED)


def test_an_application_waits_and_changes_nothing_until_another_person_approves(ready: System) -> None:
    made = filed(ready)
    assert made.stage is Stage.WAITING
    assert made.application.valued.value == 600000
    assert tier(ready) is Tier.STANDARD
    done = decide_vip(ready, SHEN, made.application.id, Verdict.APPROVED, "同意")
    assert done.stage is Stage.DECIDED
    assert tier(ready) is Tier.GOLD
    kinds = [event.kind for event in ready.store.audit.recent(3)]
    assert "vip_approved" in kinds


def test_on_both_databases(on_both: System) -> None:
    with_contract(on_both)
    made = filed(on_both)
    decide_vip(on_both, SHEN, made.application.id, Verdict.APPROVED, "同意")
    assert tier(on_both) is Tier.GOLD
    assert on_both.store.vip.get(made.application.id).decision is not None


@pytest.mark.parametrize("verdict", [Verdict.REFUSED, Verdict.WITHDRAWN])
def test_refused_or_withdrawn_nothing_follows_and_one_may_apply_again(ready: System, verdict: Verdict) -> None:
    made = filed(ready)
    if verdict is Verdict.REFUSED:
        decide_vip(ready, SHEN, made.application.id, verdict, "资料不全")
    else:
        withdraw_vip(ready, WU, made.application.id)
    assert tier(ready) is Tier.STANDARD
    again = apply_for_vip(ready, WU, msgspec.structs.replace(ASKED, form="f2"))
    assert again.stage is Stage.WAITING


def test_nobody_decides_their_own_whatever_the_case_of_the_name(ready: System) -> None:
    made = filed(ready)
    manager = msgspec.structs.replace(WU, role=Role.MANAGER)
    for who in (manager, msgspec.structs.replace(manager, id="WU ")):
        with pytest.raises(VipOwnApplication):
            decide_vip(ready, who, made.application.id, Verdict.APPROVED, "同意")
    assert ready.store.vip.get(made.application.id).stage is Stage.WAITING


def test_only_the_applicant_withdraws(ready: System) -> None:
    made = filed(ready)
    with pytest.raises(VipNotApplicant):
        withdraw_vip(ready, COLLEAGUE, made.application.id)


def test_what_was_settled_stays_settled(ready: System) -> None:
    id = filed(ready).application.id
    decide_vip(ready, SHEN, id, Verdict.REFUSED, "资料不全")
    head = ready.store.audit.head()
    assert decide_vip(ready, SHEN, id, Verdict.REFUSED, "资料不全").decision is not None, "the same form again"
    assert ready.store.audit.head() == head
    with pytest.raises(VipDecided):
        decide_vip(ready, SHEN, id, Verdict.APPROVED, "同意")
    with pytest.raises(VipDecided):
        withdraw_vip(ready, WU, id)


def test_a_form_counts_once_and_only_one_application_waits(ready: System) -> None:
    first = filed(ready)
    assert filed(ready) == first
    with pytest.raises(IdempotencyConflict):
        apply_for_vip(ready, WU, msgspec.structs.replace(ASKED, grounds="其他"))
    with pytest.raises(VipWaiting):
        apply_for_vip(ready, WU, msgspec.structs.replace(ASKED, form="f2"))


@pytest.mark.parametrize(
    ("premium", "allowed"),
    [
        ("499999.99", []),
        ("500000", [Tier.GOLD]),
        ("1999999", [Tier.GOLD]),
        ("2000000", [Tier.PLATINUM, Tier.GOLD]),
        ("10000000", [Tier.DIAMOND, Tier.PLATINUM, Tier.GOLD]),
        (None, []),
    ],
)
def test_the_value_says_what_may_be_applied_for(system: System, premium: str | None, allowed: list[Tier]) -> None:
    with_contract(system, premium=premium)
    assert list(worth_of(system, "G-1").tiers) == allowed
    for each in (Tier.GOLD, Tier.PLATINUM, Tier.DIAMOND):
        if each not in allowed:
            with pytest.raises(VipNotEarned):
                apply_for_vip(system, WU, msgspec.structs.replace(ASKED, tier=each))


def test_without_group_contracts_there_is_nothing_to_apply_with(system: System) -> None:
    check_customer(system, customer("G-1"))
    assert worth_of(system, "G-1").tiers == ()
    with pytest.raises(VipNotEarned):
        filed(system)


Refused = Callable[[System, str], object]


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (lambda system, _: apply_for_vip(system, ANALYST, msgspec.structs.replace(ASKED, form="x")), NotAllowed),
        (lambda system, _: apply_for_vip(system, ELSEWHERE, msgspec.structs.replace(ASKED, form="x")), OtherBranch),
        (lambda system, id: decide_vip(system, ANALYST, id, Verdict.APPROVED, "同意"), NotAllowed),
        (lambda system, id: decide_vip(system, COLLEAGUE, id, Verdict.APPROVED, "同意"), NotAllowed),
        (lambda system, id: decide_vip(system, MANAGER_ELSEWHERE, id, Verdict.APPROVED, "同意"), OtherBranch),
        (lambda system, id: decide_vip(system, SHEN, id, Verdict.APPROVED, " "), InvalidInput),
        (lambda system, id: decide_vip(system, SHEN, id, Verdict.APPROVED, "长" * 5001), InvalidInput),
        (lambda system, id: decide_vip(system, SHEN, id, Verdict.WITHDRAWN, "同意"), InvalidInput),
    ],
)
def test_who_may_not_and_what_cannot_be_is_refused_and_leaves_nothing(
    ready: System, act: Refused, expected: type[AmlriskError]
) -> None:
    id = filed(ready).application.id
    head = ready.store.audit.head()
    with pytest.raises(expected):
        act(ready, id)
    assert ready.store.audit.head() == head
    assert ready.store.vip.get(id).stage is Stage.WAITING


def test_every_fault_of_a_form_is_named(ready: System) -> None:
    asked = msgspec.structs.replace(ASKED, tier=Tier.STANDARD, grounds="", contact="长" * 101, phone="1\u202e2")
    with pytest.raises(InvalidInput) as caught:
        apply_for_vip(ready, WU, asked)
    assert [(each.path, each.code) for each in caught.value.issues] == [
        ("tier", "not_one_of"),
        ("grounds", "missing"),
        ("contact", "too_long"),
        ("phone", "control_character"),
    ]


def test_a_year_after_the_decision_it_is_due_and_the_tier_ends(ready: System, clock: Clock) -> None:
    id = filed(ready).application.id
    decide_vip(ready, SHEN, id, Verdict.APPROVED, "同意")
    on = date(2027, 7, 15)
    assert due_for_evaluation(ready, ("B11",), date(2027, 7, 14)) == []
    (due,) = due_for_evaluation(ready, ("B11",), on)
    assert (due.listed.filed.application.id, due.due_on) == (id, on)
    assert due_for_evaluation(ready, ("B99",), on) == []
    clock.advance(days=365)
    with ready.store.transaction():
        retier(ready, ["G-1"], "test", ready.now())
    assert tier(ready) is Tier.STANDARD
    apply_for_vip(ready, WU, msgspec.structs.replace(ASKED, form="f2"))
    assert due_for_evaluation(ready, ("B11",), on) == []


def test_approval_tier_and_trail_are_one(ready: System, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever fails between two writes, all of it is there or nothing."""
    id = filed(ready).application.id
    head = ready.store.audit.head()
    for name, method in (("vip", "decide"), ("tiers", "append"), ("audit", "append")):
        repository = getattr(ready.store, name)
        kept = getattr(repository, method)

        def fails(*args: object, __kept: Callable[..., object] = kept, **more: object) -> None:
            __kept(*args, **more)
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(repository, method, fails)
            with pytest.raises(KeyboardInterrupt):
                decide_vip(ready, SHEN, id, Verdict.APPROVED, "同意")
        assert ready.store.vip.get(id).stage is Stage.WAITING
        assert tier(ready) is Tier.STANDARD
        assert ready.store.audit.head() == head
    decide_vip(ready, SHEN, id, Verdict.APPROVED, "同意")
    assert tier(ready) is Tier.GOLD
