"""What monitoring is told: true figures, of the whole, to those who may know."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
from flask import Flask
from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics
from prometheus_client.parser import text_string_to_metric_families

from amlrisk.app import create_app
from amlrisk.services.api_keys import Scope
from amlrisk.services.system import System
from tests.api.conftest import Api, Clock, Home, customer, listed_customer, new_key


class Told:
    """One answer of ``/metrics``, parsed by the library that Prometheus publishes."""

    def __init__(self, api: Api) -> None:
        response = api.get("/metrics")
        assert response.status_code == 200, response.text
        self.text = response.text
        self.samples = [one for family in text_string_to_metric_families(self.text) for one in family.samples]

    def rows(self, name: str) -> dict[tuple[str, ...], float]:
        """By the values of the labels, in the order of the labels' names."""
        return {
            tuple(value for _, value in sorted(each.labels.items())): each.value
            for each in self.samples
            if each.name == name
        }

    def one(self, name: str) -> float:
        (figure,) = self.rows(name).values()
        return figure


# --- true figures -------------------------------------------------------------------------------------------


def test_checks_are_counted_by_decision_and_hits_by_list(api: Api) -> None:
    assert Told(api).rows("amlrisk_checks_total") == {("accept",): 0, ("review",): 0, ("reject",): 0}
    decisions = [
        api.post("/api/v1/checks", customer()).get_json()["decision"],
        api.post("/api/v1/checks", listed_customer()).get_json()["decision"],
    ]
    assert decisions == ["accept", "review"]
    told = Told(api)
    assert told.rows("amlrisk_checks_total") == {("accept",): 1, ("review",): 1, ("reject",): 0}
    assert told.rows("amlrisk_check_hits_total") == {("terror",): 1}


def test_a_batch_counts_each_of_its_customers(api: Api) -> None:
    api.post("/api/v1/checks/batch", {"customers": [customer(), listed_customer(), {"ref": "C-4"}]})
    told = Told(api)
    assert told.rows("amlrisk_checks_total") == {("accept",): 1, ("review",): 1, ("reject",): 0}
    assert told.rows("amlrisk_checks_refused_total") == {("invalid_input",): 1}


def test_a_check_that_is_answered_twice_is_one(api: Api) -> None:
    for _ in range(2):
        assert api.post("/api/v1/checks", customer(), Idempotency_Key="sale-1").status_code == 200
    told = Told(api)
    assert told.rows("amlrisk_checks_total")["accept",] == 1
    assert told.rows("amlrisk_http_requests_total")["checks.check", "200"] == 2


def test_a_check_without_a_decision_counts_by_its_reason(api: Api, clock: Clock) -> None:
    api.post("/api/v1/checks", {"ref": "C-1"})
    clock.advance(days=8)
    api.post("/api/v1/checks", customer())
    told = Told(api)
    assert told.rows("amlrisk_checks_refused_total") == {("invalid_input",): 1, ("list_stale",): 1}
    assert sum(told.rows("amlrisk_checks_total").values()) == 0


def test_requests_are_counted_by_endpoint_and_never_by_address(api: Api) -> None:
    for path in ("/api/v1/customers/C-1", "/api/v1/customers/C-2", "/nothing/SECRET-REF", "/metrics"):
        api.get(path)
    told = Told(api)
    requests = told.rows("amlrisk_http_requests_total")
    assert requests["customers.get_customer", "404"] == 2
    assert requests["none", "404"] == 1
    assert requests["metrics.metrics", "200"] == 1
    assert "SECRET-REF" not in told.text
    assert told.rows("amlrisk_http_request_seconds_count")["customers.get_customer",] == 2
    assert told.rows("amlrisk_http_request_seconds_bucket")["customers.get_customer", "30.0"] == 2


def test_a_list_grows_old(api: Api, clock: Clock) -> None:
    clock.advance(days=2)
    told = Told(api)
    assert told.rows("amlrisk_list_age_seconds") == {("terror",): 172_800, ("watch",): 172_800}
    assert told.rows("amlrisk_list_max_age_seconds")["terror",] == 7 * 86_400
    assert told.rows("amlrisk_list_entities") == {("terror",): 2, ("watch",): 1}
    assert told.rows("amlrisk_list_required") == {("terror",): 1, ("watch",): 0}
    assert (told.one("amlrisk_ready"), told.rows("amlrisk_not_ready")) == (1, {})
    assert told.rows("amlrisk_list_alarm")["stale", "terror"] == 0
    clock.advance(days=5.01)
    told = Told(api)
    assert told.rows("amlrisk_list_alarm")["stale", "terror"] == 1
    assert (told.one("amlrisk_ready"), told.rows("amlrisk_not_ready")) == (0, {("list_stale",): 1})


def test_a_list_that_was_never_there(bare_system: System) -> None:
    told = Told(Api(create_app(bare_system), new_key(bare_system)))
    assert told.rows("amlrisk_list_alarm") == {
        (kind, "terror"): float(kind == "missing") for kind in ("missing", "stale", "nearing", "failing")
    }
    assert told.rows("amlrisk_list_age_seconds") == {}
    assert told.rows("amlrisk_not_ready") == {("list_missing",): 1}


