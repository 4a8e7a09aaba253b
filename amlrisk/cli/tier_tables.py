"""Tiers as tables for the terminal, in one language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.markup import escape

from amlrisk.facts.labels import Label
from amlrisk.policy.model import Text
from amlrisk.policy.page import NONE, Table
from amlrisk.policy.value import ValueRules
from amlrisk.policy.value_vocabulary import Tier
from amlrisk.services.tier_of import ExplainedTier
from amlrisk.store.memberships import MembershipEntry
from amlrisk.store.tiers import TierCount
from amlrisk.tiering.evaluation import Evaluation
from amlrisk.tiering.explain import Wording
from amlrisk.tiering.membership import Change
from amlrisk.tiering.model import Part, Reason
from amlrisk.tiering.words import FIXED


def _t(zh: str, en: str) -> Label:
    return Label(zh, en)


_CHANGES = {
    Change.INVITED: _t("邀请", "invited"),
    Change.DECLINED: _t("谢绝", "declined"),
    Change.JOINED: _t("入会", "joined"),
    Change.UPGRADED: _t("升级", "upgraded"),
    Change.RENEWED: _t("续期", "renewed"),
    Change.DOWNGRADED: _t("降级", "downgraded"),
    Change.ENDED: _t("终止", "ended"),
}
_EXPLANATION = (_t("项目", "What"), _t("结果", "Outcome"), _t("理由", "Why"), _t("依据", "Source"))
_EVALUATIONS = (
    _t("评定日", "Evaluated on"),
    _t("缘由", "Cause"),
    _t("等级", "AML grade"),
    _t("限制前", "Before the gate"),
    _t("限制后", "After the gate"),
    _t("暂停", "Suspended"),
    _t("编号", "Number"),
)
_ENTRIES = (
    _t("日期", "On"),
    _t("变动", "Change"),
    _t("层级", "Tier"),
    _t("有效期", "Holds"),
    _t("人员", "Person"),
)


def explanation_table(found: ExplainedTier, language: str) -> Table:
    """Scheme by scheme, then the base tier and what the gate leaves of it: each with its sentences and articles."""
    words = _Words(found.rules, language)
    title = words.say(_t("层级由来", "How the tier came about"))
    rows = tuple(words.row(*each) for each in _steps(found, words))
    return Table(title=title, columns=tuple(map(words.say, _EXPLANATION)), rows=rows)


def _steps(found: ExplainedTier, words: _Words) -> Iterator[tuple[str, str, Iterable[Reason]]]:
    verdict, rules = found.verdict, found.rules
    valued = verdict.valuation
    for company in valued.club.companies:
        yield words.say(rules.club.companies[company.company].name), words.tier(company), company.reasons
    yield words.fixed("scheme", "club"), words.tier(valued.club), valued.club.reasons
    if valued.group is not None:
        yield words.say(_t("团险客户价值", "Group insurance")), words.tier(valued.group), valued.group.reasons
    if valued.bank is not None:
        bank = NONE if valued.bank.found is None else words.say(rules.bank.classes[valued.bank.found])
        yield words.say(_t("银行等级", "Bank class")), bank, valued.bank.reasons
    for car in valued.motor:
        step = car.following
        yield (
            words.say(_t("车险", "Motor")) + f" {car.vehicle}",
            f"{step.number} (× {step.coefficient})",
            (step.reason,),
        )
    eligible = _t("符合", "eligible") if valued.diamond.eligible else _t("不符合", "not eligible")
    checks = [check.reason for check in valued.diamond.checks]
    yield words.say(_t("钻石产品", "Diamond product")), words.say(eligible), checks
    for dimension, level in valued.appraisal.dimensions.items():
        said = NONE if level.level is None else words.fixed("level", level.level)
        yield words.say(rules.appraisal.dimensions[dimension].name), said, level.reasons
    yield words.fixed("scheme", "appraisal"), words.tier(valued.appraisal), valued.appraisal.reasons
    for scheme in ("membership", "group"):
        part = next((part for name, part in valued.base.parts.items() if name == scheme and part.reasons), None)
        if part is not None:
            yield words.fixed("scheme", scheme), words.tier(part), part.reasons
    yield words.say(_t("限制前", "Before the gate")), words.tier(valued.base), valued.base.reasons
    yield words.say(_t("限制后", "After the gate")), words.tier(verdict.gated), verdict.gated.reasons


def evaluation_table(evaluations: Sequence[Evaluation], rules: ValueRules, language: str) -> Table:
    """The newest first; with the words of today."""
    words = _Words(rules, language)
    rows = tuple(
        (
            it.on.isoformat(),
            it.cause,
            words.wording.grade(it.standing.grade),
            words.tier(Part(tier=it.base, or_above=it.base_or_above)),
            words.tier(Part(tier=it.effective, or_above=it.effective_or_above)),
            words.say(_t("是", "yes")) if it.suspended else "",
            it.id,
        )
        for it in evaluations
    )
    title = words.say(_t("历次评定", "Evaluations"))
    return Table(title=title, columns=tuple(map(words.say, _EVALUATIONS)), rows=rows)


def membership_table(entries: Sequence[MembershipEntry], rules: ValueRules, language: str) -> Table:
    """The newest first."""
    words = _Words(rules, language)
    rows = []
    for it in entries:
        after = it.entry.membership
        holds = "" if after is None else f"{after.effective_on} – {after.expires_on}"
        tier = words.tier(Part(tier=it.tier))
        rows.append((it.entry.on.isoformat(), words.say(_CHANGES[it.entry.change]), tier, holds, escape(it.actor)))
    title = words.say(_t("会员资格", "Membership"))
    return Table(title=title, columns=tuple(map(words.say, _ENTRIES)), rows=tuple(rows))


def distribution_table(counts: Iterable[TierCount], rules: ValueRules, language: str) -> Table:
    """A row for each tier before the gate, a column for each after it."""
    words = _Words(rules, language)
    names = [words.tier(Part(tier=tier)) for tier in Tier]
    number = {(each.base, each.effective): each.customers for each in counts}
    rows = tuple(
        (name, *(str(number[base, after]) if (base, after) in number else "" for after in Tier))
        for name, base in zip(names, Tier, strict=True)
        if any(before is base for before, _ in number)
    )
    title = words.say(_t("客户数：限制前（行）与限制后（列）", "Customers: before the gate (rows), after it (columns)"))
    return Table(title=title, columns=("", *names), rows=rows)


class _Words:
    def __init__(self, rules: ValueRules, language: str) -> None:
        self.wording = Wording(rules, language)

    def row(self, what: str, outcome: str, reasons: Iterable[Reason]) -> tuple[str, ...]:
        told = self.wording.explain(reasons)
        articles = dict.fromkeys(
            f"{each.reference.article} ({each.reference.confidence})" for each in told if each.reference is not None
        )
        return what, escape(outcome), escape("\n".join(each.text for each in told)), escape("\n".join(articles))

    def tier(self, part: Part) -> str:
        return self.wording.tier(part)

    def fixed(self, kind: str, value: str) -> str:
        return self.say(FIXED[f"{kind}.{value}"])

    def say(self, text: Text | Label) -> str:
        return text.get(self.wording.language)
