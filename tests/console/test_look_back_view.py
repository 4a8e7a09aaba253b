"""What a true match made doubtful stands in the case, for whoever may see the case."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from amlrisk.review.authority import Role
from amlrisk.review.model import Action
from amlrisk.screening.model import DispositionKind
from amlrisk.services.system import System
from tests.cases import ANALYST, act, case_of, checked, hit
from tests.console.conftest import client_of
from tests.systems import Clock, put_list, system_for

PAID = {"kind": "premium", "policy": "P1", "amount": "1234567.80", "method": "cash", "payer": "kin", "country": "PA"}


@pytest.fixture
def system(tmp_path: Path) -> Iterator[System]:
    system = system_for(tmp_path, clock=Clock())
    put_list(system)
    yield system
    system.store.close()


def page(system: System, language: str) -> str:
    client = client_of(system, Role.ANALYST)
    return client.get(f"/cases/{case_of(system).id}?lang={language}").get_data(as_text=True)


def decided(system: System, kind: DispositionKind) -> None:
    act(system, ANALYST, case_of(system), Action.DECIDE_HIT, hit=hit(kind))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Transactions to be looked at again", "2024-05-06", "1,234,567.80 CNY", "cash", "PA")),
        ("zh", ("须回溯审查的交易", "2023-07-15 至 2026-07-15", "1,234,567.80 CNY", "现金", "保单号")),
    ],
)
def test_a_true_match_shows_the_transactions_of_three_years(
    system: System, language: str, words: tuple[str, ...]
) -> None:
    checked(system, transactions=[PAID | {"on": "2024-05-06"}, PAID | {"on": "2023-07-14"}])
    assert "look-back" not in page(system, language)
    decided(system, DispositionKind.TRUE_MATCH)
    html = page(system, language)
    for each in words:
        assert each in html, each
    assert html.count("1,234,567.80") == 1
    assert "2023-07-14" not in html


def test_other_decisions_show_none(system: System) -> None:
    checked(system)
    decided(system, DispositionKind.INCONCLUSIVE)
    assert "look-back" not in page(system, "en")


def test_where_none_was_delivered_it_says_so_and_what_was_taken_back(system: System) -> None:
    checked(system, transactions=None)
    decided(system, DispositionKind.TRUE_MATCH)
    assert "ask for them" in page(system, "en")
    decided(system, DispositionKind.FALSE_POSITIVE)
    assert "taken back" in page(system, "en")
