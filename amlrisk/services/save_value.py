"""Save what a customer is worth to the group, and evaluate the tier again at once where it changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from amlrisk.errors import InvalidInput, Issue
from amlrisk.facts.digest import digest
from amlrisk.facts.intake_value import build_value
from amlrisk.facts.value import CustomerValue
from amlrisk.services.identity import SYSTEM
from amlrisk.services.retier import retier
from amlrisk.services.save_customer import Saved
from amlrisk.services.service_records import with_surveys
from amlrisk.services.system import System
from amlrisk.store.customers import SaveCounts


def save_value(system: System, ref: str, raw: Mapping[str, object], *, actor: str = SYSTEM) -> Saved:
    """Save the facts and evaluate the tier, in one transaction; facts that did not change do neither.

    Raises ``NotFound`` for a customer who is not known, ``InvalidInput`` for facts that cannot be right, also where
    they speak of another customer than ``ref``: then nothing is saved.
    """
    value = take_in_value(system, {"ref": ref, **raw})
    if value.ref != ref:
        zh = f"与地址中的客户编号“{ref[:64]}”不一致"
        en = f"is not the reference in the address, “{ref[:64]}”"
        raise InvalidInput((Issue(path="ref", code="ref_conflict", zh=zh, en=en),))
    store = system.store
    with store.transaction():
        store.customers.hold([ref])
        store.customers.get(ref)
        now = system.now()
        (value,) = with_surveys(store, [value])
        counts = keep_values(system, [value], "value_changed", now)
        if not counts.unchanged:
            store.audit.append("value_saved", actor, ref, {"sha256": digest(value)}, now)
    return Saved(ref=ref, outcome="added" if counts.added else "changed" if counts.changed else "unchanged")


def take_in_value(system: System, raw: Mapping[str, object]) -> CustomerValue:
    """The facts handed in, read; raises ``InvalidInput``."""
    return build_value(raw, today=system.today(), codes=system.code_sets())


def keep_values(system: System, values: Sequence[CustomerValue], cause: str, now: datetime) -> SaveCounts:
    """Save facts and evaluate those that are new; belongs in a transaction that holds the customers.

    Raises ``StoreRefused`` for a customer who is not known.
    """
    store = system.store
    before = store.values.digests(value.ref for value in values)
    counts = store.values.save_many(values, now)
    if counts.added or counts.changed:
        after = store.values.digests(value.ref for value in values)
        retier(system, [ref for ref, its in after.items() if before.get(ref) != its], cause, now)
    return counts
