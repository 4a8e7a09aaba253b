"""What invented customers are worth: value facts for ``bench.portfolio``, the same for the same seed and day.

Every customer has facts for each scheme that somebody like them can have, so that an appraisal of the portfolio has all
schemes to do for everybody: none of them is passed over because nothing is held.

python -m bench.values 100000 values.jsonl
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from amlrisk.facts.dates import add_months
from bench.portfolio import portfolio

_LEVELS = ["low", "middle", "high"]
_CLASSES = ["A", "A", "B", "B", "C", "D"]
_STUDY = ["primary", "secondary", "college", "bachelor", "postgraduate"]
_WORK = ["professional", "managerial", "clerical", "manual", "other"]
_REGIONS = ["110101", "310101", "440304", "440106", "330102", "510104", "420102", "320102", "610102", "350203"]

Raw = dict[str, object]


def valued_portfolio(count: int, today: date, seed: int = 2026) -> Iterator[Raw]:
    """The customers of ``portfolio``, each with its facts under ``value``, as an import takes them."""
    chance = random.Random(f"value {seed}")
    for customer in portfolio(count, seed):
        yield {**customer, "value": _value(chance, customer, today)}


def values(count: int, today: date, seed: int = 2026) -> Iterator[Raw]:
    """The value facts alone, each with its ``ref``."""
    chance = random.Random(f"value {seed}")
    for customer in portfolio(count, seed):
        yield {"ref": customer["ref"], **_value(chance, customer, today)}


def _value(chance: random.Random, customer: Raw, today: date) -> Raw:
    own = _organisation(chance, today) if customer["kind"] == "legal" else _person(chance, today)
    return {**own, **_conduct(chance, today), "region": chance.choice(_REGIONS)}


def _person(chance: random.Random, today: date) -> Raw:
    holdings: Raw = {
        "life": [_life(chance) for _ in range(chance.choice([1, 1, 1, 2]))],
        "property": [_vehicle(chance, place, today) for place in range(chance.choice([1, 1, 1, 1, 2]))],
        "bank": _months(chance, today),
    }
    if chance.random() < 0.3:
        holdings["securities"] = [
            {"quarter": quarter, "cash": _yuan(chance, 0, 900_000), "market_value": _yuan(chance, 1_000, 9_000_000)}
            for quarter in _quarters(today)
        ]
    if chance.random() < 0.15:
        holdings["trust"] = _yuan(chance, 0, 3_000_000)
    if chance.random() < 0.1:
        holdings["futures"] = [
            {"quarter": quarter, "equity": _yuan(chance, 0, 4_000_000)} for quarter in _quarters(today)
        ]
    return {
        "holdings": holdings,
        "bank_standing": _standing(chance),
        "personal_risk": chance.choice(_LEVELS),
        "occupational_risk": chance.choice(_LEVELS),
        "other_risk": chance.choice(_LEVELS),
        "study": chance.choice(_STUDY),
        "work": chance.choice(_WORK),
        "literacy": chance.choice(_LEVELS),
        "health": {
            "on": _day(chance, today, 500),
            "chronic": chance.random() < 0.1,
            "hereditary": chance.random() < 0.05,
            "other": False,
        },
        "income": _yuan(chance, 60_000, 800_000),
        "assets": _yuan(chance, 100_000, 5_000_000),
        "need": chance.random() < 0.6,
        "intention": chance.random() < 0.4,
    }


def _organisation(chance: random.Random, today: date) -> Raw:
    return {
        "holdings": {
            "property": [_vehicle(chance, place, today) for place in range(chance.choice([1, 2, 3]))],
            "bank": _months(chance, today),
            "pension": {
                "net_assets": _yuan(chance, 0, 150_000_000),
                "accounts": chance.randrange(8000),
                "long_premium": _yuan(chance, 0, 30_000_000),
                "short_premium": _yuan(chance, 0, 2_000_000),
            },
        },
        "bank_standing": _standing(chance),
        "contracts": [
            {
                "ref": f"GC{place}",
                "standard_premium": _yuan(chance, 20_000, 12_000_000),
                "years": chance.randrange(9),
                "profit_ratio": f"{chance.uniform(-0.2, 0.4):.2f}",
            }
            for place in range(chance.choice([1, 2, 3]))
        ],
    }


def _conduct(chance: random.Random, today: date) -> Raw:
    """What the appraisal looks at of everybody."""
    return {
        "figures": [
            {
                "year": year,
                "premium": _yuan(chance, 1_000, 250_000),
                "claims_paid": _yuan(chance, 0, 150_000),
                "other_income": _yuan(chance, 0, 20_000),
            }
            for year in range(today.year - 3, today.year)
        ],
        "surveys": [{"on": _day(chance, today, 900), "score": str(chance.randrange(40, 101))} for _ in range(2)],
        "complaints": _days(chance, today, [0, 0, 0, 1, 2, 4]),
        "purchases": _days(chance, today, [0, 1, 1, 2, 3]),
        "referrals": _days(chance, today, [0, 0, 1, 2]),
    }


def _life(chance: random.Random) -> Raw:
    kind = chance.choice(["annual_premium", "single_premium"])
    most = 90_000 if kind == "annual_premium" else 1_200_000
    return {"institution": chance.choice(["jia", "yi", "bing", "ding"]), kind: _yuan(chance, 1_000, most)}


def _vehicle(chance: random.Random, place: int, today: date) -> Raw:
    """Up to five years in a row up to the present one; some customers paused for a month."""
    count = chance.choice([1, 2, 3, 4, 5])
    ends = today + timedelta(days=chance.randrange(1, 365))
    years = []
    for back in range(count, 0, -1):
        starts = add_months(ends, -12 * back)
        if back == count and chance.random() < 0.1:
            starts += timedelta(days=30)
        until = min(add_months(ends, -12 * (back - 1)), today)
        claims = [_claim(chance, starts, until) for _ in range(chance.choice([0, 0, 0, 0, 1, 2, 4]))]
        years.append(
            {
                "starts_on": starts.isoformat(),
                "ends_on": add_months(ends, -12 * (back - 1)).isoformat(),
                "commercial_premium": _yuan(chance, 1_500, 14_000),
                "compulsory_premium": str(chance.choice([950, 1100])),
                "claims": claims if until > starts else [],
            }
        )
    return {"ref": f"V{place}", "years": years, "next_premium": _yuan(chance, 2_000, 15_000)}


def _claim(chance: random.Random, starts: date, until: date) -> Raw:
    on = starts + timedelta(days=chance.randrange(max((until - starts).days, 1)))
    return {"on": on.isoformat(), "paid": _yuan(chance, 300, 20_000)}


def _months(chance: random.Random, today: date) -> list[Raw]:
    usual = int(_yuan(chance, 5_000, 1_500_000))
    return [
        {"month": f"{add_months(today, -back):%Y-%m}", "average": f"{usual * chance.uniform(0.8, 1.2):.2f}"}
        for back in range(6, 0, -1)
    ]


def _quarters(today: date) -> list[str]:
    ended = [add_months(today, -3 * back) for back in (2, 1)]
    return [f"{on.year}-Q{(on.month + 2) // 3}" for on in ended]


def _standing(chance: random.Random) -> Raw:
    """The scale of assets follows from the months."""
    criteria = ("credit_record", "statements", "risk_process", "return_and_risk")
    return {criterion: chance.choice(_CLASSES) for criterion in criteria}


def _yuan(chance: random.Random, least: int, most: int) -> str:
    """Small amounts are common, large ones rare: evenly spread by their order of magnitude."""
    return str(int((least or 1) * (most / (least or 1)) ** chance.random()))


def _day(chance: random.Random, today: date, within: int) -> str:
    return (today - timedelta(days=chance.randrange(1, within))).isoformat()


def _days(chance: random.Random, today: date, counts: list[int]) -> list[str]:
    return [_day(chance, today, 1200) for _ in range(chance.choice(counts))]


def write_valued(count: int, today: date, path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        for customer in valued_portfolio(count, today):
            file.write(json.dumps(customer, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    write_valued(arguments.count, datetime.now(UTC).date(), arguments.out)
