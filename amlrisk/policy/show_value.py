"""What the value files of a pack say, as tables that people read: every number with its source and mark."""

from __future__ import annotations

from amlrisk.facts.value import Level
from amlrisk.policy.documents import Scalar
from amlrisk.policy.page import NONE, SOURCE, Pair, Row, Table
from amlrisk.policy.value import GateRule, ValueRules
from amlrisk.policy.value_page import COMBINE, HOLDS, LEVELS, ValuePage
from amlrisk.policy.value_vocabulary import EARNED
from amlrisk.policy.words import listed, number

_TERMS: dict[str, Pair] = {
    "club.figures_max_age": ("资料最长时效（月）", "Figures may be so old (months)"),
    "club.promotion": ("同一层级达到几家公司即晋升一级", "Companies at one tier that give the next"),
    "club.several": ("多家公司层级不同", "Companies give different tiers"),
    "club.membership_months": ("会员资格有效期（月）", "A membership holds (months)"),
    "club.upgrade_begins_anew": ("升级后有效期重新起算", "An upgrade begins the term anew"),
    "group.valid_months": ("团险VIP资格有效期（月）", "A group VIP status holds (months)"),
    "bank.combine": ("银行各项标准合并", "Criteria of the bank together"),
    "motor.new_class": ("车险新客户等级", "Class of a new motor customer"),
    "motor.lapse_days": ("脱保超过几天按新客户", "Uninsured for more than so many days: new"),
    "diamond.youngest": ("钻石产品最低年龄", "Diamond product: youngest age"),
    "diamond.oldest": ("钻石产品最高年龄", "Diamond product: oldest age"),
    "diamond.health": ("钻石产品须通过健康评估", "Diamond product: health assessment passed"),
    "diamond.health_max_age_months": ("健康评估有效期（月）", "Health assessment may be so old (months)"),
    "diamond.income": ("钻石产品收入标准", "Diamond product: income"),
    "diamond.assets": ("钻石产品资产标准", "Diamond product: assets"),
    "diamond.need": ("钻石产品须需求明确且有意愿", "Diamond product: clear need and intention"),
    "tiers.several": ("各方案层级不同", "Schemes give different tiers"),
}


def value_tables(rules: ValueRules, language: str) -> tuple[Table, ...]:
    """Every scheme, the entitlements and the gate, in ``zh`` or ``en``."""
    page = _ValuePage(rules, language)
    return (
        page.club(),
        page.group(),
        page.bank(),
        page.motor(),
        page.moves(),
        page.appraisal(),
        page.services(),
        page.regions(),
        page.worth(),
        page.entitlements(),
        page.gate(),
        page.terms(),
    )


