"""The commands end to end, in processes of their own: what they print, what they leave, how they exit."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import pytest

from amlrisk.cli.main import EXIT_CODES, main
from amlrisk.errors import AmlriskError
from tests.cli.shell import Shell
from tests.conftest import ROOT
from tests.systems import CATALOGUE, HEADER, LISTED, NAMESAKE, customer

AMLRISK = str(Path(sys.executable).with_name("amlrisk"))


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """Initialised, with the test list in force. The tests below share it and build on nothing of each other."""
    shell = Shell(tmp_path_factory.mktemp("home"))
    (shell.home / "watchlists").mkdir()
    catalogue = CATALOGUE.replace("max_age_days: 7", "max_age_days: 3650")
    (shell.home / "watchlists" / "sources.yaml").write_text(catalogue, encoding="utf-8")
    shell("init")
    shell("lists", "import", "listed", shell.file("listed.csv", "\n".join((HEADER, *LISTED)) + "\n"))
    return shell


def test_from_import_to_replay(shell: Shell) -> None:
    book = shell.file("book.jsonl", "\n".join(json.dumps(customer(ref)) for ref in ("A", "B")) + "\n")
    assert "added 2" in shell("customers", "import", book)
    assert "unchanged 2" in shell("customers", "import", book)
    assert "2 graded, 0 failed" in shell("grade", "--all")

    raw = json.dumps(customer("N", subject=NAMESAKE), ensure_ascii=False)
    answer = json.loads(shell("check", "-", stdin=raw))
    assert answer["decision"] == "review"
    decided = json.loads(
        shell("dispose", "N", "subject", "listed", "T-4", "--as", "true_match", "--reason", "同一人", "--author", "li")
    )
    assert (decided["grade"], decided["decision"]) == ("unacceptable", "reject")
    for each in (answer, decided):
        assert "identical" in shell("replay", each["assessment_id"])

    pair = ("N", "subject", "listed", "T-4")
    dispose = ("dispose", *pair, "--as", "false_positive", "--reason", "另一人", "--expires-on")
    assert "[invalid_input]" in shell(*dispose, "2020-01-01", expect=2)
    assert "expires_on" in shell("--language", "zh", *dispose, "2099-01-01", expect=2)
    shell(*dispose, "soon", expect=2)
    day = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
    cleared = json.loads(shell(*dispose, day))
    assert (cleared["decision"], cleared["hits"][0]["expires_on"], cleared["hits_cleared"]) == ("accept", day, 1)
    moved = json.dumps(customer("N", subject={**NAMESAKE, "birth_on": "1983-11-02"}), ensure_ascii=False)
    again = json.loads(shell("check", "-", stdin=moved))
    assert [each["en"] for each in again["hits"][0]["reopened"]["why"]] == [
        "the birth date on the customer's record changed"
    ]
    assert "whole" in shell("audit", "verify")


def test_status_says_what_is_in_force_and_what_was_kept_out(shell: Shell) -> None:
    assert "list_empty" in shell("lists", "import", "listed", shell.file("empty.csv", HEADER + "\n"), expect=2)
    states = {state["source"]: state for state in json.loads(shell("lists", "status", "--json"))}
    assert states["listed"]["entities"] == 5
    assert states["listed"]["quarantined"]["code"] == "list_empty"
    assert states["watch"]["state"] == "missing"
    assert "listed *" in shell("lists", "status")


def test_bad_rows_are_told_and_the_exit_code_says_so(shell: Shell) -> None:
    book = shell.file("bad.jsonl", json.dumps(customer("X", annual_income="-1")) + "\n")
    assert "refused 1" in shell("customers", "import", book, expect=1)
    assert (shell.home / "bad.jsonl.rejects.csv").exists()


def test_screen_writes_a_line_a_row(shell: Shell) -> None:
    names, out = shell.file("names.csv", "full_name,colour\n欧阳岚溪,red\nAnna Novak,\n"), shell.home / "hits.jsonl"
    assert "column not read: colour" in shell("screen", names, "--out", out)
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [bool(line["hits"]) for line in lines] == [True, False]
    assert "1 could not be screened" in shell("screen", shell.file("n.csv", "full_name\n...\n"), "--out", out, expect=1)


def test_compare_appends_score_and_match(shell: Shell) -> None:
    pairs = shell.file(
        "pairs.csv", "schema,name1,name2\nPerson,王伟,王偉\nPerson,Anna Novak,Peter Brown\nCompany,A Ltd,A Ltd\n"
    )
    out = shell.home / "scored.csv"
    shell("compare", pairs, "--out", out)
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["schema", "name1", "name2", "score", "match"]
    assert [row["match"] for row in rows] == ["true", "false", "true"]


def test_a_policy_pack_is_validated_and_shown_in_both_languages(shell: Shell) -> None:
    assert "valid" in shell("policy", "validate", "international")
    assert "保费" in shell("--language", "zh", "policy", "show")
    assert json.loads(shell("policy", "show", "--json"))
    broken = shell.home / "broken"
    broken.mkdir()
    assert "[policy_" in shell("policy", "validate", broken, expect=7)


def test_people_are_added_changed_and_disabled(shell: Shell) -> None:
    first = shell("users", "add", "wang.fang", "王芳", "--role", "administrator").strip()
    assert len(first) >= 12
    shell("users", "add", "li.na", "李娜", "--role", "analyst", "--branch", "北京分公司")
    assert "already" in shell("users", "add", "li.na", "李娜", "--role", "analyst", expect=4)
    shell("users", "role", "li.na", "administrator")
    shell("users", "disable", "wang.fang")
    assert "last administrator" in shell("users", "disable", "li.na", expect=4)
    assert "last administrator" in shell("users", "role", "li.na", "analyst", expect=4)
    shell("users", "enable", "wang.fang")
    assert shell("users", "password", "wang.fang").strip() != first
    listed = shell("users", "list")
    assert "李娜" in listed
    assert first not in listed
    shell("users", "disable", "nobody", expect=3)


def test_keys_are_shown_once(shell: Shell) -> None:
    key = shell("keys", "create", "till", "--scope", "check").strip()
    assert key.startswith("amlr_")
    listed = shell("keys", "list")
    assert "till" in listed
    assert key not in listed


@pytest.mark.parametrize(
    ("arguments", "expected", "code"),
    [
        (("lists", "import", "nowhere", __file__), 2, "unknown_source"),
        (("replay", "no-such-id"), 3, "not_found"),
        (("grade", "nobody"), 3, "not_found"),
        (("check", "-"), 2, "malformed_input"),
    ],
)
def test_errors_have_a_code_and_an_exit_code(
    shell: Shell, arguments: tuple[str, ...], expected: int, code: str
) -> None:
    assert f"[{code}]" in shell(*arguments, expect=expected, stdin="{broken")


def test_without_a_list_nothing_is_decided(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    shell("init")
    assert "[list_missing]" in shell("check", "-", expect=6, stdin=json.dumps(customer()))
    assert "[list_missing]" in shell("grade", "--all", expect=6)


def test_the_installed_program(shell: Shell) -> None:
    def program(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [AMLRISK, *arguments], env=shell.environment, capture_output=True, text=True, timeout=120, check=False
        )

    status = program("lists", "status", "--json")
    assert (status.returncode, json.loads(status.stdout)[0]["source"], status.stderr) == (0, "listed", "")
    wrong = program("replay", "no-such-id")
    assert (wrong.returncode, wrong.stdout) == (3, "")
    assert "[not_found]" in wrong.stderr


def test_before_init_it_says_what_to_do(tmp_path: Path) -> None:
    assert "amlrisk init" in Shell(tmp_path)("lists", "status", expect=7)


def test_every_branch_of_the_error_tree_has_an_exit_code() -> None:
    def leaves(kind: type[AmlriskError]) -> list[type[AmlriskError]]:
        return [kind, *(leaf for child in kind.__subclasses__() for leaf in leaves(child))]

    for kind in leaves(AmlriskError):
        if kind is not AmlriskError:
            assert any(issubclass(kind, branch) for branch in EXIT_CODES), kind


def test_every_command_is_documented() -> None:
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^## `amlrisk ([a-z ]+)`", page, re.MULTILINE))
    assert documented == set(_commands(main, ""))


def _commands(group: click.Group, path: str) -> list[str]:
    found = []
    for name, command in group.commands.items():
        full = f"{path} {name}".strip()
        found += _commands(command, full) if isinstance(command, click.Group) else [full]
    return found


def test_another_secret_than_that_of_the_database_is_refused(shell: Shell) -> None:
    """With it, no identity number kept would equal a listed one: everybody would be clean."""
    kept = (shell.home / "secret.key").read_text()
    (shell.home / "secret.key").write_text("b" * 64)
    for command in (("lists", "status"), ("grade", "--all"), ("init",)):
        assert "[secret_mismatch]" in shell(*command, expect=7)
    (shell.home / "secret.key").unlink()
    assert "[secret_mismatch]" in shell("init", expect=7)
    (shell.home / "secret.key").write_text(kept)
    shell("lists", "status")


def test_files_that_cannot_be_used_are_told(shell: Shell, tmp_path: Path) -> None:
    names = shell.file("names.csv", "full_name\nX\n")
    assert "[file_unusable]" in shell("screen", names, "--out", "/nowhere/out.jsonl", expect=6)
    assert "[file_unusable]" in Shell(Path("/dev/null/home"))("init", expect=6)


def test_a_column_that_stands_twice_passes_no_name_over(shell: Shell) -> None:
    names = shell.file("names.csv", "full_name,full_name\n欧阳岚溪,Nobody\n")
    out = shell.home / "out.jsonl"
    assert "full_name stands twice" in shell("screen", names, "--out", out, expect=2)
    assert list(shell.home.glob("out.jsonl*")) == []


@pytest.mark.parametrize("body", ["[]", '{"ref": "A", "ref": "B"}', '{"annual_income": NaN}', "\ud800"])
def test_a_file_to_check_is_read_as_strictly_as_over_http(shell: Shell, body: str) -> None:
    assert "[malformed_input]" in shell("check", "-", stdin=body.replace("\ud800", '"\\ud800"'), expect=2)


def test_an_amount_in_a_file_to_check_stays_exact(shell: Shell) -> None:
    raw = json.dumps(customer()).replace('"200000"', "200000.000000000000000001")
    assert "annual_income" in shell("check", "-", stdin=raw, expect=2)


def test_cases_are_listed_shown_and_escalated(shell: Shell) -> None:
    raw = json.dumps(customer("K", subject=NAMESAKE, branch="BR-K [red]"), ensure_ascii=False)
    shell("check", "-", stdin=raw)
    (case,) = json.loads(shell("cases", "list", "--branch", "BR-K [red]", "--json"))
    assert (case["customer"], case["state"], case["lists"]) == ("K", "open", ["listed"])
    assert json.loads(shell("cases", "list", "--branch", "BR-K [red]", "--state", "closed", "--json")) == []
    told = shell("--language", "zh", "cases", "list", "--assignee", "", "--trigger", "possible_match")
    assert "案件" in told
    shown = json.loads(shell("cases", "show", case["id"], "--json"))
    assert [event["action"] for event in shown["events"]] == ["opened", "triggered"]
    assert case["due_on"] in shell("cases", "show", case["id"])
    assert "not_found" in shell("cases", "show", "none", expect=3)
    assert "0 escalated" in shell("cases", "escalate")
