"""What was evaluated before customers were held counts as far as it still stands, and never further."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from amlrisk.policy.value_vocabulary import Tier
from amlrisk.policy.vocabulary import Grade
from amlrisk.services import retier as module
from amlrisk.services import tier_dossiers
from amlrisk.services.check_customer import check_customer
from amlrisk.services.retier import evaluate_ahead, retier
from amlrisk.services.save_value import save_value
from amlrisk.services.system import System
from amlrisk.services.tier_of import explained_tier
from amlrisk.store.tiers import TierFilter
from amlrisk.tiering.evaluation import evaluate
from amlrisk.tiering.gate import Standing
from amlrisk.tiering.standing import standing_of
from tests.systems import Clock, customer
from tests.tiers import tier_now, valued, worth


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Whose schemes were valued, one after the other."""
    whose: list[str] = []

    def counting(inputs: Any, rules: Any) -> Any:
        whose.append(inputs.value.ref)
        return evaluate(inputs, rules)

    monkeypatch.setattr(module, "evaluate", counting)
    return whose


def settle(system: System, ahead: Any) -> int:
    with system.store.transaction():
        system.store.customers.hold(["C-1"])
        return len(retier(system, ["C-1"], "test", system.now(), ahead=ahead).changed)


def regraded(monkeypatch: pytest.MonkeyPatch, grade: Grade | None) -> None:
    """As if the assessment that counts said so."""
    monkeypatch.setattr(tier_dossiers, "standing_of", lambda known, on: _with_grade(standing_of(known, on), grade))


def _with_grade(standing: Standing, grade: Grade | None) -> Standing:
    return msgspec.structs.replace(standing, grade=grade)


def test_where_nothing_moved_it_counts(system: System, counted: list[str]) -> None:
    check_customer(system, customer())
    valued(system, Tier.GOLD)
    counted.clear()
    ahead = evaluate_ahead(system, ["C-1"], "test")
    assert settle(system, ahead) == 0
    assert counted == ["C-1"]


@pytest.mark.parametrize(("keep", "times"), [(True, 1), (False, 2)])
def test_where_only_the_standing_moved_the_gate_alone_is_asked_again(
    system: System, counted: list[str], monkeypatch: pytest.MonkeyPatch, keep: bool, times: int
) -> None:
    check_customer(system, customer())
    valued(system, Tier.PLATINUM)
    counted.clear()
    ahead = evaluate_ahead(system, ["C-1"], "test", keep=keep)
    regraded(monkeypatch, Grade.UNACCEPTABLE)
    assert settle(system, ahead) == 1
    assert counted == ["C-1"] * times
    now = tier_now(system)
    assert (now.base, now.effective, now.suspended) == (Tier.PLATINUM, Tier.NONE, True)
    assert explained_tier(system, "C-1") is not None, "it comes out the same when it is made again"


def test_where_the_facts_moved_all_is_done_again(system: System, counted: list[str]) -> None:
    check_customer(system, customer())
    valued(system, Tier.PLATINUM)
    ahead = evaluate_ahead(system, ["C-1"], "test", keep=True)
    save_value(system, "C-1", worth(Tier.STANDARD))
    counted.clear()
    assert settle(system, ahead) == 0, "saving has evaluated it"
    assert counted == ["C-1"]
    assert tier_now(system).base is Tier.STANDARD


def test_of_another_day_it_says_nothing(system: System, clock: Clock, counted: list[str]) -> None:
    check_customer(system, customer())
    valued(system, Tier.GOLD)
    ahead = evaluate_ahead(system, ["C-1"], "test", keep=True)
    clock.advance(days=1)
    counted.clear()
    settle(system, ahead)
    assert counted == ["C-1"]
    assert tier_now(system).evaluated_on == system.today()
    assert len(system.store.tiers.page(TierFilter(), None, 10)) == 1
