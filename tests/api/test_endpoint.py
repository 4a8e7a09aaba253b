"""A grade that a key was shown is in the audit trail."""

from __future__ import annotations

import pytest

from amlrisk.services.check_customer import check_customer
from amlrisk.services.system import System
from tests.api.conftest import Api, customer


@pytest.mark.parametrize(
    ("method", "path", "kind"),
    [
        ("GET", "/api/v1/customers/C-1", "customer"),
        ("GET", "/api/v1/customers/C-1/assessments", "history"),
        ("GET", "/api/v1/assessments/{id}", "assessment"),
        ("POST", "/api/v1/assessments/{id}/replay", "replay"),
    ],
)
def test_a_grade_shown_to_a_key_is_recorded(api: Api, system: System, method: str, path: str, kind: str) -> None:
    check_customer(system, customer())
    latest = system.store.assessments.latest("C-1")
    assert latest is not None
    assert api(method, path.format(id=latest.id)).status_code == 200
    (event,) = system.store.audit.recent(1)
    (key,) = system.store.keys.all()
    assert (event.kind, event.actor, event.subject) == ("viewed", key.id, "C-1")
    assert event.detail["kind"] == kind


def test_what_is_not_there_was_not_viewed(api: Api, system: System) -> None:
    assert api.get("/api/v1/customers/NOBODY").status_code == 404
    assert [event.kind for event in system.store.audit.recent(1)] == ["key_created"]
