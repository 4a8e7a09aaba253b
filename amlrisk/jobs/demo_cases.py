"""What the people of the demonstration have done to its cases so far: some steps of each kind, the rest is waiting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from amlrisk.policy.vocabulary import Grade
from amlrisk.review.model import Action
from amlrisk.review.moves import Move
from amlrisk.services.act_on_case import CaseMove, act_on_case
from amlrisk.services.system import System

_OVERRIDE = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class DemoStep:
    """``who`` did ``action`` to the case of customer ``ref``; ``override`` where ``grade`` is not the computed one."""

    ref: str
    who: str
    action: Action
    reason: str = ""
    text: str = ""
    grade: Grade | None = None
    override: bool = False

    @property
    def form(self) -> str:
        """One a step, so that setting up again does nothing twice."""
        return f"demo/{self.ref}/{self.action}"


_ANALYST, _REVIEWER, _MANAGER = "demo-analyst", "demo-reviewer", "demo-manager"

DEMO_STEPS = (
    # Waiting for the second grading.
    DemoStep(
        "DEMO-0012", _ANALYST, Action.PROPOSE, "listing_settled", "命中已核实为本人（演示）", Grade.UNACCEPTABLE
    ),
    DemoStep("DEMO-0013", _ANALYST, Action.PROPOSE, "agrees_with_rules", "证件号码一致（演示）", Grade.UNACCEPTABLE),
    # Closed, with the approval of a senior manager.
    DemoStep("DEMO-0034", _ANALYST, Action.PROPOSE, "due_diligence_done", "已完成强化尽职调查（演示）", Grade.HIGH),
    DemoStep("DEMO-0034", _REVIEWER, Action.CONFIRM, "checked_anew"),
    DemoStep("DEMO-0034", _MANAGER, Action.APPROVE, "approved"),
    # Closed by two.
    DemoStep("DEMO-0015", _ANALYST, Action.PROPOSE, "agrees_with_rules", "公司拒绝名单（演示）", Grade.UNACCEPTABLE),
    DemoStep("DEMO-0015", _REVIEWER, Action.CONFIRM, "checked_anew"),
    # Waiting for a senior manager.
    DemoStep("DEMO-0033", _ANALYST, Action.PROPOSE, "due_diligence_done", "已完成强化尽职调查（演示）", Grade.HIGH),
    DemoStep("DEMO-0033", _REVIEWER, Action.CONFIRM, "agrees"),
    # The two differ.
    DemoStep(
        "DEMO-0037", _ANALYST, Action.PROPOSE, "not_in_data", "客户已补充受益所有人证明，尚未录入（演示）",
        Grade.ORDINARY, override=True,
    ),
    DemoStep("DEMO-0037", _REVIEWER, Action.DIFFER, "weighs_otherwise", "证明未经核验，不宜调低（演示）", Grade.HIGH),
    # Being worked on.
    DemoStep("DEMO-0019", _ANALYST, Action.COMMENT, text="已请客户提供护照原件，预计两日内补齐（演示）"),
)  # fmt: skip


def take_demo_steps(system: System, on: date) -> None:
    """Take the steps that were not taken yet, of cases that there are; ``on`` is the day the demonstration began."""
    for each in DEMO_STEPS:
        case = system.store.cases.open_of([each.ref]).get(each.ref)
        if case is None or system.store.cases.after_form(each.form) is not None:
            continue
        move = Move(
            action=each.action,
            version=case.version,
            form=each.form,
            reason=each.reason,
            text=each.text,
            grade=each.grade,
            override_until=on + _OVERRIDE if each.override else None,
        )
        act_on_case(system, system.store.accounts.get(each.who).officer, CaseMove(case=case.id, move=move))
