"""From raw input to a customer, or to everything that is wrong with it."""

from __future__ import annotations

import copy
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amlrisk.errors import InvalidInput
from amlrisk.facts import digest
from amlrisk.facts.intake import CodeSets, build_customer
from amlrisk.facts.issues import TEXTS
from amlrisk.facts.model import Customer, DocumentKind, Gender, Kind, Money, Role

KEY = b"a key for tests"
TODAY = date(2026, 3, 1)
CODES = CodeSets(occupations={"teacher"}, industries={"F51"}, currencies={"CNY", "USD"})
ID = "11010519491231002X"  # a woman, born 1949-12-31

NATURAL: dict[str, Any] = {
    "ref": "C-1",
    "kind": "natural",
    "subject": {
        "name": "张伟",
        "nationalities": ["CN"],
        "residence_country": "中国",
        "documents": [{"kind": "resident_id", "number": ID, "expires_on": "2035-01-01"}],
    },
    "parties": [{"roles": ["insured"], "name": "张小明", "birth_on": "2010-05"}],
    "relationship_on": "2020-01-01",
    "phone": "13800138000",
    "occupation": "teacher",
    "annual_income": "320000",
    "policies": [
        {
            "ref": "P1",
            "product": "whole_life",
            "channel": "broker",
            "mode": "regular",
            "premium": {"amount": "80000", "currency": "CNY"},
            "paid": 80000,
            "starts_on": "2025-01-01",
        }
    ],
    "transactions": [{"on": "2025-01-01", "kind": "premium", "policy": "P1", "amount": "80000"}],
    "events": [{"on": "2025-01-01", "kind": "alert", "note": "two\nlines"}],
}
LEGAL: dict[str, Any] = {
    "ref": "L-1",
    "kind": "legal",
    "subject": {
        "name": "示例贸易有限公司",
        "registration_country": "CN",
        "documents": [{"kind": "uscc", "number": "91110000600037341L"}],
    },
    "parties": [{"id": "owner", "roles": ["beneficial_owner", "controller"], "name": "李四"}],
    "industry": "F51",
    "shell": False,
    "ownership": {"layers": 2, "features": ["nominee"]},
    "established_on": "1865-03-03",
    "annual_revenue": {"amount": 20000000, "currency": "USD"},
}

Path = tuple[str | int, ...]


def build(raw: dict[str, Any]) -> Customer:
    return build_customer(raw, key=KEY, today=TODAY, codes=CODES)


def changed(raw: dict[str, Any], path: Path, value: object) -> dict[str, Any]:
    made: Any = copy.deepcopy(raw)
    at = made
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return made


