"""``amlrisk policy``: validate a pack, read what is in force, compare two packs."""

from __future__ import annotations

from datetime import datetime

import click

from amlrisk.cli.common import Terminal, as_json, pass_terminal, policy_on
from amlrisk.policy.difference import difference
from amlrisk.policy.show import tables
from amlrisk.policy.show_value import value_tables

_day = click.option("--on", type=click.DateTime(["%Y-%m-%d"]), default=None, help="The day it is read for.")


@click.group()
def policy() -> None:
    """Validate a policy pack, read what is in force, compare packs."""


@policy.command()
@click.argument("pack", required=False)
@_day
@pass_terminal
def validate(terminal: Terminal, pack: str | None, on: datetime | None) -> None:
    """Check PACK (a shipped name or a folder; default: the one in use) from end to end."""
    read, rules = policy_on(pack, on)
    terminal.say(
        f"{read.name} {read.version}：有效，摘要 {read.digest}",
        f"{read.name} {read.version}: valid, digest {read.digest}",
    )
    for warning in rules.warnings:
        terminal.note(warning.zh, warning.en)


@policy.command()
@click.argument("pack", required=False)
@_day
@as_json
@pass_terminal
def show(terminal: Terminal, pack: str | None, on: datetime | None, json_: bool) -> None:
    """The rules in force, as a compliance officer reads them."""
    read, rules = policy_on(pack, on)
    shown = (*tables(rules, terminal.language), *value_tables(read.value_on(rules.on), terminal.language))
    if json_:
        terminal.json(shown)
        return
    for table in shown:
        terminal.table(table.title, table.columns, table.rows)


@policy.command()
@click.argument("before")
@click.argument("after")
@_day
@pass_terminal
def diff(terminal: Terminal, before: str, after: str, on: datetime | None) -> None:
    """What differs between two packs on a day. Exits with 0 either way."""
    (old, then), (new, now) = policy_on(before, on), policy_on(after, on)
    worth = difference(old.value_on(then.on), new.value_on(now.on))
    for change in (*difference(then, now), *worth):
        terminal.console.print(f"{change.path}: {change.before} → {change.after}")
