"""The processes of one server count together, over real sockets."""

from __future__ import annotations

import http.client
import json
import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from amlrisk.services.import_list import import_list
from tests.api.conftest import Home, customer, new_key
from tests.api.live import serving

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="finds the server's processes in /proc")


def children(of: int) -> list[int]:
    """The processes that this one started."""
    return [int(child) for task in Path(f"/proc/{of}/task").iterdir() for child in _words(task / "children")]


def _words(path: Path) -> list[str]:
    return path.read_text().split()


def test_whoever_is_asked_tells_of_all_and_of_those_that_died(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    home.clock.now = datetime.now(UTC)
    system = home.open()
    for source in ("terror", "watch"):
        import_list(system, source, [home.path / f"{source}.csv"], actor="test")
    headers = {"Authorization": f"Bearer {new_key(system)}", "Content-Type": "application/json"}
    others = set(children(os.getpid()))
    with serving(system.settings) as port:

        def ask(method: str, path: str, body: bytes | None = None) -> str:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            assert response.status == 200, response.status
            data = response.read().decode()
            connection.close()
            return data

        def check(number: int) -> str:
            return ask("POST", "/api/v1/checks", json.dumps(customer(ref=f"C-{number}")).encode())

        def told() -> float:
            (line,) = [
                line for line in ask("GET", "/metrics").splitlines() if 'checks_total{decision="accept"}' in line
            ]
            return float(line.split()[-1])

        assert told() == 0
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(check, range(24)))
        assert {told() for _ in range(8)} == {24}
        assert len({path.name.rpartition("_")[2] for path in folder.glob("*/counter_*.db")}) >= 2  # both had work
        (server,) = set(children(os.getpid())) - others
        os.kill(children(server)[0], signal.SIGKILL)
        check(99)
        assert {told() for _ in range(8)} == {25}
    assert list(folder.iterdir()) == []
    system.store.close()
