"""Everything monitoring is told: what serving processes counted, and how the installation stands when it is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import structlog
from prometheus_client import CollectorRegistry
from prometheus_client.core import Metric

from amlrisk import __version__
from amlrisk.errors import AmlriskError
from amlrisk.services.figures import PARTS, gauge
from amlrisk.services.readiness import Readiness
from amlrisk.services.system import System

log = structlog.get_logger(__name__)


class Exposition(CollectorRegistry):
    """A registry whose figures are read when they are asked for. Thread-safe.

    What cannot be read is left out, and ``amlrisk_figures_failed`` says so: an alert that finds nothing to look at
    would be silent, and monitoring must see most when things are worst.
    """

    def __init__(self, system: System) -> None:
        super().__init__()
        self._system = system
        self._readiness = Readiness(system)

    def collect(self) -> Iterator[Metric]:
        system, now = self._system, self._system.now()
        yield from self._ready()
        failed = []
        for name, read in PARTS.items():
            try:
                yield from list(read(system, now))
            except Exception as error:  # whatever it is, the other parts are told
                log.error("figures_not_read", part=name, exc_info=error)
                failed.append(name)
        yield gauge(
            "amlrisk_figures_failed",
            "1 where a part of the figures could not be read",
            [((name,), float(name in failed)) for name in PARTS],
            ("part",),
        )
        yield gauge("amlrisk_scraped_timestamp_seconds", "The installation's clock", [((), now.timestamp())])

    def _ready(self) -> Iterable[Metric]:
        code = self._not_ready()
        pack = self._system.pack
        return (
            gauge("amlrisk_ready", "1 where a check could be trusted now", [((), float(code is None))]),
            gauge(
                "amlrisk_not_ready",
                "1 for the reason why not, by error code",
                [((code,), 1.0)] if code else [],
                ("code",),
            ),
            gauge(
                "amlrisk_info",
                "1; what this process works with",
                [((__version__, pack.name, pack.version, pack.digest), 1.0)],
                ("version", "pack", "pack_version", "digest"),
            ),
        )

    def _not_ready(self) -> str | None:
        try:
            self._readiness.ask()
        except AmlriskError as error:
            return error.code
        except Exception:
            log.exception("readiness_not_asked")
            return "internal_error"
        return None
