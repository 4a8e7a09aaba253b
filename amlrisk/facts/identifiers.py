"""Identity numbers: one comparable form, what each kind may look like, what it says, and how it is sealed.

Screening compares keyed digests, so every number that meets another one (a customer's document, a listed
entity's passport) goes through ``normalise_number`` first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date

import msgspec
from stdnum import lei
from stdnum.cn import ric, uscc
from stdnum.exceptions import InvalidChecksum, ValidationError

from amlrisk.facts.codes import region_code
from amlrisk.facts.digest import keyed_digest
from amlrisk.facts.model import DocumentKind, Gender, SealedNumber


def normalise_number(text: str) -> str:
    """The comparable form of an identity number: NFKC, upper case, letters and digits alone.

    Digits of any script become ASCII digits (``１１０``, ``٣``), so that a number typed on another keyboard is
    still the same number. Idempotent; the empty string for text without letters and digits.
    """
    if text.isascii():
        upper = text.upper()
        return upper if upper.isalnum() else "".join(c for c in upper if c.isalnum())
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).upper())
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in folded if c.isalnum())


class BadNumber(ValueError):
    """A number that cannot be one of its kind; ``code`` is a code of ``facts.issues``. Never holds the number."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class NumberFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What a number says. ``number`` is the form that is sealed: of a resident ID always the one of 18 digits."""

    number: str
    checked: bool | None = None
    birth_on: str | None = None
    gender: Gender | None = None
    region: str | None = None


# --- resident IDs (GB 11643) --------------------------------------------------------------------------

_ID_18 = re.compile(r"[0-9]{17}[0-9X]")
_ID_15 = re.compile(r"[0-9]{15}")
_RESIDENCE_PERMIT_PROVINCES = {"81": "hk_macau", "82": "hk_macau", "83": "taiwan"}
# The first numbers had no century; these order codes were kept for people over a hundred years old.
_CENTENARIAN_ORDERS = frozenset({"996", "997", "998", "999"})


def to_18_digits(number: str) -> str:
    """The 18-digit form of a normalised 15-digit resident ID; any other number is returned as it is."""
    if not _ID_15.fullmatch(number):
        return number
    century = "18" if number[12:] in _CENTENARIAN_ORDERS else "19"
    body = number[:6] + century + number[6:]
    return body + str(ric.calc_check_digit(body + "0"))


def _resident_id(number: str) -> NumberFacts:
    """Check digit, birth date, sex and region. A number of 15 digits has no check digit: ``checked`` is None."""
    if number[:2] in _RESIDENCE_PERMIT_PROVINCES and len(number) == 18:
        raise BadNumber("number_of_other_kind")
    return _citizen_number(number)


def _citizen_number(number: str) -> NumberFacts:
    whole = to_18_digits(number)
    if not _ID_18.fullmatch(whole) or region_code(whole[:2]) is None:
        raise BadNumber("number_shape")
    if ric.calc_check_digit(whole) != whole[-1]:
        raise BadNumber("number_check_digit")
    try:
        birth = date(int(whole[6:10]), int(whole[10:12]), int(whole[12:14]))
    except ValueError:
        raise BadNumber("number_birth_date") from None
    return NumberFacts(
        number=whole,
        checked=True if len(number) == 18 else None,
        birth_on=birth.isoformat(),
        gender=Gender.MALE if int(whole[16]) % 2 else Gender.FEMALE,
        region=whole[:6],
    )


# --- the other kinds ----------------------------------------------------------------------------------

_HK_MACAU = re.compile(r"[HM][0-9]{8}(?:[0-9]{2})?|[A-Z]{1,2}[0-9]{6}[0-9A]|[0-9]{8}|[0-9]{9}")
_TAIWAN = re.compile(r"[0-9]{8}|[0-9]{10}[A-Z]?|[A-Z][0-9]{9}|T[0-9]{8}")
_PERMANENT_RESIDENT = re.compile(r"[A-Z]{3}[0-9]{12}|9[0-9]{16}[0-9X]|[0-9]{8,18}")
_PASSPORT = re.compile(r"(?=.*[0-9])[A-Z0-9]{5,20}")
_FOREIGN = re.compile(r"(?=.*[0-9])\w{3,40}")


def _shape(pattern: re.Pattern[str]) -> Callable[[str], NumberFacts]:
    """A check of the shape alone, meant to catch a wrong column rather than a wrong digit."""

    def check(number: str) -> NumberFacts:
        if not pattern.fullmatch(number):
            raise BadNumber("number_shape")
        return NumberFacts(number=number)

    return check


def _permit(place: str, pattern: re.Pattern[str]) -> Callable[[str], NumberFacts]:
    """Travel permits by their shape; residence permits (since 2018) are citizen numbers of 81, 82 or 83."""
    by_shape = _shape(pattern)

    def check(number: str) -> NumberFacts:
        if len(number) != 18:
            return by_shape(number)
        if _RESIDENCE_PERMIT_PROVINCES.get(number[:2]) != place:
            raise BadNumber("number_shape")
        return _citizen_number(number)

    return check


