"""Identity numbers."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from amlrisk.facts.digest import keyed_digest
from amlrisk.facts.identifiers import (
    BadNumber,
    canonical_number,
    mask,
    normalise_number,
    read_number,
    seal,
    seal_email,
    seal_phone,
    to_18_digits,
)
from amlrisk.facts.issues import TEXTS
from amlrisk.facts.model import DocumentKind, Gender

KEY = b"a key for tests"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("11010519491231002x", "11010519491231002X"),
        (" 1101 0519-4912 31002X ", "11010519491231002X"),
        ("１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X"),
        ("A/123.456(7)", "A1234567"),
        ("٣٤", "34"),
        ("护照 E123", "护照E123"),
        ("—", ""),
        ("", ""),
    ],
)
def test_normalise_number(text: str, expected: str) -> None:
    assert normalise_number(text) == expected


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise_number(text)
    assert normalise_number(once) == once
    assert not once or once.isalnum()


# --- resident IDs -------------------------------------------------------------------------------------


def resident_id(region: str, birth: date, order: int) -> str:
    """A valid invented number."""
    body = f"{region}{birth:%Y%m%d}{order:03}"
    weights = [2 ** (17 - i) % 11 for i in range(17)]
    return body + "10X98765432"[sum(int(c) * w for c, w in zip(body, weights, strict=True)) % 11]


REGIONS = st.sampled_from(["110101", "330106", "440300", "510107", "650102"])
RESIDENT_IDS = st.builds(
    resident_id, REGIONS, st.dates(min_value=date(1880, 1, 1), max_value=date(2026, 1, 1)), st.integers(0, 999)
)


@pytest.mark.parametrize(
    ("number", "birth", "gender", "region", "checked"),
    [
        ("11010519491231002X", "1949-12-31", Gender.FEMALE, "110105", True),
        ("440524188001010014", "1880-01-01", Gender.MALE, "440524", True),
        ("110105 19491231 002x", "1949-12-31", Gender.FEMALE, "110105", True),
        ("110105491231002", "1949-12-31", Gender.FEMALE, "110105", None),
        ("330106800229001", "1980-02-29", Gender.MALE, "330106", None),
        ("330106990101999", "1899-01-01", Gender.MALE, "330106", None),
    ],
)
def test_what_a_resident_id_says(number: str, birth: str, gender: Gender, region: str, checked: bool | None) -> None:
    facts = read_number(DocumentKind.RESIDENT_ID, number)
    assert (facts.birth_on, facts.gender, facts.region, facts.checked) == (birth, gender, region, checked)
    assert len(facts.number) == 18


@pytest.mark.parametrize(
    ("kind", "number", "code"),
    [
        (DocumentKind.RESIDENT_ID, "110105194912310021", "number_check_digit"),
        (DocumentKind.RESIDENT_ID, "110105194912310022", "number_check_digit"),
        (DocumentKind.RESIDENT_ID, resident_id("990101", date(1980, 1, 1), 1), "number_shape"),
        (DocumentKind.RESIDENT_ID, "11010519491231002", "number_shape"),
        (DocumentKind.RESIDENT_ID, "1101051949123100XX", "number_shape"),
        (DocumentKind.RESIDENT_ID, "330106810229001", "number_birth_date"),
        (DocumentKind.RESIDENT_ID, "", "number_shape"),
        (DocumentKind.RESIDENT_ID, resident_id("810000", date(1980, 1, 1), 1), "number_of_other_kind"),
        (DocumentKind.RESIDENT_ID, "E12345678", "number_shape"),
        (DocumentKind.USCC, "91110000600037341M", "number_check_digit"),
        (DocumentKind.USCC, "9111000060003734", "number_shape"),
        (DocumentKind.USCC, "9I110000600037341L", "number_shape"),
        (DocumentKind.LEI, "213800KUD8LAJWSQ9D16", "number_check_digit"),
        (DocumentKind.LEI, "213800", "number_shape"),
        (DocumentKind.PASSPORT, "ABCDEF", "number_shape"),
        (DocumentKind.PASSPORT, "E123", "number_shape"),
        (DocumentKind.PASSPORT, "护照E12345678", "number_shape"),
        (DocumentKind.HK_MACAU_PERMIT, "X12345678901", "number_shape"),
        (DocumentKind.HK_MACAU_PERMIT, resident_id("830000", date(1980, 1, 1), 1), "number_shape"),
        (DocumentKind.TAIWAN_PERMIT, resident_id("830000", date(1980, 1, 1), 1)[:-1] + "?", "number_shape"),
        (DocumentKind.PERMANENT_RESIDENT_CARD, "ABC", "number_shape"),
        (DocumentKind.OTHER_FOREIGN, "--", "number_shape"),
    ],
)
def test_numbers_that_cannot_be(kind: DocumentKind, number: str, code: str) -> None:
    with pytest.raises(BadNumber) as caught:
        read_number(kind, number)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("kind", "number", "checked"),
    [
        (DocumentKind.USCC, "9111 0000 6000 3734 1l", True),
        (DocumentKind.LEI, "213800KUD8LAJWSQ9D15", True),
        (DocumentKind.PASSPORT, "E12345678", None),
        (DocumentKind.PASSPORT, "C-4005 678", None),
        (DocumentKind.HK_MACAU_PERMIT, "H01234567", None),
        (DocumentKind.HK_MACAU_PERMIT, "M0123456701", None),
        (DocumentKind.HK_MACAU_PERMIT, "A123456(3)", None),
        (DocumentKind.HK_MACAU_PERMIT, resident_id("810000", date(1980, 1, 1), 1), True),
        (DocumentKind.HK_MACAU_PERMIT, resident_id("820000", date(1980, 1, 1), 2), True),
        (DocumentKind.TAIWAN_PERMIT, "12345678", None),
        (DocumentKind.TAIWAN_PERMIT, "A123456789", None),
        (DocumentKind.TAIWAN_PERMIT, resident_id("830000", date(1980, 1, 1), 1), True),
        (DocumentKind.PERMANENT_RESIDENT_CARD, "USA110080010101", None),
        (DocumentKind.OTHER_FOREIGN, "Nº 12.345.678", None),
        (DocumentKind.FOREIGN_REGISTRATION, "BVI 1234567", None),
    ],
)
def test_numbers_that_may_be(kind: DocumentKind, number: str, checked: bool | None) -> None:
    facts = read_number(kind, number)
    assert facts.checked is checked
    assert facts.number == normalise_number(number)


def test_a_residence_permit_says_birth_date_and_sex() -> None:
    facts = read_number(DocumentKind.HK_MACAU_PERMIT, resident_id("810000", date(1985, 7, 1), 2))
    assert (facts.birth_on, facts.gender) == ("1985-07-01", Gender.FEMALE)


@given(RESIDENT_IDS)
def test_valid_numbers_are_valid_for_the_library_too(number: str) -> None:
    assert ric.calc_check_digit(number) == number[-1]
    assert read_number(DocumentKind.RESIDENT_ID, number).number == number


@given(RESIDENT_IDS, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(number: str, position: int, shift: int) -> None:
    digit = str((int(number[position]) + shift) % 10)
    with pytest.raises(BadNumber):
        read_number(DocumentKind.RESIDENT_ID, number[:position] + digit + number[position + 1 :])


@given(
    st.builds(
        resident_id, REGIONS, st.dates(min_value=date(1900, 1, 1), max_value=date(1999, 12, 31)), st.integers(0, 995)
    )
)
def test_both_forms_of_an_id_are_one_number(number: str) -> None:
    short = number[:6] + number[8:17]
    assert to_18_digits(short) == number
    assert seal(KEY, DocumentKind.RESIDENT_ID, short) == seal(KEY, DocumentKind.RESIDENT_ID, number)
    assert canonical_number(None, short) == canonical_number(None, number)
    long_facts, short_facts = (read_number(DocumentKind.RESIDENT_ID, n) for n in (number, short))
    assert short_facts.birth_on == long_facts.birth_on
    assert short_facts.gender == long_facts.gender


# --- sealing and masking ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "number", "masked"),
    [
        (DocumentKind.RESIDENT_ID, "11010519491231002X", "110105********002X"),
        (DocumentKind.RESIDENT_ID, "110105491231002", "110105********002X"),
        (DocumentKind.USCC, "91110000600037341L", "911100********341L"),
        (DocumentKind.PASSPORT, "E12345678", "E1*****78"),
        (DocumentKind.PASSPORT, "E12345", "E****5"),
        (DocumentKind.PASSPORT, "E1234", "*****"),
        (DocumentKind.LEI, "213800KUD8LAJWSQ9D15", "2138************9D15"),
    ],
)
def test_mask(kind: DocumentKind, number: str, masked: str) -> None:
    assert mask(kind, number) == masked


@given(st.sampled_from(DocumentKind), st.text(alphabet="ABCDEFGH0123456789", max_size=40))
def test_a_mask_shows_no_more_than_it_may(kind: DocumentKind, number: str) -> None:
    masked = mask(kind, number)
    shown = len(masked) - masked.count("*")
    if len(masked) == 18 and kind not in {DocumentKind.PASSPORT, DocumentKind.OTHER_FOREIGN}:
        assert masked[6:14] == "*" * 8
        assert shown == 10
    else:
        assert shown <= len(masked) / 2
        assert shown <= 8
    if len(masked) < 6:
        assert shown == 0


@given(st.text(alphabet="ABC0123456789 -", min_size=1, max_size=30))
def test_a_sealed_number_is_its_normal_form_under_the_key(number: str) -> None:
    sealed = seal(KEY, DocumentKind.PASSPORT, number)
    assert sealed.digest == keyed_digest(KEY, normalise_number(number))
    assert sealed.digest != seal(b"other key", DocumentKind.PASSPORT, number).digest


@pytest.mark.parametrize(
    ("text", "masked"),
    [("138 0013-8000", "138****8000"), ("+86 13800138000", "138****8000"), ("0571-8888", "******88")],
)
def test_phones(text: str, masked: str) -> None:
    assert seal_phone(KEY, text).masked == masked


def test_the_country_prefix_makes_no_other_mobile_number() -> None:
    assert len({seal_phone(KEY, t).digest for t in ("13800138000", "+86 138 0013 8000", "008613800138000")}) == 1


@pytest.mark.parametrize("text", ["", "1234", "abc", "1" * 21])
def test_what_is_no_phone(text: str) -> None:
    with pytest.raises(BadNumber):
        seal_phone(KEY, text)


def test_email() -> None:
    assert seal_email(KEY, " Zhang.San@Example.com ") == seal_email(KEY, "zhang.san@example.com")
    assert seal_email(KEY, "zhang.san@example.com").masked == "z***@example.com"
    assert seal_email(KEY, "abc@example.com").masked == "***@example.com"


@pytest.mark.parametrize("text", ["", "a", "a@b", "a b@c.d", "a@b..c", "@b.c", "a" * 250 + "@b.cn"])
def test_what_is_no_email(text: str) -> None:
    with pytest.raises(BadNumber):
        seal_email(KEY, text)


@given(st.sampled_from(DocumentKind), st.text())
def test_any_text_is_a_number_or_bad(kind: DocumentKind, text: str) -> None:
    try:
        outcome = read_number(kind, text).number
    except BadNumber as error:
        outcome = error.code
    assert outcome in TEXTS or outcome.isalnum()
