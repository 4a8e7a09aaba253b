"""The words for states, steps and roles, and what officers read about a step that cannot be taken."""

from __future__ import annotations

from amlrisk.policy.model import Text
from amlrisk.review.authority import Role
from amlrisk.review.model import Action, State

STATES: dict[State, Text] = {
    State.OPEN: Text(zh="待初评", en="to be graded"),
    State.PROPOSED: Text(zh="待复评", en="to be confirmed"),
    State.DISPUTED: Text(zh="待合规裁定", en="to be settled"),
    State.APPROVAL: Text(zh="待高管批准", en="to be approved"),
    State.CLOSED: Text(zh="已结案", en="closed"),
}

ACTIONS: dict[Action, Text] = {
    Action.OPENED: Text(zh="立案", en="opened"),
    Action.TRIGGERED: Text(zh="新增事由", en="another trigger"),
    Action.REASSESSED: Text(zh="评级或命中有变", en="grade or hits changed"),
    Action.ESCALATED: Text(zh="逾期上报", en="escalated"),
    Action.DECIDE_HIT: Text(zh="核实命中", en="decide a hit"),
    Action.PROPOSE: Text(zh="初评", en="propose"),
    Action.CONFIRM: Text(zh="复评同意", en="confirm"),
    Action.DIFFER: Text(zh="复评不同意", en="differ"),
    Action.SETTLE: Text(zh="合规裁定", en="settle"),
    Action.APPROVE: Text(zh="高管批准", en="approve"),
    Action.RETURN: Text(zh="退回", en="return"),
    Action.ASSIGN: Text(zh="分派", en="assign"),
    Action.COMMENT: Text(zh="备注", en="comment"),
}

ROLES: dict[Role, Text] = {
    Role.ANALYST: Text(zh="初评岗", en="analyst"),
    Role.REVIEWER: Text(zh="复评岗", en="reviewer"),
    Role.MANAGER: Text(zh="合规经理", en="manager"),
    Role.AUDITOR: Text(zh="审计员", en="auditor"),
    Role.ADMINISTRATOR: Text(zh="系统管理员", en="administrator"),
    Role.SERVICE: Text(zh="客户服务", en="service"),
}

#: Why a case does not allow something now, or not to this officer.
BLOCKED: dict[str, Text] = {
    "role": Text(zh="您的角色不能进行此操作", en="Your role does not allow this"),
    "branch": Text(zh="案件属于其他机构", en="The case belongs to another branch"),
    "state_closed": Text(zh="案件已结案", en="The case is closed"),
    "state_open": Text(zh="案件尚待初评", en="The case awaits its first grading"),
    "state_proposed": Text(zh="案件已初评，待复评", en="The case is graded and awaits confirmation"),
    "state_disputed": Text(
        zh="初评与复评意见不一致，待合规裁定", en="First and second grading differ: compliance must settle it"
    ),
    "state_approval": Text(zh="案件待高级管理层批准", en="The case awaits the approval of a senior manager"),
    "pending_hits": Text(zh="尚有名单命中未核实", en="A list hit has not been decided yet"),
    "override_over": Text(
        zh="拟调整等级的截止日已到，请退回重新评定", en="The end of the proposed override has passed: return the case"
    ),
}

#: Which earlier step bars an officer, by the field of the case that names them.
PARTS: dict[str, Text] = {
    "proposer": Text(zh="您已作初评，须由另一人处理", en="You took the first grading: another person must do this"),
    "confirmer": Text(zh="您已作复评，须由另一人处理", en="You took the second grading: another person must do this"),
    "settler": Text(zh="您已作裁定，须由另一人批准", en="You settled the case: another person must approve it"),
}

#: What is wrong with a move (zh, en), by the code of the issue.
FAULTS: dict[str, tuple[str, str]] = {
    "required": ("不能为空", "must not be empty"),
    "unknown_reason": ("请从列表中选择理由", "choose a reason from the list"),
    "too_long": ("不得超过 {most} 个字符", "must not be longer than {most} characters"),
    "not_here": ("与初评的等级不一致；如不同意，请选择“不同意”", "is not the proposed grade; to disagree, differ"),
    "no_difference": ("与初评的等级相同；如同意，请选择“同意”", "is the proposed grade; to agree, confirm"),
    "no_override": ("与系统评级相同，不是等级调整，不设截止日", "is the computed grade, no override: it has no end"),
    "only_by_listing": ("“不可接受”只能由证实的名单命中得出", "unacceptable follows from a confirmed listing alone"),
    "listed": ("不得低于名单命中所定的等级", "must not be better than what a list hit imposes"),
    "date_not_ahead": ("须晚于今天（{day}）", "must be later than today, {day}"),
    "date_beyond_policy": (
        "不得晚于 {day}：政策规定最长 {most} 天",
        "must not be later than {day}: the policy allows {most} days at most",
    ),
}
