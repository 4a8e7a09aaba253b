"""A customer makes use of an entitlement; refused with one answer, whatever keeps them from it."""

from __future__ import annotations

from amlrisk.errors import EntitlementNotAvailable, IdempotencyConflict
from amlrisk.review.authority import Officer, Permission
from amlrisk.services.system import System
from amlrisk.services.tier_of import entitlements_of
from amlrisk.tiering.entitlements import Entitlement, State, Use


def use_entitlement(system: System, by: Officer | str, ref: str, entitlement: str, *, form: str = "") -> Entitlement:
    """Record a use, today; the entitlement with what is left of it. ``by`` is an officer, or the id of a key.

    The same form sent twice counts once. Raises ``NotFound`` for a customer who is not known, ``NotAllowed``,
    ``OtherBranch``; ``EntitlementNotAvailable`` where it is not granted, used up, resting, or nothing that the pack
    knows; ``IdempotencyConflict`` for another use under one form.
    """
    store = system.store
    with store.transaction():
        store.customers.hold([ref])
        branch = store.customers.get(ref).branch
        if isinstance(by, Officer):
            by.require(Permission.MANAGE_SERVICE, branch)
        now, today = system.now(), system.today()
        done = store.memberships.use_by_form(form)
        if done is None:
            if _granted(system, ref, entitlement, State.GRANTED) is None:
                raise EntitlementNotAvailable()
            actor = by if isinstance(by, str) else by.id
            store.memberships.use(ref, Use(entitlement=entitlement, on=today), actor, now, form)
            store.audit.append("entitlement_used", actor, ref, {"name": entitlement}, now)
        elif (done[0], done[1].entitlement) != (ref, entitlement):
            raise IdempotencyConflict(key=form.rpartition("/")[2])
        found = _granted(system, ref, entitlement)
    if found is None:
        raise EntitlementNotAvailable()
    return found


def _granted(system: System, ref: str, entitlement: str, state: State | None = None) -> Entitlement | None:
    """The entitlement as it stands, as far as the front line may know of it; in ``state`` where one is asked for."""
    wanted = {State.GRANTED, State.USED_UP} if state is None else {state}
    return next(
        (each for each in entitlements_of(system, ref) if each.id == entitlement and each.state in wanted), None
    )
