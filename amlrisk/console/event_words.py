"""What the events of the audit trail, and what they tell, are called on the pages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from flask_babel import gettext

from amlrisk.console.words import has_word, word


def _(text: str) -> str:
    """Marks a text for the catalogues; it is translated when it is shown."""
    return text


#: Every kind of event that the program appends; a test holds the two together.
EVENTS: Mapping[str, str] = MappingProxyType(
    {
        "account_changed": _("Account changed"),
        "account_created": _("Account made"),
        "account_disabled": _("Account disabled"),
        "account_enabled": _("Account enabled"),
        "audit_exported": _("Audit trail exported"),
        "case_reported": _("Event reported on a customer"),
        "cases_escalated": _("Overdue cases escalated"),
        "customers_imported": _("Customers imported"),
        "disposition": _("Hit decided"),
        "graded": _("Graded"),
        "key_created": _("API key made"),
        "key_revoked": _("API key revoked"),
        "list_alarm_closed": _("Alarm of a list over"),
        "list_alarm_opened": _("Alarm of a list"),
        "list_alarm_taken": _("Alarm of a list taken"),
        "list_approved": _("Quarantined list approved"),
        "list_confirmed": _("List confirmed unchanged"),
        "list_expired": _("Entries of a list ended"),
        "list_imported": _("List imported"),
        "list_quarantined": _("List quarantined"),
        "list_refused": _("Quarantined list refused"),
        "look_back": _("Transactions flagged for review"),
        "password_changed": _("Password changed"),
        "password_reset": _("Password reset"),
        "policy_changed": _("Policy pack changed"),
        "report_exported": _("Report exported"),
        "run_cancelled": _("Run cancelled"),
        "run_resumed": _("Run taken up again"),
        "service_corrected": _("Service record corrected"),
        "service_exported": _("Service forms exported"),
        "service_recorded": _("Service recorded"),
        "sign_in_failed": _("Sign-in failed"),
        "signed_in": _("Signed in"),
        "signed_out": _("Signed out"),
        "tiers_exported": _("Value tiers exported"),
        "tiered": _("Tier evaluated"),
        "tier_disclosed": _("Tier told"),
        "tier_withdrawn": _("Tier withdrawn: it could not be evaluated"),
        "value_saved": _("Value facts saved"),
        "due_diligence": _("Enhanced due diligence recorded"),
        "membership": _("Membership changed"),
        "entitlement_used": _("Entitlement used"),
        "viewed": _("Viewed"),
        "vip_applied": _("VIP status applied for"),
        "vip_approved": _("VIP status approved"),
        "vip_refused": _("VIP status refused"),
        "vip_withdrawn": _("Application for VIP status withdrawn"),
        "webhook_added": _("Receiver of events added"),
        "webhook_changed": _("Receiver of events changed"),
        "webhook_pinged": _("Receiver of events tried out"),
        "webhook_replayed": _("Events sent again"),
        "webhook_secret_made": _("Secret of a receiver changed"),
        "webhook_sent": _("Events sent"),
    }
)

_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "action": _("step"),
        "added": _("added"),
        "applicant": _("applicant"),
        "asked": _("asked for"),
        "assessment": _("assessment"),
        "assignee": _("assigned to"),
        "base": _("before the gate"),
        "before": _("before"),
        "branch": _("branch"),
        "branches": _("branches"),
        "case": _("case"),
        "count": _("count"),
        "code": _("code"),
        "changed": _("changed"),
        "customer": _("customer"),
        "customers": _("Customers"),
        "decision": _("decision"),
        "entities": _("entries"),
        "entity": _("entry"),
        "evaluated": _("evaluated"),
        "evaluation": _("evaluation"),
        "events": _("events"),
        "expired": _("entries that ended"),
        "expires_at": _("ends at"),
        "expires_on": _("ends on"),
        "form": _("form"),
        "format": _("format"),
        "from": _("from"),
        "grade": _("grade"),
        "graded": _("customers"),
        "head": _("last hash"),
        "how": _("how"),
        "id": _("number"),
        "imported_by": _("imported by"),
        "key": _("API keys"),
        "kind": _("kind"),
        "name": _("name"),
        "occasion": _("occasion"),
        "override_until": _("override ends on"),
        "pack": _("pack"),
        "party": _("party"),
        "reason": _("reason"),
        "refused": _("said not to be available"),
        "rejected": _("rejected"),
        "role": _("role"),
        "scopes": _("scopes"),
        "sha256": _("SHA-256"),
        "since": _("from"),
        "source": _("list"),
        "shown": _("shown"),
        "state": _("state"),
        "suspended": _("Suspended"),
        "text": _("text"),
        "tier": _("Tier"),
        "to": _("to"),
        "unchanged": _("unchanged"),
        "until": _("to"),
        "upto": _("up to event"),
        "url": _("address"),
        "values_added": _("value facts added"),
        "values_changed": _("value facts changed"),
        "values_rejected": _("value facts refused"),
        "values_unchanged": _("value facts unchanged"),
        "version": _("version"),
        "view": _("view"),
        "why": _("why"),
    }
)


#: Fields whose values have names of their own, and where these stand.
_FAMILIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"kind": ("disposition", "viewed")}
    | {name: (name,) for name in ("role", "state", "trigger", "decision")}
    | {"action": ("action", "membership_change"), "suspended": ("yes_no",)}
)


_CAUSES = ("occasion", "tier_cause")

#: Steps of cases: one kind of event for each action that people take.
CASE = "case_"


def event_word(kind: str) -> str:
    """The name of a kind of event; an unknown one as it is."""
    if kind in EVENTS:
        return str(gettext(EVENTS[kind]))
    action = kind.removeprefix(CASE)
    return gettext("Case: %(step)s", step=word("action", action)) if has_word("action", action) else kind


def cause_word(cause: str) -> str:
    """What made an assessment or an evaluation of the tier."""
    return next((word(family, cause) for family in _CAUSES if has_word(family, cause)), event_word(cause))


def told(detail: Mapping[str, Any] | None, names: Mapping[tuple[str, str], str]) -> list[tuple[str, str]]:
    """(name, value) of everything that an event tells and that is not empty.

    ``names`` are what the pack calls values, by field and value: grades, reasons.
    """
    return [
        (gettext(_FIELDS[name]) if name in _FIELDS else name, names.get((name, str(value))) or _written(name, value))
        for name, value in (detail or {}).items()
        if value not in ("", None, [], {})
    ]


def _written(name: str, value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_written(name, each) for each in value)
    if name == "occasion":
        return cause_word(str(value))
    return next((word(family, value) for family in _FAMILIES.get(name, ()) if has_word(family, value)), str(value))
