"""The systems of the services' tests."""

from tests.services.conftest import bare, clock, on_both, system  # noqa: F401 -- fixtures
