"""``amlrisk customers``: take a portfolio in."""

from __future__ import annotations

from pathlib import Path

import click

from amlrisk.cli.common import Terminal, author_option, pass_terminal
from amlrisk.services.import_customers import import_customers


@click.group()
def customers() -> None:
    """Take a portfolio in."""


@customers.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--rejects", type=click.Path(dir_okay=False, path_type=Path), help="Default: FILE.rejects.csv")
@author_option("Who imports, for the audit trail.")
@pass_terminal
@click.pass_context
def import_(ctx: click.Context, terminal: Terminal, file: Path, rejects: Path | None, author: str) -> None:
    """Import customers from FILE (csv, xlsx or jsonl).

    Good rows are kept; every bad one goes to the rejects file with row, column and reason. A second import of
    the same file changes nothing. Exits with 1 where rows were refused.
    """
    rejects = rejects or file.with_name(file.name + ".rejects.csv")
    with terminal.progress("customers", 1.0) as show:
        counts = import_customers(terminal.system, file, rejects, actor=author, progress=show)
    terminal.say(
        f"新增 {counts.added}，变更 {counts.changed}，未变 {counts.unchanged}，拒绝 {counts.rejected}",
        f"added {counts.added}, changed {counts.changed}, unchanged {counts.unchanged}, refused {counts.rejected}",
    )
    if counts.rejected:
        terminal.note(f"被拒绝的行：{rejects}", f"refused rows: {rejects}")
        ctx.exit(1)
