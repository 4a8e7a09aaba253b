"""A throw-away installation for measurements, driven through the real commands."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

AMLRISK = str(Path(sys.executable).with_name("amlrisk"))


@dataclass(frozen=True)
class Done:
    """How a command went: wall seconds, peak memory of its largest process in MiB, what it printed."""

    seconds: float
    peak_mib: float
    output: str


@dataclass(frozen=True)
class Home:
    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("AMLRISK_")}
        return {**kept, "AMLRISK_HOME": str(self.folder), "AMLRISK_LOG_LEVEL": "warning"}

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen([AMLRISK, *arguments], env=self.environment, text=True, stdout=subprocess.PIPE)

    def run(self, *arguments: str) -> Done:
        """Run a command to its end; raises when it fails."""
        started = time.perf_counter()
        process = self.start(*arguments)
        output = process.stdout.read() if process.stdout else ""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"amlrisk {' '.join(arguments)} ended with {process.returncode}:\n{output}")
        return Done(time.perf_counter() - started, _peak_mib(usage), output.strip())


@contextmanager
def new_home(lists: Path | None) -> Iterator[Home]:
    """An initialised home with UN and OFAC in force from ``lists``, or the demo lists without it."""
    with tempfile.TemporaryDirectory(prefix="amlrisk-bench-") as folder:
        home = Home(Path(folder))
        if lists is None:
            print("no --lists DIR: measured against the demo lists")
            home.run("init", "--demo")
        else:
            home.run("init")
            print(home.run("lists", "import", "un", str(lists / "un" / "consolidated.xml")).output)
            trio = [str(lists / "ofac" / name) for name in ("sdn.csv", "alt.csv", "add.csv")]
            print(home.run("lists", "import", "ofac", *trio).output)
        yield home


def _peak_mib(usage: resource.struct_rusage) -> float:
    return usage.ru_maxrss / (1024 if sys.platform == "linux" else 1 << 20)
