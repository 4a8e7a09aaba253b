"""What a serving process counts as it goes: requests, checks, hits. No customer, name or number is ever a label.

The processes of one server count together: their figures live in files that whoever is asked adds up (``share``).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog
from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics, values
from prometheus_client.multiprocess import MultiProcessCollector

from amlrisk.errors import AmlriskError
from amlrisk.grading.model import Assessment
from amlrisk.policy.vocabulary import Decision

#: The library's own variable: it decides by it, and finds the files by it.
_FOLDER = "PROMETHEUS_MULTIPROC_DIR"

_DEFECT = "internal_error"

log = structlog.get_logger(__name__)
#: Around what a check takes (tens of milliseconds) and what its callers wait for (a second).
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


def share(folder: Path) -> None:
    """Let this process and those forked from it count into files in ``folder``, which must be empty.

    Before the system is opened: what was made earlier counts for itself. The library looks at its variable when it is
    imported, which is before anybody knows whether this process will serve.
    """
    os.environ[_FOLDER] = str(folder)
    values.ValueClass = values.get_value_class()  # type: ignore[no-untyped-call]  # untyped in the library


@contextmanager
def _harmless() -> Iterator[None]:
    """What was recorded is answered, whatever becomes of its figure: the files may have been cleared away."""
    try:
        yield
    except Exception as error:
        log.error("not_counted", exc_info=error)


class Meter:
    """The figures of one system. Thread-safe, and usable on both sides of a fork."""

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # untyped; twice the series for nothing we ask
        self._own = CollectorRegistry()
        self._requests = Counter(
            "amlrisk_http_requests", "Requests answered", ("endpoint", "status"), registry=self._own
        )
        self._seconds = Histogram(
            "amlrisk_http_request_seconds",
            "Time from a request to its answer",
            ("endpoint",),
            buckets=_SECONDS,
            registry=self._own,
        )
        self._checks = Counter(
            "amlrisk_checks", "Checks decided and recorded by this server", ("decision",), registry=self._own
        )
        self._refused = Counter(
            "amlrisk_checks_refused", "Checks that came to no decision, by error code", ("code",), registry=self._own
        )
        self._hits = Counter("amlrisk_check_hits", "Hits found by these checks", ("list",), registry=self._own)
        for decision in Decision:
            self._checks.labels(decision.value)  # there from the start: the first one counts as an increase too

    def request(self, endpoint: str, status: int, seconds: float) -> None:
        with _harmless():
            self._requests.labels(endpoint, str(status)).inc()
            self._seconds.labels(endpoint).observe(seconds)

    def checked(self, assessments: Iterable[Assessment]) -> None:
        """Checks that were recorded: to be told when their transaction has ended."""
        with _harmless():
            for each in assessments:
                self._checks.labels(each.outcome.decision.value).inc()
                for hit in each.hits:
                    self._hits.labels(hit.hit.source).inc()

    def refused(self, error: Exception) -> None:
        """A check that came to no decision, and why."""
        with _harmless():
            self._refused.labels(error.code if isinstance(error, AmlriskError) else _DEFECT).inc()

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Count what is raised within as a check refused."""
        try:
            yield
        except Exception as error:
            self.refused(error)
            raise

    def registry(self) -> CollectorRegistry:
        """What was counted, by every process that shares it."""
        if _FOLDER not in os.environ:
            return self._own
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]  # untyped in the library
        return together
