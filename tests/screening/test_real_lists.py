"""The real lists beside the checkout: nothing listed is missed, few of the unlisted are hit, one is like many."""

from __future__ import annotations

import random
from pathlib import Path

import msgspec
import pytest

from amlrisk.policy.matching import Matching
from amlrisk.screening.index import Index, build_index
from amlrisk.screening.model import Query
from amlrisk.watchlist.model import NameKind, Schema, Snapshot
from bench.screening import SPOILERS, Wrong, read_list, read_names, spoiled

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def snapshots(shared_dir: Path) -> list[Snapshot]:
    return [read_list(shared_dir / "lists", source) for source in ("un", "ofac")]


@pytest.fixture(scope="module")
def index(snapshots: list[Snapshot], matching: Matching) -> Index:
    return build_index(snapshots, matching, b"tests")


def missed(index: Index, wrong: list[Wrong]) -> float:
    rows = index.screen([one.query for one in wrong])
    lost = [one for one, row in zip(wrong, rows, strict=True) if one.entity not in {hit.entity for hit in row}]
    return len(lost) / len(wrong)


def test_every_listed_name_finds_its_entity(index: Index, snapshots: list[Snapshot]) -> None:
    asked = [
        (snapshot.info.source, entity.id, Query(schema=entity.schema, names=(name.text,)))
        for snapshot in snapshots
        for entity in snapshot.entities[::7]
        for name in entity.names
        if name.kind is not NameKind.WEAK_ALIAS
    ]
    rows = index.screen([query for _, _, query in asked])
    lost = [
        (query.names[0], entity)
        for (source, entity, query), row in zip(asked, rows, strict=True)
        if (source, entity) not in {(hit.source, hit.entity) for hit in row}
    ]
    assert lost == []


@pytest.mark.parametrize("how", ["one typing error", "parts in any order", "two parts joined", "a part split"])
def test_misspelled_names_are_found(index: Index, snapshots: list[Snapshot], how: str) -> None:
    persons = [entity for entity in snapshots[0].entities if entity.schema is Schema.PERSON]
    assert missed(index, list(spoiled("un", persons, SPOILERS[how]))) <= 0.01


def test_unlisted_people_are_hit_seldom(index: Index, shared_dir: Path) -> None:
    rows = read_names(shared_dir / "names" / "negatives_global_10k.csv")
    hits = index.screen(rows)
    assert sum(any(hit.source == "un" for hit in row) for row in hits) <= 0.0005 * len(rows)
    assert sum(map(bool, hits)) <= 0.003 * len(rows)


def test_one_at_a_time_is_the_same_as_all_at_once(index: Index, snapshots: list[Snapshot], shared_dir: Path) -> None:
    rows = random.Random(3).sample(read_names(shared_dir / "names" / "negatives_global_10k.csv"), 600)
    rows += [
        msgspec.structs.replace(one.query, names=(one.query.names[0], "王伟"))
        for one in list(spoiled("ofac", snapshots[1].entities[:400], SPOILERS["two typing errors"]))
    ]
    assert index.screen(rows, 0.7) == [index.screen([row], 0.7)[0] for row in rows]
