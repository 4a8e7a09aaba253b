from __future__ import annotations

from datetime import date, timedelta

import pytest

from amlrisk.errors import StoreRefused
from amlrisk.policy.value_vocabulary import Tier
from amlrisk.store.database import Store
from amlrisk.tiering.entitlements import Use
from amlrisk.tiering.membership import Change
from tests.store.examples import NOW, saved
from tests.store.tier_examples import ON, entry, member

YEAR = timedelta(days=365)


def test_the_last_membership_counts_whatever_was_offered_since(store: Store) -> None:
    saved(store, "C1", "C2", "C3")
    raised = member(tier=Tier.PLATINUM)
    store.memberships.append([entry(Change.INVITED, tier=Tier.GOLD)])
    assert store.memberships.current(["C1"]) == {}
    store.memberships.append([entry(Change.JOINED, membership=member()), entry(Change.JOINED, "C2", member())])
    store.memberships.append([entry(Change.UPGRADED, membership=raised)])
    for change in (Change.INVITED, Change.DECLINED):
        store.memberships.append([entry(change, tier=Tier.PLATINUM)])
    assert store.memberships.current(["C1", "C3"]) == {"C1": raised}
    store.memberships.append([entry(Change.ENDED)])
    assert store.memberships.current(["C1", "C2"]) == {"C2": member()}
    assert [each.entry.change for each in store.memberships.history("C1")] == [
        Change.ENDED,
        Change.DECLINED,
        Change.INVITED,
        Change.UPGRADED,
        Change.JOINED,
        Change.INVITED,
    ]
    assert store.memberships.history("C1")[3] == entry(Change.UPGRADED, membership=raised)


def test_an_invitation_waits_until_it_is_answered(store: Store) -> None:
    saved(store, "C1")
    assert store.memberships.invitation("C1") is None
    store.memberships.append([entry(Change.INVITED, tier=Tier.GOLD)])
    assert store.memberships.invitation("C1") == entry(Change.INVITED, tier=Tier.GOLD)
    store.memberships.append([entry(Change.DECLINED, tier=Tier.GOLD)])
    assert store.memberships.invitation("C1") is None


def test_whose_year_is_over(store: Store) -> None:
    saved(store, "C1", "C2", "C3", "C4")
    for ref in ("C1", "C2", "C3", "C4"):
        store.memberships.append([entry(Change.JOINED, ref, member())])
    later = member(since=ON + YEAR, until=ON + 2 * YEAR)
    store.memberships.append([entry(Change.RENEWED, "C2", later), entry(Change.ENDED, "C3")])
    store.memberships.append([entry(Change.INVITED, "C4", tier=Tier.GOLD)])
    assert store.memberships.ending(ON + YEAR - timedelta(days=1)) == []
    assert store.memberships.ending(ON + YEAR) == ["C1", "C4"]
    assert store.memberships.ending(ON + 2 * YEAR) == ["C1", "C2", "C4"]


def test_a_form_counts_once(store: Store) -> None:
    saved(store, "C1")
    store.memberships.append([entry(Change.INVITED, tier=Tier.GOLD, form="f1"), entry(Change.DECLINED)])
    with pytest.raises(StoreRefused):
        store.memberships.append([entry(Change.INVITED, form="f1")])
    assert store.memberships.by_form("f1") == entry(Change.INVITED, tier=Tier.GOLD, form="f1")
    assert store.memberships.by_form("") is store.memberships.by_form("f2") is None


def test_what_was_used_in_the_order_it_was_recorded(store: Store) -> None:
    saved(store, "C1", "C2")
    uses = [Use(entitlement="lounge", on=ON), Use(entitlement="checkup", on=date(2026, 1, 2))]
    store.memberships.use("C1", uses[0], "su", NOW, "f1")
    store.memberships.use("C1", uses[1], "su", NOW)
    assert store.memberships.uses(["C1", "C2"]) == {"C1": uses}
    assert store.memberships.use_by_form("f1") == ("C1", uses[0])
    assert store.memberships.use_by_form("") is None
    with pytest.raises(StoreRefused):
        store.memberships.use("C1", uses[0], "su", NOW, "f1")
    with pytest.raises(StoreRefused):
        store.memberships.use("C9", uses[0], "su", NOW)
