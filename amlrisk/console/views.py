"""The pages and their addresses. Views read through services and repositories; what they show is put together in
``overview`` and ``customer``."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, render_template, request

from amlrisk.console import account, audit, keys, lists, people, policy, provider
from amlrisk.console import customer as customer_page
from amlrisk.console import overview as overview_page
from amlrisk.console.errors import register_errors
from amlrisk.console.frame import page_frame, prepare_frame
from amlrisk.console.guard import Pages, record_view, require_branch, secure_app
from amlrisk.console.headers import protect
from amlrisk.console.language import remember_language
from amlrisk.review.authority import Permission
from amlrisk.services.system import System

_PAGE = 20
_MODULES = (provider, account, people, keys, lists, policy, audit)


def register_console(app: Flask, system: System) -> None:
    """Add the pages to ``app``; each module declares its own."""
    prepare_frame(app, system)
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
