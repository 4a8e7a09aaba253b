"""The pages of a demonstration, and of an installation that is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from amlrisk.app import create_app
from amlrisk.services.system import System
from tests.demo_home import NOW, demo_system
from tests.systems import Clock, system_for


def client_of(system: System) -> FlaskClient:
    return create_app(system).test_client()


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
