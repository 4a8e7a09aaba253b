"""The whole portfolio: the customers that show something, then the crowd."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from amlrisk.demo.build import Raw, Scribe
from amlrisk.demo.case import Case
from amlrisk.demo.circumstances import circumstances
from amlrisk.demo.crowd import crowd
from amlrisk.demo.listed import listed
from amlrisk.demo.personas import personas
from amlrisk.demo.reopened import reopened

CUSTOMERS = 200


def cases(on: date) -> list[Case]:
    """The customers that show something, in order of their ref; ``docs/demo.md`` lists them."""
    scribe = Scribe(on)
    return [*personas(scribe), *listed(scribe), *circumstances(scribe), *reopened(scribe)]


def portfolio(on: date) -> Iterator[Raw]:
    """All customers as an import reads them. The same for the same day, on every machine."""
    shown = [case.raw for case in cases(on)]
    yield from shown
    yield from crowd(Scribe(on), len(shown) + 1, CUSTOMERS)
