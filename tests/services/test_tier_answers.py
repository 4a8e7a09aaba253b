"""A tier in words: everything that was concluded is there, in both languages, with the article behind it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from amlrisk.api.tier_schemas import BaseTierDocument, GateDocument, GrantedEntitlement, MembershipEvent, Schemes
from amlrisk.api.tier_schemas import VipStatusDocument as VipSchema
from amlrisk.facts.digest import canonical
from amlrisk.policy.value_vocabulary import Tier
from amlrisk.policy.vocabulary import Grade
from amlrisk.services.tier_answers import (
    TierWording,
    base_document,
    entitlements_document,
    entry_document,
    gate_document,
    schemes_document,
    status_document,
)
from amlrisk.store.memberships import MembershipEntry
from amlrisk.tiering.entitlements import entitlements
from amlrisk.tiering.gate import Standing, gate
from amlrisk.tiering.group import VipStatus
from amlrisk.tiering.membership import Change, Entry, Membership
from amlrisk.tiering.overall import Valuation, valuate
from tests.services.test_value_answers import FULL, TODAY, read
from tests.tiering import scenarios as sc

WORDING = TierWording(sc.rules())
MEMBER = Membership(tier=Tier.GOLD, effective_on=date(2026, 3, 10), expires_on=date(2027, 3, 10))
STATUS = VipStatus(
    tier=Tier.PLATINUM, applicant="li", applied_on=date(2026, 5, 1), approver="wang", approved_on=date(2026, 5, 2)
)


def plain(document: object) -> Any:
    return json.loads(canonical(document))


def valued(raw: dict[str, Any], member: Membership | None = MEMBER, status: VipStatus | None = STATUS) -> Valuation:
    return valuate(read(raw), "1985-03-07", member, status, sc.rules(), TODAY)


NOTHING = {"ref": "C-1"}
CONTRACT_WITHOUT_PREMIUM = {"ref": "C-1", "contracts": [{"ref": "G-1"}]}


@pytest.mark.parametrize("raw", [FULL, NOTHING, CONTRACT_WITHOUT_PREMIUM], ids=["full", "nothing", "in part"])
def test_every_scheme_is_told_in_the_documented_shape(raw: dict[str, Any]) -> None:
    found = valued(raw)
    assert Schemes().validate(plain(schemes_document(found, WORDING))) == {}
    assert BaseTierDocument().validate(plain(base_document(found.base, WORDING))) == {}


def test_a_full_customer_has_every_scheme_and_one_without_holdings_only_what_is_always_asked() -> None:
    full, nothing = (plain(schemes_document(valued(raw), WORDING)) for raw in (FULL, NOTHING))
    assert [name for name, found in full.items() if not found] == []
    assert [name for name, found in nothing.items() if not found] == ["bank", "group", "motor"]
    assert [each["company"] for each in full["club"]["companies"]][:2] == ["life", "property"]
    assert {each["dimension"] for each in full["appraisal"]["dimensions"]} == {
        "contribution",
        "loyalty",
        "risk",
        "education",
    }


def test_the_parts_say_which_scheme_decided() -> None:
    told = plain(base_document(valued(NOTHING).base, WORDING))
    assert (told["tier"], told["scheme"], told["tier_name"]["zh"]) == ("platinum", "group", "铂金")
    assert {part["scheme"]: part["tier"] for part in told["parts"]} == {
        "club": "standard",
        "membership": "gold",
        "group": "platinum",
        "appraisal": "standard",
    }


@pytest.mark.parametrize("grade", [None, *Grade])
def test_the_gate_is_told_with_what_it_was_given(grade: Grade | None) -> None:
    standing = Standing(grade=grade, alert_open=True)
    told = plain(
        gate_document(gate(valued(NOTHING).base, Tier.GOLD, standing, sc.rules()), standing, Tier.GOLD, WORDING)
    )
    assert GateDocument().validate(told) == {}
    assert told["standing"]["grade"] == (None if grade is None else grade.value)
    assert told["suspended"] is (grade is Grade.UNACCEPTABLE)
    assert told["reasons"]


def test_membership_status_and_entitlements() -> None:
    granted = entitlements(Tier.DIAMOND, Tier.GOLD, (), MEMBER.effective_on, sc.rules(), TODAY)
    told = plain(entitlements_document(granted, WORDING))
    assert not any(GrantedEntitlement().validate(each) for each in told)
    assert {each["state"] for each in told} == {"granted", "suspended"}
    for entry in (
        Entry(on=MEMBER.effective_on, change=Change.JOINED, membership=MEMBER),
        Entry(on=MEMBER.expires_on, change=Change.ENDED, membership=None),
    ):
        made = MembershipEntry(
            customer="C-1", entry=entry, tier=Tier.GOLD, actor="li", at=datetime(2026, 3, 10, tzinfo=UTC)
        )
        assert MembershipEvent().validate(plain(entry_document(made, WORDING))) == {}
    assert VipSchema().validate(plain(status_document(STATUS, WORDING))) == {}
    assert status_document(None, WORDING) is None


def test_every_reason_reads_in_both_languages_and_names_its_article() -> None:
    reasons = list(_reasons(plain(schemes_document(valued(FULL), WORDING))))
    assert len(reasons) > 15
    for reason in reasons:
        assert reason["zh"] != reason["en"]
        # That nothing moves a motor class follows from no rule.
        assert reason["code"] == "motor_stays" or (reason["reference"]["title"]["zh"] and reason["confidence"])


def _reasons(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "facts" in value:
            yield value
        for each in value.values():
            yield from _reasons(each)
    elif isinstance(value, list):
        for each in value:
            yield from _reasons(each)
