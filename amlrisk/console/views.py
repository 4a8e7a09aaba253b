"""The pages and their addresses. Each module declares those of its area, and reads through services and stores."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, request

from amlrisk.console import (
    account,
    audit,
    case,
    certificate,
    customer,
    customers,
    forecast,
    keys,
    lists,
    overview,
    people,
    policy,
    provider,
    queue,
    receivers,
    reports,
    runs,
    service,
    service_records,
    tier,
    tiers,
    vip,
)
from amlrisk.console.errors import register_errors
from amlrisk.console.frame import page_frame, prepare_frame
from amlrisk.console.guard import Pages, secure_app
from amlrisk.console.headers import protect
from amlrisk.console.language import remember_language
from amlrisk.services.system import System

_MODULES = (
    overview,
    queue,
    case,
    customers,
    customer,
    certificate,
    tier,
    tiers,
    provider,
    account,
    people,
    keys,
    lists,
    policy,
    reports,
    forecast,
    runs,
    receivers,
    audit,
    service,
    service_records,
    vip,
)


def register_console(app: Flask, system: System) -> None:
    """Add the pages to ``app``; each module declares its own."""
    prepare_frame(app, system)
    secure_app(app, system)
    pages = Pages(system)
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
