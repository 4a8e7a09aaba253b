"""A policy pack from its files, checked whole before anything is read from it.

A pack that loads is one that every day has an answer for, or says plainly that nothing is in force; there
is no default anywhere. The same bytes give the same digest and the same rules, from a folder, from the
installed package or from an archive.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.resources import files as resources
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType

from amlrisk.errors import PolicyInvalid, PolicyNotFound
from amlrisk.policy import checks, resolve
from amlrisk.policy.editions import PACK, Parsed, parse
from amlrisk.policy.model import Rules, Text
from amlrisk.policy.value import ValueRules

_SUFFIXES = (".yaml", ".yml")
_MATCHING = "matching.yaml"


@dataclass(frozen=True)
class Pack:
    """A checked pack. ``files`` are its bytes, to be archived under ``digest``; ``source`` says where it came from."""

    name: str
    version: str
    title: Text
    digest: str
    files: Mapping[str, bytes]
    source: str
    _parsed: Parsed = field(repr=False)

    def on(self, day: date) -> Rules:
        """What is in force on ``day``. Raises PolicyNotInForce when a file has no edition for it yet."""
        return resolve.rules(self._parsed, self.digest, day)

    def value_on(self, day: date) -> ValueRules:
        """What the value files say on ``day``, apart from what grading sees. Raises PolicyNotInForce as ``on`` does."""
        return resolve.value_rules(self._parsed, self.digest, day)

    def turning_days(self) -> tuple[date, ...]:
        """The days from which something changes, the first being that from which the pack is in force."""
        return tuple(self._parsed.turning_days())


def load_pack(files: Mapping[str, bytes], source: str) -> Pack:
    """A pack from the bytes of its files, by name. Raises PolicyInvalid naming file and path."""
    return _load(files, source, None)


def _load(files: Mapping[str, bytes], source: str, lender: Parsed | None) -> Pack:
    parsed = parse(files, lender)
    checks.check(parsed)
    return Pack(
        name=parsed.id,
        version=parsed.version,
        title=parsed.title,
        digest=pack_digest(files),
        files=MappingProxyType(dict(files)),
        source=source,
        _parsed=parsed,
    )


def load_archived(files: Mapping[str, bytes], source: str, present: Pack) -> Pack:
    """A pack from the archive, under its own digest.

    The numbers of name matching belong to the engine of their day. Where an archived pack has them for an engine that
    is no more, it takes those of the ``present`` pack in their place: grading replays as it was, and that names
    are screened otherwise today is seen from the version of the index. One archived before there was a ``review.yaml``
    has the present one: cases are decided under today's rules, and no grade depends on it. So with the value files.
    """
    try:
        return _load(files, source, present._parsed)
    except PolicyInvalid as error:
        if error.params.get("file") != _MATCHING:
            raise
        readable = _load({**files, _MATCHING: present.files[_MATCHING]}, source, present._parsed)
        return replace(readable, digest=pack_digest(files), files=MappingProxyType(dict(files)))


def read_pack(name_or_folder: str) -> Pack:
    """A shipped pack by name, or one from a folder. Raises PolicyNotFound or PolicyInvalid."""
    folder: Traversable = Path(name_or_folder)
    if name_or_folder in shipped_packs():
        folder = _shipped().joinpath(name_or_folder)
    if not folder.joinpath(PACK).is_file():
        raise PolicyNotFound(pack=name_or_folder)
    found = {file.name: file.read_bytes() for file in folder.iterdir() if file.name.endswith(_SUFFIXES)}
    return load_pack(found, source=name_or_folder)


def shipped_packs() -> tuple[str, ...]:
    """The packs that come with amlrisk, by name."""
    return tuple(sorted(folder.name for folder in _shipped().iterdir() if folder.joinpath(PACK).is_file()))


def pack_digest(files: Mapping[str, bytes]) -> str:
    """SHA-256 (hex) over file names and bytes, in the order of the names; lengths keep them apart."""
    total = hashlib.sha256()
    for name, data in sorted(files.items()):
        total.update(f"{name}\n{len(data)}\n".encode())
        total.update(data)
    return total.hexdigest()


def _shipped() -> Traversable:
    return resources("amlrisk.policy").joinpath("packs")
