"""``amlrisk customers``: take a portfolio in."""

from __future__ import annotations

from pathlib import Path

import click

from amlrisk.cli.common import Terminal, author_option, pass_terminal
from amlrisk.services.import_customers import Counts, import_customers


@click.group()
def customers() -> None:
    """Take a portfolio in."""


_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@customers.command("import")
@click.argument("file", type=_FILE, required=False)
@click.option("--value", "values", type=_FILE, multiple=True, help="What customers are worth; may be given again.")
@click.option("--rejects", type=click.Path(dir_okay=False, path_type=Path), help="Default: FILE.rejects.csv")
@author_option("Who imports, for the audit trail.")
@pass_terminal
@click.pass_context
def import_(
    ctx: click.Context,
    terminal: Terminal,
    file: Path | None,
    values: tuple[Path, ...],
    rejects: Path | None,
    author: str,
) -> None:
    """Import customers from FILE (csv, xlsx or jsonl), and what they are worth from the files of --value.

    Value facts also come in FILE: as columns, as further sheets of a workbook, or as the object "value" of a line.
    Good rows are kept; every bad one goes to the rejects file with row, column and reason, and nothing of its
    customer is taken in. A second import of the same files changes nothing. Exits with 1 where rows were refused.
    """
    first = file or next(iter(values), None)
    if first is None:
        raise click.UsageError("give FILE, or --value, or both")
    rejects = rejects or first.with_name(first.name + ".rejects.csv")
    with terminal.progress("customers", 1.0) as show:
        counts = import_customers(terminal.system, file, rejects, actor=author, values=values, progress=show)
    if file is not None:
        _say(terminal, "客户", "customers", counts)
    if values or counts.values.total:
        _say(terminal, "价值资料", "value facts", counts.values)
    for sheet in counts.passed_over:
        terminal.note(f"未读取（首行没有客户编号列）：{sheet}", f"not read, no column ref in its first row: {sheet}")
    if counts.rejected or counts.values.rejected:
        terminal.note(f"被拒绝的行：{rejects}", f"refused rows: {rejects}")
        ctx.exit(1)


def _say(terminal: Terminal, zh: str, en: str, counts: Counts) -> None:
    added, changed, unchanged, refused = counts.added, counts.changed, counts.unchanged, counts.rejected
    terminal.say(
        f"{zh}：新增 {added}，变更 {changed}，未变 {unchanged}，拒绝 {refused}",
        f"{en}: added {added}, changed {changed}, unchanged {unchanged}, refused {refused}",
    )
