"""What is known of a customer's worth, told in the very shape in which it is handed in: what was read can be sent back.

Presentation only. Amounts are yuan, as exact decimals in text. What is not known is left out; where ``none`` and
``not known`` differ, an empty list says that there is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum

import msgspec

from amlrisk.errors import NotFound
from amlrisk.facts.model import Fact
from amlrisk.facts.value import Company, CustomerValue, Vehicle
from amlrisk.services.wording import Document, exact
from amlrisk.store.values import Kept

#: Held with the companies of the group: the name of the fact, by the company under which it is handed in.
_HELD = {
    Company.LIFE: "life",
    Company.PROPERTY: "vehicles",
    Company.BANK: "bank",
    Company.SECURITIES: "securities",
    Company.TRUST: "trust",
    Company.FUTURES: "futures",
    Company.PENSION: "pension",
}
_QUARTERLY = {Company.SECURITIES: ("cash", "market_value"), Company.FUTURES: ("equity",)}


def value_document(ref: str, kept: Mapping[str, Kept]) -> Document:
    """``kept`` is what is known, by customer; raises ``NotFound`` where that is nothing."""
    found = kept.get(ref)
    if found is None:
        raise NotFound(kind="value", ref=ref)
    return {"customer": ref, "digest": found.digest, "value": raw_value(found.value)}


def raw_value(value: CustomerValue) -> Document:
    """``value`` as ``facts.intake_value.build_value`` reads it."""
    holdings: Document = {}
    for company, name in _HELD.items():
        held = getattr(value, name)
        if held is None or held == ():
            continue
        if company in _QUARTERLY:
            holdings[company.value] = [_fields(each, ("quarter", *_QUARTERLY[company])) for each in held]
        elif company is Company.PROPERTY:
            holdings[company.value] = [_vehicle(each) for each in held]
        else:
            holdings[company.value] = _plain(held)
    told: Document = {"ref": value.ref}
    if holdings:
        told["holdings"] = holdings
    others = (name for name in value.__struct_fields__ if name not in {"ref", *_HELD.values()})
    told |= _fields(value, others)
    if not value.contracts:
        told.pop("contracts", None)
    return told


def _vehicle(vehicle: Vehicle) -> Document:
    return {**_fields(vehicle, ("ref", "first_class", "next_premium")), "years": [_plain(y) for y in vehicle.years]}


def _fields(fact: Fact, names: Iterable[str]) -> Document:
    """Those that are known."""
    return {name: _plain(found) for name in names if (found := getattr(fact, name)) is not None}


def _plain(value: object) -> object:
    if isinstance(value, msgspec.Struct):
        return {name: _plain(each) for name in value.__struct_fields__ if (each := getattr(value, name)) is not None}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Decimal):
        return exact(value)
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value
