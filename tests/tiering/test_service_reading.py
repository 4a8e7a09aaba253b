"""Forms of service: every fault named, every field in one spelling, totals that follow."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amlrisk.errors import InvalidInput
from amlrisk.facts.value import Survey
from amlrisk.tiering.service_forms import FORMS, PARTS, Entry, Kind
from amlrisk.tiering.service_reading import end_of_quarter, falls_on, quarter_of, read_form, survey_of

TODAY = date(2026, 7, 15)
WHOLE: dict[Kind, dict[str, str]] = {
    Kind.QUARTERLY: {"quarter": "2026-Q2", "visits": "3", "services": "拜访", "handler": "吴"},
    Kind.GREEN_CHANNEL: {"on": "2026-07-15", "matter": "claim", "content": "协助理赔", "handler": "吴"},
    Kind.CARE: {"on": "2026-07-15", "way": "visit", "content": "慰问", "handler": "吴"},
    Kind.CALL: {"on": "2026-07-15", "nature": "complaint", "caller": "何", "content": "时效", "handler": "吴"},
    Kind.SURVEY: {
        "on": "2026-07-15",
        "attitude": "90",
        "promptness": "80",
        "competence": "70",
        "claims": "60",
        "manager": "50.5",
        "respondent": "何",
    },
    Kind.INVESTMENT: {"year": "2026", "staff": "10000", "gifts": "0.5", "handler": "吴"},
}


def faults(kind: Kind, **changes: str) -> list[tuple[str, str]]:
    try:
        read_form(kind, {**WHOLE[kind], **changes}, TODAY, longest=50)
    except InvalidInput as error:
        return [(each.path, each.code) for each in error.issues]
    return []


@pytest.mark.parametrize("kind", Kind)
def test_each_annex_has_its_form(kind: Kind) -> None:
    form = FORMS[kind]
    assert form.kind is kind
    assert form.annex.zh == f"附件{'二三四五六七'[list(Kind).index(kind)]}"
    assert form.annex.en == f"Annex {list(Kind).index(kind) + 2}"
    names = Counter(field.name for field in form.fields)
    assert max(names.values()) == 1
    assert form.when == form.fields[0].name
    assert all(text.zh and text.en for field in form.fields for text in (field.title, *field.choices.values()))
    assert {field.name for field in form.fields} >= set(PARTS.get(kind, ()))


@pytest.mark.parametrize("kind", Kind)
def test_what_is_needed_is_enough_and_all_of_it_is_needed(kind: Kind) -> None:
    assert faults(kind) == []
    needed = [field.name for field in FORMS[kind].fields if field.needed]
    for name in needed:
        assert faults(kind, **{name: "  "}) == [(name, "missing")]
    with pytest.raises(InvalidInput) as caught:
        read_form(kind, {}, TODAY, longest=50)
    assert [each.path for each in caught.value.issues] == needed


@pytest.mark.parametrize(
    ("kind", "changes", "expected"),
    [
        (Kind.CARE, {"on": "2026-07-16"}, [("on", "date_in_future")]),
        (Kind.CARE, {"on": "1948-12-31"}, [("on", "date_too_early")]),
        (Kind.CARE, {"on": "1949-01-01"}, []),
        (Kind.CARE, {"on": "20260715"}, [("on", "bad_date")]),
        (Kind.CARE, {"on": "2026-02-29"}, [("on", "bad_date")]),
        (Kind.CARE, {"way": "other"}, []),
        (Kind.CARE, {"way": "Visit"}, [("way", "not_one_of")]),
        (Kind.CARE, {"cost": "-1"}, [("cost", "negative")]),
        (Kind.CARE, {"cost": "1,5"}, [("cost", "bad_amount")]),
        (Kind.CARE, {"cost": "12,345.60"}, []),
        (Kind.CARE, {"cost": "NaN"}, [("cost", "bad_amount")]),
        (Kind.CARE, {"content": "长" * 50}, []),
        (Kind.CARE, {"content": "长" * 51}, [("content", "too_long")]),
        (Kind.CARE, {"content": "一\n二"}, []),
        (Kind.CARE, {"person": "一\n二"}, [("person", "control_character")]),
        (Kind.CARE, {"content": "\u202e"}, [("content", "missing")]),
        (Kind.CARE, {"content": "a\u202eb"}, [("content", "control_character")]),
        (Kind.CARE, {"handler": "长" * 201}, [("handler", "too_long")]),
        (Kind.GREEN_CHANNEL, {"done_on": "2026-07-14"}, [("done_on", "done_before")]),
        (Kind.GREEN_CHANNEL, {"done_on": "2026-07-15"}, []),
        (Kind.QUARTERLY, {"quarter": "2026-Q3"}, []),
        (Kind.QUARTERLY, {"quarter": "2026-Q4"}, [("quarter", "date_in_future")]),
        (Kind.QUARTERLY, {"quarter": "2026-Q5"}, [("quarter", "bad_quarter")]),
        (Kind.QUARTERLY, {"quarter": "0000-Q1"}, [("quarter", "date_too_early")]),
        (Kind.QUARTERLY, {"visits": "9999"}, []),
        (Kind.QUARTERLY, {"visits": "10000"}, [("visits", "bad_count")]),
        (Kind.QUARTERLY, {"visits": "-1"}, [("visits", "bad_count")]),
        (Kind.QUARTERLY, {"visits": "٣"}, [("visits", "bad_count")]),
        (Kind.SURVEY, {"claims": "100"}, []),
        (Kind.SURVEY, {"claims": "100.1"}, [("claims", "too_many_points")]),
        (Kind.SURVEY, {"claims": "-0.1"}, [("claims", "negative")]),
        (Kind.INVESTMENT, {"year": "2027"}, []),
        (Kind.INVESTMENT, {"year": "2028"}, [("year", "date_in_future")]),
        (Kind.INVESTMENT, {"year": "26"}, [("year", "bad_year")]),
        (Kind.INVESTMENT, {"staff": "", "gifts": ""}, [("staff", "missing")]),
    ],
)
def test_both_sides_of_every_bound(kind: Kind, changes: dict[str, str], expected: list[tuple[str, str]]) -> None:
    assert faults(kind, **changes) == expected


def test_what_follows_is_computed_and_not_taken() -> None:
    survey = read_form(Kind.SURVEY, {**WHOLE[Kind.SURVEY], "score": "100"}, TODAY, longest=50)
    assert survey["score"] == "70.1"
    assert survey_of(survey) == Survey(on=TODAY, score=Decimal("70.1"))
    estimate = read_form(Kind.INVESTMENT, {**WHOLE[Kind.INVESTMENT], "total": "1"}, TODAY, longest=50)
    assert estimate["total"] == "10000.5"
    assert list(estimate) == ["year", "staff", "gifts", "total", "handler"], "in the order of the form"


@given(st.lists(st.integers(0, 1000), min_size=5, max_size=5))
def test_a_score_is_the_mean_within_its_parts(tenths: list[int]) -> None:
    points = [f"{each // 10}.{each % 10}" for each in tenths]
    raw = {**WHOLE[Kind.SURVEY], **dict(zip(PARTS[Kind.SURVEY], points, strict=True))}
    score = Fraction(read_form(Kind.SURVEY, raw, TODAY, longest=50)["score"])
    assert score == Fraction(sum(tenths), 50)
    assert min(tenths) <= score * 10 <= max(tenths)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [(Kind.CARE, TODAY), (Kind.QUARTERLY, date(2026, 6, 30)), (Kind.INVESTMENT, date(2026, 12, 31))],
)
def test_a_record_stands_under_its_day_or_the_end_of_its_period(kind: Kind, expected: date) -> None:
    assert falls_on(kind, read_form(kind, WHOLE[kind], TODAY, longest=50)) == expected


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)))
def test_a_day_is_within_its_quarter(day: date) -> None:
    end = end_of_quarter(quarter_of(day))
    assert 0 <= (end - day).days <= 92
    assert (end.day, end.month) in {(31, 3), (30, 6), (30, 9), (31, 12)}


def test_entries_are_all_in_use() -> None:
    assert {field.entry for form in FORMS.values() for field in form.fields} == set(Entry)
