"""From the rows of a table to raw customers: one row a policy, adjacent rows of one ref a customer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from itertools import pairwise
from typing import Any

import msgspec

from amlrisk.errors import InvalidInput, Issue
from amlrisk.facts.issues import issue
from amlrisk.facts.model import Role
from amlrisk.facts.texts import trim
from amlrisk.services.columns import Column, Level, Place
from amlrisk.services.customer_summary import expand

_SAME_PERSON = frozenset({"本人", "self"})
FORMULA_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})
# How spreadsheets show numbers of more than 15 digits, of which they have lost the rest.
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?E\+?[0-9]+", re.IGNORECASE)


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A row as it stands in the file: its number (the header is 1), its cells, and what is wrong with it as such."""

    number: int
    cells: tuple[str, ...]
    issues: tuple[Issue, ...] = ()


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A customer of a file: ``raw`` for ``read_customer``, or the ``problem`` that kept it from being read.

    ``ref`` is told even of a bad row, where it can be read. ``where`` maps a path of the raw customer to the row number
    and the column that it came from.
    """

    number: int
    raw: dict[str, Any] | None
    problem: InvalidInput | None
    ref: str = ""
    sources: tuple[Source, ...] = ()
    header: tuple[str, ...] = ()
    secret: tuple[bool, ...] = ()
    where: Mapping[str, tuple[int, str]] = {}

    def locate(self, path: str) -> tuple[int, str]:
        """Row number and column of a path of the raw customer; the path itself where no column stands for it."""
        shorter = path
        while shorter:
            if shorter in self.where:
                return self.where[shorter]
            shorter = shorter[: max(shorter.rfind("."), shorter.rfind("["), 0)]
        return self.number, path


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A header understood: per position its column, and the names as the file has them."""

    header: tuple[str, ...]
    columns: tuple[Column, ...]

    def customers(self, sources: Iterator[Source]) -> Iterator[Row]:
        """Adjacent rows of one ref as one customer. Where one of its rows is bad, the customer is refused."""
        at = next(i for i, column in enumerate(self.columns) if column.name == "ref")
        group: list[Source] = []
        ref = ""
        for source in sources:
            its = trim(source.cells[at]) if at < len(source.cells) else ""
            if group and (its != ref or not its):
                yield self._customer(ref, group)
                group = []
            group.append(source)
            ref = its
        if group:
            yield self._customer(ref, group)

    def _customer(self, ref: str, sources: Sequence[Source]) -> Row:
        assembly = _Assembly(self)
        for source in sources:
            assembly.add(source)
        assembly.finish()
        return Row(
            number=sources[0].number,
            raw=None if assembly.issues else assembly.raw,
            problem=InvalidInput(tuple(assembly.issues)) if assembly.issues else None,
            ref=ref,
            sources=tuple(sources),
            header=self.header,
            secret=tuple(column.secret for column in self.columns),
            where=assembly.where,
        )


