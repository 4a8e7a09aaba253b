"""Customers that meet the demo lists: possible, confirmed, cleared; the customer itself and every other party."""

from __future__ import annotations

from collections.abc import Iterator

from amlrisk.demo.build import Deal, Scribe, party
from amlrisk.demo.case import ACCEPT, GENERAL, HIGH, REJECT, REVIEW, UNACCEPTABLE, Case, Decided

_LIFE = Deal("long_health", 6_000)


def listed(scribe: Scribe) -> Iterator[Case]:
    """What list hits do: settled and open ones, of every kind of list, of every party."""
    yield from _settled(scribe)
    yield from _open(scribe)
    yield from _other_lists(scribe)
    yield from _parties(scribe)


def _settled(scribe: Scribe) -> Iterator[Case]:
    """An officer, or the same identity number, has settled the hit."""
    yield Case(
        scribe.person(12, "贺云骁", born="1971-03-14", city="guangzhou", deals=[_LIFE]),
        "姓名、出生日期均与演示制裁名单相同，合规人员核实为本人：不可接受",
        "Name and birth date as on the sanctions list; the officer confirmed the match: unacceptable",
        UNACCEPTABLE, REJECT, ("listing_confirmed",),
        Decided("subject", "demo_sanctions", "DEMO-S001", "true_match",
                "照片、出生地与名单一致，护照号经本人确认（演示）"),
    )  # fmt: skip
    yield Case(
        scribe.person(
            13, "查沐阳", born="1992-06-06", city="shenzhen", deals=[_LIFE],
            document=scribe.card("resident_id", "440121199206063315"),
        ),
        "身份证号与名单完全相同：无须人工即为证实，不可接受",
        "The same resident ID as on the list: confirmed without an officer, unacceptable",
        UNACCEPTABLE, REJECT, ("listing_confirmed",),
    )  # fmt: skip
    yield Case(
        scribe.company(
            14, "赤霄互助基金会（演示）", city="kunming", openness="registry",
            document={"kind": "uscc", "number": "53100000MADEM0008B", "expires_on": "long_term"},
        ),
        "统一社会信用代码与演示涉恐名单完全相同：不可接受",
        "The same credit code as on the terrorism list: unacceptable",
        UNACCEPTABLE, REJECT, ("listing_confirmed",),
    )  # fmt: skip
    yield Case(
        scribe.person(
            15, "覃无咎", born="1995-09-09", city="guangzhou",
            document=scribe.card("resident_id", "450121199509091710"),
        ),
        "公司内部拒绝名单，身份证号相同：不可接受",
        "On the company's own refuse list with the same resident ID: unacceptable",
        UNACCEPTABLE, REJECT, ("listing_confirmed",),
    )  # fmt: skip
    yield Case(
        scribe.person(16, "单鹤鸣", born="1966-11-23", city="nanjing", deals=[_LIFE]),
        "姓名、出生年份均与制裁名单上的人相同，经核实为另一人：误报排除，一般",
        "Name and year of birth as on the list, found to be another person: cleared, general",
        GENERAL, ACCEPT, ("listing_cleared",),
        Decided("subject", "demo_sanctions", "DEMO-S003", "false_positive",
                "名单人员照片与客户不符，出生地不同（演示）"),
    )  # fmt: skip
    yield Case(
        scribe.person(
            17, "Evdokia Listopadskaya", born="1979-05-09", male=False, nationality="KZ", city="beijing",
            document=scribe.passport("N99017017", "KZ"), deals=[_LIFE],
        ),
        "俄文姓名的另一种转写，核实未得出结论：仍按高风险待复核",
        "Another romanisation of a Russian name; the officer could not settle it: stays high, under review",
        HIGH, REVIEW, ("listing_possible", "held_for_review"),
        Decided("subject", "demo_sanctions", "DEMO-S008", "inconclusive", "已请客户补充出生证明，尚未收到（演示）"),
    )  # fmt: skip


def _open(scribe: Scribe) -> Iterator[Case]:
    """Possible matches that nobody has settled: held for review, never unacceptable by themselves."""
    yield Case(
        scribe.person(18, "欧阳岚溪", born="1983-11-02", male=False, deals=[_LIFE]),
        "姓名与出生日期同制裁名单，证件号不同：疑似，高风险，待核实",
        "Name and birth date as on the list, another ID number: possible, high, held for review",
        HIGH, REVIEW, ("listing_possible", "held_for_review"),
    )  # fmt: skip
    yield Case(
        scribe.person(
            19, "Zaidan Qassim Al Demari", born="1975-08-21", nationality="YE", residence="CN", city="guangzhou",
            document=scribe.passport("D0990019", "YE"), occupation="4038", deals=[_LIFE],
        ),
        "阿拉伯姓名的另一种拼写，国籍相同：疑似，高风险",
        "Another spelling of an Arabic name, same nationality: possible, high",
        HIGH, REVIEW, ("listing_possible",),
    )  # fmt: skip
    yield Case(
        scribe.company(20, "北溟星桥贸易公司", city="qingdao", industry="F51", openness="registry"),
        "名称少了“有限”二字的企业：疑似命中制裁名单，高风险",
        "A company whose name lacks two characters of the listed one: possible, high",
        HIGH, REVIEW, ("listing_possible",),
    )  # fmt: skip


