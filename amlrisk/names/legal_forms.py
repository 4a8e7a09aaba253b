"""Legal forms of organisations, taken off the name and remembered by class: LLC, ООО, GmbH and 有限公司 are one class.

rigour knows some 1 500 of them by their dots (``sp. z o.o.``) and without; here are the position in which a short one
counts (``Hospital SA`` but not ``SA Hospital``), misspelled ones, and those of China, Japan, Korea and the Arab world.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import OSA
from rigour.names import extract_org_types

from amlrisk.names.text import fold
from amlrisk.names.trade_words import TRADE


def _table(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SURE = _table("ltd llc llp inc plc jsc ooo oao zao pao fze bhd kft srl sarl gmbh bvba ojsc pjsc cjsc")
"""Short, and never a word of a name: taken off wherever they stand."""
_LEADING = _table("ao pt cv tov tob tzov uab zat vat ltd")
"""Short, and written before the name where they come from. Others (AS, SA, AB) are left there: AS Roma."""
_ALSO_WORDS = frozenset(("compañía", "compañia", "compania"))
"""Words of a name where they stand inside it: Petrochemical Company International."""
_SHORT = 3
_KEPT = frozenset(("coop", "sp", "soe"))
"""Classes of rigour that are words of the name rather than legal forms: cooperation, state enterprise."""
_SAME_CLASS = {"ab": "jsc", "kb": "fin", "pt": "llc", "": "company"}

# Endings that rigour does not know, or not without their dots. Words are folded, the last word first.
_ENDINGS = {
    "company": "company co corp corporation cie cia ccompany kompaniya corporacion corporacao compania",
    "llc": "ltd llc gmbh ca limited limitada ltda lda inc incorporated wll doo ood eood spzoo gesmbh kk bv oy pvt pte "
    "pty sdn bhd dooel ltdsti sti sirketi ldt unlimited saglb maatschappij fzc fzllc rl",
    "jsc": "plc sa ag ab nv spa oyj pcl tbk psc pjsc saog saoc ksc kscc bsc ead nyrt zrt rt sal sak anonim "
    "ojsc cjsc sac spr",
    "lp": "lp scs kg",
    "gp": "sc snc",
}
_COMPANY = "company"
_ENDING = {word: kind for kind, words in _ENDINGS.items() for word in words.split()}
_MODIFIERS = _table("private public pvt pte pty open closed and und et y e the of de")
"""Before a legal form that was taken off: Private (Limited), (Foo) & (Co.)."""
_PHRASES = {
    ("joint", "stock"): "jsc",
    ("sp", "z", "oo"): "llc",
    ("spol", "s", "ro"): "llc",
    ("limited", "liability"): "llc",
    ("sahami", "khass"): "jsc",
    ("sahami", "am"): "jsc",
    ("societe", "anonyme"): "jsc",
    ("a", "s"): "jsc",
    ("b", "v"): "llc",
    ("n", "v"): "jsc",
    ("s", "a"): "jsc",
    ("l", "l", "c"): "llc",
    ("k", "k"): "llc",
    ("s", "en", "c"): "lp",
    ("s", "c"): "gp",
    ("de", "cv"): "jsc",
    ("de", "rl"): "llc",
    ("בע", "מ"): "llc",
}
_BEGINNINGS = {
    "company": "compania compagnie companhia kompania kompaniya sherkat sherkate sharikat sharika sharikah shirkat "
    "firma شركه شركة شركت شرکت شرکة компания",
    "ngo": "ano",
}
_BEGINNING = {word: kind for kind, words in _BEGINNINGS.items() for word in words.split()}
_SPELLED_OUT = {
    "limited": "llc",
    "incorporated": "llc",
    "company": "company",
    "corporation": "company",
    "aktiengesellschaft": "jsc",
    "kommanditgesellschaft": "lp",
    "aktiebolag": "jsc",
    "aktieselskab": "jsc",
    "limitada": "llc",
    "otvetstvennostyu": "llc",
}
_GLUED_LATIN = (*_SPELLED_OUT, "ltda", "ltd", "llc", "gmbh", "eood")
_LETTERS_A_SLIP = 6
"""Letters of a spelled out legal form for each slip forgiven: one in limited, two in incorporated."""
_SPELLED_OUT_FORM = re.compile(
    r"\b(?:(?:open|public|private|closed) )?(?:(?P<stock>joint stock)|limited liability)"
    r"(?: company| co| compan\w*| corporation)?\b"
)
_FEWEST_LETTERS_BEFORE = 4
_JOINED = re.compile(r"(?<=[a-zß-ÿ]{2})(?=(?:AG|GmbH|SA|SE|NV|BV|LLC|Ltd|Inc|PLC|OOO|OAO|AO|AB|AS|SpA|SRL|SARL)\b)")

# Written into the word before or after them; longest first. Both simplified and traditional characters.
_GLUED_CLASSES = {
    "jsc": "股份有限责任公司 股份有限責任公司 股份有限公司 股份公司 株式会社 株式會社 (株) 주식회사 (주) 総公司",
    "llc": "有限责任公司 有限責任公司 控股有限公司 有限公司 无限公司 無限公司 合同会社 合同會社 有限会社 有限會社 (有) "
    "유한책임회사 유한회사 (유) จำกัด",
    "lp": "特殊普通合伙 有限合伙 有限合夥 普通合伙 普通合夥 合伙企业 合夥企業 合資会社 합자회사",
    "company": "总公司 總公司 分公司 集团公司 集團公司 子公司 公司 会社 會社 총회사 회사 บริษัท",
}
_KEEP_BEFORE = {"分公司": "分公司", "集团公司": "集团", "集團公司": "集團", "控股有限公司": "控股"}
"""What of a glued form is a word of the name, and stays."""
_GLUED = {form: kind for kind, forms in _GLUED_CLASSES.items() for form in forms.split()}
_BRANCH = "分公司"
_GLUED_FORM = re.compile("|".join(map(re.escape, sorted(_GLUED, key=len, reverse=True))))
_ARABIC_DOTTED = {
    "llc": ("ذ.م.م", "ش.م.م", "م.م.ح", "ذ.م.م.", "المحدودة", "محدودة", "با مسئولیت محدود", "با مسئوليت محدود", "لميتد"),
    "jsc": ("ش.م.ك", "ش.م.ل", "ش.م.ع", "المساهمة", "مساهمة", "سهامی خاص", "سهامی عام", "سهامي خاص", "سهامي عام"),
}
_ARABIC = {form: kind for kind, forms in _ARABIC_DOTTED.items() for form in forms}
_ARABIC_FORM = re.compile(
    "|".join(rf"(?<!\w){re.escape(form)}(?!\w)" for form in sorted(_ARABIC, key=len, reverse=True))
)


def part_joined(text: str) -> str:
    """``SiemensAG`` -> ``Siemens AG``: before case is folded, a change of case tells."""
    return text if text.isupper() or text.islower() else _JOINED.sub(" ", text)


def without_legal_forms(text: str) -> tuple[str, tuple[str, ...]]:
    """A case-folded name -> its folded words without legal forms, and the classes of these in alphabetical order.

    Unchanged where nothing but articles would be left.

    >>> without_legal_forms("siemens aktiengeselschaft"), without_legal_forms("the company")
    (('siemens', ('jsc',)), ('the company', ()))
    """
    classes: set[str] = set()
    rest = text
    if not text.isascii():
        rest = _without_glued(text, classes)
    rest = _without_known(rest, classes)
    folded = fold(rest)
    # Some forms rigour knows without their dots only; a second look costs too much where the first found something.
    rest = folded if classes or folded == rest else _without_known(folded, classes)
    if "joint" in rest or "liab" in rest:
        rest = _without_spelled_out(rest, classes)
    words = _without_endings(rest.split(), classes)
    if not classes:
        return rest, ()
    if all(word in _MODIFIERS for word in words):
        return fold(text), ()
    return " ".join(words), tuple(sorted(classes))


def _without_spelled_out(text: str, classes: set[str]) -> str:
    """Without the long English forms wherever they stand: Open Joint Stock Co. Commercial Bank."""

    def take(match: re.Match[str]) -> str:
        classes.add("jsc" if match["stock"] else "llc")
        return " "

    rest = _SPELLED_OUT_FORM.sub(take, text)
    return " ".join(rest.split()) if rest.strip() else text


def _without_glued(text: str, classes: set[str]) -> str:
    def take(match: re.Match[str]) -> str:
        if match.group() != _BRANCH:
            classes.add(_GLUED[match.group()])
        return _KEEP_BEFORE.get(match.group(), "") + " "

    def take_arabic(match: re.Match[str]) -> str:
        classes.add(_ARABIC[match.group()])
        return " "

    rest = _ARABIC_FORM.sub(take_arabic, _GLUED_FORM.sub(take, text))
    return rest if any(char.isalnum() for char in rest) else text


def _without_known(text: str, classes: set[str]) -> str:
    """The text without what rigour takes for a legal form, where it stands in a place that makes it one."""
    found = extract_org_types(text)
    if not found:
        return text
    at = 0
    spans = []
    for form, compare in found:
        at = _find(text, form, at)
        if at < 0:
            break
        spans.append((at, at + len(form), form, _class_of(form, compare)))
        at += len(form)
    last = True
    for start, end, form, kind in reversed(spans):
        last = last and not any(char.isalnum() for char in text[end:])
        if kind not in _KEPT and (last or _is_sure(form, first=not any(char.isalnum() for char in text[:start]))):
            classes.add(kind)
            text = f"{text[:start]} {text[end:]}"
    return text


@lru_cache(maxsize=8192)
def _class_of(form: str, compare: str) -> str:
    generic = extract_org_types(form, generic=True)
    return generic[0][1] if generic else _SAME_CLASS.get(compare, compare)


def _find(text: str, form: str, at: int) -> int:
    """Where ``form`` stands as a word of its own, -1 where it does not (``s.c.`` in ``k.s.c.``)."""
    while (at := text.find(form, at)) >= 0:
        end = at + len(form)
        inside = at and (text[at - 1].isalnum() or (text[at - 1] == "." and at > 1 and text[at - 2].isalnum()))
        if not inside and not (end < len(text) and text[end].isalnum()):
            return at
        at += 1
    return at


def _is_sure(form: str, *, first: bool) -> bool:
    if form in _ALSO_WORDS:
        return first
    return len(form) > _SHORT or not form.isascii() or form in _SURE or (first and form in _LEADING)


def _without_endings(words: list[str], classes: set[str]) -> list[str]:
    """The words without legal forms at the end (misspelled ones too), at the beginning, and company anywhere."""
    if words:
        words[-1:] = _part_glued(words[-1])
    while len(words) > 1:
        if classes and words[-1] in _MODIFIERS:
            words = words[:-1]
            continue
        taken, kind = _ending(words)
        if not kind or all(word in _MODIFIERS for word in words[:-taken]):
            break
        words = words[:-taken]
        classes.add(kind)
    if len(words) > 1 and words[0] in _BEGINNING and words[1] not in _MODIFIERS:
        classes.add(_BEGINNING[words[0]])
        words = words[1:]
    without = [word for word in words if TRADE.get(word) != _COMPANY]
    if len(without) < len(words) and not all(word in _MODIFIERS for word in without):
        classes.add(_COMPANY)  # Syrian Company for Oil Transport, Syrian Oil Transport Company
        words = without
    return words


def _ending(words: list[str]) -> tuple[int, str]:
    last = words[-1]
    if last in _ENDING:
        return 1, _ENDING[last]
    for phrase, kind in _PHRASES_BY_END.get(last, ()):
        if tuple(words[-len(phrase) :]) == phrase and len(words) > len(phrase):
            return len(phrase), kind
    if len(last) >= _LETTERS_A_SLIP and last not in TRADE:
        return 1, misspelled(last)
    return 0, ""


@lru_cache(maxsize=65_536)
def _part_glued(word: str) -> tuple[str, ...]:
    """``zarkandalimited`` -> ``("zarkanda", "limited")``; the word alone where no legal form is written onto it."""
    for form in _GLUED_LATIN:
        if word.endswith(form) and len(word) - len(form) >= _FEWEST_LETTERS_BEFORE:
            return word[: -len(form)], form
    return (word,)


_PHRASES_BY_END: dict[str, list[tuple[tuple[str, ...], str]]] = {}
for _phrase, _kind in _PHRASES.items():
    _PHRASES_BY_END.setdefault(_phrase[-1], []).append((_phrase, _kind))


@lru_cache(maxsize=65_536)
def misspelled(word: str) -> str:
    """The class of the legal form that a word is a slip of; empty where it is none.

    >>> misspelled("coporation"), misspelled("limted"), misspelled("united"), misspelled("aktiengeselschaft")
    ('company', 'llc', '', 'jsc')
    """
    if not word.isascii() or not word.isalpha():
        return ""
    for form, kind in _SPELLED_OUT.items():
        allowed = len(form) // _LETTERS_A_SLIP
        if abs(len(word) - len(form)) <= allowed and OSA.distance(word, form, score_cutoff=allowed) <= allowed:
            return kind
    return ""
