"""``lists sync`` and ``lists status`` as an operator runs them, against a publisher that behaves, and does not."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests import publisher
from tests.cli.shell import Shell
from tests.publisher import Server, serving
from tests.services.test_sync_lists import BAD, PATH, body
from tests.systems import CATALOGUE, LISTED

SAID = """required: true
    url: {url}
    sync: {{every_hours: 6, at: "05:30"}}
    alarm: {{after_days: 3, after_failures: 2}}
    fetch:
      loopback: true
      tries: 2
      pause_seconds: 0.01
      connect_seconds: 1
      read_seconds: 0.4
      total_seconds: 1.2
"""
WATCH = "required: false\n    files: [watch.csv]\n    url: {url}"
EXIT_CODES = {"list_empty": 2, "list_shrunken": 2, "list_malformed": 2, "list_too_large": 2}
#: Those not worth a process each: what they say is tested in the services.
CHOSEN = [
    "500",
    "503, come back in an hour",
    "connection refused",
    "reset midway",
    "half a body",
    "promised too little",
    "a page",
    "empty",
    "a gzip bomb",
    "drips",
    "redirects in a circle",
    "redirects to http",
    "shrunken",
    "garbage",
    "304 for what was never fetched",
]


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as server:
        yield server


def home(shell: Shell, server: Server) -> Shell:
    folder = shell.home / "watchlists"
    folder.mkdir(exist_ok=True)
    text = CATALOGUE.replace("max_age_days: 7", "max_age_days: 3650", 1).replace(
        "required: true\n", SAID.format(url=server.address + PATH), 1
    )
    text = text.replace("required: false", WATCH.format(url=server.address + "/watch.csv"), 1)
    (folder / "sources.yaml").write_text(text, encoding="utf-8")
    return shell


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """Initialised, with the test list in force; each test points it at a server of its own."""
    shell = Shell(tmp_path_factory.mktemp("home"))
    with serving() as server:
        home(shell, server)("init")
        server.answers[PATH] = publisher.file(body())
        assert "5 entities in force" in shell("lists", "sync")
    return shell


def status(shell: Shell) -> dict[str, object]:
    found = json.loads(shell("lists", "status", "--json"))
    return next(each for each in found if each["source"] == "listed")


@pytest.mark.parametrize("kind", CHOSEN)
def test_the_reason_is_told_and_the_exit_code_says_it(ready: Shell, server: Server, kind: str) -> None:
    misbehave, code, _ = BAD[kind]
    misbehave(server)
    shell = home(ready, server)
    said = " ".join(shell("lists", "sync", "listed", expect=EXIT_CODES.get(code, 6)).split())
    assert f"[{code}]" in said
    assert "the version in force stays" in said
    found = status(shell)
    assert (found["entities"], found["attempt"]["outcome"]) == (5, code)  # type: ignore[index]
    told = " ".join(shell("--language", "zh", "lists", "status").split())
    assert "更新失败" in told
    assert f"[{code}]" in told


def test_from_failure_to_alarm_and_back(ready: Shell, server: Server) -> None:
    shell = home(ready, server)
    server.answers["/watch.csv"] = publisher.file(body())
    assert "not refreshed" in shell("lists", "sync", "listed", "watch", expect=1)
    shell("lists", "sync", "listed", expect=6)
    assert "alarm: The list “listed” could not be refreshed" in " ".join(shell("lists", "status").split())
    server.answers[PATH] = publisher.file(body((*LISTED, "T-6,Person,后来者,1990-01-01,CN,")), etag='"1"')
    done = json.loads(shell("lists", "sync", "--json"))
    assert [(each["source"], each["outcome"]) for each in done] == [("listed", "imported"), ("watch", "confirmed")]
    assert "not modified" in shell("lists", "sync", "listed")
    assert "listed：发布机构确认未修改" in shell("--language", "zh", "lists", "sync", "listed")
    assert "alarm" not in shell("lists", "status")


def test_what_has_no_address_and_what_is_not_there(ready: Shell, server: Server) -> None:
    shell = home(ready, server)
    catalogue = shell.home / "watchlists" / "sources.yaml"
    text = catalogue.read_text(encoding="utf-8")
    catalogue.write_text(text.replace(f"url: {server.address}/watch.csv", "url: ''\n    sync: null"), encoding="utf-8")
    assert "[list_by_hand]" in shell("lists", "sync", "watch", expect=2)
    assert "[unknown_source]" in shell("lists", "sync", "nowhere", expect=2)
