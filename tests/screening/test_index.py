"""The index as a whole: what is found, that alone and in a batch are the same, and what a version stands for."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amlrisk.policy.matching import Matching
from amlrisk.screening.index import Index, build_index, index_version
from amlrisk.screening.model import Hit, Query
from amlrisk.watchlist.model import Schema

from .conftest import DEMO, KEY, person, snapshot

PERSON, ORGANIZATION = Schema.PERSON, Schema.ORGANIZATION


def ask(name: str, schema: Schema = PERSON, **known: object) -> Query:
    return msgspec.structs.replace(Query(schema=schema, names=(name,)), **known)


def found(index: Index, name: str, schema: Schema = PERSON, **known: object) -> list[str]:
    return [hit.entity for hit in index.screen([ask(name, schema, **known)])[0]]


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("Viktor Maradonov", "P1"),
        ("Maradonov, Viktor", "P1"),
        ("MARADONOV VIKTOR", "P1"),
        ("ViktorMaradonov", "P1"),
        ("MaradonovViktor", "P1"),
        ("Vik tor Maradonov", "P1"),
        ("Victor Maradonov", "P1"),
        ("Viktor Maradnov", "P1"),
        ("Виктор Марадонов", "P1"),
        ("Abdulrahman al Qarmadi", "P2"),
        ("ABD AL-RAHMAN AL QARMADI", "P2"),
        ("عبدالرحمن القرمدي", "P2"),
        ("王小伟", "P3"),
        ("王小偉", "P3"),
        ("小伟 王", "P3"),
        ("Wang Xiao Wei", "P3"),
        ("曾国英", "P4"),
        ("Ramiro Castell", "P5"),
        ("Kim Tong-chol", "P6"),
    ],
)
def test_persons_are_found(index: Index, name: str, entity: str) -> None:
    assert found(index, name) == [entity]


@pytest.mark.parametrize("name", ["Viktor", "Wang", "王", "al", "Kim", "Castell Torre Nueva", "bin al"])
def test_a_part_of_a_name_is_not_enough(index: Index, name: str) -> None:
    assert found(index, name) == []


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("Zarkanda International Trading", "O1"),
        ("ZARKANDA INT'L TRADING LTD", "O1"),
        ("扎坎达国际贸易股份有限公司", "O1"),
        ("General Trading Corp", "O2"),
    ],
)
def test_organisations_are_found(index: Index, name: str, entity: str) -> None:
    assert found(index, name, ORGANIZATION) == [entity]


@pytest.mark.parametrize(
    "name",
    ["Trading Corporation", "International Trading", "General Company", "国际贸易有限公司", "General Trading Acme"],
)
def test_weak_words_alone_are_never_a_hit(index: Index, name: str) -> None:
    assert found(index, name, ORGANIZATION) == []


def test_other_characters_of_the_same_sound_need_the_birth_date(index: Index) -> None:
    assert found(index, "王晓维") == []
    assert found(index, "王晓维", birth_on="1980-01-02") == ["P3"]
    # Where the list gives no characters, the sound is all there is to compare.
    assert found(index, "曾国瑛") == ["P4"]


def test_birth_dates_tell_namesakes_apart(index: Index) -> None:
    exact = ask("Viktor Maradonov", birth_on="1970-03-04")
    other = ask("Viktor Maradonov", birth_on="1995-11-20")
    slip = ask("Viktor Maradnov", birth_on="1995-11-20")
    scores = [hits[0].score if hits else None for hits in index.screen([exact, other, slip])]
    assert scores[0] == 1.0
    assert scores[1] is not None  # the very same name is for an officer to decide, whatever the date
    assert scores[1] < scores[0]
    assert scores[2] is None  # a similar name of somebody born a generation later is not


def test_a_person_is_not_a_ship_or_company(index: Index) -> None:
    assert found(index, "Jin Fortune 7", Schema.VESSEL) == ["V1"]
    assert found(index, "Jin Fortune 7", Schema.UNKNOWN) == ["V1"]
    assert found(index, "Jin Fortune 7") == []
    assert found(index, "Zarkanda Trading International") == []


def test_the_best_of_several_names_counts(index: Index) -> None:
    query = Query(schema=PERSON, names=("Nobody Known", "Victor Maradonov", "Viktor Maradonov"))
    (hit,) = index.screen([query])[0]
    assert (hit.score, hit.query_name, hit.name) == (1.0, "Viktor Maradonov", "Viktor Maradonov")


def test_exactly_at_the_threshold_is_a_hit(index: Index) -> None:
    query = ask("Viktor Maradnov")
    (hit,) = index.screen([query])[0]
    assert hit.score == round(hit.score, 4)
    assert index.screen([query], hit.score)[0] == (hit,)
    assert index.screen([query], hit.score + 0.0001)[0] == ()


@pytest.mark.parametrize("name", ["", " ", "...", "---!!!", "\u200b\u202e", "\x00"])
def test_names_without_letters_hit_nothing(index: Index, name: str) -> None:
    assert found(index, name) == []
    assert index.screen([Query(schema=PERSON, names=())]) == [()]


@pytest.mark.parametrize(
    "name", ["x" * 10_000, "ab " * 5_000, "王" * 10_000, "عبد " * 2_500, "Viktor Maradonov " * 500]
)
def test_endless_names_take_bounded_time(index: Index, name: str) -> None:
    start = time.perf_counter()
    index.screen([ask(name)])
    assert time.perf_counter() - start < 2.0


QUERIES = [
    ask("Viktor Maradnov", birth_on="1970-03-04"),
    ask("王小伟"),
    ask("عبدالرحمن القرمدي"),
    ask("Zarkanda International Trading", ORGANIZATION),
    ask(""),
    ask("Kim Tong Chol"),
    ask("曾国瑛", birth_on="1975"),
    ask("General Trading", Schema.UNKNOWN),
    ask("Виктор Марадонов"),
    ask("Ramiro Castell Torre"),
]


def test_alone_and_in_a_batch_are_the_same(index: Index, matching: Matching) -> None:
    batch = index.screen(QUERIES * 60)
    alone = [index.screen([query])[0] for query in QUERIES] * 60
    fresh = build_index([snapshot(*DEMO)], matching, KEY)
    assert batch == alone
    assert batch == fresh.screen(QUERIES * 60)
    assert any(batch)


def test_threads_do_not_disturb_each_other(matching: Matching) -> None:
    index = build_index([snapshot(*DEMO)], matching, KEY)
    expected = build_index([snapshot(*DEMO)], matching, KEY).screen(QUERIES * 30)
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda _: index.screen(QUERIES * 30), range(16)))
    assert all(result == expected for result in results)


@given(st.lists(st.text(max_size=25), max_size=6), st.sampled_from(list(Schema)))
@settings(max_examples=60, deadline=None)
def test_any_text_can_be_screened(index: Index, names: list[str], schema: Schema) -> None:
    queries = [Query(schema=schema, names=(name,)) for name in names]
    assert index.screen(queries, 0.5) == [index.screen([query], 0.5)[0] for query in queries]


def test_forked_children_see_the_same(index: Index) -> None:
    expected = index.screen(QUERIES)
    child = os.fork()
    if child == 0:
        os._exit(0 if index.screen(QUERIES) == expected else 1)
    assert os.waitpid(child, 0)[1] == 0


def test_order_of_lists_and_of_entities_does_not_matter(matching: Matching) -> None:
    one, two = snapshot(*DEMO[:4], source="a"), snapshot(*DEMO[4:], source="b")
    upside_down = snapshot(*reversed(DEMO[:4]), source="a")
    straight, turned = build_index([one, two], matching, KEY), build_index([two, upside_down], matching, KEY)
    assert straight.version == turned.version
    assert straight.screen(QUERIES) == turned.screen(QUERIES)


def test_the_version_stands_for_lists_and_numbers(index: Index, matching: Matching) -> None:
    lists = [snapshot(*DEMO)]
    assert index.version == index_version(lists, matching)
    assert index_version([snapshot(*DEMO[1:])], matching) != index.version
    assert index_version(lists, msgspec.structs.replace(matching, cost_extra=0.31)) != index.version
    assert index_version([], matching) != index.version


def test_nothing_listed_hits_nothing(matching: Matching) -> None:
    empty = build_index([], matching, KEY)
    assert len(empty) == 0
    assert empty.screen(QUERIES) == [()] * len(QUERIES)


def test_one_entity_on_two_lists_is_two_hits_in_order(matching: Matching) -> None:
    twice = build_index([snapshot(DEMO[0], source="b"), snapshot(DEMO[0], source="a")], matching, KEY)
    hits = twice.screen([ask("Viktor Maradonov")])[0]
    assert [(hit.source, hit.entity, hit.score) for hit in hits] == [("a", "P1", 1.0), ("b", "P1", 1.0)]


def test_hits_come_by_falling_score(matching: Matching) -> None:
    names = ("Viktor Maradonov", "Viktor Maradonow", "Victor Maradonow")
    index = build_index([snapshot(*(person(f"E{at}", name) for at, name in enumerate(names)))], matching, KEY)
    hits = index.screen([ask(names[2])])[0]
    assert [hit.entity for hit in hits] == ["E2", "E1", "E0"]
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_every_hit_has_evidence_that_adds_up(index: Index) -> None:
    query = ask("Viktor Maradnov", birth_on="1971-08-09", nationalities=("CN",), gender="female")
    (hit,) = index.screen([query], 0.5)[0]
    whole = next(one for one in hit.evidence if one.feature == "name")
    others = [one.effect for one in hit.evidence if one.feature not in ("name", "name_part")]
    assert {one.feature for one in hit.evidence} == {"name", "name_part", "birth_date", "gender"}
    assert hit.score == pytest.approx(whole.effect + sum(others), abs=0.0001)


def test_the_fingerprint_changes_with_either_side(index: Index, matching: Matching) -> None:
    def fingerprint(hits: tuple[Hit, ...]) -> str:
        return hits[0].fingerprint

    query = ask("Viktor Maradonov")
    changed = msgspec.structs.replace(DEMO[0], birth_places=("Demoville",))
    other = build_index([snapshot(changed, *DEMO[1:])], matching, KEY)
    first = fingerprint(index.screen([query])[0])
    assert first == fingerprint(index.screen([query])[0])
    assert first != fingerprint(index.screen([msgspec.structs.replace(query, birth_on="1970")])[0])
    assert first != fingerprint(other.screen([query])[0])
