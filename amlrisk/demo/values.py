"""What the customers of the demonstration are worth: those that show a scheme or the gate, then part of the crowd."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from amlrisk.demo.build import Raw, reference
from amlrisk.demo.ledger import Ledger, life, standing

_SEED = "amlrisk demo values"
_VALUED = 0.6
_HELD = 0.3
_COMPLAINED = 0.15
_FIRST_OF_CROWD = 57
_LAST = 200


@dataclass(frozen=True, slots=True)
class Worth:
    """``zh`` and ``en`` say what there is to see; ``base`` and ``tier`` are the tiers before and after the gate, with
    ``+`` for *or above*. ``later`` is what became known of the customer's value after the first steps were taken.
    """

    ref: str
    zh: str
    en: str
    base: str
    tier: str
    value: Raw
    later: Raw | None = None


def values(on: date) -> Iterator[Raw]:
    """All value facts as an import reads them, each with its ``ref``. The same for the same day, on every machine."""
    for each in worths(on):
        yield {"ref": each.ref, **each.value}
    yield from _crowd(on)


def worths(on: date) -> list[Worth]:
    """The customers that show something, in order of their ref; ``docs/demo.md`` lists them."""
    ledger = Ledger(on)
    found = [*_schemes(ledger), *_groups(ledger), *_gate(ledger)]
    return sorted(found, key=lambda each: each.ref)


def _schemes(ledger: Ledger) -> Iterator[Worth]:
    car = [ledger.car("DEMO-沪A0001", 4200, [[], [], []])]
    yield Worth(
        reference(1),
        "车险连续两年未出险、第三年续保：黄金会员；后又有银行资产达黄金：两家同级升一级，即时升为铂金会员",
        "Motor, third year after two without a claim: gold member; then gold at the bank too: two companies at one tier"
        " give the next, platinum at once",
        "platinum", "platinum",
        {"holdings": {"property": car}, "study": "college", "region": "310101"},
        later={
            "holdings": {"property": car, "bank": ledger.bank(450_000, 430_000, 480_000)},
            "study": "college", "region": "310101",
        },
    )  # fmt: skip
    yield Worth(
        reference(2),
        "甲类机构年交保费 8 万、银行连续三个月百万以上：两家铂金，升为钻石；已发出入会邀请",
        "Annual premium of 80 000 at an institution of class 甲, over a million at the bank: platinum twice, diamond;"
        " invited",
        "diamond", "diamond",
        {"holdings": {"life": life("jia", annual=80_000), "bank": ledger.bank(1_200_000, 1_050_000, 1_100_000)}},
    )  # fmt: skip
    yield Worth(
        reference(16),
        "贡献度与忠诚度均高：综合评定为黄金（名单误报已排除，不影响层级）",
        "Contribution and loyalty both high: gold by appraisal (a cleared list hit does not matter)",
        "gold", "gold",
        {
            "figures": ledger.figures(120_000, claims=20_000, other=12_000), "surveys": ledger.survey(94),
            "complaints": [], "purchases": ledger.ago(5, 14), "referrals": ledger.ago(8),
            "personal_risk": "low", "occupational_risk": "middle", "other_risk": "low",
            "study": "postgraduate", "work": "professional", "literacy": "high", "region": "320106",
        },
    )  # fmt: skip
    yield Worth(
        reference(22),
        "银行资产 600 万，A 类客户；来源未载钻石界限，评定为铂金或以上；会员，健康评估已用完",
        "Six million at the bank, class A there; no source says where diamond begins: platinum or above; a member whose"
        " health assessment is used up",
        "platinum+", "platinum+",
        {
            "holdings": {"bank": ledger.bank(6_200_000, 6_000_000, 6_400_000)},
            "bank_standing": standing("A", "A", "A", "A", "A"), "region": "330106",
        },
    )  # fmt: skip
    yield Worth(
        reference(31),
        "丁类机构趸交 45 万为黄金，同额在甲类机构则不够；信用记录 C：银行 C 类",
        "A single premium of 450 000 is gold at class 丁, and would not be at class 甲; credit record C: class C of the"
        " bank",
        "gold", "gold",
        {
            "holdings": {"life": life("ding", single=450_000), "bank": ledger.bank(90_000, 90_000, 90_000)},
            "bank_standing": standing("B", "C", "B", "A", "B"),
        },
    )  # fmt: skip
    yield Worth(
        reference(47),
        "信托产品 80 万为黄金，婉拒入会；81 岁，超过“钻石”产品投保年龄",
        "Trust products of 800 000: gold, declined to join; aged 81, too old for the diamond product",
        "gold", "gold",
        {
            "holdings": {"trust": 800_000}, "health": ledger.health(chronic=True),
            "assets": 3_000_000, "need": True, "intention": True,
        },
    )  # fmt: skip
    yield Worth(
        reference(48),
        "几乎没有价值资料：各方案逐项说明缺什么",
        "Almost nothing is known: each scheme says what is missing",
        "standard", "standard",
        {"literacy": "middle"},
    )  # fmt: skip
    yield Worth(
        reference(51),
        "车险三次理赔、赔付过半升一级，脱保一个月后重新从四级开始",
        "Motor: three claims over half of the premium, one class up; after a month without cover, class 4 again",
        "standard", "standard",
        {
            "holdings": {"property": [
                ledger.car("DEMO-沪A0051", 5600, [[], [2000, 1500, 900], [], None, []], lapsed=3),
            ]},
            "complaints": ledger.ago(2, 4, 7), "surveys": ledger.survey(55),
        },
    )  # fmt: skip
    yield Worth(
        reference(52),
        "银行三个月中有一个月低于 40 万：不符合黄金",
        "One of three months at the bank is below 400 000: not gold",
        "standard", "standard",
        {"holdings": {"bank": ledger.bank(520_000, 398_000, 560_000)}},
    )  # fmt: skip
    yield Worth(
        reference(53),
        "证券与期货均为黄金：升为铂金；健康、财力、需求均符合“钻石”产品",
        "Securities and futures both gold: platinum; health, means and need fit the diamond product",
        "platinum", "platinum",
        {
            "holdings": {
                "securities": ledger.quarter(cash=400_000, market_value=1_100_000),
                "futures": ledger.quarter(equity=1_500_000),
            },
            "health": ledger.health(), "income": 480_000, "assets": 2_600_000, "need": True, "intention": True,
        },
    )  # fmt: skip
    yield Worth(
        reference(54),
        "入会时为铂金，其后资产转出：会员期内仍为铂金，到期才降",
        "Platinum on joining, then the assets went: platinum up to the end of the membership, lowered only then",
        "platinum", "platinum",
        {"holdings": {"trust": 2_500_000}},
        later={"holdings": {"trust": 100_000}},
    )  # fmt: skip


def _groups(ledger: Ledger) -> Iterator[Worth]:
    def contracts(*premiums: int) -> list[Raw]:
        return [
            {"ref": f"DEMO-G-{place}", "standard_premium": premium, "years": 2 + place, "profit_ratio": "0.12"}
            for place, premium in enumerate(premiums, 1)
        ]

    yield Worth(
        reference(7),
        "团险价值 260 万，VIP 铂金已由另一人批准；附件二至七各有服务记录",
        "Group value of 2.6 million, VIP platinum approved by another person; a record of service in each annex",
        "platinum", "platinum",
        {"contracts": contracts(1_800_000, 800_000), "holdings": {"pension": {"accounts": 320}}},
    )  # fmt: skip
    yield Worth(
        reference(8),
        "团险价值 80 万，VIP 黄金申请待审批",
        "Group value of 800 000, an application for gold waits for approval",
        "standard", "standard",
        {"contracts": contracts(800_000)},
    )  # fmt: skip
    yield Worth(
        reference(11),
        "VIP 申请未获批准：价值达标，层级仍为标准",
        "The application was refused: the value would do, the tier is standard",
        "standard", "standard",
        {"contracts": contracts(560_000)},
    )  # fmt: skip
    yield Worth(
        reference(37),
        "VIP 黄金已批准，但洗钱高风险且未完成强化尽职调查：只给标准",
        "VIP gold was approved, yet the grade is high and enhanced due diligence is not complete: standard",
        "gold", "standard",
        {"contracts": contracts(900_000)},
    )  # fmt: skip
    yield Worth(
        reference(46),
        "普通级且无预警：企业年金账户 600 户为黄金，不受限制",
        "Ordinary grade, nothing open: 600 annuity accounts are gold, not held back",
        "gold", "gold",
        {"holdings": {"pension": {"accounts": 600, "short_premium": 120_000}}},
    )  # fmt: skip


def _gate(ledger: Ledger) -> Iterator[Worth]:
    wealthy = {"holdings": {"bank": ledger.bank(2_000_000, 2_100_000, 2_050_000)}, "region": "310101"}
    yield Worth(
        reference(12),
        "名单已证实，不可接受：无层级",
        "Confirmed as listed, unacceptable: no tier",
        "platinum+", "none",
        wealthy,
    )  # fmt: skip
    yield Worth(
        reference(23),
        "一般级，命中待核实：闸门不限制一般级",
        "General grade with a hit to settle: the gate leaves general alone",
        "gold", "gold",
        {"holdings": {"trust": 600_000}},
    )  # fmt: skip
    yield Worth(
        reference(33),
        "高风险，强化尽职调查已完成，待高级管理层批准：标准",
        "High, enhanced due diligence complete, a senior manager has not approved yet: standard",
        "platinum+", "standard",
        wealthy,
    )  # fmt: skip
    yield Worth(
        reference(34),
        "高风险，强化尽职调查已完成且获批准：至多黄金",
        "High, due diligence complete and approved: gold at most",
        "platinum+", "gold",
        wealthy,
    )  # fmt: skip
    yield Worth(
        reference(44),
        "高风险，未做强化尽职调查：标准",
        "High, no enhanced due diligence: standard",
        "platinum+", "standard",
        wealthy,
    )  # fmt: skip
    yield Worth(
        reference(45),
        "普通级，黄金会员；有预警未处理期间资产增至铂金：暂不升级",
        "Ordinary, gold member; then an alert, and assets worth platinum: no upgrade while it is open",
        "platinum+", "gold",
        {"holdings": {"bank": ledger.bank(500_000, 520_000, 510_000)}},
        later=wealthy,
    )  # fmt: skip
    yield Worth(
        reference(56),
        "黄金会员，其后证件号与拒绝名单相同、不可接受：会员资格与权益同时中止",
        "Gold member, then found on the refuse list, unacceptable: membership and entitlements suspended at once",
        "gold", "none",
        {"holdings": {"trust": 700_000}},
    )  # fmt: skip


# --- the crowd ----------------------------------------------------------------------------------------


def _crowd(on: date) -> Iterator[Raw]:
    ledger, draw = Ledger(on), Random(_SEED)  # noqa: S311 - meant to be predictable
    for number in range(_FIRST_OF_CROWD, _LAST + 1):
        told = _ordinary(ledger, number, draw)
        if draw.random() < _VALUED:
            yield {"ref": reference(number), **told}


def _ordinary(ledger: Ledger, number: int, draw: Random) -> Raw:
    """Some holdings of somebody; the same draws whether they are used or not."""
    holdings: Raw = {
        "property": [ledger.car(f"DEMO-V{number}", draw.randrange(2000, 9000, 100), _claims(draw))],
        "life": life(draw.choice(("jia", "yi", "bing", "ding")), annual=draw.randrange(2_000, 40_000, 1000)),
        "bank": ledger.bank(*(draw.randrange(20_000, 600_000, 10_000) for _ in range(3))),
        "trust": draw.choice((0, 100_000, 200_000, 300_000, 900_000)),
        "securities": ledger.quarter(cash=draw.randrange(0, 500_000, 1000), market_value=draw.randrange(0, 700_000)),
    }
    kept = {name: holding for name, holding in holdings.items() if draw.random() < _HELD}
    return {
        "holdings": kept,
        "figures": ledger.figures(draw.randrange(2_000, 150_000, 500), claims=draw.randrange(0, 9_000, 500)),
        "surveys": ledger.survey(draw.randint(50, 99), draw.randint(1, 20)),
        "complaints": ledger.ago(draw.randint(1, 11)) if draw.random() < _COMPLAINED else [],
        "purchases": ledger.ago(*range(2, 2 + draw.randint(0, 3))),
        "study": draw.choice(("secondary", "college", "bachelor", "postgraduate")),
        "work": draw.choice(("professional", "managerial", "clerical", "manual")),
    }


def _claims(draw: Random) -> list[list[int]]:
    return [[draw.randrange(500, 4000, 100)] * draw.choice((0, 0, 0, 1, 2)) for _ in range(draw.randint(1, 4))]
