"""The pages and their addresses. Views read through services and repositories; what they show is put together in
``overview`` and ``customer``."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, render_template, request

from amlrisk.console import account
from amlrisk.console import customer as customer_page
from amlrisk.console import overview as overview_page
from amlrisk.console.errors import register_errors
from amlrisk.console.guard import (
    Pages,
    draft_of,
    form_fields,
    home_of,
    officer_or_none,
    record_view,
    require_branch,
    secure_app,
)
from amlrisk.console.headers import protect
from amlrisk.console.language import language_of, remember_language
from amlrisk.console.texts import TEXTS, text
from amlrisk.facts.model import Party
from amlrisk.jobs.demo import is_demo
from amlrisk.review.authority import Permission
from amlrisk.services.system import System

_PAGE = 20
_MODULES = (account,)


def register_console(app: Flask, system: System) -> None:
    """Add the pages to ``app``; each module declares its own."""
    secure_app(app, system)
    pages = Pages(system)
    _register(pages, system)
    for module in _MODULES:
        module.register(pages, system)

    @pages.blueprint.context_processor
    def frame() -> dict[str, Any]:
        return page_frame(system)

    @pages.blueprint.after_request
    def finish(response: Response) -> Response:
        remember_language(request, response)
        return protect(response)

    register_errors(app, pages.blueprint, lambda: page_frame(system))
    app.register_blueprint(pages.blueprint)
    app.extensions["amlrisk_pages"] = pages


def _register(pages: Pages, system: System) -> None:
    @pages.page("/", may=Permission.SEE_OVERVIEW)
    def overview() -> str:
        after = request.args.get("after")
        return render_template("overview.html", **overview_page.portfolio(system, after=after, limit=_PAGE))

    @pages.page("/customers", may=Permission.SEE_CUSTOMERS)
    def customers() -> str:
        query = (request.args.get("q") or "").strip()
        found = overview_page.customers(system, query=query, after=request.args.get("after"), limit=_PAGE)
        return render_template("customers.html", **found)

    @pages.page("/customers/<ref>", may=Permission.SEE_CUSTOMERS)
    def customer(ref: str) -> str:
        require_branch(system.store.customers.get(ref).branch)
        record_view(system, "customer", ref)
        return render_template("customer.html", **customer_page.current(system, ref))

    @pages.page("/assessments/<id>", may=Permission.SEE_CUSTOMERS)
    def assessment(id: str) -> str:
        look_at_assessment(id)
        return render_template("customer.html", **customer_page.past(system, id))

    @pages.page("/assessments/<id>/replay", may=Permission.SEE_CUSTOMERS)
    def replay(id: str) -> str:
        look_at_assessment(id)
        return render_template("replay.html", **customer_page.replayed(system, id))

    def look_at_assessment(id: str) -> None:
        ref = system.store.assessments.get(id).customer
        require_branch(system.store.customers.get(ref).branch)
        record_view(system, "assessment", ref, {"assessment": id})


def page_frame(system: System) -> dict[str, Any]:
    """What every page has: its language and words, the mark of the demonstration, the pack."""
    language = language_of(request)
    person = officer_or_none(system)

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
        "officer": person,
        "home": "/" if person is None else home_of(person),
        "form_fields": form_fields,
        "draft_of": lambda action: draft_of(system, action),
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
