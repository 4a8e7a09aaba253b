"""The pages hold together: links lead somewhere, decisions are listed, libraries and rooms are those that are there."""

from __future__ import annotations

import configparser
import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
ADR = ROOT / "docs" / "adr"
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")

_FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_PATH = re.compile(r"`((?:docs|amlrisk|tests|bench|watchlists|migrations)/[\w./]*)`")
#: Words of a workshop and not of the project: paths of one machine, and how a text came about.
_FOREIGN = re.compile(r"/(?:work|home|tmp|root|Users)/|\b(?i:brief|session|assistant|helper|prompt)s?\b")


def prose(page: Path) -> str:
    """The page without its blocks of code."""
    return _FENCED.sub("", page.read_text(encoding="utf-8"))


def anchors(page: Path) -> set[str]:
    """The names that GitHub gives to the headings of ``page``."""
    titles = _HEADING.findall(prose(page))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    for link in _LINK.findall(prose(page)):
        if "://" in link:
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_every_page_is_reached_from_another() -> None:
    linked = {(page.parent / link.partition("#")[0]).resolve() for page in PAGES for link in _LINK.findall(prose(page))}
    assert set(PAGES[1:]) <= linked


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_is_named_is_there(page: Path) -> None:
    missing = [name for name in _PATH.findall(prose(page)) if not (ROOT / name).exists()]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_pages_speak_of_the_project_alone(page: Path) -> None:
    assert _FOREIGN.findall(page.read_text(encoding="utf-8")) == []


def test_every_decision_is_listed_once() -> None:
    listed = _LINK.findall((ADR / "README.md").read_text(encoding="utf-8"))
    there = sorted(path.name for path in ADR.glob("[0-9]*.md"))
    assert listed == there
    assert [name[:4] for name in there] == [f"{number:04}" for number in range(1, len(there) + 1)]
    for name in there:
        assert (ADR / name).read_text(encoding="utf-8").startswith(f"# {name[:4]} "), name


def test_every_library_has_its_reason() -> None:
    parser = configparser.ConfigParser()
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    installed = {re.split(r"[\[ ><=]", line)[0] for line in parser["options"]["install_requires"].split("\n") if line}
    table = ARCHITECTURE.split("## Libraries")[1].split("\n## ")[0]
    rows = [line.split("|") for line in table.splitlines() if line.startswith("|")][2:]
    assert {name.strip() for row in rows for name in row[1].split(",")} == installed
    assert all(row[3].strip() for row in rows)


def test_every_room_is_described() -> None:
    table = ARCHITECTURE.split("## Rooms")[1].split("Beside the package")[0]
    described = set(re.findall(r"`(\w+(?:/|\.py))`", table))
    package = ROOT / "amlrisk"
    rooms = {f"{init.parent.name}/" for init in package.glob("*/__init__.py")}
    files = {path.name for path in package.glob("*.py")} - {"__init__.py"}
    assert described == rooms | files
