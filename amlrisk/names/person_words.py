"""Words of persons' names that are no names: particles, titles, suffixes; and their spellings folded into one."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from amlrisk.names.compounds import Role, joined_form, role_of
from amlrisk.names.model import Kind

_CACHED_WORDS = 131_072


def _table(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _spellings(text: str) -> dict[str, str]:
    return {word: line.split()[0] for line in text.strip().splitlines() for word in line.split()}


_PARTICLE_SPELLINGS = _spellings(
    """
    al el ul
    bin ibn ben bn ibni ould wuld uld walad
    bint binti bent binte
    abu abou aboo abi abo
    umm um oum om
    abdul abd abdel abdal abdol abdoul abdil
    oglu ogly ogli oglou ughli ugli
    qizi kyzy kizi gizi qyzy
    """
)
PARTICLES = _PARTICLE_SPELLINGS.keys() | _table(
    "ad ar as at ash az ed es de da do dos das del della di du des la le les lo los y e i und and et of the for "
    "van von der den ter ten zu zur af av st ste san santa uly uulu"
)
FIRST_NAMES = _table("ben le do ten om abi abo san")
"""Particles that begin no name of a person: at the beginning they are names (Ben, the Vietnamese Le and Do)."""

_TITLE_SPELLINGS = _spellings(
    """
    sheikh shaikh shaykh sheik cheikh cheick sheykh scheich seyh
    sayyid sayed syed saiyed seyed seyyed seyyid
    haji hajji hadji hajj alhaj alhaji elhadj elhaj hadj hac
    mullah mulla molla molah mollah
    mawlawi maulavi maulvi molvi mawlavi moulavi molavi
    maulana mawlana moulana mevlana
    ayatollah ayatullah
    akhund akhond akhoond akhwand
    hafiz hafez
    ustad ustadh ostad ustaz
    qari kari
    hojatoleslam hojjatoleslam hujjatulislam hojatolislam
    colonel col
    general gen
    captain capt
    lieutenant lt
    brigadier brig
    commander cmdr comandante kommandant
    sergeant sgt
    professor prof
    reverend rev
    engineer eng ing
    """
)
TITLES = _TITLE_SPELLINGS.keys() | _table(
    "mr mrs ms miss mister madam madame mme mlle monsieur sir dame lord lady herr frau sr sra srta don dona "
    "dr doctor hon honourable honorable excellency major maj admiral marshal imam prince princess king queen emir "
    "senhor senhora signor signora sig dhr mevr gospodin gospozha mgr father padre fray frere soeur sister brother "
    "bishop archbishop cardinal pope rabbi mufti ambassador senator minister president judge justice chief "
    "baron baroness count countess earl duke duchess sultan shah begum tengku tunku datuk dato datin "
    "comrade comandante smt shri adv esq"
)
COURTESY = _table(
    "mr mrs ms mister mme mlle dr prof professor doctor herr frau sra srta monsieur madame senhor senhora signor "
    "signora dhr mevr gospodin gospozha smt"
)
"""Courtesy only, never a name: dropped where other words remain."""

SUFFIXES = _table("jr junior sr ii iii iv phd esq fils filho neto sobrinho hijo")
"""At the end of a name."""

_PATRONYMIC = re.compile("(?:[oei]v|[oe]w)(?:[iy]t?s?ch|[iy]tsj)$|[a-z]{3}(?:oglu|ogly|kyzy|kizi|qizi|gizi)$")
_DAUGHTER_OF = re.compile("[a-z]{2}(?:[oei]vn|(?:in)?ichn|[oe]wn)[ay]$")


class Word(NamedTuple):
    """What a folded Latin word of a person's name is.

    ``token`` is how it compares, ``special`` whether its neighbours may change it (``compounds``).
    """

    token: str
    kind: Kind
    special: bool


@lru_cache(maxsize=_CACHED_WORDS)
def word_of(token: str) -> Word:
    joins = role_of(token) not in (Role.NONE, Role.ARTICLE)
    if token in PARTICLES:
        return Word(_PARTICLE_SPELLINGS.get(token, token), Kind.PARTICLE, joins)
    if token in TITLES:
        return Word(_TITLE_SPELLINGS.get(token, token), Kind.TITLE, joins)
    if token in SUFFIXES:
        return Word(token, Kind.SUFFIX, joins)
    patronymic = _DAUGHTER_OF.search(token) or _PATRONYMIC.search(token)
    return Word(joined_form(token), Kind.PATRONYMIC if patronymic else Kind.NAME, joins)


def is_daughters(token: str) -> bool:
    """A patronymic of a woman, which is never a surname."""
    return _DAUGHTER_OF.search(token) is not None
