"""Customer service: finding a customer, the neutral page of one. Nothing here knows a grade, a case or a reason.

What is told of a tier is what the front line is told (``services/disclose_tier.py``); what a form answers when it
cannot be done is the same whatever keeps it from being done.
"""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from amlrisk.console.asked import asked_text
from amlrisk.console.guard import Pages, officer, own_form, record_view, require_branch
from amlrisk.console.language import language_of
from amlrisk.console.vip import AHEAD, outcome
from amlrisk.errors import ConflictError, InvalidInput
from amlrisk.review.authority import Permission
from amlrisk.services.disclose_tier import disclose_tier, use_and_disclose
from amlrisk.services.identity import new_id
from amlrisk.services.membership import accept, decline, invite
from amlrisk.services.system import System
from amlrisk.services.vip_applications import count_due
from amlrisk.store.customer_filter import CustomerFilter
from amlrisk.store.vip_applications import Listing
from amlrisk.tiering.service_forms import FORMS
from amlrisk.tiering.vip import Stage

_PAGE = 25
_LAST_RECORDS = 12
_APPLICATIONS = 6
_STEPS = {"invite": invite, "accept": accept, "decline": decline}


def register(pages: Pages, system: System) -> None:
    @pages.page("/service", may=Permission.SEE_SERVICE)
    def service() -> str:
        page = found(system)
        record_view(system, "service", "customers", {"customers": [row.ref for row in page["rows"]]})
        return render_template("service.html", **page)

    @pages.page("/service/<ref>", may=Permission.SEE_SERVICE)
    def service_customer(ref: str) -> str:
        require_branch(system.store.customers.get(ref).branch)
        record_view(system, "service", ref)
        return render_template("service_customer.html", **about(system, ref))

    @pages.page("/service/<ref>/uses", may=Permission.MANAGE_SERVICE, methods=("POST",), drafts=False)
    def service_use(ref: str) -> Answer:
        require_branch(system.store.customers.get(ref).branch)
        asked, form = asked_text("entitlement"), own_form(asked_text("form"))
        try:
            use_and_disclose(system, officer(), ref, asked, form=form)
            flash(_("The use is recorded."), "success")
        except (ConflictError, InvalidInput) as error:
            flash(error.text(language_of(request)), "danger")
        return redirect(url_for("console.service_customer", ref=ref), 303)

    @pages.page("/service/<ref>/membership", may=Permission.MANAGE_SERVICE, methods=("POST",), drafts=False)
    def service_membership(ref: str) -> Answer:
        require_branch(system.store.customers.get(ref).branch)
        step = _STEPS.get(asked_text("step"))
        try:
            if step is not None:
                step(system, officer(), ref, form=own_form(asked_text("form")))
                flash(_("Recorded."), "success")
        except (ConflictError, InvalidInput) as error:
            flash(error.text(language_of(request)), "danger")
        return redirect(url_for("console.service_customer", ref=ref), 303)


def found(system: System) -> dict[str, Any]:
    """A page of the customers of one's branches, and what waits to be done for them."""
    who, query, after = officer(), asked_text("q"), asked_text("after") or None
    rows = system.store.customers.page(
        after, _PAGE + 1, wanted=CustomerFilter(branches=who.branches, query=query or None)
    )
    return {
        "rows": rows[:_PAGE],
        "next": rows[_PAGE - 1].ref if len(rows) > _PAGE else None,
        "after": after,
        "asked": query,
        "waiting": system.store.vip.count(Listing.WAITING, who.branches),
        "due": count_due(system, who.branches, system.today() + AHEAD),
    }


def about(system: System, ref: str) -> dict[str, Any]:
    """The customer as the front line knows them."""
    filed = system.store.vip.of_customer(ref)
    return {
        "customer": system.store.customers.get(ref),
        "told": disclose_tier(system, officer(), ref),
        "invitation": system.store.memberships.invitation(ref),
        "applications": [(each, outcome(each)) for each in filed[:_APPLICATIONS]],
        "waiting": any(each.stage is Stage.WAITING for each in filed),
        "records": system.store.service_records.last_of(ref, _LAST_RECORDS),
        "forms": FORMS,
        "tier_names": system.value_rules().tiers.names,
        "names": system.store.accounts.names(),
        "form": new_id(system.now()),
    }
