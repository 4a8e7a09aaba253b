"""VIP status of group customers: what waits for a decision, what is to be evaluated again, one application."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from amlrisk.console.asked import asked_text
from amlrisk.console.audit import attachment
from amlrisk.console.guard import Pages, draft_of, officer, own_form, record_view, require_branch
from amlrisk.console.language import language_of
from amlrisk.errors import AmlriskError, ConflictError, InvalidInput
from amlrisk.facts.issues import issue
from amlrisk.policy.value_vocabulary import EARNED, GroupTable, Tier
from amlrisk.review.authority import Permission
from amlrisk.services.export_service import export_application
from amlrisk.services.form_sheets import FormFormat
from amlrisk.services.identity import new_id
from amlrisk.services.system import System
from amlrisk.services.vip_applications import (
    Asking,
    apply_for_vip,
    count_due,
    decide_vip,
    due_for_evaluation,
    withdraw_vip,
    worth_of,
)
from amlrisk.store.vip_applications import Listing
from amlrisk.tiering.vip import Filed, Stage, Verdict, is_another_person, may_see_outcome

_PAGE = 25
#: How far ahead the list of what falls due looks.
AHEAD = timedelta(days=60)
_VERDICTS = (Verdict.APPROVED, Verdict.REFUSED)


def register(pages: Pages, system: System) -> None:
    @pages.page("/vip", may=Permission.SEE_SERVICE, name="vip")
    def applications() -> str:
        page = shown(system)
        record_view(system, "vip", "vip", {"customers": [row["customer"] for row in page["rows"]]})
        return render_template("vip.html", **page)

    @pages.page("/vip/<id>", may=Permission.SEE_SERVICE)
    def vip_application(id: str) -> str:
        filed = within_reach(id)
        record_view(system, "vip", filed.application.customer, {"id": id})
        return render_template("vip_application.html", **one(system, filed))

    @pages.page("/vip/<id>/decide", may=Permission.APPROVE_VIP, methods=("POST",))
    def decide_application(id: str) -> Answer:
        filed = within_reach(id)
        try:
            decide_vip(system, officer(), id, _verdict(), request.form.get("opinion", ""))
        except (InvalidInput, ConflictError) as error:
            return answer("vip_application.html", one(system, system.store.vip.get(id), error), error)
        flash(_("The decision is recorded."), "success")
        return redirect(url_for("console.vip_application", id=filed.application.id), 303)

    @pages.page("/vip/<id>/withdraw", may=Permission.MANAGE_SERVICE, methods=("POST",), drafts=False)
    def withdraw_application(id: str) -> Answer:
        filed = within_reach(id)
        withdraw_vip(system, officer(), id)
        flash(_("The application is withdrawn."), "success")
        return redirect(url_for("console.service_customer", ref=filed.application.customer), 303)

    @pages.page("/vip/<id>/export", may=Permission.SEE_SERVICE, methods=("POST",), drafts=False, name="export_vip")
    def export(id: str) -> Response:
        filed, form = within_reach(id), chosen_format()
        pieces = export_application(system, officer(), filed, form, language_of(request))
        return attachment(pieces, f"vip-{filed.application.applied_on}-{id[-6:]}.{form.value}", form.content_type)

    @pages.page("/service/<ref>/vip", may=Permission.MANAGE_SERVICE, name="apply_vip")
    def applying(ref: str) -> str:
        require_branch(system.store.customers.get(ref).branch)
        record_view(system, "vip", ref)
        typed = draft_of(system, url_for("console.file_vip", ref=ref)).to_dict()
        return render_template("vip_apply.html", **form_of(system, ref, typed))

    @pages.page("/service/<ref>/vip", may=Permission.MANAGE_SERVICE, methods=("POST",), name="file_vip")
    def file(ref: str) -> Answer:
        require_branch(system.store.customers.get(ref).branch)
        try:
            filed = apply_for_vip(system, officer(), _asking(ref))
        except (InvalidInput, ConflictError) as error:
            return answer("vip_apply.html", form_of(system, ref, request.form.to_dict(), error), error)
        flash(_("The application is filed; another person decides about it."), "success")
        return redirect(url_for("console.vip_application", id=filed.application.id), 303)

    def within_reach(id: str) -> Filed:
        filed = system.store.vip.get(id)
        require_branch(system.store.customers.get(filed.application.customer).branch)
        return filed


def answer(template: str, told: dict[str, Any], error: AmlriskError) -> Answer:
    """The page with what was typed and what was wrong with it."""
    return make_response(render_template(template, **told), 422 if isinstance(error, InvalidInput) else 409)


def issues_of(error: AmlriskError | None) -> dict[str, str]:
    """The sentence for each field."""
    issues = error.issues if isinstance(error, InvalidInput) else ()
    return {each.path: each.text(language_of(request)) for each in issues}


def chosen_format() -> FormFormat:
    form = asked_text("format")
    if form not in set(FormFormat):
        raise InvalidInput((issue("format", "not_one_of", value=form, allowed=", ".join(FormFormat)),))
    return FormFormat(form)


# --- what they show -----------------------------------------------------------------------------------


def shown(system: System) -> dict[str, Any]:
    """A page of one of the three lists."""
    asked = asked_text("list")
    listing = Listing(asked) if asked in set(Listing) else Listing.WAITING
    after = asked_text("after") or None
    rows, further = _rows(system, listing, after)
    until = system.today() + AHEAD
    vip, branches = system.store.vip, officer().branches
    return {
        "listing": listing,
        "rows": rows,
        "after": after,
        "next": further,
        "counts": {
            Listing.WAITING: vip.count(Listing.WAITING, branches),
            Listing.DUE: count_due(system, branches, until),
        },
        "listings": list(Listing),
        "tier_names": system.value_rules().tiers.names,
        "until": until,
    }


def _rows(system: System, listing: Listing, after: str | None) -> tuple[list[dict[str, Any]], str | None]:
    who, names = officer(), system.store.accounts.names()
    due_on = {}
    if listing is Listing.DUE:
        due = due_for_evaluation(system, who.branches, system.today() + AHEAD, after=after, limit=_PAGE + 1)
        found = [each.listed for each in due]
        due_on = {each.listed.filed.application.id: each.due_on for each in due}
    else:
        found = system.store.vip.page(listing, who.branches, after, _PAGE + 1)
    rows: list[dict[str, Any]] = [
        {
            "id": each.filed.application.id,
            "customer": each.filed.application.customer,
            "name": each.name,
            "branch": each.branch,
            "asked": each.filed.application,
            "applicant": names.get(each.filed.application.applicant, each.filed.application.applicant),
            "stage": each.filed.stage,
            "decided_on": None if each.filed.decision is None else each.filed.decision.decided_on,
            "verdict": outcome(each.filed),
            "due_on": due_on.get(each.filed.application.id),
        }
        for each in found[:_PAGE]
    ]
    return rows, rows[-1]["id"] if len(found) > _PAGE else None


def outcome(filed: Filed) -> Verdict | None:
    """What was decided, where it was and whoever looks may know it."""
    if filed.decision is None or not may_see_outcome(filed, officer()):
        return None
    return filed.decision.verdict


def one(system: System, filed: Filed, error: AmlriskError | None = None) -> dict[str, Any]:
    asked, who = filed.application, officer()
    rules = system.value_rules()
    typed = request.form.to_dict() if request.method == "POST" else {}
    waiting = filed.stage is Stage.WAITING
    return {
        "filed": filed,
        "asked": asked,
        "customer": system.store.customers.get(asked.customer),
        "verdict": outcome(filed),
        "opinion": filed.decision.opinion if filed.decision and may_see_outcome(filed, who) else "",
        "names": system.store.accounts.names(),
        "tier_names": rules.tiers.names,
        "tables": [(table, rules.group.tables[table].name) for table in GroupTable],
        "formats": list(FormFormat),
        "verdicts": [each.value for each in _VERDICTS],
        "may_decide": waiting and who.may(Permission.APPROVE_VIP) and is_another_person(asked, who.id),
        "is_own": waiting and not is_another_person(asked, who.id),
        "may_withdraw": waiting and who.may(Permission.MANAGE_SERVICE) and not is_another_person(asked, who.id),
        "typed": typed or draft_of(system, url_for("console.decide_application", id=asked.id)).to_dict(),
        "error": error,
        "issues": issues_of(error),
        "page": url_for("console.vip_application", id=asked.id),
        "longest": system.rules().review.longest_text,
    }


def form_of(system: System, ref: str, typed: dict[str, str], error: AmlriskError | None = None) -> dict[str, Any]:
    worth, rules, language = worth_of(system, ref), system.value_rules(), language_of(request)
    waiting = next((each for each in system.store.vip.of_customer(ref) if each.stage is Stage.WAITING), None)
    return {
        "customer": system.store.customers.get(ref),
        "worth": worth,
        "waiting": waiting,
        "tier_choices": [(tier.value, rules.tiers.names[tier].get(language)) for tier in worth.tiers],
        "tier_names": rules.tiers.names,
        "tables": [(table, rules.group.tables[table].name) for table in GroupTable],
        "typed": typed,
        "error": error,
        "issues": issues_of(error),
        "form": typed.get("form") or new_id(system.now()),
        "page": url_for("console.apply_vip", ref=ref),
        "longest": system.rules().review.longest_text,
    }


# --- what was sent ------------------------------------------------------------------------------------


def _verdict() -> Verdict:
    verdict = request.form.get("verdict", "")
    if verdict not in {each.value for each in _VERDICTS}:
        raise InvalidInput((issue("verdict", "missing"),))
    return Verdict(verdict)


def _asking(ref: str) -> Asking:
    tier = request.form.get("tier", "")
    if tier not in {each.value for each in EARNED}:
        raise InvalidInput((issue("tier", "missing"),))
    return Asking(
        customer=ref,
        tier=Tier(tier),
        grounds=request.form.get("grounds", ""),
        contact=request.form.get("contact", ""),
        phone=request.form.get("phone", ""),
        form=own_form(request.form.get("form", "")),
    )
