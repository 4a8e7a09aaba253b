"""``amlrisk customers import``: what it prints of customers and of what they are worth, and how it exits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.shell import Shell
from tests.systems import customer


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    shell = Shell(tmp_path_factory.mktemp("home"))
    shell("init")
    return shell


def book(shell: Shell, *lines: object) -> Path:
    return shell.file("book.jsonl", "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))


def test_customers_and_what_they_are_worth(shell: Shell) -> None:
    file = book(shell, customer("A", value={"need": True}), customer("B", value={"holdings": {"fund": 1}}))
    told = shell("customers", "import", file, expect=1)
    assert "customers: added 1, changed 0, unchanged 0, refused 1" in told
    assert "value facts: added 1, changed 0, unchanged 0, refused 1" in told
    rejects = file.with_name("book.jsonl.rejects.csv")
    assert "value.holdings.fund" in rejects.read_text(encoding="utf-8-sig")

    value = shell.file("value.csv", "客户编号,信托产品\nA,500000\n")
    told = shell("--language", "zh", "customers", "import", "--value", value)
    assert told.split() == ["价值资料：新增", "0，变更", "1，未变", "0，拒绝", "0"]
    assert "unchanged 1" in shell("customers", "import", "--value", value)
    assert "refused 1" in shell("customers", "import", "--value", book(shell, {"ref": "Z"}), expect=1)


def test_without_value_nothing_is_said_of_it(shell: Shell) -> None:
    assert "value" not in shell("customers", "import", book(shell, customer("C")))


def test_nothing_to_import(shell: Shell) -> None:
    assert "--value" in shell("customers", "import", expect=2)
