"""Checks a second over HTTP, everything included: authenticated, screened, graded, recorded, answered.

    python -m bench.checks --lists DIR [--seconds 15] [--clients 4] [--workers 2]

The server is `amlrisk serve`; the clients are processes on the same machine with one kept connection each, and
share its cores. Stated peer, in the same run: the same server's ``/healthz``, which does nothing: the ceiling of
the HTTP stack with these clients.
"""

from __future__ import annotations

import argparse
import http.client
import json
import multiprocessing
import os
import random
import socket
import sqlite3
import subprocess
import time
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bench.home import Home, new_home
from bench.portfolio import portfolio
from bench.sampling import tree_memory

_BODIES = 2000
_WARM_UP = 2.0


@dataclass(frozen=True)
class Load:
    """What the clients send for how long. ``bodies`` are taken in turn; None asks with GET."""

    port: int
    path: str
    key: str
    seconds: float
    bodies: list[bytes] | None


@dataclass(frozen=True)
class Result:
    """Milliseconds of every good answer, and how many others there were."""

    seconds: float
    milliseconds: list[float]
    errors: int

    @property
    def rate(self) -> float:
        return len(self.milliseconds) / self.seconds

    def at(self, share: float) -> float:
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    def __str__(self) -> str:
        if not self.milliseconds:
            return f"no good answer, {self.errors} errors"
        shares = "  ".join(f"p{share * 100:.0f} {self.at(share):6.2f} ms" for share in (0.5, 0.95, 0.99))
        return f"{self.rate:7.0f} a second  {shares}  max {self.at(1):6.1f} ms  {self.errors} errors"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lists", type=Path)
    parser.add_argument("--names", type=Path, help="not used here; taken so that one command line serves all benches")
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--threads", type=int, help="a worker; default: the command's own")
    arguments = parser.parse_args()
    threads = ("--threads", str(arguments.threads)) if arguments.threads else ()
    print(f"== checks over HTTP: {arguments.clients} clients, {arguments.workers} workers, {os.cpu_count()} cores")
    with new_home(arguments.lists) as home:
        key = home.run("keys", "create", "bench", "--scope", "check").output
        port = _free_port()
        server = home.start("serve", "--port", str(port), "--workers", str(arguments.workers), *threads)
        try:
            _wait(port, server)
            _measure(home, server, port, key, arguments)
        finally:
            server.terminate()
            server.wait()


def _measure(home: Home, server: subprocess.Popen[str], port: int, key: str, arguments: argparse.Namespace) -> None:
    bodies = [json.dumps(customer).encode() for customer in islice(portfolio(_BODIES), _BODIES)]
    before = _assessments(home)
    warm = run(Load(port, "/api/v1/checks", key, _WARM_UP, bodies), arguments.clients)
    busy = _cpu_seconds(server.pid)
    checks = run(Load(port, "/api/v1/checks", key, arguments.seconds, bodies), arguments.clients)
    busy = _cpu_seconds(server.pid) - busy
    recorded = _assessments(home) - before
    answered = len(warm.milliseconds) + len(checks.milliseconds)
    peer = run(Load(port, "/healthz", key, min(5.0, arguments.seconds), None), arguments.clients)
    mean = sum(map(len, bodies)) / len(bodies)
    print(f"checks:  {checks}  ({mean:.0f} bytes a body)")
    print(f"healthz: {peer}  (peer: the HTTP stack alone)")
    print(f"ratio: {checks.rate / peer.rate:.2f} of the stack's ceiling; {tree_memory(server.pid):.0f} MiB")
    if checks.milliseconds:
        print(f"server: {busy / len(checks.milliseconds) * 1000:.2f} ms of processor time a check")
    print(f"answered {answered}, recorded {recorded}: {'every one' if answered == recorded else 'NOT THE SAME'}")


def run(load: Load, clients: int) -> Result:
    """All clients at once, each a process of its own."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(clients) as pool:
        pool.map(_ready, range(clients), chunksize=1)  # started before the clock runs
        results = pool.starmap(_client, [(load, number) for number in range(clients)], chunksize=1)
    return Result(
        seconds=load.seconds,
        milliseconds=[each for result in results for each in result.milliseconds],
        errors=sum(result.errors for result in results),
    )


def _ready(_: int) -> None:
    time.sleep(0.2)


def _client(load: Load, number: int) -> Result:
    chance = random.Random(number)
    requests = [_request(load, body) for body in load.bodies or [b""]]
    connection = _Connection(load.port)
    milliseconds: list[float] = []
    errors = 0
    started = time.perf_counter()
    while (begun := time.perf_counter()) - started < load.seconds:
        if connection.ask(chance.choice(requests)) == b"200":
            milliseconds.append((time.perf_counter() - begun) * 1000)
        else:
            errors += 1
            connection = _Connection(load.port)
    return Result(time.perf_counter() - started, milliseconds, errors)


def _request(load: Load, body: bytes) -> bytes:
    method = "GET" if load.bodies is None else "POST"
    head = (
        f"{method} {load.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {load.key}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class _Connection:
    """A kept-alive connection that costs little: clients and server share the processors that are measured."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes) -> bytes:
        """Send a request, read the whole answer, and return its status; empty when the connection broke."""
        try:
            self._socket.sendall(request)
            data = self._socket.recv(1 << 16)
            while (end := data.find(b"\r\n\r\n")) < 0:
                data += self._more()
            head = data[:end].lower()
            at = head.index(b"content-length:") + 15
            missing = int(head[at:].split(b"\r\n", 1)[0]) - (len(data) - end - 4)
            while missing > 0:
                missing -= len(self._more())
        except (OSError, ValueError):
            self._socket.close()
            return b""
        return data[9:12]

    def _more(self) -> bytes:
        data = self._socket.recv(1 << 16)
        if not data:
            raise ConnectionError("closed before the answer was whole")
        return data


def _assessments(home: Home) -> int:
    database = sqlite3.connect(home.folder / "amlrisk.db")
    (count,) = database.execute("SELECT count(*) FROM assessments").fetchone()
    database.close()
    return int(count)


def _cpu_seconds(pid: int) -> float:
    """What a process and its children have used so far (Linux)."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            before, _, after = stat.read_text().rpartition(") ")
        except OSError:
            continue
        fields = after.split()
        if int(before.split()[0]) == pid or int(fields[1]) == pid:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, server: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise SystemExit("the server ended before it answered")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        except (OSError, http.client.HTTPException):
            pass
        finally:
            connection.close()
        time.sleep(0.2)
    raise SystemExit("the server did not become ready")


if __name__ == "__main__":
    main()
