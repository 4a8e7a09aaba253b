"""The ten personas: customers whose score a person can add up from the tables of the policy pack."""

from __future__ import annotations

from collections.abc import Iterator

from amlrisk.demo.build import GROUP_ACCIDENT, Deal, Happening, Scribe, party
from amlrisk.demo.case import ACCEPT, GENERAL, HIGH, ORDINARY, REVIEW, Case


def personas(scribe: Scribe) -> Iterator[Case]:
    """The worked examples of the rules, from their facts: natural persons, then companies."""
    yield from _natural(scribe)
    yield from _legal(scribe)


def _natural(scribe: Scribe) -> Iterator[Case]:
    yield Case(
        scribe.person(1, "闻人小满", age=41, male=False),
        "车险，其余一切平常：每项最低，20 分",
        "Motor policy, all else unremarkable: the lowest level throughout, 20 points",
        GENERAL, ACCEPT, ("score",),
    )  # fmt: skip
    yield Case(
        scribe.person(
            2, "苗初霁", age=35, city="hangzhou", occupation="2002", income=320_000,
            address="宁波市海曙区演示路2号", address_region="330203",
            deals=[Deal("whole_life", 80_000, channel="broker")],
        ),
        "期缴终身寿险 8 万，收入 32 万，经纪渠道，住省内他市：28.2 分",
        "Regular-pay whole life of 80 000 a year, income 320 000, broker, other city of the province: 28.2",
        GENERAL, ACCEPT, ("score",),
    )  # fmt: skip
    yield Case(
        scribe.person(
            3, "储望舒", age=62, male=False, occupation="8005", income=120_000,
            deals=[Deal("participating", 300_000, channel="bancassurance", mode="single")],
        ),
        "趸缴分红险 30 万，年收入仅 12 万：得分 34.6，保费收入比触底线，至少普通级",
        "Single premium of 300 000 on an income of 120 000: 34.6 points, lifted to ordinary by the ratio's floor",
        ORDINARY, ACCEPT, ("floor:premium_to_income",),
    )  # fmt: skip
    yield Case(
        scribe.person(
            4, "晏如松", age=72, income=None, occupation=None, document_gaps=["source_of_funds"],
            deals=[Deal("universal", 200_000, mode="single")],
        ),
        "72 岁，万能险 20 万，收入与职业均未填：缺少资料不按最低计，39.2 分",
        "Aged 72, universal life of 200 000, income and occupation missing: missing never counts as best, 39.2",
        ORDINARY, ACCEPT, ("missing_input:occupation", "floor:premium_to_income"),
    )  # fmt: skip
    yield Case(
        scribe.person(
            5, "Tran Demo Minh Anh", age=39, male=False, income=500_000, nationality="VN", residence="VN",
            occupation="2003", document=scribe.passport("C9904405", "VN"), cross_border="occasional",
            deals=[Deal("annuity", 250_000, channel="non_face_to_face", mode="single", payer="kin")],
        ),
        "越南护照（FATF 灰名单），线上购买年金 25 万，亲属付款：43.4 分",
        "Vietnamese passport (FATF grey list), annuity of 250 000 online, paid by kin: 43.4",
        ORDINARY, ACCEPT, ("score",),
    )  # fmt: skip
    yield Case(
        scribe.person(
            6, "卜长庚", age=47, city="wuhan", occupation="4010", cash_business="pawn", income=500_000,
            address="长沙市天心区演示路6号", address_region="430103", local_link=False,
            deals=[Deal("investment_linked_top_up", 600_000, mode="single", cash=60_000)],
            later=[Happening("surrender", each, 20_000) for each in (1, 3, 5, 8)],
            events=[Happening("alert", 7), Happening("alert", 15)],
        ),
        "典当业者，现金 6 万，投连险 60 万，12 个月 4 次退保，2 次预警：58.6 分，离高风险仅一步",
        "Pawnbroker, 60 000 in cash, 600 000 investment-linked, 4 surrenders, 2 alerts: 58.6, just below high",
        ORDINARY, ACCEPT, ("floor:payment", "floor:premium_to_income"),
    )  # fmt: skip


def _legal(scribe: Scribe) -> Iterator[Case]:
    yield Case(
        scribe.company(
            7, "演示远望装备股份有限公司", months=144, city="beijing", openness="state", revenue=1_000_000_000,
            deals=[Deal("accident", 400_000)],
        ),
        "国有上市企业，团体意外险 40 万：每项最低，20 分",
        "Listed state firm, group accident cover of 400 000: the lowest level throughout, 20 points",
        GENERAL, ACCEPT, ("score",),
    )  # fmt: skip
    yield Case(
        scribe.company(
            8, "演示半亩方塘餐饮有限公司", months=36, city="chengdu", openness="registry", industry="H62", layers=2,
            revenue=20_000_000, deals=[Deal("term_life", 600_000, channel="broker")],
        ),
        "餐饮企业，团体定期寿险 60 万，两层股权，经纪渠道：29.6 分",
        "Catering firm, group term life of 600 000, two layers of owners, broker: 29.6",
        GENERAL, ACCEPT, ("score",),
    )  # fmt: skip
    yield Case(
        scribe.company(
            9, "Demo Kestrel Point Trading Ltd", months=8, openness="little", industry="F51", revenue=8_000_000,
            registered="VG", features=["nominee"], cross_border="frequent",
            document={"kind": "foreign_registration", "number": "DEMO1990009", "country": "VG"},
            deals=[Deal("annuity", 2_500_000, mode="single", payer="third_party_unexplained")],
        ),
        "英属维尔京群岛贸易公司，代持股东，无合理解释的第三方付款 250 万：52 分",
        "Trader of the British Virgin Islands, nominee owner, 2.5 million paid by an unexplained third party: 52",
        ORDINARY, ACCEPT, ("score",),
    )  # fmt: skip
    yield Case(
        scribe.company(  # noqa: S604 - a shell company, no process
            10, "演示逝水流年艺术品经营有限公司", months=2, city="shenzhen", openness="none", industry="F5246",
            shell=True, layers=None, features=["owner_unknown"], revenue=None, adverse_media="credible",
            cash_business="art", deals=[Deal("annuity", 6_000_000, mode="single", cash=300_000, ago=1)],
            later=[Happening("surrender", 1, 100_000)] * 3,
        ),
        "成立两个月的空壳艺术品公司，受益所有人不明，现金 30 万，趸缴 600 万：63 分，按得分即为高风险",
        "Shell of two months dealing in art, owner unknown, 300 000 in cash, 6 million at once: 63, high by score",
        HIGH, REVIEW, ("score", "floor:ownership"),
    )  # fmt: skip
    yield Case(
        scribe.company(
            11, "演示青禾农业发展有限公司", city="kunming", industry="A01", deals=[GROUP_ACCIDENT],
            parties=[party("宋晚舟", "legal_representative", nationalities=["CN"]),
                     party("宋晚舟之子", "beneficial_owner", nationalities=["CN"])],
        ),
        "股东与法定代表人均逐一筛查，无命中",
        "Owner and legal representative are screened too, and are on no list",
        GENERAL, ACCEPT, ("score",),
    )  # fmt: skip
