"""Over real sockets, through the production server: what only shows between processes and threads."""

from __future__ import annotations

import http.client
import json
import socket
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest

from amlrisk.services.import_list import import_list
from amlrisk.services.system import System
from tests.api.conftest import Home, customer, new_key
from tests.api.live import serving


class Server:
    def __init__(self, port: int, key: str, store: System) -> None:
        self.port, self.key, self.system = port, key, store

    def post(self, path: str, body: bytes, **headers: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        sent = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json", **headers}
        connection.request("POST", path, body, sent)
        response = connection.getresponse()
        data = response.read()
        connection.close()
        return response.status, data


@pytest.fixture
def server(home: Home) -> Iterator[Server]:
    """Two processes with threads, on an installation whose lists were fetched just now."""
    home.clock.now = datetime.now(UTC)
    home.settings_changes["lock_timeout_seconds"] = 10.0
    system = home.open()
    for source in ("terror", "watch"):
        import_list(system, source, [home.path / f"{source}.csv"], actor="test")
    key = new_key(system)
    with serving(system.settings) as port:
        yield Server(port, key, system)
    system.store.close()


def test_concurrent_calls_with_one_key_make_one_assessment(server: Server) -> None:
    body = json.dumps(customer()).encode()

    def call(number: int) -> tuple[int, bytes]:
        return server.post("/api/v1/checks", body, **{"Idempotency-Key": f"k-{number % 3}"})

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(call, range(48)))
    assert Counter(status for status, _ in answers) == {200: 48}
    assert len({data for _, data in answers}) == 3
    assert server.system.store.assessments.count() == 3


def test_concurrent_checks_of_one_customer_form_one_chain(server: Server) -> None:
    def call(number: int) -> Any:
        status, data = server.post("/api/v1/checks", json.dumps(customer(annual_income=str(number))).encode())
        assert status == 200, data
        return json.loads(data)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(call, range(40)))
    superseded = [answer["supersedes"] for answer in answers]
    assert superseded.count(None) == 1
    assert len(set(superseded)) == len(superseded)


def _answer(raw: socket.socket) -> bytes:
    data = b""
    while b"}" not in data and (more := raw.recv(65536)):
        data += more
    return data


def test_a_body_beyond_the_limit_is_refused_before_it_is_sent(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as raw:
        head = f"POST /api/v1/checks HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {server.key}\r\n"
        raw.sendall(f"{head}Content-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n".encode())
        answer = _answer(raw)
    assert answer.startswith(b"HTTP/1.1 413")
    assert b"input_too_large" in answer


def test_a_chunked_body_is_limited_too(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as raw:
        head = f"POST /api/v1/checks HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {server.key}\r\n"
        raw.sendall(f"{head}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
        chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
        try:
            for _ in range(40):
                raw.sendall(chunk)
            raw.sendall(b"0\r\n\r\n")
        except (BrokenPipeError, ConnectionResetError):
            pass
        answer = _answer(raw)
    assert answer.startswith(b"HTTP/1.1 413"), answer


def test_a_list_imported_by_another_process_is_screened_at_once(server: Server, home: Home) -> None:
    body = json.dumps(customer(subject={"name": "Newly Listed Person"})).encode()
    _, before = server.post("/api/v1/checks", body)
    assert json.loads(before)["hits"] == []
    with (home.path / "terror.csv").open("a", encoding="utf-8") as file:
        file.write("T3,Newly Listed Person,,,,\n")
    import_list(server.system, "terror", [home.path / "terror.csv"], actor="test")
    for _ in range(8):
        _, after = server.post("/api/v1/checks", body)
        assert [hit["entity"] for hit in json.loads(after)["hits"]] == ["T3"]