def faults(raw: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as caught:
        build(raw)
    return [(issue.path, issue.code) for issue in caught.value.issues]


def test_a_person() -> None:
    its = build(NATURAL)
    assert (its.subject.id, its.subject.roles, its.subject.kind) == ("subject", (Role.POLICYHOLDER,), Kind.NATURAL)
    assert (its.subject.birth_on, its.subject.gender) == ("1949-12-31", Gender.FEMALE)
    assert its.subject.residence_country == "CN"
    document = its.subject.documents[0]
    assert (document.number.masked, document.checked, document.region) == ("110105********002X", True, "110105")
    assert (document.country, document.expires_on) == ("CN", date(2035, 1, 1))
    assert [(p.id, p.roles, p.kind) for p in its.parties] == [("p1", (Role.INSURED,), Kind.NATURAL)]
    assert its.annual_income == Money(amount=Decimal(320000))
    assert its.policies is not None
    assert its.policies[0].paid == Money(amount=Decimal(80000))
    assert its.document_gaps is None


def test_an_organisation() -> None:
    its = build(LEGAL)
    assert its.established_on == date(1865, 3, 3)
    assert its.annual_revenue == Money(amount=Decimal(20000000), currency="USD")
    assert its.ownership is not None
    assert its.ownership.layers == 2
    assert its.parties[0].id == "owner"
    assert its.subject.documents[0].checked is True
    assert its.policies is None


@pytest.mark.parametrize("raw", [NATURAL, LEGAL])
def test_no_number_stands_in_the_facts_in_clear(raw: dict[str, Any]) -> None:
    written = digest.canonical(build(raw)).decode()
    for number in (ID, ID[6:14] + ID[14:], "91110000600037341L", "13800138000"):
        assert number not in written
    assert msgspec.json.decode(written, type=Customer) == build(raw)


def test_equal_facts_have_equal_digests_however_they_are_written() -> None:
    other = changed(changed(NATURAL, ("annual_income",), 320000.00), ("policies", 0, "paid"), {"amount": "8E4"})
    other = changed(other, ("subject", "name"), " 张伟\u200f")
    other = changed(other, ("subject", "documents", 0, "number"), "110105 491231 002")
    assert build(other).subject.documents[0].number == build(NATURAL).subject.documents[0].number
    other["subject"]["documents"][0]["number"] = ID.lower()
    assert digest.digest(build(other)) == digest.digest(build(NATURAL))


def test_null_is_the_same_as_left_out() -> None:
    nulls = dict.fromkeys(("branch", "address", "phone", "verification", "document_gaps", "industry", "events"))
    assert build({**NATURAL, **nulls}).document_gaps is None
    assert build({**NATURAL, "document_gaps": [], "events": []}).events == ()


def test_a_finer_code_than_the_table_has() -> None:
    assert build({**LEGAL, "industry": "F5146"}).industry == "F5146"


def test_a_document_without_end() -> None:
    its = build(changed(NATURAL, ("subject", "documents", 0, "expires_on"), "长期"))
    assert its.subject.documents[0].expires_on == date(9999, 12, 31)


@pytest.mark.parametrize("declared", ["1949", "1949-12", "1949-12-31"])
def test_a_declared_birth_date_that_agrees(declared: str) -> None:
    assert build(changed(NATURAL, ("subject", "birth_on"), declared)).subject.birth_on == "1949-12-31"


# path to change, new value, expected (path, code)
CASES: list[tuple[dict[str, Any], Path, object, str, str]] = [
    # names
    (NATURAL, ("subject", "name"), "", "subject.name", "empty"),
    (NATURAL, ("subject", "name"), "\u200f ", "subject.name", "empty"),
    (NATURAL, ("subject", "name"), "…—!", "subject.name", "no_letters"),
    (NATURAL, ("subject", "name"), "x" * 10_000, "subject.name", "too_long"),
    (NATURAL, ("subject", "name"), "张\x00伟", "subject.name", "control_character"),
    (NATURAL, ("subject", "name"), "张\u202e伟", "subject.name", "control_character"),
    (NATURAL, ("subject", "name"), "张\ud800", "subject.name", "control_character"),
    (NATURAL, ("subject", "name"), 7, "subject.name", "wrong_type"),
    (NATURAL, ("subject", "name"), None, "subject.name", "missing"),
    (NATURAL, ("subject", "other_names"), ["Zhang Wei", "--"], "subject.other_names[1]", "no_letters"),
    (NATURAL, ("subject", "other_names"), "Zhang Wei", "subject.other_names", "wrong_type"),
    # birth dates and sex
    (NATURAL, ("parties", 0, "birth_on"), "2026-03-02", "parties[0].birth_on", "date_in_future"),
    (NATURAL, ("parties", 0, "birth_on"), "2026-04", "parties[0].birth_on", "date_in_future"),
    (NATURAL, ("parties", 0, "birth_on"), "1879-12-31", "parties[0].birth_on", "date_too_early"),
    (NATURAL, ("parties", 0, "birth_on"), "2010-02-30", "parties[0].birth_on", "bad_partial_date"),
    (NATURAL, ("parties", 0, "birth_on"), 2010, "parties[0].birth_on", "bad_partial_date"),
    (NATURAL, ("subject", "birth_on"), "1949-12-30", "subject.birth_on", "birth_date_conflict"),
    (NATURAL, ("subject", "birth_on"), "1950", "subject.birth_on", "birth_date_conflict"),
    (NATURAL, ("subject", "gender"), "male", "subject.gender", "gender_conflict"),
    (NATURAL, ("subject", "gender"), "m", "subject.gender", "not_one_of"),
    # documents
    (
        NATURAL,
        ("subject", "documents", 0, "number"),
        ID[:-1] + "1",
        "subject.documents[0].number",
        "number_check_digit",
    ),
    (
        NATURAL,
        ("subject", "documents", 0, "number"),
        "330106203001010017",
        "subject.documents[0].number",
        "number_birth_date",
    ),
    (NATURAL, ("subject", "documents", 0, "number"), "12345", "subject.documents[0].number", "number_shape"),
    (NATURAL, ("subject", "documents", 0, "number"), None, "subject.documents[0].number", "missing"),
    (NATURAL, ("subject", "documents"), LEGAL["subject"]["documents"], "subject.documents[0].kind", "legal_only"),
    (NATURAL, ("subject", "documents", 0, "kind"), "library card", "subject.documents[0].kind", "not_one_of"),
    (NATURAL, ("subject", "documents", 0, "expires_on"), "2035", "subject.documents[0].expires_on", "bad_date"),
    (NATURAL, ("subject", "documents", 0, "country"), "Atlantis", "subject.documents[0].country", "unknown_country"),
    (
        NATURAL,
        ("subject", "documents"),
        [{"kind": "resident_id", "number": n} for n in (ID, ID[:6] + ID[8:17])],
        "subject.documents[1].number",
        "duplicate_document",
    ),
    (NATURAL, ("subject", "documents"), "none", "subject.documents", "wrong_type"),
    (NATURAL, ("subject", "documents"), [1], "subject.documents[0]", "wrong_type"),
    (LEGAL, ("subject", "documents", 0, "kind"), "passport", "subject.documents[0].kind", "natural_only"),
    (
        LEGAL,
        ("subject", "documents", 0, "number"),
        "91110000600037341M",
        "subject.documents[0].number",
        "number_check_digit",
    ),
    # parties
    (NATURAL, ("parties", 0, "roles"), [], "parties[0].roles", "empty"),
    (NATURAL, ("parties", 0, "roles"), None, "parties[0].roles", "missing"),
    (NATURAL, ("parties", 0, "roles"), ["insured", "insured"], "parties[0].roles[1]", "duplicate_value"),
    (NATURAL, ("parties", 0, "roles"), ["friend"], "parties[0].roles[0]", "not_one_of"),
    (NATURAL, ("parties", 0, "id"), "subject", "parties[0].id", "duplicate_party"),
    (NATURAL, ("parties", 0, "id"), "a b", "parties[0].id", "bad_reference"),
    (NATURAL, ("parties", 0, "name"), "示例贸易有限公司", "parties[0].kind", "kind_needed"),
    (NATURAL, ("parties", 0, "kind"), "robot", "parties[0].kind", "not_one_of"),
    (NATURAL, ("subject", "kind"), "legal", "subject.kind", "kind_conflict"),
    # codes
    (NATURAL, ("subject", "nationalities"), ["CN", "XX"], "subject.nationalities[1]", "unknown_country"),
    (NATURAL, ("subject", "nationalities"), "CN", "subject.nationalities", "wrong_type"),
    (NATURAL, ("address_region",), "990000", "address_region", "unknown_region"),
    (NATURAL, ("occupation",), "astronaut", "occupation", "unknown_occupation"),
    (LEGAL, ("industry",), "Z99", "industry", "unknown_industry"),
    (LEGAL, ("industry",), "F5", "industry", "unknown_industry"),
    (LEGAL, ("industry",), "F51x", "industry", "unknown_industry"),
    (LEGAL, ("industry",), "51", "industry", "unknown_industry"),
    (NATURAL, ("annual_income",), {"amount": 1, "currency": "EUR"}, "annual_income.currency", "unknown_currency"),
    (NATURAL, ("annual_income",), {"amount": 1, "currency": "??"}, "annual_income.currency", "unknown_currency"),
    # amounts
    (NATURAL, ("annual_income",), "-1", "annual_income", "negative"),
    (NATURAL, ("annual_income",), -0.01, "annual_income", "negative"),
    (NATURAL, ("annual_income",), "a lot", "annual_income", "bad_amount"),
    (NATURAL, ("annual_income",), True, "annual_income", "bad_amount"),
    (NATURAL, ("annual_income",), "1E+999999", "annual_income", "bad_amount"),
    (NATURAL, ("annual_income",), {"currency": "CNY"}, "annual_income.amount", "missing"),
    # policies, transactions, events
    (NATURAL, ("policies", 0, "product"), "lottery", "policies[0].product", "not_one_of"),
    (NATURAL, ("policies", 0, "paid"), None, "policies[0].paid", "missing"),
    (NATURAL, ("policies", 0, "starts_on"), "soon", "policies[0].starts_on", "bad_date"),
    (NATURAL, ("policies",), [NATURAL["policies"][0]] * 2, "policies[1].ref", "duplicate_policy"),
    (LEGAL, ("policies",), {}, "policies", "wrong_type"),
    (NATURAL, ("transactions", 0, "policy"), "P2", "transactions[0].policy", "unknown_policy"),
    (NATURAL, ("transactions", 0, "on"), "2026-03-02", "transactions[0].on", "date_in_future"),
    (NATURAL, ("transactions", 0, "amount"), None, "transactions[0].amount", "missing"),
    (NATURAL, ("transactions", 0, "amount"), "-5", "transactions[0].amount", "negative"),
    (NATURAL, ("events", 0, "on"), "2026-03-02", "events[0].on", "date_in_future"),
    (NATURAL, ("events", 0, "kind"), "rumour", "events[0].kind", "not_one_of"),
    (NATURAL, ("events", 0, "note"), "x" * 2001, "events[0].note", "too_long"),
    # the customer
    (NATURAL, ("ref",), "a/b", "ref", "bad_reference"),
    (NATURAL, ("ref",), "x" * 65, "ref", "bad_reference"),
    (NATURAL, ("ref",), None, "ref", "missing"),
    (NATURAL, ("kind",), None, "kind", "missing"),
    (NATURAL, ("subject",), None, "subject", "missing"),
    (NATURAL, ("subject",), "张伟", "subject", "wrong_type"),
    (NATURAL, ("relationship_on",), "2026-03-02", "relationship_on", "date_in_future"),
    (NATURAL, ("relationship_on",), "1949-12-30", "relationship_on", "before_birth"),
    (NATURAL, ("phone",), "call me", "phone", "bad_phone"),
    (NATURAL, ("email",), "a@b", "email", "bad_email"),
    (NATURAL, ("local_link",), "yes", "local_link", "wrong_type"),
    (NATURAL, ("document_gaps",), "none", "document_gaps", "wrong_type"),
    (NATURAL, ("document_gaps",), ["id copy", ""], "document_gaps[1]", "empty"),
    (NATURAL, ("document_gaps",), ["x"] * 10_001, "document_gaps", "too_many"),
    (LEGAL, ("established_on",), "2026-03-02", "established_on", "date_in_future"),
    (LEGAL, ("ownership", "layers"), -1, "ownership.layers", "bad_count"),
    (LEGAL, ("ownership", "layers"), True, "ownership.layers", "bad_count"),
    (LEGAL, ("ownership",), [], "ownership", "wrong_type"),
]


@pytest.mark.parametrize(
    ("raw", "path", "value", "where", "code"), CASES, ids=[f"{c[3]}-{c[4]}-{i}" for i, c in enumerate(CASES)]
)
def test_each_fault_is_named(raw: dict[str, Any], path: Path, value: object, where: str, code: str) -> None:
    assert faults(changed(raw, path, value)) == [(where, code)]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("parties", 0, "birth_on"), "2026-03-01"),
        (("parties", 0, "birth_on"), "2026-03"),
        (("parties", 0, "birth_on"), "1880-01-01"),
        (("relationship_on",), "2026-03-01"),
        (("relationship_on",), "1949-12-31"),
        (("transactions", 0, "on"), "2026-03-01"),
        (("policies", 0, "starts_on"), "2026-12-31"),
        (("subject", "name"), "x" * 500),
        (("annual_income",), 0),
        (("ref",), "x" * 64),
        (("policies", 0, "ref"), "（2025）字第1号"),
        (("parties", 0, "kind"), "natural"),
    ],
)
def test_what_is_just_right(path: Path, value: object) -> None:
    raw = changed(NATURAL, path, value)
    raw["transactions"][0].pop("policy")
    build(raw)


