"""``/webhooks``: receivers of events, and how far they were told. None is told more than the key itself may ask."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Response, g, request

from amlrisk.api.body import required_texts, unknown_fields
from amlrisk.api.endpoint import Resource, body_object, caller, json_response, record_view
from amlrisk.api.webhook_schemas import (
    Deliveries,
    PingAnswer,
    ReceiverMade,
    ReceiverRequest,
    Receivers,
    ReceiverView,
    Replayed,
    ReplayRequest,
    SecretMade,
    SecretRequest,
    StateRequest,
)
from amlrisk.errors import Forbidden, InvalidInput, Issue
from amlrisk.facts.issues import issue
from amlrisk.services.api_keys import Scope
from amlrisk.services.deliver import ping
from amlrisk.services.system import System
from amlrisk.services.webhook_answers import (
    answer_document,
    delivery_document,
    receiver_document,
    receiver_documents,
)
from amlrisk.services.webhooks import OVERLAP, add_receiver, replay_events, rotate_secret, set_receiver_state
from amlrisk.store.webhook_rows import DeliveryState, Receiver, ReceiverState

_MOST, _DEFAULT = 500, 50
_MOST_EVENTS = 1000
_STATES = (ReceiverState.ACTIVE, ReceiverState.PAUSED, ReceiverState.REMOVED)
_PARAMETERS = (
    {"name": "state", "in": "query", "schema": {"type": "string", "enum": [state.value for state in DeliveryState]}},
    {"name": "after", "in": "query", "schema": {"type": "string"}},
    {
        "name": "limit",
        "in": "query",
        "schema": {"type": "integer", "minimum": 1, "maximum": _MOST, "default": _DEFAULT},
    },
)


def webhooks_resource(system: System) -> Resource:
    resource = Resource("webhooks", "Systems that are told when a decision or a tier changes", system)

    @resource.endpoint(
        "GET", "/webhooks", scope=Scope.WEBHOOKS, answers={200: ("Every receiver and what waits for it", Receivers)}
    )
    def list_webhooks() -> Response:
        """The receivers whose scope the key has: how much waits for the others is not its business either."""
        found = receiver_documents(system)
        return json_response({"receivers": [each for each in found if each["scope"] in g.key.scopes]})

    @resource.endpoint(
        "POST",
        "/webhooks",
        scope=Scope.WEBHOOKS,
        body=ReceiverRequest,
        answers={201: ("Told of everything from now on", ReceiverMade)},
    )
    def add_webhook() -> Response:
        """Add a receiver. Its scope must be one of the key's own: nobody learns through a receiver what they may not
        ask.

        `read` is told of decisions and grades (`customer.decision_changed`), `tiers` that a tier changed
        (`customer.tier_changed`), without saying which.
        """
        given = required_texts(body_object(), ("name", "url", "scope"))
        if given["scope"] in set(Scope):
            _require_scope(given["scope"])
        made = add_receiver(system, given["name"], given["url"], given["scope"], actor=caller())
        return json_response({**receiver_document(system, made.receiver), "secret": made.secret}, status=201)

    @resource.endpoint(
        "GET",
        "/webhooks/<receiver_id>",
        scope=Scope.WEBHOOKS,
        answers={200: ("As it stands", ReceiverView)},
        problems=(404,),
    )
    def get_webhook(receiver_id: str) -> Response:
        """One receiver and what waits for it."""
        return json_response(receiver_document(system, _own(receiver_id)))

    @resource.endpoint(
        "POST",
        "/webhooks/<receiver_id>/state",
        scope=Scope.WEBHOOKS,
        body=StateRequest,
        answers={200: ("As it is now", ReceiverView)},
        problems=(404,),
    )
    def set_webhook_state(receiver_id: str) -> Response:
        """Pause a receiver (events are kept for it), make it active again, or remove it."""
        state = required_texts(body_object(), ("state",))["state"]
        if state not in _STATES:
            raise InvalidInput((issue("state", "not_one_of", value=state[:100], allowed=", ".join(_STATES)),))
        _own(receiver_id)
        after = set_receiver_state(system, receiver_id, ReceiverState(state), actor=caller())
        return json_response(receiver_document(system, after))

    @resource.endpoint(
        "POST",
        "/webhooks/<receiver_id>/secrets",
        scope=Scope.WEBHOOKS,
        body=SecretRequest,
        answers={201: ("Signs from now on", SecretMade)},
        problems=(404,),
    )
    def add_webhook_secret(receiver_id: str) -> Response:
        """Another secret. Those before go on signing beside it for a day, or for as long as is said."""
        raw = body_object()
        hours = raw.get("overlap_hours", int(OVERLAP.total_seconds() // 3600))
        issues = unknown_fields(raw, ("overlap_hours",))
        if isinstance(hours, bool) or not isinstance(hours, int):
            issues.append(issue("overlap_hours", "wrong_type", expected="a whole number", expected_zh="整数"))
        if issues or not isinstance(hours, int):
            raise InvalidInput(tuple(issues))
        _own(receiver_id)
        overlap = timedelta(hours=max(-1, min(hours, 10**6)))
        return json_response(
            {"secret": rotate_secret(system, receiver_id, actor=caller(), overlap=overlap)}, status=201
        )

    @resource.endpoint(
        "POST",
        "/webhooks/<receiver_id>/ping",
        scope=Scope.WEBHOOKS,
        answers={200: ("What it answered", PingAnswer)},
        problems=(404,),
    )
    def ping_webhook(receiver_id: str) -> Response:
        """Send an event that tells of nobody, to see whether the receiver takes it."""
        return json_response(answer_document(ping(system, _own(receiver_id).id, actor=caller())))

    @resource.endpoint(
        "GET",
        "/webhooks/<receiver_id>/deliveries",
        scope=Scope.WEBHOOKS,
        answers={200: ("The earliest event first", Deliveries)},
        problems=(404, 422),
        parameters=_PARAMETERS,
    )
    def list_webhook_deliveries(receiver_id: str) -> Response:
        """How far a receiver was told of each event, a page at a time; `state=dead` is what was given up."""
        state, after, limit = _page()
        receiver = _own(receiver_id)
        found = system.store.webhooks.deliveries(receiver.id, state, _place(system, receiver, after), limit + 1)
        page = found[:limit]
        record_view(system, "webhook_deliveries", receiver.id, shown=len(page))
        following = page[-1].event if len(found) > limit else None
        return json_response({"deliveries": [delivery_document(each) for each in page], "next": following})

    @resource.endpoint(
        "POST",
        "/webhooks/<receiver_id>/replay",
        scope=Scope.WEBHOOKS,
        body=ReplayRequest,
        answers={200: ("Due at once", Replayed)},
        problems=(404,),
    )
    def replay_webhook(receiver_id: str) -> Response:
        """Send again, under the same ids: the events named, else everything since a time, else what was given up."""
        events, since = _replayed(body_object())
        _own(receiver_id)
        count = replay_events(system, receiver_id, actor=caller(), events=events, since=since)
        return json_response({"events": count})

    def _own(receiver_id: str) -> Receiver:
        """A receiver whose scope the key has: nothing is shown of others, and nothing done to them."""
        receiver = system.store.webhooks.get(receiver_id)
        _require_scope(receiver.scope)
        return receiver

    return resource


def _require_scope(scope: str) -> None:
    if scope not in g.key.scopes:
        raise Forbidden(scope=scope)


def _page() -> tuple[DeliveryState | None, str | None, int]:
    given = request.args
    known = {parameter["name"] for parameter in _PARAMETERS}
    issues = [issue(name[:100], "unknown_field") for name in given if name not in known]
    state = given.get("state")
    if state is not None and state not in set(DeliveryState):
        issues.append(issue("state", "not_one_of", value=state[:100], allowed=", ".join(DeliveryState)))
    limit = given.get("limit", str(_DEFAULT))
    if not (limit.isascii() and limit.isdigit() and 1 <= int(limit[:9]) <= _MOST):
        issues.append(issue("limit", "bad_count", limit=_MOST))
    if issues:
        raise InvalidInput(tuple(issues))
    return None if state is None else DeliveryState(state), given.get("after"), int(limit)


def _place(system: System, receiver: Receiver, after: str | None) -> int:
    """Events are named, not numbered: a number over all of them would tell a receiver how much others hear."""
    place = 0 if after is None else system.store.webhooks.place(receiver.id, after)
    if place is None:
        expected = {"expected": "what `next` said", "expected_zh": "前一页的 next"}
        raise InvalidInput((issue("after", "wrong_type", **expected),))
    return place


def _replayed(raw: dict[str, object]) -> tuple[list[str], datetime | None]:
    issues = unknown_fields(raw, ("events", "since"))
    events, since = raw.get("events", []), None
    if not isinstance(events, list) or not all(isinstance(each, str) for each in events):
        issues.append(issue("events", "wrong_type", expected="a list of texts", expected_zh="文本列表"))
        events = []
    elif len(events) > _MOST_EVENTS:
        issues.append(issue("events", "too_many", limit=_MOST_EVENTS))
    if raw.get("since") is not None:
        since = _moment(raw["since"], issues)
    if issues:
        raise InvalidInput(tuple(issues))
    return events, since


def _moment(given: object, issues: list[Issue]) -> datetime | None:
    try:
        found = datetime.fromisoformat(given) if isinstance(given, str) else None
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        issues.append(issue("since", "wrong_type", expected="a time with its zone", expected_zh="带时区的时间"))
    return found
