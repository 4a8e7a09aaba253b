"""The names that people read for the values that the system keeps: one table for every page and every filter.

``word("state", value)`` in Python, the same in templates. A value without a name is shown as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from flask_babel import gettext

from amlrisk.console.run_words import RUN_FAMILIES
from amlrisk.console.tier_families import FAMILIES


def _(text: str) -> str:
    """Marks a text for the catalogues; it is translated when it is shown."""
    return text


WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "decision": {"accept": _("Accept"), "review": _("Review"), "reject": _("Reject")},
        "decision_note": {
            "accept": _("may be insured as usual"),
            "review": _("a person must settle or approve"),
            "reject": _("refuse new business and report"),
        },
        "kind": {"natural": _("Natural person"), "legal": _("Legal person")},
        "party_role": {
            "policyholder": _("policyholder"),
            "insured": _("insured"),
            "beneficiary": _("beneficiary"),
            "agent": _("agent"),
            "beneficial_owner": _("beneficial owner"),
            "controller": _("controller"),
            "legal_representative": _("legal representative"),
        },
        "disposition": {
            "pending": _("pending"),
            "true_match": _("confirmed match"),
            "false_positive": _("cleared"),
            "inconclusive": _("inconclusive"),
        },
        "factor_group": {
            "identity": _("identity"),
            "region": _("region"),
            "business": _("business"),
            "industry": _("industry"),
        },
        # what an assessment was made on
        "occasion": {
            "check": _("check"),
            "run": _("batch run"),
            "disposition": _("hit settled"),
            "facts_changed": _("facts changed"),
            "case_closed": _("case decided"),
            "case_reviewed": _("case looked at anew"),
            "event": _("event reported"),
        },
        # what somebody looked at
        "viewed": {
            "overview": _("Overview"),
            "queue": _("Queue"),
            "cases": _("Cases"),
            "case": _("Case"),
            "customers": _("Customers"),
            "customer": _("Customer"),
            "history": _("Earlier grades"),
            "assessment": _("assessment"),
            "replay": _("Replay"),
            "certificate": _("Screening certificate"),
            "service": _("Customer service"),
            "service_records": _("Service records"),
            "vip": _("VIP status"),
            "value": _("Value facts"),
            "tier": _("Value tier"),
            "tiers": _("Value tiers"),
            "run": _("Batch run"),
        },
        # an application for VIP status: what anybody may know of it, what was decided, what to decide, its lists
        "vip_stage": {"waiting": _("to be decided"), "decided": _("settled"), "withdrawn": _("withdrawn")},
        "vip_verdict": {
            "approved": _("application approved"),
            "refused": _("application refused"),
            "withdrawn": _("withdrawn"),
        },
        "vip_step": {"approved": _("Approve the application"), "refused": _("Refuse the application")},
        "vip_list": {
            "waiting": _("To be decided"),
            "due": _("To be evaluated again"),
            "closed": _("Closed applications"),
        },
        "list_state": {"fresh": _("fresh"), "stale": _("stale"), "missing": _("not imported")},
        # what became of a version of a list, what was decided about it, what it changed, what it holds
        "list_version": {
            "in_force": _("in force"),
            "superseded": _("superseded"),
            "quarantined": _("quarantined"),
            "refused": _("refused"),
        },
        "list_verdict": {"approved": _("approved"), "refused": _("refused")},
        # what came of an attempt to refresh a list; failures say it in a sentence of their own
        "list_sync": {
            "imported": _("new version"),
            "confirmed": _("fetched, unchanged"),
            "not_modified": _("not modified"),
            "interrupted": _("stopped midway"),
        },
        "list_change": {"added": _("added"), "changed": _("changed"), "removed": _("removed")},
        "listed": {
            "Person": _("persons"),
            "Organization": _("organisations"),
            "Vessel": _("vessels"),
            "Airplane": _("aircraft"),
            "LegalEntity": _("not known which"),
            "names": _("names"),
        },
        "listed_field": {
            "schema": _("kind"),
            "names": _("names"),
            "genders": _("sex"),
            "birth_dates": _("birth dates"),
            "birth_years": _("birth years"),
            "birth_places": _("birth places"),
            "nationalities": _("nationalities"),
            "countries": _("countries"),
            "addresses": _("addresses"),
            "identifiers": _("identity numbers"),
            "programmes": _("listing reasons"),
            "listed_on": _("listing date"),
            "remarks": _("remarks"),
            "source_url": _("address on the web"),
            "last_on": _("last day of the listing"),
        },
        "rescreening": {
            "identical": _("Screened again against the lists of that day: the same hits"),
            "differs": _("Screened again against the lists of that day: other hits"),
            "lists_not_held": _(
                "The lists of that day are no longer held: not screened again, the archived hits were used"
            ),
        },
        # whose turn a case is
        "state": {
            "open": _("First grading"),
            "proposed": _("Confirmation"),
            "disputed": _("Settlement by compliance"),
            "approval": _("Senior approval"),
            "closed": _("Closed"),
        },
        # why a case was opened
        "trigger": {
            "possible_match": _("Possible match"),
            "high_grade": _("High grade"),
            "first_grading": _("New customer"),
            "periodic_review": _("Periodic review"),
            "list_change": _("List change"),
            "key_data_change": _("Key data changed"),
            "suspicious_report": _("Suspicious-transaction report"),
            "judicial_freeze": _("Judicial freeze or inquiry"),
            "adverse_media": _("Adverse media"),
            "dispute": _("Dispute"),
            "override_requested": _("Override requested"),
            "override_expired": _("Override ended"),
        },
        # what happened to a case
        "action": {
            "opened": _("Opened"),
            "triggered": _("Another reason"),
            "reassessed": _("Re-graded"),
            "escalated": _("Escalated"),
            "decide_hit": _("Hit decided"),
            "propose": _("First grading made"),
            "confirm": _("Confirmed"),
            "differ": _("Differed"),
            "settle": _("Settled"),
            "approve": _("Approved"),
            "return": _("Sent back"),
            "assign": _("Assigned"),
            "comment": _("Comment"),
        },
        # tabs and filters of the queue
        "queue_tab": {
            "all": _("All open"),
            "overdue": _("Overdue"),
            "today": _("Due by today"),
            "me": _("Mine"),
            "nobody": _("Given to nobody"),
            "open": _("First grading"),
            "proposed": _("Confirmation"),
            "disputed": _("Settlement by compliance"),
            "approval": _("Senior approval"),
        },
        "due": {"overdue": _("Overdue"), "today": _("Due by today"), "week": _("Within a week")},
        # what an officer does to a case
        "step": {
            "decide_hit": _("Decide the hit"),
            "propose": _("Make the first grading"),
            "confirm": _("Confirm"),
            "differ": _("Differ"),
            "settle": _("Settle"),
            "approve": _("Approve"),
            "return": _("Send back"),
            "assign": _("Assign"),
            "comment": _("Comment"),
        },
        "finding": {
            "true_match": _("True match"),
            "false_positive": _("False positive"),
            "inconclusive": _("Inconclusive"),
        },
        # a party beside a listed entity
        "compared_field": {
            "schema": _("Kind"),
            "names": _("Names"),
            "birth_on": _("Date of birth"),
            "birth_place": _("Place of birth"),
            "gender": _("Sex"),
            "nationalities": _("Nationality"),
            "countries": _("Country"),
            "identifiers": _("Identity numbers"),
            "addresses": _("Addresses"),
        },
        "standing": {
            "same": _("agrees"),
            "near": _("close"),
            "differs": _("differs"),
            "silent": _("one side says nothing"),
            "unweighed": _("not weighed"),
        },
        # what is known of a customer
        "fact": {
            "relationship_on": _("Customer since"),
            "occupation": _("Occupation"),
            "industry": _("Industry"),
            "annual_income": _("Annual income"),
            "annual_revenue": _("Annual revenue"),
            "established_on": _("Established"),
            "registration_status": _("Registration documents"),
            "openness": _("Public information"),
            "shell": _("Shell company"),
            "ownership_layers": _("Layers of ownership"),
            "ownership_features": _("Features of ownership"),
            "address": _("Home or registered address"),
            "local_link": _("Tied to the place"),
            "phone": _("Telephone"),
            "email": _("E-mail"),
            "verification": _("Verification"),
            "document_gaps": _("Missing documents"),
            "conflicts": _("Contradictions"),
            "adverse_media": _("Adverse media"),
            "pep_link": _("Ties to public office"),
            "cross_border": _("Cross-border business"),
            "cross_border_countries": _("Countries of that business"),
            "cash_business": _("Cash business"),
            "events": _("Recorded events"),
            "transactions": _("Transactions"),
        },
        "certificate_finding": {
            "nothing": _("No match: nobody screened is on any of these lists."),
            "cleared": _("No match: every hit was looked at and found to be somebody else."),
            "open": _("Hits are not settled yet."),
            "confirmed": _("A match is confirmed."),
        },
        # fields of the forms of a case
        "case_field": {
            "grade": _("Grade"),
            "reason": _("Reason"),
            "text": _("In your own words"),
            "disposition": _("What is this hit?"),
            "kind": _("What is this hit?"),
            "until": _("End"),
            "override_until": _("The override ends on"),
            "expires_on": _("Look again on"),
            "assignee": _("Assigned to"),
            "version": _("Version"),
            "form": _("Form"),
            "hit": _("Hit"),
            "trigger": _("Reason"),
            "on": _("Day"),
        },
        # people
        "role": {
            "analyst": _("Analyst"),
            "reviewer": _("Reviewer"),
            "manager": _("Compliance manager"),
            "auditor": _("Auditor"),
            "administrator": _("Administrator"),
            "service": _("Customer service"),
        },
        # what is asked of an account or an API key
        "account_field": {
            "id": _("Account"),
            "name": _("Full name"),
            "role": _("Role in the system"),
            "branches": _("Branches"),
            "subject": _("Name at the identity provider"),
            "password": _("Password"),
            "old_password": _("Current password"),
            "new_password": _("New password"),
        },
        "key_field": {"name": _("Name of the key"), "scopes": _("May")},
        "scope": {
            "check": _("check and grade a customer"),
            "screen": _("screen names"),
            "read": _("read customers, grades and cases"),
            "write": _("save customers"),
            "decide": _("decide hits"),
            "tiers": _("read tiers as the front line sees them"),
            "webhooks": _("manage receivers of events"),
            "operate": _("cancel runs and have them go on"),
            "metrics": _("read the installation's figures, for monitoring"),
        },
        "error": {
            "400": _("The request cannot be read"),
            "403": _("Not open to you"),
            "404": _("Page not found"),
            "405": _("Not supported"),
            "409": _("Changed meanwhile"),
            "413": _("Too large"),
            "422": _("This cannot be taken"),
            "500": _("Internal error"),
            "503": _("Not available now"),
        },
        "error_note": {
            "404": _("There is no such address, or nothing by that reference."),
            "500": _("The error has been logged."),
        },
    }
    | FAMILIES
    | RUN_FAMILIES
)


def word(family: str, value: object) -> str:
    """The name of ``value`` (an enumeration's value or its text) in the language of the page."""
    found = WORDS[family].get(str(value))
    return str(value) if found is None else str(gettext(found))


def choices(family: str) -> list[tuple[str, str]]:
    """(value, name) of all of a family, for a filter or a form, in order."""
    return [(value, word(family, value)) for value in WORDS[family]]


def has_word(family: str, value: object) -> bool:
    return str(value) in WORDS[family]
