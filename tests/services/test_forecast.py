"""The forecast from what is kept: grades, reviews, cases, branches."""

from __future__ import annotations

import csv
import io
import json

import msgspec

from amlrisk.policy.vocabulary import Grade
from amlrisk.review.forecast import Line
from amlrisk.review.model import Action, State
from amlrisk.services.check_customer import check_customer
from amlrisk.services.forecast import (
    columns,
    forecast_csv,
    forecast_document,
    keep_forecast,
    make_forecast,
    of_branches,
    rows,
)
from amlrisk.services.import_customers import import_customers
from amlrisk.services.system import System
from tests.cases import ANALYST, MANAGER, REVIEWER, act, case_of
from tests.systems import NAMESAKE, Clock, customer, put_list


def by_month(lines: tuple[Line, ...], branch: str | None) -> dict[str, tuple[int, int, int]]:
    return {
        f"{line.month:%Y-%m}": (line.reviews, line.cases, line.open_cases)
        for line in lines
        if line.branch == branch and (line.reviews or line.open_cases)
    }


def test_everybody_in_their_month(on_both: System, clock: Clock) -> None:
    """On 15 July 2026: reviews of general customers in 24 months, of a high one half a year after the case."""
    check_customer(on_both, customer("C-1"))
    clock.advance(days=20)
    put_list(on_both)  # obtained anew
    check_customer(on_both, customer("C-2", branch="=B12"))
    check_customer(on_both, customer("C-3", subject=NAMESAKE))  # a possible match is high and a case for people
    assert case_of(on_both, "C-3").grade is Grade.HIGH
    made = make_forecast(on_both, 26)
    assert by_month(made.lines, "B11") == {
        "2026-08": (0, 0, 1),
        "2027-02": (1, 1, 0),
        "2027-08": (1, 1, 0),
        "2028-02": (1, 1, 0),
        "2028-07": (1, 0, 0),
        "2028-08": (1, 1, 0),
    }
    assert by_month(made.lines, "=B12") == {"2028-08": (1, 0, 0)}
    assert (made.ungraded, made.unscheduled) == (0, 0)


def test_who_was_looked_at_is_looked_at_half_a_year_later(on_both: System, clock: Clock) -> None:
    reports = [{"on": "2026-07-02", "kind": "str"}, {"on": "2026-07-03", "kind": "str"}]
    check_customer(on_both, customer("C-1", events=reports))
    case = act(on_both, ANALYST, case_of(on_both), Action.PROPOSE, grade=Grade.HIGH)
    case = act(on_both, REVIEWER, case, Action.CONFIRM)
    assert act(on_both, MANAGER, case, Action.APPROVE).state is State.CLOSED
    clock.advance(days=40)
    put_list(on_both)
    check_customer(on_both, customer("C-1", events=reports, phone="13911111111"))  # again, by the rules alone
    current = on_both.store.assessments.current_of(["C-1"])["C-1"]
    assert current.grade is Grade.HIGH
    assert str(current.next_review_on)[:7] == "2027-02"
    assert by_month(make_forecast(on_both, 11).lines, "B11") == {"2027-01": (1, 1, 0)}


def test_new_customers_are_told_apart(system: System) -> None:
    path = system.settings.home / "book.jsonl"
    path.write_text(json.dumps(customer("C-1")) + "\n", encoding="utf-8")
    import_customers(system, path, path.with_suffix(".rejects"), actor="test")
    made = make_forecast(system)
    assert (made.ungraded, made.lines) == (1, ())


def test_one_is_kept_a_day(on_both: System, clock: Clock) -> None:
    forecasts = on_both.store.forecasts
    assert forecasts.latest(on_both.today()) is None
    check_customer(on_both, customer("C-1"))
    keep_forecast(on_both)
    check_customer(on_both, customer("C-2"))
    made = keep_forecast(on_both)
    assert forecasts.latest(on_both.today()) == made
    clock.advance(days=1)
    assert forecasts.latest(on_both.today()) == made


def test_csv_and_json_say_the_same(system: System) -> None:
    check_customer(system, customer("C-1", branch="=1+1"))
    made, rules = make_forecast(system, 25), system.rules()
    text = forecast_csv(made, rules, "zh").decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(text)))
    assert table[0] == columns(rules, "zh")
    assert table[1:] == list(rows(made))
    assert {row[0] for row in table[1:]} == {"'=1+1"}, "no spreadsheet takes a branch for a formula"
    document = msgspec.json.decode(msgspec.json.encode(forecast_document(made)))
    assert [(each["month"], each["reviews"]) for each in document["lines"]] == [
        (row[1], int(row[2])) for row in table[1:]
    ]


def test_an_officer_sees_the_branches_within_reach(system: System) -> None:
    for ref, branch in (("C-1", "B1"), ("C-2", "B2"), ("C-3", None)):
        check_customer(system, customer(ref, branch=branch))
    made = make_forecast(system, 2)
    assert {line.branch for line in of_branches(made, ("B1",)).lines} == {"B1"}
    assert of_branches(made, None) == of_branches(made, ("*",)) == made
