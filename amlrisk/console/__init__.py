"""The officers' pages."""

from amlrisk.console.views import register_console

__all__ = ["register_console"]
