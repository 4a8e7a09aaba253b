"""The table of measures and the vocabulary that packs are written in say the same."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, get_args

import msgspec
import pytest

from amlrisk.errors import InvalidInput, PolicyInvalid
from amlrisk.facts import model as facts
from amlrisk.facts.model import Customer
from amlrisk.grading.measures import MEASURES, MISSING
from amlrisk.grading.measures.identity import ELEMENTS
from amlrisk.grading.outcome import assess
from amlrisk.policy.vocabulary import MEASURES as WORDS
from tests.grading import scenarios as sc


def test_the_same_names() -> None:
    assert MEASURES.keys() == WORDS.keys()


def test_every_measure_is_documented() -> None:
    assert [name for name, measure in MEASURES.items() if not measure.__doc__] == []


def test_the_mark_of_missing_input_is_no_word_of_any_pack() -> None:
    assert [name for name, words in WORDS.items() if MISSING in words.categories] == []


def _band_facts() -> Iterator[tuple[str, dict[str, Any]]]:
    for kind in ("natural", "legal"):
        for rows in sc.read(f"bands_{kind}.yaml")["factors"].values():
            yield from ((kind, overlay) for _, overlay in rows)


def test_measures_observe_nothing_but_their_words() -> None:
    for kind, overlay in _band_facts():
        customer = sc.unremarkable(kind, overlay)
        for factor in sc.rules().scorecards[kind]:
            words = WORDS[factor.measure]
            for seen in MEASURES[factor.measure](customer, sc.rules(), factor.params, sc.today()):
                if seen.category != MISSING:
                    assert words.categories[seen.category] == (seen.number is not None), (factor.id, seen)
                assert seen.facts


#: Facts whose values go into a measure as they are: each value must be a word of that measure.
AS_RECORDED: dict[str, type[StrEnum]] = {
    "adverse_media": facts.AdverseMedia,
    "cross_border": facts.CrossBorder,
    "cash_intensity": facts.CashBusiness,
    "information_openness": facts.Openness,
    "registration_documents": facts.RegistrationStatus,
    "ownership_and_control": facts.OwnershipFeature,
    "product": facts.Product,
    "channel": facts.Channel,
    "payment": facts.Payer,
}


@pytest.mark.parametrize("measure", AS_RECORDED)
def test_recorded_words_are_words_of_the_measure(measure: str) -> None:
    assert {word.value for word in AS_RECORDED[measure]} <= set(WORDS[measure].categories)


def test_required_elements_are_known() -> None:
    for factor in sc.rules().scorecards["natural"]:
        if factor.measure == "kyc_completeness":
            assert set(factor.params["required"]) <= ELEMENTS.keys()  # type: ignore[call-overload]  # a list of words


def test_an_unknown_element_is_a_fault_of_the_pack() -> None:
    measure = MEASURES["kyc_completeness"]
    with pytest.raises(PolicyInvalid, match="shoe_size"):
        measure(sc.unremarkable("natural"), sc.rules(), {"required": ["shoe_size"]}, sc.today())


@pytest.mark.parametrize("params", [{}, {"window_months": "12"}, {"window_months": True}])
def test_a_parameter_of_the_wrong_kind_is_a_fault_of_the_pack(params: dict[str, object]) -> None:
    with pytest.raises(PolicyInvalid, match="window_months"):
        MEASURES["payment"](sc.unremarkable("natural"), sc.rules(), params, sc.today())


def test_a_currency_without_a_rate_is_refused_by_path() -> None:
    customer = sc.unremarkable("natural", {"policies": [{}, {"paid": {"amount": 1, "currency": "XTS"}}]})
    with pytest.raises(InvalidInput) as caught:
        assess(customer, (), sc.rules(), on=sc.today())
    assert [(issue.path, issue.code) for issue in caught.value.issues] == [("policies[1].paid", "unknown_currency")]


def _fields(kind: type[Any], seen: set[type[Any]]) -> Iterator[str]:
    """The names of all fields below a struct."""
    if kind in seen:
        return
    seen.add(kind)
    for field in msgspec.structs.fields(kind):
        yield field.name
        todo = [field.type]
        while todo:
            part = todo.pop()
            todo.extend(get_args(part))
            if isinstance(part, type) and issubclass(part, msgspec.Struct):
                yield from _fields(part, seen)


def test_no_value_data_can_reach_grading() -> None:
    """A profit or VIP status never lowers the grade: there is no fact to carry it."""
    words = ("vip", "tier", "value", "profit", "club", "loyal", "contribution", "score", "grade", "entitle")
    assert [name for name in _fields(Customer, set()) if any(word in name for word in words)] == []