def test_customers_and_cases_are_counted(api: Api, clock: Clock) -> None:
    api.post("/api/v1/checks", customer())
    api.post("/api/v1/checks", listed_customer())
    told = Told(api)
    assert (told.one("amlrisk_customers"), told.one("amlrisk_customers_ungraded")) == (2, 0)
    assert told.rows("amlrisk_cases") == {("open",): 1, ("proposed",): 0, ("disputed",): 0, ("approval",): 0}
    assert (told.one("amlrisk_cases_unassigned"), told.one("amlrisk_cases_overdue")) == (1, 0)
    assert told.one("amlrisk_reviews_overdue") == 0
    clock.advance(days=4 * 365)
    told = Told(api)
    assert (told.one("amlrisk_reviews_overdue"), told.one("amlrisk_cases_overdue")) == (2, 1)


def test_what_works_here_is_said(api: Api, system: System) -> None:
    ((digest, pack, *_),) = Told(api).rows("amlrisk_info")
    assert (digest, pack) == (system.pack.digest, "cn_insurer")


def test_both_formats_can_be_read(api: Api) -> None:
    response = api.get("/metrics", Accept="application/openmetrics-text; version=1.0.0")
    assert response.content_type.startswith("application/openmetrics-text")
    assert "amlrisk_checks" in {family.name for family in openmetrics(response.text)}
    assert api.get("/metrics").content_type.startswith("text/plain")
    assert response.headers["Cache-Control"] == "no-store"


# --- nothing personal ---------------------------------------------------------------------------------------

_LABELS = {
    "code", "decision", "digest", "endpoint", "kind", "le", "list", "name", "outcome", "pack", "pack_version", "part",
    "receiver", "state", "status", "version",
}  # fmt: skip


def test_no_figure_names_a_customer(api: Api) -> None:
    for body in (customer(ref="REF-LEAK-1"), listed_customer(ref="REF-LEAK-2")):
        api.post("/api/v1/checks", body)
        api.get(f"/api/v1/customers/{body['ref']}")
    told = Told(api)
    for personal in ("REF-LEAK", "测试甲", "测试乙", "Boris", "Testov", "E12345678", "13800138000"):
        assert personal not in told.text
    assert {label for each in told.samples for label in each.labels} <= _LABELS


# --- who may know -------------------------------------------------------------------------------------------


def test_a_key_with_the_scope_may_and_no_other(app: Flask, api_with: Callable[..., Api]) -> None:
    assert api_with(Scope.METRICS).get("/metrics").status_code == 200
    assert Api(app, None).get("/metrics").status_code == 401
    assert api_with(*(scope for scope in Scope if scope is not Scope.METRICS)).get("/metrics").status_code == 403


_HERE = {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1:8000"}
_ASKING = {
    "directly": ({}, 200),
    "by name": ({"HTTP_HOST": "localhost:8000"}, 200),
    "over IPv6": ({"REMOTE_ADDR": "::1", "HTTP_HOST": "[::1]:8000"}, 200),
    "from elsewhere": ({"REMOTE_ADDR": "192.0.2.7"}, 401),
    "through a proxy of this machine": ({"HTTP_X_FORWARDED_FOR": "192.0.2.7"}, 401),
    "through one that says so otherwise": ({"HTTP_FORWARDED": "for=192.0.2.7"}, 401),
    "through one that keeps the name": ({"HTTP_HOST": "aml.example.com"}, 401),
    "by a page that names itself": ({"HTTP_HOST": "127.0.0.1.example.com"}, 401),
}


@pytest.mark.parametrize(("changes", "status"), _ASKING.values(), ids=_ASKING)
def test_this_machine_may_where_that_is_set(home: Home, changes: dict[str, str], status: int, system: System) -> None:
    home.settings_changes["metrics"] = "loopback"
    client = create_app(home.open()).test_client()
    assert client.get("/metrics", environ_overrides=_HERE | changes).status_code == status
    key = {"Authorization": f"Bearer {new_key(system, Scope.METRICS)}"}
    assert client.get("/metrics", environ_overrides=_HERE | changes, headers=key).status_code == 200


def test_nobody_may_where_it_is_off(home: Home, system: System) -> None:
    home.settings_changes["metrics"] = "off"
    app = create_app(home.open())
    for key in (None, new_key(system, Scope.METRICS)):
        response = Api(app, key).get("/metrics")
        assert (response.status_code, response.get_json()["code"]) == (404, "no_such_resource")


# --- when things are bad ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "part"), [("webhook_deliveries", "webhooks"), ("turns", "jobs"), ("list_attempts", "refreshing")]
)
def test_what_cannot_be_read_silences_nothing_else(api: Api, system: System, table: str, part: str) -> None:
    names = set(re.findall(r"^# TYPE (\w+)", Told(api).text, re.MULTILINE))
    system.store.database.rows(f"ALTER TABLE {table} RENAME TO away")
    told = Told(api)
    failed = told.rows("amlrisk_figures_failed")
    assert failed[part,] == 1
    assert failed["cases",] == 0
    left = names - set(re.findall(r"^# TYPE (\w+)", told.text, re.MULTILINE))
    assert {name for name in left if not name.startswith(("amlrisk_webhook", "amlrisk_job", "amlrisk_list"))} == set()
    assert left


def test_a_store_that_cannot_be_written_is_still_told_of(api: Api, home: Home) -> None:
    api.post("/api/v1/checks", customer())
    with closing(sqlite3.connect(home.path / "amlrisk.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        told = Told(api)
    assert told.rows("amlrisk_not_ready") == {("store_locked",): 1}
    assert told.rows("amlrisk_checks_total")["accept",] == 1
    assert told.one("amlrisk_customers") == 1
