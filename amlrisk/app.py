"""The only place where the web application is wired together."""

from __future__ import annotations

from flask import Flask, abort, request

from amlrisk.api import register_api
from amlrisk.console import register_console
from amlrisk.errors import UnavailableError
from amlrisk.logs import configure_logs
from amlrisk.names.translit import load_tables
from amlrisk.screening.model import Query
from amlrisk.services.system import System, open_system
from amlrisk.settings import load_settings
from amlrisk.watchlist.model import Schema


def create_app(system: System | None = None) -> Flask:
    """The WSGI application. Without ``system`` it opens the one the environment describes."""
    if system is None:
        settings = load_settings()
        configure_logs(settings)
        system = open_system(settings)
    app = Flask("amlrisk", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = system.settings.max_body_bytes
    app.before_request(_refuse_nul)
    register_api(app, system)
    register_console(app, system)
    _warm(system)
    return app


def _refuse_nul() -> None:
    """No reference holds a NUL, and PostgreSQL takes none as a text: 400 instead of a fault further in."""
    if "\0" in request.path or any("\0" in value for values in request.args.listvalues() for value in values):
        abort(400)


def _warm(system: System) -> None:
    """Load index, tables and compiled code before the first request; without lists ``/readyz`` says what is missing."""
    load_tables()
    try:
        in_force = system.desk.in_force(system.rules(), system.now())
        in_force.index.screen([Query(schema=Schema.PERSON, names=("Anyone",))])
    except UnavailableError:
        pass
    finally:
        system.store.close()
