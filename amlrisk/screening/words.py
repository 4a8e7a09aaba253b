"""Evidence in words an officer reads, in Chinese and English. The codes are those of ``screening.model.Evidence``."""

from __future__ import annotations

from amlrisk.screening.model import Evidence

FEATURES = {
    "name": ("姓名", "Name"),
    "name_part": ("姓名部分", "Part of the name"),
    "name_against": ("姓名不利因素", "Against the name"),
    "birth_date": ("出生日期", "Birth date"),
    "nationality": ("国籍", "Nationality"),
    "country": ("国家/地区", "Country"),
    "gender": ("性别", "Gender"),
    "identifier": ("证件号码", "Identity number"),
}

DETAILS = {
    ("name", "identical"): ("完全相同", "identical"),
    ("name", "variant"): ("相同，仅繁简体或书写形式不同", "the same but for traditional characters or accents"),
    ("name", "order"): ("各部分相同，顺序不同", "the same parts in another order"),
    ("name", "romanisation"): ("汉字与拼音相符", "Chinese characters against their pinyin"),
    ("name", "transliteration"): ("不同文字的转写相符", "agrees when transliterated from another script"),
    ("name", "other_romanisation"): (
        "汉字与威妥玛、粤语、朝鲜语等其他拼写相符",
        "Chinese characters against an older or regional spelling",
    ),
    ("name", "homophone"): ("读音相同，汉字不同", "other characters of the same sound"),
    ("name", "similar"): ("相似", "similar"),
    ("name", "different"): ("不同", "different"),
    ("name", "weak_alias"): ("名单发布者标明为可靠性低的别名", "an alias the publisher calls weak"),
    ("name_part", "identical"): ("相同", "identical"),
    ("name_part", "variant"): ("繁简体或书写形式不同", "another written form of the same"),
    ("name_part", "typo"): ("疑似录入误差", "a likely typing error"),
    ("name_part", "syllable"): ("音节不同", "another syllable"),
    ("name_part", "other_name"): ("相近，但各为常见的不同名字", "alike, but each is a known name of its own"),
    ("name_part", "nickname"): ("昵称或同名异形", "a short or familiar form of the same name"),
    ("name_part", "sound"): ("读音相近", "sounds alike"),
    ("name_part", "initial"): ("首字母缩写", "an initial"),
    ("name_part", "acronym"): ("缩写与全称的首字母相符", "an acronym of the whole name"),
    ("name_part", "joined"): ("连写或分写", "written together or apart"),
    ("name_part", "joined_syllable"): ("连写或分写，且音节不同", "written together or apart, and another syllable"),
    ("name_part", "consonants"): ("辅音相同（原文不写短元音）", "the same consonants (short vowels are not written)"),
    ("name_part", "romanisation"): ("拼音", "pinyin"),
    ("name_part", "other_romanisation"): ("其他拼写", "another romanisation"),
    ("name_part", "transliteration"): ("转写", "transliterated"),
    ("name_part", "homophone"): ("同音字", "the same sound, another character"),
    ("name_part", "missing"): ("另一方没有", "missing on the other side"),
    ("name_against", "errors"): ("多处录入误差", "several typing errors"),
    ("name_against", "another"): ("双方各有对方没有的部分", "each has a part that the other lacks"),
    ("name_against", "missing_syllable"): ("一方多出音节", "a syllable more on one side"),
    ("name_against", "surname"): ("姓氏未对上", "the surname has found nothing"),
    ("name_against", "place"): ("地名不同", "another place"),
    ("name_against", "trade"): ("行业词不同", "another trade word"),
    ("name_against", "number"): ("编号不同", "another number"),
    ("name_against", "number_extra"): ("仅一方有编号", "a number on one side only"),
    ("name_against", "legal"): ("公司形式不同", "another legal form"),
    ("name_against", "order"): ("顺序不同", "in another order"),
    ("name_against", "single"): ("仅一个词相符", "one word alone agrees"),
    ("name_against", "weak_only"): ("仅通用词相符", "only words agree that say nothing by themselves"),
    ("name_against", "variant"): ("繁简体或书写形式不同", "written in another form"),
    ("name_against", "homophone"): ("仅读音相同", "only the sound agrees"),
    ("name_against", "romanisation"): ("仅与拼音相符", "agrees by its pinyin"),
    ("name_against", "other_romanisation"): ("仅与其他拼写相符", "agrees by an older or regional spelling"),
    ("name_against", "transliteration"): ("经转写相符", "agrees when transliterated"),
    ("birth_date", "identical"): ("相同", "the same day"),
    ("birth_date", "partial"): ("已知部分相符", "what is known of both agrees"),
    ("birth_date", "year_only"): ("年份相同，其余不详", "the same year, the rest is not known"),
    ("birth_date", "year_span"): ("在名单所列年份区间内", "within the years the list gives"),
    ("birth_date", "near"): ("仅一位数字不同或日月颠倒", "one digit off, or day and month swapped"),
    ("birth_date", "year_near"): ("相差一年", "a year apart"),
    ("birth_date", "same_year"): ("同年不同日", "the same year, another day"),
    ("birth_date", "mismatch"): ("不符", "does not agree"),
    ("gender", "mismatch"): ("不符", "does not agree"),
    ("nationality", "identical"): ("相符", "agrees"),
    ("nationality", "mismatch"): ("不符", "does not agree"),
    ("country", "identical"): ("相符", "agrees"),
    ("country", "mismatch"): ("不符", "does not agree"),
    ("identifier", "identical"): ("同类证件号码完全相同", "the same number of the same kind of document"),
    ("identifier", "same_number"): (
        "号码相同，但证件种类不明、签发地不同或号码过短",
        "the same number, but of unknown kind, of another country, or short",
    ),
    ("identifier", "different"): ("同类证件的号码不同", "another number of the same kind of document"),
}


def describe(evidence: Evidence, language: str = "en") -> str:
    """One piece of evidence as a sentence in ``zh`` or ``en``.

    >>> describe(Evidence(feature="birth_date", detail="near", effect=-0.02, query="1980-01-02", listed="1980-02-01"))
    'Birth date: one digit off, or day and month swapped (1980-01-02 / 1980-02-01; −0.02)'
    """
    at = 0 if language == "zh" else 1
    feature, detail = FEATURES[evidence.feature][at], DETAILS[evidence.feature, evidence.detail][at]
    sides = " / ".join(side for side in (evidence.query, evidence.listed) if side)
    silent = evidence.feature == "name" or (evidence.feature == "name_part" and not round(evidence.effect, 2))
    effect = "" if silent else f"{evidence.effect:+.2f}".replace("-", "−")
    if language == "zh":
        known = "；".join(filter(None, (sides, effect)))
        return f"{feature}：{detail}（{known}）" if known else f"{feature}：{detail}"
    known = "; ".join(filter(None, (sides, effect)))
    return f"{feature}: {detail} ({known})" if known else f"{feature}: {detail}"
