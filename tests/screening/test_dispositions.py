"""A decision holds for its pair until it ends, either side changes, or the entity leaves its list and comes back."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from unicodedata import normalize

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from amlrisk.policy.vocabulary import ListCategory
from amlrisk.screening.dispositions import (
    FIELDS,
    entity_fingerprint,
    fingerprint,
    joined,
    query_fingerprint,
    standing,
)
from amlrisk.screening.model import (
    Cause,
    Decided,
    Disposition,
    DispositionKind,
    Hit,
    Query,
    QueryIdentifier,
    RecordedDisposition,
    Reopening,
)
from amlrisk.watchlist.model import ListedEntity, ListedIdentifier, ListedName, NameKind, Schema

TODAY = date(2026, 11, 23)
AT = datetime(2026, 11, 2, 3, 4, tzinfo=UTC)

QUERY = Query(
    schema=Schema.PERSON,
    names=("张演示", "Zhang Yanshi"),
    birth_on="1970-03-04",
    birth_place="示例市",
    gender="male",
    nationalities=("CN", "SG"),
    countries=("CN",),
    identifiers=(QueryIdentifier(digest="ab" * 32, kind="passport", country="CN"),),
)
LISTED = ListedEntity(
    id="E1",
    schema=Schema.PERSON,
    names=(ListedName(text="ZHANG, Yanshi"), ListedName(text="张演示", kind=NameKind.ORIGINAL_SCRIPT)),
    genders=("male",),
    birth_dates=("1970-03-04", "1971"),
    birth_years=((1968, 1972),),
    birth_places=("Demoville",),
    nationalities=("CN", "SG"),
    countries=("CN",),
    identifiers=(ListedIdentifier(kind="passport", number="E-123 45", country="CN"),),
)
HIT = Hit(
    source="demo",
    category=ListCategory.UN_SANCTIONS,
    entity="E1",
    schema=Schema.PERSON,
    score=0.95,
    name="ZHANG Yanshi",
    query_name="张演示",
    evidence=(),
    fingerprint=fingerprint(QUERY, LISTED),
)


def recorded(**changes: object) -> RecordedDisposition:
    made = Disposition(
        customer="C1",
        party="p1",
        source="demo",
        entity="E1",
        kind=DispositionKind.FALSE_POSITIVE,
        reason="另一人",
        author="li",
        fingerprint=HIT.fingerprint,
        expires_on=date(2027, 11, 2),
    )
    delisted_at = changes.pop("delisted_at", None)
    return RecordedDisposition(
        id=7, decided_at=AT, disposition=msgspec.structs.replace(made, **changes), delisted_at=delisted_at
    )


def stands(hit: Hit = HIT, today: date = TODAY, party: str = "p1", **changes: object) -> Decided | None:
    return standing(party, hit, {("p1", "demo", "E1"): recorded(**changes)}, today)


def why(hit: Hit = HIT, today: date = TODAY, **changes: object) -> tuple[Reopening, ...]:
    found = stands(hit, today, **changes)
    assert found is not None
    assert found.holds == (not found.reopened)
    return found.reopened


def hit_of(query: Query = QUERY, listed: ListedEntity = LISTED) -> Hit:
    return msgspec.structs.replace(HIT, fingerprint=fingerprint(query, listed))


def test_it_holds_for_its_pair_whichever_name_was_hit() -> None:
    assert stands() == Decided(
        id=7, kind=DispositionKind.FALSE_POSITIVE, decided_at=AT, expires_on=date(2027, 11, 2), reopened=()
    )
    assert why(msgspec.structs.replace(HIT, name="CHANG Demo", score=0.9)) == ()


def test_it_says_nothing_of_other_parties_lists_or_entities() -> None:
    assert stands(party="p2") is None
    assert stands(msgspec.structs.replace(HIT, source="other")) is None
    assert stands(msgspec.structs.replace(HIT, entity="E2")) is None


@pytest.mark.parametrize(
    ("today", "holds"), [(date(2027, 11, 1), True), (date(2027, 11, 2), False), (date(2027, 11, 3), False)]
)
def test_from_the_day_it_expires_it_does_not_hold(today: date, holds: bool) -> None:
    assert why(today=today) == (() if holds else (Reopening(cause=Cause.EXPIRED, on=date(2027, 11, 2)),))


def test_without_an_end_it_does_not_expire() -> None:
    assert why(today=date(2126, 1, 1), kind=DispositionKind.TRUE_MATCH, expires_on=None) == ()


def test_it_ends_when_the_entity_leaves_the_list() -> None:
    assert why(delisted_at=AT) == (Reopening(cause=Cause.RELISTED, at=AT),)


QUERY_CHANGES = [
    ("schema", {"schema": Schema.ORGANIZATION}),
    ("names", {"names": ("张演示",)}),
    ("names", {"names": (*QUERY.names, "章演示")}),
    ("birth_dates", {"birth_on": "1970-03-05"}),
    ("birth_dates", {"birth_on": None}),
    ("birth_places", {"birth_place": "另一市"}),
    ("genders", {"gender": "female"}),
    ("nationalities", {"nationalities": ("CN",)}),
    ("countries", {"countries": ()}),
    ("identifiers", {"identifiers": ()}),
    ("identifiers", {"identifiers": (QueryIdentifier(digest="cd" * 32, kind="passport", country="CN"),)}),
]
LISTED_CHANGES = [
    ("schema", {"schema": Schema.UNKNOWN}),
    ("names", {"names": (*LISTED.names, ListedName(text="Chang Demo", kind=NameKind.WEAK_ALIAS))}),
    ("names", {"names": LISTED.names[:1]}),
    ("birth_dates", {"birth_dates": ("1970-03-04",)}),
    ("birth_dates", {"birth_years": ((1968, 1973),)}),
    ("birth_places", {"birth_places": ()}),
    ("genders", {"genders": ()}),
    ("nationalities", {"nationalities": ("CN", "MY")}),
    ("countries", {"countries": ("CN", "HK")}),
    ("identifiers", {"identifiers": (ListedIdentifier(kind="passport", number="E12346", country="CN"),)}),
]


@pytest.mark.parametrize(("field", "changes"), QUERY_CHANGES)
def test_it_ends_when_the_customer_changes_and_says_what(field: str, changes: dict[str, object]) -> None:
    changed = hit_of(query=msgspec.structs.replace(QUERY, **changes))
    assert why(changed) == (Reopening(cause=Cause.CUSTOMER_CHANGED, fields=(field,)),)


@pytest.mark.parametrize(("field", "changes"), LISTED_CHANGES)
def test_it_ends_when_the_entry_changes_and_says_what(field: str, changes: dict[str, object]) -> None:
    changed = hit_of(listed=msgspec.structs.replace(LISTED, **changes))
    assert why(changed) == (Reopening(cause=Cause.LISTED_CHANGED, fields=(field,)),)


def test_every_field_of_either_side_can_change() -> None:
    assert {field for field, _ in QUERY_CHANGES} == {field for field, _ in LISTED_CHANGES} == set(FIELDS)


def test_the_fields_of_the_query_and_of_the_entry_are_all_weighed_or_left_out_on_purpose() -> None:
    weighed = {"id", "schema", "names", "genders", "birth_dates", "birth_years", "birth_places", "nationalities"}
    assert set(ListedEntity.__struct_fields__) == weighed | {"countries", "identifiers"} | {
        "addresses", "programmes", "listed_on", "remarks", "source_url", "last_on"
    }  # fmt: skip
    assert set(Query.__struct_fields__) == {
        "schema", "names", "birth_on", "birth_place", "gender", "nationalities", "countries", "identifiers"
    }  # fmt: skip


def test_all_reasons_are_told() -> None:
    changed = hit_of(
        msgspec.structs.replace(QUERY, gender="female", birth_on="1971"),
        msgspec.structs.replace(LISTED, names=LISTED.names[:1], identifiers=()),
    )
    assert why(changed, date(2028, 1, 1), delisted_at=AT) == (
        Reopening(cause=Cause.CUSTOMER_CHANGED, fields=("birth_dates", "genders")),
        Reopening(cause=Cause.LISTED_CHANGED, fields=("names", "identifiers")),
        Reopening(cause=Cause.RELISTED, at=AT),
        Reopening(cause=Cause.EXPIRED, on=date(2027, 11, 2)),
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"remarks": "reviewed in May", "programmes": ("B", "A"), "listed_on": "2020-01-02"},
        {"last_on": date(2030, 12, 31)},
        {"addresses": ("Demo Road 2",), "source_url": "https://example.org/2"},
        {"names": LISTED.names[::-1], "nationalities": ("SG", "CN"), "birth_dates": LISTED.birth_dates[::-1]},
        {"names": (ListedName(text="Zhang  Yanshi", kind=NameKind.WEAK_ALIAS, surname="Zhang"), LISTED.names[1])},
        {"names": (*LISTED.names, LISTED.names[0])},
        {"identifiers": (ListedIdentifier(kind="passport", number="e12345", country="CN"),)},
        {"birth_places": ("DEMOVILLE.",)},
    ],
)
def test_what_says_nothing_of_who_is_meant_ends_nothing(changes: dict[str, object]) -> None:
    assert why(hit_of(listed=msgspec.structs.replace(LISTED, **changes))) == ()


def test_the_order_in_which_a_customer_gives_names_ends_nothing() -> None:
    same = msgspec.structs.replace(QUERY, names=("ZHANG YANSHI", "张演示"), nationalities=("SG", "CN"))
    assert why(hit_of(query=same)) == ()


@pytest.mark.parametrize(
    "older",
    [
        "",
        "0f" * 32 + "." + "1e" * 32,
        "both sides",
        "names:x",
        "names:.names:y",
        ".",
        "a:b.c:d.e:f",
    ],
)
def test_a_decision_of_an_earlier_version_never_holds_in_silence(older: str) -> None:
    assert why(fingerprint=older) == (Reopening(cause=Cause.OLDER_VERSION),)


def test_no_fingerprint_at_all_agrees_with_nothing() -> None:
    assert why(msgspec.structs.replace(HIT, fingerprint=""), fingerprint="") == (Reopening(cause=Cause.OLDER_VERSION),)


def test_a_field_that_a_later_version_weighs_is_named() -> None:
    later = HIT.fingerprint + ",addresses:abc"
    assert why(msgspec.structs.replace(HIT, fingerprint=later)) == (
        Reopening(cause=Cause.LISTED_CHANGED, fields=("addresses",)),
    )


def test_a_pair_is_its_two_sides() -> None:
    assert fingerprint(QUERY, LISTED) == joined(query_fingerprint(QUERY), entity_fingerprint(LISTED))


def test_fingerprints_are_what_they_were_in_earlier_releases() -> None:
    """They are compared with those kept in the database: another way to make them would reopen every pair."""
    assert query_fingerprint(QUERY) == (
        "schema:Person,names:6UQDlr4S,birth_dates:wnJk2p3j,"
        "birth_places:U7ejTTsc,genders:mwey5Z8F,nationalities:WZhHIkX8,countries:Re64qtuN,identifiers:WPKd4ujZ"
    )
    assert entity_fingerprint(LISTED) == (
        "schema:Person,names:6UQDlr4S,birth_dates:nHVpXjr0,"
        "birth_places:DG09Fva1,genders:mwey5Z8F,nationalities:WZhHIkX8,countries:Re64qtuN,identifiers:iWBR7qhR"
    )


_texts = st.text(min_size=1, max_size=12).filter(lambda text: "\n" not in text)


@given(st.lists(_texts, max_size=4), st.lists(_texts, max_size=4), st.randoms())
def test_a_side_depends_on_its_names_and_not_on_their_order(one: list[str], other: list[str], chance) -> None:  # type: ignore[no-untyped-def]  # random.Random
    def side(names: list[str]) -> str:
        return entity_fingerprint(msgspec.structs.replace(LISTED, names=tuple(ListedName(text=name) for name in names)))

    shuffled = [*one]
    chance.shuffle(shuffled)
    assert side(one) == side(shuffled)
    assert re.fullmatch(r"[a-z_]+:[\w-]+(,[a-z_]+:[\w-]+)*", side(one))
    if {_loose(name) for name in one} != {_loose(name) for name in other}:
        assert side(one) != side(other)


def _loose(name: str) -> str:
    """Looser than the fingerprint: names that differ here differ there."""
    return "".join(filter(str.isalnum, normalize("NFKC", name).casefold()))
