"""``amlrisk audit``: prove that nothing recorded was altered."""

from __future__ import annotations

import click

from amlrisk.cli.common import Terminal, pass_terminal


@click.group()
def audit() -> None:
    """Prove that nothing recorded was altered."""


@audit.command()
@pass_terminal
@click.pass_context
def verify(ctx: click.Context, terminal: Terminal) -> None:
    """Walk the hash chain of audit events. Exits with 1 naming the first broken event."""
    broken = terminal.system.store.audit.verify()
    if broken is None:
        terminal.say("审计链完整", "the audit chain is whole")
        return
    terminal.note(f"第 {broken.seq} 条审计事件：{broken.reason}", f"audit event {broken.seq}: {broken.reason}", "red")
    ctx.exit(1)
