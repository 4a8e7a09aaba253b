"""Customers graded by their facts: directly high, lifted by a floor, high or ordinary by score, input missing."""

from __future__ import annotations

from collections.abc import Iterator

from amlrisk.demo.build import Deal, Happening, Scribe, party
from amlrisk.demo.case import ACCEPT, GENERAL, HIGH, ORDINARY, REVIEW, Case


def circumstances(scribe: Scribe) -> Iterator[Case]:
    """What facts alone do: direct grades, floors, grades by score, gaps and papers."""
    yield from _directly_high(scribe)
    yield from _floors(scribe)
    yield from _by_score(scribe)
    yield from _gaps_and_documents(scribe)


def _directly_high(scribe: Scribe) -> Iterator[Case]:
    annuity, income = [Deal("annuity", 60_000)], 800_000
    yield Case(
        scribe.person(
            32, "Lucien Demeraude", pep_link="foreign_pep", nationality="BE", residence="BE",
            document=scribe.passport("EM990032", "BE"), age=57, deals=annuity, income=income,
        ),
        "本人是外国政要：得分不高，仍直接定为高风险",
        "A foreign PEP: a low score, and high all the same",
        HIGH, REVIEW, ("direct_grade:foreign_pep",),
    )  # fmt: skip
    yield Case(
        scribe.person(33, "华若兰", pep_link="foreign_pep_relative", male=False, age=45, deals=annuity, income=income),
        "外国政要的家庭成员：直接定为高风险",
        "Family of a foreign PEP: directly high",
        HIGH, REVIEW, ("direct_grade:foreign_pep",),
    )  # fmt: skip
    yield Case(
        scribe.person(
            34, "计海生", pep_link="foreign_pep_associate", age=51, occupation="2010", deals=annuity, income=income
        ),
        "外国政要的关系密切人：直接定为高风险",
        "Close associate of a foreign PEP: directly high",
        HIGH, REVIEW, ("direct_grade:foreign_pep",),
    )  # fmt: skip
    yield Case(
        scribe.person(
            35, "皮四维", age=44, occupation="4003",
            events=[Happening("str", 3, note="分拆缴费（演示）"), Happening("str", 20, note="短期退保（演示）")],
        ),
        "三年内两次可疑交易报告：直接定为高风险",
        "Two suspicious-transaction reports in three years: directly high",
        HIGH, REVIEW, ("direct_grade:several_strs",),
    )  # fmt: skip
    yield Case(
        scribe.person(36, "羿无锋", age=36, verification="refused"),
        "拒绝核实身份：直接定为高风险",
        "Refused to be verified: directly high",
        HIGH, REVIEW, ("direct_grade:due_diligence_refused",),
    )  # fmt: skip
    yield Case(
        scribe.company(
            37, "演示听松商务咨询有限公司", industry="L72", openness="registry",
            events=[Happening("due_diligence_refused", 2, note="拒绝提供受益所有人资料（演示）")],
        ),
        "有拒绝尽职调查记录的企业：直接定为高风险",
        "A company on record as refusing due diligence: directly high",
        HIGH, REVIEW, ("direct_grade:due_diligence_refused",),
    )  # fmt: skip


def _floors(scribe: Scribe) -> Iterator[Case]:
    because = "floor:"
    yield Case(
        scribe.person(38, "凤栖梧", male=False, income=50_000, deals=[Deal("endowment", 60_000, mode="single")]),
        "底线：保费超过年收入",
        "Floor: the premium is more than a year's income",
        ORDINARY, ACCEPT, (because + "premium_to_income",),
    )  # fmt: skip
    yield Case(
        scribe.person(
            39, "Bahram Demoradi", nationality="IR", city="guangzhou", document=scribe.passport("K99003900", "IR"),
            occupation="2009",
        ),
        "底线：国籍在 FATF 黑名单",
        "Floor: nationality on the FATF black list",
        ORDINARY, ACCEPT, (because + "country",),
    )  # fmt: skip
    yield Case(
        scribe.person(
            40, "屠可久", occupation="4034", income=260_000, deals=[Deal("long_health", 52_000, cash=52_000)]
        ),
        "底线：现金缴费 5.2 万",
        "Floor: 52 000 paid in cash",
        ORDINARY, ACCEPT, (because + "payment",),
    )  # fmt: skip
    yield Case(
        scribe.company(41, "演示隐山投资有限公司", industry="L72", openness="partial", layers=None,
                       features=["owner_unknown"]),
        "底线：受益所有人不明",
        "Floor: the beneficial owner is unknown",
        ORDINARY, ACCEPT, (because + "ownership",),
    )  # fmt: skip
    yield Case(
        scribe.company(42, "演示初晓科技有限公司", months=14, industry="I65", openness="registry", revenue=300_000,
                       deals=[Deal("annuity", 200_000, mode="single")]),
        "底线：保费超过营业收入的一半",
        "Floor: the premium is more than half of the revenue",
        ORDINARY, ACCEPT, (because + "premium_to_revenue",),
    )  # fmt: skip
    yield Case(
        scribe.company(
            43, "演示北纬三十八度贸易有限公司", industry="F51", openness="registry",
            parties=[party("Kang Demo-hyok", "beneficial_owner", nationalities=["KP"])],
        ),
        "底线：受益所有人国籍在 FATF 黑名单",
        "Floor: a beneficial owner's nationality is on the FATF black list",
        ORDINARY, ACCEPT, (because + "country",),
    )  # fmt: skip


