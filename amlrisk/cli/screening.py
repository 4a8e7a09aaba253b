"""``amlrisk screen`` and ``amlrisk compare``: names against lists, names against names."""

from __future__ import annotations

import csv
from pathlib import Path

import click

from amlrisk.cli.common import Terminal, pass_terminal, policy_on
from amlrisk.errors import MalformedInput
from amlrisk.jobs.screen_file import COLUMNS, ignored_columns, screen_file
from amlrisk.services.compare_pairs import compare_pairs

_input = click.Path(exists=True, dir_okay=False, path_type=Path)
_output = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.command()
@click.argument("file", type=_input)
@click.option("--out", required=True, type=_output, help="JSON lines, one a row, in order.")
@click.option("--threshold", type=click.FloatRange(0, 1), help="Instead of the policy pack's.")
@pass_terminal
@click.pass_context
def screen(ctx: click.Context, terminal: Terminal, file: Path, out: Path, threshold: float | None) -> None:
    """Screen every name of FILE (csv) against the lists in force.

    Exits with 1 where rows could not be screened; each is told in the output.
    """
    with file.open("rb") as raw:
        total = sum(chunk.count(b"\n") for chunk in iter(lambda: raw.read(1 << 20), b""))
    unfinished = out.with_name(out.name + ".part")
    try:
        with file.open(encoding="utf-8-sig", newline="") as source, unfinished.open("wb") as target:
            header = next(csv.reader(source), [])
            for column in COLUMNS:
                if header.count(column) > 1:
                    raise MalformedInput(
                        detail=f"the column {column} stands twice; one of the two would be passed over"
                    )
            for column in ignored_columns(header):
                terminal.note(f"不读取的列：{column}", f"column not read: {column}")
            source.seek(0)
            with terminal.progress("rows", total) as show:
                counts = screen_file(terminal.system, source, target, threshold=threshold, progress=show)
    except UnicodeDecodeError as error:
        raise MalformedInput(detail=f"{file.name} is not UTF-8: {error}") from error
    else:
        unfinished.replace(out)
    finally:
        unfinished.unlink(missing_ok=True)
    terminal.say(
        f"{counts.rows} 行，命中 {counts.with_hits} 行，无法筛查 {counts.refused} 行（{counts.seconds:.2f} 秒）",
        f"{counts.rows} rows, {counts.with_hits} with hits, {counts.refused} could not be screened"
        f" ({counts.seconds:.2f} s)",
    )
    if counts.refused:
        ctx.exit(1)


@click.command()
@click.argument("pairs", type=_input)
@click.option("--out", required=True, type=_output)
@pass_terminal
def compare(terminal: Terminal, pairs: Path, out: Path) -> None:
    """Score every pair of names in PAIRS (csv with schema,name1,name2)."""
    _, rules = policy_on()
    with pairs.open(encoding="utf-8-sig", newline="") as source, out.open("w", encoding="utf-8", newline="") as target:
        rows = compare_pairs(source, target, rules.matching)
    terminal.say(f"{rows} 对", f"{rows} pairs")
