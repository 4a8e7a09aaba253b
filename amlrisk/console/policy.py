"""The policy as an officer reads it: how risk is graded and how customers are valued, each number with its source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

import msgspec
from flask import render_template, request
from flask_babel import gettext as _

from amlrisk.console.asked import asked_day, asked_text
from amlrisk.console.guard import Pages
from amlrisk.console.language import language_of
from amlrisk.errors import InvalidInput, NotFound, PolicyNotInForce
from amlrisk.policy.difference import Change, difference
from amlrisk.policy.model import Rules
from amlrisk.policy.page import Table
from amlrisk.policy.show import tables
from amlrisk.policy.show_value import value_tables
from amlrisk.policy.value import ValueRules
from amlrisk.policy.vocabulary import Confidence
from amlrisk.policy.words import mark, source
from amlrisk.review.authority import Permission
from amlrisk.services.policy_history import pack_by_digest, policy_history, rules_on
from amlrisk.services.system import System
from amlrisk.tiering.tables import gate_table

_LONG = 30  # a table of more rows is folded


class Cell(NamedTuple):
    """``mark`` is a confidence where the cell tells one, ``reference`` an entry of the register."""

    text: str
    mark: Confidence | None = None
    reference: str | None = None


class Section(NamedTuple):
    id: str
    title: str
    columns: tuple[str, ...]
    rows: list[list[Cell]]
    folded: bool
    scorecard: bool


def register(pages: Pages, system: System) -> None:
    @pages.page("/policy", may=Permission.SEE_POLICY)
    def policy() -> Any:
        try:
            digest, on = _asked(system)
            rules = rules_on(system, digest, on)
        except (InvalidInput, PolicyNotInForce) as error:
            return _shown(system, system.rules(), system.today(), error=error), 422
        return _shown(system, rules, on)

    @pages.page("/policy/compare", may=Permission.SEE_POLICY)
    def compare_policy() -> Any:
        before, after = asked_text("before"), asked_text("after") or system.pack.digest
        error = None
        changes: tuple[Change, ...] = ()
        on = system.today()
        try:
            on = asked_day("on") or on
            changes = _differences(system, before, after, on) if before else ()
        except (InvalidInput, NotFound, PolicyNotInForce) as raised:
            error = raised
        return render_template(
            "policy_compare.html",
            changes=changes,
            before=before,
            after=after,
            on=on,
            packs=list({each.digest: each for each in policy_history(system)}.values()),
            error=error,
        )


def _differences(system: System, before: str, after: str, on: date) -> tuple[Change, ...]:
    """Of grading, then of what the customers are worth."""
    old, new = pack_by_digest(system, before), pack_by_digest(system, after)
    return difference(old.on(on), new.on(on)) + difference(old.value_on(on), new.value_on(on))


def _asked(system: System) -> tuple[str, date]:
    return asked_text("digest") or system.pack.digest, asked_day("on") or system.today()


def _shown(system: System, rules: Rules, on: date, *, error: InvalidInput | PolicyNotInForce | None = None) -> str:
    language = language_of(request)
    pack = pack_by_digest(system, rules.digest)
    graded, valued = sections_of(rules, language), value_sections_of(rules, pack.value_on(on), language)
    marks = Counter(cell.mark for section in graded + valued for row in section.rows for cell in row if cell.mark)
    return render_template(
        "policy.html",
        rules=rules,
        on=on,
        is_present=(rules.digest, on) == (system.pack.digest, system.today()),
        turning_days=pack.turning_days(),
        parts_of_policy=((_("How risk is graded"), graded), (_("How customers are valued"), valued)),
        marks=[(each, marks[each], mark(rules, each, language), _meaning(each)) for each in Confidence],
        references=rules.references,
        mark_of=lambda confidence: mark(rules, confidence, language),
        periods=policy_history(system),
        error=error,
    )


def sections_of(rules: Rules, language: str) -> list[Section]:
    """How risk is graded, table by table, each with an address on the page."""
    # The warnings, a table of one column, stand above everything.
    return _sections("rules", [table for table in tables(rules, language) if len(table.columns) > 1], rules, language)


def value_sections_of(rules: Rules, value: ValueRules, language: str) -> list[Section]:
    """How customers are valued, and what the gate leaves of every tier under every grade."""
    asked = msgspec.structs.replace(gate_table(value, language), title=_("What the gate leaves of each tier"))
    return _sections("value", [*value_tables(value, language), asked], rules, language)


def _sections(prefix: str, found: Sequence[Table], rules: Rules, language: str) -> list[Section]:
    """Sources and marks told apart from other words."""
    marks = {mark(rules, each, language): each for each in Confidence}
    references = {source(rules, name, language): name for name in rules.references}

    def cell(text: str) -> Cell:
        return Cell(text, marks.get(text), references.get(text))

    return [
        Section(
            id=f"{prefix}-{number}",
            title=table.title,
            columns=table.columns,
            rows=[[cell(text) for text in row] for row in table.rows],
            folded=len(table.rows) > _LONG,
            scorecard=_is_scorecard(table, rules),
        )
        for number, table in enumerate(found, 1)
    ]


def _is_scorecard(table: Table, rules: Rules) -> bool:
    """Whether its columns are the levels."""
    return {str(level) for level in range(1, rules.levels + 1)} <= set(table.columns)


def _meaning(confidence: Confidence) -> str:
    """What a mark asks of the reader."""
    meanings: dict[Confidence, str] = {
        Confidence.SEED: _("stands in the source text"),
        Confidence.VERBATIM: _("seen word for word in a copy of the source"),
        Confidence.PARTIAL: _("seen in part, or in other words"),
        Confidence.GENERAL: _("general knowledge: check it against the original"),
        Confidence.PROPOSED: _("our proposal: to be decided by compliance"),
    }
    return meanings[confidence]
