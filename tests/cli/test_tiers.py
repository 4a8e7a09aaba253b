"""Tiers at the terminal: from the import of value facts to the export of what came of them."""

from __future__ import annotations

import csv
import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from amlrisk.policy.value_vocabulary import Tier
from amlrisk.services.system import open_system
from amlrisk.settings import load_settings
from tests.cli.shell import Shell
from tests.systems import CATALOGUE, HEADER, LISTED, customer
from tests.tiers import rewritten, unreadable, worth


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """Graded: gold, platinum, one who is listed and has earned diamond, and one of whose value nothing is known."""
    shell = Shell(tmp_path_factory.mktemp("home"))
    (shell.home / "watchlists").mkdir()
    catalogue = CATALOGUE.replace("max_age_days: 7", "max_age_days: 3650")
    (shell.home / "watchlists" / "sources.yaml").write_text(catalogue, encoding="utf-8")
    shell("init")
    shell("lists", "import", "listed", shell.file("listed.csv", "\n".join((HEADER, *LISTED)) + "\n"))
    listed = {**customer()["subject"], "name": "贺云骁", "gender": "male", "birth_on": "1971-03-14"}
    listed["documents"] = [{"kind": "resident_id", "number": "110105197103141178", "expires_on": "2035-01-01"}]
    rows = [
        customer("A", value=worth(Tier.GOLD)),
        customer("B", value=worth(Tier.PLATINUM), branch="B31"),
        customer("L", subject=listed, value=worth(Tier.DIAMOND)),
        customer("N"),
    ]
    shell("customers", "import", shell.file("book.jsonl", "\n".join(map(json.dumps, rows)) + "\n"))
    shell("grade", "--all")
    return shell


def test_everybody_is_appraised(shell: Shell) -> None:
    said = shell("tiers", "appraise")
    assert "3 customers, 3 evaluated, 0 failed" in said
    assert "before the gate (rows), after it (columns)" in said
    assert "完成 1，失败 0" in shell("--language", "zh", "tiers", "appraise", "A")
    assert "0 customers" in shell("tiers", "appraise", "--ending")
    assert "[not_found]" in shell("tiers", "appraise", "A", "N", expect=3)
    assert "not both" in shell("tiers", "appraise", "A", "--ending", expect=2)


def test_how_it_came_about(shell: Shell) -> None:
    said = shell("tiers", "show", "A", "--author", "wang")
    assert "gold" in said
    document = json.loads(shell("tiers", "show", "L", "--json"))
    assert document["evaluation"]["base"]["tier"] == "diamond"
    assert document["evaluation"]["gate"]["tier"] != "diamond", "listed: held"
    assert "没有层级评定" in shell("--language", "zh", "tiers", "show", "N")
    assert "[not_found]" in shell("tiers", "show", "nobody", expect=3)
    before = (date.today() - timedelta(days=3)).isoformat()  # noqa: DTZ011 -- before this test's home was made
    assert "no evaluation" in shell("tiers", "show", "A", "--on", before)
    events = shell("audit", "export", "-", "--format", "jsonl", "--kind", "tier_disclosed", "--actor", "wang")
    assert '"by":"terminal"' in json.loads(events.splitlines()[0])["detail"]


def test_the_history(shell: Shell) -> None:
    kept = json.loads(shell("tiers", "history", "A", "--json"))
    assert {each["base"] for each in kept["evaluations"]} == {"gold"}
    assert kept["membership_history"] == []
    assert "历次评定" in shell("--language", "zh", "tiers", "history", "A", "--limit", "1")
    assert "[not_found]" in shell("tiers", "history", "nobody", expect=3)


def test_taken_out(shell: Shell) -> None:
    lines = [json.loads(line) for line in shell("tiers", "export", "-", "--format", "jsonl").splitlines()]
    assert [line["evaluation"]["customer"] for line in lines] == ["A", "B", "L"]
    out = shell.home / "tiers.csv"
    shell("--language", "zh", "tiers", "export", out, "--schemes", "--branch", "B31", "--author", "wang")
    (row,) = csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines())
    assert (row["客户编号"], row["限制后层级"], row["俱乐部层级"]) == ("B", "铂金或以上", "铂金或以上")
    shell("tiers", "export", shell.home / "tiers.xlsx", "--lowered")
    assert "name the file" in shell("tiers", "export", shell.home / "tiers.txt", expect=2)
    assert [each.name for each in shell.home.glob(".*.part")] == []


def test_the_gate_needs_no_installation(tmp_path: Path) -> None:
    bare = Shell(tmp_path)
    assert "The gate" in bare("tiers", "gate")
    table = json.loads(bare("--language", "zh", "tiers", "gate", "--json"))
    assert table["title"] == "洗钱风险等级对层级的限制"
    assert len(table["columns"]) == 7


def test_a_tier_that_was_withdrawn(shell: Shell) -> None:
    """Facts that a later program wrote: a failure of the run, said at the customer, without a traceback."""
    system = open_system(load_settings({"AMLRISK_HOME": str(shell.home)}))
    before = unreadable(system, "B")
    try:
        assert "3 customers, 2 evaluated, 1 failed" in shell("tiers", "appraise", expect=1)
        for language, told in (("en", "the tier was withdrawn on"), ("zh", "撤下")):
            said = " ".join(shell("--language", language, "tiers", "show", "B").split())
            assert told in said
            assert "value_unreadable" in said
        assert json.loads(shell("tiers", "show", "B", "--json"))["withdrawn"]["code"] == "value_unreadable"
        *_, last = shell("tiers", "export", "-", "--format", "jsonl").splitlines()
        assert json.loads(last)["withdrawn"]["customer"] == "B"
    finally:
        rewritten(system, "B", before)
        system.store.close()
    shell("tiers", "appraise", "B")
    assert json.loads(shell("tiers", "show", "B", "--json"))["withdrawn"] is None
