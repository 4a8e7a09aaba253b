"""Rankings: what must score above what, whatever the numbers of the pack become."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from amlrisk.policy.matching import Matching
from amlrisk.screening.pairs import compare_names
from amlrisk.watchlist.model import Schema

PERSON, ORGANIZATION = Schema.PERSON, Schema.ORGANIZATION


def score(matching: Matching, a: str, b: str, schema: Schema = PERSON) -> float:
    return compare_names(schema, a, b, matching)[0]


@pytest.mark.parametrize(
    ("name", "others"),
    [
        # identical > traditional > pinyin > homophone > near miss
        ("王伟", ["王伟", "王偉", "Wang Wei", "王维", "Wang Wen"]),
        ("王伟", ["王伟", "王维", "王维新"]),
        ("张小明", ["張小明", "Zhang Xiaoming", "张晓明", "张小红"]),
        ("欧阳修", ["歐陽修", "Ouyang Xiu", "Ou Yang"]),
        # identical > order > typing error > other person
        ("Vladimir Putin", ["Vladimir Putin", "Putin Vladimir", "Vladimir Pulin", "Vladimir Lenin"]),
        ("Osama bin Laden", ["Osama bin Laden", "Usama bin Ladin", "Osama bin Talal"]),
        ("Владимир Путин", ["Владимир Путин", "Vladimir Putin", "Vladimir Pulin"]),
        ("محمد بن سلمان", ["محمد بن سلمان", "Mohammed bin Salman", "Mohammed bin Rashid"]),
        ("Aleksandar Vučić", ["Aleksandar Vučić", "Aleksandar Vucic", "Aleksandar Vukic"]),
    ],
)
def test_ranking(matching: Matching, name: str, others: list[str]) -> None:
    scores = [score(matching, name, other) for other in others]
    assert all(better > worse for better, worse in pairwise(scores)), dict(zip(others, scores, strict=True))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("王伟", "Wang Wei"),
        ("王偉", "王伟"),
        ("单小明", "Shan Xiaoming"),
        ("郭淑兰", "淑兰 郭"),
        ("Wang Xiao Ming", "王小明"),
        ("VladimirPutin", "Vladimir Putin"),
        ("Putin, Vladimir", "Vladimir Putin"),
        ("Владимир Пулин", "Владимир Путин"),
        ("عبد الرحمن القرمدي", "Abdul Rahman al-Qarmadi"),
        ("ABDUL RAHMAN", "Abdurrahman"),
        ("김정은", "Kim Jeong-eun"),
        ("A. B. Castell", "AB Castell"),
        ("郑秀兰", "Xiulan Zheng"),
        ("上官婉", "Sheung Kwun Yuen"),
    ],
)
def test_the_same_person(matching: Matching, a: str, b: str) -> None:
    assert score(matching, a, b) >= matching.threshold("Person")


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("王伟", "Wang Wen"),
        ("张伟", "Zhang Wen"),
        ("Zhang Wei", "Zheng Wei"),
        ("王伟", "王维新"),
        ("习近朋", "习近平"),
        ("Geoffrey Boris Johnson", "Alexandre Boris de Pfeffel Johnson"),
        ("Angelo Cruz", "Angela Merkel"),
        ("Obama", "Barack Obama"),
        ("Mohammed", "Mohammed al-Qarmadi"),
        ("al bin", "Usama bin al-Qarmadi"),
        ("李丽", "Al-Libi"),  # syllables written as one are not a slip of another word …
        ("马云", "Abdul Manan"),
        ("刘丽", "Abu Lulu"),
        ("苏平", "Hsing Su"),
        ("马阿里", "Maruf Askarov Ali"),  # … nor its initials
    ],
)
def test_another_person(matching: Matching, a: str, b: str) -> None:
    assert score(matching, a, b) < matching.threshold("Person")


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Siemens Aktiengesellschaft", "Siemens AG", True),
        ("The World Bank", "World Bank", True),
        ("华为技术有限公司", "Huawei Technologies Co., Ltd.", True),
        ("华为技术有限公司", "華為技術有限責任公司", True),
        ("First Bank Int’l", "First International Bank", True),
        ("Al Qaeda", "Al Qa'ida", True),
        ("Volkswagen Aktiengesellschaft", "Siemens Aktiengesellschaft", False),
        ("Sparkles Business Corporation", "Sporks Business Corporation", False),
        ("General Trading", "General Trading Zarkanda", False),
        ("中国贸易公司", "中国华隆贸易公司", False),
    ],
)
def test_organisations(matching: Matching, a: str, b: str, same: bool) -> None:
    assert (score(matching, a, b, ORGANIZATION) >= matching.threshold("Organization")) is same


def test_swapped_parts_are_not_a_perfect_match(matching: Matching) -> None:
    swapped = score(matching, "Wei Wang", "Wang Wei")
    assert matching.threshold("Person") <= swapped < 1.0


def test_words_written_as_one_with_another_syllable_say_so(matching: Matching) -> None:
    found, evidence = compare_names(PERSON, "Wang Xiao Min", "王小明", matching)
    assert found < matching.threshold("Person") < score(matching, "Wang Xiao Ming", "王小明")
    (part,) = [one for one in evidence if one.detail == "joined_syllable"]
    assert part.query == "xiao min"
    assert (part.effect, part.listed) == (pytest.approx(found - 1.0 + matching.cost_romanisation, abs=0.001), "小明")


def test_evidence_names_each_part(matching: Matching) -> None:
    _, evidence = compare_names(PERSON, "Vladimir Pulin", "Vladimir Ivan Putin", matching)
    assert [(one.feature, one.detail, one.query, one.listed) for one in evidence] == [
        ("name", "similar", "Vladimir Pulin", "Vladimir Ivan Putin"),
        ("name_part", "identical", "vladimir", "vladimir"),
        ("name_part", "typo", "pulin", "putin"),
        ("name_part", "missing", "", "ivan"),
    ]


def test_nothing_to_compare_is_no_match(matching: Matching) -> None:
    assert compare_names(PERSON, "...", "Vladimir Putin", matching) == (0.0, ())
    assert compare_names(PERSON, "", "", matching) == (0.0, ())


WORDS = re.findall(
    r"\S+",
    """
    王伟 王 伟 小明 wang wei xiao ming xiaoming al bin abd abdul rahman mohammed mohamed محمد عبدالرحمن
    Путин putin pulin a b ab j john jon x sarah sara
    """,
)
NAMES = st.one_of(st.text(max_size=30), st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join))


@given(NAMES, NAMES, st.sampled_from([PERSON, ORGANIZATION, Schema.UNKNOWN]))
@example("wang wei", "Wei Wang", PERSON)
@example("a ab b", "ab a", PERSON)
@settings(max_examples=300, deadline=None)
def test_symmetric_and_bounded(matching: Matching, a: str, b: str, schema: Schema) -> None:
    one, evidence = compare_names(schema, a, b, matching)
    other, _ = compare_names(schema, b, a, matching)
    assert one == other
    assert 0.0 <= one <= 1.0
    assert bool(evidence) == (one > 0.0)


@given(NAMES)
@settings(deadline=None)
def test_a_name_is_itself(matching: Matching, name: str) -> None:
    same, _ = compare_names(PERSON, name, name, matching)
    assert same in (0.0, 1.0)
