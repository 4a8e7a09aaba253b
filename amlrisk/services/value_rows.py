"""From the rows of value tables to the raw value of one customer, each fact with the cell it came from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

import msgspec

from amlrisk.errors import Issue
from amlrisk.facts.issues import issue
from amlrisk.facts.texts import trim
from amlrisk.facts.value import Company
from amlrisk.services import value_columns as known
from amlrisk.services.columns import Column
from amlrisk.services.customer_json import json_row
from amlrisk.services.customer_rows import FORMULA_ERRORS, Source
from amlrisk.services.motor_claims import year_of
from amlrisk.services.value_columns import COUNTED, COUNTS, PERIODS, ValueTable

_MOST = 10_000
_REF = "ref"
Raw = dict[str, Any]


class Spot(NamedTuple):
    """Where a fact stands: the file or sheet, its row, its column."""

    table: str
    row: int
    column: str = ""


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """A file or sheet whose header was understood; ``table`` is None for JSON lines."""

    title: str
    table: ValueTable | None
    header: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the ``table``-th file; of JSON lines the line."""

    table: int
    source: Source
    line: bytes = b""


class _Read(NamedTuple):
    """A row understood: its fields, and the cell of each field of its table, filled or not."""

    fields: dict[str, Any]
    spots: dict[str, Spot]
    at: Spot
    filled: tuple[Column, ...]


