"""Which policy pack was worked with from when to when, and what any of them said."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from amlrisk.errors import NotFound
from amlrisk.policy.loader import Pack, load_archived
from amlrisk.policy.model import Rules
from amlrisk.services.system import System


class PackPeriod(msgspec.Struct, frozen=True, kw_only=True):
    """A pack in use from ``since`` to ``until`` (None: still). One that comes back has a period for each time.

    ``recorded`` is False where only its first use is known: before changes of the pack were recorded.
    """

    digest: str
    name: str
    version: str
    since: datetime
    until: datetime | None
    author: str
    recorded: bool = True


def policy_history(system: System) -> list[PackPeriod]:
    """Every period, the newest first."""
    packs = {each.digest: each for each in system.store.packs.archived()}
    activations = system.store.packs.activations()
    known = {each.digest for each in activations}
    found = [
        PackPeriod(
            digest=each.digest,
            name=packs[each.digest].name,
            version=packs[each.digest].version,
            since=each.activated_at,
            until=activations[place - 1].activated_at if place else None,
            author=each.author,
        )
        for place, each in enumerate(activations)
    ]
    older = [
        PackPeriod(
            digest=each.digest,
            name=each.name,
            version=each.version,
            since=each.archived_at,
            until=None,
            author="",
            recorded=False,
        )
        for each in packs.values()
        if each.digest not in known
    ]
    return [*found, *sorted(older, key=lambda each: each.since, reverse=True)]


def pack_by_digest(system: System, digest: str) -> Pack:
    """The pack in use, or one from the archive. Raises ``NotFound``; also where the archive was altered."""
    if digest == system.pack.digest:
        return system.pack
    pack = load_archived(system.store.packs.files(digest), f"archive:{digest}", system.pack)
    if pack.digest != digest:
        raise NotFound(kind="policy pack", ref=digest)
    return pack


def rules_on(system: System, digest: str, on: date) -> Rules:
    """What a pack says on a day. Raises ``NotFound`` or ``PolicyNotInForce``."""
    return (
        system.rules()
        if (digest, on) == (system.pack.digest, system.today())
        else pack_by_digest(system, digest).on(on)
    )
