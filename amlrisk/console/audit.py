"""The audit trail: looked through, verified, taken out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Response, render_template, request

from amlrisk.console.asked import asked_day, asked_number, asked_text
from amlrisk.console.event_words import event_word, told
from amlrisk.console.guard import Pages, officer
from amlrisk.console.language import language_of
from amlrisk.errors import InvalidInput
from amlrisk.policy.model import Text
from amlrisk.policy.value_vocabulary import Tier
from amlrisk.review.authority import Permission
from amlrisk.services.export_audit import AuditFormat, export_audit, period
from amlrisk.services.spreadsheets import CSV_TYPE, XLSX_TYPE
from amlrisk.services.system import System
from amlrisk.store.audit import BrokenEvent
from amlrisk.store.audit_log import AuditFilter

_PAGE = 50
_FILTERS = ("kind", "actor", "subject", "text", "since", "until")
_TYPES = {
    AuditFormat.CSV: CSV_TYPE,
    AuditFormat.XLSX: XLSX_TYPE,
    AuditFormat.JSONL: "application/x-ndjson; charset=utf-8",
}


def register(pages: Pages, system: System) -> None:
    @pages.page("/audit", may=Permission.SEE_AUDIT)
    def audit() -> Any:
        try:
            wanted = _wanted(system)
        except InvalidInput as error:
            return _shown(system, AuditFilter(), error=error), 422
        return _shown(system, wanted)

    @pages.page("/audit/verify", may=Permission.SEE_AUDIT, methods=("POST",), name="verify_audit", drafts=False)
    def verify() -> str:
        end = system.store.audit.head()
        return _shown(system, AuditFilter(), verified=Verified(system.store.audit.verify(), *end))

    @pages.page("/audit/export", may=Permission.EXPORT_AUDIT, methods=("POST",), name="export_audit", drafts=False)
    def export() -> Any:
        form = asked_text("format")
        try:
            wanted = _wanted(system)
        except InvalidInput as error:
            return _shown(system, AuditFilter(), error=error), 422
        if form not in set(AuditFormat):
            return _shown(system, wanted), 422
        chosen = AuditFormat(form)
        pieces = export_audit(system, wanted, chosen, actor=officer().id, language=language_of(request))
        return attachment(pieces, f"audit-{system.today()}.{chosen.value}", _TYPES[chosen])


class Verified:
    """What the walk over the chain found, and where the chain ended then."""

    def __init__(self, broken: BrokenEvent | None, events: int, head: str) -> None:
        self.broken, self.events, self.head = broken, events, head


def attachment(pieces: Any, name: str, content_type: str) -> Response:
    """A file to be kept, sent piece by piece."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return Response(pieces, content_type=content_type, headers=headers)


def _wanted(system: System) -> AuditFilter:
    """What the query asks for. Raises ``InvalidInput``."""
    since, until = period(system, asked_day("since"), asked_day("until"))
    return AuditFilter(
        kind=asked_text("kind"),
        actor=asked_text("actor"),
        subject=asked_text("subject"),
        words=asked_text("text"),
        since=since,
        until=until,
    )


def _names(system: System, language: str) -> dict[tuple[str, str], str]:
    """What the pack in use calls what events tell in codes."""
    rules = system.rules()
    grades = {("grade", grade.value): policy.name.get(language) for grade, policy in rules.grades.items()}
    chosen = (each for choices in rules.review.reasons.values() for each in choices)
    tiers = {(field, tier.value): name.get(language) for field in ("base", "tier") for tier, name in _tiers(system)}
    return grades | tiers | {("reason", each.id): each.name.get(language) for each in chosen}


def _tiers(system: System) -> Iterable[tuple[Tier, Text]]:
    return system.value_rules().tiers.names.items()


def _shown(
    system: System, wanted: AuditFilter, *, error: InvalidInput | None = None, verified: Verified | None = None
) -> str:
    log = system.store.audit_log
    after = asked_number("after")
    page = None if error else log.page(wanted, after, _PAGE)
    names = _names(system, language_of(request))
    asked = {name: asked_text(name) for name in _FILTERS if asked_text(name)}
    return render_template(
        "audit.html",
        lines=page.lines if page else (),
        further=page.further if page else None,
        after=after,
        asked=asked,
        kinds=sorted({*log.kinds()}, key=event_word),
        actors=log.actors(),
        error=error,
        verified=verified,
        formats=list(AuditFormat),
        event_word=event_word,
        told=lambda detail: told(detail, names),
    )
