"""What goes wrong with names when people type them: each kind by itself, seeded, never undone by the next.

A spoiler takes a name and a source of chance and gives the spoiled name, or None where the name cannot be spoiled that
way (one part cannot be swapped). What comes back always differs from the name, whatever the case.
"""

from __future__ import annotations

import random
import re
import string
from collections.abc import Callable

Spoiler = Callable[[str, random.Random], str | None]

_SHORT = 3
_SPLIT_FROM = 6


def replaced(name: str, chance: random.Random) -> str | None:
    """One letter is another one."""
    return _at_letters(name, chance, 1, _replace)


def dropped(name: str, chance: random.Random) -> str | None:
    """One letter is left out."""
    return _at_letters(name, chance, 1, _drop)


def doubled(name: str, chance: random.Random) -> str | None:
    """One letter is typed twice."""
    return _at_letters(name, chance, 1, _double)


def inserted(name: str, chance: random.Random) -> str | None:
    """A letter too many."""
    return _at_letters(name, chance, 1, _insert)


def transposed(name: str, chance: random.Random) -> str | None:
    """Two neighbouring letters change places."""
    places = [at for at in _letters(name) if _turns(name, at)]
    return _turn(name, chance.choice(places), chance) if places else None


def one_error(name: str, chance: random.Random) -> str | None:
    """One typing error of any kind."""
    return chance.choice(_ERRORS)(name, chance)


def two_errors(name: str, chance: random.Random) -> str | None:
    """Two typing errors, at least two letters apart, so that one never takes the other back."""
    return _at_letters(
        name, chance, 2, lambda text, at, rng: rng.choice((_replace, _drop, _double, _insert))(text, at, rng)
    )


def swapped(name: str, chance: random.Random) -> str | None:
    """The parts in another order."""
    parts = _parts(name)
    if len({part.casefold() for part in parts}) < 2:
        return None
    while (order := chance.sample(parts, len(parts))) == parts:
        pass
    return " ".join(order)


def surname_moved(name: str, chance: random.Random) -> str | None:
    """The last part first, or the first part last: the order of another country."""
    parts = _parts(name)
    if len({part.casefold() for part in parts}) < 2:
        return None
    turned = [*parts[1:], parts[0]] if chance.random() < 0.5 else [parts[-1], *parts[:-1]]
    return " ".join(turned) if turned != parts else None


def joined(name: str, chance: random.Random) -> str | None:
    """Two neighbouring parts as one word."""
    parts = _parts(name)
    if len(parts) < 2:
        return None
    at = chance.randrange(len(parts) - 1)
    return " ".join([*parts[:at], parts[at] + parts[at + 1], *parts[at + 2 :]])


def split(name: str, chance: random.Random) -> str | None:
    """A long part as two words."""
    parts = _parts(name)
    long = [at for at, part in enumerate(parts) if len(part) >= _SPLIT_FROM and part.isalpha()]
    if not long:
        return None
    at = chance.choice(long)
    cut = chance.randint(_SHORT, len(parts[at]) - _SHORT)
    return " ".join([*parts[:at], parts[at][:cut], parts[at][cut:], *parts[at + 1 :]])


def as_listed(name: str, _chance: random.Random) -> str | None:
    """Nothing is wrong with it."""
    return name


SPOILERS: dict[str, Spoiler] = {
    "as listed": as_listed,
    "a letter replaced": replaced,
    "a letter dropped": dropped,
    "a letter doubled": doubled,
    "a letter inserted": inserted,
    "two letters transposed": transposed,
    "one error of any kind": one_error,
    "two errors": two_errors,
    "parts in any order": swapped,
    "first or last part moved": surname_moved,
    "two parts joined": joined,
    "a part split": split,
}

_ERRORS = (replaced, dropped, doubled, inserted, transposed)


def _at_letters(
    name: str, chance: random.Random, count: int, spoil: Callable[[str, int, random.Random], str]
) -> str | None:
    """Spoil ``count`` letters that stand at least three places apart, the last first, so that places stay right."""
    places = _letters(name)
    chosen: list[int] = []
    while places and len(chosen) < count:
        chosen.append(chance.choice(places))
        places = [at for at in places if abs(at - chosen[-1]) > 2]
    if len(chosen) < count:
        return None
    for at in sorted(chosen, reverse=True):
        name = spoil(name, at, chance)
    return name


def _letters(name: str) -> list[int]:
    """Places of letters in words that are long enough to be still a word with an error in it."""
    return [at for word in re.finditer(r"[^\W\d_]+", name) if len(word[0]) >= _SHORT for at in range(*word.span())]


def _replace(name: str, at: int, chance: random.Random) -> str:
    return name[:at] + _other(chance, name[at]) + name[at + 1 :]


def _drop(name: str, at: int, _chance: random.Random) -> str:
    return name[:at] + name[at + 1 :]


def _double(name: str, at: int, _chance: random.Random) -> str:
    return name[:at] + name[at] + name[at:]


def _insert(name: str, at: int, chance: random.Random) -> str:
    """Before a letter, and not the same letter: that would be doubling."""
    return name[:at] + _other(chance, name[at]) + name[at:]


def _turn(name: str, at: int, _chance: random.Random) -> str:
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def _turns(name: str, at: int) -> bool:
    following = name[at + 1 : at + 2]
    return following.isalpha() and following.casefold() != name[at].casefold()


def _other(chance: random.Random, letter: str) -> str:
    other = chance.choice([char for char in string.ascii_lowercase if char != letter.casefold()])
    return other.upper() if letter.isupper() else other


def _parts(name: str) -> list[str]:
    return name.replace(",", " ").split()
