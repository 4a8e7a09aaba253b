"""The same services from a terminal. One file per group of commands; ``main`` is the entry point."""

from amlrisk.cli.main import main

__all__ = ["main"]
