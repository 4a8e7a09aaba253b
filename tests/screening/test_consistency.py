"""One is like many: alone, in any batch, in any thread, from the file, the hits are the same to the last digit."""

from __future__ import annotations

from pathlib import Path

import pytest

from amlrisk.policy.matching import Matching
from amlrisk.screening.arrays import assemble, flatten
from amlrisk.screening.index import Index, build_index
from amlrisk.screening.model import Query
from amlrisk.screening.pairs import compare_names
from amlrisk.store.index_files import IndexFiles
from amlrisk.watchlist.model import Schema, Snapshot
from bench.accuracy.spoiled import spoiled
from bench.accuracy.spoilers import SPOILERS
from bench.inputs import read_lists, read_names
from bench.speed.same import WAYS, alone, differences, shuffled, threaded
from tests.screening.conftest import KEY, person, snapshot

LOW = 0.78
"""Below the pack's threshold, so that there are many hits to differ in."""

ASKED = (
    "Viktor Maradonov", "Victor Maradonow", "Виктор Марадонов", "Maradonov Viktor", "王小伟", "王小偉", "Wang Xiaowei",
    "Wang Hsiao-wei", "王晓维", "曾国英", "عبد الرحمن القرمدي",
    "Abdurrahman Qarmadi", "Ramiro Castell", "Falco", "Kim Tong-chol",
    "Zarkanda Trading", "扎坎达国际贸易", "General Trading", "Jin Fortune 7", "", "?", "·", "Zz",
)  # fmt: skip


@pytest.mark.parametrize("way", WAYS.values(), ids=list(WAYS))
def test_invented_names(index: Index, way: object) -> None:
    rows = [
        Query(schema=schema, names=(name,), birth_on=birth)
        for schema in (Schema.PERSON, Schema.ORGANIZATION, Schema.VESSEL)
        for birth in (None, "1970-03-04")
        for name in ASKED
    ]
    whole = index.screen(rows, 0.3)
    assert sum(map(bool, whole)) > len(rows) / 8
    assert callable(way)
    assert differences(whole, way(index, rows, 0.3)) == 0


@pytest.mark.parametrize(
    ("listed", "asked"),
    [
        ("王小明", "Wang Xiaoming"),
        ("王小明", "Wang Xiao Ming"),
        ("Wang Xiaoming", "王小明"),
        ("王小明", "王小明"),
        ("王小伟", "王小偉"),
        ("Виктор Марадонов", "Viktor Maradonov"),
        ("Viktor Maradonov", "Виктор Марадонов"),
    ],
)
def test_a_name_that_occurs_once_scores_as_it_does_by_itself(matching: Matching, listed: str, asked: str) -> None:
    index = build_index([snapshot(person("P1", listed))], matching, KEY)
    ((hit,),) = index.screen([Query(schema=Schema.PERSON, names=(asked,))])
    assert hit.score == compare_names(Schema.PERSON, asked, listed, matching)[0]


@pytest.fixture(scope="module")
def lists(shared_dir: Path) -> list[Snapshot]:
    return read_lists(shared_dir / "lists")


@pytest.fixture(scope="module")
def real(lists: list[Snapshot], matching: Matching) -> Index:
    return build_index(lists, matching, KEY)


@pytest.fixture(scope="module")
def rows(lists: list[Snapshot], shared_dir: Path) -> list[Query]:
    """Unlisted people, and listed names with something wrong with them; ``bench.speed`` asks all 20 000."""
    unlisted = [row for file in sorted((shared_dir / "names").glob("negatives_*.csv")) for row in read_names(file)]
    wrong = [
        each.query
        for snapshot in lists
        for spoil in SPOILERS.values()
        for each in spoiled(snapshot.info.source, snapshot.entities[::50], spoil, 4)
    ]
    return [*wrong[::2], *unlisted[::10]]


@pytest.mark.shared
def test_another_order_and_other_batches(real: Index, rows: list[Query]) -> None:
    whole = real.screen(rows, LOW)
    assert sum(map(len, whole)) > len(rows) / 5
    assert differences(whole, shuffled(real, rows, LOW)) == 0


@pytest.mark.shared
def test_one_at_a_time(real: Index, rows: list[Query]) -> None:
    assert differences(real.screen(rows, LOW), alone(real, rows, LOW)) == 0


@pytest.mark.shared
def test_by_threads_that_share_the_index(lists: list[Snapshot], matching: Matching, rows: list[Query]) -> None:
    untouched = build_index(lists[:1], matching, KEY)  # nothing is remembered before the threads begin
    answers = threaded(untouched, rows, LOW)
    assert differences(answers, untouched.screen(rows, LOW)) == 0


@pytest.mark.shared
def test_from_the_file(real: Index, matching: Matching, rows: list[Query], tmp_path: Path) -> None:
    files = IndexFiles(tmp_path)
    files.save("v1", flatten(real.arrays))
    saved = files.load("v1")
    assert saved is not None
    assert differences(Index(assemble(saved), matching).screen(rows, LOW), real.screen(rows, LOW)) == 0


@pytest.mark.shared
def test_the_order_of_the_lists_does_not_matter(
    real: Index, lists: list[Snapshot], matching: Matching, rows: list[Query]
) -> None:
    turned = build_index(lists[::-1], matching, KEY)
    assert turned.version == real.version
    assert differences(turned.screen(rows[::4], LOW), real.screen(rows[::4], LOW)) == 0
