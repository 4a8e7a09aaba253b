"""The page of a case and what its forms do. A form that cannot be taken comes back as it was: nothing typed is lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from amlrisk.console import case_view, queue
from amlrisk.console.case_form import Typed, move_of
from amlrisk.console.customer import explained
from amlrisk.console.guard import Pages, draft_of, officer, record_view, require_branch
from amlrisk.console.hit_views import HitView, hit_views
from amlrisk.console.look_back_view import look_back_views
from amlrisk.console.words import word
from amlrisk.errors import AmlriskError, CaseChanged, FourEyes, HitChanged, InvalidInput, NotNow, UnavailableError
from amlrisk.review.authority import Permission
from amlrisk.review.basis import basis_of
from amlrisk.review.model import Action, Case, CaseEvent, State
from amlrisk.review.transitions import Offer, offers
from amlrisk.services.act_on_case import act_on_case
from amlrisk.services.case_file import follows
from amlrisk.services.identity import new_id
from amlrisk.services.system import System

#: What each form asks for. Whether this officer may take the step now is for ``review.transitions``.
FORMS: Mapping[Action, Permission] = {
    Action.DECIDE_HIT: Permission.DECIDE_HITS,
    Action.PROPOSE: Permission.PROPOSE_GRADE,
    Action.CONFIRM: Permission.CONFIRM_GRADE,
    Action.DIFFER: Permission.CONFIRM_GRADE,
    Action.SETTLE: Permission.SETTLE_CASE,
    Action.APPROVE: Permission.APPROVE_CASE,
    Action.RETURN: Permission.CONFIRM_GRADE,  # held by all who can send a case back from wherever it stands
    Action.ASSIGN: Permission.ASSIGN_CASES,
    Action.COMMENT: Permission.COMMENT_CASE,
}
#: Errors that the page itself answers, with the form as it was typed.
_ANSWERED: Mapping[type[AmlriskError], int] = {
    InvalidInput: 422,
    CaseChanged: 409,
    HitChanged: 409,
    NotNow: 409,
    FourEyes: 403,
    UnavailableError: 503,
}


def register(pages: Pages, system: System) -> None:
    @pages.page("/cases/<id>", may=Permission.SEE_CASES)
    def case(id: str) -> str:
        found = _within_reach(system, id)
        record_view(system, "case", found.customer, {"case": id, "grade": found.grade.value})
        return render_template("case.html", **shown(system, found, _kept(system, found)))

    for action, permission in FORMS.items():
        _register_form(pages, system, action, permission)


def _register_form(pages: Pages, system: System, action: Action, permission: Permission) -> None:
    @pages.page(f"/cases/<id>/{action}", may=permission, methods=("POST",), name=f"case_{action}")
    def form(id: str) -> Answer:
        found = _within_reach(system, id)
        fields = request.form.to_dict()
        try:
            basis = basis_of(system.store.assessments.get(found.assessment))
            after = act_on_case(system, officer(), move_of(id, action, fields, basis))
        except tuple(_ANSWERED) as error:
            return _refused(system, id, Typed(action=action, fields=fields, error=error))
        _say(system, after, action)
        return redirect(_onwards(after, action, fields.get("then", "")), 303)


def _within_reach(system: System, id: str) -> Case:
    """The case; of a closed one the customer may have moved to another branch since, whose business they are now."""
    found = system.store.cases.get(id)
    require_branch(found.branch)
    if found.state is State.CLOSED:
        require_branch(system.store.customers.get(found.customer).branch)
    return found


def _refused(system: System, id: str, typed: Typed) -> Answer:
    """The page as the case is now, with the form as it was typed."""
    assert typed.error is not None
    status = next(number for kind, number in _ANSWERED.items() if isinstance(typed.error, kind))
    record_view(system, "case", system.store.cases.get(id).customer, {"case": id})
    return make_response(render_template("case.html", **shown(system, system.store.cases.get(id), (typed,))), status)


def _say(system: System, after: Case, action: Action) -> None:
    name = system.store.customers.get(after.customer).subject.name
    text = _("%(name)s: %(what)s.", name=name, what=word("action", action))
    if after.state is State.CLOSED and action in case_view.STEPS:
        text += " " + _("The case is closed.")
    flash(text, "success")


def _onwards(after: Case, action: Action, then: str) -> str:
    if then == "next":
        return url_for("console.queue_next", after=after.id)
    place = {Action.DECIDE_HIT: "next-hit" if after.pending_hits else "decide", Action.COMMENT: "timeline"}
    return url_for("console.case", id=after.id, _anchor=place.get(action, "main"))


def _kept(system: System, case: Case) -> tuple[Typed, ...]:
    """Forms of this page that were typed into when a sign-in ended."""
    found = []
    for action in FORMS:
        draft = draft_of(system, url_for(f"console.case_{action}", id=case.id))
        if draft:
            found.append(Typed(action=action, fields=draft.to_dict()))
    return tuple(found)


# --- what it shows ------------------------------------------------------------------------------------


def shown(system: System, case: Case, typed: tuple[Typed, ...]) -> dict[str, Any]:
    """All that ``case.html`` needs; ``typed`` are the forms to be filled again."""
    who, store = officer(), system.store
    assessment = store.assessments.get(case.assessment)
    told = explained(system, assessment, is_current=True)
    rules_now = system.rules()
    events = store.cases.events(case.id)
    history = store.dispositions.history(case.customer)
    names = store.accounts.names()
    hits = hit_views(system, assessment, told["customer"], rules_now)
    possible = case_view.possible(offers(case, who, rules_now.review, system.today()))
    return told | {
        "case": case,
        "address": url_for("console.case", id=case.id),
        "hit_views": hits,
        "next_hit": next((hit.number for hit in hits if hit.undecided), None),
        "events": case_view.event_views(events, names, rules_now, history),
        "changed": case_view.event_views(_since(typed), names, rules_now, history),
        "names": names,
        "way": case_view.stands_at(case),
        "possible": possible,
        "steps": [action for action in case_view.STEPS if possible[action].allowed],
        "awaited": case_view.awaited(case, possible),
        "graded_steps": case_view.GRADED,
        "review": rules_now.review,
        "grade_keys": case_view.GRADE_KEYS,
        "follows": follows(system, case, assessment),
        "override": store.overrides.in_force([case.customer], system.today()).get(case.customer),
        "people": queue.assignable(system, who, case.branch),
        "look_backs": look_back_views(system, told["customer"]),
        "others": [each for each in store.cases.of_customer(case.customer) if each.id != case.id],
        "typed": typed,
        "homeless": [each for each in typed if each.fields.get("text") and not _has_form(each, possible, hits)],
        "new_form": lambda: new_id(system.now()),
        "hit_keys": case_view.HIT_KEYS,
        "action_keys": case_view.ACTION_KEYS,
        "forms": {action: url_for(f"console.case_{action}", id=case.id) for action in FORMS},
    }


def _has_form(typed: Typed, possible: Mapping[Action, Offer], hits: list[HitView]) -> bool:
    """Whether the form stands on the page as the case is now; what was typed into another is shown by itself."""
    if not possible[typed.action].allowed:
        return False
    return typed.action is not Action.DECIDE_HIT or any(typed.of(typed.action, hit.pair) for hit in hits)


def _since(typed: tuple[Typed, ...]) -> tuple[CaseEvent, ...]:
    """What happened after the version that a refused form was filled in on."""
    found = [each.error.events for each in typed if isinstance(each.error, CaseChanged)]
    return tuple(event for events in found for event in events if isinstance(event, CaseEvent))
