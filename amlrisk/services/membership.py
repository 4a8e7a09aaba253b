"""Membership of the club: invited, accepted or declined by the customer; from then on every evaluation sees to it.

Whatever keeps a customer from a step, the answer is the same: whoever is held by compliance looks like somebody who has
earned nothing.
"""

from __future__ import annotations

from datetime import datetime

from amlrisk.errors import IdempotencyConflict, MembershipNotAvailable
from amlrisk.policy.value_vocabulary import Tier
from amlrisk.review.authority import Officer, Permission
from amlrisk.services.retier import retier, verdict_now
from amlrisk.services.system import System
from amlrisk.store.memberships import MembershipEntry
from amlrisk.tiering.evaluation import joined
from amlrisk.tiering.membership import Change, Entry


def offer(system: System, ref: str) -> Tier | None:
    """The tier of the membership that the customer may be invited to; None where there is nothing to offer."""
    entry = _offered(system, ref)
    return None if entry is None or entry.membership is None else entry.membership.tier


def invite(system: System, officer: Officer, ref: str, *, form: str = "") -> MembershipEntry:
    """Invite somebody who has earned it and is no member; the same form sent twice counts once.

    Raises ``NotFound``, ``NotAllowed``, ``OtherBranch``; ``MembershipNotAvailable`` whatever keeps them from it;
    ``IdempotencyConflict`` for another step under one form.
    """
    return _step(system, officer, ref, Change.INVITED, form)


def accept(system: System, officer: Officer, ref: str, *, form: str = "") -> MembershipEntry:
    """The customer accepts the invitation: a member from today, for a year. Raises as ``invite`` does."""
    return _step(system, officer, ref, Change.JOINED, form)


def decline(system: System, officer: Officer, ref: str, *, form: str = "") -> MembershipEntry:
    """The customer declines the invitation, and may be invited again. Raises as ``invite`` does."""
    return _step(system, officer, ref, Change.DECLINED, form)


# --- within -------------------------------------------------------------------------------------------------


def _step(system: System, officer: Officer, ref: str, change: Change, form: str) -> MembershipEntry:
    store = system.store
    with store.transaction():
        store.customers.hold([ref])
        officer.require(Permission.MANAGE_SERVICE, store.customers.get(ref).branch)
        done = store.memberships.by_form(form)
        if done is not None:
            if (done.customer, done.entry.change, done.actor) != (ref, change, officer.id):
                raise IdempotencyConflict(key=form.rpartition("/")[2])
            return done
        made = _made(system, officer, ref, change, form, system.now())
        store.memberships.append([made])
        if change is Change.JOINED:
            retier(system, [ref], "membership", made.at)
        detail = {"action": change.value, "tier": made.tier.value}
        store.audit.append("membership", officer.id, ref, detail, made.at)
    return made


def _made(  # noqa: PLR0913, PLR0917  # who does what to whom, when, by which form
    system: System, officer: Officer, ref: str, change: Change, form: str, now: datetime
) -> MembershipEntry:
    waiting = system.store.memberships.invitation(ref)
    if (waiting is None) is not (change is Change.INVITED):
        raise MembershipNotAvailable()
    on = system.today()
    if waiting is not None and change is Change.DECLINED:
        entry, tier = Entry(on=on, change=change, membership=None), waiting.tier
    else:
        offered = _offered(system, ref)
        if offered is None or offered.membership is None:
            raise MembershipNotAvailable()
        tier = offered.membership.tier
        entry = offered if change is Change.JOINED else Entry(on=on, change=change, membership=None)
    return MembershipEntry(customer=ref, entry=entry, tier=tier, actor=officer.id, at=now, form=form)


def _offered(system: System, ref: str) -> Entry | None:
    found = verdict_now(system, ref)
    return None if found is None else joined(*found, system.value_rules())
