"""Names of organisations: legal forms taken off, Chinese company names parted into words and read or translated."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rigour.names import remove_org_types

from amlrisk.names.han import read_word
from amlrisk.names.model import Form, Kind, Made, form_of
from amlrisk.names.text import MAX_TOKENS, compatible, fold
from amlrisk.names.translit import latin
from amlrisk.names.vocabulary import PLACES, SAME_TRADE_WORD, WEAK_ORGANISATION

_HAN_LEGAL_FORMS = (
    "股份有限责任公司",
    "股份有限公司",
    "有限责任公司",
    "集团有限公司",
    "控股有限公司",
    "有限公司",
    "股份公司",
    "无限公司",
    "合伙企业",
    "有限合伙",
    "普通合伙",
    "特殊普通合伙",
    "分公司",
    "子公司",
    "总公司",
    "公司",
    "株式会社",
    "合同会社",
)
_FILLERS = frozenset(("the", "of", "for", "and", "&"))
"""Words that organisations are written with and without."""
_HAN_LEGAL = re.compile("|".join(sorted(_HAN_LEGAL_FORMS, key=len, reverse=True)))

# The words Chinese organisations are named with, and what their English names say for them.
HAN_WORDS = {
    "中国": "china",
    "中华": "china",
    "中央": "central",
    "国家": "national",
    "国际": "international",
    "环球": "global",
    "全球": "global",
    "亚洲": "asia",
    "东方": "east",
    "北方": "north",
    "南方": "south",
    "西部": "west",
    "北京": "beijing",
    "上海": "shanghai",
    "深圳": "shenzhen",
    "广州": "guangzhou",
    "广东": "guangdong",
    "天津": "tianjin",
    "重庆": "chongqing",
    "大连": "dalian",
    "青岛": "qingdao",
    "南京": "nanjing",
    "杭州": "hangzhou",
    "浙江": "zhejiang",
    "江苏": "jiangsu",
    "山东": "shandong",
    "福建": "fujian",
    "四川": "sichuan",
    "河北": "hebei",
    "河南": "henan",
    "湖北": "hubei",
    "湖南": "hunan",
    "辽宁": "liaoning",
    "丹东": "dandong",
    "新疆": "xinjiang",
    "西藏": "tibet",
    "香港": "hongkong",
    "澳门": "macau",
    "台湾": "taiwan",
    "集团": "group",
    "控股": "holdings",
    "实业": "industrial",
    "工业": "industry",
    "产业": "industry",
    "企业": "enterprise",
    "技术": "technology",
    "科技": "technology",
    "科学": "science",
    "研究所": "institute",
    "研究院": "institute",
    "开发": "development",
    "发展": "development",
    "贸易": "trading",
    "商贸": "trading",
    "进出口": "import export",
    "进口": "import",
    "出口": "export",
    "投资": "investment",
    "银行": "bank",
    "金融": "finance",
    "证券": "securities",
    "保险": "insurance",
    "信托": "trust",
    "基金": "fund",
    "资本": "capital",
    "财务": "finance",
    "石油": "petroleum",
    "石化": "petrochemical",
    "化工": "chemical",
    "化学": "chemical",
    "能源": "energy",
    "电力": "power",
    "煤炭": "coal",
    "矿业": "mining",
    "钢铁": "steel",
    "金属": "metals",
    "电子": "electronics",
    "电器": "electric",
    "电气": "electric",
    "通信": "communication",
    "通讯": "communication",
    "网络": "network",
    "信息": "information",
    "软件": "software",
    "半导体": "semiconductor",
    "机械": "machinery",
    "设备": "equipment",
    "汽车": "automobile",
    "航空": "aviation",
    "航天": "aerospace",
    "船舶": "ship",
    "海运": "shipping",
    "航运": "shipping",
    "运输": "transport",
    "物流": "logistics",
    "建筑": "construction",
    "建设": "construction",
    "工程": "engineering",
    "房地产": "real estate",
    "置业": "property",
    "食品": "food",
    "农业": "agricultural",
    "水产": "fishery",
    "渔业": "fishery",
    "医药": "pharmaceutical",
    "医疗": "medical",
    "生物": "biological",
    "纺织": "textile",
    "服装": "garment",
    "文化": "culture",
    "传媒": "media",
    "咨询": "consulting",
    "管理": "management",
    "服务": "service",
    "大学": "university",
    "学院": "college",
    "医院": "hospital",
    "协会": "association",
    "基金会": "foundation",
    "委员会": "committee",
}
_HAN_WORD = re.compile("|".join(sorted(HAN_WORDS, key=len, reverse=True)))


def fold_organisation(text: str) -> str:
    # Legal forms are known by their dots (sp. z o.o.) and without them, so they are looked for twice.
    return " ".join(strip_legal_forms(fold(strip_legal_forms(compatible(text)))).split())


def organisation_form(written: Sequence[str], made: Made) -> Form:
    """A form of an organisation's words in any script but Han."""
    written = written[:MAX_TOKENS]
    tokens = [latin(word) for word in written]
    tokens = [SAME_TRADE_WORD.get(token, token) for token in tokens]
    return form_of(tokens, made, written=written, kinds=[trade_kind(token) for token in tokens])


def trade_kind(token: str) -> Kind:
    if token in PLACES:
        return Kind.PLACE
    return Kind.TRADE if token in WEAK_ORGANISATION else Kind.NAME


def strip_legal_forms(text: str) -> str:
    """A case-folded name without its legal forms; unchanged where nothing else would be left.

    >>> strip_legal_forms("siemens aktiengesellschaft"), strip_legal_forms("the company")
    ('siemens', 'the company')
    """
    rest = remove_org_types(text)
    return rest if any(char.isalnum() for char in rest) and rest.strip() not in _FILLERS else text


def han_organisation(word: str) -> tuple[tuple[str, ...], tuple[bool, ...], tuple[str, ...]]:
    """A simplified Han company name -> its words, which of them are trade or place words, and its Latin reading.

    >>> han_organisation("华为技术有限公司")
    (('华为', '技术'), (False, True), ('huawei', 'technology'))
    """
    core = _HAN_LEGAL.sub(" ", word).strip() or word
    tokens: list[str] = []
    weak: list[bool] = []
    latin: list[str] = []
    for piece in core.split():
        at = 0
        for match in _HAN_WORD.finditer(piece):
            if match.start() > at:
                _add_brand(piece[at : match.start()], tokens, weak, latin)
            tokens.append(match.group())
            weak.append(True)
            latin.extend(HAN_WORDS[match.group()].split())
            at = match.end()
        if at < len(piece):
            _add_brand(piece[at:], tokens, weak, latin)
    return tuple(tokens), tuple(weak), tuple(latin)


def _add_brand(text: str, tokens: list[str], weak: list[bool], latin: list[str]) -> None:
    tokens.append(text)
    weak.append(False)
    reading = read_word(text)
    if reading:
        latin.append(reading)


def without_fillers(words: list[str]) -> list[str]:
    """``the world bank`` -> ``world bank``; unchanged where nothing else would be left."""
    return [word for word in words if word not in _FILLERS] or words
