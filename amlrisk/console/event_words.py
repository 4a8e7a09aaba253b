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
        "list_approved": _("Quarantined list approved"),
        "list_confirmed": _("List confirmed unchanged"),
        "list_imported": _("List imported"),
        "list_quarantined": _("List quarantined"),
        "list_refused": _("Quarantined list refused"),
        "password_changed": _("Password changed"),
        "password_reset": _("Password reset"),
        "policy_changed": _("Policy pack changed"),
        "report_exported": _("Report exported"),
        "sign_in_failed": _("Sign-in failed"),
        "signed_in": _("Signed in"),
        "signed_out": _("Signed out"),
        "tiers_exported": _("Value tiers exported"),
        "tiered": _("Tier evaluated"),
        "value_saved": _("Value facts saved"),
        "due_diligence": _("Enhanced due diligence recorded"),
        "membership": _("Membership changed"),
        "entitlement_used": _("Entitlement used"),
        "viewed": _("Viewed"),
    }
)

_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "action": _("step"),
        "added": _("added"),
        "asked": _("asked for"),
        "assessment": _("assessment"),
        "assignee": _("assigned to"),
        "before": _("before"),
        "branch": _("branch"),
        "branches": _("branches"),
        "case": _("case"),
        "code": _("code"),
        "changed": _("changed"),
        "customers": _("Customers"),
        "decision": _("decision"),
        "entities": _("entries"),
        "entity": _("entry"),
        "events": _("events"),
        "expires_on": _("ends on"),
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
        "rejected": _("rejected"),
        "role": _("role"),
        "scopes": _("scopes"),
        "sha256": _("SHA-256"),
        "since": _("from"),
        "source": _("list"),
        "shown": _("shown"),
        "state": _("state"),
        "text": _("text"),
        "to": _("to"),
        "unchanged": _("unchanged"),
        "until": _("to"),
        "upto": _("up to event"),
        "version": _("version"),
        "why": _("why"),
    }
)


#: Fields whose values have names of their own, and where these stand.
_FAMILIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"kind": ("disposition", "viewed")}
    | {name: (name,) for name in ("role", "state", "action", "trigger", "occasion", "decision")}
)


#: Steps of cases: one kind of event for each action that people take.
CASE = "case_"


def event_word(kind: str) -> str:
    """The name of a kind of event; an unknown one as it is."""
    if kind in EVENTS:
        return str(gettext(EVENTS[kind]))
    action = kind.removeprefix(CASE)
    return gettext("Case: %(step)s", step=word("action", action)) if has_word("action", action) else kind


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
    return next((word(family, value) for family in _FAMILIES.get(name, ()) if has_word(family, value)), str(value))
