"""Take the records of service, and an application for VIP status, out of the program in the layout of their annexes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

import msgspec

from amlrisk.policy.model import Text
from amlrisk.policy.value import ValueRules
from amlrisk.policy.value_vocabulary import GroupTable
from amlrisk.review.authority import Officer
from amlrisk.services.form_sheets import FormFormat, FormSheet, form_pieces
from amlrisk.services.spreadsheets import Cell
from amlrisk.services.system import System
from amlrisk.store.service_records import ListedRecord, RecordFilter
from amlrisk.tiering.model import shown
from amlrisk.tiering.service_forms import FORMS, Entry, Field, Form, Kind
from amlrisk.tiering.service_reading import end_of_quarter
from amlrisk.tiering.vip import Filed, may_see_outcome

_SOURCE = Text(
    zh="表名依据《团险客户分层级服务管理办法》{annex}；原文未载明栏目，本表栏目与签署栏为建议稿。",
    en="Title by {annex} of the measures on tiered service for group customers; the source gives no columns:"
    " columns and signatures are proposed.",
)
_SIGNATURES = (
    Text(zh="制表人：____________", en="Prepared by: ____________"),
    Text(zh="复核人：____________", en="Checked by: ____________"),
    Text(zh="部门负责人：____________", en="Head of department: ____________"),
    Text(zh="日期：____年__月__日", en="Date: ____________"),
)
_NUMBER = Text(zh="序号", en="No.")
_CUSTOMER = (
    Text(zh="客户名称", en="Customer"),
    Text(zh="客户编号", en="Reference"),
    Text(zh="所属机构", en="Branch"),
)
_RECORDED = (Text(zh="记录人", en="Recorded by"), Text(zh="记录日期", en="Recorded on"))
#: What a quarter's summary counts from the logs of that quarter.
_COUNTED = {
    Kind.GREEN_CHANNEL: Text(zh="绿色通道次数", en="Green channel"),
    Kind.CARE: Text(zh="日常关怀次数", en="Everyday care"),
    Kind.CALL: Text(zh="咨询/投诉次数", en="Enquiries and complaints"),
}
_PERIOD = Text(zh="期间：{since} 至 {until}", en="Period: {since} to {until}")
_OPEN = Text(zh="不限", en="any")
_WIDTHS = {Entry.WORDS: 36, Entry.TEXT: 16, Entry.CHOICE: 14}
_USUAL_WIDTH = 12
_QUARTER_DAYS = 3


def export_records(
    system: System, officer: Officer, wanted: RecordFilter, form: FormFormat, language: str
) -> Iterator[bytes]:
    """All records of a kind that stand, the newest day first, in pieces; that they were taken is recorded before."""
    its = FORMS[wanted.kind]
    asked = {name: str(value) for name, value in msgspec.structs.asdict(wanted).items() if value and name != "branches"}
    asked["branches"] = ", ".join(wanted.branches)
    system.store.audit.append(
        "service_exported", officer.id, its.kind.value, {"format": form.value, **asked}, system.now()
    )
    columns = _columns(its)
    sheet = FormSheet(
        name=its.short.get(language),
        title=its.title.get(language),
        heads=_heads(its, wanted, language),
        columns=[title.get(language) for title, _ in columns],
        widths=[width for _, width in columns],
        rows=_Rows(system, its, wanted, language),
        signatures=[each.get(language) for each in _SIGNATURES],
        remarks=[_SOURCE.get(language).format(annex=its.annex.get(language))],
    )
    return form_pieces(sheet, form)


def shown_field(field: Field, text: str | None, language: str) -> str:
    """What was filled in, in the reader's language."""
    if text is None:
        return ""
    return field.choices[text].get(language) if field.choices else text


def _heads(its: Form, wanted: RecordFilter, language: str) -> list[str]:
    since, until = (day.isoformat() if day else _OPEN.get(language) for day in (wanted.since, wanted.until))
    heads = [its.annex.get(language), _PERIOD.get(language).format(since=since, until=until)]
    return heads + ([its.unit.get(language)] if its.unit else [])


def _columns(its: Form) -> list[tuple[Text, int]]:
    counted = list(_COUNTED.values()) if its.kind is Kind.QUARTERLY else []
    return [
        (_NUMBER, 6),
        *zip(_CUSTOMER, (24, 16, 12), strict=True),
        *((field.title, _WIDTHS.get(field.entry, _USUAL_WIDTH)) for field in its.fields),
        *((title, _USUAL_WIDTH) for title in counted),
        *((title, _USUAL_WIDTH) for title in _RECORDED),
    ]


class _Rows:
    """The rows of the table, read as they are written. A quarter's counts are made once a quarter."""

    def __init__(self, system: System, its: Form, wanted: RecordFilter, language: str) -> None:
        self._system, self._form, self._wanted, self._language = system, its, wanted, language
        self._counts: dict[tuple[Kind, date], dict[str, int]] = {}

    def __iter__(self) -> Iterator[Sequence[Cell]]:
        for number, listed in enumerate(self._system.store.service_records.walk(self._wanted), 1):
            yield self._row(number, listed)

    def _row(self, number: int, listed: ListedRecord) -> list[Cell]:
        record = listed.record
        recorded_on = record.recorded_at.astimezone(self._system.settings.timezone).date().isoformat()
        return [
            number,
            listed.name,
            record.customer,
            listed.branch or "",
            *(self._cell(field, record.fields.get(field.name)) for field in self._form.fields),
            *self._counted(listed),
            record.author,
            recorded_on,
        ]

    def _cell(self, field: Field, text: str | None) -> Cell:
        if text is not None and field.entry in (Entry.NUMBER, Entry.MONEY, Entry.POINTS):
            return Decimal(text)
        return shown_field(field, text, self._language)

    def _counted(self, listed: ListedRecord) -> list[Cell]:
        if self._form.kind is not Kind.QUARTERLY:
            return []
        end = end_of_quarter(listed.record.fields["quarter"])
        found: list[Cell] = []
        for kind in _COUNTED:
            if (kind, end) not in self._counts:
                begin = date(end.year, end.month - _QUARTER_DAYS + 1, 1)
                of_quarter = RecordFilter(kind=kind, branches=self._wanted.branches, since=begin, until=end)
                self._counts[kind, end] = self._system.store.service_records.counts(of_quarter)
            found.append(self._counts[kind, end].get(listed.record.customer, 0))
        return found


