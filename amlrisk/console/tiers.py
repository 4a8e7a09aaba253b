"""Value tiers of the portfolio: how many customers stand where before and after the gate, and who they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from flask import render_template, request
from flask_babel import gettext as _
from markupsafe import Markup

from amlrisk.console.charts import Series, bars
from amlrisk.console.guard import Pages, officer, record_view
from amlrisk.console.language import language_of
from amlrisk.console.tier_view import names
from amlrisk.policy.value import ValueRules
from amlrisk.policy.value_vocabulary import EARNED, Tier
from amlrisk.review.authority import Officer, Permission
from amlrisk.services.system import System
from amlrisk.store.tiers import TierCount, TierFilter

_PAGE = 25
_MOST_QUERY = 100
#: Before the gate nobody is without a tier; the highest stands above and at the left.
_BEFORE = (*reversed(EARNED), Tier.STANDARD)
_AFTER = (*_BEFORE, Tier.NONE)
_ONLY = ("lowered", "suspended")


class Distribution(NamedTuple):
    """``found`` by tier before and tier after the gate; the others are sums of it."""

    before: tuple[Tier, ...]
    after: tuple[Tier, ...]
    found: dict[tuple[Tier, Tier], int]
    earned: dict[Tier, int]
    left: dict[Tier, int]
    everybody: int
    lowered: int


def register(pages: Pages, system: System) -> None:
    @pages.page("/tiers", may=Permission.SEE_TIERS)
    def tiers() -> str:
        record_view(system, "tiers", "tiers")
        return render_template("tiers.html", **shown(system, officer()))

    @pages.page("/tiers/customers", may=Permission.SEE_TIERS)
    def tier_customers() -> str:
        page = listed(system, officer(), request.args)
        record_view(system, "tiers", "tiers", {"customers": [row.tier.customer for row in page["rows"]]})
        return render_template("tier_customers.html", **page)


def shown(system: System, who: Officer) -> dict[str, Any]:
    """The distribution over the branches within reach."""
    rules, language = system.value_rules(), language_of(request)
    found = distribution(system.store.tiers.distribution(who.branches))
    customers = sum(each.customers for each in system.store.portfolio.standings(who.branches))
    withdrawn = system.store.tiers.count_withdrawn(who.branches)
    return {
        "found": found,
        "withdrawn": withdrawn,
        "unvalued": max(customers - found.everybody - withdrawn, 0),
        "chart": chart(found, rules, language),
        **names(rules, language),
    }


def distribution(counts: Sequence[TierCount]) -> Distribution:
    """Sums of what is counted."""
    found = {(each.base, each.effective): each.customers for each in counts}
    return Distribution(
        before=_BEFORE,
        after=_AFTER,
        found=found,
        earned={tier: sum(found.get((tier, after), 0) for after in Tier) for tier in _BEFORE},
        left={tier: sum(found.get((before, tier), 0) for before in Tier) for tier in _AFTER},
        everybody=sum(found.values()),
        lowered=sum(number for (before, after), number in found.items() if before is not after),
    )


def chart(found: Distribution, rules: ValueRules, language: str) -> Markup | None:
    """Each tier before and after the gate, side by side; None where nobody has been valued."""
    if not found.everybody:
        return None
    ladder = tuple(reversed(_AFTER))
    series = (
        Series(name=_("Before the gate"), values=[found.earned.get(tier, 0) for tier in ladder], tone="soft"),
        Series(name=_("After the gate"), values=[found.left.get(tier, 0) for tier in ladder], tone="link"),
    )
    labels = [rules.tiers.names[tier].get(language) for tier in ladder]
    return bars(_("Tiers before and after the gate"), labels, series, stacked=False)


def listed(system: System, who: Officer, arguments: Mapping[str, str]) -> dict[str, Any]:
    """A page of the customers that ``arguments`` ask for; an unknown word asks for nothing."""
    asked = {name: arguments.get(name, "").strip()[:_MOST_QUERY] for name in ("q", "branch", "base", "effective")}
    for name in ("base", "effective"):
        asked[name] = asked[name] if asked[name] in set(Tier) else ""
    only = arguments.get("only", "")
    asked["only"] = only if only in _ONLY else ""
    wanted = TierFilter(
        branches=who.branches,
        branch=asked["branch"] or None,
        base=Tier(asked["base"]) if asked["base"] else None,
        effective=Tier(asked["effective"]) if asked["effective"] else None,
        lowered=asked["only"] == "lowered",
        suspended=True if asked["only"] == "suspended" else None,
        query=asked["q"] or None,
    )
    after = arguments.get("after") or None
    found = system.store.tiers.page(wanted, after, _PAGE + 1)
    rules, language = system.value_rules(), language_of(request)
    rows = found[:_PAGE]
    return {
        "rows": rows,
        "asked": asked,
        "arguments": {name: value for name, value in asked.items() if value},
        "after": after,
        "next": rows[-1].tier.customer if len(found) > _PAGE else None,
        "branches": system.store.portfolio.branches(who.branches),
        "before": _BEFORE,
        "after_gate": _AFTER,
        "rules": system.rules(),
        **names(rules, language),
    }
