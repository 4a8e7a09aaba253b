"""Identity numbers: one comparable form, what each kind may look like, what it says, and how it is sealed.

Screening compares keyed digests, so every number that meets another one (a customer's document, a listed
entity's passport) goes through ``normalise_number`` first.
"""

from __future__ import annotations

import unicodedata


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
