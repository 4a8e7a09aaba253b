"""Group-insurance customers (团险客户分层级服务管理办法): what they are worth, contract by contract."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from amlrisk.facts.dates import add_months
from amlrisk.facts.value import CustomerValue, GroupContract
from amlrisk.grading.numbers import product, quotient, total
from amlrisk.policy.value import Coefficient, CoefficientTable, ValueRules, scale_of
from amlrisk.policy.value_vocabulary import GroupTable, Tier
from amlrisk.tiering.model import Outcome, Part, Reason, because, reached, shown


class ContractValue(Outcome, frozen=True, kw_only=True):
    """Standard premium × size × loyalty × profit, yuan; None where something is missing."""

    ref: str
    standard_premium: Decimal | None
    coefficients: dict[GroupTable, Decimal | None]
    value: Decimal | None


class GroupValue(Part, frozen=True, kw_only=True):
    """``tier`` is what may be applied for; it counts only once it is approved. ``value`` in yuan, None where a contract
    cannot be valued: a part of the whole is not the whole.
    """

    value: Decimal | None
    contracts: tuple[ContractValue, ...]


def group_value(value: CustomerValue, rules: ValueRules) -> GroupValue | None:
    """None where the customer has no group contract."""
    if not value.contracts:
        return None
    valued = tuple(_contract(contract, rules) for contract in value.contracts)
    reasons = tuple(
        because("group_contract_missing", rules.group.tables[table], (f"contracts[{index}]",), ref=contract.ref)
        for index, contract in enumerate(valued)
        for table in GroupTable
        if contract.coefficients[table] is None
    )
    known = [contract.value for contract in valued if contract.value is not None]
    if reasons or len(known) < len(valued):
        return GroupValue(tier=Tier.STANDARD, value=None, contracts=valued, reasons=reasons)
    worth = total(known)
    return _tier(worth, valued, rules)


def _tier(worth: Decimal, valued: tuple[ContractValue, ...], rules: ValueRules) -> GroupValue:
    bounds = rules.group.tiers
    amount = quotient(worth, scale_of(bounds.unit))
    tier, open_above = reached(amount, bounds.at_least)
    facts = tuple(f"contracts[{index}]" for index in range(len(valued)))
    said = because("group_value", bounds, facts, seen=shown(amount), unit=bounds.unit, tier=tier.value)
    return GroupValue(tier=tier, or_above=open_above, value=worth, contracts=valued, reasons=(said,))


def _contract(contract: GroupContract, rules: ValueRules) -> ContractValue:
    tables = rules.group.tables
    seen = {
        GroupTable.SIZE: contract.standard_premium,
        GroupTable.LOYALTY: None if contract.years is None else Decimal(contract.years),
        GroupTable.PROFIT: contract.profit_ratio,
    }
    found = {table: coefficient(amount, tables[table]) for table, amount in seen.items()}
    worth = contract.standard_premium
    for each in found.values():
        worth = None if worth is None or each is None else product(worth, each)
    return ContractValue(ref=contract.ref, standard_premium=contract.standard_premium, coefficients=found, value=worth)


def coefficient(amount: Decimal | None, table: CoefficientTable) -> Decimal | None:
    """That of the last row whose bound is reached; ``amount`` in yuan, years or as a ratio."""
    if amount is None:
        return None
    return row_of(quotient(amount, scale_of(table.unit)), table).coefficient


def row_of(amount: Decimal, table: CoefficientTable) -> Coefficient:
    """The row of an amount in the table's unit: lower bounds in."""
    return next(row for row in reversed(table.rows) if row.at_least is None or amount >= row.at_least)


class VipStatus(Outcome, frozen=True, kw_only=True):
    """An application for VIP status (附件一) as it was decided: ``applicant`` asked, ``approver`` is another person."""

    tier: Tier
    applicant: str
    applied_on: date
    approver: str | None = None
    approved_on: date | None = None

    def __post_init__(self) -> None:
        if (self.approver is None) is not (self.approved_on is None):
            raise ValueError("who approved and when belong together")
        if self.approver == self.applicant:
            raise ValueError("whoever applied for it cannot approve it")
        if self.tier.rank <= Tier.STANDARD.rank:
            raise ValueError("a VIP status is of a tier that is earned")
        if self.approved_on is not None and self.approved_on < self.applied_on:
            raise ValueError("approved before it was applied for")


def evaluate_again_on(status: VipStatus, rules: ValueRules) -> date | None:
    """The day from which an approved status counts no more; None where it was not approved."""
    return None if status.approved_on is None else add_months(status.approved_on, rules.group.valid_months.value)


def approved_tier(status: VipStatus | None, rules: ValueRules, on: date) -> Part:
    """What an application is worth on a day: its tier while it is approved and the year has not passed."""
    if status is None:
        return Part(tier=Tier.STANDARD)
    ends = evaluate_again_on(status, rules)
    rule, tier = rules.group.valid_months, Tier.STANDARD
    if ends is None or status.approved_on is None or on < status.approved_on:
        said: Reason = because("group_vip_applied", rule, tier=status.tier.value, by=status.applicant)
    elif on >= ends:
        said = because("group_vip_ended", rule, tier=status.tier.value, until=ends.isoformat())
    else:
        tier = status.tier
        said = because("group_vip_approved", rule, tier=tier.value, by=str(status.approver), until=ends.isoformat())
    return Part(tier=tier, reasons=(said,))
