"""Value never reaches the AML grade: by imports, by what the grading functions are given, and by what they give."""

from __future__ import annotations

import ast
import inspect
import typing
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from amlrisk.facts import value as value_facts
from amlrisk.facts.model import Customer
from amlrisk.facts.value import CustomerValue
from amlrisk.grading.direct import CONDITIONS
from amlrisk.grading.measures import MEASURES
from amlrisk.grading.outcome import assess
from amlrisk.policy import value as value_rules
from amlrisk.policy import value_vocabulary
from amlrisk.policy.loader import Pack
from amlrisk.screening.query import query_of
from tests.conftest import ROOT

FACTS = {"value.py", "intake_value.py", "intake_holdings.py"}
WORTH = {"amlrisk.policy.value", "amlrisk.policy.value_vocabulary", "amlrisk.tiering"}
WORTH |= {f"amlrisk.facts.{name.removesuffix('.py')}" for name in FACTS}
BEFORE = ("facts", "watchlist", "names", "screening", "grading", "review")


def imported(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    names = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    return names | {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}


def reachable(kind: Any, seen: set[type]) -> Iterator[type]:
    """Every class that a value of ``kind`` can hold, however deep."""
    for inside in typing.get_args(kind):
        yield from reachable(inside, seen)
    if not isinstance(kind, type) or kind in seen:
        return
    seen.add(kind)
    yield kind
    if issubclass(kind, msgspec.Struct):
        for hint in typing.get_type_hints(kind).values():
            yield from reachable(hint, seen)


def given_to(function: Callable[..., object]) -> set[type]:
    seen: set[type] = set()
    hints = typing.get_type_hints(function)
    return {each for hint in hints.values() for each in reachable(hint, seen)}


@pytest.mark.parametrize("room", BEFORE)
def test_no_room_before_imports_anything_of_it(room: str) -> None:
    files = [file for file in (ROOT / "amlrisk" / room).rglob("*.py") if file.name not in FACTS]
    assert files
    for file in files:
        assert not {name for name in imported(file) if any(name.startswith(each) for each in WORTH)}, file


@pytest.mark.parametrize("function", [assess, query_of, *MEASURES.values(), *CONDITIONS.values()])
def test_nothing_of_it_is_within_reach_of_a_grading_function(function: Callable[..., object]) -> None:
    """Neither of what it is given nor of what it gives, through every field of every field."""
    assert not {each for each in given_to(function) if each.__module__ in WORTH}


def test_the_walk_finds_what_it_looks_for() -> None:
    def graded_by_value(customer: Customer, value: CustomerValue) -> None: ...

    found = {each for each in given_to(graded_by_value) if each.__module__ in WORTH}
    assert {CustomerValue, value_facts.BankStanding, value_facts.MotorClaim} <= found
    assert Customer in given_to(assess)


def test_no_field_of_a_customer_is_one_of_its_value() -> None:
    """But the ones by which the two are joined, and the health of names: none."""
    assert set(CustomerValue.__struct_fields__) & set(Customer.__struct_fields__) == {"ref"}


def test_the_rules_that_grading_takes_hold_none_of_the_value_files() -> None:
    hints = typing.get_type_hints(Pack.on)
    modules = {each.__module__ for each in reachable(hints["return"], set())}
    assert not modules & WORTH
    structs = [each for _, each in inspect.getmembers(value_rules, inspect.isclass) if each.__module__ in WORTH]
    assert structs
    assert value_vocabulary.Tier.GOLD not in typing.get_type_hints(assess)
