"""The pages and their addresses. Views read through services and repositories; what they show is put together in
``overview`` and ``customer``."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Flask, Response, render_template, request

from amlrisk.console import customer as customer_page
from amlrisk.console import overview as overview_page
from amlrisk.console.errors import register_errors
from amlrisk.console.headers import protect
from amlrisk.console.language import language_of, remember_language
from amlrisk.console.texts import TEXTS, text
from amlrisk.errors import PageClosed
from amlrisk.facts.model import Party
from amlrisk.jobs.demo import is_demo
from amlrisk.services.system import System

_PAGE = 20


def register_console(app: Flask, system: System) -> None:
    """Add the pages to ``app``.

    Customers and grades are shown only where the home is a demonstration (grades are confidential): there are no
    accounts yet, and whoever opens the page is unknown.
    """
    pages = Blueprint(
        "console", __name__, template_folder="templates", static_folder="static", static_url_path="/console"
    )

    def require_demo() -> None:
        if not is_demo(system.settings):
            raise PageClosed()

    @pages.get("/")
    def overview() -> str:
        if not is_demo(system.settings):
            return render_template("status.html", **overview_page.status(system))
        after = request.args.get("after")
        return render_template("overview.html", **overview_page.portfolio(system, after=after, limit=_PAGE))

    @pages.get("/customers")
    def customers() -> str:
        require_demo()
        query = (request.args.get("q") or "").strip()
        found = overview_page.customers(system, query=query, after=request.args.get("after"), limit=_PAGE)
        return render_template("customers.html", **found)

    @pages.get("/customers/<ref>")
    def customer(ref: str) -> str:
        require_demo()
        return render_template("customer.html", **customer_page.current(system, ref))

    @pages.get("/assessments/<id>")
    def assessment(id: str) -> str:
        require_demo()
        return render_template("customer.html", **customer_page.past(system, id))

    @pages.get("/assessments/<id>/replay")
    def replay(id: str) -> str:
        require_demo()
        return render_template("replay.html", **customer_page.replayed(system, id))

    @pages.context_processor
    def frame() -> dict[str, Any]:
        return page_frame(system)

    @pages.after_request
    def finish(response: Response) -> Response:
        remember_language(request, response)
        return protect(response)

    register_errors(app, pages, lambda: page_frame(system))
    app.register_blueprint(pages)


def page_frame(system: System) -> dict[str, Any]:
    """What every page has: its language and words, the mark of the demonstration, the pack."""
    language = language_of(request)

    def t(key: str, **params: object) -> str:
        return text(key, language, **params)

    def say(words: Any) -> str:
        """One language of a text that comes in both, as a document or as the pack's own."""
        return str(words[language] if isinstance(words, dict) else getattr(words, language))

    return {
        "language": language,
        "texts": TEXTS,
        "words": system.rules().labels,
        "today": system.today(),
        "timezone": system.settings.timezone,
        "countries": _countries,
        "t": t,
        "say": say,
        "demo": is_demo(system.settings),
        "pack": system.pack,
        "switch_to": _same_page_in,
    }


def _same_page_in(language: str) -> str:
    """The address of this page in another language."""
    arguments = {name: value for name, value in request.args.items() if name != "lang"}
    return f"{request.path}?{urlencode({**arguments, 'lang': language})}"


def _countries(party: Party) -> list[str]:
    """The countries a party belongs to, each once."""
    found = (*party.nationalities, party.residence_country, party.registration_country)
    return list(dict.fromkeys(code for code in found if code is not None))
