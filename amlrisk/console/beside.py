"""A party beside a listed entity, field by field: what each side says, and what the comparison made of it. Pure.

Nothing is compared here. Where the screening left evidence, its word stands; where it left none, a field is only said
to be the same when both sides show the same value, or to be silent when one side says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

import msgspec

from amlrisk.facts.identifiers import mask
from amlrisk.facts.labels import label
from amlrisk.facts.model import Gender, Party
from amlrisk.policy.model import CodeEntry, Text
from amlrisk.screening.model import Evidence, Hit
from amlrisk.screening.query import query_of
from amlrisk.screening.words import DETAILS, FEATURES
from amlrisk.watchlist.model import ListedEntity, ListedName, NameKind, Schema

#: Numbers of people are masked everywhere; those of organisations, ships and aircraft are public.
_PERSONAL = frozenset({Schema.PERSON, Schema.UNKNOWN})


class Standing(StrEnum):
    """What became of a field: how it is marked, in colour and in words."""

    SAME = "same"
    NEAR = "near"
    DIFFERS = "differs"
    SILENT = "silent"  # one side says nothing
    UNWEIGHED = "unweighed"  # both say something, and it was not compared


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """Something that one side says. ``matched``: it is what the hit rests on."""

    text: str
    note: Text | None = None
    matched: bool = False


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of evidence in words. ``effect`` is None where it changed nothing, or is the score itself."""

    what: Text
    came: Text
    query: str
    listed: str
    effect: float | None


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One field: ``ours`` is the party's side, ``theirs`` the list's."""

    field: str
    ours: tuple[Value, ...]
    theirs: tuple[Value, ...]
    standing: Standing
    seen: tuple[Seen, ...] = ()


#: Field → the features whose evidence is about it.
_FEATURES: Mapping[str, tuple[str, ...]] = {
    "names": ("name", "name_part", "name_against"),
    "birth_on": ("birth_date",),
    "gender": ("gender",),
    "nationalities": ("nationality",),
    "countries": ("country",),
    "identifiers": ("identifier",),
}
_SAME = frozenset({"identical", "variant", "partial", "same_number", "order"})
_DIFFERS = frozenset({"mismatch", "different", "same_year"})
_NAME_KINDS: Mapping[NameKind, Text] = {
    NameKind.ALIAS: Text(zh="别名", en="alias"),
    NameKind.WEAK_ALIAS: Text(zh="可靠性低的别名", en="weak alias"),
    NameKind.FORMER: Text(zh="曾用名", en="former name"),
    NameKind.ORIGINAL_SCRIPT: Text(zh="原文", en="original script"),
}
_SCHEMAS: Mapping[Schema, Text] = {
    Schema.PERSON: Text(zh="个人", en="person"),
    Schema.ORGANIZATION: Text(zh="机构", en="organisation"),
    Schema.VESSEL: Text(zh="船舶", en="vessel"),
    Schema.AIRCRAFT: Text(zh="航空器", en="aircraft"),
    Schema.UNKNOWN: Text(zh="未标明", en="not said"),
}
_NUMBERS: Mapping[str, Text] = {
    "passport": Text(zh="护照", en="passport"),
    "national_id": Text(zh="身份证件", en="national ID"),
    "tax_id": Text(zh="税号", en="tax number"),
    "registration": Text(zh="注册号", en="registration number"),
    "lei": Text(zh="法人识别编码", en="LEI"),
    "imo": Text(zh="IMO 编号", en="IMO number"),
}


def side_by_side(
    party: Party, entity: ListedEntity | None, hit: Hit, countries: Mapping[str, CodeEntry]
) -> tuple[Line, ...]:
    """Every field that either side speaks of; ``countries`` is the pack's table, for their names.

    Without ``entity`` (not in the lists at hand) what the hit itself says of it.
    """
    if entity is None:
        entity = ListedEntity(id=hit.entity, schema=hit.schema, names=(ListedName(text=hit.name),))
    query = query_of(party)
    rows: tuple[tuple[str, Iterable[Value], Iterable[Value]], ...] = (
        ("schema", [_kind(query.schema)], [_kind(entity.schema)]),
        ("names", _own_names(query.names, hit), _listed_names(entity, hit)),
        ("birth_on", _plain([query.birth_on]), _plain([*entity.birth_dates, *_spans(entity)])),
        ("birth_place", _plain([query.birth_place]), _plain(entity.birth_places)),
        ("gender", _genders([query.gender]), _genders(entity.genders)),
        ("nationalities", _places(query.nationalities, countries), _places(entity.nationalities, countries)),
        ("countries", _places(query.countries, countries), _places(entity.countries, countries)),
        ("identifiers", _own_numbers(party, hit), _listed_numbers(entity, hit)),
        ("addresses", (), _plain(entity.addresses)),
    )
    lines = (_line(field, tuple(ours), tuple(theirs), hit) for field, ours, theirs in rows)
    return tuple(line for line in lines if line.ours or line.theirs or line.seen)


def evidence_in_words(evidence: Iterable[Evidence]) -> tuple[Seen, ...]:
    """What was compared, what came of it, and both sides, apart."""
    return tuple(_seen(each) for each in evidence)


def _line(field: str, ours: tuple[Value, ...], theirs: tuple[Value, ...], hit: Hit) -> Line:
    features = _FEATURES.get(field, ())
    evidence = [each for each in hit.evidence if each.feature in features]
    return Line(
        field=field,
        ours=ours,
        theirs=theirs,
        standing=_standing(ours, theirs, evidence),
        seen=evidence_in_words(evidence),
    )


def _standing(ours: tuple[Value, ...], theirs: tuple[Value, ...], evidence: Sequence[Evidence]) -> Standing:
    if evidence:
        # The first piece sums the field up; parts of a name and what speaks against it follow.
        detail = evidence[0].detail
        if detail in _SAME:
            return Standing.SAME if len(evidence) == 1 or detail == "identical" else Standing.NEAR
        return Standing.DIFFERS if detail in _DIFFERS else Standing.NEAR
    if not ours or not theirs:
        return Standing.SILENT
    shown = {each.text.casefold() for each in theirs}
    return Standing.SAME if any(each.text.casefold() in shown for each in ours) else Standing.UNWEIGHED


def _seen(each: Evidence) -> Seen:
    what, came = FEATURES[each.feature], DETAILS[each.feature, each.detail]
    silent = each.feature == "name" or not round(each.effect, 2)
    return Seen(
        what=Text(zh=what[0], en=what[1]),
        came=Text(zh=came[0], en=came[1]),
        query=each.query,
        listed=each.listed,
        effect=None if silent else each.effect,
    )


# --- what each side says ------------------------------------------------------------------------------


def _plain(texts: Iterable[str | None]) -> list[Value]:
    return [Value(text=text) for text in dict.fromkeys(texts) if text]


def _kind(schema: Schema) -> Value:
    return Value(text=schema.value, note=_SCHEMAS[schema])


def _own_names(names: Sequence[str], hit: Hit) -> list[Value]:
    return [Value(text=name, matched=name == hit.query_name) for name in dict.fromkeys(names)]


def _listed_names(entity: ListedEntity, hit: Hit) -> list[Value]:
    """The one that matched first: some entries have dozens of aliases."""
    kinds: dict[str, NameKind] = {}
    for name in entity.names:
        kinds.setdefault(name.text, name.kind)
    ordered = sorted(kinds, key=lambda text: text != hit.name)
    return [Value(text=text, note=_NAME_KINDS.get(kinds[text]), matched=text == hit.name) for text in ordered]


def _spans(entity: ListedEntity) -> list[str]:
    return [f"{first}" if first == last else f"{first}–{last}" for first, last in entity.birth_years]


def _genders(genders: Iterable[str | None]) -> list[Value]:
    found = []
    for each in genders:
        if each:
            known = each.lower() in set(Gender)
            words = label(Gender(each.lower())) if known else None
            found.append(Value(text=each.lower(), note=None if words is None else Text(zh=words.zh, en=words.en)))
    return found


def _places(codes: Iterable[str], countries: Mapping[str, CodeEntry]) -> list[Value]:
    return [Value(text=code, note=countries[code].name if code in countries else None) for code in dict.fromkeys(codes)]


def _own_numbers(party: Party, hit: Hit) -> list[Value]:
    strong = _numbers_that_agree(hit)
    return [
        Value(
            text=one.number.masked,
            note=Text(zh=label(one.kind).zh, en=label(one.kind).en),
            matched=one.number.masked in strong,
        )
        for one in party.documents
    ]


def _listed_numbers(entity: ListedEntity, hit: Hit) -> list[Value]:
    strong = _numbers_that_agree(hit)
    shown = []
    for one in entity.identifiers:
        masked = mask(None, one.number)
        shown.append(
            Value(
                text=masked if entity.schema in _PERSONAL else one.number,
                note=_NUMBERS.get(one.kind),
                matched=masked in strong,
            )
        )
    return shown


def _numbers_that_agree(hit: Hit) -> set[str]:
    return {each.listed for each in hit.evidence if each.feature == "identifier" and each.effect > 0}
