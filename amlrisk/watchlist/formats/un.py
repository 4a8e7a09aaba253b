"""``un``: the consolidated list of the United Nations Security Council (``consolidated.xml``).

Schema: https://scsanctions.un.org/resources/xsd/. Where the real file departs from what one expects is in
docs/lists.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from amlrisk.watchlist.formats.compound import names_in_note, split_names
from amlrisk.watchlist.formats.dates import Birth, birth, day, partial, span
from amlrisk.watchlist.formats.reading import Job, ListFile, ParsedList, one_file
from amlrisk.watchlist.formats.words import Draft, country, fold, is_latin
from amlrisk.watchlist.formats.xmlstream import Element, children, local, records, text, texts
from amlrisk.watchlist.model import ListedEntity, NameKind, Schema

_SECTIONS = ("INDIVIDUALS", "ENTITIES")
_SCHEMAS = {"INDIVIDUAL": Schema.PERSON, "ENTITY": Schema.ORGANIZATION}
_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_GENDER = re.compile(r"\bGender:\s*(male|female)\b", re.IGNORECASE)
_PLACE = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY")
_LABELLED = re.compile(
    r"(?:number|no\.?|SSN|code|:)\s*:?\s*([A-Z]{0,4}\s?-?\s?\d[\w/-]*(?: \d[\w/-]*)*)", re.IGNORECASE
)
_BARE_FIRST = re.compile(r"^([A-Z]{0,3}\s?\d[\w/-]{4,})\b(?=\s+issued|$)")
_TRAILED = re.compile(r"^([\w/ .-]*\d[\w/.-]*)\s*[(,]\s*(.+?)\)?$")
_COUNTRY_FIRST = re.compile(r"^([A-Za-z][A-Za-z ]{3,}?)\s+([A-Z]{0,3}\d{4,})$")


def parse(files: tuple[ListFile, ...], job: Job) -> ParsedList:
    """The publication date is the root's ``dateGenerated``."""
    stream = records(one_file(files, job), job, "CONSOLIDATED_LIST", (*_SECTIONS, *_SCHEMAS))
    root = next(stream, None)
    published_on = None if root is None else day((root.get("dateGenerated") or "")[: len("2026-01-01")])
    return ParsedList(published_on, _entities(stream, job) if root is not None else iter(()))


def _entities(stream: Iterator[Element], job: Job) -> Iterator[ListedEntity]:
    sections: set[str] = set()
    for record in stream:
        kind = local(record)
        if kind in _SECTIONS:
            sections.add(kind)
        else:
            yield _entity(record, kind, job)
    if missing := [name for name in _SECTIONS if name not in sections]:
        job.malformed(f"no section <{missing[0]}>")


def _entity(record: Element, kind: str, job: Job) -> ListedEntity:
    id = fold(text(record, "REFERENCE_NUMBER"))
    if not id:
        job.malformed(f"a record without REFERENCE_NUMBER (DATAID {text(record, 'DATAID') or 'missing'})")
    draft = Draft(id, _SCHEMAS[kind])
    _names(draft, record, kind)
    for value in texts(record, "TITLE", "VALUE"):
        draft.remark(value, "Title")
    for value in texts(record, "DESIGNATION", "VALUE"):
        draft.remark(value, "Designation")
    for value in (*texts(record, "NATIONALITY", "VALUE"), *texts(record, "NATIONALITY2", "VALUE")):
        draft.nationality(value)
    comments = text(record, "COMMENTS1")
    stated = _GENDER.search(comments)
    if gender := text(record, "GENDER") or (stated[1] if stated else ""):
        draft.gender(gender)
    for found in children(record, f"{kind}_DATE_OF_BIRTH"):
        _birth(draft, found)
    for place in children(record, f"{kind}_PLACE_OF_BIRTH"):
        draft.birth_place(*(text(place, part) for part in (*_PLACE, "NOTE")))
    for place in children(record, f"{kind}_ADDRESS"):
        draft.address(*(text(place, part) for part in (*_PLACE, "NOTE")))
        draft.country(text(place, "COUNTRY"))
    for document in children(record, f"{kind}_DOCUMENT"):
        _document(draft, document)
    draft.programme(text(record, "UN_LIST_TYPE"))
    draft.listed_on = partial(text(record, "LISTED_ON"))
    draft.remark(comments)
    return draft.finish()


