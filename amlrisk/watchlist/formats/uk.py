"""``uk``: the UK Sanctions List (``UK-Sanctions-List.xml``) of the Foreign, Commonwealth & Development Office."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from amlrisk.watchlist.formats.dates import birth, day, partial
from amlrisk.watchlist.formats.reading import Job, ListFile, ParsedList, one_file
from amlrisk.watchlist.formats.words import Draft, fold
from amlrisk.watchlist.formats.xmlstream import Element, local, records, text
from amlrisk.watchlist.model import ListedEntity, NameKind, Schema

_SCHEMAS = {"individual": Schema.PERSON, "entity": Schema.ORGANIZATION, "ship": Schema.VESSEL}
_GIVEN = tuple(f"Name{number}" for number in range(1, 6))
_FAMILY = "Name6"
_ADDRESS = (*(f"AddressLine{number}" for number in range(1, 7)), "AddressPostalCode", "AddressCountry")
_NUMBERS = (
    ("passport", "Passport", "PassportNumber", "PassportAdditionalInformation"),
    ("national_id", "NationalIdentifier", "NationalIdentifierNumber", "NationalIdentifierAdditionalInformation"),
    ("registration", "EntityDetails", "BusinessRegistrationNumber", ""),
    ("imo", "ShipDetails", "IMONumber", ""),
)
_FLAGS = ("CurrentBelievedFlagOfShip", "PreviousFlag")
_REMARKS = ("OtherInformation", "UKStatementofReasons", "SanctionsImposed", "Position", "TypeOfEntity", "TypeOfShip")


def parse(files: tuple[ListFile, ...], job: Job) -> ParsedList:
    """The publication date is ``DateGenerated``, which stands before the first designation."""
    stream = records(one_file(files, job), job, "Designations", ("DateGenerated", "Designation"))
    next(stream, None)
    first = next(stream, None)
    if first is None:
        return ParsedList(None, iter(()))
    if local(first) == "DateGenerated":
        return ParsedList(day(fold(first.text)[: len("2026-01-01")]), _entities(stream, job))
    return ParsedList(None, _entities(chain((first,), stream), job))


def _entities(stream: Iterator[Element], job: Job) -> Iterator[ListedEntity]:
    return (_entity(record, job) for record in stream if local(record) == "Designation")


def _entity(record: Element, job: Job) -> ListedEntity:
    id = fold(text(record, "UniqueID"))
    if not id:
        job.malformed(f"a designation without UniqueID (OFSIGroupID {text(record, 'OFSIGroupID') or 'missing'})")
    kind = fold(text(record, "IndividualEntityShip")).lower()
    if kind not in _SCHEMAS:
        job.malformed(f"{id}: {kind!r} is no kind of designation")
    draft = Draft(id, _SCHEMAS[kind])
    for name in _deep(record, "Name"):
        if len(name):
            _name(draft, name)
    for original in _said(record, "NameNonLatinScript"):
        draft.name(original, NameKind.ORIGINAL_SCRIPT)
    _life(draft, record)
    _numbers(draft, record)
    _places(draft, record)
    draft.programme(text(record, "RegimeName"))
    draft.listed_on = partial(text(record, "DateDesignated"))
    draft.remark(text(record, "UNReferenceNumber"), "UN reference")
    draft.remark(text(record, "OFSIGroupID"), "OFSI group")
    for tag in _REMARKS:
        for remark in _said(record, tag):
            draft.remark(remark, "" if tag == "OtherInformation" else tag)
    return draft.finish()


def _name(draft: Draft, name: Element) -> None:
    """``Name6`` is the family name, or the whole name of what has no other part."""
    given, family = fold(" ".join(text(name, part) for part in _GIVEN)), fold(text(name, _FAMILY))
    known_as = fold(text(name, "NameType")).lower()
    kind = NameKind.PRIMARY if known_as == "primary name" else NameKind.ALIAS
    if fold(text(name, "AliasStrength")).lower().startswith("low"):
        kind = NameKind.WEAK_ALIAS
    elif "former" in known_as:
        kind = NameKind.FORMER
    parts = {"surname": family, "given": given} if draft.schema is Schema.PERSON and given and family else {}
    draft.name(f"{given} {family}", kind, **parts)


def _numbers(draft: Draft, record: Element) -> None:
    for kind, holder, tag, about in _NUMBERS:
        for found in _deep(record, holder):
            for number in _said(found, tag):
                draft.identifier(kind, number)
                for note in _said(found, about) if about else ():
                    draft.remark(f"{number}: {note}", kind)


def _places(draft: Draft, record: Element) -> None:
    for address in _deep(record, "Address"):
        draft.address(*(text(address, line) for line in _ADDRESS))
        draft.country(text(address, "AddressCountry"))
    for tag in _FLAGS:
        for flag in _said(record, tag):
            draft.country(flag)


def _life(draft: Draft, record: Element) -> None:
    for written in _said(record, "DOB"):
        if (read := birth(written)) is not None:
            draft.birth(read)
        else:
            draft.remark(written, "Birth")
    for place in _deep(record, "Location"):
        draft.birth_place(text(place, "TownOfBirth"), text(place, "CountryOfBirth"))
    for nationality in _said(record, "Nationality"):
        draft.nationality(nationality)
    for gender in _said(record, "Gender"):
        draft.gender(gender)
    for title in _said(record, "Title"):
        draft.remark(title, "Title")


def _deep(record: Element, tag: str) -> Iterator[Element]:
    """Descendants by local name: the wrappers between differ from edition to edition."""
    return (node for node in record.iter() if local(node) == tag)


def _said(record: Element, tag: str) -> Iterator[str]:
    return (folded for node in _deep(record, tag) if not len(node) and (folded := fold(node.text)))
