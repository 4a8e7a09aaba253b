"""A customer's tier as a line of a table, in words of one language. Presentation only, for compliance."""

from __future__ import annotations

from amlrisk.facts.labels import Label, label
from amlrisk.policy.model import Text
from amlrisk.policy.value import ValueRules
from amlrisk.services.spreadsheets import Cell
from amlrisk.services.withdraw_tiers import why_withdrawn
from amlrisk.store.tiers import TierRow
from amlrisk.store.withdrawn_tiers import WithdrawnRow
from amlrisk.tiering.diamond import DiamondOutcome, Standing
from amlrisk.tiering.evaluation import Verdict
from amlrisk.tiering.explain import Wording
from amlrisk.tiering.membership import Membership
from amlrisk.tiering.model import Part
from amlrisk.tiering.motor import MotorOutcome
from amlrisk.tiering.words import FIXED


def _t(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


_COLUMNS = (
    _t("客户编号", "Customer"),
    _t("名称", "Name"),
    _t("类型", "Kind"),
    _t("机构", "Branch"),
    _t("洗钱风险等级", "AML grade"),
    _t("限制前层级", "Tier before the gate"),
    _t("依据", "From"),
    _t("限制后层级", "Tier after the gate"),
    _t("降低", "Lowered"),
    _t("暂停", "Suspended"),
    _t("会员层级", "Membership"),
    _t("会员生效日", "Member since"),
    _t("会员到期日", "Member until"),
    _t("团险VIP层级", "Group VIP status"),
    _t("评定时等级", "Grade at the evaluation"),
    _t("强化尽职调查完成", "Due diligence complete"),
    _t("高级管理层批准", "Approved"),
    _t("审核逾期", "Review overdue"),
    _t("有预警未处理", "Alert open"),
    _t("评定日", "Evaluated on"),
    _t("确认至", "Holds up to"),
    _t("评定缘由", "Cause"),
    _t("评定编号", "Evaluation"),
    _t("层级撤下", "Tier withdrawn"),
)
_SCHEMES = (
    _t("俱乐部层级", "Club"),
    _t("团险客户价值（元）", "Value as a group customer (yuan)"),
    _t("可申报团险VIP层级", "Group VIP status to apply for"),
    _t("银行客户等级", "Bank class"),
    _t("车险等级（下一年度）", "Motor class (next year)"),
    _t("钻石产品", "Diamond product"),
)
_REGION = _t("客户地域", "Region")
_YES = _t("是", "yes")
_ELIGIBLE = _t("符合", "eligible")
_FAILED = _t("不符合", "not eligible")
_MISSING = _t("资料不全", "data missing")


class TierLines:
    """The words of the rules of today; with ``schemes`` also what every scheme gives."""

    def __init__(self, rules: ValueRules, language: str, *, schemes: bool) -> None:
        self._rules = rules
        self._wording = Wording(rules, language)
        self.language = self._wording.language
        dimensions = [rule.name for rule in rules.appraisal.dimensions.values()]
        titles = (*_COLUMNS, *_SCHEMES, *dimensions, _REGION) if schemes else _COLUMNS
        self.columns = tuple(map(self._say, titles))

    def cells(self, row: TierRow | WithdrawnRow, verdict: Verdict | None = None) -> tuple[Cell, ...]:
        """In the order of ``columns``; ``verdict`` is of the same evaluation, None without schemes."""
        if isinstance(row, WithdrawnRow):
            return self._withdrawn(row)
        tier, known = row.tier, row.tier.standing
        return (
            tier.customer,
            row.name,
            self._say(label(row.kind)),
            row.branch,
            self._wording.grade(row.grade),
            self._wording.tier(Part(tier=tier.base, or_above=tier.base_or_above)),
            None if tier.scheme is None else self._fixed("scheme", tier.scheme),
            self._wording.tier(Part(tier=tier.effective, or_above=tier.effective_or_above)),
            self._flag(tier.effective is not tier.base),
            self._flag(tier.suspended),
            *self._membership(tier.membership),
            None if tier.status is None else self._wording.tier(Part(tier=tier.status.tier)),
            self._wording.grade(known.grade),
            self._flag(known.due_diligence_complete),
            self._flag(known.approved),
            self._flag(known.review_overdue),
            self._flag(known.alert_open),
            tier.on.isoformat(),
            tier.evaluated_on.isoformat(),
            tier.cause,
            tier.id,
            None,
            *(() if verdict is None else self._schemes(verdict)),
        )

    def _withdrawn(self, row: WithdrawnRow) -> tuple[Cell, ...]:
        """Who it is, and at the end why there is no tier to tell of."""
        told = row.withdrawn
        who = (told.customer, row.name, self._say(label(row.kind)), row.branch, self._wording.grade(row.grade))
        why = f"{told.at.date()} {self._say(why_withdrawn(told.code))} ({told.code})"
        known = (*who, *(None,) * (len(_COLUMNS) - len(who) - 3), told.cause, told.evaluation, why)
        return (*known, *(None,) * (len(self.columns) - len(known)))

    def _membership(self, member: Membership | None) -> tuple[Cell, ...]:
        if member is None:
            return None, None, None
        tier = self._wording.tier(Part(tier=member.tier))
        return tier, member.effective_on.isoformat(), member.expires_on.isoformat()

    def _schemes(self, verdict: Verdict) -> tuple[Cell, ...]:
        found = verdict.valuation
        group, bank = found.group, found.bank
        regions = {each.id: each.name for each in self._rules.appraisal.regions}
        region = found.appraisal.region
        return (
            self._wording.tier(found.club),
            None if group is None else group.value,
            None if group is None else self._wording.tier(group),
            None if bank is None or bank.found is None else bank.found.value,
            "; ".join(map(self._motor, found.motor)),
            self._diamond(found.diamond),
            *(
                None if level.level is None else self._fixed("level", level.level)
                for level in found.appraisal.dimensions.values()
            ),
            region if region is None or region not in regions else self._say(regions[region]),
        )

    def _motor(self, car: MotorOutcome) -> str:
        return f"{car.vehicle}: {car.following.number} (× {car.following.coefficient})"

    def _diamond(self, found: DiamondOutcome) -> str:
        if found.eligible:
            return self._say(_ELIGIBLE)
        return self._say(_FAILED if found.of(Standing.FAILED) else _MISSING)

    def _flag(self, so: bool) -> str | None:
        return self._say(_YES) if so else None

    def _fixed(self, kind: str, value: str) -> str:
        return self._say(FIXED[f"{kind}.{value}"])

    def _say(self, text: Text | Label) -> str:
        return text.get(self.language)
