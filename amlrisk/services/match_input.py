"""What is asked to be matched: entities as FollowTheMoney describes them, read as screening queries.

The contract is lenient where yente is (a text or a list of texts, properties that are not known) and strict where a
guess could hide a match: a birth date that cannot be is refused, since it would speak against a listed person.
A value that merely says nothing (a country of another day, a gender nobody lists) is left out; the answer's ``query``
shows what was understood.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from itertools import product

import msgspec

from amlrisk.errors import InvalidInput, Issue
from amlrisk.facts.codes import country_code
from amlrisk.facts.dates import check_past_partial, tidy_partial
from amlrisk.facts.identifiers import mask, normalise_number, number_digest
from amlrisk.facts.issues import issue
from amlrisk.facts.model import DocumentKind
from amlrisk.facts.names import NAME_LIMIT, check_name
from amlrisk.facts.texts import trim
from amlrisk.names.scripts import Script, script_of
from amlrisk.screening.model import Query, QueryIdentifier
from amlrisk.services import ftm
from amlrisk.services.wording import Document
from amlrisk.watchlist.formats.words import gender

MOST_QUERIES = 100
#: Of one entity: alternative names, numbers; and birth dates that contradict each other, each of which is screened.
_MOST_NAMES = 50
_MOST_NUMBERS = 50
_MOST_BIRTHS = 5
#: Of a whole request: names, those of an entity once for each of its birth dates. It bounds the time an answer takes.
MOST_NAMES_SCREENED = 2000
_LONGEST_KEY = 200

_NAME_FAULTS = frozenset(("too_long", "control_character"))
_WITHOUT_SPACE = frozenset((Script.HAN, Script.HANGUL))

Texts = list[tuple[str, str]]
"""Values of one property with their paths."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """One entity to be matched: ``key`` is the caller's, ``echo`` what was understood of it.

    ``queries`` are several where birth dates contradict each other: the best of them counts.
    """

    key: str
    echo: Document
    queries: tuple[Query, ...]


def read_asked(body: Mapping[str, object], *, key: bytes, today: date) -> list[Asked]:
    """The entities of a request's body, ``key`` sealing their numbers; raises ``InvalidInput`` naming every fault."""
    issues = _settings(body)
    raws = body.get("queries")
    asked: list[Asked] = []
    if not isinstance(raws, dict):
        given = "missing" if raws is None else "wrong_type"
        issues.append(issue("queries", given, expected="an object", expected_zh="对象"))
    elif not raws:
        issues.append(issue("queries", "empty"))
    elif len(raws) > MOST_QUERIES:
        issues.append(issue("queries", "too_many", limit=MOST_QUERIES))
    else:
        for name, raw in raws.items():
            reader = _Reader(f"queries.{name[:_LONGEST_KEY]}", key, today)
            found = reader.read(name, raw)
            issues += reader.issues
            if found is not None:
                asked.append(found)
    if sum(len(query.names) for one in asked for query in one.queries) > MOST_NAMES_SCREENED:
        zh = f"姓名合计超过 {MOST_NAMES_SCREENED} 个（每个出生日期各计一次）；请分批提交"
        en = f"hold more than {MOST_NAMES_SCREENED} names, counted for each birth date: send them in parts"
        issues.append(Issue(path="queries", code="too_many", zh=zh, en=en))
    if issues:
        raise InvalidInput(tuple(issues))
    return asked


def _settings(body: Mapping[str, object]) -> list[Issue]:
    """``weights`` and ``config`` may be given as the contract has them. How names are weighed is the policy pack's to
    say, so weights of other algorithms' features have no effect, and no parameter is known that could be set."""
    issues: list[Issue] = []
    for name in ("weights", "config"):
        value = body.get(name)
        if value is not None and not isinstance(value, dict):
            issues.append(issue(name, "wrong_type", expected="an object", expected_zh="对象"))
    config = body.get("config")
    if isinstance(config, dict):
        issues += [issue(f"config.{name[:_LONGEST_KEY]}", "unknown_field") for name in config]
    return issues


