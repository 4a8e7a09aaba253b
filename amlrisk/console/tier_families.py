"""What the values of the value tier are called: families of ``words.WORDS``, beside those of grading and cases."""

from __future__ import annotations


def _(text: str) -> str:
    """Marks a text for the catalogues; it is translated when it is shown."""
    return text


FAMILIES: dict[str, dict[str, str]] = {
    "membership_change": {
        "joined": _("Joined"),
        "upgraded": _("Raised"),
        "renewed": _("Renewed"),
        "downgraded": _("Lowered at its end"),
        "ended": _("Membership ended"),
        "invited": _("Invited"),
        "declined": _("Invitation declined"),
    },
    "entitlement_state": {
        "granted": _("granted"),
        "used_up": _("used up"),
        "suspended": _("Suspended"),
    },
    "tier_only": {"lowered": _("Lowered by the gate"), "suspended": _("Suspended")},
    "yes_no": {"yes": _("yes"), "no": _("no")},
    "value_level": {"high": _("high"), "middle": _("middle"), "low": _("low")},
    # what an evaluation was made on, beside the occasions of an assessment and the events that are named elsewhere
    "tier_cause": {
        "value_changed": _("value facts changed"),
        "import": _("import"),
        "due_diligence": _("due diligence recorded"),
        "membership": _("membership accepted"),
        "membership_year": _("year of membership over"),
        "survey_recorded": _("survey recorded"),
        "appraisal": _("appraisal of the portfolio"),
    },
    # a condition of the diamond product
    "check": {"met": _("met"), "failed": _("not met"), "missing": _("not known")},
}