# --- an application for VIP status --------------------------------------------------------------------

_TITLE = Text(zh="VIP客户资格申报/审批表", en="Application for, and decision on, VIP status")
_ANNEX = Text(zh="附件一", en="Annex 1")
_YUAN = Text(zh="单位：元", en="Unit: yuan")
_LABELS = {
    "number": Text(zh="申报编号", en="Application"),
    "contact": Text(zh="联系人", en="Contact"),
    "phone": Text(zh="联系电话", en="Telephone"),
    "contract": Text(zh="保单 {ref}：标准保费", en="Contract {ref}: standard premium"),
    "value": Text(zh="客户价值合计", en="Value of the customer"),
    "tier": Text(zh="申报层级", en="Tier applied for"),
    "grounds": Text(zh="申报理由", en="Grounds"),
    "applicant": Text(zh="申报人", en="Applicant"),
    "applied_on": Text(zh="申报日期", en="Applied on"),
    "verdict": Text(zh="审批结果", en="Decision"),
    "opinion": Text(zh="审批意见", en="Opinion"),
    "decider": Text(zh="审批人", en="Decided by"),
    "decided_on": Text(zh="审批日期", en="Decided on"),
}
_VERDICTS = {
    "approved": Text(zh="同意", en="approved"),
    "refused": Text(zh="不同意", en="refused"),
    "withdrawn": Text(zh="申报人撤回", en="withdrawn by the applicant"),
}
_DECIDED = Text(zh="已办结", en="decided")
_APPROVALS = (
    Text(zh="申报人签字：____________", en="Applicant: ____________"),
    Text(zh="审批人签字：____________", en="Decided by: ____________"),
    Text(zh="日期：____年__月__日", en="Date: ____________"),
)


def export_application(
    system: System, officer: Officer, filed: Filed, form: FormFormat, language: str
) -> Iterator[bytes]:
    """The form of one application; the outcome stands in it for those only who may know it."""
    asked = filed.application
    detail = {"format": form.value, "id": asked.id}
    system.store.audit.append("service_exported", officer.id, asked.customer, detail, system.now())
    sheet = FormSheet(
        name=_ANNEX.get(language),
        title=_TITLE.get(language),
        heads=[_ANNEX.get(language), _YUAN.get(language)],
        columns=(),
        widths=(28, 44),
        rows=_form_rows(system, officer, filed, language),
        signatures=[each.get(language) for each in _APPROVALS],
        remarks=[_SOURCE.get(language).format(annex=_ANNEX.get(language))],
    )
    return form_pieces(sheet, form)


def _form_rows(system: System, officer: Officer, filed: Filed, language: str) -> list[list[Cell]]:
    asked, rules = filed.application, system.value_rules()
    customer = system.store.customers.get(asked.customer)
    about = zip(_CUSTOMER, (customer.subject.name, customer.ref, customer.branch or ""), strict=True)
    rows: list[list[Cell]] = [[title.get(language), value] for title, value in about]
    rows += [[_LABELS[name].get(language), getattr(asked, name)] for name in ("contact", "phone")]
    rows += _worth_rows(filed, rules, language)
    rows += [
        [_LABELS["tier"].get(language), rules.tiers.names[asked.tier].get(language)],
        [_LABELS["grounds"].get(language), asked.grounds],
        [_LABELS["applicant"].get(language), asked.applicant],
        [_LABELS["applied_on"].get(language), asked.applied_on.isoformat()],
    ]
    return [[_LABELS["number"].get(language), asked.id], *rows, *_outcome_rows(filed, officer, language)]


def _worth_rows(filed: Filed, rules: ValueRules, language: str) -> list[list[Cell]]:
    """Each contract's standard premium with its three coefficients, and what they come to."""
    rows: list[list[Cell]] = []
    named = {table: rules.group.tables[table].name.get(language) for table in GroupTable}
    for contract in filed.application.valued.contracts:
        rows.append([_LABELS["contract"].get(language).format(ref=contract.ref), _plain(contract.standard_premium)])
        rows += [[named[table], _plain(contract.coefficients.get(table))] for table in GroupTable]
    return [*rows, [_LABELS["value"].get(language), _plain(filed.application.valued.value)]]


def _plain(number: Decimal | None) -> Decimal | None:
    """Without closing zeros."""
    return None if number is None else Decimal(shown(number))


def _outcome_rows(filed: Filed, officer: Officer, language: str) -> list[list[Cell]]:
    made = filed.decision
    told = ["", "", "", ""]
    if made is not None and may_see_outcome(filed, officer):
        told = [_VERDICTS[made.verdict].get(language), made.opinion, made.author, made.decided_on.isoformat()]
    elif made is not None:
        told[0], told[3] = _DECIDED.get(language), made.decided_on.isoformat()
    names = ("verdict", "opinion", "decider", "decided_on")
    return [[_LABELS[name].get(language), value] for name, value in zip(names, told, strict=True)]
