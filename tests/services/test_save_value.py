"""Value facts are saved with the tier that follows from them, or not at all."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from amlrisk.errors import InvalidInput, NotFound, StoreRefused
from amlrisk.facts.digest import digest
from amlrisk.policy.value_vocabulary import Tier
from amlrisk.services.check_customer import check_customer
from amlrisk.services.save_value import keep_values, save_value, take_in_value
from amlrisk.services.system import System
from amlrisk.store.customers import SaveCounts
from tests.systems import customer
from tests.tiers import tier_now, worth


@pytest.fixture
def known(system: System) -> System:
    check_customer(system, customer())
    return system


def test_saved_and_evaluated_at_once(known: System) -> None:
    assert save_value(known, "C-1", worth(Tier.GOLD), actor="key-1").outcome == "added"
    assert known.store.values.get("C-1").trust == Decimal(500_000)
    assert tier_now(known).effective is Tier.GOLD
    assert save_value(known, "C-1", worth(Tier.PLATINUM)).outcome == "changed"
    assert tier_now(known).effective is Tier.PLATINUM
    saved, tiered = known.store.audit.recent(2)
    assert (saved.kind, saved.actor, saved.detail) == (
        "value_saved",
        "system",
        {"sha256": digest(known.store.values.get("C-1"))},
    )
    assert tiered.kind == "tiered"


def test_the_same_facts_do_nothing(known: System) -> None:
    save_value(known, "C-1", worth(Tier.GOLD))
    before = known.store.audit.head()
    assert save_value(known, "C-1", {"ref": "C-1", **worth(Tier.GOLD)}).outcome == "unchanged"
    assert known.store.audit.head() == before
    assert len(known.store.tiers.history("C-1")) == 1


@pytest.mark.parametrize(
    ("raw", "path", "code"),
    [
        ({"holdings": {"trust": "-1"}}, "holdings.trust", "negative"),
        ({"holdings": {"casino": "1"}}, "holdings.casino", "unknown_company"),
        ({"complaints": ["2026-07-16"]}, "complaints[0]", "date_in_future"),
        ({"ref": "C-2"}, "ref", "ref_conflict"),
    ],
)
def test_facts_that_cannot_be_right_save_nothing(known: System, raw: dict[str, object], path: str, code: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        save_value(known, "C-1", {**raw, "income": "5"})
    (issue,) = caught.value.issues
    assert (issue.path, issue.code) == (path, code)
    assert known.store.values.count() == 0


def test_of_nobody_who_is_not_known(known: System) -> None:
    with pytest.raises(NotFound):
        save_value(known, "C-9", worth(Tier.GOLD))


def test_many_at_once_evaluate_those_that_are_new(known: System) -> None:
    check_customer(known, customer("C-2"))
    save_value(known, "C-1", worth(Tier.GOLD))
    values = [take_in_value(known, {"ref": ref, **worth(Tier.GOLD)}) for ref in ("C-1", "C-2")]
    with known.store.transaction():
        counts = keep_values(known, values, "imported", known.now())
    assert counts == SaveCounts(added=1, unchanged=1)
    assert (tier_now(known, "C-1").cause, tier_now(known, "C-2").cause) == ("value_changed", "imported")
    stranger = take_in_value(known, {"ref": "C-9", **worth(Tier.GOLD)})
    with pytest.raises(StoreRefused), known.store.transaction():
        keep_values(known, [stranger], "imported", known.now())


def test_the_day_of_the_evaluation_is_the_installations(known: System) -> None:
    """02:00 in UTC is the same day in Shanghai, 17:00 the next one."""
    known.clock.now = known.clock.now.replace(hour=17)  # type: ignore[attr-defined]  # the clock of the tests
    save_value(known, "C-1", worth(Tier.GOLD))
    assert tier_now(known).on == date(2026, 7, 16)
