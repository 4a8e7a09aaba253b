"""A portfolio comes in: good rows kept, bad ones told, a re-run changes nothing."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from amlrisk.services.import_customers import import_customers
from amlrisk.services.system import System
from amlrisk.store.codec import unpacked
from tests.systems import customer


def test_good_rows_are_kept_bad_ones_told_and_a_rerun_changes_nothing(on_both: System, tmp_path: Path) -> None:
    file, rejects = tmp_path / "book.jsonl", tmp_path / "rejects.csv"
    lines = [customer("A"), customer("B", annual_income="-5"), customer("C")]
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\n{broken\n"
    file.write_text(text, encoding="utf-8")
    shares: list[float] = []

    counts = import_customers(on_both, file, rejects, actor="test", progress=shares.append)
    assert (counts.added, counts.changed, counts.unchanged, counts.rejected) == (2, 0, 0, 2)
    assert shares[-1] == 1.0
    with rejects.open(encoding="utf-8-sig", newline="") as told:
        rows = list(csv.DictReader(told))
    assert [row["row"] for row in rows] == ["2", "4"]
    assert on_both.store.customers.all_refs() == ["A", "C"]

    again = import_customers(on_both, file, rejects, actor="test")
    assert (again.added, again.changed, again.unchanged, again.rejected) == (0, 0, 2, 2)


def test_no_rejects_file_without_rejects(system: System, tmp_path: Path) -> None:
    file, rejects = tmp_path / "book.jsonl", tmp_path / "rejects.csv"
    file.write_text(json.dumps(customer("A")) + "\n", encoding="utf-8")
    assert import_customers(system, file, rejects, actor="test").rejected == 0
    assert not rejects.exists()


def test_identity_numbers_are_not_stored_in_clear(system: System, tmp_path: Path) -> None:
    file = tmp_path / "book.jsonl"
    file.write_text(json.dumps(customer("A")) + "\n", encoding="utf-8")
    import_customers(system, file, tmp_path / "rejects.csv", actor="test")
    document = system.store.customers.get("A").subject.documents[0]
    assert document.number.masked.count("*") >= 6
    (row,) = system.store.database.rows("SELECT document FROM facts")
    assert b"110101199005060028" not in unpacked(row[0])
