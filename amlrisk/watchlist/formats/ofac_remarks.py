"""What OFAC tucks away in the remarks of sdn.csv: ``DOB 10 Dec 1948; POB Cairo, Egypt; Passport 1084010 (Egypt).``

The remarks are a fixed field of 1 000 characters: a longer text is cut, and its last piece is then not to be
believed. The remarks as a whole stay in the entity, so nothing that is not understood here is lost.
"""

from __future__ import annotations

import re

from amlrisk.watchlist.formats.dates import birth
from amlrisk.watchlist.formats.words import Draft
from amlrisk.watchlist.model import NameKind, Schema

_FIELD_CHARS = 1000
_PIECE = re.compile(r";\s*")
_NAME = re.compile(r"(a|f|n)\.k\.a\.\s+'(.+)'$")
_LABELLED = re.compile(r"(?P<number>.+?)(?:\s+\((?P<country>[^()]*)\))?(?:\s+(?:issued|expires)\b.*)?$")
_NAMED = {"a": NameKind.WEAK_ALIAS, "f": NameKind.FORMER, "n": NameKind.ALIAS}
"""A name in quotes among the remarks is what OFAC calls a weak alias (FAQ 122)."""

_IDENTIFIERS = (
    ("passport", r"(?:Diplomatic |Stateless Person |British National Overseas )?Passport"),
    ("passport", r"Travel Document Number"),
    ("imo", r"(?:Vessel Registration Identification|Identification Number|Company Number) IMO"),
    ("imo", r"International Maritime Organization No\."),
    ("mmsi", r"MMSI"),
    ("lei", r"Legal Entity Number(?=\s+[A-Z0-9]{20}$)"),
    ("duns", r"D-U-N-S Number"),
    ("swift", r"SWIFT/BIC"),
    ("tail_number", r"(?:Previous )?Aircraft Tail Number"),
    ("serial_number", r"Aircraft Manufacturer's Serial Number \(MSN\)"),
    ("serial_number", r"Aircraft Construction Number \(also called L/N or S/N or F/N\)"),
    ("transponder", r"Aircraft Mode S Transponder Code"),
    ("tax_id", r"Tax ID No\.|NIT #|RUC #|RIF #|R\.F\.C\. ?#?|V\.A\.T\. Number|US FEIN|(?:Italian )?Fiscal Code"),
    ("registration", r"(?:Business |Public |MSB )?Registration (?:Number|ID|Document #)|Business Number"),
    ("registration", r"Company Number|UK Company Number|Commercial Registry Number|C\.R\. No\.|Enterprise Number"),
    ("registration", r"Folio Mercantil No\.|Matricula Mercantil No\.?|Chamber of Commerce Number|Trade License No\."),
    ("registration", r"Legal Entity Number"),
    ("registration", r"Certificate of Incorporation Number|Government Gazette Number|Registered Charity No\."),
    ("registration", r"Business Registration (?:Number|Document #)|Central Registration System Number|License"),
    ("chinese_code", r"Chinese Commercial Code"),
    ("crypto", r"Digital Currency Address - \w+"),
    ("national_id", r"Cedula No\.|Cedula de Residencia|National ID No\.|National Foreign ID Number|D\.N\.I\."),
    ("national_id", r"C\.U\.R\.P\. ?#?|I\.F\.E\.|Identification Number|Turkish Identification Number|Kenyan ID No\."),
    ("national_id", r"Citizen's Card Number|Personal ID Card|Bosnian Personal ID No\.|LE Number|SSN|C\.U\.I\.P\."),
    ("national_id", r"Residency Number|Immigration No\.|Stateless Person ID Card|Numero de Identidad"),
    ("other", r"Electoral Registry No\.|Credencial electoral|Driver's License No\.|Birth Certificate Number"),
    ("other", r"Cartilla de Servicio Militar Nacional|VisaNumberID|Pilot License Number|File Number"),
)
_KINDS = tuple((kind, re.compile(rf"(?:{label})\s+(?P<rest>.+)$")) for kind, label in _IDENTIFIERS)


def read_remarks(draft: Draft, remarks: str) -> None:
    """Put what the remarks say of birth, nationality, gender, numbers and weak aliases into the draft."""
    pieces = _PIECE.split(remarks)
    if len(remarks) >= _FIELD_CHARS - 1 and not remarks.endswith("."):
        pieces.pop()
    elif pieces[-1].endswith("."):
        pieces[-1] = pieces[-1][:-1]
    for piece in pieces:
        _read(draft, piece.strip().removeprefix("alt. "))


def _read(draft: Draft, piece: str) -> None:
    word, _, rest = piece.partition(" ")
    if found := _NAME.match(piece):
        _weak_name(draft, found[2], _NAMED[found[1]])
    elif word == "DOB":
        if (read := birth(rest)) is not None:
            draft.birth(read)
    elif word == "POB":
        draft.birth_place(rest)
    elif word in ("nationality", "citizen"):
        draft.nationality(rest)
    elif word == "Gender":
        draft.gender(rest)
    elif piece.startswith(("Vessel Flag", "Former Vessel Flag")):
        draft.country(piece.partition("Flag ")[2].removesuffix("None Identified"))
    else:
        _number(draft, piece)


def _weak_name(draft: Draft, name: str, kind: NameKind) -> None:
    surname, comma, given = name.partition(",")
    if draft.schema is Schema.PERSON and comma:
        draft.name(name, kind, surname=surname, given=given)
    else:
        draft.name(name, kind)


def _number(draft: Draft, piece: str) -> None:
    for kind, pattern in _KINDS:
        found = pattern.match(piece)
        if found and (parts := _LABELLED.match(found["rest"])):
            draft.identifier(kind, parts["number"], parts["country"])
            return
