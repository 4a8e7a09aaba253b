"""Check a customer at the moment of sale: take in the facts, screen, grade, record, answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from amlrisk.errors import AmlriskError, IdempotencyConflict, InvalidInput
from amlrisk.facts.digest import canonical
from amlrisk.facts.model import Customer
from amlrisk.grading.model import Assessment
from amlrisk.screening.model import Hit
from amlrisk.services.answers import answer_of
from amlrisk.services.assessing import Assessor, Occasion
from amlrisk.services.customer_schema import read_customer
from amlrisk.services.follow_up import follow_up
from amlrisk.services.identity import SYSTEM
from amlrisk.services.regrade import Screened, record_grades, regrade
from amlrisk.services.reported_events import with_reported
from amlrisk.services.retier import retier
from amlrisk.services.same_lists import anew_where_lists_move, require_in_force
from amlrisk.services.system import System

#: How long a repeated call is given the answer of the first. Long enough for every retry; a later call is a new
#: question, to be answered by the lists, rules and facts of its own day.
ANSWERS_KEPT = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Once:
    """An idempotency key: for ``ANSWERS_KEPT`` the same key and body give the same answer and one assessment."""

    api_key: str
    key: str
    body_sha256: str


def check_customer(
    system: System, raw: Mapping[str, object], *, once: Once | None = None, actor: str = SYSTEM
) -> bytes:
    """The answer of a check, as JSON bytes. Nothing is answered that has not been recorded.

    ``actor`` is who asks, for the audit trail.

    Raises ``InvalidInput`` for facts that cannot be right, ``ListMissing``/``ListStale`` where screening could
    not be trusted, ``Store…`` errors where the assessment could not be written, and ``IdempotencyConflict``.
    """
    with system.meter.refusals():
        return _checked(system, raw, once, actor)


@anew_where_lists_move
def _checked(system: System, raw: Mapping[str, object], once: Once | None, actor: str) -> bytes:
    if once is not None and (earlier := _earlier_answer(system, once, system.now())) is not None:
        return earlier
    customer = take_in(system, raw)
    assessor = Assessor.of(system)
    hits = assessor.screen([customer])
    with system.store.transaction():
        # Asked again under the write lock: two requests with the same key may have come this far together.
        if once is not None and (earlier := _earlier_answer(system, once, system.now())) is not None:
            return earlier
        system.store.customers.hold([customer.ref])
        require_in_force(system, assessor.in_force.lists)
        # The time is taken under the lock: what is recorded later is later, and is what counts.
        now = system.now()
        (assessment,) = record(system, assessor, [customer], hits, Occasion("check", now, actor=actor))
        answer = None
        if once is not None:
            answer = canonical(answer_of(assessment, assessor.rules, now=now))
            system.store.idempotency.forget(now - ANSWERS_KEPT)
            system.store.idempotency.put(once.api_key, once.key, once.body_sha256, answer, now)
    # Others wait for the lock no longer than they must.
    system.meter.checked([assessment])
    return answer or canonical(answer_of(assessment, assessor.rules, now=now))


def check_batch(
    system: System, raws: Sequence[Mapping[str, object]], *, actor: str = SYSTEM
) -> list[dict[str, object] | AmlriskError]:
    """Check many customers at once: per item an answer, or the error that kept it from one.

    The good ones are recorded in one transaction; a bad one never stops the others.
    """
    with system.meter.refusals():
        return _checked_batch(system, raws, actor)


@anew_where_lists_move
def _checked_batch(
    system: System, raws: Sequence[Mapping[str, object]], actor: str
) -> list[dict[str, object] | AmlriskError]:
    assessor = Assessor.of(system)
    results: list[dict[str, object] | AmlriskError | None] = [None] * len(raws)
    customers: dict[int, Customer] = {}
    for place, raw in enumerate(raws):
        try:
            customers[place] = take_in(system, raw)
        except InvalidInput as error:
            results[place] = error
            system.meter.refused(error)
    hits = assessor.screen(list(customers.values()))
    with system.store.transaction():
        system.store.customers.hold([customer.ref for customer in customers.values()])
        require_in_force(system, assessor.in_force.lists)
        now = system.now()
        assessments = record(system, assessor, list(customers.values()), hits, Occasion("check", now, actor=actor))
    system.meter.checked(assessments)
    for place, assessment in zip(customers, assessments, strict=True):
        results[place] = answer_of(assessment, assessor.rules, now=now)
    return [result for result in results if result is not None]


def take_in(system: System, raw: Mapping[str, object]) -> Customer:
    """The facts handed in, read and sealed; raises ``InvalidInput``."""
    return read_customer(raw, key=system.settings.secret, today=system.today(), codes=system.code_sets())


def record(
    system: System,
    assessor: Assessor,
    customers: Sequence[Customer],
    hits: Sequence[Sequence[tuple[Hit, ...]]],
    occasion: Occasion,
) -> list[Assessment]:
    """Save the facts, append an assessment of each, see to its case and its tier; belongs in a transaction that holds
    them all.

    ``hits`` are of ``screen``.
    """
    graded = []
    for customer, its_hits in zip(with_reported(system.store, customers), hits, strict=True):
        system.store.customers.save(customer, occasion.now)
        graded.append(regrade(system, assessor, Screened(customer, its_hits), occasion))
    follow_up(system, assessor.rules, graded)
    retier(system, [each.customer.ref for each in graded], occasion.trigger, occasion.now)
    record_grades(system, graded, occasion)
    return [each.assessment for each in graded]


def _earlier_answer(system: System, once: Once, now: datetime) -> bytes | None:
    found = system.store.idempotency.get(once.api_key, once.key)
    if found is None or found.created_at < now - ANSWERS_KEPT:
        return None
    if found.body_sha256 != once.body_sha256:
        raise IdempotencyConflict(key=once.key)
    return found.response
