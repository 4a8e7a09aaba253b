"""Raw customers, in the shape that an import reads, from the little that is worth saying about each.

What is not said is unremarkable: a customer built from a name, a sex and an age alone scores the lowest level of
every factor. Days are counted back from ``Scribe.on``, so that windows of twelve months hold the same facts
whenever the demonstration is set up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from amlrisk.demo.numbers import credit_code, mobile, resident_id

Raw = dict[str, Any]

#: City of the branch → (branch, region of a district in it, how an address there begins).
CITIES: dict[str, tuple[str, str, str]] = {
    "shanghai": ("上海分公司", "310101", "上海市黄浦区"),
    "beijing": ("北京分公司", "110105", "北京市朝阳区"),
    "guangzhou": ("广州分公司", "440103", "广州市荔湾区"),
    "shenzhen": ("深圳分公司", "440305", "深圳市南山区"),
    "hangzhou": ("杭州分公司", "330106", "杭州市西湖区"),
    "nanjing": ("南京分公司", "320106", "南京市鼓楼区"),
    "chengdu": ("成都分公司", "510104", "成都市锦江区"),
    "wuhan": ("武汉分公司", "420106", "武汉市武昌区"),
    "qingdao": ("青岛分公司", "370202", "青岛市市南区"),
    "kunming": ("昆明分公司", "530102", "昆明市五华区"),
}


def yuan(amount: int) -> Raw:
    """An amount as an import reads it."""
    return {"amount": str(amount), "currency": "CNY"}


@dataclass(frozen=True, slots=True)
class Deal:
    """A policy and how it was paid. Amounts in yuan; ``paid`` is the premium where it is not given.

    ``ago`` is in months. ``payer`` None: no payment on record.
    """

    product: str
    premium: int
    paid: int | None = None
    channel: str = "face_to_face"
    mode: str = "regular"
    payer: str | None = "own"
    method: str = "transfer"
    cash: int = 0
    ago: int = 4
    status: str = "in_force"
    currency: str = "CNY"
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Happening:
    """Something after the sale: ``kind`` of a transaction, or of an event, so many months ago."""

    kind: str
    ago: int
    amount: int | None = None
    note: str = ""


MOTOR = Deal("motor", 4200)
GROUP_ACCIDENT = Deal("accident", 60_000)


class Scribe:
    """Writes customers down as of a day."""

    def __init__(self, on: date) -> None:
        self.on = on

    def ago(self, months: int) -> str:
        """The day so many months (of 30 days) ago, as text."""
        return (self.on - timedelta(days=30 * months)).isoformat()

    def born(self, age: int) -> date:
        """A birth date that makes one ``age`` years old for about half a year to come."""
        return date(self.on.year - age, self.on.month, 1) - timedelta(days=150)

    def person(  # noqa: PLR0913 - the fields of a customer, by keyword
        self,
        number: int,
        name: str,
        *,
        male: bool = True,
        age: int = 38,
        born: str | None = None,
        city: str = "shanghai",
        deals: Iterable[Deal] = (MOTOR,),
        later: Iterable[Happening] = (),
        events: Iterable[Happening] = (),
        document: Raw | None = None,
        id_years: int = 8,
        nationality: str = "CN",
        residence: str = "CN",
        income: int | None = 180_000,
        **changes: Any,
    ) -> Raw:
        """A natural person. ``changes`` replace or add fields; None takes a field away (it is then missing).

        ``id_years`` is how long the resident ID is still valid; negative: it has expired.
        """
        birth = date.fromisoformat(born) if born and len(born) == len("2000-01-01") else self.born(age)
        region = CITIES[city][1]
        own = {"kind": "resident_id", "number": resident_id(region, birth, number, male=male)}
        identity = own | {"expires_on": self._ahead(id_years)} if document is None else document
        raw: Raw = {
            "ref": reference(number),
            "kind": "natural",
            "subject": {
                "roles": ["policyholder", "insured"],
                "name": name,
                "gender": "male" if male else "female",
                "birth_on": born or birth.isoformat(),
                "nationalities": [nationality],
                "residence_country": residence,
                "documents": [identity] if identity else [],
            },
            **_unremarkable(number, city),
            "occupation": "2008",
            "annual_income": None if income is None else yuan(income),
        }
        return _without_none(raw | self._business(number, deals, later, events) | changes)

    def company(  # noqa: PLR0913 - the same
        self,
        number: int,
        name: str,
        *,
        city: str = "shanghai",
        months: int = 96,
        deals: Iterable[Deal] = (GROUP_ACCIDENT,),
        later: Iterable[Happening] = (),
        events: Iterable[Happening] = (),
        document: Raw | None = None,
        registered: str = "CN",
        revenue: int | None = 40_000_000,
        layers: int | None = 1,
        features: Iterable[str] = (),
        **changes: Any,
    ) -> Raw:
        """An organisation, ``months`` old. ``changes`` as for ``person``."""
        region = CITIES[city][1]
        code = {"kind": "uscc", "number": credit_code(region, number), "expires_on": "long_term"}
        raw: Raw = {
            "ref": reference(number),
            "kind": "legal",
            "subject": {
                "roles": ["policyholder"],
                "name": name,
                "registration_country": registered,
                "documents": [document or code],
            },
            **_unremarkable(number, city),
            "industry": "C34",
            "shell": False,
            "openness": "listed",
            "registration_status": "valid",
            "ownership": _without_none({"layers": layers, "features": list(features)}),
            "established_on": (self.on - timedelta(days=31 * months)).isoformat(),
            "annual_revenue": None if revenue is None else yuan(revenue),
        }
        return _without_none(raw | self._business(number, deals, later, events) | changes)

    def _business(
        self, number: int, deals: Iterable[Deal], later: Iterable[Happening], events: Iterable[Happening]
    ) -> Raw:
        deals = tuple(deals)
        policies, transactions = [], []
        for place, deal in enumerate(deals, 1):
            ref = f"DEMO-P{number:04}-{place}"
            policies.append(self._policy(ref, deal))
            transactions += self._payments(ref, deal)
        for each in later:
            amount = None if each.amount is None else yuan(each.amount)
            transactions.append(_without_none({"on": self.ago(each.ago), "kind": each.kind, "amount": amount}))
        start = max((deal.ago for deal in deals), default=0)
        return {
            "relationship_on": self.ago(start),
            "policies": policies,
            "transactions": transactions,
            "events": [{"on": self.ago(e.ago), "kind": e.kind, "note": e.note or "演示数据"} for e in events],
        }

    def _policy(self, ref: str, deal: Deal) -> Raw:
        paid = deal.premium if deal.paid is None else deal.paid
        return {
            "ref": ref,
            "product": deal.product,
            "channel": deal.channel,
            "mode": deal.mode,
            "premium": {"amount": str(deal.premium), "currency": deal.currency},
            "paid": {"amount": str(paid), "currency": deal.currency},
            "starts_on": self.ago(deal.ago),
            "status": deal.status,
        }

    def _payments(self, ref: str, deal: Deal) -> list[Raw]:
        """One payment of what was due; the part paid in cash is a payment of its own."""
        if deal.payer is None:
            return []
        parts = [(deal.cash, "cash"), (deal.premium - deal.cash, deal.method)]
        return [
            _without_none(
                {
                    "on": self.ago(min(deal.ago, 4)),
                    "kind": "premium",
                    "policy": ref,
                    "amount": {"amount": str(amount), "currency": deal.currency},
                    "method": method,
                    "payer": deal.payer,
                    "country": deal.country,
                }
            )
            for amount, method in parts
            if amount
        ]

    def _ahead(self, years: int) -> str:
        return date(self.on.year + years, self.on.month, 1).isoformat()

    def passport(self, number: str, country: str) -> Raw:
        """A passport of ``country``, still valid."""
        return {"kind": "passport", "number": number, "country": country, "expires_on": self._ahead(5)}

    def card(self, kind: str, number: str, *, years: int = 5) -> Raw:
        """A document of another kind, or a resident ID with a number of its own."""
        return {"kind": kind, "number": number, "expires_on": self._ahead(years)}


def party(name: str, *roles: str, **fields: Any) -> Raw:
    """Another party; ``fields`` as an import reads them."""
    return {"kind": "natural", "name": name, "roles": list(roles), **fields}


def _unremarkable(number: int, city: str) -> Raw:
    """What people and companies have in common: where they live, and nothing against them."""
    branch, region, street = CITIES[city]
    return {
        "branch": branch,
        "branch_region": region,
        "address": f"{street}演示路{number}号",
        "address_region": region,
        "phone": mobile(number),
        "verification": "verified",
        "document_gaps": [],
        "adverse_media": "none",
        "cross_border": "none",
        "pep_link": "none",
        "cash_business": "none",
    }


def reference(number: int) -> str:
    """The customer's ``ref``."""
    return f"DEMO-{number:04}"


def _without_none(raw: Mapping[str, Any]) -> Raw:
    return {name: value for name, value in raw.items() if value is not None}
