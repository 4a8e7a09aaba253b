"""The production server: gunicorn, with the application loaded before the workers are forked.

Loading first means that the index is built once and shared by copy-on-write; each worker opens its own
database connections.
"""

from __future__ import annotations

import atexit
import os
from contextlib import nullcontext
from importlib import import_module
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

from gunicorn.app.base import BaseApplication

from amlrisk.jobs.processes import settle_memory
from amlrisk.jobs.scheduler import beside
from amlrisk.services.meter import share


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    def __init__(self, options: dict[str, Any]) -> None:
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> object:
        # By name: ``app`` stands above everything that may ask for a server.
        application = import_module("amlrisk.app").create_app()
        settle_memory()
        return application


def run_server(*, host: str, port: int, workers: int, threads: int, scheduler: bool = False) -> None:
    """Serve until stopped; with a ``scheduler`` beside it. What the processes count together is in a folder that goes
    when the server ends.
    """
    share(_own_folder())
    server = _Server(
        {
            "bind": f"{host}:{port}",
            "workers": workers,
            "threads": threads,
            "worker_class": "gthread",
            "preload_app": True,
            "keepalive": 30,
            "timeout": 60,
            "graceful_timeout": 20,
            "limit_request_line": 4094,
            "control_socket_disable": True,
        }
    )
    with beside() if scheduler else nullcontext():
        server.run()


def _own_folder() -> Path:
    """A folder that goes with this process, however it ends short of being killed; not with those forked from it."""
    folder, owner = Path(mkdtemp(prefix="amlrisk-metrics-")), os.getpid()

    def remove() -> None:
        if os.getpid() == owner:
            rmtree(folder, ignore_errors=True)

    atexit.register(remove)
    return folder
