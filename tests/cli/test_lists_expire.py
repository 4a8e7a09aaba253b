"""Entries that end, as an operator meets them in the terminal."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime
from pathlib import Path

from amlrisk.services.import_list import import_list
from amlrisk.services.system import open_system
from amlrisk.settings import load_settings
from tests.cli.shell import Shell
from tests.systems import CATALOGUE, HEADER, LISTED, Clock

FILE = "\n".join((f"{HEADER},last_on", *(f"{row},2026-02-{n}" for n, row in enumerate(LISTED[:2], 16))))
ENDLESS = f"\n{LISTED[2]},\n{LISTED[3]},9999-12-30\n"


def test_what_ended_is_left_out_or_taken_out_and_the_next_end_is_told(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    (tmp_path / "watchlists").mkdir()
    catalogue = CATALOGUE.replace("      birth_date:", "      last_on: last_on\n      birth_date:")
    (tmp_path / "watchlists" / "sources.yaml").write_text(catalogue, encoding="utf-8")
    shell("init")
    path = shell.file("listed.csv", FILE + ENDLESS)
    past = dataclasses.replace(
        open_system(load_settings(shell.environment)), clock=Clock(datetime(2026, 2, 17, tzinfo=UTC))
    )
    assert import_list(past, "listed", [path], actor="li").info.expired == 1
    past.store.close()
    said = shell("lists", "expire", "--author", "wang")
    assert "listed: 1 entries have ended and are taken out" in said
    assert "no entry has ended" in shell("lists", "expire", "--author", "wang")
    said = " ".join(shell("lists", "import", "listed", path, "--author", "li").split())
    assert "listed: unchanged, confirmed as current" in said
    assert "2 left out: their last day is over" in said
    assert "listed: the next entry to end holds until 9999-12-30, that day included" in " ".join(
        shell("lists", "status").split()
    )
    (listed, _) = json.loads(shell("lists", "status", "--json"))
    assert (listed["entities"], listed["expired"], listed["next_last_on"]) == (2, 2, "9999-12-30")
    shell("audit", "export", tmp_path / "trail.jsonl", "--kind", "list_expired", "--author", "wang")
    (event,) = map(json.loads, (tmp_path / "trail.jsonl").read_text(encoding="utf-8").splitlines())
    assert (event["actor"], event["subject"], json.loads(event["detail"])["expired"]) == ("wang", "listed", "1")
