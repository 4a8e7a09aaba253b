"""Where a check could not be trusted the answer is 503 with the reason: never an acceptance, nothing recorded."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from amlrisk.app import create_app
from amlrisk.services.system import System
from tests.api.conftest import Api, Clock, Home, customer, new_key


def _refused(api: Api, code: str) -> None:
    for method, path, body in (
        ("POST", "/api/v1/checks", customer()),
        ("POST", "/api/v1/checks/batch", {"customers": [customer()]}),
        ("PUT", "/api/v1/customers/C-1", customer()),
    ):
        response = api(method, path, body)
        problem = response.get_json()
        assert (response.status_code, problem["code"]) == (503, code), (path, problem)
        assert response.headers["Retry-After"]
        assert "accept" not in problem
    ready = api.get("/readyz")
    assert (ready.status_code, ready.get_json()["code"]) == (503, code)
    assert api.get("/healthz").get_json() == {"status": "ok"}


def test_a_required_list_is_missing(bare_system: System) -> None:
    api = Api(create_app(bare_system), new_key(bare_system))
    _refused(api, "list_missing")
    assert api.post("/api/v1/screenings", {"full_name": "测试"}).status_code == 503
    assert bare_system.store.customers.count() == 0
    assert "terror" in api.get("/readyz").get_json()["detail"]


def test_a_list_is_too_old(api: Api, clock: Clock, system: System) -> None:
    clock.advance(days=7)
    assert api.post("/api/v1/checks", customer()).status_code == 200
    clock.advance(days=0.01)
    _refused(api, "list_stale")
    assert api.post("/api/v1/screenings", {"full_name": "测试"}).status_code == 503
    assert system.store.assessments.count() == 1


@pytest.fixture
def writer(home: Home, api: Api) -> Iterator[sqlite3.Connection]:
    """Somebody else who holds the write lock."""
    with closing(sqlite3.connect(home.path / "amlrisk.db", isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield connection


def test_the_store_is_locked(api: Api, system: System, writer: sqlite3.Connection) -> None:
    _refused(api, "store_locked")
    writer.execute("ROLLBACK")
    assert system.store.assessments.count() == 0
    assert api.post("/api/v1/checks", customer()).status_code == 200
    assert api.get("/readyz").status_code == 200


def test_the_disk_is_full(api: Api, system: System) -> None:
    pages = system.store.database.value("PRAGMA page_count")
    system.store.database.value(f"PRAGMA max_page_count = {pages}")
    codes = set()
    for number in range(40):
        response = api.post("/api/v1/checks", customer(ref=f"C-{number}", address="x" * 900 + str(number)))
        codes.add((response.status_code, response.get_json().get("code")))
    assert (503, "store_full") in codes
    assert codes <= {(200, None), (503, "store_full")}
    answered = sum(1 for number in range(40) if api.get(f"/api/v1/customers/C-{number}").status_code == 200)
    assert system.store.assessments.count() == answered


def test_the_policy_is_not_in_force(home: Home, api: Api, clock: Clock) -> None:
    clock.advance(days=-365 * 40)
    response = api.get("/readyz")
    assert (response.status_code, response.get_json()["code"]) == (503, "policy_not_in_force")
    checked = api.post("/api/v1/checks", customer())
    problem = checked.get_json()
    assert (checked.status_code, problem["code"]) == (500, "policy_not_in_force")
    assert problem["params"].keys() == {"request_id"}
    assert "cn_insurer" not in str(problem)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_the_store_cannot_be_written(api: Api, home: Home) -> None:
    (home.path / "amlrisk.db").chmod(0o444)
    _refused(api, "store_unavailable")


def test_the_database_refuses_writes(api: Api, system: System) -> None:
    system.store.database.value("PRAGMA query_only = 1")
    try:
        _refused(api, "store_unavailable")
    finally:
        system.store.database.value("PRAGMA query_only = 0")


def test_ready_says_what_it_is_ready_with(api: Api) -> None:
    document = api.get("/readyz").get_json()
    assert document["status"] == "ok"
    assert document["policy"]["pack"] == "cn_insurer"
    assert document["lists"] == ["terror", "watch"]


def test_another_policy_was_taken_up_meanwhile(api: Api, system: System) -> None:
    """Nothing is decided by what was replaced; whoever may not know of the inside learns the code alone."""
    assert api.post("/api/v1/checks", customer()).status_code == 200
    system.store.packs.archive("f" * 64, "other", "1", {}, system.now())
    system.store.packs.activate("f" * 64, "test", system.now())
    _refused(api, "policy_replaced")
    for path, body in (
        ("/api/v1/screenings", {"full_name": "测试"}),
        ("/match/default", {"queries": {"a": {"schema": "Person", "properties": {"name": ["测试"]}}}}),
    ):
        response = api.post(path, body)
        assert (response.status_code, response.get_json()["code"]) == (503, "policy_replaced"), path
    assert "fff" not in api.get("/readyz").text
    assert system.store.assessments.count() == 1
    system.store.packs.activate(system.pack.digest, "test", system.now())  # as whoever starts with it does
    assert api.post("/api/v1/checks", customer()).status_code == 200


def test_another_program_has_changed_the_tables(api: Api, system: System) -> None:
    system.store.database.write("INSERT INTO migrations (name, sha256, applied_at) VALUES ('9999_later', 'x', 'x')")
    response = api.get("/readyz")
    assert (response.status_code, response.get_json()["code"]) == (503, "store_outdated")
    assert "9999_later" not in response.text
