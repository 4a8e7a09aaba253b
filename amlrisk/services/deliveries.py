"""What a file delivers of a customer: the facts that are graded and, apart from them, the value. Both or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from amlrisk.errors import InvalidInput, Issue
from amlrisk.facts.intake_value import build_value
from amlrisk.facts.issues import issue
from amlrisk.facts.model import Customer
from amlrisk.facts.value import CustomerValue
from amlrisk.services.customer_rejects import Fault, Rejects, shown_cells, shown_json
from amlrisk.services.customer_rows import Row
from amlrisk.services.customer_schema import read_customer
from amlrisk.services.system import System
from amlrisk.services.value_rows import Entry, Spot, ValueAssembly
from amlrisk.services.value_tables import ValueTables

_VALUE = "value"


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be saved of one customer: ``customer`` is None where a file spoke of the value alone, ``value`` where
    nothing was said of it."""

    ref: str
    customer: Customer | None = None
    value: CustomerValue | None = None


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """What was not taken in: a customer, a value, or both."""

    customer: bool
    value: bool


class DeliveryReader:
    """Reads what came of a customer, and tells the rejects what is wrong with it."""

    def __init__(self, system: System, tables: ValueTables, rejects: Rejects) -> None:
        self._codes, self._key, self._today = system.code_sets(), system.settings.secret, system.today()
        self._tables = tables
        self._rejects = rejects

    def read(self, row: Row, entries: Sequence[Entry]) -> Delivery | Refused:
        """The customer of ``row`` with the value that stands in it and in ``entries``; every fault of either told."""
        raw = dict(row.raw or {})
        own = raw.pop(_VALUE, None)
        value = ValueAssembly(dict(own) if isinstance(own, Mapping) else None, whole=not row.sources)
        built, issues = self._value(row.ref, value, entries)
        if own is not None and not isinstance(own, Mapping):
            issues.append(issue("", "wrong_type", expected="an object", expected_zh="对象"))
        customer = self._customer(row, raw)
        if issues:
            self._rejects.note([_fault(each, value, row) for each in issues], row.header)
            self._rejects.count += customer is not None
        if customer is None or issues:
            return Refused(customer=True, value=bool(issues) or built is not None)
        return Delivery(ref=customer.ref, customer=customer, value=built)

    def read_value(self, key: str, entries: Sequence[Entry], *, known: bool) -> Delivery | Refused:
        """The value of a customer of whom no file says more; refused where nobody knows the customer."""
        ref = "" if self._tables.is_nobody(key) else key
        value = ValueAssembly()
        built, issues = self._value(ref, value, entries)
        if ref and not known:
            issues.insert(0, issue("ref", "unknown_customer"))
        if built is None and not issues:
            issues.append(issue("", "missing"))  # every row only names the customer
        if built is None or issues:
            first = self._tables.first(entries)
            self._rejects.note([_fault(each, value, first) for each in issues])
            self._rejects.count += 1
            return Refused(customer=False, value=True)
        return Delivery(ref=ref, value=built)

    def _customer(self, row: Row, raw: Mapping[str, Any]) -> Customer | None:
        try:
            if row.problem is not None:
                raise row.problem
            return read_customer(raw, key=self._key, today=self._today, codes=self._codes)
        except InvalidInput as error:
            self._rejects.add(row, error)
            return None

    def _value(
        self, ref: str, value: ValueAssembly, entries: Iterable[Entry]
    ) -> tuple[CustomerValue | None, list[Issue]]:
        """The value where it is sound, and all that is wrong with it. None without issues: nothing was said."""
        self._tables.add(entries, value)
        issues = list(value.issues)
        if value.raw is None:
            return None, issues
        told = value.raw.get("ref")
        if isinstance(told, str) and told.strip() != ref:
            issues.append(issue("ref", "conflicting_rows", first=ref, second=told))
        named = told if told is not None and not isinstance(told, str) else ref or None
        try:
            built = build_value({**value.raw, "ref": named}, today=self._today, codes=self._codes)
        except InvalidInput as error:
            issues.extend(error.issues)
            return None, issues
        return built, issues


def _fault(told: Issue, value: ValueAssembly, beside: Row | Spot) -> Fault:
    """The fault in its cell; ``beside`` is where the customer stands, for what has no cell."""
    spot = value.locate(told.path)
    if spot is None and isinstance(beside, Row):
        number, column = beside.locate(f"{_VALUE}.{told.path}".rstrip("."))
        return Fault(number, column, told, "", shown_cells(beside, number))
    if spot is None:
        assert isinstance(beside, Spot)
        spot = beside._replace(column=told.path)
    shown = value.cells.get((spot.table, spot.row))
    return Fault(spot.row, spot.column, told, spot.table, (shown_json(value.raw),) if shown is None else shown)
