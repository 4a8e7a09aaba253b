"""The rest of the portfolio: ordinary people and companies, drawn with a fixed seed so that they never change."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from amlrisk.demo.build import CITIES, Deal, Happening, Raw, Scribe, party

_SEED = "amlrisk demo portfolio"
_COMPANIES = 0.2
_FOREIGN = 0.05

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_MALE = (
    "志远",
    "建国",
    "文博",
    "浩然",
    "子轩",
    "宇航",
    "俊杰",
    "国栋",
    "海涛",
    "立新",
    "明轩",
    "天佑",
    "永强",
    "嘉豪",
    "思源",
    "景行",
    "伟业",
    "振华",
)
_FEMALE = (
    "雨桐",
    "佳怡",
    "秀英",
    "桂兰",
    "静怡",
    "梦琪",
    "欣妍",
    "雅婷",
    "晓燕",
    "美玲",
    "诗涵",
    "若曦",
    "玉珍",
    "丽华",
    "婉清",
    "思敏",
    "慧敏",
    "春梅",
)
_FOREIGNERS = (
    ("Oliver Demobury", "GB", True),
    ("Hannah Demolke", "DE", False),
    ("Takumi Demohara", "JP", True),
    ("Chloé Demontreuil", "FR", False),
    ("Wei Jie Demotan", "SG", True),
    ("Priya Demorani", "IN", False),
    ("Lucas Demoreira", "BR", True),
    ("Emma Demolund", "SE", False),
    ("Somchai Demorat", "TH", True),
    ("Grace Demondale", "AU", False),
)
_TRADES = (
    ("C35", "精工机械", "state"),
    ("I65", "云图软件", "registry"),
    ("G54", "顺风物流", "registry"),
    ("F51", "百汇商贸", "registry"),
    ("H62", "知味餐饮", "registry"),
    ("C14", "禾香食品", "registry"),
    ("K70", "安居置业", "registry"),
    ("C27", "康元医药", "listed"),
    ("A01", "绿野农业", "partial"),
    ("F52", "万家零售", "registry"),
    ("L72", "博观咨询", "registry"),
    ("C39", "星芯电子", "listed"),
)
_PREFIXES = ("东篱", "南屏", "西岭", "北辰湾", "晨曦", "远山", "沐风", "清和", "云起", "同舟", "长亭", "海岳")

#: Occupation, yearly income from – to, weight.
_JOBS = (
    ("2008", 80_000, 200_000, 12),
    ("2002", 150_000, 400_000, 12),
    ("2003", 180_000, 500_000, 10),
    ("2005", 200_000, 500_000, 6),
    ("2006", 80_000, 180_000, 6),
    ("3001", 80_000, 200_000, 14),
    ("4002", 50_000, 100_000, 8),
    ("4001", 80_000, 300_000, 7),
    ("4004", 100_000, 400_000, 5),
    ("4007", 60_000, 150_000, 6),
    ("5001", 30_000, 90_000, 8),
    ("6001", 60_000, 120_000, 12),
    ("8005", 40_000, 110_000, 8),
    ("1004", 300_000, 1_500_000, 4),
    ("2012", 120_000, 300_000, 5),
    ("2018", 150_000, 800_000, 2),
)
#: Product, mode, premium as a part of income from – to (percent), weight.
_COVERS = (
    ("motor", "regular", 1, 4, 30),
    ("accident", "regular", 1, 2, 12),
    ("short_term", "regular", 1, 3, 6),
    ("long_health", "regular", 3, 12, 18),
    ("term_life", "regular", 2, 8, 8),
    ("whole_life", "regular", 8, 22, 8),
    ("annuity", "regular", 10, 30, 8),
    ("participating", "regular", 10, 35, 5),
    ("endowment", "regular", 8, 25, 3),
    ("universal", "single", 30, 110, 7),
    ("investment_linked_top_up", "single", 20, 120, 4),
)
_CHANNELS = ("face_to_face",) * 10 + ("bancassurance",) * 4 + ("broker",) * 3 + ("non_face_to_face",) * 5
_PAYERS = ("own",) * 14 + ("own_other_account",) * 3 + ("kin",) * 2


def crowd(scribe: Scribe, first: int, last: int) -> Iterator[Raw]:
    """Customers number ``first`` to ``last``."""
    draw = Random(_SEED)  # noqa: S311 - meant to be predictable
    for number in range(first, last + 1):
        share = draw.random()
        if share < _COMPANIES:
            yield _company(scribe, number, draw)
        elif share < _COMPANIES + _FOREIGN:
            yield _foreigner(scribe, number, draw)
        else:
            yield _person(scribe, number, draw)


def _person(scribe: Scribe, number: int, draw: Random) -> Raw:
    male = draw.random() < 0.5
    name = draw.choice(_SURNAMES) + draw.choice(_MALE if male else _FEMALE)
    job, low, high, _ = draw.choices(_JOBS, [each[-1] for each in _JOBS])[0]
    income = draw.randrange(low, high, 1000)
    age = draw.randint(60, 78) if job == "8005" else draw.randint(22, 58)
    city = draw.choice(list(CITIES))
    deals = [_deal(income, draw) for _ in range(draw.choice((1, 1, 1, 2)))]
    changes: Raw = {}
    if draw.random() < 0.15:
        _, region, street = CITIES[draw.choice(list(CITIES))]
        changes |= {"address_region": region, "address": f"{street}演示路{number}号", "local_link": draw.random() < 0.7}
    if draw.random() < 0.2:
        changes["parties"] = [party(name[0] + draw.choice(_FEMALE), "beneficiary", nationalities=["CN"])]
    return scribe.person(
        number, name, male=male, age=age, city=city, occupation=job, income=income, deals=deals,
        later=_later(draw), events=[Happening("alert", draw.randint(1, 30))] if draw.random() < 0.08 else [],
        cash_business=None, cross_border="planned" if draw.random() < 0.05 else "none",
        adverse_media="minor" if draw.random() < 0.03 else "none",
        document_gaps=["source_of_funds"] if draw.random() < 0.08 else [], **changes,
    )  # fmt: skip


def _foreigner(scribe: Scribe, number: int, draw: Random) -> Raw:
    name, country, male = _FOREIGNERS[number % len(_FOREIGNERS)]
    income = draw.randrange(200_000, 900_000, 10_000)
    return scribe.person(
        number, name, male=male, age=draw.randint(26, 60), city=draw.choice(("shanghai", "beijing", "shenzhen")),
        nationality=country, document=scribe.passport(f"E99{number:06}", country), occupation="2003", income=income,
        deals=[_deal(income, draw)], cross_border=draw.choice(("none", "occasional")),
    )  # fmt: skip


def _company(scribe: Scribe, number: int, draw: Random) -> Raw:
    industry, words, openness = draw.choice(_TRADES)
    revenue = draw.randrange(3_000_000, 300_000_000, 1_000_000)
    product = draw.choice(("accident", "accident", "term_life", "short_term", "long_health", "annuity"))
    deal = Deal(
        product, revenue // draw.randint(60, 400), channel=draw.choice(("face_to_face", "face_to_face", "broker")),
        ago=draw.randint(1, 11), payer=draw.choice(_PAYERS[:-2]),
    )  # fmt: skip
    owner = draw.choice(_SURNAMES) + draw.choice(_MALE)
    return scribe.company(
        number, f"演示{draw.choice(_PREFIXES)}{words}有限公司", city=draw.choice(list(CITIES)), industry=industry,
        openness=openness, months=draw.randint(8, 240), layers=draw.choice((1, 1, 1, 2, 2, 3, 4)), revenue=revenue,
        deals=[deal], cash_business=None, later=[Happening("member_change", 3)] if draw.random() < 0.2 else [],
        parties=[party(owner, "beneficial_owner", "legal_representative", nationalities=["CN"])],
    )  # fmt: skip


def _deal(income: int, draw: Random) -> Deal:
    product, mode, low, high, _ = draw.choices(_COVERS, [each[-1] for each in _COVERS])[0]
    premium = max(income * draw.randint(low, high) // 100 // 100 * 100, 500)
    ago = draw.randint(1, 11)
    return Deal(
        product, premium, mode=mode, channel=draw.choice(_CHANNELS), payer=draw.choice(_PAYERS), ago=ago
    )  # fmt: skip


def _later(draw: Random) -> list[Happening]:
    share = draw.random()
    if share < 0.88:
        return []
    kind = draw.choice(("loan", "partial_surrender", "change_beneficiary"))
    return [Happening(kind, draw.randint(1, 10), 5_000 if kind != "change_beneficiary" else None)] * (
        2 if share > 0.97 else 1
    )
