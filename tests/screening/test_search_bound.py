"""The search is a bound on the comparison: what it passes over must not have been a hit."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from amlrisk.policy.matching import Matching
from amlrisk.screening.context import SCHEMAS
from amlrisk.screening.index import Index, build_index
from amlrisk.screening.judging import Judge
from amlrisk.screening.model import Hit, Query
from amlrisk.watchlist.model import Schema
from bench.accuracy.spoilers import SPOILERS
from bench.inputs import read_list

from .conftest import DEMO, KEY, listed, person, snapshot

GIVEN = (
    "Wiktor",
    "Viktor",
    "Jana",
    "Boris",
    "Abdul Rahman",
    "Mohammed",
    "Xiaowei",
    "Wei",
    "Kim Tong",
    "Yu",
    "Anna Maria",
)
FAMILY = ("Zarkandov", "Maradonov", "al-Qarmadi", "Wang", "Li", "Castell de la Torre", "Chol", "Falco")
WHOLE = ("王小伟", "曾国英", "Виктор Марадонов", "عبد الرحمن القرمدي", "Y. Zarkandov", "Molah Fazl")
FURTHER = ("Qasim", "Ivan", "Petrovich", "al", "Li", "J.", "2", "Nova")
RIVALS = (
    ("v", "w"),
    ("k", "c"),
    ("i", "y"),
    ("ov", "off"),
    ("x", "hs"),
    ("a", "e"),
    ("ei", "ai"),
    ("mm", "m"),
    ("q", "k"),
)


def everything(
    index: Index, queries: list[Query], forms: Iterable[int] | None = None, threshold: float | None = None
) -> list[tuple[Hit, ...]]:
    """The hits when every form of every query is compared with every listed form, or with those given."""
    chunk, _ = index._candidates.find(queries, None)
    judges = [Judge(index._listed, query, at, chunk, threshold) for at, query in enumerate(queries)]
    for asking, form in product(range(len(chunk.askings)), forms or range(len(index.arrays.forms.made))):
        judges[chunk.askings[asking].query].consider(asking, form)
    return [judge.hits() for judge in judges]


def distorted(name: str, chance: random.Random, times: Sequence[int] = (1, 1, 2, 3)) -> str:
    """A name as somebody may give it who heard it, or reads it in another spelling."""
    for _ in range(chance.choice(times)):
        words = name.split()
        match chance.randrange(5):
            case 0:
                words.insert(chance.randrange(len(words) + 1), chance.choice(FURTHER))
            case 1 if len(words) > 1:
                del words[chance.randrange(len(words))]
            case 2:
                at = chance.randrange(len(words))
                words[at] = words[at][0]
            case 3:
                one, other = chance.sample(chance.choice(RIVALS), 2)
                words = name.lower().replace(one, other, 1).split()
            case _:
                words = (SPOILERS[chance.choice(tuple(SPOILERS))](name, chance) or name).split()
        name = " ".join(words)
    return name


@pytest.mark.parametrize("seed", range(6))
def test_a_small_list_loses_nothing(matching: Matching, seed: int) -> None:
    chance = random.Random(seed)
    names = [f"{given} {family}" for given, family in product(GIVEN, FAMILY)]
    entities = [
        person(f"P{at}", name, birth_dates=(chance.choice(("1970-03-04", "1971", "1970-03")),) * chance.randrange(2))
        for at, name in enumerate([*chance.sample(names, chance.choice((2, 6, 20))), *chance.sample(WHOLE, 3)])
    ]
    index = build_index([snapshot(*entities)], matching, KEY)
    births = (None, "1970-03-04", "1970", "1971-03-04")
    queries = [
        Query(schema=Schema.PERSON, names=(distorted(entity.names[0].text, chance),), birth_on=chance.choice(births))
        for entity in chance.choices(entities, k=60)
    ]
    found, there = index.screen(queries), everything(index, queries)
    assert sum(map(bool, there)) > 20
    lost = [
        (query.names[0], query.birth_on, hit.name, hit.score)
        for query, mine, all_there_are in zip(queries, found, there, strict=True)
        for hit in all_there_are
        if hit not in mine
    ]
    assert lost == []


@pytest.mark.parametrize(
    ("asked", "on_list", "birth"),
    [
        ("Vietor Qasim Zarkandov", "Wiktor Zarkandov", None),  # the first word two errors away, the second on no list
        ("Li Zarkandov", "Lu Zarkandov", None),  # of two letters one is another
        ("Reh Sahel", "Rah Sahel", None),
        ("Abu Sayna", "Abu Rayan", "1983"),  # two errors in the only word that tells
        ("Sirajhakani", "Siraj Haqani", None),  # written as one, and a slip
        ("Abu Ubei Da", "Abu Obeida", None),  # written as two, and a slip
        ("Omaralihssain", "Omar Ali Hussain", None),
        ("Moah Faxzl", "Molah Fazl", None),  # a slip of a title that is folded to another spelling
        ("Xyzzo Qwertov Zarkandov", "X Q Zarkandov", None),
        ("محمدعباس", "محمد عباس", None),
    ],
)
def test_names_that_were_passed_over_once(matching: Matching, asked: str, on_list: str, birth: str | None) -> None:
    births = ("1983-09-06",) if birth else ()
    for others in ((), DEMO):
        index = build_index([snapshot(person("Z", on_list, birth_dates=births), *others)], matching, KEY)
        query = Query(schema=Schema.PERSON, names=(asked,), birth_on=birth)
        (hits,) = index.screen([query])
        assert [hit.entity for hit in hits] == ["Z"]
        assert [hits] == everything(index, [query])


SURNAMES = ("李", "王", "金", "马", "何", "欧阳", "曾", "苏")
SYLLABLES = "丽伟明阿里哈日正恩小兰平官英"
LATIN = (
    "Li Li",
    "Al-Libi",
    "Abu Lulu",
    "Ma Ali",
    "Maruf Ali",
    "Ho Yong Il",
    "Kim Jong Un",
    "Xiaoming Wang",
    "Hsing Su",
)
LONGER = {
    "曾国强": "Zeng Guoqiang",
    "欧阳晓光": "Ouyang Xiaoguang",
    "黄建强": "Huang Chienchiang",
    "张永昌": "Cheung Wing-cheong",
}
UNUSUAL = ("Mali Haha", "Lalu Wuli", "Haji Mama", "Suping Lili")


@pytest.mark.parametrize("seed", range(4))
def test_what_is_read_from_characters_loses_nothing(matching: Matching, seed: int) -> None:
    """Most syllables a letter away are not looked for: none of them may be a hit, born on the same day or not."""
    chance = random.Random(seed)

    def in_han() -> str:
        return chance.choice(SURNAMES) + "".join(chance.choice(SYLLABLES) for _ in range(chance.choice((1, 2, 2, 3))))

    def born() -> str | None:
        return chance.choice((None, "1970-03-04", "1970"))

    latin = [distorted(name, chance, (1,)) for name in (*LATIN, *UNUSUAL, *LONGER.values()) for _ in range(3)]
    names = [*latin, *(in_han() for _ in range(30))]
    entities = [
        person(f"P{at}", name, birth_dates=(born() or "1971",) * chance.randrange(2)) for at, name in enumerate(names)
    ]
    index = build_index([snapshot(*entities)], matching, KEY)
    asked = [*3 * tuple(LONGER), *(in_han() for _ in range(60)), *(distorted(name, chance, (0, 1)) for name in names)]
    queries = [Query(schema=Schema.PERSON, names=(name,), birth_on=born()) for name in asked]
    for threshold in (None, 0.75):
        found, there = index.screen(queries, threshold), everything(index, queries, threshold=threshold)
        assert sum(map(bool, there)) > 40
        lost = [
            (q.names[0], h.name, h.score)
            for q, a, b in zip(queries, found, there, strict=True)
            for h in b
            if h not in a
        ]
        assert lost == []


def test_the_demo_list_loses_nothing(index: Index) -> None:
    queries = [
        Query(schema=entity.schema, names=(name.text[:-1] + letter,), birth_on=birth)
        for entity in DEMO
        for name in entity.names
        for letter in ("", name.text[-1], "x")
        for birth in (None, *entity.birth_dates)
    ]
    assert index.screen(queries) == everything(index, queries)


def test_a_form_has_a_birth_date_where_all_its_carriers_have_that_one(matching: Matching) -> None:
    """What the search takes for granted of every carrier must be so."""
    entities = [
        person("A", "Viktor Maradonov", birth_dates=("1970-03-04",)),
        person("B", "Viktor Maradonov", birth_dates=("1970-03-04",)),
        person("C", "Ramiro Castell", birth_dates=("1970",)),
        person("D", "Pyotr Zarkandov", birth_dates=("1970-03-04",)),
        person("E", "Pyotr Zarkandov", birth_dates=("1971-03-04",)),
        person("F", "Jana Zarkandova", birth_dates=("1970-03-04",)),
        person("G", "Jana Zarkandova"),
        person("H", "Boris Falco", birth_dates=("1970-03-04", "1971-03-04")),
        person("I", "Boris Castell", birth_dates=("1970-03-04",), birth_years=((1960, 1964),)),
        listed("O", Schema.ORGANIZATION, "Zarkanda Trading", birth_dates=("1970-03-04",)),
    ]
    index = build_index([snapshot(*entities)], matching, KEY)
    forms, carried = index.arrays.forms, index.arrays.entities
    births = {
        entity.id: int(forms.births[carried.carried_forms[carried.carried_starts[at]]])
        for at, entity in enumerate(entities)
    }
    assert {ref for ref, birth in births.items() if birth == 19700304} == {"A", "B"}
    assert births["C"] == 19700000
    assert not any(births[ref] for ref in "DEFGHIO")


@pytest.mark.parametrize(
    "birth", ["1970-03-04", "1970-04-03", "1971-03-04", "1970", "1970-03", "1970-03-05", "1990-12-31", None]
)
def test_the_only_birth_date_passes_over_no_hit(index: Index, matching: Matching, birth: str | None) -> None:
    forms = index.arrays.forms
    assert forms.births.any()
    unaware = Index(index.arrays._replace(forms=forms._replace(births=np.zeros_like(forms.births))), matching)
    queries = [
        Query(schema=Schema.PERSON, names=(name,), birth_on=birth)
        for name in ("Viktor Maradonov", "Victor Maradonoff", "Maradonov", "Wang Xiaowei", "王小伟", "Виктор Марадон")
    ]
    for threshold in (None, 0.75, 0.6):
        assert index.screen(queries, threshold) == unaware.screen(queries, threshold)


@pytest.mark.shared
def test_listed_persons_are_not_lost_by_the_search(matching: Matching, shared_dir: Path) -> None:
    """Spoiled names of the list in force, each compared with all there is of its own entity."""
    un = read_list(shared_dir / "lists", "un")
    index = build_index([un], matching, KEY)
    carried = index.arrays.entities
    persons = [at for at in range(len(index)) if index.arrays.facts.schemas[at] == SCHEMAS.index(Schema.PERSON)]
    rng = random.Random(11)
    asked: list[tuple[int, Query]] = []
    for spoil in SPOILERS.values():
        for at in rng.sample(persons, 22):
            entity = index.entity("un", index._listed.head(at).ref)
            assert entity is not None
            name = spoil(entity.names[0].text, rng)
            if name:
                asked.append(
                    (at, Query(schema=Schema.PERSON, names=(name,), birth_on=next(iter(entity.birth_dates), None)))
                )
    found, lost = 0, []
    for (at, query), mine in zip(asked, index.screen([query for _, query in asked]), strict=True):
        forms = carried.carried_forms[carried.carried_starts[at] : carried.carried_starts[at + 1]]
        (there,) = everything(index, [query], forms.tolist())
        ref = index._listed.head(at).ref
        if ref in {hit.entity for hit in there}:
            found += 1
            if ref not in {hit.entity for hit in mine}:
                lost.append((query.names[0], index._listed.head(at).names[0]))
    assert found > 180
    assert lost == []
