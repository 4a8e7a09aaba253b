"""Numbers in names of organisations and vessels, as digits: Fund II, Fund 2 and Second Fund have one number."""

from __future__ import annotations

import re

_UNITS = {
    1: "one first primer primero primera erste erster erstes один первый первая первое pervyy pervaya pervyi birinci",
    2: "two second dos segundo segunda secondo seconda deux deuxieme zwei zweite zweiter два второй вторая vtoroy "
    "vtoraya ikinci",
    3: "three third tercer tercero tercera tre terzo terza trois troisieme drei dritte dritter три третий третья "
    "tretiy uchuncu",
    4: "four fourth cuatro cuarto cuarta quattro quarto quarta quatre quatrieme vier vierte четыре четвертый",
    5: "five fifth fith cinco quinto quinta cinque cinq cinquieme funf fuenf funfte пять пятый пятая pyatyy",
    6: "six sixth seis sexto sexta sesto sesta sixieme sechs sechste шесть шестой шестая",
    7: "seven seventh siete septimo septima settimo sept septieme sieben siebte семь седьмой",
    8: "eight eighth eigth ocho octavo octava ottavo huit huitieme achte восемь восьмой",
    9: "nine ninth nineth nueve noveno novena nono neuf neuvieme neun neunte девять девятый",
    10: "ten tenth diez decimo decima dieci dixieme zehn zehnte десять десятый",
    11: "eleven eleventh onze undici",
    12: "twelve twelfth doce dodici douze zwolf zwoelf двенадцать",
    13: "thirteen thirteenth trece tredici treize dreizehn",
    14: "fourteen fourteenth catorce",
    15: "fifteen fifteenth quinze",
    16: "sixteen sixteenth",
    17: "seventeen seventeenth",
    18: "eighteen eighteenth",
    19: "nineteen nineteenth",
    100: "hundred hundredth",
}
_TENS = {
    20: "twenty twentieth veinte venti vingt zwanzig двадцать",
    30: "thirty thirtieth thirdy treinta trenta trente dreissig тридцать",
    40: "forty fourty fortieth cuarenta quaranta quarante vierzig сорок",
    50: "fifty fiftieth cincuenta cinquanta cinquante пятьдесят",
    60: "sixty sixtieth sesenta sessanta soixante",
    70: "seventy seventieth setenta",
    80: "eighty eightieth ochenta",
    90: "ninety ninty ninetieth noventa",
}
WORDS = {word: number for table in (_UNITS, _TENS) for number, words in table.items() for word in words.split()}
"""Numbers spelled out, with misspellings as common as the right spelling (fourty); none that is a word or name besides
(due, elf, Premier, Prima)."""
TENS = frozenset(word for words in _TENS.values() for word in words.split())
"""Followed by a word for 1 to 9, they are one number with it: forty four."""
_ROMAN = re.compile(r"(x{0,3})(ix|iv|v?i{0,3})")
_ROMAN_LETTERS = {"i": 1, "v": 5, "x": 10}
_DIGITS = re.compile(r"0*(\d+)(?:st|nd|rd|th|e|eme|er|o|a|й|я|ая|ый|го)?")
MARKERS = frozenset(("no", "nr", "num", "number", "numero", "№"))
"""What stands before a number and adds nothing: Factory No. 5."""
_MARKED = re.compile(r"(?:no|nr|n)0*(\d+)")


def digits_of(word: str) -> str | None:
    """The number a folded word stands for wherever in a name it is, as digits without leading zeros; or None.

    >>> digits_of("007"), digits_of("2nd"), digits_of("forty"), digits_of("no5"), digits_of("viii"), digits_of("bank")
    ('7', '2', '40', '5', '8', None)
    """
    if word[0].isdigit():
        match = _DIGITS.fullmatch(word)
        return str(int(match[1])) if match else None
    if word in WORDS:
        return str(WORDS[word])
    if word.startswith("n") and (match := _MARKED.fullmatch(word)):
        return match[1]
    return roman(word) if len(word) > 1 and word not in _NOT_ROMAN else None


_NOT_ROMAN = frozenset(("xi", "vi"))
"""Chinese, Vietnamese and Korean names too: numbers only at the end of a name."""


def roman(word: str) -> str | None:
    """A Roman numeral up to 39 as digits, None for any other word.

    >>> roman("iv"), roman("xiv"), roman("iiii"), roman("mix")
    ('4', '14', None, None)
    """
    if not _ROMAN.fullmatch(word) or not word:
        return None
    values = [_ROMAN_LETTERS[letter] for letter in word]
    following = [*values[1:], 0]
    return str(sum(-a if a < b else a for a, b in zip(values, following, strict=True)))


def joined(tens: str, unit: str) -> str | None:
    """``("40", "4")`` -> ``"44"``; None where the two are not one number."""
    return str(int(tens) + int(unit)) if len(unit) == 1 and unit != "0" else None


_HAN_DIGITS = dict(
    zip("零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖两", [0, 0, *range(1, 10), *range(1, 10), 2], strict=True)
)
HAN_NUMBER = "[零〇一二三四五六七八九十百壹贰叁肆伍陆柒捌玖拾佰]+"
"""Chinese numerals as a regular expression; numbers of organisations stay below a thousand."""


def han_digits(numeral: str) -> str:
    """Chinese numerals, or digits already -> digits.

    >>> han_digits("三"), han_digits("十二"), han_digits("二十"), han_digits("一百零八"), han_digits("二〇四")
    ('3', '12', '20', '108', '204')
    """
    if numeral.isascii():
        return numeral.lstrip("0") or "0"
    if not any(char in "十百拾佰" for char in numeral):
        return "".join(str(_HAN_DIGITS[char]) for char in numeral).lstrip("0") or "0"
    total = current = 0
    for char in numeral:
        if char in "十拾百佰":
            total += (current or 1) * (10 if char in "十拾" else 100)
            current = 0
        else:
            current = _HAN_DIGITS[char]
    return str(total + current)
