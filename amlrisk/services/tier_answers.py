"""How a tier came about, as a plain document in words of two languages: for compliance only.

Presentation only, nothing is decided here. What the front line is told is ``tiering.front_line``, which never sees
any of this.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum

from amlrisk.policy.model import Text
from amlrisk.policy.value import ValueRules
from amlrisk.policy.value_vocabulary import Tier
from amlrisk.services.tier_of import ExplainedTier
from amlrisk.services.withdraw_tiers import withdrawn_document
from amlrisk.services.wording import Document, exact, words
from amlrisk.store.memberships import MembershipEntry
from amlrisk.store.withdrawn_tiers import Withdrawn
from amlrisk.tiering.appraisal import Appraisal
from amlrisk.tiering.bank import BankOutcome
from amlrisk.tiering.club import ClubTier
from amlrisk.tiering.diamond import DiamondOutcome
from amlrisk.tiering.entitlements import Entitlement
from amlrisk.tiering.explain import Wording
from amlrisk.tiering.gate import Gated, Standing
from amlrisk.tiering.group import GroupValue, VipStatus
from amlrisk.tiering.membership import Membership
from amlrisk.tiering.model import Part, Reason
from amlrisk.tiering.motor import MotorOutcome, MotorStep
from amlrisk.tiering.overall import BaseTier, Valuation
from amlrisk.tiering.words import FIXED


class TierWording:
    """The words of one edition of the rules of value, in both languages."""

    def __init__(self, rules: ValueRules) -> None:
        self.rules = rules
        self._zh, self._en = Wording(rules, "zh"), Wording(rules, "en")

    def reasons(self, reasons: Iterable[Reason]) -> list[Document]:
        return [self.reason(each) for each in reasons]

    def reason(self, reason: Reason) -> Document:
        return {
            "code": reason.code,
            "params": reason.params,
            "facts": list(reason.facts),
            "zh": self._zh.text(reason),
            "en": self._en.text(reason),
            "reference": self._reference(reason),
            "confidence": None if reason.confidence is None else reason.confidence.value,
        }

    def tier(self, part: Part) -> Document:
        """What it is called, with *or above* where nobody says where the next one begins."""
        return {"zh": self._zh.tier(part), "en": self._en.tier(part)}

    def grade(self, standing: Standing) -> Document:
        return {"zh": self._zh.grade(standing.grade), "en": self._en.grade(standing.grade)}

    def _reference(self, reason: Reason) -> Document | None:
        if not reason.reference:
            return None
        found = self.rules.references[reason.reference]
        return {"id": reason.reference, "title": words(found.title), "article": found.article, "url": found.url}


# --- the whole --------------------------------------------------------------------------------------------


def explanation_document(
    ref: str, explained: ExplainedTier | None, today: ValueRules, withdrawn: Withdrawn | None = None
) -> Document:
    """Everything about a customer's tier; ``today`` are the rules by which entitlements are granted now."""
    if explained is None:
        nothing: Document = {"evaluation": None, "entitlements": [], "membership_history": [], "due_diligence": []}
        return {"customer": ref, "withdrawn": withdrawn_document(withdrawn), **nothing}
    now = TierWording(today)
    return {
        "customer": ref,
        "withdrawn": withdrawn_document(withdrawn),
        "evaluation": _evaluation(explained, TierWording(explained.rules)),
        "entitlements": entitlements_document(explained.entitlements, now),
        "membership_history": [entry_document(each, now) for each in explained.memberships],
        "due_diligence": [
            {
                "at": each.at.isoformat(),
                "author": each.author,
                "funds": each.funds,
                "wealth": each.wealth,
                "purpose": each.purpose,
                "conclusion": each.conclusion,
            }
            for each in explained.due_diligence
        ],
    }


def _evaluation(explained: ExplainedTier, wording: TierWording) -> Document:
    kept, verdict, rules, current = explained.evaluation, explained.verdict, explained.rules, explained.current
    return {
        "id": kept.id,
        "at": kept.at.isoformat(),
        "on": kept.on.isoformat(),
        "holds_on": None if current is None or current.id != kept.id else current.evaluated_on.isoformat(),
        "cause": kept.cause,
        "value_digest": kept.value_digest,
        "sha256": kept.sha256,
        "policy": {"pack": rules.pack, "version": rules.version, "digest": rules.digest},
        "base": base_document(verdict.valuation.base, wording),
        "gate": gate_document(verdict.gated, kept.standing, kept.held, wording),
        "schemes": schemes_document(verdict.valuation, wording),
        "membership": membership_document(kept.membership, wording),
        "vip_status": status_document(kept.status, wording),
    }


# --- tiers ------------------------------------------------------------------------------------------------


def part_document(part: Part, wording: TierWording) -> Document:
    return {
        "tier": part.tier.value,
        "tier_name": wording.tier(part),
        "or_above": part.or_above,
        "reasons": wording.reasons(part.reasons),
    }


def base_document(base: BaseTier, wording: TierWording) -> Document:
    """The tier before the gate: what each scheme gives, and which of them decided."""
    return {
        **part_document(base, wording),
        "scheme": None if base.scheme is None else base.scheme.value,
        "parts": [
            {"scheme": scheme.value, "name": _fixed("scheme", scheme), **part_document(part, wording)}
            for scheme, part in base.parts.items()
        ],
    }


def gate_document(gated: Gated, standing: Standing, held: Tier, wording: TierWording) -> Document:
    """What the gate was given, and what it left."""
    return {
        **part_document(gated, wording),
        "lowered": gated.lowered,
        "suspended": gated.suspended,
        "held": held.value,
        "standing": {
            "grade": None if standing.grade is None else standing.grade.value,
            "grade_name": wording.grade(standing),
            "due_diligence_complete": standing.due_diligence_complete,
            "approved": standing.approved,
            "review_overdue": standing.review_overdue,
            "alert_open": standing.alert_open,
        },
    }


