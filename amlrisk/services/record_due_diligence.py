"""Record enhanced due diligence on a customer: what was found out about funds, wealth and purpose; the conclusion."""

from __future__ import annotations

from datetime import datetime

import msgspec

from amlrisk.errors import IdempotencyConflict, InvalidInput, Issue
from amlrisk.facts.digest import digest
from amlrisk.facts.issues import issue
from amlrisk.facts.texts import refused_character, trim
from amlrisk.review.authority import Officer, Permission
from amlrisk.services.retier import retier
from amlrisk.services.system import System
from amlrisk.store.due_diligence import DueDiligence


class Findings(msgspec.Struct, frozen=True, kw_only=True):
    """What the officer writes: all of it is needed. ``form`` counts once."""

    customer: str
    funds: str
    wealth: str
    purpose: str
    conclusion: str
    form: str = ""


_TEXTS = ("funds", "wealth", "purpose", "conclusion")


def record_due_diligence(system: System, officer: Officer, findings: Findings) -> DueDiligence:
    """Append the record and evaluate the tier again, in one transaction.

    It counts while the customer stays at the grade they have. Raises ``NotFound``, ``NotAllowed``, ``OtherBranch``,
    ``InvalidInput``; ``IdempotencyConflict`` for other findings under the same form.
    """
    store = system.store
    texts = _tidy(findings, system.rules().review.longest_text)
    with store.transaction():
        store.customers.hold([findings.customer])
        officer.require(Permission.RECORD_DUE_DILIGENCE, store.customers.get(findings.customer).branch)
        now = system.now()
        made = _made(findings, texts, officer, now)
        done = store.due_diligence.by_form(findings.form)
        if done is not None:
            if msgspec.structs.replace(done, at=now) != made:
                raise IdempotencyConflict(key=findings.form.rpartition("/")[2])
            return done
        store.due_diligence.append(made)
        retier(system, [made.customer], "due_diligence", now)
        store.audit.append("due_diligence", officer.id, made.customer, {"sha256": digest(made)}, now)
    return made


def _made(findings: Findings, texts: dict[str, str], officer: Officer, now: datetime) -> DueDiligence:
    return DueDiligence(customer=findings.customer, author=officer.id, at=now, form=findings.form, **texts)


def _tidy(findings: Findings, longest: int) -> dict[str, str]:
    """The texts as they are kept; every fault at once."""
    texts: dict[str, str] = {}
    issues: list[Issue] = []
    for name in _TEXTS:
        text = texts[name] = trim(getattr(findings, name).replace("\r\n", "\n"))
        refused = refused_character(text, lines=True)
        if not text:
            issues.append(issue(name, "missing"))
        elif len(text) > longest:
            issues.append(issue(name, "too_long", limit=longest))
        elif refused is not None:
            issues.append(issue(name, "control_character", character=refused))
    if issues:
        raise InvalidInput(tuple(issues))
    return texts