def _by_library(validate: Callable[[str], str], length: int) -> Callable[[str], NumberFacts]:
    def check(number: str) -> NumberFacts:
        if len(number) != length:
            raise BadNumber("number_shape")
        try:
            return NumberFacts(number=validate(number), checked=True)
        except InvalidChecksum:
            raise BadNumber("number_check_digit") from None
        except ValidationError:
            raise BadNumber("number_shape") from None

    return check


def _uscc(number: str) -> NumberFacts:
    facts = _by_library(uscc.validate, 18)(number)
    return msgspec.structs.replace(facts, region=number[2:8] if region_code(number[2:4]) else None)


_KINDS: dict[DocumentKind, Callable[[str], NumberFacts]] = {
    DocumentKind.RESIDENT_ID: _resident_id,
    DocumentKind.HK_MACAU_PERMIT: _permit("hk_macau", _HK_MACAU),
    DocumentKind.TAIWAN_PERMIT: _permit("taiwan", _TAIWAN),
    DocumentKind.PERMANENT_RESIDENT_CARD: _shape(_PERMANENT_RESIDENT),
    DocumentKind.PASSPORT: _shape(_PASSPORT),
    DocumentKind.OTHER_FOREIGN: _shape(_FOREIGN),
    DocumentKind.USCC: _uscc,
    DocumentKind.FOREIGN_REGISTRATION: _shape(_FOREIGN),
    DocumentKind.LEI: _by_library(lei.validate, 20),
}


def read_number(kind: DocumentKind, text: str) -> NumberFacts:
    """What the number of a document says; BadNumber when it cannot be a number of that kind.

    Resident IDs: GB 11643 (18 digits with check digit, or 15). USCC: GB 32100. LEI: ISO 17442. Passports,
    permits and foreign numbers: their shape alone, leniently.
    """
    return _KINDS[kind](normalise_number(text))


# --- sealing ------------------------------------------------------------------------------------------


def canonical_number(kind: DocumentKind | None, text: str) -> str:
    """The form that is compared: normalised, resident IDs as 18 digits (also where the kind is not known)."""
    number = normalise_number(text)
    return to_18_digits(number) if kind in {None, DocumentKind.RESIDENT_ID} else number


def number_digest(key: bytes, number: str, kind: DocumentKind | None = None) -> str:
    """The keyed digest that numbers are compared by, of a customer and of a list alike."""
    return keyed_digest(key, canonical_number(kind, number))


def seal(key: bytes, kind: DocumentKind, number: str) -> SealedNumber:
    """The number as a keyed digest and a masked form. The forms of 15 and 18 digits of one ID seal alike."""
    return SealedNumber(digest=number_digest(key, number, kind), masked=mask(kind, number))


def mask(kind: DocumentKind | None, number: str) -> str:
    """What people may see of a number: ``110101********1234``, ``E1****34``, short numbers not at all.

    A citizen number shows region and the last four, but never the birth date; organisations' codes likewise.
    Of any other number at most half is shown, and nothing of one with fewer than six characters.
    """
    plain = canonical_number(kind, number)
    if len(plain) == 18 and kind not in {DocumentKind.PASSPORT, DocumentKind.OTHER_FOREIGN}:
        return _stars(plain, 6, 4)
    shown = min(len(plain) // 4, 4)
    return _stars(plain, shown, shown) if len(plain) > 5 else "*" * len(plain)


def _stars(text: str, head: int, tail: int) -> str:
    return text[:head] + "*" * (len(text) - head - tail) + text[len(text) - tail :]


# --- telephone and e-mail: equality between customers is all that is asked of them ----------------------

_PHONE = re.compile(r"[0-9]{5,20}")
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(?:\.[^@\s.]+)+")
_CHINESE_MOBILE = re.compile(r"(?:00)?86(1[0-9]{10})")


def seal_phone(key: bytes, text: str) -> SealedNumber:
    """A telephone number; ``+86`` before a Chinese mobile number does not make it another one."""
    plain = normalise_number(text)
    mobile = _CHINESE_MOBILE.fullmatch(plain)
    plain = mobile[1] if mobile else plain
    if not _PHONE.fullmatch(plain):
        raise BadNumber("bad_phone")
    masked = _stars(plain, 3, 4) if len(plain) > 10 else _stars(plain, 0, 2)
    return SealedNumber(digest=keyed_digest(key, plain), masked=masked)


def seal_email(key: bytes, text: str) -> SealedNumber:
    """An e-mail address, compared without regard to case; the domain stays readable."""
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    if len(plain) > 254 or not _EMAIL.fullmatch(plain):
        raise BadNumber("bad_email")
    local, _, domain = plain.rpartition("@")
    head = 1 if len(local) > 3 else 0
    return SealedNumber(digest=keyed_digest(key, plain), masked=f"{local[:head]}***@{domain}")