class ValueAssembly:
    """The raw value of a customer as it grows row by row. ``raw`` is None while nothing was said.

    ``raw`` begins with what the customer's own row says (``whole``: in the shape of JSON, to which no table adds).
    """

    def __init__(self, raw: dict[str, Any] | None = None, *, whole: bool = False) -> None:
        self.raw = raw
        self.issues: list[Issue] = []
        self.cells: dict[tuple[str, int], tuple[str, ...]] = {}
        self._where: dict[str, Spot] = {}
        self._whole = Spot("", 0) if whole and raw is not None else None
        self._cars: dict[str, int] = {}
        self._claims: list[_Read] = []
        self._claims_told: dict[tuple[int, int], tuple[object, Spot]] = {}

    def locate(self, path: str) -> Spot | None:
        """The cell of a path of ``raw``; None where it came with the customer's own row."""
        shorter = path
        while shorter:
            if shorter in self._where:
                return self._where[shorter]
            shorter = shorter[: max(shorter.rfind("."), shorter.rfind("["), 0)]
        return self._whole._replace(column=path) if self._whole and self._whole.table else None

    # --- rows -----------------------------------------------------------------------------------------

    def add(self, opened: Opened, entry: Entry) -> None:
        number = entry.source.number
        at = Spot(opened.title, number)
        if opened.table is None:
            self._add_json(at, entry.line)
            return
        told = zip(opened.header, entry.source.cells, strict=False)
        self.cells[opened.title, number] = tuple(f"{name}={cell}" for name, cell in told if cell.strip())
        if entry.source.issues:
            for fault in entry.source.issues:
                self._refuse(at, fault)
        elif self._whole is not None:
            self._fault(at, "value_twice", table=self._whole.table, row=self._whole.row)
        else:
            row = self._read(opened, entry.source)
            if row.fields:  # a line of a form that only names the customer says nothing, and must not replace anything
                self.raw = {} if self.raw is None else self.raw
                _ADDERS[opened.table.name](self, row)

    def _add_json(self, at: Spot, line: bytes) -> None:
        row = json_row(at.row, line)
        if row.raw is None:
            for fault in row.problem.issues if row.problem else ():
                self._refuse(at, fault)
        elif self._whole is not None or self.raw is not None:
            self._fault(at._replace(column="ref"), "value_twice", **self._before()._asdict())
        else:
            self.raw, self._whole = row.raw, at

    def _before(self) -> Spot:
        return self._whole or next(iter(self._where.values()), Spot("", 0))

    def _read(self, opened: Opened, source: Source) -> _Read:
        at = Spot(opened.title, source.number)
        filled = list(self._filled(opened, source))
        currency = next((cell for column, cell in filled if column.name == "currency"), None)
        fields: dict[str, Any] = {}
        for column, cell in filled:
            if column.place and column.name != _REF:
                value = column.cell(cell)
                money = column.money and currency is not None
                fields[_path(column)] = {"amount": value, "currency": currency} if money else value
        named = zip(opened.columns, opened.header, strict=True)
        spots: dict[str, Spot] = {}
        for column, name in named:
            if column.name == _REF:
                self._where.setdefault(_REF, at._replace(column=name))
            elif column.place:
                spots[_path(column)] = at._replace(column=name)
        return _Read(fields, spots, at, tuple(column for column, _ in filled))

    def _filled(self, opened: Opened, source: Source) -> Iterator[tuple[Column, str]]:
        for column, name, cell in zip(opened.columns, opened.header, map(trim, source.cells), strict=True):
            if cell in FORMULA_ERRORS:
                self._fault(Spot(opened.title, source.number, name), "formula_error", value=cell)
            elif cell:
                yield column, cell

    # --- what a row adds ------------------------------------------------------------------------------

    def _once(self, row: _Read) -> None:
        for column in row.filled:
            if not column.place or column.name == _REF:
                continue
            path = _path(column)
            self._agree(self._inside(*column.place[:-1]), str(column.place[-1]), row.fields[path], row.spots[path])
            self._where.setdefault(path, row.spots[path])

    def _second(self, row: _Read, *place: str) -> None:
        """One more entry of a list."""
        entries = self._inside(*place[:-1]).setdefault(place[-1], [])
        self._note(f"{'.'.join(place)}[{len(entries)}]", row, f"{'.'.join(place)}")
        entries.append(row.fields)

    def _note(self, path: str, row: _Read, whole: str) -> None:
        self._where.setdefault(whole, row.at)
        self._where[path] = row.at
        for field, spot in row.spots.items():
            self._where[f"{path}.{field}"] = spot

    def _assets(self, row: _Read) -> None:
        told = row.fields.pop("company", None)
        company = next((each for each in Company if each == told), None)
        if told is None:
            self._fault(row.spots["company"], "missing")
        elif company is None:
            self._fault(row.spots["company"], "unknown_company", value=told)
        elif company not in PERIODS:
            self._fault(row.spots["company"], "not_one_of", value=told, allowed=", ".join(PERIODS))
        else:
            field = PERIODS[company]
            row.spots[field] = row.spots["period"]
            if "period" in row.fields:
                row.fields[field] = row.fields.pop("period")
            self._second(row, "holdings", company.value)

    def _vehicle(self, row: _Read) -> None:
        """A year of a car; what is said of the car itself must be the same in all its rows."""
        cars = self._inside("holdings").setdefault("property", [])
        ref = row.fields.pop("vehicle", "")
        place = self._cars.setdefault(ref, len(cars))
        path = f"holdings.property[{place}]"
        if place == len(cars):
            cars.append({"ref": ref or None, "years": []})
            self._where |= {path: row.at, f"{path}.ref": row.spots["vehicle"]}
        car = cars[place]
        for field in ("first_class", "next_premium"):
            if field in row.fields:
                self._agree(car, field, row.fields.pop(field), row.spots[field])
                self._where.setdefault(f"{path}.{field}", row.spots[field])
        if COUNTS in row.fields:
            self._claims_told[place, len(car["years"])] = (row.fields.pop(COUNTS), row.spots[COUNTS])
        self._note(f"{path}.years[{len(car['years'])}]", row, f"{path}.years")
        car["years"].append(row.fields)

    def _claim(self, row: _Read) -> None:
        self._claims.append(row)

    def _dealing(self, row: _Read) -> None:
        field = row.fields.get("dealing")
        if field not in COUNTED:
            code = "missing" if field is None else "not_one_of"
            self._fault(row.spots["dealing"], code, value=field, allowed=", ".join(known.DEALING_WORDS))
        elif "on" not in row.fields:
            self._fault(row.spots["on"], "missing")
        else:
            days = self._inside().setdefault(field, [])
            self._where.setdefault(field, row.at)
            self._where[f"{field}[{len(days)}]"] = row.spots["on"]
            days.append(row.fields["on"])

    # --- what only the whole tells --------------------------------------------------------------------

    def finish(self) -> None:
        """Claims go to their years; what was counted must be there."""
        if self.raw is None or self._whole is not None:
            return
        for row in self._claims:
            self._place_claim(row)
        for (place, number), (told, spot) in self._claims_told.items():
            year = self.raw["holdings"]["property"][place]["years"][number]
            self._check_count(told, year, "claims", self._at(spot))
        counts = self.raw.pop(COUNTS, {})
        for field in COUNTED:
            if field in counts:
                self._check_count(counts[field], self.raw, field, f"{COUNTS}.{field}")

    def _place_claim(self, row: _Read) -> None:
        ref = row.fields.pop("vehicle", "")
        place = self._cars.get(ref)
        if place is None:
            self._fault(row.spots["vehicle"], "unknown_vehicle", value=ref)
            return
        years = self._inside("holdings")["property"][place]["years"]
        number = year_of(years, row.fields.get("on"))
        claims = years[number].setdefault("claims", [])
        path = f"holdings.property[{place}].years[{number}].claims"
        self._note(f"{path}[{len(claims)}]", row, path)
        claims.append(row.fields)

    def _check_count(self, told: object, holder: Raw, field: str, path: str) -> None:
        """0 is known to be none; what is given in part would pass for the whole."""
        found = len(holder.get(field, ()))
        if not isinstance(told, int) or told > _MOST:
            self.issues.append(issue(path, "bad_count", limit=_MOST))
        elif told != found:
            self.issues.append(issue(path, "count_differs", told=told, found=found))
        else:
            holder.setdefault(field, [])

    # --- faults ---------------------------------------------------------------------------------------

    def _agree(self, holder: Raw, field: str, value: object, spot: Spot) -> None:
        before = holder.setdefault(field, value)
        if before != value:
            self._fault(spot, "conflicting_rows", first=_plain(before), second=_plain(value))

    def _fault(self, spot: Spot, code: str, **params: object) -> None:
        self.issues.append(issue(self._at(spot), code, **params))

    def _refuse(self, at: Spot, fault: Issue) -> None:
        self.issues.append(msgspec.structs.replace(fault, path=self._at(at)))

    def _at(self, spot: Spot) -> str:
        """A path that stands for the cell itself."""
        path = f"{spot.table} {spot.row} {spot.column}"
        self._where[path] = spot
        return path

    def _inside(self, *place: str | int) -> Raw:
        """The object at ``place`` of the raw value, made where it is missing."""
        if self.raw is None:
            self.raw = {}
        at = self.raw
        for step in place:
            at = at.setdefault(str(step), {})
        return at


_ADDERS: dict[str, Callable[[ValueAssembly, _Read], None]] = {
    known.ONCE.name: ValueAssembly._once,
    known.LIFE.name: lambda value, row: value._second(row, "holdings", "life"),
    known.ASSETS.name: ValueAssembly._assets,
    known.VEHICLES.name: ValueAssembly._vehicle,
    known.CLAIMS.name: ValueAssembly._claim,
    known.CONTRACTS.name: lambda value, row: value._second(row, "contracts"),
    known.FIGURES.name: lambda value, row: value._second(row, "figures"),
    known.SURVEYS.name: lambda value, row: value._second(row, "surveys"),
    known.DEALINGS.name: ValueAssembly._dealing,
}


@cache
def _path(column: Column) -> str:
    return ".".join(map(str, column.place))


def _plain(value: object) -> object:
    """An amount with its currency as one text."""
    return " ".join(map(str, value.values())) if isinstance(value, Mapping) else value
