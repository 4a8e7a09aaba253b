"""A generated portfolio for measurements: invented people and companies, the same for the same seed.

python -m bench.portfolio 100000 portfolio.jsonl
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from stdnum.cn import ric, uscc

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红鹏建国文志海燕云飞晓东梅林峰浩宇欣怡子涵梓萱"
_LATIN_GIVEN = ["Anna", "Peter", "Maria", "John", "Linh", "Minh", "Ahmed", "Fatima",
                 "Ivan", "Olga", "Carlos", "Lucia", "Hans", "Greta", "Yuki", "Haruto", "Siti", "Budi"]  # fmt: skip
_LATIN_FAMILY = ["Novak", "Schmidt", "Nguyen", "Tran", "Haddad", "Karimi",
                  "Petrov", "Ivanova", "Garcia", "Silva", "Tanaka", "Sato", "Wijaya", "Santos", "Brown"]  # fmt: skip
_TRADES = ["餐饮管理", "贸易", "科技", "建材", "物流", "文化传播", "医药", "机械制造", "农业发展", "信息咨询"]
_REGIONS = ["110101", "310101", "440304", "440106", "330102", "510104", "420102", "320102", "610102", "350203"]
_PRODUCTS = ["motor", "accident", "short_term", "term_life", "long_health", "whole_life", "participating", "annuity",
             "endowment", "universal", "investment_linked"]  # fmt: skip
_WEIGHTS = [30, 14, 10, 8, 10, 8, 8, 6, 3, 2, 1]
_CHANNELS = ["face_to_face", "broker", "bancassurance", "non_face_to_face"]
_OCCUPATIONS = ["1001", "1002", "1003", "1004", "1005"]
_OCCUPATION_SHARE = 0.9
_TODAY = date(2026, 6, 30)


def portfolio(count: int, seed: int = 2026) -> Iterator[dict[str, object]]:
    """``count`` raw customers in the shape of ``docs/customers.md``: 85 % natural, a third with a second party."""
    chance = random.Random(seed)
    for number in range(count):
        yield _legal(chance, number) if chance.random() < 0.15 else _natural(chance, number)


def _natural(chance: random.Random, number: int) -> dict[str, object]:
    person = _person(chance)
    customer: dict[str, object] = {
        "ref": f"G{number:07d}",
        "kind": "natural",
        "subject": person,
        "annual_income": str(chance.randrange(4, 80) * 10_000),
        "occupation": chance.choice(_OCCUPATIONS) if chance.random() < _OCCUPATION_SHARE else None,
        "pep_link": "none",
        **_common(chance),
    }
    if chance.random() < 0.35:
        customer["parties"] = [
            {"roles": [chance.choice(["insured", "beneficiary"])], "kind": "natural", **_person(chance)}
        ]
    return {name: value for name, value in customer.items() if value is not None}


def _legal(chance: random.Random, number: int) -> dict[str, object]:
    base = f"91{chance.choice(_REGIONS)}" + "".join(chance.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(9))
    name = "".join(chance.sample(_GIVEN, 2)) + chance.choice(_TRADES) + "有限公司"
    return {
        "ref": f"G{number:07d}",
        "kind": "legal",
        "subject": {
            "name": name,
            "registration_country": "CN",
            "documents": [{"kind": "uscc", "number": base + uscc.calc_check_digit(base), "expires_on": "2040-12-31"}],
        },
        "parties": [{"roles": ["legal_representative"], "kind": "natural", **_person(chance)}],
        "industry": chance.choice(["F51", "H62", "I65", "C34", "G54", "L72", "K70"]),
        "shell": False,
        "openness": chance.choice(["registry", "partial", "listed"]),
        "registration_status": "valid",
        "ownership": {"layers": chance.choice([1, 1, 1, 2, 3])},
        "established_on": (_TODAY - timedelta(days=chance.randrange(40, 9000))).isoformat(),
        "annual_revenue": str(chance.randrange(50, 50_000) * 10_000),
        "pep_link": "none",
        **_common(chance),
    }


def _common(chance: random.Random) -> dict[str, object]:
    region = chance.choice(_REGIONS)
    policies, transactions = [], []
    for place in range(chance.choice([1, 1, 1, 2, 2, 3])):
        premium = str(chance.choice([1_000, 3_000, 8_000, 20_000, 60_000, 150_000, 300_000]))
        starts_on = _TODAY - timedelta(days=chance.randrange(30, 1800))
        ref = f"P{place}"
        policies.append(
            {
                "ref": ref,
                "product": chance.choices(_PRODUCTS, _WEIGHTS)[0],
                "channel": chance.choices(_CHANNELS, [50, 20, 20, 10])[0],
                "mode": chance.choice(["regular", "single"]),
                "premium": premium,
                "paid": premium,
                "starts_on": starts_on.isoformat(),
            }
        )
        paid_on = max(starts_on, _TODAY - timedelta(days=chance.randrange(10, 300)))
        payer = chance.choices(["own", "own_other_account", "kin"], [90, 6, 4])[0]
        transactions.append(
            {
                "on": paid_on.isoformat(),
                "kind": "premium",
                "policy": ref,
                "amount": premium,
                "method": "transfer",
                "payer": payer,
            }
        )
    return {
        "branch": f"B{region[:2]}",
        "branch_region": region,
        "relationship_on": min(str(policy["starts_on"]) for policy in policies),
        "address": "演示路1号",
        "address_region": region if chance.random() < 0.9 else chance.choice(_REGIONS),
        "local_link": True,
        "phone": f"139{chance.randrange(10**8):08d}",
        "verification": "verified",
        "document_gaps": [] if chance.random() < 0.95 else ["proof_of_address"],
        "adverse_media": "none",
        "cross_border": "none",
        "cash_business": "none",
        "policies": policies,
        "transactions": transactions,
        "events": [],
    }


def _person(chance: random.Random) -> dict[str, object]:
    born = date(1950, 1, 1) + timedelta(days=chance.randrange(20_000))
    gender = chance.choice(["male", "female"])
    if chance.random() < 0.1:
        number = "".join(chance.choice("ABCDEFGHKLMNP") for _ in range(2)) + f"{chance.randrange(10**7):07d}"
        country = chance.choice(["US", "VN", "DE", "JP", "ID", "BR", "GB", "SG"])
        return {
            "name": f"{chance.choice(_LATIN_GIVEN)} {chance.choice(_LATIN_FAMILY)}",
            "gender": gender,
            "birth_on": born.isoformat(),
            "nationalities": [country],
            "residence_country": "CN",
            "documents": [{"kind": "passport", "number": number, "country": country, "expires_on": "2033-01-01"}],
        }
    serial = chance.randrange(0, 500) * 2 + (gender == "male")
    base = f"{chance.choice(_REGIONS)}{born:%Y%m%d}{serial:03d}"
    given = "".join(chance.choice(_GIVEN) for _ in range(chance.choice([1, 2, 2])))
    return {
        "name": chance.choice(_SURNAMES) + given,
        "gender": gender,
        "birth_on": born.isoformat(),
        "nationalities": ["CN"],
        "residence_country": "CN",
        "documents": [
            {"kind": "resident_id", "number": base + ric.calc_check_digit(base + "0"), "expires_on": "2036-01-01"}
        ],
    }


def write_portfolio(count: int, path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        for customer in portfolio(count):
            file.write(json.dumps(customer, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    write_portfolio(arguments.count, arguments.out)
