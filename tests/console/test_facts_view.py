from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from amlrisk.console.facts_view import facts_of, policies_of
from amlrisk.console.words import WORDS
from amlrisk.facts.model import Customer
from amlrisk.services.system import System
from tests.cases import checked
from tests.systems import Clock, customer, put_list, system_for


@pytest.fixture
def system(tmp_path: Path) -> Iterator[System]:
    system = system_for(tmp_path, clock=Clock())
    put_list(system)
    checked(system, subject=customer()["subject"], events=[{"on": "2026-05-01", "kind": "alert"}])
    yield system
    system.store.close()


def told(system: System, known: Customer) -> dict[str, tuple[str, str]]:
    return {each.name: (each.shown.zh, each.shown.en) for each in facts_of(known, system.rules())}


def test_what_is_known_is_told_in_both_languages(system: System) -> None:
    shown = told(system, system.store.customers.get("C-1"))
    assert shown["annual_income"] == ("200,000 CNY", "200,000 CNY")
    assert shown["verification"] == ("已核实", "verified")
    assert shown["document_gaps"] == ("无", "none")
    assert shown["local_link"] == ("是", "yes")
    assert shown["events"] == ("2026-05-01 预警", "2026-05-01 alert")
    assert shown["phone"][0] != "13900000000"
    assert "industry" not in shown
    assert set(shown) <= set(WORDS["fact"])


def test_what_is_not_known_is_not_told_as_none(system: System) -> None:
    known = system.store.customers.get("C-1")
    changed = msgspec.structs.replace(known, events=None, document_gaps=None, transactions=())
    shown = told(system, changed)
    assert "events" not in shown
    assert "document_gaps" not in shown
    assert shown["transactions"] == ("0", "0")
    assert told(system, msgspec.structs.replace(known, events=()))["events"] == ("无", "none")


def test_policies_are_told(system: System) -> None:
    (policy,) = policies_of(system.store.customers.get("C-1"))
    assert (policy.ref, policy.product.en, policy.premium) == ("P1", "motor", "3,000 CNY")
    assert policies_of(msgspec.structs.replace(system.store.customers.get("C-1"), policies=None)) == []
