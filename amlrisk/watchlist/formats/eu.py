"""``eu``: the consolidated financial sanctions list of the European Union (``xmlFullSanctionsList`` 1.1)."""

from __future__ import annotations

from collections.abc import Callable

from amlrisk.watchlist.formats.dates import Birth, birth, day, partial, span
from amlrisk.watchlist.formats.reading import Job, ListFile, ParsedList, one_file
from amlrisk.watchlist.formats.words import Draft, fold, is_latin
from amlrisk.watchlist.formats.xmlstream import Element, children, records, text, texts
from amlrisk.watchlist.model import ListedEntity, NameKind, Schema

_SCHEMAS = {"person": Schema.PERSON, "enterprise": Schema.ORGANIZATION}
_UNKNOWN_COUNTRY = ("", "00")
_KINDS = {
    "passport": "passport",
    "diplomaticpassport": "passport",
    "servicepassport": "passport",
    "travelpassport": "passport",
    "id": "national_id",
    "ssn": "national_id",
    "regnumber": "registration",
    "tradelic": "registration",
    "fiscalcode": "tax_id",
    "imo": "imo",
    "swiftbic": "swift",
}


def parse(files: tuple[ListFile, ...], job: Job) -> ParsedList:
    """The publication date is the root's ``generationDate``."""
    stream = records(one_file(files, job), job, "export", ("sanctionEntity",))
    root = next(stream, None)
    published_on = None if root is None else day((root.get("generationDate") or "")[: len("2026-01-01")])
    return ParsedList(published_on, (_entity(record, job) for record in stream))


def _entity(record: Element, job: Job) -> ListedEntity:
    id = fold(record.get("euReferenceNumber"))
    if not id:
        job.malformed(f"an entity without euReferenceNumber (logicalId {record.get('logicalId')})")
    code = next((fold(kind.get("code")).lower() for kind in children(record, "subjectType")), "")
    draft = Draft(id, _SCHEMAS.get(code, Schema.UNKNOWN))
    for place, name in enumerate(children(record, "nameAlias")):
        _name(draft, name, first=place == 0)
    for found in children(record, "citizenship"):
        _country(draft.nationality, found)
    for found in children(record, "birthdate"):
        _birth(draft, found)
    for found in children(record, "address"):
        parts = (found.get(part) for part in ("street", "poBox", "place", "city", "zipCode", "region"))
        draft.address(*parts, _place(found))
        _country(draft.country, found)
    for found in children(record, "identification"):
        kind = _KINDS.get(fold(found.get("identificationTypeCode")).lower(), "other")
        issuer = found.get("countryIso2Code")
        draft.identifier(kind, found.get("number"), None if issuer in _UNKNOWN_COUNTRY else issuer)
        draft.identifier(kind, found.get("latinNumber"), None if issuer in _UNKNOWN_COUNTRY else issuer)
        draft.remark(found.get("nameOnDocument"), "Name on document")
    for rule in children(record, "regulation"):
        draft.programme(rule.get("programme"))
        draft.source_url = draft.source_url or fold(text(rule, "publicationUrl"))
    draft.listed_on = partial(fold(record.get("designationDate")))
    draft.remark(record.get("unitedNationId"), "UN reference")
    draft.remark(record.get("designationDetails"))
    for part in ("", "nameAlias", "address", "birthdate", "identification", "citizenship"):
        for remark in texts(record, *([part] if part else []), "remark"):
            draft.remark(remark)
    return draft.finish()


def _name(draft: Draft, name: Element, *, first: bool) -> None:
    surname, given = fold(name.get("lastName")), fold(f"{name.get('firstName', '')} {name.get('middleName', '')}")
    whole = fold(name.get("wholeName")) or fold(f"{given} {surname}")
    kind = NameKind.PRIMARY if first else NameKind.ALIAS
    if name.get("strong") == "false":
        kind = NameKind.WEAK_ALIAS
    elif not is_latin(whole):
        kind = NameKind.ORIGINAL_SCRIPT
    draft.name(whole, kind, surname=surname, given=given)
    if name.get("gender"):
        draft.gender(name.get("gender"))
    draft.remark(name.get("title"), "Title")
    draft.remark(name.get("function"), "Function")


def _birth(draft: Draft, found: Element) -> None:
    """A date, its parts, or a range of years; a date of another calendar is only remarked."""
    draft.birth_place(*(found.get(part) for part in ("place", "city", "region")), _place(found))
    parts = [fold(found.get(part)) for part in ("year", "monthOfYear", "dayOfMonth")]
    written = fold(found.get("birthdate")) or "-".join(part for part in parts if part)
    if fold(found.get("calendarType")).upper() not in ("", "GREGORIAN"):
        draft.remark(f"{written} ({found.get('calendarType')})", "Birth")
        return
    circa = found.get("circa") == "true"
    first, last = fold(found.get("yearRangeFrom")), fold(found.get("yearRangeTo"))
    if written and (read := birth(written, circa=circa)) is not None:
        draft.birth(read)
    elif first.isdecimal() or last.isdecimal():
        draft.birth(Birth(years=(span(int(first or last), int(last or first), circa=circa),)))
    else:
        draft.remark(written, "Birth")


def _place(found: Element) -> str:
    return "" if found.get("countryIso2Code") in _UNKNOWN_COUNTRY else fold(found.get("countryDescription"))


def _country(put: Callable[[str], None], found: Element) -> None:
    code = fold(found.get("countryIso2Code"))
    if code not in _UNKNOWN_COUNTRY:
        put(code)
