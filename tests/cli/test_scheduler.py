"""What is due, what is to come and which lists somebody must look after, from a terminal."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.cli.shell import Shell
from tests.systems import CATALOGUE, HEADER, LISTED, NAMESAKE, customer


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """Two graded customers, one with a case, and a third who is new."""
    shell = Shell(tmp_path_factory.mktemp("home"))
    (shell.home / "watchlists").mkdir()
    (shell.home / "watchlists" / "sources.yaml").write_text(CATALOGUE, encoding="utf-8")
    shell("init")
    shell("lists", "import", "listed", shell.file("listed.csv", "\n".join((HEADER, *LISTED)) + "\n"))
    first = [customer("C-1"), customer("C-2", subject=NAMESAKE, branch="B12")]
    for people in (first, [customer("C-3", relationship_on="2026-07-01")]):
        shell("customers", "import", shell.file("book.jsonl", "\n".join(map(json.dumps, people)) + "\n"))
        if people is first:
            shell("grade", "--all")
    return shell


def test_due_says_who_is_new_and_until_when(shell: Shell) -> None:
    told = json.loads(shell("due", "--json"))
    assert (told["to_grade"], told["newcomers"]["total"], told["open"]) == (1, 1, 1)
    (new,) = told["newcomers"]["first"]
    assert (new["ref"], new["start"], new["by"]) == ("C-3", "2026-07-01", "2026-07-15")
    assert "C-3" in shell("due")
    assert "其中新客户 1" in shell("--language", "zh", "due").replace("\n", "")


def test_forecast_by_branch(shell: Shell, tmp_path: Path) -> None:
    told = json.loads(shell("forecast", "--months", "26", "--json"))
    by_branch = {
        branch: sum(line["reviews"] for line in told["lines"] if line["branch"] == branch) for branch in ("B11", "B12")
    }
    assert by_branch == {"B11": 1, "B12": 4}, "general after two years; high every half year"
    assert told["ungraded"] == 1
    assert sum(line["open_cases"] for line in told["lines"]) == 1
    assert "B12" in shell("forecast")
    assert "机构" in shell("--language", "zh", "forecast")
    shell("--language", "zh", "forecast", "--months", "3", "--branch", "B12", "--out", tmp_path / "ahead.csv")
    rows = list(csv.reader((tmp_path / "ahead.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0][:3] == ["机构", "月份", "到期复核"]
    assert {row[0] for row in rows[1:]} == {"B12"}
    assert len(rows) == 4
    shell("forecast", "--months", "3", "--out", tmp_path / "ahead.json")
    assert json.loads((tmp_path / "ahead.json").read_text(encoding="utf-8"))["months"] == 3


def test_alarms_are_shown_and_taken(tmp_path: Path) -> None:
    """A required list that was never there."""
    shell = Shell(tmp_path)
    (tmp_path / "watchlists").mkdir()
    (tmp_path / "watchlists" / "sources.yaml").write_text(CATALOGUE, encoding="utf-8")
    shell("init")
    (alarm,) = json.loads(shell("lists", "alarms", "--json"))
    assert (alarm["alarm"]["source"], alarm["alarm"]["kind"]) == ("listed", "missing")
    shell("lists", "take", str(alarm["id"]), "--note", "asked", "--author", "li")
    assert "li: asked" in shell("lists", "alarms")
    shell("lists", "take", "99", "--note", "which one?", expect=3)
    shell("lists", "take", str(alarm["id"]), "--note", " ", expect=2)
    shell("lists", "import", "listed", shell.file("listed.csv", "\n".join((HEADER, *LISTED)) + "\n"))
    assert "没有警报" in shell("--language", "zh", "lists", "alarms")
    assert json.loads(shell("lists", "alarms", "--all", "--json"))[0]["closed_at"]
