"""The queue: cases by the day they are due, filtered, counted, given to people, one after the other."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import parse_qsl

from flask import Response, flash, jsonify, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as Answer

from amlrisk.console.guard import Pages, officer, record_view
from amlrisk.console.language import language_of
from amlrisk.console.queue_filter import ME, NOBODY, Asked, place_of, written
from amlrisk.errors import AmlriskError, InvalidInput
from amlrisk.policy.model import ReviewRules, Text
from amlrisk.review.authority import ALL_BRANCHES, AUTHORITY, Officer, Permission
from amlrisk.review.model import Action, Case, State
from amlrisk.review.transitions import offers
from amlrisk.services.assign_cases import assign_cases
from amlrisk.services.identity import new_id
from amlrisk.services.system import System

_PAGE = 40
_MOST_AT_ONCE = 200
#: How far the next case is looked for among those that this officer cannot work on.
_LOOKED_AT = 400
_KEPT = "queue"
#: What brings a case on; comments, assignments and sending back do not.
_WORK = frozenset({Action.DECIDE_HIT, Action.PROPOSE, Action.CONFIRM, Action.DIFFER, Action.SETTLE, Action.APPROVE})
_STATES = (State.OPEN, State.PROPOSED, State.DISPUTED, State.APPROVAL)


def register(pages: Pages, system: System) -> None:
    @pages.page("/queue", may=Permission.SEE_CASES)
    def queue() -> str:
        asked = Asked.of(request.args)
        session[_KEPT] = asked.query()
        page = shown(system, officer(), asked, request.args.get("after"))
        record_view(system, "queue", "cases", {"customers": [row.case.customer for row in page["rows"]]})
        return render_template("queue.html", **page)

    @pages.page("/queue/counts", may=Permission.SEE_CASES, polled=True)
    def queue_counts() -> Response:
        answer = jsonify(counts(system, officer(), Asked.of(request.args)))
        answer.headers["Cache-Control"] = "no-store"
        return answer

    @pages.page("/queue/next", may=Permission.SEE_CASES)
    def queue_next() -> Answer:
        found = next_case(system, officer(), kept_filter(), request.args.get("after", ""))
        if found is None:
            flash(_("Nothing is left in this queue that you can work on now."), "info")
            return redirect(_address(kept_filter()), 303)
        return redirect(url_for("console.case", id=found), 303)

    @pages.page("/queue/assign", may=Permission.ASSIGN_CASES, methods=("POST",))
    def queue_assign() -> Answer:
        _assign(system, request.form.getlist("case"), request.form.get("assignee", ""), request.form.get("form", ""))
        return redirect(_address(Asked.of(request.args)), 303)


def kept_filter() -> Asked:
    """The filter that this browser last looked through."""
    return Asked.of(dict(parse_qsl(str(session.get(_KEPT, "")))))


# --- what it shows ------------------------------------------------------------------------------------


def shown(system: System, who: Officer, asked: Asked, after: str | None) -> dict[str, Any]:
    wanted = asked.filter(who, system.today())
    found = system.store.cases.page(wanted, place_of(after), _PAGE + 1)
    rows = found[:_PAGE]
    rules, language = system.rules(), language_of(request)
    people, listed = assignable(system, who), sources(system)
    return {
        "asked": asked,
        "arguments": asked.arguments(),
        "rows": rows,
        "after": after,
        "next": written(rows[-1].place) if len(found) > _PAGE else None,
        "counts": counts(system, who, asked),
        "tabs": _tabs(asked),
        "names": system.store.accounts.names(),
        "people": people,
        "sources": listed,
        "grade_choices": [(grade.value, rules.grades[grade].name.get(language)) for grade in rules.grades],
        "source_choices": [(name, title.get(language)) for name, title in listed.items()],
        "branch_choices": [(branch, branch) for branch in _branches(system, who)],
        "people_choices": [(ME, _("Me")), (NOBODY, _("Nobody")), *((each.id, each.name) for each in people)],
        "rules": rules,
        "form": new_id(system.now()),
    }


def counts(system: System, who: Officer, asked: Asked) -> dict[str, int]:
    """How many cases each tab has, and how many are listed."""
    cases, today = system.store.cases, system.today()
    within = cases.counts(asked.without_tabs().filter(who, today), today)
    mine = cases.counts(Asked(assignee=ME, **_others(asked)).filter(who, today), today)
    listed = within if asked == asked.without_tabs() else cases.counts(asked.filter(who, today), today)
    return {
        "all": within.total,
        "overdue": within.overdue,
        "today": within.overdue + within.due_today,
        "me": mine.total,
        "nobody": within.unassigned,
        "listed": listed.total,
        **{state.value: within.by_state[state] for state in _STATES},
    }


def _others(asked: Asked) -> dict[str, Any]:
    """The filter without what the tabs choose, as fields."""
    return {name: getattr(asked, name) for name in ("grade", "trigger", "list", "branch", "q")}


def _tabs(asked: Asked) -> list[tuple[str, dict[str, str], bool]]:
    """(count's name, arguments, whether it is the one shown) of each tab: by urgency and person, then by state."""
    kept = asked.without_tabs().arguments()
    chosen = {name: value for name, value in asked.arguments().items() if name not in kept}
    tabs: list[tuple[str, dict[str, str]]] = [
        ("all", {}),
        ("overdue", {"due": "overdue"}),
        ("today", {"due": "today"}),
        ("me", {"assignee": ME}),
        ("nobody", {"assignee": NOBODY}),
        *((state.value, {"state": state.value}) for state in _STATES),
    ]
    return [(name, kept | only, chosen == only) for name, only in tabs]


def assignable(system: System, who: Officer, branch: str | None = None) -> list[Officer]:
    """Who may be given cases, of those that share a branch with ``who``; of ``branch`` only, where one is given."""
    found = [
        account.officer for account in system.store.accounts.active(sorted(AUTHORITY[Permission.DECIDE_HITS].roles))
    ]
    if branch is not None:
        return [person for person in found if person.sees(branch)]
    if ALL_BRANCHES in who.branches:
        return found
    return [p for p in found if ALL_BRANCHES in p.branches or set(p.branches) & set(who.branches)]


def sources(system: System) -> dict[str, Text]:
    """Lists on which there can be hits now, and their titles."""
    titles = {name: source.title for name, source in system.catalogue.sources.items()}
    return {name: titles.get(name, Text(zh=name, en=name)) for name in sorted(system.desk.infos())}


def _branches(system: System, who: Officer) -> list[str]:
    """Branches to choose from: the person's own, or all that have open cases."""
    if ALL_BRANCHES not in who.branches:
        return sorted(who.branches)
    days = system.store.cases.by_branch_and_day(Asked().filter(who, system.today()))
    return sorted({each.branch for each in days if each.branch is not None})


# --- what it does -------------------------------------------------------------------------------------


def _assign(system: System, ids: list[str], assignee: str, form: str) -> None:
    """Give many cases to somebody, and say how many."""
    if not ids:
        flash(_("No case is selected."), "info")
        return
    try:
        done = assign_cases(
            system, officer(), ids[:_MOST_AT_ONCE], None if assignee in ("", NOBODY) else assignee, form=form
        )
    except InvalidInput as error:
        flash(error.text(language_of(request)), "danger")
        return
    if done.cases:
        number = len(done.cases)
        flash(ngettext("%(num)d case assigned.", "%(num)d cases assigned.", number), "success")
    if done.refused:
        why = "；".join(dict.fromkeys(error.text(language_of(request)) for error in done.refused.values()))
        number = len(done.refused)
        flash(ngettext("%(num)d case not: %(why)s", "%(num)d cases not: %(why)s", number, why=why), "danger")


def next_case(system: System, who: Officer, asked: Asked, after: str) -> str | None:
    """The next case of the queue that ``who`` can work on: after case ``after``, else from the beginning.

    Cases that were given to somebody else are left to them, unless the queue is that person's, or that person is not
    here any more.
    """
    others = {person.id for person in assignable(system, who)} - {who.id, asked.assignee}
    rules, today = system.rules().review, system.today()
    wanted = asked.filter(who, today)
    place = _place(system, after)
    for begin in (place, None) if place is not None else (None,):
        for row in system.store.cases.page(wanted, begin, _LOOKED_AT):
            if row.case.id != after and row.case.assignee not in others and can_work(row.case, who, rules, today):
                return row.case.id
    return None


def can_work(case: Case, who: Officer, rules: ReviewRules, today: date) -> bool:
    """Whether the next step of the case could be taken by ``who``."""
    return any(offer.allowed for offer in offers(case, who, rules, today) if offer.action in _WORK)


def _place(system: System, id: str) -> tuple[date, str] | None:
    try:
        case = system.store.cases.get(id)
    except AmlriskError:
        return None
    return case.due_on, case.id


def _address(asked: Asked) -> str:
    """The queue, filtered so."""
    query = asked.query()
    return url_for("console.queue") + (f"?{query}" if query else "")
