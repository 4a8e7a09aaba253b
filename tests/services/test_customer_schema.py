"""The raw shape of a customer: schema, intake and documentation say the same."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import ValidationError

from amlrisk.errors import InvalidInput
from amlrisk.facts import model
from amlrisk.facts.intake import CodeSets
from amlrisk.services import customer_schema as schemas
from amlrisk.services.customer_columns import COLUMNS
from amlrisk.services.customer_schema import CustomerSchema, issues_from, read_customer
from tests.facts.test_intake import LEGAL, NATURAL

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data" / "customers"
DOCUMENT = ROOT / "docs" / "customers.md"
CODES = CodeSets(occupations={"teacher", "2008"}, industries={"F51"}, currencies={"CNY", "USD"})
SCHEMA = CustomerSchema()

STRUCTS = {
    schemas.CustomerSchema: model.Customer,
    schemas.PartySchema: model.Party,
    schemas.DocumentSchema: model.IdentityDocument,
    schemas.PolicySchema: model.Policy,
    schemas.TransactionSchema: model.Transaction,
    schemas.EventSchema: model.Event,
    schemas.OwnershipSchema: model.Ownership,
}
# What a document's number says is derived, never handed in.
DERIVED = {"checked", "birth_on", "gender", "region"}


def read(raw: Any) -> model.Customer:
    return read_customer(raw, key=b"a key for tests", today=date(2026, 3, 1), codes=CODES)


def faults(raw: Any) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as caught:
        read(raw)
    return [(i.path, i.code) for i in caught.value.issues]


def refused_by_schema(raw: Any) -> list[tuple[str, str]]:
    with pytest.raises(ValidationError) as caught:
        SCHEMA.load(raw)
    return [(i.path, i.code) for i in issues_from(caught.value.normalized_messages())]


@pytest.mark.parametrize("schema", STRUCTS, ids=lambda s: s.__name__)
def test_schema_and_facts_have_the_same_fields(schema: type[Any]) -> None:
    names = set(STRUCTS[schema].__struct_fields__)
    assert set(schema().fields) == names - (DERIVED if schema is schemas.DocumentSchema else set())


class Watched(Mapping[str, Any]):
    """A mapping that notes which fields are asked for."""

    def __init__(self, inner: Mapping[str, Any], seen: set[str], path: str = "") -> None:
        self.inner, self.seen, self.path = inner, seen, path

    def __getitem__(self, name: str) -> Any:
        self.seen.add(self.path + name)
        value = self.inner[name]
        if isinstance(value, Mapping):
            return Watched(value, self.seen, f"{self.path}{name}.")
        if isinstance(value, list):
            return [Watched(v, self.seen, f"{self.path}{name}.") if isinstance(v, Mapping) else v for v in value]
        return value

    def __iter__(self) -> Iterator[str]:
        return iter(self.inner)

    def __len__(self) -> int:
        return len(self.inner)


def test_the_intake_reads_every_field_of_the_schema() -> None:
    seen: set[str] = set()
    for raw in (NATURAL, LEGAL):
        read(Watched(raw, seen))
    wanted = set(SCHEMA.fields)
    wanted |= {f"subject.{name}" for name in schemas.SubjectSchema().fields}
    wanted |= {f"parties.{name}" for name in schemas.PartySchema().fields}
    wanted |= {f"subject.documents.{name}" for name in schemas.DocumentSchema().fields}
    wanted |= {f"policies.{name}" for name in schemas.PolicySchema().fields}
    wanted |= {f"transactions.{name}" for name in schemas.TransactionSchema().fields}
    wanted |= {f"events.{name}" for name in schemas.EventSchema().fields}
    wanted |= {f"ownership.{name}" for name in schemas.OwnershipSchema().fields}
    assert wanted <= seen


@pytest.mark.parametrize("raw", [NATURAL, LEGAL])
def test_the_schema_lets_what_is_right_through_unchanged(raw: dict[str, Any]) -> None:
    assert SCHEMA.load(raw) == raw
    assert read(SCHEMA.load(raw)) == read(raw)


def wrong(raw: dict[str, Any], *path: str | int, value: Any) -> dict[str, Any]:
    made: Any = copy.deepcopy(raw)
    at = made
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return made


@pytest.mark.parametrize(
    ("raw", "where", "code"),
    [
        (wrong(NATURAL, "vip", value=1), "vip", "unknown_field"),
        (wrong(NATURAL, "subject", "vip", value=1), "subject.vip", "unknown_field"),
        (wrong(NATURAL, "subject", "id", value="x"), "subject.id", "unknown_field"),
        (wrong(NATURAL, "parties", 0, "age", value=3), "parties[0].age", "unknown_field"),
        (wrong(NATURAL, "subject", "documents", 0, "masked", value=1), "subject.documents[0].masked", "unknown_field"),
        (wrong(NATURAL, "policies", 0, "premium", "unit", value="万"), "policies[0].premium.unit", "unknown_field"),
        (wrong(LEGAL, "ownership", "owner", value="x"), "ownership.owner", "unknown_field"),
        (wrong(NATURAL, "ref", value=7), "ref", "wrong_type"),
        (wrong(NATURAL, "ref", value=None), "ref", "missing"),
        (wrong(NATURAL, "kind", value="firm"), "kind", "not_one_of"),
        (wrong(NATURAL, "subject", value=[]), "subject", "wrong_type"),
        (wrong(NATURAL, "parties", value={}), "parties", "wrong_type"),
        (wrong(NATURAL, "parties", 0, value=1), "parties[0]", "wrong_type"),
        (wrong(NATURAL, "local_link", value="true"), "local_link", "wrong_type"),
        (wrong(NATURAL, "local_link", value=1), "local_link", "wrong_type"),
        (wrong(NATURAL, "policies", 0, "paid", value=True), "policies[0].paid", "bad_amount"),
        (wrong(NATURAL, "policies", 0, "product", value="x"), "policies[0].product", "not_one_of"),
        (wrong(NATURAL, "document_gaps", value=[1]), "document_gaps[0]", "wrong_type"),
    ],
)
def test_schema_and_intake_refuse_alike(raw: dict[str, Any], where: str, code: str) -> None:
    assert (where, code) in faults(raw)
    assert refused_by_schema(raw) == [(where, code)]


@pytest.mark.parametrize("raw", [None, [], "customer", 7])
def test_what_is_no_object(raw: object) -> None:
    assert faults(raw) == [("", "wrong_type")]
    assert refused_by_schema(raw) == [("", "wrong_type")]


def test_unknown_fields_are_named_beside_the_other_faults() -> None:
    raw = wrong(wrong(NATURAL, "vip", value=1), "annual_income", value="-1")
    assert faults(raw) == [("vip", "unknown_field"), ("annual_income", "negative")]


def test_a_wrong_word_is_answered_with_the_right_ones() -> None:
    with pytest.raises(InvalidInput) as caught:
        read(wrong(NATURAL, "policies", 0, "mode", value="monthly"))
    (issue,) = caught.value.issues
    assert "regular, single" in issue.en
    assert "regular, single" in issue.zh


def test_the_openapi_document_describes_every_field() -> None:
    spec = APISpec("t", "1", "3.0.3", plugins=[MarshmallowPlugin()])
    spec.components.schema("Customer", schema=CustomerSchema)
    made = spec.to_dict()["components"]["schemas"]
    assert json.dumps(made)
    assert made["Customer"]["additionalProperties"] is False
    assert made["Customer"]["properties"]["annual_income"]["oneOf"][0]["type"] == "string"
    assert made["Policy"]["properties"]["product"]["enum"] == [p.value for p in model.Product]
    for name, schema in made.items():
        for field, described in schema["properties"].items():
            assert "/ " in described.get("description", ""), f"{name}.{field}"


@pytest.mark.parametrize("path", sorted(DATA.glob("*.json")), ids=lambda p: p.stem)
def test_the_examples_of_the_documentation_are_read(path: Path) -> None:
    assert read(json.loads(path.read_text("utf-8"))).ref


def test_the_documentation_shows_the_examples() -> None:
    document = DOCUMENT.read_text("utf-8")
    shown = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", document, re.S)]
    kept = [json.loads(path.read_text("utf-8")) for path in sorted(DATA.glob("*.json"))]
    assert len(kept) >= 2
    assert all(example in shown for example in kept)


def documented(section: str) -> list[str]:
    text = DOCUMENT.read_text("utf-8").split(f"\n## {section}\n")[1].split("\n## ")[0]
    return re.findall(r"^\| `([^`]+)`", text, re.M)


@pytest.mark.parametrize(
    ("section", "schema"),
    [
        ("The customer", schemas.CustomerSchema),
        ("Parties", schemas.PartySchema),
        ("Documents", schemas.DocumentSchema),
        ("Policies", schemas.PolicySchema),
        ("Transactions", schemas.TransactionSchema),
        ("Events", schemas.EventSchema),
    ],
)
def test_every_field_is_documented(section: str, schema: type[Any]) -> None:
    names = set(schema().fields)
    if schema is schemas.CustomerSchema:
        names = names - {"ownership"} | {f"ownership.{name}" for name in schemas.OwnershipSchema().fields}
    assert set(documented(section)) == names


def test_every_column_is_documented_with_its_names() -> None:
    text = DOCUMENT.read_text("utf-8").split("\n## Tables\n")[1]
    for column in COLUMNS:
        if column.role is None:
            line = next(line for line in text.splitlines() if line.startswith(f"| `{column.name}` |"))
            assert all(alias in line for alias in column.aliases), column.name


@pytest.mark.parametrize(
    "field", [f for f in vars(model).values() if isinstance(f, type) and f.__module__ == model.__name__]
)
def test_every_word_is_documented(field: type[Any]) -> None:
    text = DOCUMENT.read_text("utf-8")
    for member in getattr(field, "__members__", {}):
        assert f"`{field[member].value}`" in text  # type: ignore[index] # only enumerations have members
