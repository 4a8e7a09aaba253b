"""The files of the value tier, ``value_*.yaml``: each with its own editions, apart from those of grading."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from amlrisk.policy import documents as doc
from amlrisk.policy import value as worth
from amlrisk.policy.dated import Current, Dated, Trees, read_dated

VALUE_FILES = frozenset(
    f"value_{name}.yaml" for name in ("club", "group", "bank", "motor", "diamond", "appraisal", "tiers")
)


@dataclass(frozen=True)
class ValueInForce:
    """One edition of every value file."""

    club: Current[worth.ClubEdition]
    group: Current[worth.GroupEdition]
    bank: Current[worth.BankEdition]
    motor: Current[worth.MotorEdition]
    diamond: Current[worth.DiamondEdition]
    appraisal: Current[worth.AppraisalEdition]
    tiers: Current[worth.TiersEdition]


@dataclass(frozen=True)
class ValueFiles:
    """The value files of a pack."""

    club: Dated[worth.ClubEdition]
    group: Dated[worth.GroupEdition]
    bank: Dated[worth.BankEdition]
    motor: Dated[worth.MotorEdition]
    diamond: Dated[worth.DiamondEdition]
    appraisal: Dated[worth.AppraisalEdition]
    tiers: Dated[worth.TiersEdition]

    def dated(self) -> tuple[Dated[doc.Edition], ...]:
        return (self.club, self.group, self.bank, self.motor, self.diamond, self.appraisal, self.tiers)

    def on(self, day: date, pack: str) -> ValueInForce:
        return ValueInForce(
            club=self.club.on(day, pack),
            group=self.group.on(day, pack),
            bank=self.bank.on(day, pack),
            motor=self.motor.on(day, pack),
            diamond=self.diamond.on(day, pack),
            appraisal=self.appraisal.on(day, pack),
            tiers=self.tiers.on(day, pack),
        )

    def always(self) -> ValueFiles:
        """The same, with the first edition of each file in force from the beginning of time."""
        return ValueFiles(
            club=self.club.always(),
            group=self.group.always(),
            bank=self.bank.always(),
            motor=self.motor.always(),
            diamond=self.diamond.always(),
            appraisal=self.appraisal.always(),
            tiers=self.tiers.always(),
        )


def read_value(trees: Trees) -> ValueFiles:
    """All of them, converted."""
    return ValueFiles(
        club=read_dated(trees, "value_club.yaml", doc.Document[worth.ClubEdition]),
        group=read_dated(trees, "value_group.yaml", doc.Document[worth.GroupEdition]),
        bank=read_dated(trees, "value_bank.yaml", doc.Document[worth.BankEdition]),
        motor=read_dated(trees, "value_motor.yaml", doc.Document[worth.MotorEdition]),
        diamond=read_dated(trees, "value_diamond.yaml", doc.Document[worth.DiamondEdition]),
        appraisal=read_dated(trees, "value_appraisal.yaml", doc.Document[worth.AppraisalEdition]),
        tiers=read_dated(trees, "value_tiers.yaml", doc.Document[worth.TiersEdition]),
    )
