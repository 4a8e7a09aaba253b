"""The table of Chinese names is whole, and what is called a near miss is not a spelling."""

from __future__ import annotations

import unicodedata

from bench.accuracy.spellings import homophones, near_misses, read_chinese, spellings

NAMES = read_chinese()


def test_there_are_enough_of_every_kind() -> None:
    kinds = [name.kind for name in NAMES]
    assert len(NAMES) >= 120
    assert {kind: kinds.count(kind) >= 8 for kind in kinds} == dict.fromkeys(
        ("two", "three", "compound", "heteronym", "married"), True
    )
    assert len({name.simplified for name in NAMES}) == len(NAMES)


def test_every_syllable_has_its_character() -> None:
    for name in NAMES:
        assert len(name.simplified) == len(name.traditional)
        lengths = {
            len(each.split("/")[1].split(" ")) for each in (name.pinyin, name.wade_giles, name.hong_kong, name.taiwan)
        }
        assert len(lengths) == 1, name.simplified


def test_spellings_of_a_name() -> None:
    name = next(name for name in NAMES if name.simplified == "陈美玲")
    assert spellings(name) == {
        "identical": "陈美玲",
        "traditional": "陳美玲",
        "pinyin joined": "Chen Meiling",
        "pinyin spaced": "Chen Mei Ling",
        "pinyin given first": "Meiling Chen",
        "pinyin as listed": "CHEN, Meiling",
        "Wade-Giles": "Ch'en Mei-ling",
        "Wade-Giles, no apostrophe": "Chen Mei-ling",
        "Wade-Giles, no hyphen": "Chen Mei ling",
        "Wade-Giles given first": "Mei-ling Chen",
        "Hong Kong": "Chan Mei Ling",
        "Hong Kong given first": "Mei Ling Chan",
        "Hong Kong, hyphen": "CHAN, Mei-ling",
        "Taiwan": "Chen Mei-ling",
        "Taiwan given first": "Mei-ling Chen",
    }


def test_a_near_miss_is_no_spelling_of_the_name() -> None:
    written = {name.simplified: {letters(text) for text in spellings(name).values()} for name in NAMES}
    for kind, characters, other in near_misses(NAMES):
        assert letters(other) not in written[characters], (kind, characters, other)


def test_a_homophone_is_another_name_of_the_same_length() -> None:
    found = homophones(NAMES)
    assert len(found) > len(NAMES) / 2
    for name, other in found:
        assert len(other) == len(name.simplified)
        assert sum(a != b for a, b in zip(name.simplified, other, strict=True)) == 1


def letters(text: str) -> str:
    bare = unicodedata.normalize("NFD", text.casefold())
    return "".join(sorted(char for char in bare if char.isalpha() and not unicodedata.combining(char)))
