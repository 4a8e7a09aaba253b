"""Everything a service needs, in one value: settings, store, policy pack, list catalogue, clock, desk."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from importlib.resources import files

from amlrisk.errors import CatalogueInvalid, ReplayImpossible, SecretMismatch
from amlrisk.facts.intake import CodeSets
from amlrisk.grading.model import Assessment
from amlrisk.policy.loader import Pack, load_archived, read_pack
from amlrisk.policy.model import Rules
from amlrisk.policy.value import ValueRules
from amlrisk.services.adopt_policy import adopt_policy
from amlrisk.services.desk import Desk
from amlrisk.services.meter import Meter
from amlrisk.settings import Settings
from amlrisk.store.database import Store, open_store
from amlrisk.store.index_files import IndexFiles
from amlrisk.watchlist.catalogue import Catalogue, load_catalogue

_RULES_KEPT = 16  # reading a pack costs a thousand times an answer; an officer looks at few packs and days at a time


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
    meter: Meter = field(default_factory=Meter)
    _rules: dict[tuple[str, date], Rules] = field(default_factory=dict)
    _codes: dict[tuple[str, date], CodeSets] = field(default_factory=dict)
    _value_rules: dict[tuple[str, date], ValueRules] = field(default_factory=dict)

    def now(self) -> datetime:
        return self.clock()

    def today(self) -> date:
        """The day it is in the installation's time zone: the day on which policy and ages are read."""
        return self.day_of(self.clock())

    def day_of(self, moment: datetime) -> date:
        """The day that a moment falls on in the installation's time zone."""
        return moment.astimezone(self.settings.timezone).date()

    def rules(self) -> Rules:
        """The pack as it is in force today; raises ``PolicyNotInForce``."""
        return self._kept(self.pack.digest, self.today(), lambda: self.pack)

    def rules_of(self, assessment: Assessment) -> Rules:
        """The rules an assessment was made under, from the archive: they do not change when the pack moves on.

        Raises ``NotFound`` where the archive does not hold the pack, ``ReplayImpossible`` where it was altered.
        """

        def archived() -> Pack:
            pack = load_archived(self.store.packs.files(digest), f"archive:{digest}", self.pack)
            if pack.digest != digest:
                raise ReplayImpossible(assessment=assessment.id, detail="the archived policy pack was altered")
            return pack

        digest = assessment.policy.digest
        return self._kept(digest, assessment.on, archived)

    def value_rules(self, on: date | None = None) -> ValueRules:
        """How the pack values customers on a day, today where none is said; raises ``PolicyNotInForce``."""
        return self._kept_value(self.pack.digest, on or self.today(), lambda: self.pack)

    def value_rules_of(self, policy_digest: str, on: date) -> ValueRules:
        """The same by a pack of the archive; raises ``NotFound`` where it does not hold it."""
        if policy_digest == self.pack.digest:
            return self.value_rules(on)
        files = self.store.packs.files
        return self._kept_value(
            policy_digest, on, lambda: load_archived(files(policy_digest), f"archive:{policy_digest}", self.pack)
        )

    def _kept_value(self, digest: str, on: date, read: Callable[[], Pack]) -> ValueRules:
        rules = self._value_rules.get((digest, on))
        if rules is None:
            rules = read().value_on(on)
            if len(self._value_rules) >= _RULES_KEPT:
                self._value_rules.clear()
            self._value_rules[digest, on] = rules
        return rules

    def _kept(self, digest: str, on: date, read: Callable[[], Pack]) -> Rules:
        # Found by digest and day, so that what is kept cannot be wrong.
        rules = self._rules.get((digest, on))
        if rules is None:
            rules = read().on(on)
            if len(self._rules) >= _RULES_KEPT:
                self._rules.clear()
            self._rules[digest, on] = rules
        return rules

    def code_sets(self) -> CodeSets:
        """The codes that an intake may use today."""
        rules = self.rules()
        kept = self._codes.get((rules.digest, rules.on))
        if kept is None:
            kept = CodeSets(
                occupations=frozenset(rules.occupations.entries),
                industries=frozenset(rules.industries.entries),
                currencies=frozenset(rules.currencies),
            )
            self._codes.clear()
            self._codes[rules.digest, rules.on] = kept
        return kept


def open_system(settings: Settings, *, clock: Callable[[], datetime] = utc_now) -> System:
    """Read pack and catalogue, open the store (which must be at this program's level), archive the pack."""
    pack = read_pack(settings.policy)
    catalogue = read_catalogue(settings)
    store = open_store(settings.database_url, timeout_seconds=settings.lock_timeout_seconds)
    store.check_level()
    require_same_secret(store, settings)
    adopt_policy(store, pack, clock())
    return System(
        settings=settings,
        store=store,
        pack=pack,
        catalogue=catalogue,
        desk=Desk(store, catalogue, settings.secret, IndexFiles(settings.home / "indexes")),
        clock=clock,
    )


def require_same_secret(store: Store, settings: Settings) -> None:
    """Raises ``SecretMismatch`` unless the secret is the one this database was first used with.

    With another one no identity number kept would ever equal a listed one again, and nobody would notice.
    """
    mark = hmac.new(settings.secret, b"amlrisk: the secret of this database", hashlib.sha256).hexdigest()
    if store.installation.settle("secret", mark) != mark:
        raise SecretMismatch()


def read_catalogue(settings: Settings) -> Catalogue:
    """The catalogue of the settings' folder, or the shipped one."""
    folder = settings.watchlists if settings.watchlists is not None else files("amlrisk_watchlists")
    path = folder / "sources.yaml"
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CatalogueInvalid(file="sources.yaml", path=".", detail=str(error)) from error
    return load_catalogue(data, "sources.yaml")
