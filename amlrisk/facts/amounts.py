"""Amounts as exact numbers in one spelling."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

# 15 digits before the point are more than any insurer's books; without a bound, "1E+999999999" would be an
# amount that fills the memory when it is written out.
MOST_DIGITS = 15
MOST_PLACES = 6
_LONGEST = 40


def tidy_amount(value: object) -> Decimal | None:
    """The exact number a text or a JSON number stands for, or None.

    In one spelling (80000, neither 8E+4 nor 80000.00), so that equal facts have equal digests. A float is read as
    the shortest text that stands for it, which is what the sender wrote in the JSON. May be negative.
    """
    number = _number(value)
    if number is None or not number.is_finite() or number.adjusted() >= MOST_DIGITS:
        return None
    if number == 0:
        return Decimal(0)
    plain = number.normalize()
    exponent = int(plain.as_tuple().exponent)
    if exponent < -MOST_PLACES:
        return None
    return plain.quantize(Decimal(1)) if exponent > 0 else plain


def _number(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        return None
    if isinstance(value, int) and abs(value) >= 10**MOST_DIGITS:
        return None
    text = str(value).strip()
    if len(text) > _LONGEST or not text.isascii() or "_" in text:
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