@pytest.mark.parametrize(
    "field", ["industry", "shell", "openness", "registration_status", "ownership", "established_on", "annual_revenue"]
)
def test_a_person_has_no_field_of_an_organisation(field: str) -> None:
    assert (field, "legal_only") in faults({**NATURAL, field: LEGAL.get(field, "valid")})


@pytest.mark.parametrize("field", ["occupation", "annual_income"])
def test_an_organisation_has_no_field_of_a_person(field: str) -> None:
    assert (field, "natural_only") in faults({**LEGAL, field: NATURAL[field]})


@pytest.mark.parametrize(
    ("field", "value"), [("gender", "male"), ("birth_on", "1980"), ("birth_place", "北京"), ("nationalities", ["CN"])]
)
def test_nor_has_its_party(field: str, value: object) -> None:
    assert faults(changed(LEGAL, ("subject", field), value)) == [(f"subject.{field}", "natural_only")]
    assert faults(changed(NATURAL, ("subject", "registration_country"), "CN")) == [
        ("subject.registration_country", "legal_only")
    ]


def test_everything_wrong_is_named_at_once() -> None:
    raw = changed(changed(NATURAL, ("subject", "name"), ""), ("annual_income",), "-1")
    raw = changed(changed(raw, ("policies", 0, "product"), "x"), ("transactions", 0, "on"), "2999-01-01")
    assert {code for _, code in faults(raw)} == {"empty", "negative", "not_one_of", "date_in_future"}