class _Reader:
    """Reads one entity and collects what is wrong with it."""

    def __init__(self, path: str, key: bytes, today: date) -> None:
        self._path = path
        self._key = key
        self._today = today
        self._echo: dict[str, list[str]] = {}
        self.issues: list[Issue] = []

    def read(self, name: str, raw: object) -> Asked | None:
        if not isinstance(raw, dict):
            self._refuse(self._path, "wrong_type", expected="an object", expected_zh="对象")
            return None
        schema = self._schema(raw.get("schema"))
        id = raw.get("id")
        if id is not None and not isinstance(id, str):
            self._refuse(f"{self._path}.id", "wrong_type", expected="text", expected_zh="文本")
        properties = raw.get("properties")
        if not isinstance(properties, dict):
            given = "missing" if properties is None else "wrong_type"
            self._refuse(f"{self._path}.properties", given, expected="an object", expected_zh="对象")
            return None
        queries = self._queries(schema, properties)
        if self.issues:
            return None
        echo: Document = {"schema": schema, "properties": self._echo}
        return Asked(key=name, echo=echo if id is None else {"id": id, **echo}, queries=queries)

    def _schema(self, value: object) -> str:
        path = f"{self._path}.schema"
        if value is None:
            self._refuse(path, "missing")
        elif not isinstance(value, str):
            self._refuse(path, "wrong_type", expected="text", expected_zh="文本")
        elif value not in ftm.SCHEMATA:
            self._refuse(path, "not_one_of", value=value, allowed=", ".join(ftm.SCHEMATA))
        else:
            return value
        return "LegalEntity"

    def _queries(self, schema: str, properties: Mapping[str, object]) -> tuple[Query, ...]:
        names = self._names(properties)
        births = self._births(properties)
        place = next(iter(self._said(properties, ftm.BIRTH_PLACE, trim)), None)
        genders = self._said(properties, ftm.GENDER, gender)
        query = Query(
            schema=ftm.SCHEMATA[schema],
            names=names,
            birth_place=place,
            gender=genders[0] if len(genders) == 1 else None,
            nationalities=self._countries(properties, ftm.NATIONALITIES),
            countries=self._countries(properties, ftm.COUNTRIES),
            identifiers=self._numbers(properties),
        )
        return tuple(msgspec.structs.replace(query, birth_on=birth) for birth in births or (None,))

    # --- names ----------------------------------------------------------------------------------------

    def _names(self, properties: Mapping[str, object]) -> tuple[str, ...]:
        given = [name for each in ftm.NAMES for name in self._usable(properties, each)]
        parts = [self._usable(properties, each) for each in ftm.GIVEN_PARTS]
        surnames = self._usable(properties, ftm.SURNAME)
        # A first or a last name alone, beside the whole name, would find every namesake.
        whole = bool(surnames and any(parts)) or not given
        found = tuple(dict.fromkeys((*given, *(_joined(surnames, parts) if whole else ()))))
        path = f"{self._path}.properties.name"
        if len(found) > _MOST_NAMES:
            self._refuse(path, "too_many", limit=_MOST_NAMES)
        elif not found and not self.issues:
            self._refuse(path, "no_letters" if "name" in properties else "missing")
        return found

    def _usable(self, properties: Mapping[str, object], name: str) -> list[str]:
        """The values that are names. One without any letter says nothing and is left out; others that are wrong
        are refused."""
        found: list[str] = []
        for path, text in self._texts(properties, name):
            trimmed = trim(text)
            faults = check_name(trimmed, path)
            if not faults:
                found.append(trimmed)
            self.issues += [fault for fault in faults if fault.code in _NAME_FAULTS]
        return self._told(name, found)

    # --- what else is known ---------------------------------------------------------------------------

    def _births(self, properties: Mapping[str, object]) -> tuple[str, ...]:
        found: list[str] = []
        for path, text in self._texts(properties, ftm.BIRTH_DATE):
            if not text.strip():
                continue
            tidy = tidy_partial(text)
            fault = check_past_partial(tidy or text[:NAME_LIMIT], path, self._today)
            if fault is not None:
                self.issues.append(fault)
            elif tidy is not None:
                found.append(tidy)
        known = self._told(ftm.BIRTH_DATE, found)
        # "1980" beside "1980-05-12" is the same date, less well known.
        finest = tuple(one for one in known if not any(other.startswith(f"{one}-") for other in known))
        if len(finest) > _MOST_BIRTHS:
            self._refuse(f"{self._path}.properties.{ftm.BIRTH_DATE}", "too_many", limit=_MOST_BIRTHS)
        return finest

    def _countries(self, properties: Mapping[str, object], names: Iterable[str]) -> tuple[str, ...]:
        codes = [code for name in names for code in self._said(properties, name, _country)]
        return tuple(dict.fromkeys(code.upper() for code in codes))

    def _said(self, properties: Mapping[str, object], name: str, understand: Callable[[str], str | None]) -> list[str]:
        """The values of a property that are understood, each once."""
        understood = [understand(text) for _, text in self._texts(properties, name)]
        return self._told(name, [value for value in understood if value])

    def _numbers(self, properties: Mapping[str, object]) -> tuple[QueryIdentifier, ...]:
        found: list[QueryIdentifier] = []
        for name, kind in ftm.NUMBERS.items():
            numbers = [text for _, text in self._texts(properties, name) if normalise_number(text)]
            sealing = DocumentKind.PASSPORT if kind == "passport" else None
            for number in numbers:
                plain = normalise_number(number).removeprefix("IMO") if kind == "imo" else number
                found.append(QueryIdentifier(digest=number_digest(self._key, plain, sealing), kind=kind))
            self._told(name, [mask(sealing, number) for number in numbers])
        unique = tuple(dict.fromkeys(found))
        if len(unique) > _MOST_NUMBERS:
            self._refuse(f"{self._path}.properties", "too_many", limit=_MOST_NUMBERS)
        return unique

    # --- values ---------------------------------------------------------------------------------------

    def _texts(self, properties: Mapping[str, object], name: str) -> Texts:
        """The texts of a property with their paths; ``null`` is not given."""
        path = f"{self._path}.properties.{name}"
        value = properties.get(name)
        if value is None:
            return []
        if isinstance(value, str):
            return self._short([(path, value)])
        if not isinstance(value, list):
            self._refuse(path, "wrong_type", expected="a text or a list of texts", expected_zh="文本或文本列表")
            return []
        found: Texts = []
        for place, each in enumerate(value):
            if isinstance(each, str):
                found.append((f"{path}[{place}]", each))
            elif each is not None:
                self._refuse(f"{path}[{place}]", "wrong_type", expected="text", expected_zh="文本")
        return self._short(found)

    def _short(self, texts: Texts) -> Texts:
        for path, text in texts:
            if len(text) > NAME_LIMIT:
                self._refuse(path, "too_long", limit=NAME_LIMIT)
        return [(path, text) for path, text in texts if len(text) <= NAME_LIMIT]

    def _told(self, name: str, values: list[str]) -> list[str]:
        """``values``, each once; what was understood is kept for the answer."""
        unique = list(dict.fromkeys(values))
        if unique:
            self._echo[name] = unique
        return unique

    def _refuse(self, path: str, code: str, **params: object) -> None:
        self.issues.append(issue(path, code, **params))


def _country(text: str) -> str | None:
    code = country_code(text)
    return None if code is None else code.lower()


def _joined(surnames: list[str], parts: list[list[str]]) -> list[str]:
    """Whole names from their parts: given names in their order, then the surname; in Chinese and Korean writing the
    surname first and nothing between. As many as there are choices, the first ``_MOST_NAMES`` + 1 of them."""
    named = [part for part in parts if part]
    found: list[str] = []
    for chosen in product(*named, surnames or [""]):
        *given, surname = chosen
        words = [word for word in (*given, surname) if word]
        letters = [character for word in words for character in word if character.isalpha()]
        if letters and all(script_of(character) in _WITHOUT_SPACE for character in letters):
            found.append(surname + "".join(given))
        elif words:
            found.append(" ".join(words))
        if len(found) > _MOST_NAMES:
            break
    return found
