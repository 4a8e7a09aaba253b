"""The production server over real sockets, on an installation that a test has prepared."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from amlrisk.settings import Settings

_ROOT = Path(__file__).resolve().parents[2]
_STANDING = """
from datetime import datetime; from functools import partial; import amlrisk.app as app
app.open_system = partial(app.open_system, clock=lambda: datetime.fromisoformat("{at}"))
"""


@contextmanager
def serving(settings: Settings, *, ready: int = 200, at: datetime | None = None) -> Iterator[int]:
    """Two processes with threads; the port. ``ready`` is what ``/readyz`` answers once they are up; for them it is
    always ``at``, where that is given.
    """
    port = _free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AMLRISK_")} | {
        "AMLRISK_HOME": str(settings.home),
        "AMLRISK_SECRET_KEY": settings.secret.decode(),
        "AMLRISK_WATCHLISTS": str(settings.watchlists),
        "AMLRISK_LOG_LEVEL": "error",
    }
    serve = f"from amlrisk.server import run_server; run_server(host='127.0.0.1', port={port}, workers=2, threads=4)"
    command = [sys.executable, "-c", (_STANDING.format(at=at.isoformat()) if at else "") + serve]
    process = subprocess.Popen(command, cwd=_ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        _wait(port, process, ready)
        yield port
    finally:
        process.terminate()
        process.communicate(timeout=30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes], ready: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            _, errors = process.communicate()
            pytest.fail(f"the server ended: {errors.decode()[-2000:]}")
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/readyz")
            if connection.getresponse().status == ready:
                return
        except OSError:
            pass
        time.sleep(0.1)
    pytest.fail(f"/readyz did not come to answer {ready}")
