"""Receivers of events: who is told, what waits, what was given up and is sent again. For administrators, who see no
customer: events are shown without whom they are about.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from amlrisk.console.asked import asked_day, asked_number, asked_text
from amlrisk.console.guard import Pages, officer
from amlrisk.console.words import word
from amlrisk.errors import AmlriskError, Duplicate, InputError, InvalidInput
from amlrisk.review.authority import Permission
from amlrisk.services.deliver import ping
from amlrisk.services.post_event import Outcome
from amlrisk.services.system import System
from amlrisk.services.webhooks import add_receiver, replay_events, rotate_secret, set_receiver_state
from amlrisk.store.webhook_rows import DeliveryState, Receiver, ReceiverState
from amlrisk.tiering.notices import SCOPES
from amlrisk.watchlist.addresses import shown

_MAY = Permission.MANAGE_WEBHOOKS
_DELIVERIES = 50
_STEPS = (ReceiverState.ACTIVE, ReceiverState.PAUSED, ReceiverState.REMOVED)
#: Of what waits longer the page says so.
_LONG = timedelta(hours=1)


def register(pages: Pages, system: System) -> None:
    @pages.page("/receivers", may=_MAY)
    def receivers() -> str:
        return _receivers(system)

    @pages.page("/receivers", may=_MAY, methods=("POST",), name="add_receiver", drafts=False)
    def add() -> Any:
        name, url, scope = (request.form.get(each, "").strip() for each in ("name", "url", "scope"))
        try:
            # The answer shows a secret and leads nowhere else: sent again, it must not make another receiver.
            if any(each.name == name for each in system.store.webhooks.all()):
                raise Duplicate(kind="webhook receiver", ref=name)
            made = add_receiver(system, name, url, scope, actor=officer().id)
        except (InputError, Duplicate) as error:
            return _receivers(system, error), 409 if isinstance(error, Duplicate) else 422
        return _receiver(system, made.receiver.id, secret=made.secret)

    @pages.page("/receivers/<receiver_id>", may=_MAY)
    def receiver(receiver_id: str) -> str:
        return _receiver(system, receiver_id)

    @pages.page("/receivers/<receiver_id>/state", may=_MAY, methods=("POST",), name="set_receiver_state")
    def set_state(receiver_id: str) -> Any:
        state = asked_text("state")
        if state not in _STEPS:
            abort(400)
        set_receiver_state(system, receiver_id, ReceiverState(state), actor=officer().id)
        if state == ReceiverState.REMOVED:
            flash(_("The receiver is removed; it is told nothing more."), "success")
            return redirect(url_for("console.receivers"), 303)
        flash(_("Saved."), "success")
        return _back(receiver_id)

    @pages.page("/receivers/<receiver_id>/secrets", may=_MAY, methods=("POST",), name="add_receiver_secret")
    def add_secret(receiver_id: str) -> str:
        return _receiver(system, receiver_id, secret=rotate_secret(system, receiver_id, actor=officer().id))

    @pages.page("/receivers/<receiver_id>/ping", may=_MAY, methods=("POST",), name="ping_receiver")
    def try_out(receiver_id: str) -> Any:
        answer = ping(system, receiver_id, actor=officer().id)
        told = word("delivery_outcome", answer.outcome) + (f" ({answer.status})" if answer.status else "")
        if answer.outcome is Outcome.DELIVERED:
            flash(_("The test event was taken: %(what)s", what=told), "success")
        else:
            flash(_("The test event was not taken: %(what)s", what=told), "danger")
        return _back(receiver_id)

    @pages.page("/receivers/<receiver_id>/replay", may=_MAY, methods=("POST",), name="replay_receiver")
    def replay(receiver_id: str) -> Any:
        events = request.form.getlist("event")
        try:
            day = None if events else asked_day("since")
        except InvalidInput as error:
            return _receiver(system, receiver_id, error=error), 422
        since = None if day is None else datetime.combine(day, time(), tzinfo=system.settings.timezone)
        count = replay_events(system, receiver_id, actor=officer().id, events=events, since=since)
        flash(ngettext("%(n)s event is sent again.", "%(n)s events are sent again.", count, n=f"{count:,}"), "success")
        return _back(receiver_id)


def _back(receiver_id: str) -> Any:
    return redirect(url_for("console.receiver", receiver_id=receiver_id), 303)


def _receivers(system: System, error: AmlriskError | None = None) -> str:
    return render_template(
        "receivers.html",
        receivers=system.store.webhooks.all(),
        backlog={each.receiver: each for each in system.store.webhooks.backlog()},
        is_late=_is_late(system),
        shown_address=shown,  # an address may hold a token
        scopes=SCOPES,
        form=request.form if error else {},
        error=error,
    )


def _receiver(system: System, receiver_id: str, *, secret: str | None = None, error: AmlriskError | None = None) -> str:
    webhooks, now = system.store.webhooks, system.now()
    found = webhooks.get(receiver_id)
    state = _asked_state()
    rows = webhooks.deliveries(receiver_id, state, asked_number("after") or 0, _DELIVERIES + 1)
    return render_template(
        "receiver.html",
        receiver=found,
        backlog=next(each for each in webhooks.backlog() if each.receiver == receiver_id),
        is_late=_is_late(system),
        address=shown(found.url),
        secrets=webhooks.secrets(receiver_id, now),
        resting=_is_resting(found, now),
        steps=_steps(found),
        state="all" if state is None else state.value,
        states=[*(each.value for each in (DeliveryState.DEAD, DeliveryState.PENDING, DeliveryState.DELIVERED)), "all"],
        deliveries=rows[:_DELIVERIES],
        further=rows[_DELIVERIES - 1].seq if len(rows) > _DELIVERIES else None,
        after=asked_number("after"),
        names=system.store.accounts.names(),
        secret=secret,
        error=error,
    )


def _asked_state() -> DeliveryState | None:
    """Which deliveries to show; what was given up where nothing else is asked for."""
    asked = request.args.get("state", DeliveryState.DEAD.value)
    return DeliveryState(asked) if asked in set(DeliveryState) else None


def _steps(receiver: Receiver) -> list[str]:
    """What can be done to it, removing aside."""
    return [ReceiverState.PAUSED.value if receiver.state is ReceiverState.ACTIVE else ReceiverState.ACTIVE.value]


def _is_resting(receiver: Receiver, now: datetime) -> bool:
    return receiver.resting_until is not None and receiver.resting_until > now


def _is_late(system: System) -> Callable[[datetime | None], bool]:
    return lambda oldest: oldest is not None and system.now() - oldest > _LONG