class _Assembly:
    """A raw customer as it grows row by row."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.raw: dict[str, Any] = {}
        self.where: dict[str, tuple[int, str]] = {}
        self.issues: list[Issue] = []
        self._first: dict[str, str] = {}
        self._summary: dict[str, object] = {}
        self._parties: dict[str, int] = {}

    def add(self, source: Source) -> None:
        if source.issues:
            # The row as a whole is not to be trusted; neither is the customer it belongs to.
            self.where[f"row {source.number}"] = (source.number, "")
            self.issues.extend(source.issues)
            return
        policy: dict[str, Any] = {}
        parties: dict[Role, dict[str, Any]] = {}
        filled = list(self._filled(source))
        currency = next((cell for column, _, cell in filled if column.name == "currency"), None)
        for column, name, cell in filled:
            if column.level in {Level.CUSTOMER, Level.SUMMARY}:
                told = f"{cell} {currency}" if column.money and currency is not None else cell
                if not self._is_new(column, name, told, source):
                    continue
            value = column.cell(cell)
            if column.money and currency is not None:
                value = {"amount": value, "currency": currency}
            if column.level is Level.CUSTOMER:
                _put(self.raw, column.place, value)
                self.where[_path(column.place)] = (source.number, name)
            elif column.level is Level.SUMMARY:
                self._summary[column.name] = value
                self.where[column.name] = (source.number, name)
            elif column.role is not None:
                _put(parties.setdefault(column.role, {}), column.place, value)
            elif column.place:
                _put(policy, column.place, value)
        if policy:
            place = self._append("policies", policy)
            self._remember(place, source, Level.POLICY, None)
        for role, party in parties.items():
            self._add_party(role, party, source)

    def _filled(self, source: Source) -> Iterator[tuple[Column, str, str]]:
        """The cells that say something; those a spreadsheet has spoilt leave an issue instead."""
        for column, name, cell in zip(self.table.columns, self.table.header, map(trim, source.cells), strict=True):
            spoilt = None
            if cell in FORMULA_ERRORS:
                spoilt = issue(name, "formula_error", value=cell)
            elif column.secret and _SCIENTIFIC.fullmatch(cell):
                spoilt = issue(name, "number_lost_digits")
            if spoilt is not None:
                self.where[name] = (source.number, name)
                self.issues.append(spoilt)
            elif cell:
                yield column, name, cell

    def _is_new(self, column: Column, name: str, cell: str, source: Source) -> bool:
        """Whether a customer's column is filled for the first time. Every later row must say the same or nothing."""
        before = self._first.setdefault(column.name, cell)
        if before != cell:
            self.where[name] = (source.number, name)
            self._conflict(name, before, cell, secret=column.secret)
        return column.name not in self.where and _path(column.place) not in self.where

    def _conflict(self, path: str, before: object, now: object, *, secret: bool) -> None:
        first, second = ("…", "…") if secret else (before, now)
        self.issues.append(issue(path, "conflicting_rows", first=first, second=second))

    def _add_party(self, role: Role, party: dict[str, Any], source: Source) -> None:
        """A party of this row; the same person in the same role in several rows is one party."""
        if party.get("name") in _SAME_PERSON and set(party) == {"name"}:
            roles = self.raw.setdefault("subject", {}).setdefault("roles", [Role.POLICYHOLDER.value])
            if isinstance(roles, list) and role.value not in roles:
                roles.append(role.value)
            return
        ident = _party_id(role, party)
        if ident not in self._parties:
            place = self._append("parties", party | {"id": ident, "roles": [role.value]})
            self._parties[ident] = len(self.raw["parties"]) - 1
            self._remember(place, source, Level.PARTY, role)
            return
        known = self.raw["parties"][self._parties[ident]]
        for field, value in party.items():
            if known.setdefault(field, value) != value:
                path = f"parties[{self._parties[ident]}].{field}"
                self._conflict(path, known[field], value, secret=field == "documents")

    def _append(self, field: str, value: dict[str, Any]) -> str:
        entries = self.raw.setdefault(field, [])
        entries.append(value)
        return f"{field}[{len(entries) - 1}]"

    def _remember(self, place: str, source: Source, level: Level, role: Role | None) -> None:
        self.where[place] = (source.number, "")
        for column, name in zip(self.table.columns, self.table.header, strict=True):
            if column.level is level and column.role is role and column.place:
                self.where[f"{place}.{_path(column.place)}"] = (source.number, name)

    def finish(self) -> None:
        if not self._summary:
            return
        facts, issues = expand(self._summary, legal=self.raw.get("kind") == "legal")
        self.raw |= facts
        self.issues.extend(issues)
        for field in facts:
            self.where[field] = self.where.get("as_of", (0, "as_of"))
            for place, fact in enumerate(facts[field]):
                column = "cash_paid_12m" if fact.get("method") == "cash" else "paid_12m"
                if "amount" in fact:
                    self.where[f"{field}[{place}].amount"] = self.where[column]
                if "payer" in fact:
                    self.where[f"{field}[{place}].payer"] = self.where["payer"]


def _party_id(role: Role, party: Mapping[str, Any]) -> str:
    """The same person keeps the id whatever the order of rows; another name or birth date is another party."""
    told = "\n".join(str(party.get(field, "")) for field in ("name", "birth_on"))
    return f"{role.value}-{sha256(told.encode('utf-8', 'replace')).hexdigest()[:8]}"


def _put(into: dict[str, Any], place: Place, value: object) -> None:
    """Sets ``place`` within nested objects; the only index is 0, of the one document a row has room for."""
    at: Any = into
    for step, following in pairwise(place):
        fresh: Any = [{}] if following == 0 else {}
        at = at[step] if isinstance(step, int) else at.setdefault(step, fresh)
    at[place[-1]] = value


@cache
def _path(place: Place) -> str:
    path = ""
    for step in place:
        path += f"[{step}]" if isinstance(step, int) else f".{step}"
    return path.removeprefix(".")