# --- schemes ----------------------------------------------------------------------------------------------


def schemes_document(valuation: Valuation, wording: TierWording) -> Document:
    """Every scheme, those that give no tier as well; null where nothing of the kind is held."""
    group, bank = valuation.group, valuation.bank
    return {
        "club": _club(valuation.club, wording),
        "group": None if group is None else _group(group, wording),
        "bank": None if bank is None else _bank(bank, wording),
        "motor": [_motor(each, wording) for each in valuation.motor],
        "diamond": _diamond(valuation.diamond, wording),
        "appraisal": _appraisal(valuation.appraisal, wording),
    }


def _club(found: ClubTier, wording: TierWording) -> Document:
    names = wording.rules.club.companies
    return {
        **part_document(found, wording),
        "promoted": found.promoted,
        "companies": [
            {"company": each.company.value, "name": words(names[each.company].name), **part_document(each, wording)}
            for each in found.companies
        ],
    }


def _group(found: GroupValue, wording: TierWording) -> Document:
    return {
        **part_document(found, wording),
        "value": _amount(found.value),
        "contracts": [
            {
                "ref": each.ref,
                "standard_premium": _amount(each.standard_premium),
                "coefficients": {table.value: _amount(number) for table, number in each.coefficients.items()},
                "value": _amount(each.value),
            }
            for each in found.contracts
        ],
    }


def _bank(found: BankOutcome, wording: TierWording) -> Document:
    rules = wording.rules.bank
    return {
        "class": None if found.found is None else found.found.value,
        "class_name": None if found.found is None else words(rules.classes[found.found]),
        "criteria": [
            {
                "criterion": criterion.value,
                "name": words(rules.criteria[criterion].name),
                "class": None if given is None else given.value,
            }
            for criterion, given in found.criteria.items()
        ],
        "reasons": wording.reasons(found.reasons),
    }


def _motor(found: MotorOutcome, wording: TierWording) -> Document:
    return {
        "vehicle": found.vehicle,
        "steps": [_step(each, wording) for each in found.steps],
        "following": _step(found.following, wording),
        "premium": _amount(found.premium),
        "provisional": found.provisional,
    }


def _step(found: MotorStep, wording: TierWording) -> Document:
    return {
        "starts_on": found.starts_on.isoformat(),
        "class": found.number,
        "coefficient": exact(found.coefficient),
        "reason": wording.reason(found.reason),
    }


def _diamond(found: DiamondOutcome, wording: TierWording) -> Document:
    return {
        "eligible": found.eligible,
        "checks": [{"standing": each.standing.value, **wording.reason(each.reason)} for each in found.checks],
    }


def _appraisal(found: Appraisal, wording: TierWording) -> Document:
    rules = wording.rules.appraisal
    regions = {each.id: each for each in rules.regions}
    return {
        **part_document(found, wording),
        "dimensions": [
            {
                "dimension": dimension.value,
                "name": words(rules.dimensions[dimension].name),
                "level": None if each.level is None else each.level.value,
                "service": None if each.level is None else words(rules.dimensions[dimension].services[each.level]),
                "reasons": wording.reasons(each.reasons),
            }
            for dimension, each in found.dimensions.items()
        ],
        "region": None
        if found.region is None
        else {
            "id": found.region,
            "name": words(regions[found.region].name),
            "strategy": words(regions[found.region].strategy),
        },
    }


# --- what was granted -------------------------------------------------------------------------------------


def membership_document(membership: Membership | None, wording: TierWording) -> Document | None:
    if membership is None:
        return None
    return {
        "tier": membership.tier.value,
        "tier_name": words(wording.rules.tiers.names[membership.tier]),
        "effective_on": membership.effective_on.isoformat(),
        "expires_on": membership.expires_on.isoformat(),
    }


def entry_document(made: MembershipEntry, wording: TierWording) -> Document:
    """A row of the history of a membership: who did what, of which tier, and the membership after it."""
    return {
        "on": made.entry.on.isoformat(),
        "at": made.at.isoformat(),
        "actor": made.actor,
        "change": made.entry.change.value,
        "tier": made.tier.value,
        "tier_name": words(wording.rules.tiers.names[made.tier]),
        "membership": membership_document(made.entry.membership, wording),
    }


def status_document(status: VipStatus | None, wording: TierWording) -> Document | None:
    """A group customer's VIP status, as it was applied for and decided."""
    if status is None:
        return None
    return {
        "tier": status.tier.value,
        "tier_name": words(wording.rules.tiers.names[status.tier]),
        "applicant": status.applicant,
        "applied_on": status.applied_on.isoformat(),
        "approver": status.approver,
        "approved_on": None if status.approved_on is None else status.approved_on.isoformat(),
    }


def entitlements_document(entitlements: Iterable[Entitlement], wording: TierWording) -> list[Document]:
    """Also those that rest: with their state, which the front line is never told."""
    names: dict[str, Text] = {rule.id: rule.name for rule in wording.rules.tiers.entitlements}
    return [
        {
            "id": each.id,
            "name": words(names[each.id]),
            "state": each.state.value,
            "per_year": each.per_year,
            "used": each.used,
            "left": each.left,
        }
        for each in entitlements
    ]


def _fixed(kind: str, value: StrEnum) -> Document:
    return words(FIXED[f"{kind}.{value}"])


def _amount(number: Decimal | None) -> str | None:
    return None if number is None else exact(number)
