"""What became of the tiers of the demonstration so far: members, applications, due diligence, records of service."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import msgspec

from amlrisk.demo.values import values, worths
from amlrisk.policy.value_vocabulary import Tier
from amlrisk.policy.vocabulary import Trigger
from amlrisk.review.authority import Officer
from amlrisk.services.import_customers import import_customers
from amlrisk.services.membership import accept, decline, invite
from amlrisk.services.open_case import TriggerEvent, open_case
from amlrisk.services.record_due_diligence import Findings, record_due_diligence
from amlrisk.services.save_value import save_value, take_in_value
from amlrisk.services.service_records import Recording, record_service
from amlrisk.services.system import System
from amlrisk.services.use_entitlement import use_entitlement
from amlrisk.services.vip_applications import Asking, apply_for_vip, decide_vip
from amlrisk.tiering.service_forms import Kind
from amlrisk.tiering.vip import Stage, Verdict

_VALUES, _REJECTS = "demo-values.jsonl", "demo-values-rejects.csv"
_ANALYST, _MANAGER, _SERVICE = "demo-analyst", "demo-manager", "demo-service"

#: Who was asked to join, and what became of it.
_MEMBERS = {
    "DEMO-0002": (invite,),
    "DEMO-0047": (invite, decline),
    **dict.fromkeys(("DEMO-0001", "DEMO-0022", "DEMO-0045", "DEMO-0054", "DEMO-0056"), (invite, accept)),
}
_USED = (("DEMO-0022", "health_assessment"), ("DEMO-0022", "events"), ("DEMO-0056", "medical_consultation"))

_ALERTED = "DEMO-0045"
_DILIGENT = ("DEMO-0033", "DEMO-0034")


class _Vip(NamedTuple):
    ref: str
    tier: Tier
    verdict: Verdict | None
    opinion: str = ""


_VIPS = (
    _Vip("DEMO-0007", Tier.PLATINUM, Verdict.APPROVED, "贡献度符合铂金标准，同意（演示）"),
    _Vip("DEMO-0008", Tier.GOLD, None),
    _Vip("DEMO-0011", Tier.GOLD, Verdict.REFUSED, "合同今年到期，续保后再报（演示）"),
    _Vip("DEMO-0037", Tier.GOLD, Verdict.APPROVED, "贡献度符合黄金标准，同意（演示）"),
)
_SERVED = "DEMO-0007"


def value_customers(system: System, on: date, *, actor: str) -> None:
    """Import what the customers are worth, where that was not done, from a file that stays as an example; see to it
    that the members are members before anything becomes known of them."""
    raws = list(values(on))
    if len(system.store.values.digests(str(raw["ref"]) for raw in raws)) < len(raws):
        path: Path = system.settings.home / _VALUES
        path.write_bytes(msgspec.json.Encoder().encode_lines(raws))
        import_customers(system, None, system.settings.home / _REJECTS, actor=actor, values=[path])
    service = _officer(system, _SERVICE)
    for ref, steps in _MEMBERS.items():
        for step in steps:
            form = f"demo/{ref}/{step.__name__}"
            if system.store.memberships.by_form(form) is None:
                step(system, service, ref, form=form)
    for ref, entitlement in _USED:
        form = f"demo/{ref}/{entitlement}"
        if system.store.memberships.use_by_form(form) is None:
            use_entitlement(system, service, ref, entitlement, form=form)


def record_diligence(system: System) -> None:
    """What was found out of those at high, where it was not recorded yet: before a senior manager approves it."""
    for ref in _DILIGENT:
        _record_due_diligence(system, ref)


def take_tier_steps(system: System, on: date) -> None:
    """Take the steps that were not taken yet; ``on`` is the day the demonstration began."""
    _report(system, on)
    for each in worths(on):
        if each.later is not None and _as_imported(system, each.ref, each.value):
            save_value(system, each.ref, {"ref": each.ref, **each.later}, actor=_SERVICE)
    for vip in _VIPS:
        _apply(system, vip)
    for kind, raw in _records(on).items():
        form = f"demo/{_SERVED}/{kind}"
        if system.store.service_records.of_form(form) is None:
            recording = Recording(customer=_SERVED, kind=kind, raw=raw, form=form)
            record_service(system, _officer(system, _SERVICE), recording)


def _officer(system: System, id: str) -> Officer:
    return system.store.accounts.get(id).officer


def _as_imported(system: System, ref: str, value: Mapping[str, object]) -> bool:
    """Whether nobody has changed the facts since they were imported."""
    kept = system.store.values.of([ref]).get(ref)
    return kept is not None and kept.value == take_in_value(system, {"ref": ref, **value})


def _report(system: System, on: date) -> None:
    form = f"demo/{_ALERTED}/report"
    if system.store.cases.after_form(form) is None:
        text = "本地媒体报道其经营的珠宝行被税务部门约谈（演示）"
        event = TriggerEvent(customer=_ALERTED, trigger=Trigger.ADVERSE_MEDIA, text=text, form=form, on=on)
        open_case(system, _officer(system, _ANALYST), event)


def _record_due_diligence(system: System, ref: str) -> None:
    form = f"demo/{ref}/due_diligence"
    if system.store.due_diligence.by_form(form) is None:
        findings = Findings(
            customer=ref,
            funds="工资与经营分红，已核对近三年完税证明与银行流水（演示）",
            wealth="自有住房两套，持有上市公司股票，与申报一致（演示）",
            purpose="家庭保障与财富传承，与其身份相称（演示）",
            conclusion="资金与财富来源可信，建议维持业务关系并每半年复核（演示）",
            form=form,
        )
        record_due_diligence(system, _officer(system, _ANALYST), findings)


def _apply(system: System, vip: _Vip) -> None:
    form = f"demo/{vip.ref}/vip"
    filed = system.store.vip.of_form(form)
    if filed is None:
        asking = Asking(
            customer=vip.ref,
            tier=vip.tier,
            grounds="连续投保，标准保费与利润贡献达到申报标准（演示）",
            contact="演示联系人",
            form=form,
        )
        filed = apply_for_vip(system, _officer(system, _SERVICE), asking)
    if vip.verdict is not None and filed.stage is Stage.WAITING:
        decide_vip(system, _officer(system, _MANAGER), filed.application.id, vip.verdict, vip.opinion)


def _records(on: date) -> dict[Kind, dict[str, str]]:
    """One of each annex, in the weeks before."""

    def ago(days: int) -> str:
        return (on - timedelta(days=days)).isoformat()

    year, quarter = divmod(on.year * 4 + (on.month - 1) // 3 - 1, 4)
    return {
        Kind.QUARTERLY: {
            "quarter": f"{year}-Q{quarter + 1}", "visits": "3",
            "services": "续保方案说明；协助三名员工理赔；健康讲座一场", "issues": "异地员工就医垫付时效偏慢",
            "measures": "增加合作医院两家", "handler": "苏婉清",
        },
        Kind.GREEN_CHANNEL: {
            "on": ago(40), "matter": "claim", "policy": "DEMO-G-1", "content": "员工住院，当日垫付押金并派员协助",
            "done_on": ago(39), "handler": "苏婉清", "feedback": "处理及时",
        },
        Kind.CARE: {
            "on": ago(25), "way": "visit", "person": "人力资源部", "content": "拜访并送达年度服务报告", "cost": "380",
            "handler": "苏婉清",
        },
        Kind.CALL: {
            "on": ago(18), "nature": "complaint", "caller": "演示来电人", "content": "理赔款到账晚于承诺两日",
            "answer": "核实为银行退票，已重新支付并致歉", "done_on": ago(16), "handler": "苏婉清",
        },
        Kind.SURVEY: {
            "on": ago(10), "attitude": "95", "promptness": "86", "competence": "92", "claims": "88", "manager": "94",
            "comments": "希望增加线上理赔培训", "respondent": "演示填表人",
        },
        Kind.INVESTMENT: {
            "year": str(on.year), "staff": "24000", "visits": "6000", "gifts": "3500", "events": "12000",
            "extras": "9000", "basis": "按上年实际支出并考虑增员测算", "handler": "苏婉清",
        },
    }  # fmt: skip
