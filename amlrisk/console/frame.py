"""What every page has: language and words, the person who looks, navigation, Bootstrap from its own package."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import Flask, Response, current_app, request, url_for
from flask_babel import Babel, gettext
from flask_bootstrap import Bootstrap5

from amlrisk.console.catalogues import TRANSLATED, Catalogues
from amlrisk.console.guard import draft_of, form_fields, home_of, officer_or_none
from amlrisk.console.headers import protect
from amlrisk.console.language import LANGUAGES, language_of
from amlrisk.console.words import choices, has_word, word
from amlrisk.facts.model import Party
from amlrisk.jobs.demo import is_demo
from amlrisk.review.authority import Officer, Permission
from amlrisk.services.system import System

_YEAR_SECONDS = 365 * 24 * 3600


def _(text: str) -> str:
    return text


class Place(NamedTuple):
    """An entry of the navigation: the section that pages name, its first page, who sees it."""

    section: str
    endpoint: str
    may: Permission
    title: str


_PLACES = (
    Place("overview", "console.overview", Permission.SEE_OVERVIEW, _("Overview")),
    Place("queue", "console.queue", Permission.SEE_CASES, _("Queue")),
    Place("customers", "console.customers", Permission.SEE_CUSTOMERS, _("Customers")),
    Place("tiers", "console.tiers", Permission.SEE_TIERS, _("Tiers")),
    Place("service", "console.service", Permission.SEE_SERVICE, _("Customer service")),
    Place("lists", "console.lists", Permission.SEE_LISTS, _("Lists")),
    Place("policy", "console.policy", Permission.SEE_POLICY, _("Policy")),
    Place("reports", "console.reports", Permission.SEE_REPORTS, _("Reports")),
    Place("runs", "console.runs", Permission.SEE_RUNS, _("Runs")),
    Place("receivers", "console.receivers", Permission.MANAGE_WEBHOOKS, _("Receivers")),
    Place("audit", "console.audit", Permission.SEE_AUDIT, _("Audit")),
    Place("people", "console.people", Permission.MANAGE_PEOPLE, _("People")),
)


def prepare_frame(app: Flask, system: System) -> None:
    """Languages and Bootstrap of ``app``."""
    babel = Babel()
    babel.init_app(
        app,
        default_locale=TRANSLATED,
        default_timezone=str(system.settings.timezone),
        locale_selector=lambda: language_of(request),
    )
    babel.domain_instance = Catalogues()
    app.static_url_path = "/static"  # Bootstrap's own address follows from it; the application has no such folder
    app.config["BOOTSTRAP_SERVE_LOCAL"] = True
    Bootstrap5(app)
    app.after_request(_keep_bootstrap)


def page_frame(system: System) -> dict[str, Any]:
    """What the templates of every page know, error pages too. ``parts.html`` says how they use it."""
    language = language_of(request)
    person, known = officer_or_none(system), system.catalogue.sources

    def say(words: Any) -> str:
        """One language of a text that comes in both, as a document or as the pack's own."""
        return str(words[language] if isinstance(words, dict) else getattr(words, language))

    return {
        "language": language,
        "languages": LANGUAGES,
        "say": say,
        "word": word,
        "has_word": has_word,
        "choices": choices,
        "words": system.rules().labels,
        "today": system.today(),
        "timezone": system.settings.timezone,
        "countries": _countries,
        "count": _count,
        "list_name": lambda source: say(known[source].title) if source in known else source,
        "pairs": lambda values: [(value, value) for value in values],
        "demo": is_demo(system.settings),
        "officer": person,
        "may": _permits(person),
        "has_page": _has_page,
        "home": "/" if person is None else home_of(person),
        "navigation": navigation(person),
        "form_fields": form_fields,
        "draft_of": lambda action: draft_of(system, action),
        "pack": system.pack,
        "switch_to": _same_page_in,
        "here": _same_page,
    }


def navigation(person: Officer | None) -> Sequence[tuple[str, str, str]]:
    """(section, address, title) of the pages that ``person`` may open, of those that there are."""
    if person is None:
        return ()
    return [
        (place.section, url_for(place.endpoint), gettext(place.title))
        for place in _PLACES
        if person.may(place.may) and _has_page(place.endpoint)
    ]


def _permits(person: Officer | None) -> Callable[[str], bool]:
    return lambda permission: person is not None and person.may(Permission(permission))


def _has_page(endpoint: str) -> bool:
    return endpoint in current_app.view_functions


def _same_page_in(language: str) -> str:
    """The address of this page in another language."""
    return _same_page(lang=language)


def _same_page(**changes: object) -> str:
    """The address of this page with other arguments; None takes one away."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in changes]
    kept += [(name, str(value)) for name, value in changes.items() if value is not None]
    return f"{request.path}?{urlencode(kept)}" if kept else request.path


def _count(number: int) -> str:
    """A number as both languages group it."""
    return f"{number:,}"


def _countries(party: Party) -> list[str]:
    """The countries a party belongs to, each once."""
    found = (*party.nationalities, party.residence_country, party.registration_country)
    return list(dict.fromkeys(code for code in found if code is not None))


def _keep_bootstrap(response: Response) -> Response:
    """Its files say nothing of anybody and change with its version only, which their address names."""
    if request.endpoint == "bootstrap.static":
        protect(response)
        response.headers["Cache-Control"] = f"public, max-age={_YEAR_SECONDS}, immutable"
    return response
