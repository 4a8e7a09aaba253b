"""Mandarin outside the People's Republic: Wade-Giles, and how passports of Taiwan depart from it.

One spelling a syllable is the *usual* one: Wade-Giles without apostrophes and umlauts, as passports and lists print
it, but yi for i. Other spellings of the same syllables (Ing-wen, Ying-jeou, Shui-bian, Lee, Soong) are folded to it.
Sources: H. A. Giles, A Chinese-English Dictionary (1912); the tables of Gwoyeu Romatzyh (1928), MPS II (1986) and
Tongyong (2002), which Taiwan has used in turn and lets people choose from.
"""

from __future__ import annotations

from functools import cache, lru_cache

from amlrisk.names.pinyin import SYLLABLES, cut

_INITIALS = {
    "zh": "ch",
    "ch": "ch",
    "sh": "sh",
    "b": "p",
    "d": "t",
    "g": "k",
    "j": "ch",
    "q": "ch",
    "x": "hs",
    "r": "j",
    "z": "ts",
    "c": "ts",
}
_WHOLE = {
    "zhi": "chih",
    "chi": "chih",
    "shi": "shih",
    "ri": "jih",
    "zi": "tzu",
    "ci": "tzu",
    "si": "szu",
    "e": "o",
    "er": "erh",
    "ge": "ko",
    "ke": "ko",
    "he": "ho",
    "gui": "kuei",
    "kui": "kuei",
    "yan": "yen",
    "ye": "yeh",
    "yong": "yung",
    "you": "yu",
    "yue": "yueh",
    "lue": "lueh",
    "nue": "nueh",
}
_FINALS = (("iong", "iung"), ("ong", "ung"), ("ian", "ien"), ("ie", "ieh"), ("ue", "ueh"))
_KEEP_UO = ("g", "k", "h", "sh")


def _wade_giles(syllable: str) -> str:
    whole = _WHOLE.get(syllable)
    if whole:
        return whole
    initial = next((one for one in ("zh", "ch", "sh") if syllable.startswith(one)), syllable[0])
    final = syllable[len(initial) :]
    for pinyin, ours in _FINALS:
        if final == pinyin:
            final = ours
            break
    if final == "uo" and initial not in _KEEP_UO:
        final = "o"
    return _INITIALS.get(initial, initial) + final


WADE_GILES = {syllable: _wade_giles(syllable) for syllable in sorted(SYLLABLES)}
"""Syllable of pinyin -> Wade-Giles without marks; 404 syllables share 281 spellings."""

_USUAL = frozenset(WADE_GILES.values())
NOT_PINYIN = _USUAL - SYLLABLES
"""Syllables of Wade-Giles that are none of pinyin, though two of them may spell the same: chiang is not chi'ang."""
_RARELY = frozenset(("je", "ju", "jun", "juan"))
"""Wade-Giles for re, ru, run and ruan, but in today's names nearly always for che, chu, chun and chuan."""

