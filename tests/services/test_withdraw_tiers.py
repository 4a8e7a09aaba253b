"""Nothing about their value keeps anybody's grade from being recorded: the tier goes, until it can be evaluated.

What cannot be read was written past the guards of the archive; what cannot be evaluated is an invented defect.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from amlrisk.errors import MembershipNotAvailable, StoreLocked, ValueUnreadable
from amlrisk.jobs.grade_run import Scope, grade_run
from amlrisk.jobs.tier_run import TierScope, Whom, tier_run
from amlrisk.policy.value_vocabulary import Status, Tier
from amlrisk.policy.vocabulary import Grade, Trigger
from amlrisk.review.model import Action, State
from amlrisk.screening.model import DispositionKind
from amlrisk.services import retier as module
from amlrisk.services.check_customer import check_batch, check_customer
from amlrisk.services.decide_hit import decide_hit
from amlrisk.services.disclose_tier import disclose_tier
from amlrisk.services.membership import invite
from amlrisk.services.open_case import TriggerEvent, open_case
from amlrisk.services.retier import retier
from amlrisk.services.save_value import save_value
from amlrisk.services.system import System
from amlrisk.services.tier_of import explained_tier, withdrawn_tier
from amlrisk.store.due_diligence import DueDiligenceRecords
from amlrisk.store.tiers import TierFilter, Tiers
from amlrisk.store.values import Values
from amlrisk.tiering.evaluation import evaluate
from tests.cases import ANALYST, MANAGER, REVIEWER, act, case_of, checked, cleared, hit
from tests.services.test_decide_hit import decision
from tests.services.test_membership import SERVICE
from tests.services.test_retier import by_batch, by_check, by_put, by_run, statements
from tests.systems import LISTED, NAMESAKE, Clock, customer, put_list
from tests.tiers import rewritten, tier_now, unreadable, valued, worth

EVERYBODY = TierScope(Whom.ALL)
OVERRIDE: dict[str, Any] = {"override_until": date(2026, 10, 13), "reason": "mitigated"}


@pytest.fixture(autouse=True)
def logged() -> Iterator[Sequence[Any]]:
    """What the log was told."""
    with capture_logs() as told:
        yield told


def defect(monkeypatch: pytest.MonkeyPatch, *refs: str) -> None:
    """The arithmetic fails for these."""

    def failing(inputs: Any, rules: Any) -> Any:
        if inputs.value.ref in refs:
            raise ZeroDivisionError("an invented defect")
        return evaluate(inputs, rules)

    monkeypatch.setattr(module, "evaluate", failing)


def events(system: System, kind: str = "tier_withdrawn") -> list[Any]:
    return [event for event in system.store.audit.recent(100) if event.kind == kind]


def is_withdrawn(system: System, code: str, ref: str = "C-1") -> None:
    store = system.store
    assert store.tiers.current([ref]) == {}
    found = store.tiers.withdrawn([ref])[ref]
    assert found.code == code
    assert store.tiers.history(ref)[0].id == found.evaluation, "history stays"
    told = disclose_tier(system, SERVICE, ref)
    assert (told.tier, told.status, told.entitlements) == (Tier.STANDARD, Status.UNDER_REVIEW, ())
    assert store.audit.verify() is None


# --- grades, cases and trail are recorded as always ----------------------------------------------------------


def in_case(system: System) -> None:
    act(system, ANALYST, case_of(system), Action.DECIDE_HIT, hit=hit(DispositionKind.TRUE_MATCH))


def by_key(system: System) -> None:
    decide_hit(system, decision(DispositionKind.TRUE_MATCH))


@pytest.mark.parametrize("confirm", [in_case, by_key])
@pytest.mark.parametrize("why", ["value_unreadable", "unexpected"])
def test_who_is_confirmed_as_listed_is_graded_and_loses_the_tier(
    on_both: System,
    monkeypatch: pytest.MonkeyPatch,
    logged: Sequence[Any],
    confirm: Callable[[System], None],
    why: str,
) -> None:
    checked(on_both)
    cleared(on_both)
    valued(on_both, Tier.PLATINUM)
    if why == "unexpected":
        defect(monkeypatch, "C-1")
    else:
        unreadable(on_both)
    confirm(on_both)
    assessment = on_both.store.assessments.latest("C-1")
    assert assessment is not None
    assert assessment.outcome.grade is Grade.UNACCEPTABLE
    assert case_of(on_both).grade is Grade.UNACCEPTABLE
    is_withdrawn(on_both, why)
    (event,) = events(on_both)
    assert (event.subject, event.detail["code"]) == ("C-1", why)
    assert set(event.detail) == {"occasion", "code"}, "nothing of what they are worth"
    assert [(each["customer"], each["code"]) for each in logged if each["event"] == "tier_withdrawn"] == [("C-1", why)]


@pytest.mark.parametrize("grading", [by_check, by_batch, by_put, by_run])
def test_every_way_of_grading_goes_through(on_both: System, grading: Callable[[System], None]) -> None:
    check_customer(on_both, customer())
    valued(on_both, Tier.GOLD)
    unreadable(on_both)
    grading(on_both)
    assessment = on_both.store.assessments.latest("C-1")
    assert assessment is not None
    assert assessment.outcome.grade is Grade.HIGH
    is_withdrawn(on_both, "value_unreadable")


@pytest.mark.parametrize("rows", ["membership", "circumstances", "current tier"])
def test_rows_that_cannot_be_read_are_the_trouble_of_one_customer(
    system: System, monkeypatch: pytest.MonkeyPatch, rows: str
) -> None:
    """Found by halves: whose row it is, is not said by what reading many of them raises."""
    owner, name = {
        "membership": (type(system.store.memberships), "current"),
        "circumstances": (DueDiligenceRecords, "circumstances"),
        "current tier": (Tiers, "current"),
    }[rows]
    refs = [f"C-{n}" for n in range(9)]
    check_batch(system, [customer(ref) for ref in refs])
    for ref in refs:
        valued(system, Tier.GOLD, ref)
    genuine = getattr(owner, name)

    def failing(self: Any, asked: Any) -> Any:
        if "C-4" in set(asked):
            raise ValueError("'sapphire' is not a valid Tier")
        return genuine(self, asked)

    with monkeypatch.context() as patched:
        patched.setattr(owner, name, failing)
        put_list(system, [*LISTED, "T-9,Person,林晓雨,,CN,"])
        run = grade_run(system, Scope("all"), cause="test")
    assert (run.done, run.failed) == (9, 0)
    assert {it.grade for it in system.store.assessments.current_of(refs).values()} == {Grade.HIGH}
    assert system.store.tiers.current(refs).keys() == set(refs) - {"C-4"}
    is_withdrawn(system, "unexpected", "C-4")


@pytest.mark.parametrize(
    ("owner", "name"), [(Values, "digests"), (Values, "readable"), (Tiers, "current"), (Tiers, "withdraw")]
)
def test_trouble_with_the_database_leaves_nothing_of_the_transaction(
    on_both: System, monkeypatch: pytest.MonkeyPatch, owner: type, name: str
) -> None:
    checked(on_both)
    cleared(on_both)
    before = valued(on_both, Tier.PLATINUM)
    unreadable(on_both)

    def locked(*_: Any) -> Any:
        raise StoreLocked()

    with monkeypatch.context() as patched:
        patched.setattr(owner, name, locked)
        with pytest.raises(StoreLocked):
            by_key(on_both)
    assessment = on_both.store.assessments.latest("C-1")
    assert assessment is not None
    assert assessment.outcome.grade is not Grade.UNACCEPTABLE
    assert tier_now(on_both) == before
    assert events(on_both) == []


def test_a_tier_that_was_never_told_is_withdrawn_too(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    check_customer(system, customer())
    defect(monkeypatch, "C-1")
    save_value(system, "C-1", worth(Tier.GOLD))
    assert system.store.values.get("C-1").ref == "C-1", "what is known of them is kept"
    assert system.store.tiers.withdrawn(["C-1"])["C-1"].evaluation is None
    assert len(events(system)) == 1


# --- until it can be evaluated again ------------------------------------------------------------------------


def test_the_next_good_evaluation_gives_it_back(on_both: System, clock: Clock) -> None:
    check_customer(on_both, customer())
    before = valued(on_both, Tier.PLATINUM)
    document = unreadable(on_both)
    run = tier_run(on_both, EVERYBODY, cause="test")
    assert (run.done, run.failed) == (0, 1)
    (failure,) = on_both.store.runs.failures(run.id)
    assert (failure.customer, failure.code) == ("C-1", "value_unreadable")
    is_withdrawn(on_both, "value_unreadable")
    clock.advance(days=1)
    assert tier_run(on_both, EVERYBODY, cause="test").failed == 1
    assert len(events(on_both)) == 1, "it was withdrawn once"
    rewritten(on_both, "C-1", document)
    assert tier_run(on_both, EVERYBODY, cause="test").failed == 0
    after = tier_now(on_both)
    assert (after.effective, after.first_on) == (Tier.PLATINUM, before.first_on), "years are counted on"
    assert after.id != before.id
    assert on_both.store.tiers.withdrawn(["C-1"]) == {}
    assert explained_tier(on_both, "C-1") is not None


def test_another_reason_is_another_event(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    check_customer(system, customer())
    valued(system, Tier.GOLD)
    since = None
    for fail in (lambda: defect(monkeypatch, "C-1"), lambda: unreadable(system)):
        fail()
        tier_run(system, EVERYBODY, cause="test")
        found = system.store.tiers.withdrawn(["C-1"])["C-1"]
        since = since or found.at
        assert found.at == since
    assert [event.detail["code"] for event in events(system)] == ["value_unreadable", "unexpected"]


def ordinary(system: System) -> None:
    """C-1 is set to ordinary, and nothing is open."""
    case = act(system, ANALYST, cleared(system), Action.PROPOSE, grade=Grade.ORDINARY, **OVERRIDE)
    case = act(system, REVIEWER, case, Action.CONFIRM)
    assert act(system, MANAGER, case, Action.APPROVE).state is State.CLOSED


def alert(system: System) -> None:
    open_case(system, ANALYST, TriggerEvent(customer="C-1", trigger=Trigger.ADVERSE_MEDIA, text="媒体报道"))


def test_what_the_gate_took_meanwhile_is_not_given_back_while_something_is_open(system: System) -> None:
    """Platinum was held; high came and went while nothing could be evaluated; an alert keeps what is left."""
    check_customer(system, customer())
    valued(system, Tier.PLATINUM)
    document = unreadable(system)
    check_customer(system, customer(subject=NAMESAKE))
    assert system.store.tiers.withdrawn(["C-1"])["C-1"].held is Tier.STANDARD
    ordinary(system)
    alert(system)
    rewritten(system, "C-1", document)
    tier_run(system, EVERYBODY, cause="test")
    found = tier_now(system)
    assert (found.standing.grade, found.standing.alert_open) == (Grade.ORDINARY, True)
    assert (found.base, found.effective) == (Tier.PLATINUM, Tier.STANDARD)


def test_what_the_gate_left_alone_is_given_back_whatever_is_open(system: System) -> None:
    checked(system)
    ordinary(system)
    assert valued(system, Tier.PLATINUM).effective is Tier.PLATINUM
    document = unreadable(system)
    alert(system)
    assert system.store.tiers.withdrawn(["C-1"])["C-1"].held is Tier.PLATINUM
    rewritten(system, "C-1", document)
    tier_run(system, EVERYBODY, cause="test")
    found = tier_now(system)
    assert (found.standing.alert_open, found.effective) == (True, Tier.PLATINUM)


# --- many ---------------------------------------------------------------------------------------------------


def test_many_take_a_handful_of_statements_with_some_who_cannot_be_evaluated(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    refs = [f"C-{n}" for n in range(60)]
    check_batch(system, [customer(ref) for ref in refs])
    for ref in refs:
        save_value(system, ref, worth(Tier.GOLD, region=f"31{int(ref[2:]):04}"))
    for ref in refs[:20]:
        unreadable(system, ref)
    defect(monkeypatch, *refs[20:30])
    with system.store.transaction(), statements(system) as heard:
        found = retier(system, refs, "test", system.now())
    assert (found.evaluated, set(found.failed)) == (30, set(refs[:30]))
    wrote_each = [each for each in heard if "INSERT INTO withdrawn_tiers" in each]
    assert len(heard) - len(wrote_each) < 30
    (event,) = events(system)
    assert (event.subject, event.detail["code"]) == ("test", "unexpected, value_unreadable")
    assert event.detail["customers"] == sorted(refs[:30])


# --- who asks -----------------------------------------------------------------------------------------------


def test_it_is_explained_as_withdrawn_and_its_past_as_it_was(on_both: System, clock: Clock) -> None:
    check_customer(on_both, customer())
    before = valued(on_both, Tier.GOLD)
    clock.advance(days=2)
    document = unreadable(on_both)
    with pytest.raises(ValueUnreadable):
        explained_tier(on_both, "C-1")
    tier_run(on_both, EVERYBODY, cause="test")
    assert explained_tier(on_both, "C-1") is None
    assert explained_tier(on_both, "C-1", on_both.today()) is None
    withdrawn = withdrawn_tier(on_both, "C-1")
    assert withdrawn is not None
    assert (withdrawn.evaluation, withdrawn.cause, withdrawn.at) == (before.id, "appraisal", on_both.now())
    rewritten(on_both, "C-1", document)
    for past in (
        explained_tier(on_both, "C-1", on_both.today() - timedelta(days=1)),
        explained_tier(on_both, "C-1", evaluation_id=before.id),
    ):
        assert past is not None
        assert (past.evaluation.id, past.current, past.entitlements) == (before.id, None, ())
    assert explained_tier(on_both, "C-1", date(2020, 1, 1)) is None


def test_a_membership_is_merely_not_available(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    check_customer(system, customer())
    valued(system, Tier.GOLD)
    defect(monkeypatch, "C-1")
    with pytest.raises(MembershipNotAvailable):
        invite(system, SERVICE, "C-1")


def test_they_are_listed_by_reach_and_not_by_a_tier_they_have_not(on_both: System) -> None:
    check_batch(on_both, [customer("C-1", branch="上海"), customer("C-2", branch="北京"), customer("C-3")])
    for n in (1, 2, 3):
        valued(on_both, Tier.GOLD, f"C-{n}", region=f"31000{n}")
    for ref in ("C-1", "C-2"):
        unreadable(on_both, ref)
    tier_run(on_both, EVERYBODY, cause="test")
    tiers = on_both.store.tiers

    def refs(wanted: TierFilter) -> list[str]:
        return [row.withdrawn.customer for row in tiers.withdrawn_page(wanted, None, 10)]

    assert refs(TierFilter()) == ["C-1", "C-2"]
    assert refs(TierFilter(branches=("上海",))) == ["C-1"]
    assert refs(TierFilter(branch="北京")) == ["C-2"]
    assert refs(TierFilter(base=Tier.GOLD)) == refs(TierFilter(lowered=True)) == refs(TierFilter(suspended=True)) == []
    assert [row.withdrawn.customer for row in tiers.withdrawn_page(TierFilter(), "C-1", 10)] == ["C-2"]
    assert (tiers.count_withdrawn(), tiers.count_withdrawn(("上海",)), tiers.count_withdrawn(("广州",))) == (2, 1, 0)
