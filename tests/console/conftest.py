"""Browsers, the pages of a demonstration, and an installation that is none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from amlrisk.app import create_app
from amlrisk.review.authority import ALL_BRANCHES, Role
from amlrisk.services.accounts import add_account
from amlrisk.services.sign_in import begin_session
from amlrisk.services.system import System
from amlrisk.store.accounts import Account
from tests.demo_home import NOW, demo_system
from tests.systems import Clock, system_for


class Visitor(FlaskClient):
    """A browser: what it sends carries the mark of the page it stands on."""

    def send(self, address: str, fields: Mapping[str, object] | None = None, *, page: str = "/sign-in") -> TestResponse:
        """Send a form that stands on ``page``, with its hidden fields as they are there."""
        shown = self.get(page, follow_redirects=True).get_data(as_text=True)
        mark = re.search(r'name="csrf_token" value="([^"]+)"', shown)
        assert mark is not None, page
        return self.post(address, data={"csrf_token": mark[1], "page": page, **(fields or {})})


_LAST: list[tuple[System, Flask]] = []


def _app_of(system: System) -> Flask:
    """The application of a system, made once for all browsers of a test: that takes longer than most pages."""
    if not _LAST or _LAST[0][0] is not system:
        _LAST[:] = [(system, create_app(system))]
    return _LAST[0][1]


def anonymous(system: System) -> Visitor:
    """A browser in which nobody is signed in."""
    app = _app_of(system)
    app.test_client_class = Visitor
    client = app.test_client()
    assert isinstance(client, Visitor)
    return client


def client_of(
    system: System, role: Role = Role.MANAGER, *, branches: tuple[str, ...] = (ALL_BRANCHES,), id: str | None = None
) -> Visitor:
    """A browser in which somebody of ``role`` is signed in: ``id``, or the one of that role and those branches."""
    client = anonymous(system)
    sign_in_as(client, person_of(system, role, branches=branches, id=id), system)
    return client


def person_of(
    system: System, role: Role, *, branches: tuple[str, ...] = (ALL_BRANCHES,), id: str | None = None
) -> Account:
    """An account of ``role``, made where there is none yet."""
    id = id or "-".join((role.value, *(branch.lower().replace(ALL_BRANCHES, "all") for branch in branches)))
    found = system.store.accounts.find(id)
    if found is not None:
        return found
    return add_account(system, id=id, name=f"测试 {id}", role=role, branches=branches, password=None, actor="test")


def sign_in_as(client: Visitor, account: Account, system: System) -> None:
    """Without a password, which costs its time; the session is like any other."""
    with client.session_transaction() as cookie:
        cookie["token"] = begin_session(system, account, how="test")


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    system = demo_system(tmp_path_factory.mktemp("demo"))
    yield system
    system.store.close()


@pytest.fixture(scope="session")
def page(demo: System) -> Callable[[str], str]:
    """The text of a page of the demonstration, which must be there."""
    client = client_of(demo)

    def get(address: str) -> str:
        response = client.get(address)
        assert response.status_code == 200, address
        return response.get_data(as_text=True)

    return get


@pytest.fixture
def plain(tmp_path: Path) -> Iterator[System]:
    """Not a demonstration: no list, no customer."""
    system = system_for(tmp_path, clock=Clock(NOW))
    yield system
    system.store.close()
