"""``regrade`` and ``runs``: graded again, seen, cancelled, taken up."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from amlrisk.store.database import open_store
from tests.cli.shell import Shell
from tests.systems import CATALOGUE, HEADER, LISTED, customer


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    shell = Shell(tmp_path_factory.mktemp("home"))
    (shell.home / "watchlists").mkdir()
    catalogue = CATALOGUE.replace("max_age_days: 7", "max_age_days: 3650")
    (shell.home / "watchlists" / "sources.yaml").write_text(catalogue, encoding="utf-8")
    shell("init")
    put_list(shell, LISTED)
    rows = [customer(ref) for ref in ("A", "B", "C")]
    shell("customers", "import", shell.file("book.jsonl", "\n".join(map(json.dumps, rows)) + "\n"))
    return shell


def put_list(shell: Shell, rows: tuple[str, ...]) -> None:
    shell("lists", "import", "listed", shell.file("listed.csv", "\n".join((HEADER, *rows)) + "\n"))


def runs(shell: Shell, *arguments: str | Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(shell("runs", "list", "--json", *arguments))
    return found


def state(shell: Shell, run: str) -> str:
    return str(json.loads(shell("runs", "show", run, "--json"))["status"])


def test_graded_again_for_every_cause(shell: Shell) -> None:
    said = shell("regrade", "--due", "--author", "wang")
    assert "3 in scope, 3 done, 0 failed" in said
    assert "3 + 0 = 3, nobody was missed" in said
    assert "完成 3，失败 0" in shell("--language", "zh", "regrade", "--all")
    assert "nobody is to be graded again" in shell("regrade", "--policy")
    assert "nobody is to be graded again" in shell("regrade", "--touched", "all")
    put_list(shell, (*LISTED, "T-9,Person,林晓雨,1990-05-06,CN,"))
    assert "3 in scope, 3 done" in shell("regrade", "--touched", "listed")
    assert "无须重新评级" in shell("--language", "zh", "regrade", "--touched", "listed")
    assert [(run["kind"], run["subject"]) for run in runs(shell, "--limit", "1")] == [("rescreen", "listed")]
    assert [run["actor"] for run in runs(shell, "--kind", "due")] == ["wang"]
    assert "give one of" in shell("regrade", expect=2)
    assert "give one of" in shell("regrade", "--all", "--touched", "listed", expect=2)
    assert "[unknown_source]" in shell("regrade", "--touched", "nowhere", expect=2)


def test_one_run(shell: Shell) -> None:
    run = str(runs(shell, "--kind", "grade")[0]["id"])
    assert "nobody was missed" in shell("runs", "show", run)
    document = json.loads(shell("runs", "show", run, "--json"))
    assert document["closing"]["adds_up"]
    assert document["failures"] == []
    assert "[not_found]" in shell("runs", "show", "nothing", expect=3)
    assert "开始" in shell("--language", "zh", "runs", "list")
    assert "[run_closed]" in shell("runs", "cancel", run, expect=4)
    assert "[run_closed]" in shell("runs", "resume", run, expect=4)


def test_cancelled_and_taken_up(shell: Shell) -> None:
    store, now = open_store(f"sqlite:///{shell.home / 'amlrisk.db'}"), datetime.now(UTC)
    whose: dict[str, Any] = {"cause": "x", "versions": {}, "owner": "h:1:a", "now": now}
    store.runs.begin("r1", kind="due", total=3, lease_seconds=0, scope={"whom": "due"}, **whose)
    store.run_scopes.put("r1", ["A", "B", "C"])
    store.runs.begin("r2", kind="policy", total=1, lease_seconds=600, **whose)
    store.close()
    assert state(shell, "r1") == "interrupted"
    assert "is cancelled" in shell("runs", "cancel", "r1")
    assert state(shell, "r1") == "cancelled"
    assert "3 left" in shell("runs", "list")
    said = shell("runs", "resume", "r1", "--author", "li", expect=0)
    assert "takes its place" in said, "it was begun under other rules"
    assert "ends after the customers under way" in shell("runs", "cancel", "r2")
    assert state(shell, "r2") == "cancelling"
    events = shell("audit", "export", "-", "--format", "jsonl", "--kind", "run_resumed")
    assert [json.loads(line)["actor"] for line in events.splitlines()] == ["li"]