def _by_score(scribe: Scribe) -> Iterator[Case]:
    yield Case(
        scribe.person(
            44, "麻九龄", age=49, city="shenzhen", occupation="4017", cash_business="casino", income=200_000,
            address="澳门演示街44号", address_region="820000", document=scribe.card("hk_macau_permit", "M99004400"),
            nationality="MO", residence="MO", adverse_media="charged", cross_border="frequent", local_link=False,
            deals=[Deal("investment_linked_top_up", 1_500_000, mode="single", cash=80_000, channel="unlicensed_agent")],
            later=[Happening("surrender", each, 100_000) for each in (1, 2, 4, 6, 9)],
            events=[Happening("alert", each) for each in (2, 9, 17)],
        ),
        "博彩中介人，多项最高：加权得分即达高风险",
        "Junket operator at the worst level of many factors: high by the weighted score",
        HIGH, REVIEW, ("score",),
    )  # fmt: skip
    yield Case(
        scribe.person(
            45, "娄半城", age=55, city="guangzhou", occupation="4012", income=1_500_000, adverse_media="minor",
            address="南宁市青秀区演示路45号", address_region="450103", cross_border="occasional", local_link=True,
            deals=[Deal("universal", 550_000, mode="single", channel="broker", payer="own_other_account")],
            events=[Happening("alert", 10)], later=[Happening("partial_surrender", 2, 50_000)],
        ),
        "珠宝经营者，万能险 55 万：各项中等，按得分为普通级",
        "Jeweller, universal life of 550 000: middling throughout, ordinary by score",
        ORDINARY, ACCEPT, ("score",),
    )  # fmt: skip
    yield Case(
        scribe.company(
            46, "演示聚宝典当有限公司", months=30, industry="J6633", cash_business="pawn", openness="partial", layers=3,
            revenue=5_000_000, registration_status="pending", events=[Happening("alert", 5)],
            deals=[Deal("universal", 800_000, mode="single", channel="broker", cash=120_000)],
        ),
        "典当企业，现金 12 万：按得分为普通级",
        "Pawn company, 120 000 in cash: ordinary by score",
        ORDINARY, ACCEPT, ("score",),
    )  # fmt: skip
    yield Case(
        scribe.person(
            47, "桑榆晚", age=81, occupation="8005", income=110_000, male=False,
            deals=[Deal("participating", 60_000, channel="bancassurance", payer="kin")],
        ),
        "81 岁，子女代缴分红险保费：一般",
        "Aged 81, participating policy paid by a child: general",
        GENERAL, ACCEPT, ("score",),
    )  # fmt: skip


def _gaps_and_documents(scribe: Scribe) -> Iterator[Case]:
    yield Case(
        scribe.person(
            48, "田未央", occupation=None, cash_business=None, pep_link=None, adverse_media=None, cross_border=None,
            verification=None,
        ),
        "多项资料缺失：各按中间档计并逐项标明，不按最低",
        "Much is missing: each item counts at the middle level and is marked, never at the best",
        GENERAL, ACCEPT,
        tuple(f"missing_input:{f}" for f in ("kyc_completeness", "adverse_media", "cross_border", "occupation",
                                             "ml_linkage", "cash_intensity")),
    )  # fmt: skip
    yield Case(
        scribe.company(
            49, "演示未名商贸有限公司", industry=None, openness=None, registration_status=None, ownership=None,
            established_on=None, revenue=None, cash_business=None,
        ),
        "企业资料几乎全缺：普通级",
        "Almost nothing known about a company: ordinary",
        ORDINARY, ACCEPT, ("missing_input:ownership", "missing_input:industry"),
    )  # fmt: skip
    yield Case(
        scribe.person(50, "辛小满", age=12, male=False, occupation="8002", income=None),
        "未成年人，无收入来源：保费收入比触底线",
        "A minor without income: ordinary by the floor of the ratio",
        ORDINARY, ACCEPT, ("floor:premium_to_income",),
    )  # fmt: skip
    yield Case(
        scribe.person(51, "滕王阁", age=67, id_years=-1, occupation="5001"),
        "身份证已过期：该项最高，仍为一般",
        "The resident ID has expired: the worst level of that item, general all the same",
        GENERAL, ACCEPT, ("score",),
    )  # fmt: skip
    yield Case(
        scribe.person(
            52, "梁家辉煌（演示）", nationality="HK", residence="HK", city="shenzhen", address="香港九龙演示道52号",
            address_region="810000", document=scribe.card("hk_macau_permit", "H99005200"), local_link=True,
        ),
        "港澳居民来往内地通行证：一般",
        "Hong Kong resident with a travel permit: general",
        GENERAL, ACCEPT, ("score",),
    )  # fmt: skip
    yield Case(
        scribe.person(
            53, "Fiona Demacleod", nationality="GB", male=False, document=scribe.passport("990053005", "GB"),
            deals=[Deal("annuity", 12_000, currency="GBP")], occupation="2009", income=400_000,
        ),
        "英国护照，英镑保单按汇率折算：一般",
        "British passport, a policy in pounds converted to yuan: general",
        GENERAL, ACCEPT, ("score",),
    )  # fmt: skip
    yield Case(
        scribe.person(
            54, "车到山", age=40, conflicts=["declared_address"],
            events=[Happening("judicial_freeze", 1, note="法院冻结（演示）")],
        ),
        "申报地址相互矛盾，且有司法冻结记录",
        "Contradictory addresses, and a judicial freeze on record",
        GENERAL, ACCEPT, ("score",),
    )  # fmt: skip
