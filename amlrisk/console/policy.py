"""The policy as an officer reads it: factors, weights, bands and what follows, each with its source and its mark."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any, NamedTuple

from flask import render_template, request
from flask_babel import gettext as _

from amlrisk.console.asked import asked_day, asked_text
from amlrisk.console.guard import Pages
from amlrisk.console.language import language_of
from amlrisk.errors import InvalidInput, NotFound, PolicyNotInForce
from amlrisk.policy.difference import difference
from amlrisk.policy.model import Rules
from amlrisk.policy.page import Table
from amlrisk.policy.show import tables
from amlrisk.policy.vocabulary import Confidence
from amlrisk.policy.words import mark, source
from amlrisk.review.authority import Permission
from amlrisk.services.policy_history import pack_by_digest, policy_history, rules_on
from amlrisk.services.system import System

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
        changes: tuple[Any, ...] = ()
        on = system.today()
        try:
            on = asked_day("on") or on
            changes = difference(rules_on(system, before, on), rules_on(system, after, on)) if before else ()
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


def _asked(system: System) -> tuple[str, date]:
    return asked_text("digest") or system.pack.digest, asked_day("on") or system.today()


def _shown(system: System, rules: Rules, on: date, *, error: InvalidInput | PolicyNotInForce | None = None) -> str:
    language = language_of(request)
    sections = sections_of(rules, language)
    marks = Counter(cell.mark for section in sections for row in section.rows for cell in row if cell.mark)
    return render_template(
        "policy.html",
        rules=rules,
        on=on,
        is_present=(rules.digest, on) == (system.pack.digest, system.today()),
        turning_days=pack_by_digest(system, rules.digest).turning_days(),
        sections=sections,
        marks=[(each, marks[each], mark(rules, each, language), _meaning(each)) for each in Confidence],
        references=rules.references,
        mark_of=lambda confidence: mark(rules, confidence, language),
        periods=policy_history(system),
        error=error,
    )


def sections_of(rules: Rules, language: str) -> list[Section]:
    """The tables of the rules, each with an address on the page; sources and marks told apart from other words."""
    marks = {mark(rules, each, language): each for each in Confidence}
    references = {source(rules, name, language): name for name in rules.references}

    def cell(text: str) -> Cell:
        return Cell(text, marks.get(text), references.get(text))

    return [
        Section(
            id=f"rules-{number}",
            title=table.title,
            columns=table.columns,
            rows=[[cell(text) for text in row] for row in table.rows],
            folded=len(table.rows) > _LONG,
            scorecard=_is_scorecard(table, rules),
        )
        for number, table in enumerate(tables(rules, language), 1)
        if len(table.columns) > 1  # the warnings stand above everything
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
