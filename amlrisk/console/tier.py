"""A customer's value tier for compliance: how it came about, what it grants, and due diligence on the customer."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response as Answer

from amlrisk.console.asked import asked_day, asked_text
from amlrisk.console.charts import Series, line
from amlrisk.console.event_words import cause_word
from amlrisk.console.guard import Pages, draft_of, officer, own_form, record_view, require_branch
from amlrisk.console.language import language_of
from amlrisk.console.tier_view import names, told
from amlrisk.errors import InvalidInput
from amlrisk.policy.value import ValueRules
from amlrisk.policy.value_vocabulary import Tier
from amlrisk.review.authority import Permission
from amlrisk.services.identity import new_id
from amlrisk.services.record_due_diligence import Findings, record_due_diligence
from amlrisk.services.system import System
from amlrisk.services.tier_of import ExplainedTier, explained_tier, withdrawn_tier
from amlrisk.services.withdraw_tiers import why_withdrawn
from amlrisk.tiering.evaluation import Evaluation, counting
from amlrisk.tiering.front_line import FrontLine, front_line
from amlrisk.tiering.standing import approved_too_early, standing_of

_LONGEST_HISTORY = 50
_MOST_POINTS = 8  # as many as have room for their day
_FIELDS = ("funds", "wealth", "purpose", "conclusion")


def register(pages: Pages, system: System) -> None:
    @pages.page("/customers/<ref>/tier", may=Permission.SEE_TIERS)
    def tier(ref: str) -> str:
        require_branch(system.store.customers.get(ref).branch)
        typed = draft_of(system, url_for("console.due_diligence", ref=ref)).to_dict()
        return _page(system, ref, typed, day=asked_day("on"), evaluation=asked_text("evaluation") or None)

    @pages.page("/customers/<ref>/tier/due-diligence", may=Permission.RECORD_DUE_DILIGENCE, methods=("POST",))
    def due_diligence(ref: str) -> Answer:
        require_branch(system.store.customers.get(ref).branch)
        typed = {name: request.form.get(name, "") for name in (*_FIELDS, "form")}
        try:
            record_due_diligence(system, officer(), _findings(ref, typed))
        except InvalidInput as error:
            return make_response(_page(system, ref, typed, error), 422)
        flash(_("Due diligence is recorded; the tier was evaluated again."), "success")
        return redirect(url_for("console.tier", ref=ref, _anchor="due-diligence"), 303)


def _findings(ref: str, typed: dict[str, str]) -> Findings:
    return Findings(customer=ref, form=own_form(typed["form"]), **{name: typed[name] for name in _FIELDS})


def _page(  # noqa: PLR0913  # which evaluation, and the form as it was typed
    system: System,
    ref: str,
    typed: dict[str, str],
    error: InvalidInput | None = None,
    *,
    day: date | None = None,
    evaluation: str | None = None,
) -> str:
    """The page, and that it was looked at."""
    explained = explained_tier(system, ref, day, evaluation_id=evaluation)
    detail: dict[str, object] = {}
    if explained is not None:
        found = explained.evaluation
        detail = {"evaluation": found.id, "base": found.base.value, "tier": found.effective.value}
    record_view(system, "tier", ref, detail)
    shown = {**around(system, ref), **(evaluated(system, explained) if explained is not None else {})}
    return render_template("tier.html", **shown, **_form(system, typed, error), day=day)


# --- what it shows ------------------------------------------------------------------------------------


def around(system: System, ref: str) -> dict[str, Any]:
    """What there is to show of a customer who was never evaluated."""
    store, today = system.store, system.today()
    case = store.cases.open_of([ref]).get(ref)
    rules, language = system.value_rules(), language_of(request)
    withdrawn, known = withdrawn_tier(system, ref), store.due_diligence.circumstances([ref]).get(ref)
    return {
        "customer": store.customers.get(ref),
        "withdrawn": withdrawn,
        "withdrawn_why": withdrawn and why_withdrawn(withdrawn.code).get(language),
        **past(system, ref, rules, language),
        "evaluation": None,
        "is_current": True,
        "rules": system.rules(),
        "standing": standing_of(known, today),
        "approved_too_early": approved_too_early(known),
        "held": None,
        "open_case": case,
        "front": front_line(ref, None, (), rules),
        "due_diligence": store.due_diligence.history(ref),
        "people": store.accounts.names(),
        "cause": cause_word,
        **names(rules, language),
    }


def past(system: System, ref: str, rules: ValueRules, language: str) -> dict[str, Any]:
    """The evaluations on record."""
    history = system.store.tiers.history(ref, _LONGEST_HISTORY + 1)
    return {
        "history": history[:_LONGEST_HISTORY],
        "more_history": len(history) > _LONGEST_HISTORY,
        "chart": chart(history, rules, language),
    }


def evaluated(system: System, found: ExplainedTier) -> dict[str, Any]:
    """An evaluation made again, and what is granted now."""
    language, evaluation = language_of(request), found.evaluation
    return {
        "evaluation": evaluation,
        "current": found.current,
        "is_current": found.current is not None and evaluation.id == found.current.id,
        "standing": evaluation.standing,
        "entitlements": found.entitlements,
        "front": _front(system, found),
        "entries": found.memberships,
        **told(found.inputs, found.verdict, found.rules, language, system.store.accounts.names()),
        **names(found.rules, language),
    }


def _front(system: System, found: ExplainedTier) -> FrontLine:
    rules = system.value_rules()
    if found.current is None:
        return front_line(found.evaluation.customer, None, (), rules)
    _, effective = counting(found.current, rules, system.today())
    return front_line(found.current.customer, effective, found.entitlements, rules)


def chart(history: list[Evaluation], rules: ValueRules, language: str) -> Markup | None:
    """Tiers before and after the gate, day by day; None for a single day."""
    last_of_day = {each.on: each for each in reversed(history)}
    ordered = list(last_of_day.values())[-_MOST_POINTS:]
    if len(ordered) < 2:
        return None
    called = {tier.rank: rules.tiers.names[tier].get(language) for tier in Tier}
    return line(
        _("Tier over time"),
        [each.on.isoformat() for each in ordered],
        [
            Series(name=_("Before the gate"), values=[each.base.rank for each in ordered], tone="soft"),
            Series(name=_("After the gate"), values=[each.effective.rank for each in ordered], tone="link"),
        ],
        height=200,
        show=lambda value: called.get(round(value), ""),
        marks=sorted(called),
    )


def _form(system: System, typed: dict[str, str], error: InvalidInput | None) -> dict[str, Any]:
    """The form for due diligence, with what was typed into it and what was wrong."""
    language = language_of(request)
    return {
        "typed": typed,
        "problems": {} if error is None else {issue.path: issue.text(language) for issue in error.issues},
        "form": typed.get("form") or new_id(system.now()),
        "longest_text": system.rules().review.longest_text,
    }