def _names(draft: Draft, record: Element, kind: str) -> None:
    first, *others = split_names(" ".join(text(record, part) for part in _PARTS)) or ("",)
    draft.name(first, NameKind.PRIMARY)
    for name in others:
        draft.name(name, NameKind.ALIAS)
    for name in split_names(text(record, "NAME_ORIGINAL_SCRIPT")):
        draft.name(name, NameKind.ORIGINAL_SCRIPT)
    for alias in children(record, f"{kind}_ALIAS"):
        quality, note = text(alias, "QUALITY"), fold(text(alias, "NOTE"))
        found = split_names(text(alias, "ALIAS_NAME"))
        for name in (*found, *names_in_note(note)):
            draft.name(name, _kind(name, quality, note))
        draft.remark(note, found[0] if found else "Alias")
        if used := text(alias, "DATE_OF_BIRTH"):
            draft.birth(birth(used) or Birth())
        draft.birth_place(text(alias, "CITY_OF_BIRTH"), text(alias, "COUNTRY_OF_BIRTH"))


def _kind(name: str, quality: str, note: str) -> NameKind:
    """``Low`` is a weak alias in any script: the original of a nom de guerre is as common as its translation."""
    if fold(quality).lower() == "low":
        return NameKind.WEAK_ALIAS
    if not is_latin(name):
        return NameKind.ORIGINAL_SCRIPT
    former = fold(quality).lower() == "f.k.a." or re.search(r"(?:previously|formerly) listed", note, re.IGNORECASE)
    return NameKind.FORMER if former else NameKind.ALIAS


def _birth(draft: Draft, found: Element) -> None:
    """EXACT (date, or year with the month in a note), APPROXIMATELY, BETWEEN; and notes that say it in words."""
    note = fold(text(found, "NOTE"))
    circa = fold(text(found, "TYPE_OF_DATE")) == "APPROXIMATELY" or note.lower() == "approximately"
    first, last = fold(text(found, "FROM_YEAR")), fold(text(found, "TO_YEAR"))
    written, year = fold(text(found, "DATE")), fold(text(found, "YEAR"))
    if first.isdecimal() and last.isdecimal():
        draft.birth(Birth(years=(span(int(first), int(last), circa=circa),)))
        return
    month = partial(f"{note.rstrip('.')} {year}") if year and note else None
    read = (Birth(dates=(month,)) if month else None) or birth(written or year or note, circa=circa)
    if read is not None:
        draft.birth(read)
    if note and not month:
        draft.remark(note, "Birth")
    elif read is None:
        draft.remark(written or year, "Birth")


def _document(draft: Draft, document: Element) -> None:
    """A number, clean where words stand around it (``Afghan passport number OA296623``); the words become a remark."""
    kind = _document_kind(fold(text(document, "TYPE_OF_DOCUMENT")), fold(text(document, "TYPE_OF_DOCUMENT2")))
    issuer = fold(text(document, "ISSUING_COUNTRY") or text(document, "COUNTRY_OF_ISSUE"))
    written, note = fold(text(document, "NUMBER")), fold(text(document, "NOTE"))
    number = written
    if led := _COUNTRY_FIRST.match(written):
        issuer, number = issuer or led[1], led[2]
    elif found := _LABELLED.search(written):
        number = fold(found[1])
    elif trailed := _TRAILED.match(written):
        number, issuer = trailed[1], issuer or (trailed[2] if country(trailed[2]) else "")
    elif not written and (found := _LABELLED.search(note) or _BARE_FIRST.match(note)):
        number = fold(found[1])
    draft.identifier(kind, number, issuer)
    details = [text(document, "TYPE_OF_DOCUMENT2"), written if written != number else "", note]
    if any(details):
        draft.remark("; ".join(fold(detail) for detail in (number, *details) if detail), kind)


def _document_kind(first: str, second: str) -> str:
    words = f"{first} {second}".lower()
    if "fiscal" in words or "tax" in words:
        return "tax_id"
    if any(word in words for word in ("driver", "birth certificate", "ration", "voter", "student", "other id")):
        return "other"
    return "passport" if any(word in words for word in ("passport", "passeport", "pasaporte")) else "national_id"
