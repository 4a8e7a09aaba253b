"""What the commands share: the system, the language, progress, tables, JSON."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import click
import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from amlrisk.logs import configure_logs
from amlrisk.policy.loader import Pack, read_pack
from amlrisk.policy.model import Rules
from amlrisk.services.system import System, open_system
from amlrisk.settings import Settings, load_settings


class Terminal:
    """One run of the program: settings and system are opened when a command first needs them."""

    def __init__(self, language: str) -> None:
        self.language = language
        # No markup: codes stand in brackets, and a name of a list may hold some.
        self.console = Console(highlight=False, markup=False)
        self.notes = Console(stderr=True, highlight=False, markup=False)

    @cached_property
    def settings(self) -> Settings:
        settings = load_settings()
        configure_logs(settings)
        return settings

    @cached_property
    def system(self) -> System:
        return open_system(self.settings)

    def say(self, zh: str, en: str) -> None:
        self.console.print(zh if self.language == "zh" else en)

    def note(self, zh: str, en: str, style: str = "yellow") -> None:
        self.notes.print(zh if self.language == "zh" else en, style=style)

    def json(self, value: object) -> None:
        click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())

    def table(self, title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        table = Table(title=title, title_justify="left", header_style="bold")
        for column in columns:
            table.add_column(column, overflow="fold")
        for row in rows:
            table.add_row(*row)
        self.console.print(table)

    @contextmanager
    def progress(self, label: str, total: float | None) -> Iterator[Callable[[float], None]]:
        """A bar on stderr; the function given is told how much is done."""
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=self.notes, transient=True) as bar:
            task = bar.add_task(label, total=total)
            yield lambda done: bar.update(task, completed=done)


pass_terminal = click.make_pass_decorator(Terminal)
as_json = click.option("--json", "json_", is_flag=True, help="Write JSON for a machine to read.")


def author_option(help_text: str) -> Callable[[Any], Any]:
    return click.option("--author", default=_user, show_default="the signed-in user", help=help_text)


def _user() -> str:
    return getpass.getuser()


def policy_on(pack: str | None = None, on: datetime | None = None) -> tuple[Pack, Rules]:
    """A pack and what it says on a day, by default the one in use and today; needs no installation."""
    settings = load_settings(secret_needed=False)
    read = read_pack(pack or settings.policy)
    return read, read.on((on or datetime.now(settings.timezone)).date())


def write_whole(file: Path, pieces: Iterable[bytes]) -> None:
    """Whole or not at all: what broke off midway is not taken for all there is."""
    part = file.with_name(f".{file.name}.part")
    try:
        with part.open("wb") as out:
            out.writelines(pieces)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
