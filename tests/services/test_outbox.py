"""No change without its event, no event of a change that was not recorded, whichever service made it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from amlrisk.jobs.grade_run import Scope, grade_run
from amlrisk.jobs.tier_run import tier_run
from amlrisk.policy.value_vocabulary import Tier
from amlrisk.screening.model import DispositionKind
from amlrisk.services.check_customer import check_batch
from amlrisk.services.decide_hit import decide_hit
from amlrisk.services.save_value import save_value
from amlrisk.services.system import System
from amlrisk.services.webhooks import add_receiver
from tests.cases import checked, cleared
from tests.jobs.test_grade_run import fill
from tests.services.test_decide_hit import decision
from tests.services.test_retier_killed import Broken, broken_off, fault
from tests.services.test_withdraw_tiers import EVERYBODY, defect
from tests.systems import LISTED, customer, put_list
from tests.tiers import rewritten, tier_now, unreadable, valued, worth
from tests.told import bad, good

TABLES = ("assessments", "current_assessments", "webhook_events", "webhook_deliveries", "audit_events", "cases")
EVERYONE = Scope("all")


def listening(system: System, scope: str = "read") -> str:
    return add_receiver(system, "core", f"https://example.com/{scope}", scope, actor="test").receiver.id


def events(system: System, type: str = "customer.decision_changed") -> dict[str, list[dict[str, Any]]]:
    """By customer, in order; each has the next number."""
    found: dict[str, list[dict[str, Any]]] = {}
    for ref, number, data in system.store.database.rows(
        "SELECT customer, number, data FROM webhook_events WHERE type = ? ORDER BY seq", (type,)
    ):
        of_customer = found.setdefault(ref, [])
        of_customer.append(msgspec.json.decode(data))
        assert number == len(of_customer)
    return found


def assert_told(system: System) -> None:
    """Whatever counts now was told last, and every event goes on where the one before ended."""
    told = events(system)
    refs = system.store.customers.all_refs()
    for ref, current in system.store.assessments.current_of(refs).items():
        last = told[ref][-1]
        assert (last["decision"], last["grade"]) == (current.decision, current.grade), ref
    for of_customer in told.values():
        before: tuple[str | None, str | None] = (None, None)
        for each in of_customer:
            assert (each["previous_decision"], each["previous_grade"]) == before
            before = (each["decision"], each["grade"])
            assert before != (each["previous_decision"], each["previous_grade"])
    (backlog, *_) = system.store.webhooks.backlog()
    assert backlog.pending == sum(map(len, told.values()))


def test_a_run_tells_of_everyone_who_was_graded(on_both: System) -> None:
    fill(on_both, 23)
    listening(on_both)
    grade_run(on_both, EVERYONE, cause="test")
    assert len(events(on_both)) == 23
    assert_told(on_both)


def test_a_list_that_changed_is_told_by_the_run_after_it(on_both: System) -> None:
    fill(on_both, 23)
    grade_run(on_both, EVERYONE, cause="test")
    listening(on_both)
    put_list(on_both, [row for row in LISTED if not row.startswith("T-4")] + ["T-9,Person,林晓雨,,CN,"])
    grade_run(on_both, EVERYONE, cause="test")
    told = events(on_both)
    # Whoever was graded before has a history that nobody was told of: the first event says what it was.
    assert {each["previous_decision"] for of_customer in told.values() for each in of_customer} <= {"accept", "review"}
    assert len(told) >= 19
    grade_run(on_both, EVERYONE, cause="test")
    assert events(on_both) == told


def test_what_officers_decide_is_told(on_both: System) -> None:
    listening(on_both)
    checked(on_both)
    cleared(on_both)  # decided in the case
    assert_told(on_both)
    decide_hit(on_both, decision(DispositionKind.TRUE_MATCH))
    assert_told(on_both)
    told = [each["decision"] for each in events(on_both)["C-1"]]
    assert (told[0], told[-1]) == ("review", "reject")
    assert "accept" in told


def test_many_checks_at_once_are_told_of_each(on_both: System) -> None:
    listening(on_both)
    check_batch(on_both, [customer(f"C-{number}") for number in range(7)])
    assert_told(on_both)
    assert len(events(on_both)) == 7


def test_the_same_customer_twice_in_one_batch(on_both: System) -> None:
    listening(on_both)
    check_batch(on_both, [customer("C-1"), customer("C-1")])
    assert_told(on_both)
    assert len(events(on_both)["C-1"]) == 1


def test_where_nobody_listens_nothing_is_written(on_both: System) -> None:
    good(on_both)
    listening(on_both, "tiers")
    bad(on_both)
    assert events(on_both) == {}


def test_every_receiver_of_the_scope_gets_it_and_no_other(on_both: System) -> None:
    first, second, front_line = listening(on_both), listening(on_both), listening(on_both, "tiers")
    good(on_both)
    assert {each.receiver: each.pending for each in on_both.store.webhooks.backlog()} == {
        first: 1,
        second: 1,
        front_line: 0,
    }


@pytest.mark.parametrize("change", [good, bad, lambda system: valued(system, Tier.GOLD)])
def test_a_fault_before_any_write_leaves_neither_change_nor_event(
    on_both: System, change: Callable[[System], None]
) -> None:
    checked(on_both)
    listening(on_both)
    listening(on_both, "tiers")
    before, at = _rows(on_both), 0
    while True:
        at += 1
        with broken_off(at, fault) as made:
            try:
                change(on_both)
            except Broken:
                assert _rows(on_both) == before, at
                continue
        break
    assert at == len(made) + 1 > 3


def test_the_front_line_is_told_when_its_view_changes(on_both: System) -> None:
    good(on_both)
    listening(on_both, "tiers")
    valued(on_both, Tier.GOLD)
    bad(on_both)
    assert tier_now(on_both).effective is not Tier.GOLD
    assert events(on_both, "customer.tier_changed") == {"C-1": [{"customer": "C-1"}] * 2}
    assert events(on_both) == {}


def test_the_front_line_is_told_when_a_tier_is_withdrawn_and_when_it_is_given_back(on_both: System) -> None:
    """Each time once: what shows them nothing new is no event."""
    good(on_both)
    good(on_both, "C-2")
    valued(on_both, Tier.GOLD)
    valued(on_both, Tier.GOLD, "C-2", region="310002")
    listening(on_both, "tiers")

    def told() -> int:
        found = events(on_both, "customer.tier_changed")
        assert all(each == {"customer": "C-1"} for each in found.get("C-1", [])), "nothing of why"
        assert found.keys() <= {"C-1"}, "the other's tier stands"
        return len(found.get("C-1", []))

    document = unreadable(on_both)
    for _ in range(3):  # it cannot be evaluated, again and again, whoever asks
        tier_run(on_both, EVERYBODY, cause="test")
        good(on_both)
        assert on_both.store.tiers.current(["C-1"]) == {}
        assert told() == 1
    rewritten(on_both, "C-1", document)
    for _ in range(2):
        tier_run(on_both, EVERYBODY, cause="test")
        assert tier_now(on_both).effective is Tier.GOLD
        assert told() == 2
    unreadable(on_both)
    tier_run(on_both, EVERYBODY, cause="test")
    assert told() == 3
    ids = [id for (id,) in on_both.store.database.rows("SELECT id FROM webhook_events")]
    assert len(set(ids)) == 3
    (backlog,) = on_both.store.webhooks.backlog()
    assert backlog.pending == 3


def test_a_tier_that_nobody_was_shown_is_withdrawn_in_silence(on_both: System, monkeypatch: pytest.MonkeyPatch) -> None:
    good(on_both)
    listening(on_both, "tiers")
    with monkeypatch.context() as patched:
        defect(patched, "C-1")
        save_value(on_both, "C-1", worth(Tier.GOLD))
        assert on_both.store.tiers.withdrawn(["C-1"]).keys() == {"C-1"}
        assert events(on_both, "customer.tier_changed") == {}
    tier_run(on_both, EVERYBODY, cause="test")
    assert events(on_both, "customer.tier_changed") == {"C-1": [{"customer": "C-1"}]}


def test_events_cannot_be_changed_or_taken_out(on_both: System) -> None:
    listening(on_both)
    good(on_both)
    for statement in ("UPDATE webhook_events SET customer = 'x'", "DELETE FROM webhook_events"):
        with pytest.raises(Exception, match=r"append-only|refused"):
            on_both.store.database.write(statement)


@pytest.mark.postgres
def test_whoever_is_added_while_others_write_misses_nothing_after(on_both: System) -> None:
    """Nobody who began to write without knowing of the receiver ends after it is there."""
    added = threading.Event()

    def add() -> None:
        listening(on_both)
        added.set()
        on_both.store.close()

    with on_both.store.transaction():
        good(on_both)
        thread = threading.Thread(target=add)
        thread.start()
        assert not added.wait(0.3)
    thread.join(10)
    assert added.is_set()
    assert events(on_both) == {}
    bad(on_both)
    assert len(events(on_both)["C-1"]) == 1


def _rows(system: System) -> dict[str, list[tuple[Any, ...]]]:
    return {table: sorted(system.store.database.rows(f"SELECT * FROM {table}"), key=repr) for table in TABLES}
