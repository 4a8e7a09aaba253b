"""The tiers of the demonstration: each comes to what the document says, by every scheme and every side of the gate."""

from __future__ import annotations

import pytest

from amlrisk.demo.values import Worth, worths
from amlrisk.jobs.demo_tiers import _records
from amlrisk.policy.vocabulary import Grade
from amlrisk.services.system import System
from amlrisk.services.tier_of import explained_tier
from amlrisk.store.vip_applications import Listing
from amlrisk.tiering.evaluation import CurrentTier
from amlrisk.tiering.membership import Change
from amlrisk.tiering.overall import Scheme, Valuation
from amlrisk.tiering.service_forms import Kind
from tests.demo_home import NOW

WORTHS = worths(NOW.date())
EVERYWHERE = ("*",)


@pytest.fixture(scope="module")
def current(demo: System) -> dict[str, CurrentTier]:
    return demo.store.tiers.current(demo.store.values.refs())


@pytest.mark.parametrize("worth", WORTHS, ids=lambda worth: worth.ref)
def test_each_comes_to_what_the_document_says(worth: Worth, current: dict[str, CurrentTier]) -> None:
    found = current[worth.ref]
    base, tier = found.base.value + "+" * found.base_or_above, found.effective.value + "+" * found.effective_or_above
    assert (base, tier) == (worth.base, worth.tier)


def test_nothing_was_refused(demo: System, current: dict[str, CurrentTier]) -> None:
    assert not (demo.settings.home / "demo-values-rejects.csv").exists()
    assert len(current) > 100


def test_every_scheme_and_every_side_of_the_gate_is_shown(current: dict[str, CurrentTier]) -> None:
    shown = [current[worth.ref] for worth in WORTHS]
    assert {each.scheme for each in shown} == {*Scheme, None}
    assert {each.standing.grade for each in shown} == set(Grade)
    high = {
        (each.standing.due_diligence_complete, each.standing.approved, each.effective.value)
        for each in shown
        if each.standing.grade is Grade.HIGH
    }
    assert high == {(False, False, "standard"), (True, False, "standard"), (True, True, "gold")}
    held = [each for each in shown if each.standing.grade is Grade.ORDINARY and each.standing.alert_open]
    assert [(each.base.value, each.effective.value) for each in held] == [("platinum", "gold")]
    assert any(each.suspended and each.membership is not None for each in shown)


def test_the_other_schemes_are_shown_too(demo: System) -> None:
    def valued(ref: str) -> Valuation:
        found = explained_tier(demo, ref)
        assert found is not None
        return found.verdict.valuation

    banks = [valued(ref).bank for ref in ("DEMO-0022", "DEMO-0031")]
    assert [bank and bank.found for bank in banks] == ["A", "C"]
    assert [step.number for step in valued("DEMO-0051").motor[0].steps] == [4, 3, 4, 3, 4]
    assert valued("DEMO-0053").diamond.eligible is True
    assert valued("DEMO-0047").diamond.eligible is False


def test_members_were_asked_and_some_of_them_were_raised(demo: System) -> None:
    def changes(ref: str) -> list[Change]:
        return sorted((each.entry.change for each in demo.store.memberships.history(ref)), key=list(Change).index)

    assert changes("DEMO-0001") == [Change.INVITED, Change.JOINED, Change.UPGRADED]
    assert changes("DEMO-0002") == [Change.INVITED]
    assert changes("DEMO-0047") == [Change.INVITED, Change.DECLINED]
    assert changes("DEMO-0056") == [Change.INVITED, Change.JOINED]


def test_an_application_waits_and_the_service_is_recorded(demo: System) -> None:
    (waiting,) = demo.store.vip.page(Listing.WAITING, EVERYWHERE, None, 10)
    assert waiting.filed.application.customer == "DEMO-0008"
    records = demo.store.service_records.last_of("DEMO-0007", 20)
    assert {each.kind for each in records} == set(Kind) == set(_records(NOW.date()))
    assert demo.store.values.get("DEMO-0007").surveys, "the survey is a fact of value"