# What stands in passports beside the official tables: doubled vowels, y and w written out or left out.
CUSTOMARY = {
    "lee": "li",
    "soong": "sung",
    "koo": "ku",
    "woo": "wu",
    "loo": "lu",
    "foo": "fu",
    "toong": "tung",
    "chow": "chou",
    "gou": "kuo",
    "hwang": "huang",
    "hwa": "hua",
    "hwei": "hui",
    "kwan": "kuan",
    "kwang": "kuang",
    "kwei": "kuei",
    "kwo": "kuo",
    "ing": "ying",
    "i": "yi",
    "yih": "yi",
    "ih": "yi",
    "yee": "yi",
    "yeou": "yu",
    "yeong": "yung",
    "yuh": "yu",
    "yeuan": "yuan",
    "wey": "wei",
    "uen": "wen",
    "wun": "wen",
    "ssu": "szu",
    "shyh": "shih",
    "jyh": "chih",
    "chyi": "chi",
    "shiow": "hsiu",
    "shiuan": "hsuan",
    "shiun": "hsun",
    "shyu": "hsu",
    "shiu": "hsu",
    "syu": "hsu",
    "sheu": "hsu",
    "shieh": "hsieh",
    "shiang": "hsiang",
    "shiao": "hsiao",
    "jiuan": "chuan",
    "jiun": "chun",
    "chiun": "chun",
    "chiuan": "chuan",
    "chyuan": "chuan",
    "chyun": "chun",
    "jyu": "chu",
    "chyu": "chu",
    "tze": "tzu",
    "tzy": "tzu",
    "tsyr": "tzu",
    "syh": "szu",
    "ger": "ko",
    "ker": "ko",
    "her": "ho",
    "je": "che",
    "der": "te",
    "jer": "che",
    "tser": "tse",
    "jhe": "che",
    "fong": "feng",
    "fung": "feng",
    "mong": "meng",
    "pong": "peng",
    "fone": "feng",
    "lyu": "lu",
    "lv": "lu",
    "nyu": "nu",
    "nv": "nu",
    "jaw": "chao",
    "shaw": "shao",
    "siew": "hsiao",
}
# MPS II and Tongyong: initials that pinyin and Wade-Giles write otherwise; the rest is much as in pinyin.
_OTHER_INITIALS = (
    ("jh", "zh"),
    ("jr", "zh"),
    ("chr", "ch"),
    ("shr", "sh"),
    ("shi", "xi"),
    ("si", "xi"),
    ("ci", "qi"),
    ("chi", "qi"),
    ("ts", "c"),
    ("tz", "z"),
    ("jhih", "zhi"),
    ("chih", "chi"),
    ("shih", "shi"),
    ("j", "zh"),
)
_GR_FINALS = {  # Gwoyeu Romatzyh writes the tone into the final: second, third and fourth tone of each
    "a": "ar aa ah",
    "ai": "air ae ay",
    "an": "arn aan ann",
    "ang": "arng aang anq",
    "ao": "aur ao aw",
    "ei": "eir eei ey",
    "en": "ern een enn",
    "eng": "erng eeng enq",
    "ou": "our oou ow",
    "ong": "orng oong onq",
    "i": "yi ii ih",
    "ia": "ya ea iah",
    "iao": "yau eau iaw",
    "ie": "ye iee ieh",
    "ian": "yan ean iann",
    "iang": "yang eang ianq",
    "in": "yn iin inn",
    "ing": "yng iing inq",
    "iu": "you eou iow",
    "u": "wu uu uh",
    "ua": "wa oa uah",
    "uai": "wai oai uay",
    "uan": "wan oan uann",
    "uang": "wang oang uanq",
    "ui": "wei oei uey",
    "un": "wen oen uenn",
    "uo": "wo uoo uoh",
}
_GR_INITIALS = {
    "b": "b", "p": "p", "m": "m", "f": "f", "d": "d", "t": "t", "n": "n", "l": "l", "g": "g", "k": "k", "h": "h",
    "zh": "j", "ch": "ch", "sh": "sh", "r": "r", "z": "tz", "c": "ts", "s": "s", "j": "j", "q": "ch", "x": "sh",
}  # fmt: skip


@cache
def _folds() -> dict[str, str]:
    """Spellings that are not the usual one -> the usual one. What is pinyin or Wade-Giles already reads as that."""
    found: dict[str, str] = {}
    for final, toned in _GR_FINALS.items():
        for pinyin, initial in _GR_INITIALS.items():
            usual = WADE_GILES.get(pinyin + final)
            if usual:
                for spelled in toned.split():
                    found.setdefault(initial + spelled, usual)
    for syllable, usual in WADE_GILES.items():
        for other, pinyin in _OTHER_INITIALS:
            if syllable.startswith(pinyin):
                found.setdefault(other + syllable[len(pinyin) :], usual)
    found.update(WADE_GILES)
    found.update({usual: usual for usual in _USUAL if usual not in _RARELY})
    found.update(CUSTOMARY)
    return found


def of_syllables(syllables: tuple[str, ...]) -> str:
    """Syllables of pinyin -> one word of Wade-Giles: ``("ze", "dong")`` -> ``"tsetung"``."""
    return "".join([WADE_GILES.get(syllable, syllable) for syllable in syllables])


@lru_cache(maxsize=65536)
def of_pinyin(word: str) -> str | None:
    """A word of pinyin in Wade-Giles; None where it is no pinyin.

    >>> of_pinyin("zedong"), of_pinyin("xiaoping"), of_pinyin("vladimir")
    ('tsetung', 'hsiaoping', None)
    """
    syllables = cut(word, SYLLABLES)
    return of_syllables(syllables) if syllables else None


@lru_cache(maxsize=65536)
def usual(word: str) -> tuple[str, int] | None:
    """A word in any Mandarin romanisation -> its usual spelling and its count of syllables; None if it is none.

    >>> usual("tenghui"), usual("ing"), usual("jeou"), usual("shuibian"), usual("smith")
    (('tenghui', 2), ('ying', 1), ('chiu', 1), ('shuipien', 2), None)
    """
    folds = _folds()
    syllables = cut(word, folds)
    if not syllables:
        return None
    without_change = cut(word, _USUAL)
    if len(without_change) == len(syllables) and _RARELY.isdisjoint(without_change):
        syllables = without_change
    return "".join([folds.get(syllable, syllable) for syllable in syllables]), len(syllables)