def _other_lists(scribe: Scribe) -> Iterator[Case]:
    yield Case(
        scribe.person(
            21, "Sébastien Demarche Villeneuve", born="1978-12-05", nationality="FR", residence="FR",
            document=scribe.passport("19DE00021", "FR"), occupation="1001", income=600_000, deals=[_LIFE],
        ),
        "演示外国政要名单的疑似命中：高风险，待核实",
        "Possible match on the foreign PEP list: high, held for review",
        HIGH, REVIEW, ("listing_possible", "factor_lifted:ml_linkage"),
    )  # fmt: skip
    yield Case(
        scribe.person(22, "邵临川", born="1964-09-02", city="hangzhou", occupation="1001", deals=[_LIFE]),
        "演示境内公众人物名单，经核实为本人：不直接定级，只上调“公职关联”一项",
        "On the domestic PEP list, confirmed: imposes no grade, lifts the factor for public office",
        GENERAL, ACCEPT, ("listing_confirmed_noted", "factor_lifted:ml_linkage"),
        Decided("subject", "demo_domestic_pep", "DEMO-D001", "true_match", "任职公告与客户申报一致（演示）"),
    )  # fmt: skip
    yield Case(
        scribe.person(23, "盖知远", born="1960-01-31", city="chengdu", occupation="1004", deals=[_LIFE]),
        "境内公众人物名单的疑似命中：等级为一般，但核实之前不得承保",
        "Possible match on the domestic PEP list: general by score, yet held for review until settled",
        GENERAL, REVIEW, ("listing_possible_noted", "held_for_review"),
    )  # fmt: skip
    yield Case(
        scribe.person(
            24, "温折柳", born="1990-12-12", city="hangzhou", document=scribe.card("resident_id", "330122199012122648"),
            male=False, deals=[_LIFE],
        ),
        "公司内部关注名单，身份证号相同：高风险",
        "On the internal watch list with the same resident ID: high",
        HIGH, REVIEW, ("listing_confirmed",),
    )  # fmt: skip


def _parties(scribe: Scribe) -> Iterator[Case]:
    """Every party is screened; the worst of them decides for the relationship."""
    held = "：整个业务关系按高风险待复核"
    stays = ": the whole relationship is held at high"
    because = ("listing_possible",)
    person = {"nationalities": ["CN"]}
    yield Case(
        scribe.person(
            25, "祁映雪", male=False, parties=[party("尉迟朔风", "insured", birth_on="1969-08-30", **person)],
        ),
        f"被保险人疑似命中涉恐名单{held}", f"The insured is possibly on the terrorism list{stays}",
        HIGH, REVIEW, because,
    )  # fmt: skip
    yield Case(
        scribe.person(
            26, "柏听澜", parties=[party("宁疏影", "beneficiary", birth_on="1991-03", gender="female", **person)],
        ),
        f"受益人疑似命中涉恐名单（只知出生年月）{held}",
        f"The beneficiary is possibly on the terrorism list (month of birth only){stays}", HIGH, REVIEW, because,
    )  # fmt: skip
    yield Case(
        scribe.person(
            27, "水清浅", male=False, parties=[party("He Yunxiao", "agent", birth_on="1971-03-14", **person)],
        ),
        f"代办人以拼音姓名疑似命中制裁名单{held}",
        f"The agent, written in pinyin, is possibly on the sanctions list{stays}", HIGH, REVIEW, because,
    )  # fmt: skip
    yield Case(
        scribe.company(
            28, "演示沐光新能源有限公司", city="nanjing",
            parties=[party("Radomir Zaretsky", "beneficial_owner", birth_on="1962-12-30", nationalities=["RU"])],
        ),
        f"受益所有人疑似命中制裁名单{held}", f"A beneficial owner is possibly on the sanctions list{stays}",
        HIGH, REVIEW, because,
    )  # fmt: skip
    yield Case(
        scribe.company(
            29, "演示星野航运服务有限公司", city="qingdao", industry="G55",
            parties=[{"kind": "legal", "name": "HQ Maritime Holdings Limited", "roles": ["controller"],
                      "registration_country": "CY"}],
        ),
        f"控股企业（别名）疑似命中制裁名单{held}", f"The controlling company, by an alias, is possibly listed{stays}",
        HIGH, REVIEW, because,
    )  # fmt: skip
    yield Case(
        scribe.company(
            30, "演示云栖文旅有限公司", city="hangzhou",
            parties=[party("闵拓远", "legal_representative", birth_on="1978-06-15", gender="male", **person)],
        ),
        f"法定代表人疑似命中涉恐名单{held}", f"The legal representative is possibly on the terrorism list{stays}",
        HIGH, REVIEW, because,
    )  # fmt: skip
    yield Case(
        scribe.person(
            31, "安知鱼", city="chengdu",
            parties=[party("郗长歌", "beneficiary", birth_on="1982-08-08", **person)],
        ),
        "受益人疑似命中内部关注名单，已排除：一般",
        "The beneficiary resembled someone on the watch list and was cleared: general",
        GENERAL, ACCEPT, ("listing_cleared",),
        Decided("p1", "internal_watch", "DEMO-W004", "false_positive", "身份证号不同，系同名同日生（演示）"),
    )  # fmt: skip
