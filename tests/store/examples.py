"""Invented customers, assessments and lists for the tests of the store; what they say does not matter here."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from amlrisk.facts.digest import digest
from amlrisk.facts.model import Customer, Kind, Party, Role
from amlrisk.grading.model import Assessment, FactorScore, Outcome, PartyHit, PolicyVersion
from amlrisk.policy.vocabulary import Decision, DueDiligence, Grade, ListCategory
from amlrisk.screening.model import Disposition, DispositionKind, Hit
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
