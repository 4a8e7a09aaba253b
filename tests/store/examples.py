"""Invented customers, assessments and lists for the tests of the store; what they say does not matter here."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import msgspec

from amlrisk.facts.digest import digest
from amlrisk.facts.model import Customer, Kind, Party, Role
from amlrisk.grading.model import Assessment, FactorScore, Outcome, PartyHit, PolicyVersion
from amlrisk.policy.vocabulary import Decision, DueDiligence, Grade, ListCategory
from amlrisk.review.model import Action, Case, CaseEvent, Override, State, Trigger
from amlrisk.screening.model import Disposition, DispositionKind, Hit
from amlrisk.store.cases import Step
from amlrisk.store.database import Store
from amlrisk.watchlist.model import ListedEntity, ListedName, Schema, Snapshot, SnapshotInfo

NOW = datetime(2026, 11, 23, 8, 30, 15, 123456, tzinfo=UTC)
PACK = digest(b"demo pack")


def at(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


def customer(
    ref: str = "C1", *, name: str = "张伟示例", kind: Kind = Kind.NATURAL, branch: str | None = None
) -> Customer:
    subject = Party(id="subject", roles=(Role.POLICYHOLDER,), kind=kind, name=name)
    return Customer(ref=ref, kind=kind, subject=subject, branch=branch)


def saved(store: Store, *refs: str, kind: Kind = Kind.NATURAL) -> None:
    """These customers and the pack, so that they can be assessed."""
    store.packs.archive(PACK, "demo", "1", {"grades.yaml": b"a: 1\n"}, NOW)
    store.customers.save_many([customer(ref, kind=kind) for ref in refs], NOW)


def hit(entity: str, disposition: DispositionKind | None) -> PartyHit:
    found = Hit(
        source="demo",
        category=ListCategory.TERRORISM,
        entity=entity,
        schema=Schema.PERSON,
        score=0.93,
        name="ZHANG WEI",
        query_name="张伟示例",
        evidence=(),
    )
    return PartyHit(party="subject", roles=(Role.POLICYHOLDER,), hit=found, disposition=disposition)


def assessment(
    id: str,
    ref: str = "C1",
    *,
    kind: Kind = Kind.NATURAL,
    grade: Grade = Grade.GENERAL,
    decision: Decision = Decision.ACCEPT,
    score: str = "20.0",
    when: datetime = NOW,
    run: str | None = None,
    hits: tuple[PartyHit, ...] = (),
    review_on: date | None = date(2028, 11, 23),
) -> Assessment:
    factor = FactorScore(factor="age", level=1, weight=Decimal(3), contribution=Decimal("0.6"), reference="demo")
    return Assessment(
        id=id,
        customer=ref,
        facts_digest=digest(customer(ref, kind=kind)),
        policy=PolicyVersion(pack="demo", version="1", digest=PACK),
        lists=(),
        index="i1",
        engine="1",
        on=date(2026, 11, 23),
        assessed_at=when,
        trigger="check",
        run=run,
        first_on=date(2026, 11, 23),
        hits=hits,
        outcome=Outcome(
            grade=grade,
            scored_grade=grade,
            decision=decision,
            due_diligence=DueDiligence.STANDARD,
            score=Decimal(score),
            factors=(factor,),
            reasons=(),
            next_review_on=review_on,
        ),
    )


def disposition(
    entity: str = "E1", kind: DispositionKind = DispositionKind.FALSE_POSITIVE, ref: str = "C1"
) -> Disposition:
    return Disposition(
        customer=ref, party="subject", source="demo", entity=entity, kind=kind, reason="另一人", author="officer"
    )


def snapshot(names: list[str], *, source: str = "demo", file: bytes = b"", fetched: datetime = NOW) -> Snapshot:
    entities = tuple(
        ListedEntity(id=f"E{n}", schema=Schema.PERSON, names=(ListedName(text=name),), birth_years=((1960, 1962),))
        for n, name in enumerate(names)
    )
    content = digest(list(entities))
    info = SnapshotInfo(
        source=source,
        format="table",
        category=ListCategory.TERRORISM,
        sha256=digest(file) if file else content,
        content_sha256=content,
        published_on=date(2026, 11, 20),
        fetched_at=fetched,
        entities=len(entities),
        counts={"Person": len(entities), "names": len(entities)},
        files=("list.csv",),
    )
    return Snapshot(info=info, entities=entities)


def case(id: str = "k1", ref: str = "C1", **changes: object) -> Case:
    """An open case upon assessment ``a1``."""
    it = Case(
        id=id,
        customer=ref,
        branch="B11",
        state=State.OPEN,
        version=1,
        triggers=(Trigger.POSSIBLE_MATCH,),
        grade=Grade.HIGH,
        assessment="a1",
        pending_hits=1,
        opened_at=NOW,
        due_on=date(2026, 11, 27),
    )
    return msgspec.structs.replace(it, **changes)


def event(of: Case, action: Action = Action.COMMENT, **changes: object) -> CaseEvent:
    """The event that brought a case to its version."""
    it = CaseEvent(case=of.id, seq=of.version, at=NOW, actor="li", action=action, state=of.state)
    return msgspec.structs.replace(it, **changes)


def opened(id: str = "k1", ref: str = "C1", *, sources: tuple[str, ...] = (), **changes: object) -> Step:
    it = case(id, ref, **changes)
    return Step(case=it, events=(event(it, Action.OPENED, actor="system"),), sources=sources)


def moved(before: Case, action: Action = Action.COMMENT, *, form: str = "", **changes: object) -> Step:
    """The next event of a case, and the case after it."""
    after = msgspec.structs.replace(before, version=before.version + 1, **changes)
    return Step(case=after, events=(event(after, action, form=form),))


def override(ref: str = "C1", grade: Grade = Grade.ORDINARY, until: date = date(2027, 2, 28)) -> Override:
    return Override(
        customer=ref,
        case="k1",
        grade=grade,
        reason="other",
        text="资金来源已核实",
        author="li",
        approver="zhao",
        approved_at=NOW,
        expires_on=until,
    )
