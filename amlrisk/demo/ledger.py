"""What is held with the companies of the group, as an import reads it, from the little that is worth saying."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from amlrisk.demo.build import Raw

_QUARTER = 3


class Ledger:
    """Writes holdings down as of a day. Amounts in yuan."""

    def __init__(self, on: date) -> None:
        self.on = on

    def bank(self, *averages: int) -> list[Raw]:
        """The months before the present one, the last one last."""
        number = self.on.year * 12 + self.on.month - 1
        months = [divmod(number - back, 12) for back in range(len(averages), 0, -1)]
        told = zip(months, averages, strict=True)
        return [{"month": f"{year}-{month + 1:02}", "average": average} for (year, month), average in told]

    def quarter(self, **amounts: int) -> list[Raw]:
        """The last quarter that is over."""
        year, quarter = divmod(self.on.year * 4 + (self.on.month - 1) // _QUARTER - 1, 4)
        return [{"quarter": f"{year}-Q{quarter + 1}", **amounts}]

    def car(
        self, ref: str, premium: int, claims: Iterable[Iterable[int] | None], *, lapsed: int | None = None, **more: int
    ) -> Raw:
        """Insured years in a row up to the present one, with what was paid for the claims of each; None: not known.

        The ``lapsed``-th of them ended a month before the next began.
        """
        told = list(claims)
        years = []
        for place, paid in enumerate(told):
            start = date(self.on.year - len(told) + 1 + place, self.on.month, 1)
            year: Raw = {"starts_on": start.isoformat(), "commercial_premium": premium, "compulsory_premium": 950}
            if paid is not None:
                days = range(0, 28 * 12, 28) if place < len(told) - 1 else [0] * 12
                each = zip(days, paid, strict=False)
                year["claims"] = [
                    {"on": (start + timedelta(days=day)).isoformat(), "paid": amount} for day, amount in each
                ]
            if place == lapsed:
                year["ends_on"] = (date(start.year + 1, start.month, 1) - timedelta(days=31)).isoformat()
            years.append(year)
        return {"ref": ref, "years": years, "next_premium": premium, **more}

    def figures(self, premium: int, *, claims: int = 0, other: int = 0) -> list[Raw]:
        """The three calendar years that are over, alike."""
        years = range(self.on.year - 3, self.on.year)
        return [{"year": year, "premium": premium, "claims_paid": claims, "other_income": other} for year in years]

    def ago(self, *months: int) -> list[str]:
        """The days so many months (of 30 days) ago."""
        return [(self.on - timedelta(days=30 * each)).isoformat() for each in months]

    def survey(self, score: int, ago: int = 3) -> list[Raw]:
        return [{"on": self.ago(ago)[0], "score": score}]

    def health(self, *, chronic: bool = False, hereditary: bool = False, ago: int = 2) -> Raw:
        return {"on": self.ago(ago)[0], "chronic": chronic, "hereditary": hereditary, "other": False}


def life(institution: str, *, annual: int | None = None, single: int | None = None) -> list[Raw]:
    """Policies at one institution of the life company."""
    told = {"annual_premium": annual, "single_premium": single}
    return [{"institution": institution, **{name: amount for name, amount in told.items() if amount is not None}}]


def standing(*classes: str) -> Raw:
    """What a person found of the bank's five criteria, in their order."""
    criteria = ("asset_scale", "credit_record", "statements", "risk_process", "return_and_risk")
    return dict(zip(criteria, classes, strict=True))
