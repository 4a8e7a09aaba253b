"""Make a home ready, or bring it to this program's level."""

from __future__ import annotations

import os
from pathlib import Path

from amlrisk.services.system import require_same_secret
from amlrisk.settings import Settings, create_secret, load_settings
from amlrisk.store.database import open_store


def set_up() -> Settings:
    """Secret, folders and database; does nothing where they are there already."""
    if not os.environ.get("AMLRISK_SECRET_KEY"):
        create_secret(Path(os.environ.get("AMLRISK_HOME") or "./var").resolve())
    settings = load_settings()
    settings.home.mkdir(parents=True, exist_ok=True)
    store = open_store(settings.database_url, timeout_seconds=settings.lock_timeout_seconds)
    try:
        store.migrate()
        require_same_secret(store, settings)
    finally:
        store.close()
    return settings
