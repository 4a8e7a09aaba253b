"""``amlrisk users``: people who sign in to the pages."""

from __future__ import annotations

import click

from amlrisk.cli.common import Terminal, author_option, pass_terminal
from amlrisk.review.authority import ALL_BRANCHES, Role
from amlrisk.services.accounts import (
    add_account,
    change_account,
    disable_account,
    enable_account,
    new_password,
    reset_password,
)

_by = author_option("Who does it, for the audit trail.")
_role = click.Choice([role.value for role in Role])
_branch = click.option("--branch", "branches", multiple=True, help="A branch; again for another. Default: all of them.")


@click.group()
def users() -> None:
    """People who sign in: add, list, change, disable, enable, new password."""


@users.command()
@click.argument("id")
@click.argument("name")
@click.option("--role", type=_role, required=True)
@_branch
@click.option("--subject", help="The name at the identity provider; then without a password.")
@_by
@pass_terminal
def add(
    terminal: Terminal, id: str, name: str, role: str, branches: tuple[str, ...], subject: str | None, author: str
) -> None:
    """Make the account ID for NAME. Its initial password is printed once and changed at the first sign-in."""
    password = None if subject else new_password()
    add_account(
        terminal.system,
        id=id,
        name=name,
        role=Role(role),
        branches=branches or (ALL_BRANCHES,),
        password=password,
        subject=subject,
        actor=author,
    )
    if password is not None:
        click.echo(password)


@users.command("list")
@pass_terminal
def list_(terminal: Terminal) -> None:
    """Everyone there ever was."""
    now = terminal.system.now()
    rows = []
    for account in terminal.system.store.accounts.all():
        locked = account.locked_until is not None and account.locked_until > now
        state = "disabled" if account.disabled_at else "locked" if locked else ""
        rows.append((account.id, account.name, account.role.value, ", ".join(account.branches), state))
    terminal.table("People", ("id", "name", "role", "branches", ""), rows)


@users.command()
@click.argument("id")
@click.argument("role", type=_role)
@_branch
@_by
@pass_terminal
def role(terminal: Terminal, id: str, role: str, branches: tuple[str, ...], author: str) -> None:
    """Give ID another ROLE and, where they are named, other branches."""
    account = terminal.system.store.accounts.get(id)
    change_account(
        terminal.system,
        id,
        name=account.name,
        role=Role(role),
        branches=branches or account.branches,
        subject=account.subject,
        actor=author,
    )
    terminal.say(f"{id}：{role}", f"{id}: {role}")


@users.command()
@click.argument("id")
@_by
@pass_terminal
def disable(terminal: Terminal, id: str, author: str) -> None:
    """Let ID sign in no more, at once."""
    disable_account(terminal.system, id, actor=author)
    terminal.say(f"已停用 {id}", f"disabled {id}")


@users.command()
@click.argument("id")
@_by
@pass_terminal
def enable(terminal: Terminal, id: str, author: str) -> None:
    """Let ID sign in again after it was disabled or locked."""
    enable_account(terminal.system, id, actor=author)
    terminal.say(f"已恢复 {id}", f"enabled {id}")


@users.command()
@click.argument("id")
@_by
@pass_terminal
def password(terminal: Terminal, id: str, author: str) -> None:
    """A new initial password for ID, printed once; it ends every sign-in of ID."""
    click.echo(reset_password(terminal.system, id, actor=author))
