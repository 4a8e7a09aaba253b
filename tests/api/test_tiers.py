"""Tiers over HTTP: two views, by the scope of the key; uses; value facts in and out; every disclosure on record."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from amlrisk.api.tier_schemas import TierExplanation, TierView, ValueDocument
from amlrisk.app import create_app
from amlrisk.jobs.tier_run import TierScope, Whom, tier_run
from amlrisk.policy.value_vocabulary import Tier
from amlrisk.policy.vocabulary import Grade
from amlrisk.services.api_keys import Scope
from amlrisk.services.check_customer import check_customer
from amlrisk.services.disclose_tier import view_of
from amlrisk.services.save_value import save_value
from amlrisk.services.system import System
from amlrisk.store.connection import Database
from amlrisk.tiering.entitlements import Use
from amlrisk.tiering.evaluation import CurrentTier
from amlrisk.tiering.front_line import FrontLine
from amlrisk.tiering.gate import Standing
from amlrisk.tiering.membership import Membership
from tests.api.conftest import Api, Home, _home, customer, listed_customer, new_key
from tests.api.watched import TIMES, WAYS, WORTH, Somebody, World, people
from tests.services.test_value_answers import FULL
from tests.tiering import scenarios as sc
from tests.tiers import tier_now, unreadable

GOLD = {"ref": "C-1", **WORTH["gold"]}
PLATINUM = {"ref": "C-1", **WORTH["platinum"]}
_PASSPORT = {"kind": "passport", "number": "RX9988776", "country": "RU", "expires_on": "2032-01-01"}
LISTED = {"name": "Boris Demovich Testov", "birth_on": "1961-04-12", "documents": [_PASSPORT]}


@pytest.fixture
def front_line(api_with: Callable[..., Api]) -> Api:
    return api_with(Scope.TIERS)


@pytest.fixture
def golden(system: System) -> System:
    """C-1 is general and has earned gold."""
    check_customer(system, customer())
    save_value(system, "C-1", GOLD)
    return system


def disclosed(system: System) -> list[tuple[str, dict[str, Any]]]:
    """What was told, the newest first."""
    found = [event for event in system.store.audit.recent(20) if event.kind == "tier_disclosed"]
    return [(event.subject, event.detail) for event in found]


def listed(system: System) -> None:
    """Now C-1 is found to be on a terrorism list."""
    answer = json.loads(check_customer(system, customer(subject=LISTED)))
    assert answer["grade"] == Grade.UNACCEPTABLE


# --- the front line -----------------------------------------------------------------------------------------


def test_a_tier_with_what_it_brings(golden: System, front_line: Api) -> None:
    answer = front_line.get("/api/v1/tiers/C-1")
    view = answer.get_json()
    assert answer.status_code == 200
    assert TierView().validate(view) == {}
    assert (view["tier"], view["tier_name"]["zh"], view["status"]) == ("gold", "黄金", "active")
    assert [(each["id"], each["left"]) for each in view["entitlements"]] == [
        ("dedicated_manager", None),
        ("health_assessment", 1),
        ("medical_consultation", 4),
        ("events", 2),
    ]
    assert answer.headers["Cache-Control"] == "no-store"
    assert not {"ETag", "Last-Modified", "Expires", "Age"} & set(answer.headers.keys())


def test_who_has_no_value_on_record_is_under_review_and_who_is_unknown_is_not_there(
    system: System, front_line: Api
) -> None:
    check_customer(system, customer())
    view = front_line.get("/api/v1/tiers/C-1").get_json()
    assert TierView().validate(view) == {}
    assert (view["tier"], view["status"], view["entitlements"]) == ("standard", "under_review", [])
    for path, body in (("/api/v1/tiers/C-9", None), ("/api/v1/tiers/C-9/uses", {"entitlement": "events"})):
        answer = front_line("GET" if body is None else "POST", path, body)
        assert (answer.status_code, answer.get_json()["code"]) == (404, "not_found")


def test_it_is_recorded_what_was_told_to_whom(golden: System, front_line: Api) -> None:
    front_line.get("/api/v1/tiers/C-1")
    (key,) = [each for each in golden.store.keys.all() if each.scopes == ("tiers",)]
    event = golden.store.audit.recent(1)[0]
    assert (event.kind, event.actor, event.subject) == ("tier_disclosed", key.id, "C-1")
    evaluation = tier_now(golden).id
    told = {"view": "front_line", "by": "api_key", "tier": "gold", "status": "active"}
    assert event.detail == {**told, "evaluation": evaluation}
    assert evaluation.encode() not in front_line.get("/api/v1/tiers/C-1").data, "which it is, is not for the front line"
    event = golden.store.audit.recent(1)[0]
    assert front_line.get("/api/v1/tiers/C-9").status_code == 404
    assert golden.store.audit.recent(1)[0] == event, "nothing was told of nobody"


def test_what_cannot_be_recorded_is_not_told(golden: System, front_line: Api) -> None:
    golden.store.database.write("DELETE FROM audit_head")
    answer = front_line.get("/api/v1/tiers/C-1")
    assert (answer.status_code, answer.get_json()["code"]) == (503, "store_unavailable")
    assert "gold" not in answer.text


def test_a_listing_takes_the_tier_at_once_and_lifting_it_gives_it_back(golden: System, front_line: Api) -> None:
    before = front_line.get("/api/v1/tiers/C-1")
    listed(golden)
    held = front_line.get("/api/v1/tiers/C-1")
    check_customer(golden, customer())
    save_value(golden, "C-1", {"ref": "C-1", **WORTH["nothing"]})
    merely = front_line.get("/api/v1/tiers/C-1")
    assert (held.status_code, held.data, list(held.headers)) == (200, merely.data, list(merely.headers))
    assert merely.get_json()["status"] == "not_available"
    save_value(golden, "C-1", GOLD)
    assert front_line.get("/api/v1/tiers/C-1").data == before.data


# --- uses ---------------------------------------------------------------------------------------------------


def use(api: Api, entitlement: object = "events", ref: str = "C-1", **headers: str) -> TestResponse:
    return api.post(f"/api/v1/tiers/{ref}/uses", {"entitlement": entitlement}, **headers)


def left(answer: TestResponse, entitlement: str = "events") -> int:
    (found,) = [each["left"] for each in answer.get_json()["entitlements"] if each["id"] == entitlement]
    return int(found)


def test_uses_count_down_until_there_is_none_left(golden: System, front_line: Api) -> None:
    for remaining in (1, 0):
        answer = use(front_line)
        assert answer.status_code == 201
        assert TierView().validate(answer.get_json()) == {}
        assert left(answer) == remaining
    answer = use(front_line)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "entitlement_not_available")
    assert left(front_line.get("/api/v1/tiers/C-1")) == 0, "it is still shown, with nothing left"
    told = [detail for _, detail in disclosed(golden)]
    assert [detail.get("refused") for detail in told] == [None, "events", None, None]


def test_a_use_that_is_sent_again_counts_once(golden: System, front_line: Api) -> None:
    first, again = (use(front_line, Idempotency_Key="k-1") for _ in range(2))
    assert (first.status_code, first.data) == (again.status_code, again.data)
    assert left(again) == 1
    assert left(use(front_line, Idempotency_Key="k-2")) == 0
    other = use(front_line, "health_assessment", Idempotency_Key="k-1")
    assert (other.status_code, other.get_json()["code"]) == (409, "idempotency_conflict")
    assert use(front_line, Idempotency_Key="k 1").get_json()["errors"][0]["code"] == "bad_idempotency_key"


def test_an_idempotency_key_belongs_to_its_api_key(golden: System, front_line: Api, api: Api) -> None:
    assert left(use(front_line, Idempotency_Key="k-1")) == 1
    assert left(use(api, Idempotency_Key="k-1")) == 0


def test_one_answer_for_whatever_keeps_a_customer_from_it(golden: System, front_line: Api) -> None:
    refused = [use(front_line, "gifts"), use(front_line, "nothing_like_it")]  # of platinum; of nobody
    for _ in range(3):
        used_up = use(front_line)
    listed(golden)
    suspended = use(front_line, "health_assessment")
    check_customer(golden, customer(ref="C-2"))
    never = use(front_line, ref="C-2")
    said = {(each.status_code, each.data, tuple(each.headers)) for each in (*refused, used_up, suspended, never)}
    assert len(said) == 1


def test_a_use_sent_again_after_the_tier_is_gone_tells_nothing_else(golden: System, front_line: Api) -> None:
    assert use(front_line, Idempotency_Key="k-1").status_code == 201
    listed(golden)
    again = use(front_line, Idempotency_Key="k-1")
    assert again.data == use(front_line, "nothing_like_it").data


@pytest.mark.parametrize(
    "body", [{}, {"entitlement": ""}, {"entitlement": 1}, {"entitlement": "events", "why": "x"}, []]
)
def test_a_use_that_cannot_be_read_is_refused_before_the_customer_is_looked_at(
    golden: System, front_line: Api, body: object
) -> None:
    answers = [front_line.post(f"/api/v1/tiers/{ref}/uses", body) for ref in ("C-1", "C-9")]
    assert answers[0].status_code in (400, 422)
    assert answers[0].data == answers[1].data
    assert disclosed(golden) == []


def test_what_is_left_does_not_tell_whose_year_was_not_renewed() -> None:
    """Both joined on 10 March, years after they were first evaluated; one of them is held when the year is over."""
    began, ends, on = date(2026, 3, 10), date(2027, 3, 10), date(2027, 5, 1)
    waiting = Membership(tier=Tier.GOLD, effective_on=began, expires_on=ends)
    renewed = Membership(tier=Tier.GOLD, effective_on=ends, expires_on=date(2028, 3, 10))
    uses = [Use(entitlement="events", on=date(2026, 12, 1)), Use(entitlement="events", on=date(2027, 4, 1))]

    def view(membership: Membership, base: Tier) -> FrontLine:
        current = CurrentTier(
            id="e",
            customer="C-1",
            at=datetime(2027, 3, 10, tzinfo=UTC),
            on=ends,
            cause="membership_year",
            value_digest="v",
            policy_digest="p",
            held=Tier.GOLD,
            standing=Standing(grade=None),
            membership=membership,
            base=base,
            effective=Tier.GOLD,
            sha256="s",
            evaluated_on=on,
            first_on=date(2020, 1, 15),
        )
        return view_of("C-1", current, uses, sc.rules(), on)

    held, merely = view(waiting, Tier.PLATINUM), view(renewed, Tier.GOLD)
    assert held == merely
    assert {each.id: each.left for each in held.entitlements}["events"] == 1


# --- scopes -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/v1/tiers/{ref}/explanation"),
        ("GET", "/api/v1/customers/{ref}/value"),
        ("PUT", "/api/v1/customers/{ref}/value"),
        ("GET", "/api/v1/customers/{ref}"),
        ("GET", "/api/v1/customers/{ref}/assessments"),
    ],
)
def test_for_the_front_line_there_is_no_other_view_of_anybody(
    golden: System, front_line: Api, method: str, path: str
) -> None:
    check_customer(golden, listed_customer())
    body = GOLD if method == "PUT" else None
    answers = [front_line(method, path.format(ref=ref), body) for ref in ("C-1", "C-2", "C-9")]
    assert {answer.status_code for answer in answers} == {403}
    assert len({(answer.data, tuple(answer.headers)) for answer in answers}) == 1
    assert disclosed(golden) == []


def test_a_key_of_compliance_has_no_view_of_the_front_line(golden: System, api_with: Callable[..., Api]) -> None:
    reader = api_with(*(scope for scope in Scope if scope is not Scope.TIERS))
    assert reader.get("/api/v1/tiers/C-1").status_code == 403
    assert use(reader).status_code == 403


# --- compliance ---------------------------------------------------------------------------------------------


def test_compliance_is_told_everything(golden: System, api: Api) -> None:
    save_value(golden, "C-1", {**FULL, **WORTH["platinum"]})
    listed(golden)
    answer = api.get("/api/v1/tiers/C-1/explanation")
    document = answer.get_json()
    assert answer.status_code == 200
    assert TierExplanation().validate(document) == {}
    evaluation = document["evaluation"]
    assert (evaluation["base"]["tier"], evaluation["gate"]["tier"]) == ("platinum", "none")
    assert evaluation["base"]["or_above"]
    assert evaluation["gate"]["standing"]["grade"] == "unacceptable"
    assert evaluation["gate"]["suspended"]
    assert {each["state"] for each in document["entitlements"]} == {"suspended"}
    assert all(reason["zh"] and reason["en"] for reason in evaluation["gate"]["reasons"])
    event = golden.store.audit.recent(1)[0]
    assert (event.kind, event.subject) == ("tier_disclosed", "C-1")
    assert event.detail == {"view": "compliance", "by": "api_key", "tier": "none", "evaluation": evaluation["id"]}


def test_without_value_there_is_nothing_to_explain(system: System, api: Api) -> None:
    check_customer(system, customer())
    document = api.get("/api/v1/tiers/C-1/explanation").get_json()
    assert TierExplanation().validate(document) == {}
    assert document["evaluation"] is None
    assert disclosed(system)[0] == ("C-1", {"view": "compliance", "by": "api_key", "tier": "", "evaluation": ""})
    assert api.get("/api/v1/tiers/C-9/explanation").status_code == 404


def test_a_tier_that_was_withdrawn_says_why_to_compliance_and_nothing_to_the_front_line(
    golden: System, api: Api
) -> None:
    unreadable(golden)
    tier_run(golden, TierScope(Whom.ALL), cause="test")
    document = api.get("/api/v1/tiers/C-1/explanation").get_json()
    assert TierExplanation().validate(document) == {}
    assert document["evaluation"] is None
    assert document["withdrawn"]["code"] == "value_unreadable"
    assert document["withdrawn"]["why"]["zh"]
    assert api.get("/api/v1/customers/C-1/value").status_code == 503
    assert (view := api.get("/api/v1/tiers/C-1").get_json())["status"] == "under_review"
    assert "withdrawn" not in view


# --- value facts --------------------------------------------------------------------------------------------


def test_value_facts_are_saved_evaluated_and_read_back(system: System, api: Api) -> None:
    check_customer(system, customer())
    first = api.put("/api/v1/customers/C-1/value", FULL)
    assert first.status_code == 201
    assert ValueDocument().validate(first.get_json()) == {}
    assert system.store.tiers.current(["C-1"])
    read = api.get("/api/v1/customers/C-1/value")
    assert read.data == first.data
    assert [(event.kind, event.detail["kind"]) for event in system.store.audit.recent(1)] == [("viewed", "value")]
    again = api.put("/api/v1/customers/C-1/value", read.get_json()["value"])
    assert (again.status_code, again.data) == (200, first.data)
    assert len(system.store.tiers.history("C-1")) == 1
    assert api.put("/api/v1/customers/C-1/value", GOLD).get_json()["digest"] != first.get_json()["digest"]


def test_an_answer_about_value_says_nothing_of_tier_or_grade(golden: System, api: Api) -> None:
    listed(golden)
    document = api.get("/api/v1/customers/C-1/value").get_json()
    assert set(document) == {"customer", "digest", "value"}
    assert not {"tier", "grade", "status"} & set(document["value"])


@pytest.mark.parametrize(
    ("changes", "path", "code"),
    [
        ({"ref": "C-2"}, "ref", "ref_conflict"),
        ({"holdings": {"cinema": "1"}}, "holdings.cinema", "unknown_company"),
        ({"holdings": {"trust": "-1"}}, "holdings.trust", "negative"),
        ({"holdings": {"trust": {"amount": "1", "currency": "USD"}}}, "holdings.trust", "not_in_yuan"),
        ({"grade": "general"}, "grade", "unknown_field"),
        ({"complaints": ["2099-01-01"]}, "complaints[0]", "date_in_future"),
    ],
)
def test_value_facts_that_cannot_be_right(
    golden: System, api: Api, changes: dict[str, Any], path: str, code: str
) -> None:
    before = golden.store.values.of(["C-1"])
    answer = api.put("/api/v1/customers/C-1/value", {**GOLD, **changes})
    assert answer.status_code == 422
    assert (path, code) in {(each["path"], each["code"]) for each in answer.get_json()["errors"]}
    assert golden.store.values.of(["C-1"]) == before


def test_value_of_nobody(system: System, api: Api) -> None:
    check_customer(system, customer())
    assert api.put("/api/v1/customers/C-9/value", {"ref": "C-9"}).status_code == 404
    assert api.get("/api/v1/customers/C-1/value").status_code == 404


# --- the same work for everybody ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lives(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, System, list[Somebody]]]:
    """A pair of every way of being held."""
    home: Home = _home(tmp_path_factory.mktemp("lives"))
    home.clock.now = TIMES["spring"]
    rng = random.Random(7)
    system, everybody = home.open(), people(len(WAYS), rng)
    world = World(home, system, rng)
    for time in TIMES:
        world.live(everybody, time)
    yield create_app(system), system, everybody
    system.store.close()


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement that the database is given."""
    found: list[str] = []
    for name in ("rows", "write", "write_many"):
        plain = getattr(Database, name)

        def noted(self: Database, statement: str, *given: object, plain: Any = plain) -> Any:
            found.append(statement)
            return plain(self, statement, *given)

        monkeypatch.setattr(Database, name, noted)
    return found


def test_the_same_is_asked_of_the_database_whoever_the_customer_is(
    lives: tuple[Flask, System, Sequence[Somebody]], statements: list[str]
) -> None:
    app, system, everybody = lives
    api = Api(app, new_key(system, Scope.TIERS))
    asked: dict[tuple[str, int], set[tuple[str, ...]]] = {}
    for each in everybody:
        for method, rest, body in (("GET", "", None), ("POST", "/uses", {"entitlement": "health_assessment"})):
            statements.clear()
            answer = api(method, f"/api/v1/tiers/{each.ref}{rest}", body)
            asked.setdefault((method, answer.status_code), set()).add(tuple(statements))
    assert {what: len(ways) for what, ways in asked.items()} == {
        ("GET", 200): 1,
        ("POST", 201): 1,
        # who was never evaluated has no uses to be read
        ("POST", 409): 2,
    }
    assert len(next(iter(asked["GET", 200]))) < 12
