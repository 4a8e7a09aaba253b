"""Small readings that every format shares: white space, scripts, countries, numbers, genders, and the entity draft."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache

from rigour.territories import lookup_territory

from amlrisk.watchlist.formats.dates import Birth
from amlrisk.watchlist.model import ListedEntity, ListedIdentifier, ListedName, NameKind, Schema

_GENDERS = {"m": "male", "male": "male", "男": "male", "f": "female", "female": "female", "女": "female"}
_RUN = re.compile(r"[^\W\d_]+(?:[\s'’‘ʼ.\-·]+[^\W\d_]+)*")


def fold(text: str | None) -> str:
    """White space folded to single blanks; nothing else touched."""
    return " ".join((text or "").split())


@lru_cache(maxsize=4096)
def country(text: str) -> str | None:
    """ISO 3166 alpha-2 of a country text in any usual wording, or None.

    A part of a country stands for the country (``Crimea`` is UA, ``Hong Kong`` stays HK, which has its own code);
    states that are no more (``Yugoslavia``) have no code of today and are None.
    """
    found = lookup_territory(text) if text else None
    while found is not None and len(found.code) != len("xx"):
        if found.is_historical:
            return None
        found = found.parent
    return None if found is None else found.code.upper()


def gender(text: str | None) -> str | None:
    """``male``, ``female``, or None."""
    return _GENDERS.get(fold(text).rstrip(".").lower())


@lru_cache(maxsize=8192)
def _is_latin(char: str) -> bool:
    return unicodedata.name(char, "").startswith(("LATIN", "FULLWIDTH LATIN", "MODIFIER LETTER", "COMBINING"))


def is_latin(text: str) -> bool:
    """Whether every letter is Latin (a text without letters counts as Latin)."""
    return text.isascii() or all(_is_latin(char) for char in text if char.isalpha())


def other_script(text: str) -> tuple[str, ...]:
    """The stretches of ``text`` written in another script than Latin, as they stand.

    >>> other_script("Previously listed as. In Arabic: رياض محمد")
    ('رياض محمد',)
    """
    if text.isascii():
        return ()
    words: list[str] = []
    found: list[str] = []
    for word in text.replace("(", " ( ").replace(")", " ) ").replace(";", " ; ").split():
        if any(char.isalpha() and not _is_latin(char) for char in word):
            words.append(word.strip(",،:"))
        elif words:
            found.append(" ".join(words))
            words = []
    return tuple(found + ([" ".join(words)] if words else []))


class Draft:
    """A listed entity being put together: values in the order met, each once, empty ones left out."""

    def __init__(self, id: str, schema: Schema) -> None:
        self.id = id
        self.schema = schema
        self.names: dict[str, ListedName] = {}
        self.genders: dict[str, None] = {}
        self.birth_dates: dict[str, None] = {}
        self.birth_years: dict[tuple[int, int], None] = {}
        self.birth_places: dict[str, None] = {}
        self.nationalities: dict[str, None] = {}
        self.countries: dict[str, None] = {}
        self.addresses: dict[str, None] = {}
        self.identifiers: dict[tuple[str, str], ListedIdentifier] = {}
        self.programmes: dict[str, None] = {}
        self.remarks: dict[str, None] = {}
        self.listed_on: str | None = None
        self.last_on: date | None = None
        self.source_url = ""

    def name(self, text: str | None, kind: NameKind, *, surname: str | None = None, given: str | None = None) -> None:
        """Add a name. The same text met again keeps its first kind, unless that was weak and this one is not."""
        folded = fold(text)
        if not folded:
            return
        known = self.names.get(folded)
        if known is None or (known.kind is NameKind.WEAK_ALIAS and kind is not NameKind.WEAK_ALIAS):
            self.names[folded] = ListedName(
                text=folded, kind=kind, surname=fold(surname) or None, given=fold(given) or None
            )

    def gender(self, text: str | None) -> None:
        found = gender(text)
        if found is not None:
            self.genders[found] = None
        else:
            self.remark(text, "Gender")

    def birth(self, found: Birth) -> None:
        self.birth_dates.update(dict.fromkeys(found.dates))
        self.birth_years.update(dict.fromkeys(found.years))

    def nationality(self, text: str | None) -> None:
        self._country(self.nationalities, text, "Nationality")

    def country(self, text: str | None) -> None:
        self._country(self.countries, text, "Country")

    def _country(self, found: dict[str, None], text: str | None, label: str) -> None:
        code = country(fold(text))
        if code is not None:
            found[code] = None
        else:
            self.remark(text, label)

    def address(self, *parts: str | None) -> None:
        _put(self.addresses, joined(parts))

    def birth_place(self, *parts: str | None) -> None:
        _put(self.birth_places, joined(parts))

    def programme(self, text: str | None) -> None:
        _put(self.programmes, fold(text))

    def identifier(self, kind: str, number: str | None, issuer: str | None = None) -> None:
        """Add a number; an issuing country that is not recognised goes to the remarks with it."""
        folded = fold(number)
        if not folded:
            return
        code = country(fold(issuer))
        if code is None and fold(issuer):
            self.remark(f"{folded}, {fold(issuer)}", kind)
        if (kind, folded) not in self.identifiers or code is not None:
            self.identifiers[kind, folded] = ListedIdentifier(kind=kind, number=folded, country=code)

    def remark(self, text: str | None, label: str = "") -> None:
        folded = fold(text)
        if folded:
            self.remarks[f"{label}: {folded}" if label else folded] = None

    def finish(self) -> ListedEntity:
        """The entity, first primary name first."""
        names = sorted(self.names.values(), key=lambda name: name.kind is not NameKind.PRIMARY)
        return ListedEntity(
            id=self.id,
            schema=self.schema,
            names=tuple(names),
            genders=tuple(self.genders),
            birth_dates=tuple(self.birth_dates),
            birth_years=tuple(self.birth_years),
            birth_places=tuple(self.birth_places),
            nationalities=tuple(self.nationalities),
            countries=tuple(self.countries),
            addresses=tuple(self.addresses),
            identifiers=tuple(self.identifiers.values()),
            programmes=tuple(self.programmes),
            listed_on=self.listed_on,
            remarks="\n".join(self.remarks),
            source_url=self.source_url,
            last_on=self.last_on,
        )


def joined(parts: tuple[str | None, ...]) -> str:
    """The parts that say something, with commas."""
    return ", ".join(folded for part in parts if (folded := fold(part)) and folded not in ("-", "-0-"))


def _put(found: dict[str, None], text: str) -> None:
    if text:
        found[text] = None
