"""Record what was done for a group VIP customer (附件二 to 附件七), correct a record, take it back.

A satisfaction survey is a fact of the customer's value as well: the tier follows in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec

from amlrisk.errors import IdempotencyConflict, InvalidInput, RecordCorrected
from amlrisk.facts.issues import issue
from amlrisk.facts.texts import refused_character, trim
from amlrisk.facts.value import CustomerValue, Survey
from amlrisk.review.authority import Officer, Permission
from amlrisk.services.retier import retier
from amlrisk.services.system import System
from amlrisk.store.database import Store
from amlrisk.store.service_records import ServiceRecord
from amlrisk.tiering.service_forms import Kind
from amlrisk.tiering.service_reading import Filled, falls_on, read_form, survey_of


class Recording(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed in. ``corrects`` a record, for a ``reason``; ``void`` takes it back without another one."""

    customer: str
    kind: Kind
    raw: Mapping[str, str]
    corrects: int | None = None
    reason: str = ""
    void: bool = False
    form: str = ""


def record_service(system: System, officer: Officer, recording: Recording) -> ServiceRecord:
    """The record as it is kept; the same form sent twice counts once.

    Raises ``NotFound``, ``NotAllowed``, ``OtherBranch``, ``InvalidInput``; ``RecordCorrected`` where another one has
    taken the place of what it corrects; ``IdempotencyConflict`` for something else under one form.
    """
    store = system.store
    fields, reason = _read(system, recording)
    with store.transaction():
        store.customers.hold([recording.customer])
        officer.require(Permission.MANAGE_SERVICE, store.customers.get(recording.customer).branch)
        done = store.service_records.of_form(recording.form)
        if done is not None:
            return _same(done, officer, recording, fields, reason)
        before = _corrected(store, recording)
        now = system.now()
        record = ServiceRecord(
            customer=recording.customer,
            kind=recording.kind,
            falls_on=before.falls_on if before and recording.void else falls_on(recording.kind, fields),
            fields=fields,
            author=officer.id,
            recorded_at=now,
            corrects=recording.corrects,
            reason=reason,
            form=recording.form,
        )
        record = msgspec.structs.replace(record, id=store.service_records.append(record))
        if record.kind is Kind.SURVEY:
            _keep_survey(system, record, before, now)
        kind = "service_recorded" if before is None else "service_corrected"
        detail = {
            "id": str(record.id),
            "form": record.kind.value,
            "before": str(record.corrects or ""),
            "reason": reason,
        }
        store.audit.append(kind, officer.id, record.customer, detail, now)
    return record


def with_surveys(store: Store, values: Iterable[CustomerValue]) -> list[CustomerValue]:
    """Value facts with the surveys that were recorded here, where a delivery does not mention them."""
    given = list(values)
    recorded = store.service_records.surveys(value.ref for value in given)
    return [_with(value, recorded[value.ref], ()) if value.ref in recorded else value for value in given]


def _keep_survey(system: System, record: ServiceRecord, before: ServiceRecord | None, now: datetime) -> None:
    """The survey as a fact of value, without the one that it takes the place of."""
    store = system.store
    kept = store.values.of([record.customer]).get(record.customer)
    value = CustomerValue(ref=record.customer) if kept is None else kept.value
    gone = () if before is None else (survey_of(before.fields),)
    store.values.save_many([_with(value, store.service_records.surveys([value.ref]).get(value.ref, ()), gone)], now)
    retier(system, [record.customer], "survey_recorded", now)


def _with(value: CustomerValue, recorded: tuple[Survey, ...], gone: tuple[Survey, ...]) -> CustomerValue:
    """``gone`` go, once each; ``recorded`` are there, once each."""
    known = list(value.surveys or ())
    for survey in gone:
        if survey in known:
            known.remove(survey)
    known += [survey for survey in recorded if survey not in known]
    return msgspec.structs.replace(value, surveys=tuple(sorted(known, key=lambda each: (each.on, each.score))))


# --- what was typed in --------------------------------------------------------------------------------


def _read(system: System, recording: Recording) -> tuple[Filled, str]:
    """Fields and reason, checked; every fault at once."""
    longest = system.rules().review.longest_text
    issues, fields = [], dict[str, str]()
    reason = trim(recording.reason.replace("\r\n", "\n"))
    refused = refused_character(reason, lines=True)
    if recording.corrects is not None and not reason:
        issues.append(issue("reason", "missing"))
    elif len(reason) > longest:
        issues.append(issue("reason", "too_long", limit=longest))
    elif refused is not None:
        issues.append(issue("reason", "control_character", character=refused))
    if not recording.void:
        try:
            fields = dict(read_form(recording.kind, recording.raw, system.today(), longest=longest))
        except InvalidInput as error:
            issues += error.issues
    elif recording.corrects is None:
        issues.append(issue("corrects", "missing"))
    if issues:
        raise InvalidInput(tuple(issues))
    return fields, reason if recording.corrects is not None else ""


def _corrected(store: Store, recording: Recording) -> ServiceRecord | None:
    """What it corrects, which must be the last word on the matter, of the same customer and kind."""
    if recording.corrects is None:
        return None
    before = store.service_records.get(recording.corrects)
    if before.corrected or not before.fields:
        raise RecordCorrected(id=str(recording.corrects))
    if (before.customer, before.kind) != (recording.customer, recording.kind):
        raise InvalidInput((issue("corrects", "not_one_of", value=before.id, allowed=recording.customer),))
    return before


def _same(done: ServiceRecord, officer: Officer, recording: Recording, fields: Filled, reason: str) -> ServiceRecord:
    said = (done.customer, done.kind, dict(done.fields), done.corrects, done.reason, done.author)
    if said != (recording.customer, recording.kind, dict(fields), recording.corrects, reason, officer.id):
        raise IdempotencyConflict(key=recording.form)
    return done
