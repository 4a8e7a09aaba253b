"""``amlrisk keys``: API keys."""

from __future__ import annotations

import click

from amlrisk.cli.common import Terminal, author_option, pass_terminal
from amlrisk.services.api_keys import Scope, create_key, revoke_key


@click.group()
def keys() -> None:
    """API keys: create, list, revoke."""


@keys.command()
@click.argument("name")
@click.option("--scope", "scopes", multiple=True, required=True, type=click.Choice([scope.value for scope in Scope]))
@author_option("Who creates it, for the audit trail.")
@pass_terminal
def create(terminal: Terminal, name: str, scopes: tuple[str, ...], author: str) -> None:
    """Make a key called NAME. It is printed once and cannot be shown again."""
    click.echo(create_key(terminal.system, name, scopes, actor=author))


@keys.command("list")
@pass_terminal
def list_(terminal: Terminal) -> None:
    """The keys, without their secrets."""
    rows = [
        (key.id, key.name, ", ".join(key.scopes), f"{key.created_at:%Y-%m-%d}", "revoked" if key.revoked_at else "")
        for key in terminal.system.store.keys.all()
    ]
    terminal.table("API keys", ("id", "name", "scopes", "created", ""), rows)


@keys.command()
@click.argument("key_id")
@author_option("Who revokes it, for the audit trail.")
@pass_terminal
def revoke(terminal: Terminal, key_id: str, author: str) -> None:
    """Revoke a key at once."""
    revoke_key(terminal.system, key_id, actor=author)
    terminal.say(f"已吊销 {key_id}", f"revoked {key_id}")
