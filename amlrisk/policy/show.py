"""The rules in force as tables that a compliance officer reads, in Chinese or English."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from amlrisk.policy.model import CodeTable, Factor, Rules
from amlrisk.policy.page import NONE, SOURCE, Page, Row, Table
from amlrisk.policy.show_review import review_tables
from amlrisk.policy.vocabulary import Grade
from amlrisk.policy.words import band, listed, number, params

__all__ = ["Table", "tables"]


def tables(rules: Rules, language: str) -> tuple[Table, ...]:
    """Everything ``rules`` say, in ``zh`` or ``en``: values in words and units, each with source and mark."""
    page = _Page(rules, language)
    built = (
        page.overview(),
        page.warnings(),
        *(page.scorecard(kind, factors) for kind, factors in rules.scorecards.items()),
        page.cutoffs(),
        page.direct(),
        page.floors(),
        page.effects(),
        page.decision_days(),
        page.look_back(),
        page.grades(),
        page.measures(),
        page.clock(),
        page.countries(),
        page.code_table("crime_regions", rules.crime_regions, "crime_region"),
        page.code_table("occupations", rules.occupations, "occupation"),
        page.code_table("industries", rules.industries, "industry"),
        page.currencies(),
        page.matching(),
        *review_tables(rules, language),
    )
    return tuple(table for table in built if table.rows)


class _Page(Page):
    """One table per method."""

    def factor_names(self, ids: Iterable[str]) -> str:
        """What the scorecards call them; both names where the same factor has two."""
        cards = self.rules.scorecards.values()
        names = [f.name.get(self.language) for id_ in ids for card in cards for f in card if f.id == id_]
        return listed(list(dict.fromkeys(names)), self.language)

    def overview(self) -> Table:
        rules = self.rules
        words = {
            "home_country": ("本国", "Home country"),
            "levels": ("评分级数（最高级最差）", "Levels (the highest is worst)"),
            "missing_level": ("缺失信息的级别", "Level of missing input"),
            "max_factor_weight": ("单项权重上限", "Most that one factor may weigh"),
        }
        rows: list[Row] = [
            (self.say("政策包", "Pack"), f"{rules.pack} {rules.version} · {rules.title.get(self.language)}", "", ""),
            (self.say("摘要", "Digest"), rules.digest, "", ""),
            (self.say("适用日期", "In force on"), rules.on.isoformat(), "", ""),
        ]
        for key, name in words.items():
            if key in rules.sources:
                found = rules.sources[key]
                rows.append((self.say(*name), found.value, *self.sourced(found)))
        return self.table(("概况", "Overview"), (("项目", "Item"), ("内容", "Value"), *SOURCE), rows)

    def warnings(self) -> Table:
        rows = ((warning.get(self.language),) for warning in self.rules.warnings)
        return self.table(("提示", "Warnings"), (("提示", "Warning"),), rows)

    def scorecard(self, kind: str, factors: tuple[Factor, ...]) -> Table:
        """A row per factor, by group; the levels are columns, the worst first."""
        levels = range(self.rules.levels, 0, -1)
        groups = list(dict.fromkeys(factor.group for factor in factors))
        rows = (
            (
                self.label(f"group.{factor.group}"),
                factor.name.get(self.language),
                number(factor.weight),
                *(band(self.rules, factor, level, self.language) for level in levels),
                params(self.rules, factor.params, self.language),
                *self.sourced(factor),
            )
            for factor in sorted(factors, key=lambda factor: groups.index(factor.group))
        )
        return self.table(
            self.say("评分表：", "Scorecard: ") + self.label(f"kind.{kind}"),
            (
                ("类别", "Group"),
                ("项目", "Item"),
                ("权重", "Weight"),
                *((str(level), str(level)) for level in levels),
                ("参数", "Parameters"),
                *SOURCE,
            ),
            rows,
        )

    def cutoffs(self) -> Table:
        rows = [
            (self.grade(cutoff.grade), f"≥ {number(cutoff.at_least)}", *self.sourced(cutoff))
            for cutoff in self.rules.cutoffs
        ]
        last = self.rules.cutoffs[-1]
        rows.append((self.grade(Grade.GENERAL), f"< {number(last.at_least)}", *self.sourced(last)))
        columns = (("等级", "Grade"), ("总分", "Total"), *SOURCE)
        return self.table(("等级分界", "Cut-offs"), columns, rows)

    def direct(self) -> Table:
        rows = (
            (
                rule.name.get(self.language),
                self.grade(rule.grade),
                self.say("启用", "on") if rule.enabled else self.say("停用", "off"),
                params(self.rules, rule.params, self.language),
                *self.sourced(rule),
            )
            for rule in self.rules.direct
        )
        columns = (("情形", "Fact"), ("等级", "Grade"), ("状态", "State"), ("条件", "Parameters"), *SOURCE)
        return self.table(("直接定级", "Direct grades"), columns, rows)

    def floors(self) -> Table:
        rows = (
            (
                floor.name.get(self.language),
                self.factor_names(floor.factors),
                f"≥ {floor.level}",
                self.grade(floor.grade),
                *self.sourced(floor),
            )
            for floor in self.rules.floors
        )
        columns = (
            ("名称", "Name"),
            ("任一项目", "Any of"),
            ("级别", "Level"),
            ("不低于", "No better than"),
            *SOURCE,
        )
        return self.table(("等级下限", "Floors"), columns, rows)

    def effects(self) -> Table:
        rows = (
            (
                self.label(f"list_category.{effect.category}"),
                self.grade(effect.confirmed),
                self.grade(effect.possible),
                f"{self.factor_names([effect.factor])} ≥ {effect.factor_level}" if effect.factor else NONE,
                *self.sourced(effect),
            )
            for effect in self.rules.effects.values()
        )
        columns = (
            ("名单类别", "List category"),
            ("确认命中", "Confirmed"),
            ("疑似命中", "Possible"),
            ("评分项目", "Factor"),
            *SOURCE,
        )
        return self.table(("名单命中的效果", "What a list hit does"), columns, rows)

    def decision_days(self) -> Table:
        rows = (
            (
                self.label(f"list_category.{days.category}"),
                str(days.false_positive),
                str(days.inconclusive),
                *self.sourced(days),
            )
            for days in self.rules.decision_days.values()
        )
        columns = (
            ("名单类别", "List category"),
            ("误报（天）", "False positive (days)"),
            ("未得出结论（天）", "Inconclusive (days)"),
            *SOURCE,
        )
        return self.table(("核实结论的有效期", "How long a decision on a hit holds"), columns, rows)

    def look_back(self) -> Table:
        back = self.rules.look_back
        rows = (
            ()
            if back is None
            else (
                (self.label(f"list_category.{category}"), str(back.months), *self.sourced(back))
                for category in back.categories
            )
        )
        columns = (("名单类别", "List category"), ("回溯期限（月）", "Looked back over (months)"), *SOURCE)
        return self.table(("确认命中后的交易回溯", "Transactions looked at again on a true match"), columns, rows)

    def grades(self) -> Table:
        rows = (
            (
                self.grade(grade),
                self.label(f"decision.{policy.decision}"),
                self.label(f"due_diligence.{policy.due_diligence}"),
                str(policy.review_months),
                *self.sourced(self.rules.sources[f"grades.{grade}.review_months"]),
            )
            for grade, policy in reversed(self.rules.grades.items())
        )
        columns = (
            ("等级", "Grade"),
            ("处理结论", "Decision"),
            ("尽职调查", "Due diligence"),
            ("复核周期（月）", "Review (months)"),
            ("周期依据", "Source of the interval"),
            ("可信度", "Confidence"),
        )
        return self.table(("各等级的后果", "What follows from a grade"), columns, rows)

    def measures(self) -> Table:
        rows = (
            (self.grade(grade), measure.get(self.language), *self.sourced(policy))
            for grade, policy in reversed(self.rules.grades.items())
            for measure in policy.measures
        )
        columns = (("等级", "Grade"), ("措施", "Measure"), *SOURCE)
        return self.table(("尽职调查措施", "Due-diligence measures"), columns, rows)

    def clock(self) -> Table:
        words = {
            "clock.first_review_years": ("首次复核不迟于（年）", "First review within (years)"),
            "clock.new_customer_working_days": (
                "新客户评级期限（工作日）",
                "New customer graded within (working days)",
            ),
            "clock.max_review_step": ("较高一级周期的最大倍数", "Interval: at most so many times the grade above"),
            "max_shrink_ratio": ("名单缩减超过此比例即隔离", "A list that shrinks by more is quarantined"),
        }
        found = self.rules.sources
        rows = ((self.say(*name), found[key].value, *self.sourced(found[key])) for key, name in words.items())
        columns = (("项目", "Item"), ("数值", "Value"), *SOURCE)
        return self.table(("期限与名单保护", "Clock and list guards"), columns, rows)

    def countries(self) -> Table:
        rows = (
            (
                self.label(f"country.{category}"),
                table.as_of.isoformat(),
                listed([entry.name.get(self.language) for entry in table.entries.values()], self.language),
                *self.sourced(table),
            )
            for category, table in self.rules.country_tables.items()
        )
        columns = (("类别", "Category"), ("核对于", "As of"), ("国家和地区", "Countries"), *SOURCE)
        return self.table(("国家和地区表", "Countries"), columns, rows)

    def code_table(self, name: str, table: CodeTable, measure: str) -> Table:
        """Every code of a table; ``measure`` is the one whose words its categories are, before cash intensity's."""
        labels = self.rules.labels
        rows = (
            (
                code,
                entry.name.get(self.language),
                listed(
                    [
                        self.label(f"{measure}.{word}" if f"{measure}.{word}" in labels else f"cash_intensity.{word}")
                        for word in entry.categories
                    ],
                    self.language,
                ),
            )
            for code, entry in table.entries.items()
        )
        origin = " · ".join((self.say("核对于 ", "as of ") + table.as_of.isoformat(), *self.sourced(table)))
        columns = (("代码", "Code"), ("名称", "Name"), ("类别", "Categories"))
        return self.table(f"{self.label(f'table.{name}')} ({origin})", columns, rows)

    def currencies(self) -> Table:
        found = self.rules.sources["currencies"]
        as_of = found.as_of.isoformat() if found.as_of else ""
        rows = (
            (currency, number(rate), as_of, *self.sourced(found)) for currency, rate in self.rules.currencies.items()
        )
        columns = (("币种", "Currency"), ("折合人民币元", "Yuan per unit"), ("核对于", "As of"), *SOURCE)
        return self.table(("折算汇率", "Conversion rates"), columns, rows)

    def matching(self) -> Table:
        """Thresholds first, then the coefficients by their names in ``matching.yaml`` (told in docs/matching.md)."""
        found = self.rules.sources["matching"]
        given = msgspec.structs.asdict(self.rules.matching)
        thresholds = given.pop("thresholds")
        values = {
            f"thresholds.{schema}.{category}": value
            for schema, by_category in thresholds.items()
            for category, value in by_category.items()
        } | given
        rows = ((name, str(value), *self.sourced(found)) for name, value in values.items())
        columns = (("参数", "Parameter"), ("数值", "Value"), *SOURCE)
        return self.table(("姓名匹配", "Name matching"), columns, rows)
