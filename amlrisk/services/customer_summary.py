"""Summary columns of a customer table as dated facts.

A table has no room for single transactions, so it may give counts and sums of the last months. Each becomes as
many facts as it counts, all on the day the figures are of (``as_of``): never earlier than they were, so that
what is counted stays in the window of a rule at least as long as it should.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from amlrisk.errors import Issue
from amlrisk.facts.issues import issue

#: The most events or transactions that one column may stand for.
MOST_COUNTED = 1000

_EVENTS = {"alerts_36m": "alert", "strs_36m": "str"}
_PAYMENTS = {"paid_12m": "transfer", "cash_paid_12m": "cash"}


def _changes(legal: bool) -> dict[str, str]:
    """A change is one of the beneficiary in a person's policy, of insured members in an organisation's."""
    change = "member_change" if legal else "change_beneficiary"
    return {"surrenders_12m": "surrender", "loans_12m": "loan", "changes_12m": change}


def expand(given: Mapping[str, object], *, legal: bool) -> tuple[dict[str, Any], tuple[Issue, ...]]:
    """``events`` and ``transactions`` of a raw customer, and what is wrong with the columns.

    What is given in part would pass for none where it is missing: within a group all columns or none.
    """
    facts: dict[str, Any] = {}
    issues: list[Issue] = []
    on = given.get("as_of")
    groups = ["as_of"]
    if _any(given, _EVENTS):
        groups += _EVENTS
        facts["events"] = list(_counted(given, _EVENTS, on, issues))
    changes = _changes(legal)
    paid = _any(given, _PAYMENTS) or "payer" in given
    if paid or _any(given, changes):
        groups += [*changes, *(_PAYMENTS if paid else ())]
        facts["transactions"] = [*_paid(given, on), *_counted(given, changes, on, issues)]
    if facts:
        beside = next(name for name in given if name != "as_of")
        issues.extend(issue(beside, "orphan_column", needed=name) for name in groups if name not in given)
    return facts, tuple(issues)


def _any(given: Mapping[str, object], names: Mapping[str, str]) -> bool:
    return any(name in given for name in names)


def _paid(given: Mapping[str, object], on: object) -> Iterator[dict[str, object]]:
    payer = {"payer": given["payer"]} if "payer" in given else {}
    for name, method in _PAYMENTS.items():
        amount = given.get(name)
        plain = amount["amount"] if isinstance(amount, dict) else amount
        if amount is not None and str(plain).strip("0.") != "":
            yield {"on": on, "kind": "premium", "amount": amount, "method": method, **payer}


def _counted(
    given: Mapping[str, object], kinds: Mapping[str, str], on: object, issues: list[Issue]
) -> Iterator[dict[str, object]]:
    for name, kind in kinds.items():
        number = given.get(name, 0)
        if isinstance(number, int) and number <= MOST_COUNTED:
            yield from ({"on": on, "kind": kind} for _ in range(number))
        else:
            issues.append(issue(name, "bad_count", limit=MOST_COUNTED))
