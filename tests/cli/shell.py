"""The commands as an operator runs them: each in a process of its own, with a home of its own."""

from __future__ import annotations

import io
import multiprocessing
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from amlrisk.cli.main import main
from amlrisk.policy.loader import read_pack

# A server that has imported the commands once forks each process: starting an interpreter a command takes longer than
# most commands do. ``test_cli.py`` starts the installed program itself too.
_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload([__name__])
read_pack("cn_insurer")  # in that server too: the commands find it read


class Shell:
    """A home of its own and the commands in it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        kept = {name: value for name, value in os.environ.items() if not name.startswith("AMLRISK_")}
        self.environment = {**kept, "AMLRISK_HOME": str(home), "AMLRISK_PROCESSES": "2"}

    def __call__(self, *arguments: str | Path, expect: int = 0, stdin: str = "") -> str:
        """What the command printed, errors last. Fails unless it exits with ``expect``."""
        with TemporaryDirectory() as folder:
            streams = [Path(folder, name) for name in ("in", "out", "err")]
            streams[0].write_text(stdin, encoding="utf-8")
            process = _PROCESSES.Process(
                target=_command, args=([*map(str, arguments)], self.environment, [*map(str, streams)])
            )
            process.start()
            process.join(120)
            process.kill()
            out, err = (stream.read_text(encoding="utf-8") for stream in streams[1:])
        assert process.exitcode == expect, f"{arguments}: {process.exitcode}\n{out}\n{err}"
        return out + err

    def file(self, name: str, text: str) -> Path:
        path = self.home / name
        path.write_text(text, encoding="utf-8")
        return path


def _command(arguments: Sequence[str], environment: Mapping[str, str], streams: Sequence[str]) -> None:
    os.environ.clear()
    os.environ.update(environment)
    for number, (path, flags) in enumerate(zip(streams, (os.O_RDONLY, *[os.O_WRONLY | os.O_CREAT] * 2), strict=True)):
        os.dup2(os.open(path, flags), number)
    sys.stdin, sys.stdout, sys.stderr = (
        io.TextIOWrapper(open(number, mode, closefd=False), encoding="utf-8", line_buffering=number == 2)  # noqa: SIM115
        for number, mode in enumerate(("rb", "wb", "wb"))
    )
    main([*arguments], prog_name="amlrisk")
