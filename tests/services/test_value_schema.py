"""The described shape of value facts is the one that is read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from marshmallow import Schema, ValidationError, fields

from amlrisk.errors import InvalidInput
from amlrisk.facts import value
from amlrisk.facts.intake_value import FIELDS
from amlrisk.facts.model import Fact
from amlrisk.services import value_schema as schemas
from amlrisk.services.value_schema import CustomerValueSchema
from tests.services.test_value_answers import FULL, read

STRUCTS: dict[type[Schema], type[Fact]] = {
    schemas.LifeSchema: value.LifeHolding,
    schemas.MotorClaimSchema: value.MotorClaim,
    schemas.MotorYearSchema: value.MotorYear,
    schemas.VehicleSchema: value.Vehicle,
    schemas.MonthSchema: value.MonthlyAssets,
    schemas.PensionSchema: value.PensionHolding,
    schemas.BankStandingSchema: value.BankStanding,
    schemas.ContractSchema: value.GroupContract,
    schemas.FiguresSchema: value.YearFigures,
    schemas.SurveySchema: value.Survey,
    schemas.HealthAssessmentSchema: value.Health,
}


def test_a_full_customer_fits_the_description_and_is_read() -> None:
    assert CustomerValueSchema().load(FULL)
    assert read(FULL).ref == "C-1"


def test_every_field_is_described_and_no_other() -> None:
    assert set(CustomerValueSchema().fields) == set(FIELDS)
    assert set(schemas.HoldingsSchema().fields) == set(value.Company)
    for schema, struct in STRUCTS.items():
        assert set(schema().fields) == set(struct.__struct_fields__), schema


@pytest.mark.parametrize("schema", [CustomerValueSchema, schemas.HoldingsSchema, *STRUCTS])
def test_every_field_says_what_it_is_in_both_languages(schema: type[Schema]) -> None:
    for name, field in schema().fields.items():
        zh, _, en = str(field.metadata["description"]).partition("/ ")
        assert zh, name
        assert en, name


@pytest.mark.parametrize(
    "raw",
    [{**FULL, "grade": "general"}, {**FULL, "holdings": {"cinema": "1"}}, {**FULL, "study": "some"}, {"income": "1"}],
)
def test_what_the_one_refuses_the_other_refuses(raw: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        CustomerValueSchema().load(raw)
    with pytest.raises(InvalidInput):
        read(raw)


def test_what_the_description_requires_is_required_where_it_is_read() -> None:
    tried = list(_without(CustomerValueSchema(), FULL))
    assert len(tried) > 10
    for path, raw in tried:
        with pytest.raises(InvalidInput) as caught:
            read(raw)
        assert "missing" in {issue.code for issue in caught.value.issues}, path


def _without(schema: Schema, raw: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """``raw`` without each required field in turn."""
    for name, field in schema.fields.items():
        if name not in raw:
            continue
        if field.required:
            yield path + name, {other: each for other, each in raw.items() if other != name}
        inner = field.inner if isinstance(field, fields.List) else field
        if isinstance(inner, fields.Nested):
            first = raw[name][0] if isinstance(field, fields.List) else raw[name]
            for place, less in _without(inner.schema, first, f"{path}{name}."):
                yield place, {**raw, name: [less, *raw[name][1:]] if isinstance(field, fields.List) else less}
