"""An installation of its own for every test: two small invented lists, a clock that can be moved."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from amlrisk.app import create_app
from amlrisk.services.api_keys import Scope, create_key
from amlrisk.services.import_list import import_list
from amlrisk.services.system import System, open_system
from amlrisk.settings import Settings
from tests import systems
from tests.systems import Clock, has_database, pack_named, settings_for

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)

_SOURCES = """
sources:
  terror:
    title: {zh: 演示恐怖名单, en: Demo terrorism list}
    publisher: Demo
    format: table
    category: terrorism
    licence: invented
    required: true
    max_age_days: 7
    max_bytes: 1000000
    files: [terror.csv]
    mapping: {id: id, name: name, schema: Person, aliases: {column: aliases, separator: ;}, birth_date: birth,
      nationality: nationality, identifiers: [{column: passport, kind: passport}]}
  watch:
    title: {zh: 演示关注名单, en: Demo watch list}
    publisher: Demo
    format: table
    category: internal_watch
    licence: invented
    max_age_days: 7
    max_bytes: 1000000
    own: true
    files: [watch.csv]
    mapping: {id: id, name: name, schema: Organization}
"""
_TERROR = """id,name,aliases,birth,nationality,passport
T1,Boris Demovich Testov,Boris Testov,1961-04-12,RU,RX9988776
T2,Amina al-Invented,,1975,IQ,
"""
_WATCH = "id,name\nW1,Demo Shipping and Trading Limited\n"


@dataclass
class Home:
    """The folder of an installation, and how to open it."""

    path: Path
    clock: Clock = field(default_factory=lambda: Clock(NOW))
    settings_changes: dict[str, Any] = field(default_factory=dict)

    def settings(self) -> Settings:
        small: dict[str, Any] = {"max_body_bytes": 100_000, "max_batch": 5, "lock_timeout_seconds": 0.3}
        return settings_for(self.path, **{"watchlists": self.path, **small, **self.settings_changes})

    def open(self) -> System:
        has_database(self.path)
        return open_system(self.settings(), clock=self.clock)


def _home(path: Path) -> Home:
    (path / "sources.yaml").write_text(_SOURCES, encoding="utf-8")
    (path / "terror.csv").write_text(_TERROR, encoding="utf-8")
    (path / "watch.csv").write_text(_WATCH, encoding="utf-8")
    return Home(path)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setattr("amlrisk.services.system.read_pack", pack_named)
    return _home(tmp_path)


@pytest.fixture(scope="module")
def module_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """For a server that many tests ask and none changes."""
    return _home(tmp_path_factory.mktemp("home"))


@pytest.fixture
def clock(home: Home) -> Clock:
    return home.clock


@pytest.fixture
def bare_system(home: Home) -> Iterator[System]:
    """An installation without any list."""
    system = home.open()
    yield system
    system.store.close()


@pytest.fixture
def system(home: Home, bare_system: System) -> System:
    for source in ("terror", "watch"):
        import_list(bare_system, source, [home.path / f"{source}.csv"], actor="test")
    return bare_system


class Api:
    """A client that carries a key and speaks JSON."""

    def __init__(self, app: Flask, key: str | None) -> None:
        self.client: FlaskClient = app.test_client()
        self.headers = {"Authorization": f"Bearer {key}"} if key else {}

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> TestResponse:
        sent = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        if body is not None:
            sent.setdefault("Content-Type", "application/json")
            body = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.client.open(path, method=method, data=body, headers=sent)

    def get(self, path: str, **headers: str) -> TestResponse:
        return self("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> TestResponse:
        return self("POST", path, body, **headers)

    def put(self, path: str, body: Any, **headers: str) -> TestResponse:
        return self("PUT", path, body, **headers)


def new_key(system: System, *scopes: Scope) -> str:
    return create_key(system, "test", scopes or tuple(Scope), actor="test")


@pytest.fixture
def app(system: System) -> Flask:
    return create_app(system)


@pytest.fixture
def api(app: Flask, system: System) -> Api:
    """Holds a key with every scope."""
    return Api(app, new_key(system))


@pytest.fixture
def api_with(app: Flask, system: System) -> Callable[..., Api]:
    return lambda *scopes: Api(app, new_key(system, *scopes))


def customer(**changes: Any) -> dict[str, Any]:
    """An unremarkable person who buys a whole life policy through a broker; every name is invented."""
    buyer: dict[str, Any] = {
        "subject": {
            "name": "测试甲",
            "gender": "male",
            "birth_on": "1985-03-07",
            "nationalities": ["CN"],
            "residence_country": "CN",
            "documents": [{"kind": "passport", "number": "E12345678", "country": "CN", "expires_on": "2032-01-01"}],
        },
        "branch_region": "330100",
        "address": "演示路 1 号",
        "address_region": "330106",
        "phone": "13800138000",
        "relationship_on": "2026-03-01",
        "annual_income": "320000",
        "occupation": "1001",
        "policies": [
            {
                "ref": "P-1",
                "product": "whole_life",
                "channel": "broker",
                "mode": "regular",
                "premium": "80000",
                "paid": "80000",
                "starts_on": "2026-03-01",
            }
        ],
        "transactions": [],
    }
    return systems.customer(**{**buyer, **changes})


def listed_customer(**changes: Any) -> dict[str, Any]:
    """One whose name is on the demo list; without the passport it is only a possible match."""
    subject = {"name": "Boris Demovich Testov", "birth_on": "1961-04-12", "nationalities": ["RU"]}
    return customer(**{"ref": "C-2", "subject": subject, **changes})
