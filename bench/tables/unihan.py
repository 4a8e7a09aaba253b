"""Make ``amlrisk/names/readings.py``: Cantonese and Korean readings of the characters that names are written with.

    python -m bench.tables.unihan --unihan DIR > amlrisk/names/readings.py

``DIR`` holds ``Unihan_Readings.txt`` and ``Unihan_OtherMappings.txt`` of the Unicode Character Database, plain or
``.bz2`` (Debian has them in its package ``unicode-data``, under /usr/share/unicode). Taken are the 8 105 characters of
通用规范汉字表 (``kTGH``): names registered in China are written with them. Readings are those of the traditional
character (``kCantonese``, ``kHangul``), which OpenCC gives.
"""

from __future__ import annotations

import argparse
import bz2
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from opencc import OpenCC

# Where the dictionary's reading is not the one that names have.
CANTONESE_IN_NAMES = {"征": "zing", "卜": "buk", "娜": "naa", "莎": "saa", "茗": "ming", "厘": "lei", "缕": "leoi"}
_LINE = 58  # as wide as 116 letters

_HEAD = '''"""Readings of the characters of names, in simplified form. Made by ``bench/tables/unihan.py``; not edited.

From the Unicode Character Database {version} (Unihan: kCantonese, kHangul, kTGH), under the Unicode License v3,
https://www.unicode.org/license.txt.
"""

from __future__ import annotations'''


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--unihan", type=Path, required=True)
    parser.add_argument("--version", default="15.0")
    arguments = parser.parse_args()
    known = {char for char, _ in _property(arguments.unihan, "Unihan_OtherMappings.txt", "kTGH")}
    cantonese = dict(_property(arguments.unihan, "Unihan_Readings.txt", "kCantonese"))
    hangul = dict(_property(arguments.unihan, "Unihan_Readings.txt", "kHangul"))
    print(_HEAD.format(version=arguments.version))
    _print_table(
        "JYUTPING", "Syllable of Jyutping, without tone -> the characters read so.", _cantonese(known, cantonese)
    )
    print()
    _print_table("HANGUL", "Syllable of Hangul -> the characters read so in Korean names.", _korean(known, hangul))


def _property(folder: Path, file: str, name: str) -> Iterator[tuple[str, str]]:
    path = folder / file
    data = path.read_bytes() if path.is_file() else bz2.decompress(Path(f"{path}.bz2").read_bytes())
    for line in data.decode().splitlines():
        if line.startswith("U+"):
            code, field, value = line.split("\t")
            if field == name:
                yield chr(int(code[2:], 16)), value


def _cantonese(known: set[str], readings: dict[str, str]) -> dict[str, str]:
    traditional = OpenCC("s2t")
    table = defaultdict(str)
    for char in sorted(known):
        reading = readings.get(traditional.convert(char)) or readings.get(char)
        if reading:
            table[CANTONESE_IN_NAMES.get(char) or reading.split()[0].rstrip("123456")] += char
    return table


def _korean(known: set[str], readings: dict[str, str]) -> dict[str, str]:
    """``림:0E 임:0`` -> 림: the reading taught (E) or allowed in names (N), not what it is at the start of a word."""
    traditional = OpenCC("s2t")
    table = defaultdict(str)
    for char in sorted(known):
        value = readings.get(traditional.convert(char)) or readings.get(char) or ""
        best = [one for mark in "EN" for one in value.split() if mark in one]
        if best:
            table[best[0].split(":")[0]] += char
    return table


def _print_table(name: str, what: str, table: dict[str, str]) -> None:
    print(f'\n{name} = """')
    for key in sorted(table):
        entry = f"{key} {table[key]}"
        while len(entry) > _LINE:  # a long entry goes on in lines that repeat its key
            print(entry[:_LINE])
            entry = f"{key} {entry[_LINE:]}"
        print(entry)
    print(f'"""\n"""{what}"""')


if __name__ == "__main__":
    main()
