"""A customer: facts, hits, grade over time, cases, what may be reported; any past assessment, and its replay."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from amlrisk.console.asked import asked_day
from amlrisk.console.charts import Series, line
from amlrisk.console.facts_view import facts_of, policies_of
from amlrisk.console.guard import Pages, draft_of, officer, record_view, require_branch
from amlrisk.console.hit_views import hit_views
from amlrisk.console.language import language_of
from amlrisk.console.pictures import place_of, waterfall, zones
from amlrisk.console.words import word
from amlrisk.errors import AmlriskError, InvalidInput, UnavailableError
from amlrisk.grading.model import Assessment
from amlrisk.policy.model import Rules
from amlrisk.policy.vocabulary import Trigger
from amlrisk.review.authority import Permission
from amlrisk.screening.model import DispositionKind
from amlrisk.services.answers import answer_of
from amlrisk.services.identity import new_id
from amlrisk.services.open_case import REPORTED, TriggerEvent, open_case
from amlrisk.services.replay_assessment import replay_assessment
from amlrisk.services.system import System

_LOWEST = 1
_LONGEST_HISTORY = 100
_MOST_POINTS = 6  # as many as have room for their day


def register(pages: Pages, system: System) -> None:
    @pages.page("/customers/<ref>", may=Permission.SEE_CUSTOMERS)
    def customer(ref: str) -> str:
        require_branch(system.store.customers.get(ref).branch)
        record_view(system, "customer", ref)
        typed = draft_of(system, url_for("console.report_event", ref=ref)).to_dict()
        return render_template("customer.html", **current(system, ref), **_report(system, ref, typed, None))

    @pages.page("/customers/<ref>/events", may=Permission.OPEN_CASE, methods=("POST",))
    def report_event(ref: str) -> Answer:
        require_branch(system.store.customers.get(ref).branch)
        try:
            case = open_case(system, officer(), _event(ref))
        except (InvalidInput, UnavailableError) as error:
            record_view(system, "customer", ref)
            told = current(system, ref) | _report(system, ref, request.form.to_dict(), error)
            return make_response(
                render_template("customer.html", **told), 422 if isinstance(error, InvalidInput) else 503
            )
        flash(_("Recorded in the customer's case."), "success")
        return redirect(url_for("console.case", id=case.id), 303)

    @pages.page("/assessments/<id>", may=Permission.SEE_CUSTOMERS)
    def assessment(id: str) -> str:
        look_at(id, "assessment")
        return render_template("customer.html", **past(system, id))

    @pages.page("/assessments/<id>/replay", may=Permission.SEE_CUSTOMERS)
    def replay(id: str) -> str:
        look_at(id, "replay")
        return render_template("replay.html", **replayed(system, id))

    def look_at(id: str, kind: str) -> None:
        ref = system.store.assessments.get(id).customer
        require_branch(system.store.customers.get(ref).branch)
        record_view(system, kind, ref, {"assessment": id})


# --- what they show -----------------------------------------------------------------------------------


def current(system: System, ref: str) -> dict[str, Any]:
    """The customer's current assessment; only the facts where there is none yet. Raises ``NotFound``."""
    customer = system.store.customers.get(ref)
    assessment = system.store.assessments.latest(ref)
    if assessment is None:
        return {"customer": customer, "assessment": None, "history": [], "rules": system.rules(), "is_current": True}
    return _with_hits(system, explained(system, assessment, is_current=True), past=False)


def past(system: System, id: str) -> dict[str, Any]:
    """Any assessment by its id. Raises ``NotFound``."""
    assessment = system.store.assessments.get(id)
    latest = system.store.assessments.current([assessment.customer]).get(assessment.customer)
    told = explained(system, assessment, is_current=latest == id)
    return _with_hits(system, told, past=latest != id)


def replayed(system: System, id: str) -> dict[str, Any]:
    """An assessment computed again. Raises ``NotFound`` or ``ReplayImpossible``."""
    replay = replay_assessment(system, id)
    return {"replay": replay, "assessment": replay.assessment, "rules": system.rules_of(replay.assessment)}


