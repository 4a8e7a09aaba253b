"""Records of service (附件二 to 附件七): filled in, corrected, taken back, listed, taken out."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from amlrisk.console.asked import asked_day, asked_number, asked_text
from amlrisk.console.audit import attachment
from amlrisk.console.guard import Pages, draft_of, officer, own_form, record_view, require_branch
from amlrisk.console.language import language_of
from amlrisk.console.vip import answer, chosen_format, issues_of
from amlrisk.errors import AmlriskError, ConflictError, InvalidInput
from amlrisk.facts.dates import add_months
from amlrisk.review.authority import Permission
from amlrisk.services.export_service import export_records, shown_field
from amlrisk.services.form_sheets import FormFormat
from amlrisk.services.identity import new_id
from amlrisk.services.service_records import Recording, record_service
from amlrisk.services.system import System
from amlrisk.store.service_records import RecordFilter, ServiceRecord
from amlrisk.tiering.service_forms import FORMS, Entry, Form, Kind
from amlrisk.tiering.service_reading import quarter_of

_PAGE = 25
_QUARTERS = 8
_MONTHS_OF_QUARTER = 3
_YEARS_BACK = 5


def register(pages: Pages, system: System) -> None:
    @pages.page("/service/<ref>/records/<kind>", may=Permission.MANAGE_SERVICE)
    def record_form(ref: str, kind: str) -> str:
        its = known(ref, kind)
        record_view(system, "service", ref, {"form": kind})
        typed = draft_of(system, url_for("console.keep_record", ref=ref, kind=kind)).to_dict()
        return render_template("service_record_form.html", **form_of(system, its, ref, typed))

    @pages.page("/service/<ref>/records/<kind>", may=Permission.MANAGE_SERVICE, methods=("POST",), name="keep_record")
    def keep(ref: str, kind: str) -> Answer:
        its = known(ref, kind)
        try:
            record_service(system, officer(), _recording(ref, its.kind))
        except (InvalidInput, ConflictError) as error:
            typed = request.form.to_dict()
            return answer("service_record_form.html", form_of(system, its, ref, typed, error), error)
        flash(_("The record is kept."), "success")
        return redirect(url_for("console.service_customer", ref=ref), 303)

    @pages.page("/service-records", may=Permission.SEE_SERVICE)
    def service_records() -> Any:
        try:
            wanted = _wanted()
        except InvalidInput as error:
            return render_template(
                "service_records.html", **shown(system, RecordFilter(kind=_kind(), branches=officer().branches), error)
            ), 422
        page = shown(system, wanted)
        seen = sorted({row.record.customer for row in page["rows"]})
        record_view(system, "service", "service_records", {"form": wanted.kind.value, "customers": seen})
        return render_template("service_records.html", **page)

    @pages.page("/service-records/export", may=Permission.SEE_SERVICE, methods=("POST",), drafts=False)
    def export_service_records() -> Response:
        wanted, form = _wanted(), chosen_format()
        pieces = export_records(system, officer(), wanted, form, language_of(request))
        name = f"{wanted.kind.value.replace('_', '-')}-{system.today()}.{form.value}"
        return attachment(pieces, name, form.content_type)

    @pages.page("/service-records/<int:id>", may=Permission.SEE_SERVICE)
    def service_record(id: int) -> str:
        record = within_reach(id)
        record_view(system, "service", record.customer, {"id": str(id)})
        return render_template("service_record.html", **one(system, record))

    @pages.page("/service-records/<int:id>/void", may=Permission.MANAGE_SERVICE, methods=("POST",))
    def void_record(id: int) -> Answer:
        record = within_reach(id)
        try:
            record_service(
                system,
                officer(),
                Recording(
                    customer=record.customer,
                    kind=record.kind,
                    raw={},
                    corrects=id,
                    reason=request.form.get("reason", ""),
                    void=True,
                    form=own_form(request.form.get("form", "")),
                ),
            )
        except (InvalidInput, ConflictError) as error:
            return answer("service_record.html", one(system, system.store.service_records.get(id), error), error)
        flash(_("The record is taken back; it stays in the history."), "success")
        return redirect(url_for("console.service_customer", ref=record.customer), 303)

    def known(ref: str, kind: str) -> Form:
        """The form, of a customer within reach."""
        require_branch(system.store.customers.get(ref).branch)
        if kind not in set(Kind):
            abort(404)
        return FORMS[Kind(kind)]

    def within_reach(id: int) -> ServiceRecord:
        record = system.store.service_records.get(id)
        require_branch(system.store.customers.get(record.customer).branch)
        return record


# --- what they show -----------------------------------------------------------------------------------


def form_of(
    system: System, its: Form, ref: str, typed: dict[str, str], error: AmlriskError | None = None
) -> dict[str, Any]:
    """The form: empty, as it was typed, or as the record is that is to be corrected."""
    today, number = system.today(), asked_number("corrects")
    before = None if number is None else system.store.service_records.get(number)
    if before is not None and (before.customer, before.kind) != (ref, its.kind):
        abort(404)
    values = typed or (dict(before.fields) if before else {})
    if not values and its.field(its.when).entry is Entry.DAY:
        values = {its.when: today.isoformat()}
    return {
        "customer": system.store.customers.get(ref),
        "its": its,
        "before": before,
        "values": values,
        "quarters": quarters(today, values.get("quarter")),
        "years": [str(year) for year in range(today.year + 1, today.year - _YEARS_BACK, -1)],
        "error": error,
        "issues": issues_of(error),
        "form": typed.get("form") or new_id(system.now()),
        "page": url_for("console.record_form", ref=ref, kind=its.kind.value, corrects=number),
        "action": url_for("console.keep_record", ref=ref, kind=its.kind.value, corrects=number),
        "longest": system.rules().review.longest_text,
        "language_of_form": language_of(request),
    }


def quarters(today: date, also: str | None = None) -> list[str]:
    """The present quarter and those before it, the newest first."""
    found = [quarter_of(add_months(today.replace(day=1), -_MONTHS_OF_QUARTER * n)) for n in range(_QUARTERS)]
    return found if also is None or also in found else [*found, also]


def shown(system: System, wanted: RecordFilter, error: InvalidInput | None = None) -> dict[str, Any]:
    """A page of the records of one kind."""
    after = _place(asked_text("after"))
    rows = system.store.service_records.page(wanted, after, _PAGE + 1)
    last = rows[_PAGE - 1].record if len(rows) > _PAGE else None
    asked = {name: asked_text(name) for name in ("kind", "customer", "since", "until") if asked_text(name)}
    return {
        "its": FORMS[wanted.kind],
        "all_forms": list(FORMS.values()),
        "rows": rows[:_PAGE],
        "after": asked_text("after") or None,
        "next": None if last is None else f"{last.falls_on}.{last.id}",
        "asked": asked,
        "error": error,
        "formats": list(FormFormat),
        "names": system.store.accounts.names(),
        "field_text": _field_text,
    }


def one(system: System, record: ServiceRecord, error: AmlriskError | None = None) -> dict[str, Any]:
    return {
        "record": record,
        "its": FORMS[record.kind],
        "customer": system.store.customers.get(record.customer),
        "history": system.store.service_records.history(record.id),
        "names": system.store.accounts.names(),
        "field_text": _field_text,
        "may_change": officer().may(Permission.MANAGE_SERVICE) and record.fields and not record.corrected,
        "error": error,
        "issues": issues_of(error),
        "typed": request.form.to_dict() if request.method == "POST" else {},
        "form": request.form.get("form") or new_id(system.now()),
        "page": url_for("console.service_record", id=record.id),
        "longest": system.rules().review.longest_text,
    }


def _field_text(its: Form, record: ServiceRecord, name: str) -> str:
    return shown_field(its.field(name), record.fields.get(name), language_of(request))


# --- what was asked and sent --------------------------------------------------------------------------


def _kind() -> Kind:
    asked = asked_text("kind")
    return Kind(asked) if asked in set(Kind) else Kind.QUARTERLY


def _wanted() -> RecordFilter:
    """Raises ``InvalidInput``."""
    return RecordFilter(
        kind=_kind(),
        branches=officer().branches,
        customer=asked_text("customer") or None,
        since=asked_day("since"),
        until=asked_day("until"),
    )


def _place(text: str) -> tuple[date, int] | None:
    """Where a page begins: the day and number of the record before it."""
    day, _, number = text.partition(".")
    try:
        return date.fromisoformat(day), int(number)
    except ValueError:
        return None


def _recording(ref: str, kind: Kind) -> Recording:
    return Recording(
        customer=ref,
        kind=kind,
        raw={field.name: request.form.get(field.name, "") for field in FORMS[kind].fields},
        corrects=asked_number("corrects"),
        reason=request.form.get("reason", ""),
        form=own_form(request.form.get("form", "")),
    )
