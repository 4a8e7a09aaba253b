"""Structured logs on stderr: one line an event, JSON for machines or text for people."""

from __future__ import annotations

import logging
import sys

import structlog

from amlrisk.settings import Settings


def configure_logs(settings: Settings) -> None:
    """Set up logging for this process. No personal data belongs in an event: refs, ids and codes only."""
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    render = structlog.processors.JSONRenderer() if settings.log_format == "json" else structlog.dev.ConsoleRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            render,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