def explained(system: System, assessment: Assessment, *, is_current: bool) -> dict[str, Any]:
    """An assessment without its hits, in the words of the pack it was made under, from the facts it was made of."""
    rules = system.rules_of(assessment)
    answer: dict[str, Any] = answer_of(assessment, rules, now=system.now())
    customer = system.store.customers.facts(assessment.facts_digest)
    history = system.store.assessments.history(assessment.customer, _LONGEST_HISTORY)
    return {
        "customer": customer,
        "assessment": assessment,
        "is_current": is_current,
        "rules": rules,
        "answer": answer,
        "score": assessment.outcome.score.normalize() + 0,
        "zones": zones(rules),
        "place": place_of(assessment.outcome.score, rules),
        "history": history,
        **_factors(answer, rules),
    }


def _factors(answer: dict[str, Any], rules: Rules) -> dict[str, Any]:
    """What adds most above the lowest level first; all at the lowest level apart."""
    ordered = sorted(answer["factors"], key=_excess, reverse=True)
    steps = waterfall([Decimal(each["contribution"]) for each in ordered])
    for each, step in zip(ordered, steps, strict=True):
        each.update(step=step, share=float(each["weight"]))
    low = [each for each in ordered if each["level"] == _LOWEST and not each["missing"]]
    return {
        "raised": [each for each in ordered if each not in low],
        "low": low,
        "low_points": sum((Decimal(each["contribution"]) for each in low), Decimal(0)),
        "levels": range(1, rules.levels + 1),
        "one_reference": ordered[0] if len({_reference(each) for each in ordered}) == 1 else None,
        "heaviest": max((each["share"] for each in ordered), default=1.0),
    }


def _excess(factor: dict[str, Any]) -> tuple[Decimal, bool, Decimal]:
    weight = Decimal(factor["weight"])
    return (weight * (factor["level"] - _LOWEST), factor["missing"], weight)


def _reference(factor: dict[str, Any]) -> tuple[str, str]:
    return factor["reference"]["id"], factor["confidence"]


def _with_hits(system: System, told: dict[str, Any], *, past: bool) -> dict[str, Any]:
    """Every hit beside its entry; what was cleared apart."""
    views = hit_views(system, told["assessment"], told["customer"], told["rules"], past=past)
    cleared = [view for view in views if view.found.disposition is DispositionKind.FALSE_POSITIVE]
    return told | {
        "hit_views": [view for view in views if view not in cleared],
        "cleared": cleared,
        "names": system.store.accounts.names(),
        "cases": system.store.cases.of_customer(told["customer"].ref),
        "chart": _chart(told["history"], told["rules"]),
        "known": facts_of(told["customer"], told["rules"]),
        "policies": policies_of(told["customer"]),
    }


def _chart(history: list[Assessment], rules: Rules) -> Any:
    """Grades over time as a line; None for a single one."""
    if len(history) < 2:
        return None
    ordered = list(reversed(history))[-_MOST_POINTS:]
    language = language_of(request)
    names = {grade.rank: policy.name.get(language) for grade, policy in rules.grades.items()}
    return line(
        _("Grade over time"),
        [each.on.isoformat() for each in ordered],
        [Series(name=_("Grade"), values=[each.outcome.grade.rank for each in ordered], tone="link")],
        height=200,
        show=lambda value: names.get(round(value), ""),
        marks=sorted(names),
    )


# --- reporting what became known ----------------------------------------------------------------------


def _event(ref: str) -> TriggerEvent:
    """What was reported by the form of this request; raises ``InvalidInput``."""
    trigger, text = request.form.get("trigger", ""), request.form.get("text", "").replace("\r\n", "\n")
    return TriggerEvent(
        customer=ref,
        trigger=Trigger(trigger) if trigger in set(Trigger) else Trigger.POSSIBLE_MATCH,  # none that can be reported
        text=text,
        form=request.form.get("form", "")[:100],
        on=asked_day("on"),
    )


def _report(system: System, ref: str, typed: dict[str, str], error: AmlriskError | None) -> dict[str, Any]:
    """The form, with what was typed into it and what was wrong."""
    language = language_of(request)
    issues = error.issues if isinstance(error, InvalidInput) else ()
    return {
        "reported": [(each.value, word("trigger", each)) for each in REPORTED],
        "typed": typed,
        "report_error": error,
        "report_issues": {issue.path: issue.text(language) for issue in issues},
        "form": new_id(system.now()),
        "address": url_for("console.customer", ref=ref),
        "longest_text": system.rules().review.longest_text,
    }
