"""Everything a service needs, in one value: settings, store, policy pack, list catalogue, clock, desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from importlib.resources import files

from amlrisk.errors import CatalogueInvalid
from amlrisk.facts.intake import CodeSets
from amlrisk.policy.loader import Pack, read_pack
from amlrisk.policy.model import Rules
from amlrisk.services.desk import Desk
from amlrisk.settings import Settings
from amlrisk.store.database import Store, open_store
from amlrisk.watchlist.catalogue import Catalogue, load_catalogue


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class System:
    """An installation at work. Cheap to hand around; safe to share between threads and across a fork."""

    settings: Settings
    store: Store
    pack: Pack
    catalogue: Catalogue
    desk: Desk
    clock: Callable[[], datetime] = utc_now
    _rules: dict[date, Rules] = field(default_factory=dict)

    def now(self) -> datetime:
        return self.clock()

    def today(self) -> date:
        """The day it is in the installation's time zone: the day on which policy and ages are read."""
        return self.clock().astimezone(self.settings.timezone).date()

    def rules(self) -> Rules:
        """The pack as it is in force today; raises ``PolicyNotInForce``."""
        today = self.today()
        if today not in self._rules:
            rules = self.pack.on(today)
            self._rules.clear()
            self._rules[today] = rules
        return self._rules[today]

    def code_sets(self) -> CodeSets:
        """The codes that an intake may use today."""
        rules = self.rules()
        return CodeSets(
            occupations=frozenset(rules.occupations.entries),
            industries=frozenset(rules.industries.entries),
            currencies=frozenset(rules.currencies),
        )


def open_system(settings: Settings, *, clock: Callable[[], datetime] = utc_now) -> System:
    """Read pack and catalogue, open the store (which must be at this program's level), archive the pack."""
    pack = read_pack(settings.policy)
    catalogue = read_catalogue(settings)
    store = open_store(settings.database_url, timeout_seconds=settings.lock_timeout_seconds)
    store.check_level()
    store.packs.archive(pack.digest, pack.name, pack.version, pack.files, clock())
    return System(
        settings=settings,
        store=store,
        pack=pack,
        catalogue=catalogue,
        desk=Desk(store, catalogue, settings.secret),
        clock=clock,
    )


def read_catalogue(settings: Settings) -> Catalogue:
    """The catalogue of the settings' folder, or the shipped one."""
    folder = settings.watchlists if settings.watchlists is not None else files("amlrisk_watchlists")
    path = folder / "sources.yaml"
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CatalogueInvalid(file="sources.yaml", path=".", detail=str(error)) from error
    return load_catalogue(data, "sources.yaml")