class _ValuePage(ValuePage):
    """One table per method."""

    def club(self) -> Table:
        rows = (
            (
                company.name.get(self.language),
                self.condition(rule),
                *self.bounds(rule.at_least, rule.unit),
                *self.by(rule),
            )
            for company in self.rules.club.companies.values()
            for rule in company.conditions
        )
        columns = (("公司", "Company"), ("条件", "Condition"), *self.tier_heads(), *SOURCE)
        return self.table(("VIP俱乐部标准（含下限）", "The club: from which bound on"), columns, rows)

    def group(self) -> Table:
        tiers = self.rules.group.tiers
        rows: list[Row] = []
        for table in self.rules.group.tables.values():
            for row in table.rows:
                low = NONE if row.at_least is None else f"≥ {self.amount(row.at_least, table.unit)}"
                rows.append((table.name.get(self.language), low, f"× {number(row.coefficient)}", *self.by(table)))
        for tier in EARNED:
            name = self.say("价值层级：", "Value: ") + self.tier(tier)
            rows.append((name, self.bound(tiers.at_least[tier], tiers.unit), NONE, *self.by(tiers)))
        columns = (("项目", "Item"), ("起点", "From"), ("系数", "Coefficient"), *SOURCE)
        return self.table(("团险客户价值", "Value of group customers"), columns, rows)

    def bank(self) -> Table:
        rows: list[Row] = []
        for criterion in self.rules.bank.criteria.values():
            rows.append((criterion.name.get(self.language), NONE, NONE, *self.by(criterion)))
            found = criterion.thresholds
            for name, bound in (found.at_least if found else {}).items():
                assert found is not None
                words = self.rules.bank.classes[name].get(self.language)
                rows.append((criterion.name.get(self.language), words, self.bound(bound, found.unit), *self.by(found)))
        columns = (("标准", "Criterion"), ("等级", "Class"), ("起点", "From"), *SOURCE)
        return self.table(("银行客户等级", "Classes of bank customers"), columns, rows)

    def motor(self) -> Table:
        rows = (
            (str(name), f"× {number(found.coefficient)}", *self.by(found))
            for name, found in self.rules.motor.classes.items()
        )
        columns = (("等级", "Class"), ("系数", "Coefficient"), *SOURCE)
        return self.table(("车险客户等级", "Motor classes"), columns, rows)

    def moves(self) -> Table:
        rows = (
            (
                move.name.get(self.language),
                f"≥ {move.claims_at_least}" + (f", < {move.claims_below}" if move.claims_below is not None else ""),
                NONE if move.paid_over is None else f"> {number(move.paid_over)}",
                f"{move.classes:+d}",
                *self.by(move),
            )
            for move in self.rules.motor.moves
        )
        columns = (
            ("情形", "Case"),
            ("理赔次数", "Claims"),
            ("赔付率", "Paid ÷ premium"),
            ("等级变动", "Classes"),
            *SOURCE,
        )
        return self.table(("车险等级变动（其余不变）", "Moves between motor classes (otherwise none)"), columns, rows)

    def appraisal(self) -> Table:
        rows = (
            (
                dimension.name.get(self.language),
                rule.name.get(self.language),
                self.window(rule),
                self.level(rule, Level.HIGH),
                self.level(rule, Level.MIDDLE),
                self.say(*COMBINE[dimension.combine]),
                *self.by(rule),
            )
            for dimension in self.rules.appraisal.dimensions.values()
            for rule in dimension.indicators
        )
        columns = (
            ("维度", "Dimension"),
            ("指标", "Indicator"),
            ("期间", "Over"),
            ("高", "High"),
            ("中", "Middle"),
            ("合并", "Together"),
            *SOURCE,
        )
        return self.table(("五维评定", "Appraisal in five dimensions"), columns, rows)

    def services(self) -> Table:
        rows = (
            (rule.name.get(self.language), self.say(*LEVELS[level]), service.get(self.language), *self.by(rule))
            for rule in self.rules.appraisal.dimensions.values()
            for level, service in rule.services.items()
        )
        columns = (("维度", "Dimension"), ("级别", "Level"), ("服务", "Service"), *SOURCE)
        return self.table(("各级别的服务", "Services per level"), columns, rows)

    def regions(self) -> Table:
        rows = (
            (
                group.name.get(self.language),
                listed(list(group.codes), self.language) or self.say("其余", "the rest"),
                group.strategy.get(self.language),
                *self.by(group),
            )
            for group in self.rules.appraisal.regions
        )
        columns = (("地域群体", "Group"), ("行政区划代码", "Codes"), ("策略", "Strategy"), *SOURCE)
        return self.table(("客户地域", "Regions"), columns, rows)

    def worth(self) -> Table:
        dimensions = self.rules.appraisal.dimensions
        rows = (
            (
                listed(
                    [
                        f"{dimensions[name].name.get(self.language)} ≥ {self.say(*LEVELS[level])}"
                        for name, level in rule.levels.items()
                    ],
                    self.language,
                ),
                self.tier(rule.tier),
                *self.by(rule),
            )
            for rule in self.rules.tiers.appraisal
        )
        columns = (("评定结果", "Appraisal"), ("层级", "Tier"), *SOURCE)
        return self.table(("评定对应的层级", "What an appraisal is worth"), columns, rows)

    def entitlements(self) -> Table:
        rows = (
            (
                rule.name.get(self.language),
                self.tier(rule.tier),
                self.say("不限", "no limit") if rule.per_year is None else str(rule.per_year),
                *self.by(rule),
            )
            for rule in self.rules.tiers.entitlements
        )
        columns = (("权益", "Entitlement"), ("起始层级", "From tier"), ("每年次数", "Times a year"), *SOURCE)
        return self.table(("VIP权益", "Entitlements"), columns, rows)

    def gate(self) -> Table:
        named: list[tuple[str, GateRule]] = [
            (self.rules.grades[grade].get(self.language), rule)
            for grade, rule in sorted(self.rules.tiers.gate.items(), key=lambda it: -it[0].rank)
        ]
        named.append((self.say("未评级", "not assessed"), self.rules.tiers.unassessed))
        rows = (
            (
                name,
                self.cap(rule.until_approved),
                self.cap(rule.cap),
                listed([self.say(*HOLDS[hold]) for hold in rule.holds], self.language) or NONE,
                self.say("是", "yes") if rule.suspends else NONE,
                *self.by(rule),
            )
            for name, rule in named
        )
        columns = (
            ("洗钱风险等级", "AML grade"),
            ("尽职调查完成并获批准前最高", "At most, before due diligence is complete and approved"),
            ("最高", "At most"),
            ("不升级的情形", "No tier is raised while"),
            ("暂停", "Suspends"),
            *SOURCE,
        )
        return self.table(("洗钱风险等级对层级的限制", "The gate of the AML grade"), columns, rows)

    def terms(self) -> Table:
        rows = []
        for path, name in _TERMS.items():
            file, _, field = path.partition(".")
            scalar: Scalar[object] = getattr(getattr(self.rules, file), field)
            rows.append((self.say(*name), self.value(scalar), *self.by(scalar)))
        columns = (("项目", "Item"), ("数值", "Value"), *SOURCE)
        return self.table(("期限与规则", "Terms and rules"), columns, rows)
