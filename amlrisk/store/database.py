"""The store: one object with a repository for each kind of thing that is kept."""

from __future__ import annotations

from contextlib import AbstractContextManager

from amlrisk.store import migrations
from amlrisk.store.accounts import Accounts
from amlrisk.store.assessments import Assessments
from amlrisk.store.audit import Audit
from amlrisk.store.audit_log import AuditLog
from amlrisk.store.cases import Cases
from amlrisk.store.connection import Database
from amlrisk.store.customers import Customers
from amlrisk.store.delistings import Delistings
from amlrisk.store.dispositions import Dispositions
from amlrisk.store.drafts import Drafts
from amlrisk.store.due_diligence import DueDiligenceRecords
from amlrisk.store.engines import database_at
from amlrisk.store.figures import Figures
from amlrisk.store.forecasts import Forecasts
from amlrisk.store.idempotency import Idempotency
from amlrisk.store.installation import Installation
from amlrisk.store.job_turns import JobTurns
from amlrisk.store.keys import Keys
from amlrisk.store.list_alarms import ListAlarms
from amlrisk.store.list_deltas import ListDeltas
from amlrisk.store.list_syncs import ListSyncs
from amlrisk.store.list_versions import ListVersions
from amlrisk.store.look_backs import LookBacks
from amlrisk.store.memberships import Memberships
from amlrisk.store.overrides import Overrides
from amlrisk.store.packs import Packs
from amlrisk.store.portfolio import Portfolio
from amlrisk.store.reported_events import ReportedEvents
from amlrisk.store.reports import Reports
from amlrisk.store.reviews_ahead import ReviewsAhead
from amlrisk.store.run_scopes import RunScopes
from amlrisk.store.runs import Runs
from amlrisk.store.screened_lists import ScreenedLists
from amlrisk.store.service_records import ServiceRecords
from amlrisk.store.sessions import Sessions
from amlrisk.store.snapshots import Snapshots
from amlrisk.store.tiers import Tiers
from amlrisk.store.values import Values
from amlrisk.store.vip_applications import VipApplications
from amlrisk.store.webhooks import Webhooks


class Store:
    """Thread-safe, and usable on both sides of a fork. Repositories take part in ``transaction()``.

    A repository's writes join the transaction around them. To go on after one of them has failed, wrap it in a
    ``transaction()`` of its own, which is then a savepoint.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self.customers = Customers(database)
        self.assessments = Assessments(database)
        self.dispositions = Dispositions(database)
        self.delistings = Delistings(database)
        self.look_backs = LookBacks(database)
        self.cases = Cases(database)
        self.overrides = Overrides(database)
        self.reported_events = ReportedEvents(database)
        self.snapshots = Snapshots(database)
        self.list_versions = ListVersions(database)
        self.list_deltas = ListDeltas(database)
        self.list_syncs = ListSyncs(database)
        self.list_alarms = ListAlarms(database)
        self.packs = Packs(database)
        self.portfolio = Portfolio(database)
        self.runs = Runs(database)
        self.run_scopes = RunScopes(database)
        self.screened_lists = ScreenedLists(database)
        self.job_turns = JobTurns(database)
        self.reviews_ahead = ReviewsAhead(database)
        self.forecasts = Forecasts(database)
        self.reports = Reports(database)
        self.keys = Keys(database)
        self.idempotency = Idempotency(database)
        self.audit = Audit(database)
        self.audit_log = AuditLog(database)
        self.installation = Installation(database)
        self.accounts = Accounts(database)
        self.sessions = Sessions(database)
        self.drafts = Drafts(database)
        self.values = Values(database)
        self.tiers = Tiers(database)
        self.memberships = Memberships(database)
        self.due_diligence = DueDiligenceRecords(database)
        self.vip = VipApplications(database)
        self.service_records = ServiceRecords(database)
        self.figures = Figures(database)
        self.webhooks = Webhooks(database)

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing; on SQLite the write lock is held from the start. Nested: a savepoint."""
        return self.database.transaction()

    def migrate(self) -> list[str]:
        """Create or update the tables; the names of the migrations applied."""
        return migrations.migrate(self)

    def check_level(self) -> None:
        """Raises ``StoreOutdated`` unless the tables are those of this program."""
        migrations.check_level(self)

    def ping(self) -> None:
        """Raises a store error unless the database can be written to now."""
        with self.transaction():
            self.database.value("SELECT 1")

    def try_writing(self) -> None:
        """Raises a store error unless something as large as an assessment can be recorded now: really writes it."""
        with self.transaction():
            self.installation.try_writing()

    def reopen(self) -> None:
        """Fresh connections; not needed after a fork, which is noticed by itself."""
        self.database.reopen()

    def close(self) -> None:
        """Close this thread's connection. The store stays usable: the next call opens another."""
        self.database.close()


def open_store(url: str, *, timeout_seconds: float = 5) -> Store:
    """The store at ``sqlite:///path`` or ``postgresql://…``, reachable when this returns.

    ``timeout_seconds`` is how long a write waits for others before ``StoreLocked``. The tables are not looked
    at: ``check_level`` does. No connection is left open, so a server may fork afterwards. Raises
    ``SettingInvalid`` or ``StoreUnavailable``.
    """
    database = database_at(url, timeout_seconds)
    database.value("SELECT 1")
    database.close()
    return Store(database)
