"""What the pack says of cases, as tables: what opens one, by when, who approves, and which reasons can be given."""

from __future__ import annotations

from amlrisk.policy.model import Rules
from amlrisk.policy.page import SOURCE, Page, Table


def review_tables(rules: Rules, language: str) -> tuple[Table, ...]:
    """The tables of ``review.yaml``, in ``zh`` or ``en``."""
    page = _ReviewPage(rules, language)
    return page.triggers(), page.limits(), page.reasons()


class _ReviewPage(Page):
    """One table per method."""

    def triggers(self) -> Table:
        rows = (
            (
                self.label(f"trigger.{rule.trigger}"),
                self.grades_named(rule.grades),
                str(rule.working_days),
                *self.sourced(rule),
            )
            for rule in self.rules.review.triggers.values()
        )
        columns = (
            ("触发事由", "Trigger"),
            ("适用等级", "Grades"),
            ("办理期限（工作日）", "Due within (working days)"),
            *SOURCE,
        )
        return self.table(("须人工审核的情形", "What people must look at"), columns, rows)

    def limits(self) -> Table:
        review, found = self.rules.review, self.rules.sources
        words = {
            "calendar": (("工作日历", "Calendar of working days"), review.calendar),
            "approval": (
                ("须高级管理层批准的等级（等级调整一律须批准）", "A senior manager approves (and every override)"),
                self.grades_named(review.approval),
            ),
            "override_days": (("等级调整最长有效天数", "An override holds at most (days)"), str(review.override_days)),
            "escalate_after": (
                ("逾期多少个工作日后上报", "Escalated after (working days overdue)"),
                str(review.escalate_after),
            ),
            "longest_text": (("文字说明最长字符数", "Longest text (characters)"), str(review.longest_text)),
        }
        rows = ((self.say(*name), value, *self.sourced(found[f"review.{key}"])) for key, (name, value) in words.items())
        return self.table(("案件办理", "Cases"), (("项目", "Item"), ("数值", "Value"), *SOURCE), rows)

    def reasons(self) -> Table:
        needed = self.say("须另作说明", "with words of one's own")
        rows = (
            (self.label(f"reason_kind.{kind}"), choice.name.get(self.language), needed if choice.text_needed else "")
            for kind, choices in self.rules.review.reasons.items()
            for choice in choices
        )
        columns = (("决定", "Decision"), ("理由", "Reason"), ("说明", "Text"))
        return self.table(("可选理由", "Reasons to choose from"), columns, rows)
