"""Parties and their documents as they come in: names cleaned, numbers checked, read and sealed."""

from __future__ import annotations

from amlrisk.facts.identifiers import BadNumber, NumberFacts, read_number, seal
from amlrisk.facts.model import DocumentKind, Gender, IdentityDocument, Kind, Party, Role
from amlrisk.facts.names import NAME_LIMIT, check_name, reads_like_organisation
from amlrisk.facts.reading import Section
from amlrisk.facts.texts import trim

NATURAL_FIELDS = ("gender", "birth_on", "birth_place", "nationalities")
LEGAL_FIELDS = ("registration_country",)
LEGAL_DOCUMENTS = frozenset({DocumentKind.USCC, DocumentKind.FOREIGN_REGISTRATION, DocumentKind.LEI})
_CHINESE_DOCUMENTS = frozenset({DocumentKind.RESIDENT_ID, DocumentKind.USCC})


def read_subject(section: Section, kind: Kind) -> Party:
    """The customer itself: id ``subject``, policyholder unless other roles are given."""
    stated = section.choice("kind", Kind)
    if stated is not None and stated is not kind:
        section.fault("kind", "kind_conflict")
    roles = section.choices("roles", Role)
    return _read_party(section, kind, "subject", (Role.POLICYHOLDER,) if roles is None else roles)


def read_parties(sections: list[Section]) -> tuple[Party, ...]:
    """The other parties; who has no id gets ``p1``, ``p2`` … by position. Ids must differ."""
    parties: list[Party] = []
    seen = {"subject"}
    for position, section in enumerate(sections, start=1):
        ident = section.reference("id") or f"p{position}"
        if ident in seen:
            section.fault("id", "duplicate_party", value=ident)
        seen.add(ident)
        roles = section.choices("roles", Role) if section.required("roles") else ()
        if section.raw.get("roles") in ([], ()):
            section.fault("roles", "empty")
        parties.append(_read_party(section, _kind_of(section), ident, roles or ()))
    return tuple(parties)


def _kind_of(section: Section) -> Kind:
    """The kind stated, or the one that documents and registration say; a person otherwise.

    A name that ends as organisations' names do is not taken for a person without a word: it would be compared
    with people only.
    """
    stated = section.choice("kind", Kind)
    if stated is not None or section.given("kind"):
        return stated or Kind.NATURAL
    documents = section.raw.get("documents")
    kinds = {d.get("kind") for d in documents if isinstance(d, dict)} if isinstance(documents, list) else set()
    if section.given("registration_country") or any(kind.value in kinds for kind in LEGAL_DOCUMENTS):
        return Kind.LEGAL
    name = section.raw.get("name")
    if isinstance(name, str) and len(name) <= NAME_LIMIT and reads_like_organisation(name.strip()):
        section.fault("kind", "kind_needed")
    return Kind.NATURAL


def _read_party(section: Section, kind: Kind, ident: str, roles: tuple[Role, ...]) -> Party:
    for field in LEGAL_FIELDS if kind is Kind.NATURAL else NATURAL_FIELDS:
        if section.given(field):
            section.fault(field, "legal_only" if kind is Kind.NATURAL else "natural_only")
    name = _name(section, "name", section.raw["name"], kind) if section.required("name") else None
    others = [_name(section, f"other_names[{i}]", n, kind) for i, n in enumerate(section.entries("other_names") or ())]
    documents, numbers = _documents(section, kind)
    birth_on, gender = section.past_partial("birth_on"), section.choice("gender", Gender)
    for said in numbers:
        birth_on = _agreed_birth(section, birth_on, said)
        gender = _agreed_gender(section, gender, said)
    return Party(
        id=ident,
        roles=roles,
        kind=kind,
        name=name or "",
        other_names=tuple(dict.fromkeys(n for n in others if n is not None and n != name)),
        gender=gender,
        birth_on=birth_on,
        birth_place=section.text("birth_place"),
        nationalities=section.countries("nationalities"),
        residence_country=section.country("residence_country"),
        registration_country=section.country("registration_country"),
        documents=documents,
    )


def _name(section: Section, field: str, value: object, kind: Kind) -> str | None:
    if not isinstance(value, str):
        section.fault(field, "wrong_type", expected="text", expected_zh="文本")
        return None
    name = trim(value)
    issues = check_name(name, section.path + field, person=kind is Kind.NATURAL)
    section.intake.issues.extend(issues)
    return None if issues else name


def _documents(section: Section, kind: Kind) -> tuple[tuple[IdentityDocument, ...], list[NumberFacts]]:
    documents: list[IdentityDocument] = []
    numbers: list[NumberFacts] = []
    for inner in section.sections("documents") or ():
        read = _document(inner, kind)
        if read is None:
            continue
        document, said = read
        if any(d.kind is document.kind and d.number == document.number for d in documents):
            inner.fault("number", "duplicate_document")
            continue
        documents.append(document)
        numbers.append(said)
    return tuple(documents), numbers


def _document(section: Section, kind: Kind) -> tuple[IdentityDocument, NumberFacts] | None:
    document_kind = section.choice("kind", DocumentKind) if section.required("kind") else None
    number = section.text("number", limit=100) if section.required("number") else None
    country = section.country("country")
    expires_on = section.day("expires_on", long_term=True)
    if document_kind is None:
        return None
    if (document_kind in LEGAL_DOCUMENTS) is not (kind is Kind.LEGAL):
        section.fault("kind", "legal_only" if document_kind in LEGAL_DOCUMENTS else "natural_only")
    if number is None:
        return None
    try:
        said = read_number(document_kind, number)
    except BadNumber as error:
        section.fault("number", error.code)
        return None
    if said.birth_on is not None and said.birth_on > section.intake.today.isoformat():
        section.fault("number", "number_birth_date")
        return None
    document = IdentityDocument(
        kind=document_kind,
        number=seal(section.intake.key, document_kind, said.number),
        country=country or ("CN" if document_kind in _CHINESE_DOCUMENTS else None),
        expires_on=expires_on,
        checked=said.checked,
        birth_on=said.birth_on,
        gender=said.gender,
        region=said.region,
    )
    return document, said


def _agreed_birth(section: Section, declared: str | None, said: NumberFacts) -> str | None:
    """The more precise of two birth dates that agree; what a number says fills in what nobody declared."""
    if said.birth_on is None:
        return declared
    if declared is not None and not said.birth_on.startswith(declared):
        section.fault("birth_on", "birth_date_conflict")
        return declared
    return said.birth_on


def _agreed_gender(section: Section, declared: Gender | None, said: NumberFacts) -> Gender | None:
    if said.gender is None:
        return declared
    if declared is not None and declared is not said.gender:
        section.fault("gender", "gender_conflict")
    return declared or said.gender
