"""What the values of batch runs and of receivers are called: families of ``words.WORDS``."""

from __future__ import annotations


def _(text: str) -> str:
    """Marks a text for the catalogues; it is translated when it is shown."""
    return text


RUN_FAMILIES: dict[str, dict[str, str]] = {
    # what a run does
    "run_kind": {
        "grade": _("Grading"),
        "due": _("Grades that fell due"),
        "policy": _("Grading under a new policy"),
        "rescreen": _("Re-screening after a list change"),
        "tiers": _("Appraisal of value tiers"),
        "sync": _("Refresh of lists"),
    },
    "run_state": {
        "running": _("running"),
        "cancelling": _("being cancelled"),
        "interrupted": _("interrupted"),
        "stopped": _("stopped by an error"),
        "waiting": _("waits to be taken up"),
        "done": _("completed"),
        "failed": _("does not add up"),
        "superseded": _("replaced by another run"),
        "cancelled": _("cancelled"),
    },
    # why it began; what is not here is shown as it was given
    "run_cause": {
        "command": _("by command"),
        "schedule": _("by the timetable"),
        "list_changed": _("a list changed"),
        "policy_changed": _("the policy changed"),
        "appraisal": _("daily appraisal"),
        "demo": _("demonstration"),
    },
    # what it worked with
    "run_version": {"policy": _("Policy pack"), "edition": _("Policy of"), "on": _("Appraised on")},
    # what failed or stopped, in short; what is not here is a defect
    "run_error": {
        "unexpected": _("defect of the program"),
        "invalid_input": _("facts that are not as they must be"),
        "malformed_input": _("facts that cannot be read"),
        "value_unreadable": _("value facts that cannot be read"),
        "tier_replay_differs": _("a tier comes out otherwise than it was kept"),
        "not_found": _("is not there any more"),
        "list_missing": _("a required list is missing"),
        "list_stale": _("a required list is too old"),
        "screening_untrusted": _("the screening failed its own test"),
        "policy_replaced": _("another policy pack is in use"),
        "policy_not_in_force": _("no policy is in force"),
        "engine_failed": _("the engine could not work"),
        "store_refused": _("the database refused the write"),
        "store_locked": _("the database is locked"),
        "store_full": _("the disk is full"),
        "store_unavailable": _("the database is not available"),
        "KeyboardInterrupt": _("the program was ended"),
        "SystemExit": _("the program was ended"),
    },
    "run_whom": {
        "all": _("everybody"),
        "due": _("whose grade does not hold any more"),
        "policy": _("graded under another policy"),
        "touched": _("touched by the change"),
        "refs": _("those named"),
        "named": _("those named"),
        "ending": _("members whose year is over"),
        "lists": _("the lists named"),
    },
    "receiver_state": {
        "active": _("receiving"),
        "paused": _("paused"),
        "gone": _("signed off by itself"),
        "removed": _("removed from the receivers"),
    },
    "receiver_scope": {
        "read": _("decisions and grades (compliance, core systems)"),
        "tiers": _("that a tier may have changed (front line)"),
    },
    "receiver_step": {"active": _("Tell again"), "paused": _("Pause"), "removed": _("Remove")},
    "receiver_field": {
        "name": _("Name of the receiver"),
        "url": _("Address on the web"),
        "scope": _("Is told"),
    },
    "delivery_state": {"pending": _("to be sent"), "delivered": _("delivered"), "dead": _("given up")},
    "delivery_outcome": {
        "delivered": _("taken"),
        "refused": _("refused by the receiver (4xx)"),
        "failed": _("error at the receiver (5xx)"),
        "redirected": _("sent elsewhere, not followed (3xx)"),
        "gone": _("wants nothing more (410)"),
        "timeout": _("no answer in time"),
        "unreachable": _("cannot be reached"),
        "tls": _("certificate not accepted"),
        "broken_off": _("connection broken off"),
        "not_allowed": _("address not allowed"),
    },
    "event_type": {
        "customer.decision_changed": _("decision or grade changed"),
        "customer.tier_changed": _("tier may have changed"),
        "webhook.ping": _("test event"),
    },
}
