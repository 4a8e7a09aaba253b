"""What is recorded was screened against the lists that are in force when it is: none comes between the two.

Whom a change of a list touches is asked when it is in force. Whoever was screened before that and is recorded after it
would be seen by nobody: neither as a customer whom the change found, nor as one who was screened against it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import ParamSpec, TypeVar

import structlog

from amlrisk.grading.model import ListVersion
from amlrisk.services.system import System

log = structlog.get_logger(__name__)

_Asked = ParamSpec("_Asked")
_Answer = TypeVar("_Answer")


class ListsMoved(Exception):
    """Other lists came into force since somebody was screened; nothing of it was written."""


def require_in_force(system: System, lists: Iterable[ListVersion]) -> None:
    """Raises ``ListsMoved`` where these are not the lists in force, by what they hold and what they are.

    Belongs in the transaction that records: until it ends, no others come into force.
    """
    system.store.snapshots.keep()
    now = {(each.source, each.category, each.content_sha256) for each in system.desk.infos().values()}
    if now != {(each.source, each.category, each.content_sha256) for each in lists}:
        raise ListsMoved


def anew_where_lists_move(act: Callable[_Asked, _Answer]) -> Callable[_Asked, _Answer]:
    """Do it again from its beginning for as long as ``ListsMoved`` is raised."""

    @functools.wraps(act)
    def until_they_stay(*asked: _Asked.args, **named: _Asked.kwargs) -> _Answer:
        while True:
            try:
                return act(*asked, **named)
            except ListsMoved:
                log.info("lists_moved", act=act.__name__)

    return until_they_stay
