"""Figures, alert rules and their documentation hold together."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.core import Metric
from ruamel.yaml import YAML

from amlrisk.api.documentation import error_classes
from amlrisk.app import create_app
from amlrisk.jobs.timetable import jobs_of
from amlrisk.services.check_customer import check_customer
from amlrisk.services.metrics import Exposition
from amlrisk.store.runs import RunStatus
from amlrisk.watchlist.alarms import AlarmKind
from tests.conftest import ROOT
from tests.systems import customer, put_list, system_for

RULES = ROOT / "docs" / "alerts" / "amlrisk.rules.yaml"
TESTS = ROOT / "tests" / "data" / "alerts.test.yaml"
PAGE = (ROOT / "docs" / "monitoring.md").read_text(encoding="utf-8")

_METRIC = re.compile(r"\b(amlrisk_\w+)(?:\{([^}]*)\})?")
_LABEL = re.compile(r"(\w+)\s*(?:=~|!~|!=|=)")
_VALUE = re.compile(r'(\w+)\s*(?:=~|!~|!=|=)\s*"([^"]*)"')
_BY = re.compile(r"\bby \(([^)]*)\)")


@pytest.fixture(scope="module")
def families(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Metric]]:
    """Every figure there is, under the names of its samples, of an installation that has done a little."""
    system = system_for(tmp_path_factory.mktemp("home"))
    put_list(system)
    check_customer(system, customer())
    system.meter.request("checks.check", 200, 0.02)
    yield {family.name: family for family in Exposition(system).collect()}
    system.store.close()


def rules() -> list[dict[str, Any]]:
    groups = YAML(typ="safe").load(RULES.read_text(encoding="utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def told(family: Metric) -> set[str]:
    """The names under which its samples are read."""
    if family.type == "histogram":
        return {f"{family.name}_{part}" for part in ("bucket", "sum", "count")}
    return {f"{family.name}_total" if family.type == "counter" else family.name}


def documented() -> dict[str, set[str]]:
    """Figure → its labels, by the tables of the page."""
    rows = re.findall(r"^\| `(amlrisk_\w+)` \|([\w, ]*)\|", PAGE, re.MULTILINE)
    return {name: set(labels.replace(",", " ").split()) for name, labels in rows}


def test_every_figure_is_documented_and_no_other(families: dict[str, Metric]) -> None:
    names = {family.name if family.type == "histogram" else next(iter(told(family))) for family in families.values()}
    assert set(documented()) == names


def test_the_labels_are_those_of_the_page(families: dict[str, Metric]) -> None:
    for family in families.values():
        name = family.name if family.type == "histogram" else next(iter(told(family)))
        for sample in family.samples:
            assert set(sample.labels) - {"le"} == documented()[name], name


def test_every_figure_is_called_what_prometheus_will_call_it(families: dict[str, Metric]) -> None:
    for family in families.values():
        for sample in family.samples:
            assert not {"job", "instance"} & set(sample.labels), family.name  # the scraper's own labels win


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule["alert"])
def test_a_rule_looks_at_figures_that_are_there(rule: dict[str, Any], families: dict[str, Metric]) -> None:
    labels = documented()
    there = {name: family.name for family in families.values() for name in told(family)}
    found = _METRIC.findall(rule["expr"])
    assert found or "up{" in rule["expr"]
    for name, matchers in found:
        assert name in there, name
        family = families[there[name]]
        own = labels[family.name if family.type == "histogram" else name] | {"le", "instance"}
        assert set(_LABEL.findall(matchers)) <= own
        for by in _BY.findall(rule["expr"]):
            assert {label.strip() for label in by.split(",")} <= own, rule["alert"]


def test_what_the_rules_look_for_is_called_so(tmp_path: Path) -> None:
    """A job, a state or an endpoint that has another name now would never set an alert off."""
    system = system_for(tmp_path)
    known = {
        "name": {job.name for job in jobs_of(system)},
        "kind": {kind.value for kind in AlarmKind},
        "status": {status.value for status in RunStatus} | {"500"},
        "endpoint": set(create_app(system).view_functions),
        "code": {kind.code for kind in error_classes()},
    }
    named = [found for rule in rules() for found in _VALUE.findall(rule["expr"]) if found[0] != "job"]
    assert {label for label, _ in named} == set(known)
    for label, values in named:
        assert set(values.split("|")) <= known[label], (label, values)
    system.store.close()


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule["alert"])
def test_a_rule_says_what_to_do(rule: dict[str, Any]) -> None:
    assert rule["labels"]["severity"] in {"page", "work"}
    notes = rule["annotations"]
    for text in (notes["summary"], notes["description"]):
        assert re.search(r"[\u4e00-\u9fff]", text)
        assert re.search(r"[A-Za-z]{3}", text)
    assert notes["runbook"] == f"docs/monitoring.md#{rule['alert'].lower()}"
    assert f"### {rule['alert']}\n" in PAGE


def test_no_alert_is_explained_that_is_not_there() -> None:
    assert set(re.findall(r"^### (Amlrisk\w+)$", PAGE, re.MULTILINE)) == {rule["alert"] for rule in rules()}


@pytest.mark.skipif(shutil.which("promtool") is None, reason="no promtool here: the rules are only read, not run")
@pytest.mark.parametrize("command", [("check", "rules", str(RULES)), ("test", "rules", str(TESTS))], ids=" ".join)
def test_prometheus_itself_takes_the_rules(command: tuple[str, ...]) -> None:
    done = subprocess.run(("promtool", *command), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
