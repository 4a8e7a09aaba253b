"""Screening a file: in order, every row answered, the same whatever the number of processes."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from amlrisk.errors import MalformedInput
from amlrisk.jobs.screen_file import ScreenCounts, ignored_columns, query_from_row, screen_file
from amlrisk.services.system import System
from tests.systems import put_list, system_for


def screened(system: System, text: str, **options: Any) -> tuple[ScreenCounts, list[dict[str, Any]]]:
    out = io.BytesIO()
    counts = screen_file(system, io.StringIO(text), out, **options)
    assert counts.seconds > 0
    counts.seconds = 0  # what else is counted must not depend on it
    return counts, [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_line_a_row_in_order(system: System) -> None:
    text = "full_name,date_of_birth\n林晓雨,1990-05-06\n欧阳岚溪,1983-11-02\nAnna Novak,\n"
    counts, lines = screened(system, text)
    assert [line["row"] for line in lines] == [1, 2, 3]
    assert [bool(line["hits"]) for line in lines] == [False, True, False]
    hit = lines[1]["hits"][0]
    assert (hit["list"], hit["entity"], lines[1]["name"]) == ("listed", "T-4", "欧阳岚溪")
    assert 0.9 < hit["score"] <= 1
    assert hit["evidence"]
    assert (counts.rows, counts.with_hits, counts.refused) == (3, 1, 0)


@pytest.mark.parametrize(
    ("row", "path"),
    [
        (",1990-01-01,,", "full_name"),
        ("……,1990-01-01,,", "full_name"),
        ("王\x00伟,,,", "full_name"),
        ("Anna,1990-13-01,,", "date_of_birth"),
        ("Anna,2026-07-16,,", "date_of_birth"),
        ("Anna,0071-03-14,,", "date_of_birth"),
        ("Anna,,Atlantis,", "nationality"),
        ("Anna,,,Starship", "schema"),
        ("A" * 10_000 + ",,,", "full_name"),
    ],
)
def test_a_row_that_cannot_be_screened_says_why_and_never_looks_clean(system: System, row: str, path: str) -> None:
    counts, (line,) = screened(system, f"full_name,date_of_birth,nationality,schema\n{row}\n")
    assert "hits" not in line
    assert line["error"]["issues"][0]["path"] == path
    assert counts.refused == 1


@pytest.mark.parametrize("text", ["", "name\nAnna\n", "\n"])
def test_a_file_without_names_is_refused(system: System, text: str) -> None:
    with pytest.raises(MalformedInput):
        screened(system, text)


def test_processes_change_nothing(tmp_path: Path) -> None:
    names = ["林晓雨", "欧阳岚溪", "Zaidan Kasim al-Demari", "Anna Novak", "贺雲驍", "Demo Hollow Trading Limited"]
    text = "full_name\n" + "\n".join(names * 700) + "\n"
    results = []
    for processes in (1, 2):
        home = tmp_path / str(processes)
        home.mkdir()
        system = system_for(home, processes=processes)
        put_list(system)
        results.append(screened(system, text))
    assert results[0] == results[1]
    assert len(results[0][1]) == 4200


def test_the_threshold_may_be_given(system: System) -> None:
    text = "full_name\n欧阳兰溪\n"
    _, (strict,) = screened(system, text, threshold=1.0)
    _, (lenient,) = screened(system, text, threshold=0.3)
    assert len(strict["hits"]) < len(lenient["hits"])


def test_an_identity_number_finds_its_owner_under_another_name(system: System) -> None:
    _, (line,) = screened(system, "full_name,id_number\nNobody Inparticular,110105197103141178\n")
    assert line["hits"][0]["entity"] == "T-1"
    assert line["hits"][0]["strong_identifier"]


def test_columns_that_are_not_read_are_named() -> None:
    assert ignored_columns(["full_name", "date_of_brith", "gender"]) == ["date_of_brith"]


def test_a_row_becomes_a_query() -> None:
    query = query_from_row(
        {"full_name": " Anna ", "nationality": "德国", "gender": "Female"}, b"k" * 32, date(2026, 7, 15)
    )
    assert (query.names, query.nationalities, query.gender) == (("Anna",), ("DE",), "female")
