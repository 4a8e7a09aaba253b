"""The command tree, and what it says of errors."""

from __future__ import annotations

import errno
import sys

import click

from amlrisk import __version__
from amlrisk.cli.assessments import check, dispose, grade, replay
from amlrisk.cli.audit import audit
from amlrisk.cli.cases import cases
from amlrisk.cli.common import Terminal
from amlrisk.cli.customers import customers
from amlrisk.cli.exits import exit_code
from amlrisk.cli.keys import keys
from amlrisk.cli.lists import lists
from amlrisk.cli.policy import policy
from amlrisk.cli.regrade import regrade
from amlrisk.cli.runs import runs
from amlrisk.cli.scheduler import due, forecast, scheduler
from amlrisk.cli.screening import compare, screen
from amlrisk.cli.setup import init, serve
from amlrisk.cli.tiers import tiers
from amlrisk.cli.users import users
from amlrisk.cli.webhooks import webhooks
from amlrisk.errors import AmlriskError, FileUnusable, InvalidInput


class _Commands(click.Group):
    """Turns a domain error into its sentence, its code on stderr, and an exit code."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (AmlriskError, OSError) as raised:
            if isinstance(raised, OSError) and raised.errno in (None, errno.EPIPE):
                raise  # a defect; or the reader of our output has gone, which click handles
            error = _of_file(raised) if isinstance(raised, OSError) else raised
            language = ctx.params.get("language") or "en"
            click.secho(f"{error.text(language)}  [{error.code}]", fg="red", err=True)
            if isinstance(error, InvalidInput):
                for issue in error.issues:
                    click.echo(f"  {issue.path}: {issue.text(language)}  [{issue.code}]", err=True)
            sys.exit(exit_code(error))


def _of_file(error: OSError) -> AmlriskError:
    return FileUnusable(file=str(error.filename or "output"), detail=error.strerror or str(error))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--language", type=click.Choice(["zh", "en"]), default="en", envvar="AMLRISK_CLI_LANGUAGE")
@click.version_option(__version__)
@click.pass_context
def main(ctx: click.Context, language: str) -> None:
    """Grade customers into AML risk grades, screen lists, explain and replay every decision."""
    ctx.obj = Terminal(language)


for command in (
    init,
    lists,
    customers,
    check,
    grade,
    regrade,
    runs,
    screen,
    compare,
    replay,
    dispose,
    cases,
    tiers,
    policy,
    audit,
    keys,
    users,
    webhooks,
    due,
    forecast,
    scheduler,
    serve,
):
    main.add_command(command)
