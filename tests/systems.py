"""A whole system for tests: a real store, a small invented list in force, a clock that the test moves."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from amlrisk.policy.loader import read_pack
from amlrisk.services.desk import Desk
from amlrisk.services.import_list import import_list
from amlrisk.services.system import System
from amlrisk.settings import Settings
from amlrisk.store.database import Store, open_store
from amlrisk.store.index_files import IndexFiles
from amlrisk.watchlist.catalogue import Catalogue, load_catalogue
from tests.store_fixtures import put_migrated

NOW = datetime(2026, 7, 15, 2, 0, tzinfo=UTC)
DATABASE = "amlrisk.db"

CATALOGUE = """
sources:
  listed: &table
    title: {zh: 测试名单, en: Test list}
    publisher: nobody
    format: table
    category: un_sanctions
    licence: invented
    required: true
    max_age_days: 7
    max_bytes: 1000000
    files: [listed.csv]
    mapping:
      id: id
      name: name
      schema: {column: type, values: {Person: Person, Organization: Organization}}
      birth_date: birth_date
      nationality: nationality
      identifiers:
        - {column: resident_id, kind: national_id, country: CN}
  watch:
    <<: *table
    category: internal_watch
    required: false
    max_age_days: 30
"""

HEADER = "id,type,name,birth_date,nationality,resident_id"
LISTED = (
    "T-1,Person,贺云骁,1971-03-14,CN,110105197103141178",
    "T-2,Person,Zaydan Qasim al-Demari,1975-08-21,YE,",
    "T-3,Organization,Demo Hollow Trading Ltd,,PA,",
    "T-4,Person,欧阳岚溪,1983-11-02,CN,",
    "T-5,Person,Casimiro Demonte Alvarenga,1957-04-03,PY,",
)


@dataclass
class Clock:
    """Time stands still unless a test moves it."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)


def settings_for(home: Path, url: str | None = None, **changes: Any) -> Settings:
    settings = Settings(
        home=home,
        database_url=url or f"sqlite:///{home / DATABASE}?synchronous=normal",  # no test cuts the power
        secret=b"a secret that only tests may know",
        policy="cn_insurer",
        watchlists=None,
        timezone=ZoneInfo("Asia/Shanghai"),
        processes=1,
        max_body_bytes=1 << 20,
        max_batch=100,
        lock_timeout_seconds=5,
        log_level="error",
        log_format="text",
    )
    return dataclasses.replace(settings, **changes)


#: A pack never changes; reading one takes longer than most tests.
pack_named = functools.cache(read_pack)


@functools.cache
def _catalogue() -> Catalogue:
    return load_catalogue(CATALOGUE.encode(), "sources.yaml")


def system_for(home: Path, url: str | None = None, clock: Clock | None = None, **changes: Any) -> System:
    """A migrated system with no list in force yet."""
    settings = settings_for(home, url, **changes)
    if url is None:
        has_database(home)
    store = open_store(settings.database_url, timeout_seconds=settings.lock_timeout_seconds)
    pack = pack_named(settings.policy)
    clock = clock or Clock()
    store.packs.archive(pack.digest, pack.name, pack.version, pack.files, clock())
    catalogue = _catalogue()
    return System(
        settings=settings,
        store=store,
        pack=pack,
        catalogue=catalogue,
        desk=desk_for(store, catalogue, settings),
        clock=clock,
    )


def has_database(home: Path) -> None:
    """A migrated, empty database on SQLite is where ``settings_for`` says, unless one is there already."""
    if not (home / DATABASE).exists():
        put_migrated(home / DATABASE)


def desk_for(store: Store, catalogue: Catalogue, settings: Settings) -> Desk:
    """A desk as a process has it that has just started."""
    return Desk(store, catalogue, settings.secret, IndexFiles(settings.home / "indexes"))


def put_list(system: System, rows: Sequence[str] = LISTED, source: str = "listed") -> None:
    """Import ``rows`` as a new version of ``source`` through the ordinary service."""
    path = system.settings.home / f"{source}.csv"
    path.write_text("\n".join((HEADER, *rows)) + "\n", encoding="utf-8")
    import_list(system, source, [path], actor="test")


def customer(ref: str = "C-1", name: str = "林晓雨", **changes: Any) -> dict[str, Any]:
    """An unremarkable raw customer: general by every factor. ``changes`` replace its fields."""
    raw: dict[str, Any] = {
        "ref": ref,
        "kind": "natural",
        "subject": {
            "name": name,
            "gender": "female",
            "birth_on": "1990-05-06",
            "nationalities": ["CN"],
            "residence_country": "CN",
            "documents": [{"kind": "resident_id", "number": "110101199005060028", "expires_on": "2035-01-01"}],
        },
        "branch": "B11",
        "branch_region": "110101",
        "relationship_on": "2026-07-01",
        "address": "演示路1号",
        "address_region": "110101",
        "local_link": True,
        "phone": "13900000000",
        "verification": "verified",
        "document_gaps": [],
        "adverse_media": "none",
        "cross_border": "none",
        "pep_link": "none",
        "cash_business": "none",
        "occupation": "1002",
        "annual_income": "200000",
        "policies": [
            {
                "ref": "P1",
                "product": "motor",
                "channel": "face_to_face",
                "mode": "single",
                "premium": "3000",
                "paid": "3000",
                "starts_on": "2026-07-01",
            }
        ],
        "transactions": [
            {
                "on": "2026-07-01",
                "kind": "premium",
                "policy": "P1",
                "amount": "3000",
                "method": "transfer",
                "payer": "own",
            }
        ],
        "events": [],
    }
    raw.update(changes)
    return raw


#: Shares name, sex and nationality with T-4 of the test list; nothing tells them apart.
NAMESAKE = {"name": "欧阳岚溪", "gender": "female", "nationalities": ["CN"], "residence_country": "CN"}
