"""Why a decision does not hold any more is told in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from amlrisk.screening.dispositions import FIELDS
from amlrisk.screening.model import Cause, Reopening
from amlrisk.screening.reopening import FIELD_WORDS, SENTENCES, describe_reopening, params_of

AT = datetime(2026, 11, 2, 3, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("reopening", "zh", "en"),
    [
        (Reopening(cause=Cause.EXPIRED, on=date(2027, 2, 28)), "已于 2027-02-28 到期", "it expired on 2027-02-28"),
        (
            Reopening(cause=Cause.LISTED_CHANGED, fields=("birth_dates",)),
            "名单所载的出生日期已变更",
            "the listed birth date changed",
        ),
        (
            Reopening(cause=Cause.CUSTOMER_CHANGED, fields=("names", "identifiers")),
            "客户登记的姓名或名称、证件号码已变更",
            "the name, identity number on the customer's record changed",
        ),
        (
            Reopening(cause=Cause.RELISTED, at=AT),
            "该条目曾移出名单（2026-11-02 03:04 UTC），现又列入",
            "the entry was taken off the list (2026-11-02 03:04 UTC) and is listed again",
        ),
    ],
)
def test_in_words(reopening: Reopening, zh: str, en: str) -> None:
    assert (describe_reopening(reopening, "zh"), describe_reopening(reopening, "en")) == (zh, en)


def test_every_cause_and_every_field_has_words() -> None:
    assert set(SENTENCES) == set(Cause)
    assert set(FIELD_WORDS) == set(FIELDS)


def test_params_are_for_machines() -> None:
    assert params_of(Reopening(cause=Cause.LISTED_CHANGED, fields=("names", "genders"))) == {"fields": "names,genders"}
    assert params_of(Reopening(cause=Cause.EXPIRED, on=date(2027, 2, 28))) == {"on": "2027-02-28"}
    assert params_of(Reopening(cause=Cause.OLDER_VERSION)) == {}
