"""The real lists beside the checkout: nothing listed is missed, few of the unlisted are hit."""

from __future__ import annotations

from pathlib import Path

import pytest

from amlrisk.policy.matching import Matching
from amlrisk.screening.index import Index, build_index
from amlrisk.screening.model import Query
from amlrisk.watchlist.model import NameKind, Schema, Snapshot
from bench.accuracy.spoiled import Spoiled, spoiled
from bench.accuracy.spoilers import SPOILERS
from bench.inputs import read_lists, read_names

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def snapshots(shared_dir: Path) -> list[Snapshot]:
    return read_lists(shared_dir / "lists")


@pytest.fixture(scope="module")
def index(snapshots: list[Snapshot], matching: Matching) -> Index:
    return build_index(snapshots, matching, b"tests")


def missed(index: Index, wrong: list[Spoiled]) -> float:
    rows = index.screen([one.query for one in wrong])
    lost = [
        one for one, row in zip(wrong, rows, strict=True) if one.found not in {(hit.source, hit.entity) for hit in row}
    ]
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


@pytest.mark.parametrize("how", ["one error of any kind", "parts in any order", "two parts joined", "a part split"])
def test_misspelled_names_are_found(index: Index, snapshots: list[Snapshot], how: str) -> None:
    persons = [entity for entity in snapshots[0].entities if entity.schema is Schema.PERSON]
    assert missed(index, list(spoiled("un", persons, SPOILERS[how], seed=7))) <= 0.01


def test_unlisted_people_are_hit_seldom(index: Index, shared_dir: Path) -> None:
    rows = read_names(shared_dir / "names" / "negatives_global_10k.csv")
    hits = index.screen(rows)
    assert sum(any(hit.source == "un" for hit in row) for row in hits) <= 0.0005 * len(rows)
    assert sum(map(bool, hits)) <= 0.003 * len(rows)
