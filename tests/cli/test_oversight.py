"""Quarantine and the audit trail at the terminal."""

from __future__ import annotations

import csv
import json
import sqlite3
from pathlib import Path

import pytest

from tests.cli.shell import Shell
from tests.systems import CATALOGUE, HEADER, LISTED


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """Initialised, with the test list in force and a version of it in quarantine, both imported by ``li``."""
    shell = Shell(tmp_path)
    (tmp_path / "watchlists").mkdir()
    (tmp_path / "watchlists" / "sources.yaml").write_text(CATALOGUE, encoding="utf-8")
    shell("init")
    for rows, code in ((LISTED, 0), (LISTED[:2], 2)):
        file = shell.file("listed.csv", "\n".join((HEADER, *rows)) + "\n")
        shell("lists", "import", "listed", file, "--author", "li", expect=code)
    return shell


def test_a_second_person_approves(shell: Shell) -> None:
    assert "version 2 quarantined" in shell("lists", "status")
    reason = ("--reason", "confirmed by the publisher")
    assert "[list_own_import]" in shell("lists", "approve", "2", *reason, "--author", "LI", expect=4)
    assert "[invalid_input]" in shell("lists", "approve", "2", "--reason", " ", "--author", "wang", expect=2)
    assert "[not_found]" in shell("lists", "approve", "9", *reason, "--author", "wang", expect=3)
    assert "2 entities in force" in shell("lists", "approve", "2", *reason, "--author", "wang")
    assert "[list_decided]" in shell("lists", "refuse", "2", *reason, "--author", "wang", expect=4)
    (listed,) = [each for each in json.loads(shell("lists", "status", "--json")) if each["source"] == "listed"]
    assert listed["entities"] == 2


def test_a_second_person_refuses(shell: Shell) -> None:
    said = shell("--language", "zh", "lists", "refuse", "2", "--reason", "文件不全", "--author", "wang")
    assert "已退回" in said
    assert "quarantined" not in shell("lists", "status")


def test_the_trail_is_taken_out(shell: Shell) -> None:
    out = shell.home / "trail.jsonl"
    shell("audit", "export", out, "--author", "wang")
    events = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [event["kind"] for event in events] == ["policy_changed", "list_imported", "list_quarantined"]
    assert [event["previous_hash"] for event in events] == ["", *(event["hash"] for event in events[:-1])]
    only = shell.home / "trail.csv"
    shell("--language", "zh", "audit", "export", only, "--kind", "audit_exported", "--actor", "wang", "--text", "JSONL")
    rows = list(csv.reader(only.read_text(encoding="utf-8-sig").splitlines()))
    assert [row[2] for row in rows] == ["事件", "audit_exported"]
    shell("audit", "export", shell.home / "trail.xlsx", "--since", "2020-01-01", "--until", "2099-01-01")
    assert "name the file" in shell("audit", "export", shell.home / "trail.txt", expect=2)
    assert '"kind":"policy_changed"' in shell("audit", "export", "-", "--format", "jsonl")
    assert [each.name for each in shell.home.glob(".*.part")] == []


@pytest.mark.parametrize(
    ("statement", "zh", "en"),
    [
        ("UPDATE audit_events SET subject = 'x' WHERE seq = 2", "第 2 条事件的内容已被改动", "event 2 was changed"),
        ("DELETE FROM audit_events WHERE seq = 2", "第 2 条事件缺失", "event 2 is missing"),
        ("UPDATE audit_events SET seq = CASE seq WHEN 2 THEN -3 ELSE -2 END WHERE seq > 1", "第 2 条", "event 2"),
        ("DELETE FROM audit_events", "自第 1 条起", "from event 1 on"),
    ],
    ids=["changed", "deleted", "reordered", "truncated"],
)
def test_a_broken_chain_is_named(shell: Shell, statement: str, zh: str, en: str) -> None:
    assert "whole: 3 events" in shell("audit", "verify")
    database = sqlite3.connect(shell.home / "amlrisk.db")
    for name in ("no_update", "no_delete", "no_replace_1"):
        database.execute(f"DROP TRIGGER audit_events_{name}")
    database.execute(statement)
    database.execute("UPDATE audit_events SET seq = -seq WHERE seq < 0")
    database.commit()
    database.close()
    assert en in shell("audit", "verify", expect=1)
    assert zh in shell("--language", "zh", "audit", "verify", expect=1)
