"""The catalogue of lists (``sources.yaml``): who publishes them, what they are, how old they may grow."""

from __future__ import annotations

import io
import re
from typing import Any, Literal

import msgspec
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from amlrisk.errors import CatalogueInvalid, UnknownSource
from amlrisk.policy.model import Text
from amlrisk.policy.vocabulary import ListCategory
from amlrisk.watchlist.addresses import trouble_with
from amlrisk.watchlist.mapping import Mapping
from amlrisk.watchlist.refresh import (
    Fetching,
    Schedule,
    Thresholds,
    contradictions_of_fetching,
    contradictions_of_schedule,
    contradictions_of_thresholds,
)

Format = Literal["un", "ofac", "eu", "uk", "opensanctions", "table"]

_AT = re.compile(r"^(?P<what>.*?)(?: - at `(?P<path>.*)`)?$", re.DOTALL)
_NAME = re.compile(r"[a-z][a-z0-9_]*")


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One list of the catalogue.

    ``url`` is the publisher's address; where it ends in ``/`` the names of ``files`` complete it, and where it is
    empty the list is imported by hand. ``max_age_days`` counts from when the list was last obtained or confirmed;
    ``when_stale`` says whether checks stop (``block``) or only warn after that. ``own`` marks a list that the
    company writes itself: it may be empty and may shrink. ``max_bytes`` limits each file, as sent and as unpacked.
    ``sync`` is when it is refreshed from ``url`` by itself, None for never; ``fetch`` how; ``alarm`` from when on
    somebody must look (``watchlist.refresh``).
    """

    name: str
    title: Text
    publisher: str
    format: Format
    category: ListCategory
    licence: str
    max_age_days: int
    max_bytes: int
    files: tuple[str, ...]
    url: str = ""
    required: bool = False
    when_stale: Literal["block", "warn"] = "block"
    own: bool = False
    warn_published_age_days: int | None = None
    mapping: Mapping | None = None
    note: Text | None = None
    sync: Schedule | None = None
    fetch: Fetching = Fetching()
    alarm: Thresholds | None = None

    def addresses(self) -> tuple[str, ...]:
        """Where each of ``files`` is fetched from, in their order; empty for a list imported by hand."""
        if not self.url:
            return ()
        if self.url.endswith("/"):
            return tuple(self.url + name for name in self.files)
        return (self.url,)


class Catalogue(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All sources by name, in the order of the file."""

    sources: dict[str, Source]

    def source(self, name: str) -> Source:
        """The source called ``name``; UnknownSource (with the known names) where there is none."""
        if name not in self.sources:
            raise UnknownSource(source=name, known=", ".join(self.sources))
        return self.sources[name]


def load_catalogue(data: bytes, file: str) -> Catalogue:
    """Read a catalogue (YAML 1.2). Unknown and duplicate keys are refused; CatalogueInvalid names file and path."""
    tree = _read_yaml(data, file)
    if not isinstance(tree, dict) or not isinstance(tree.get("sources"), dict) or not tree["sources"]:
        raise CatalogueInvalid(file=file, path="$.sources", detail="a mapping of at least one source is needed")
    if unknown := set(tree) - {"sources"}:
        raise CatalogueInvalid(file=file, path="$", detail=f"unknown key {sorted(map(str, unknown))[0]!r}")
    return Catalogue(sources={str(name): _source(name, raw, file) for name, raw in tree["sources"].items()})


def _read_yaml(data: bytes, file: str) -> Any:
    yaml = YAML(typ="safe", pure=True)
    yaml.allow_duplicate_keys = False
    try:
        return yaml.load(io.BytesIO(data))
    except MarkedYAMLError as error:
        mark = error.problem_mark
        path = "$" if mark is None else f"line {mark.line + 1}, column {mark.column + 1}"
        detail = str(error.problem or error.context or "not YAML")
        raise CatalogueInvalid(file=file, path=path, detail=detail) from error
    except (YAMLError, UnicodeDecodeError, ValueError) as error:
        raise CatalogueInvalid(file=file, path="$", detail=str(error)) from error


def _source(name: object, raw: object, file: str) -> Source:
    at = f"$.sources.{name}"
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise CatalogueInvalid(file=file, path=at, detail="a name is small letters, digits and underscores")
    if not isinstance(raw, dict):
        raise CatalogueInvalid(file=file, path=at, detail="a mapping is needed")
    if "name" in raw:
        raise CatalogueInvalid(file=file, path=at, detail="the name is the key; unknown key 'name'")
    try:
        source = msgspec.convert({**raw, "name": name}, Source)
    except msgspec.ValidationError as error:
        found = _AT.match(str(error))
        what, path = (found["what"], found["path"]) if found else (str(error), None)
        raise CatalogueInvalid(file=file, path=at + (path or "$")[1:], detail=what) from error
    for path, detail in _contradictions(source):
        raise CatalogueInvalid(file=file, path=f"{at}.{path}", detail=detail)
    return source


def _contradictions(source: Source) -> list[tuple[str, str]]:
    """What the types cannot say: (path under the source, detail)."""
    found: list[tuple[str, str]] = []
    if source.max_age_days < 1:
        found.append(("max_age_days", "at least 1 day"))
    if source.max_bytes < 1:
        found.append(("max_bytes", "at least 1 byte"))
    if source.warn_published_age_days is not None and source.warn_published_age_days < 1:
        found.append(("warn_published_age_days", "at least 1 day"))
    if not source.files or len(set(source.files)) != len(source.files):
        found.append(("files", "at least one file name, each once"))
    found += _contradictions_of_refreshing(source)
    if (source.format == "table") != (source.mapping is not None):
        found.append(("mapping", "the format `table`, and only it, needs a mapping"))
    if source.required and source.when_stale == "warn":
        found.append(("when_stale", "a required list that is stale always blocks"))
    if source.mapping is not None and len(source.mapping.delimiter) != 1:
        found.append(("mapping.delimiter", "one character"))
    return found


def _contradictions_of_refreshing(source: Source) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    troubles = [trouble for address in source.addresses() if (trouble := trouble_with(address, source.fetch))]
    if troubles:
        found.append(("url", f"{troubles[0]}, or nothing"))
    if source.url and len(source.addresses()) != len(source.files):
        found.append(("url", "an address of several files ends in /"))
    if source.sync is not None:
        if not source.url:
            found.append(("sync", "there is no url to refresh it from"))
        found += [(f"sync.{path}", detail) for path, detail in contradictions_of_schedule(source.sync)]
    found += [(f"fetch.{path}", detail) for path, detail in contradictions_of_fetching(source.fetch)]
    if source.alarm is not None:
        detail_of = contradictions_of_thresholds(source.alarm, source.max_age_days)
        found += [(f"alarm.{path}", detail) for path, detail in detail_of]
    return found
