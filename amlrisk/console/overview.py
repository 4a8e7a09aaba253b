"""What the overview, the list of customers and the status page show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from amlrisk.console.pictures import grade_bars
from amlrisk.errors import UnavailableError
from amlrisk.grading.model import Assessment
from amlrisk.grading.reasons import render
from amlrisk.policy.vocabulary import Decision
from amlrisk.services.list_status import ListState, list_states
from amlrisk.services.system import System
from amlrisk.store.current import CurrentRow
from amlrisk.watchlist.freshness import require_fresh

# Reasons that say how every customer is graded rather than what is special about this one.
_USUAL = ("score", "missing_input", "held_for_review")
#: Reasons of hits that an officer must look at.
_OPEN = ("listing_possible", "reopened_")
_DUE_SHOWN = 1000


@dataclass(frozen=True, slots=True)
class Attention:
    """A customer to look at, and the reason that weighs most, in both languages."""

    row: CurrentRow
    why: dict[str, str]


def portfolio(system: System, *, after: str | None, limit: int) -> dict[str, Any]:
    """The overview of a demonstration: grades, decisions, who needs attention, lists."""
    store = system.store
    counts = store.assessments.distribution()
    decisions = store.assessments.decisions()
    rows = store.assessments.attention(limit + 1, after)
    shown = rows[:limit]
    return {
        "customers": store.customers.count(),
        "graded": sum(counts.values()),
        "bars": grade_bars(counts),
        "decisions": [(decision, decisions.get(decision, 0)) for decision in reversed(Decision)],
        "due": len(store.assessments.due(system.today(), _DUE_SHOWN)),
        "attention": [Attention(row, _why(store.assessments.latest(row.customer))) for row in shown],
        "next": shown[-1].customer if len(rows) > limit else None,
        "after": after,
        "rules": system.rules(),
        **_lists(system),
    }


def customers(system: System, *, query: str, after: str | None, limit: int) -> dict[str, Any]:
    """A page of all customers, or of those whose ref or name contains ``query``."""
    found = system.store.customers.page(after, limit + 1, query or None)
    shown = found[:limit]
    return {
        "rows": shown,
        "query": query,
        "after": after,
        "next": shown[-1].ref if len(found) > limit else None,
        "rules": system.rules(),
    }


def status(system: System) -> dict[str, Any]:
    """What anyone may see: whether checks can be trusted, the lists, and how much there is. No customer, no grade."""
    lists = _lists(system)
    return {
        "customers": system.store.customers.count(),
        "assessments": system.store.assessments.count(),
        "entities": sum(state.info.entities for state in lists["in_force"]),
        **lists,
    }


def _lists(system: System) -> dict[str, Any]:
    """The sources that are in force, required or refused; the others apart; why nothing can be decided, if so."""
    now = system.now()
    states = list_states(system, now)
    prominent = [each for each in states if each.info or each.source.required or each.quarantined]
    return {
        "lists": prominent,
        "other_lists": [each for each in states if each not in prominent],
        "in_force": [each for each in states if each.info],
        "trouble": _trouble(system, states),
    }


def _trouble(system: System, states: list[ListState]) -> UnavailableError | None:
    infos = {state.source.name: state.info for state in states if state.info is not None}
    try:
        require_fresh(system.catalogue, infos, system.now())
    except UnavailableError as error:
        return error
    return None


def _why(assessment: Assessment | None) -> dict[str, str]:
    """The first reason that led to the grade; where none did by itself, the first that is particular."""
    if assessment is None:
        return {"zh": "", "en": ""}
    outcome = assessment.outcome
    leading = [reason for reason in outcome.reasons if reason.params.get("grade") == outcome.grade.value]
    particular = [reason for reason in outcome.reasons if reason.code not in _USUAL]
    open_hits = [reason for reason in particular if reason.code.startswith(_OPEN)]
    first = (open_hits or leading or particular or list(outcome.reasons))[0]
    return {language: render(first, language) for language in ("zh", "en")}
