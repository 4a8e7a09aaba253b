"""List files of the publishers, streamed into listed entities."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from amlrisk.errors import ListMalformed
from amlrisk.watchlist.formats import eu, ofac, opensanctions, table, uk, un
from amlrisk.watchlist.formats.reading import Job, Limits, ListFile, ParsedList
from amlrisk.watchlist.mapping import Mapping
from amlrisk.watchlist.model import ListedEntity

__all__ = ["FORMATS", "Limits", "ListFile", "ParsedList", "parse"]

FORMATS: dict[str, Callable[[tuple[ListFile, ...], Job], ParsedList]] = {
    "un": un.parse,
    "ofac": ofac.parse,
    "eu": eu.parse,
    "uk": uk.parse,
    "opensanctions": opensanctions.parse,
    "table": table.parse,
}


def parse(
    format: str,
    files: Sequence[ListFile],
    *,
    source: str,
    mapping: Mapping | None = None,
    limits: Limits | None = None,
) -> ParsedList:
    """Read the files of one list.

    ``format`` is a key of ``FORMATS`` (KeyError otherwise: the catalogue has checked it). Raises, now or while the
    entities are taken: ListMalformed, ListTruncated, ListTooLarge. An entity without any name is ListMalformed: it
    could never be found. Nothing at all is no error here (``take_snapshot`` judges that).
    """
    job = Job(source=source, mapping=mapping, limits=limits or Limits())
    parsed = FORMATS[format](tuple(files), job)
    return ParsedList(parsed.published_on, _named(parsed.entities, source))


def _named(entities: Iterator[ListedEntity], source: str) -> Iterator[ListedEntity]:
    for entity in entities:
        if not entity.names:
            raise ListMalformed(source=source, detail=f"{entity.id} has no name")
        yield entity
