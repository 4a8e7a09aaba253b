"""Invented identity numbers that are valid in form: check digits right, birth date and sex as the customer's."""

from __future__ import annotations

from datetime import date

from stdnum.cn import ric, uscc

_MALE = 1


def resident_id(region: str, born: date, serial: int, *, male: bool) -> str:
    """A resident ID (GB 11643): 18 digits; the last digit of the order number tells the sex."""
    order = serial % 500 * 2 + (_MALE if male else 0)
    body = f"{region}{born:%Y%m%d}{order:03}"
    return body + str(ric.calc_check_digit(body + "0"))


def credit_code(region: str, serial: int) -> str:
    """A unified social credit code (GB 32100) of an enterprise (91)."""
    body = f"91{region}MADM{serial:05}"
    return body + str(uscc.calc_check_digit(body + "0"))


def mobile(serial: int) -> str:
    """A mobile number in a block that is not handed out (prefix 12)."""
    return f"129{serial:08}"
