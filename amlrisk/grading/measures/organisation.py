"""What an organisation is: openness, registration, ownership, age."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from amlrisk.facts.dates import months_between
from amlrisk.facts.model import Customer
from amlrisk.grading.measures.base import absent, numbered, seen
from amlrisk.grading.model import Observation
from amlrisk.policy.model import Rules


def information_openness(
    customer: Customer, rules: Rules, params: Mapping[str, Any], today: date
) -> tuple[Observation, ...]:
    """How much is public about the organisation, as recorded."""
    openness = customer.openness
    return () if openness is None else (seen(openness.value, "openness"),)


def registration_documents(
    customer: Customer, rules: Rules, params: Mapping[str, Any], today: date
) -> tuple[Observation, ...]:
    """The state of the registration documents, as recorded."""
    status = customer.registration_status
    return () if status is None else (seen(status.value, "registration_status"),)


def ownership_and_control(
    customer: Customer, rules: Rules, params: Mapping[str, Any], today: date
) -> tuple[Observation, ...]:
    """Every feature that hides the owner, and the layers; unknown layers are a missing part."""
    ownership = customer.ownership
    if ownership is None:
        return ()
    layers = (
        absent("ownership.layers")
        if ownership.layers is None
        else numbered("layers", ownership.layers, "ownership.layers")
    )
    return (*(seen(feature.value, "ownership.features") for feature in ownership.features), layers)


def entity_age(customer: Customer, rules: Rules, params: Mapping[str, Any], today: date) -> tuple[Observation, ...]:
    """Completed months since the organisation was established."""
    if customer.established_on is None:
        return ()
    return (numbered("age", max(0, months_between(customer.established_on, today)), "established_on"),)
