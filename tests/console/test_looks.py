"""Every page that shows grades leaves a trace of whose."""

from __future__ import annotations

import pytest

from amlrisk.review.authority import Role
from amlrisk.services.system import System
from tests.console.conftest import client_of


@pytest.mark.parametrize(("address", "kind"), [("/", "overview"), ("/queue", "queue"), ("/customers", "customers")])
def test_a_list_of_grades_names_the_customers_on_it(demo: System, address: str, kind: str) -> None:
    client = client_of(demo, Role.REVIEWER)
    shown = client.get(address).get_data(as_text=True)
    (event,) = demo.store.audit.recent(1)
    assert (event.kind, event.detail["kind"]) == ("viewed", kind)
    named = event.detail["customers"]
    assert len(named) > 5
    names = [demo.store.customers.get(ref).subject.name for ref in named]
    assert all(name in shown for name in names)


@pytest.mark.parametrize("address", ["/queue/counts", "/overview/counts", "/policy"])
def test_what_shows_no_customer_leaves_none(demo: System, address: str) -> None:
    client = client_of(demo, Role.REVIEWER)
    before = demo.store.audit.head()
    assert client.get(address).status_code == 200
    assert demo.store.audit.head() == before
