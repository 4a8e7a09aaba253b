from __future__ import annotations

from datetime import date

from amlrisk.policy.difference import Change, difference
from amlrisk.policy.loader import Pack, load_pack
from amlrisk.policy.model import Rules
from tests.policy.conftest import DAY, Edited


def test_a_pack_does_not_differ_from_itself_nor_by_the_day(cn_insurer: Pack, rules: Rules) -> None:
    assert difference(rules, cn_insurer.on(DAY)) == ()
    assert difference(rules, cn_insurer.on(date(2027, 1, 1))) == ()


def test_what_was_changed_added_and_removed(edited: Edited, rules: Rules) -> None:
    files = edited("grades.yaml", "at_least: 60", "at_least: 55.5")
    files["countries.yaml"] = files["countries.yaml"].replace(b"[KP, IR, MM]", b"[KP, IR]").replace(
        "      MM: {zh: 缅甸, en: Myanmar}\n".encode(), b""
    )  # fmt: skip
    files["currencies.yaml"] = files["currencies.yaml"].replace(b"USD: 7.10", b"USD: 7.10\n      SEK: 0.75")
    assert difference(rules, load_pack(files, "test").on(DAY)) == (
        Change(path="cutoffs.high.at_least", before="60", after="55.5"),
        Change(path="country_tables.fatf_black.entries.MM.name", before="缅甸 / Myanmar", after="–"),
        Change(path="country_tables.fatf_black.entries.MM.categories", before="fatf_black", after="–"),
        Change(path="currencies.SEK", before="–", after="0.75"),
    )


def test_members_of_a_row_go_by_their_id(edited: Edited, rules: Rules) -> None:
    before = edited("factors_natural.yaml", "id: age", "id: age")["factors_natural.yaml"].decode()
    first, second = before.index("      - id: kyc_completeness"), before.index("      - id: id_type")
    third = before.index("      - id: premium_to_income")
    swapped = before[:first] + before[second:third] + before[first:second] + before[third:]
    moved = swapped.replace("weight: 5", "weight: 6", 1).replace("weight: 4", "weight: 3", 1)
    changes = difference(rules, load_pack(edited("factors_natural.yaml", before, moved), "test").on(DAY))
    assert {change.path for change in changes} == {
        "scorecards.natural.kyc_completeness.weight",
        "scorecards.natural.id_type.weight",
    }


def test_what_people_look_at_is_compared_too(edited: Edited, rules: Rules) -> None:
    files = edited("review.yaml", "working_days: 5", "working_days: 4")
    files["review.yaml"] = (
        files["review.yaml"]
        .replace(b"{grades: [high]", b"{grades: [high, unacceptable]")
        .replace("复评同意初评结论".encode(), "同意".encode())
    )
    assert difference(rules, load_pack(files, "test").on(DAY)) == (
        Change(path="review.triggers.high_grade.working_days", before="5", after="4"),
        Change(path="review.approval", before="high", after="high, unacceptable"),
        Change(
            path="review.reasons.confirm.agrees.name",
            before="复评同意初评结论 / Agrees with the first grading",
            after="同意 / Agrees with the first grading",
        ),
    )
