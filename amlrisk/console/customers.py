"""The list of customers: those of the officer's branches, found by name, reference, branch, kind or grade."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import render_template, request

from amlrisk.console.guard import Pages, officer, record_view
from amlrisk.facts.model import Kind
from amlrisk.policy.vocabulary import Grade
from amlrisk.review.authority import Officer, Permission
from amlrisk.services.system import System
from amlrisk.store.customer_filter import CustomerFilter

_PAGE = 25
_MOST_QUERY = 100
_UNGRADED = "none"


def register(pages: Pages, system: System) -> None:
    @pages.page("/customers", may=Permission.SEE_CUSTOMERS)
    def customers() -> str:
        page = shown(system, officer(), request.args)
        record_view(system, "customers", "customers", {"customers": [row.ref for row in page["rows"]]})
        return render_template("customers.html", **page)


def shown(system: System, who: Officer, arguments: Mapping[str, str]) -> dict[str, Any]:
    """A page of the customers that ``arguments`` ask for; an unknown word asks for nothing."""
    asked = {name: arguments.get(name, "").strip()[:_MOST_QUERY] for name in ("q", "branch", "kind", "grade")}
    asked["kind"] = asked["kind"] if asked["kind"] in set(Kind) else ""
    asked["grade"] = asked["grade"] if asked["grade"] in {*Grade, _UNGRADED} else ""
    after = arguments.get("after") or None
    found = system.store.customers.page(after, _PAGE + 1, wanted=_wanted(who, asked))
    rows = found[:_PAGE]
    return {
        "rows": rows,
        "asked": asked,
        "arguments": {name: value for name, value in asked.items() if value},
        "after": after,
        "next": rows[-1].ref if len(found) > _PAGE else None,
        "branches": system.store.portfolio.branches(who.branches),
        "grades": list(reversed(Grade)),
        "ungraded": _UNGRADED,
        "rules": system.rules(),
    }


def _wanted(who: Officer, asked: Mapping[str, str]) -> CustomerFilter:
    grade = asked["grade"]
    return CustomerFilter(
        branches=who.branches,
        branch=asked["branch"] or None,
        kind=Kind(asked["kind"]) if asked["kind"] else None,
        grade=Grade(grade) if grade and grade != _UNGRADED else None,
        ungraded=grade == _UNGRADED,
        query=asked["q"] or None,
    )