def test_a_party_with_papers_of_an_organisation_is_one() -> None:
    party = {
        "roles": ["insured"],
        "name": "示例贸易有限公司",
        "documents": [{"kind": "uscc", "number": "91110000600037341L"}],
    }
    assert build({**NATURAL, "parties": [party]}).parties[0].kind is Kind.LEGAL


def test_an_old_number_has_no_check_digit() -> None:
    its = build(changed(NATURAL, ("subject", "documents", 0, "number"), "110105491231002"))
    document = its.subject.documents[0]
    assert (document.checked, document.birth_on, document.number.masked) == (None, "1949-12-31", "110105********002X")


def test_faults_never_show_a_number() -> None:
    raw = changed(NATURAL, ("subject", "documents", 0, "number"), ID[:-1] + "1")
    with pytest.raises(InvalidInput) as caught:
        build(raw)
    assert ID[:-1] not in str(caught.value)
    assert ID[:-1] not in repr(caught.value.issues)


def test_kinds_of_documents_for_each_kind_of_customer_are_all_known() -> None:
    for kind in DocumentKind:
        codes = [faults_of_kind(kind, raw) for raw in (NATURAL, LEGAL)]
        assert sum({"natural_only", "legal_only"} & set(found) != set() for found in codes) == 1, kind


def faults_of_kind(kind: DocumentKind, raw: dict[str, Any]) -> list[str]:
    return [code for _, code in faults(changed(raw, ("subject", "documents"), [{"kind": kind.value, "number": "?"}]))]


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["CN", "2020-01-01", "natural"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*Customer.__struct_fields__, "name", "kind", "documents", "number", "amount", "roles"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(field=st.sampled_from([*Customer.__struct_fields__]), value=JSON, raw=st.sampled_from([NATURAL, LEGAL]))
def test_whatever_comes_in_it_is_a_customer_or_a_list_of_issues(field: str, value: object, raw: dict[str, Any]) -> None:
    try:
        made = build({**raw, field: value})
    except InvalidInput as error:
        made, issues = None, error.issues
    else:
        issues = ()
    assert (made is None) is bool(issues)
    assert all(issue.code in TEXTS for issue in issues)
    assert "".join(issue.path + issue.en + issue.zh for issue in issues).encode() is not None
    assert made is None or digest.digest(made)
