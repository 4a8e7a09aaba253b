"""The systems of the services' tests, and the demonstration."""

from collections.abc import Iterator

import pytest

from amlrisk.services.system import System
from tests.demo_home import demo_system
from tests.services.conftest import bare, clock, on_both, system  # noqa: F401 -- fixtures


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """The demonstration, for tests that only look at it."""
    shown = demo_system(tmp_path_factory.mktemp("home"))
    yield shown
    shown.store.close()
