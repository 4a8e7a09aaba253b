"""``/tiers``: for the front line a tier and nothing of why, for compliance how it came about; and the value facts."""

from __future__ import annotations

from flask import Response

from amlrisk.api.body import required_texts
from amlrisk.api.endpoint import Resource, body_object, caller, json_response, record_view
from amlrisk.api.idempotency import idempotency_key, key_parameter
from amlrisk.api.tier_schemas import TierExplanation, TierView, UseRequest, ValueDocument
from amlrisk.services.api_keys import Scope
from amlrisk.services.disclose_tier import disclose_tier, record_explanation, use_and_disclose
from amlrisk.services.save_value import save_value
from amlrisk.services.system import System
from amlrisk.services.tier_answers import explanation_document
from amlrisk.services.tier_of import explained_tier, withdrawn_tier
from amlrisk.services.value_answers import value_document
from amlrisk.services.value_schema import CustomerValueSchema

_KEY_PARAMETER = key_parameter("The same use under the same key counts once; another use under it is refused (409).")


def tiers_resource(system: System) -> Resource:
    resource = Resource("tiers", "What a customer is worth to the group, and what that brings", system)

    @resource.endpoint(
        "GET",
        "/tiers/<ref>",
        scope=Scope.TIERS,
        answers={200: ("Tier, status and entitlements, in the same shape for every customer", TierView)},
        problems=(404,),
    )
    def get_tier(ref: str) -> Response:
        """What front-line systems may know of a customer.

        `under_review` is who was not evaluated yet; `not_available` whoever has no tier now, for any reason. That it
        was told is recorded.
        """
        return json_response(disclose_tier(system, caller(), ref))

    @resource.endpoint(
        "POST",
        "/tiers/<ref>/uses",
        scope=Scope.TIERS,
        body=UseRequest,
        answers={201: ("Recorded; the tier with what is left", TierView)},
        problems=(404, 409),
        parameters=(_KEY_PARAMETER,),
    )
    def use(ref: str) -> Response:
        """Record that a customer makes use of an entitlement.

        409 `entitlement_not_available` is the one answer for whatever keeps the customer from it.
        """
        entitlement = required_texts(body_object(), ("entitlement",))["entitlement"]
        view = use_and_disclose(system, caller(), ref, entitlement, form=_form())
        return json_response(view, status=201)

    @resource.endpoint(
        "GET",
        "/tiers/<ref>/explanation",
        scope=Scope.READ,
        answers={200: ("Every scheme, the base tier, the gate, and what was granted", TierExplanation)},
        problems=(404,),
    )
    def explain_tier(ref: str) -> Response:
        """How a customer's tier came about: for compliance, since it tells the grade and what the gate made of it.

        The explanation is made again from what was kept of the evaluation, and compared with it.
        """
        explained = explained_tier(system, ref)
        record_explanation(system, caller(), ref, None if explained is None else explained.evaluation)
        document = explanation_document(ref, explained, system.value_rules(), withdrawn_tier(system, ref))
        return json_response(document)

    @resource.endpoint(
        "PUT",
        "/customers/<ref>/value",
        scope=Scope.WRITE,
        body=CustomerValueSchema,
        answers={
            200: ("Saved; or the same facts as before, and nothing changed", ValueDocument),
            201: ("The first that is known of this customer's value", ValueDocument),
        },
        problems=(404,),
    )
    def put_value(ref: str) -> Response:
        """Save what is known of a customer's value, all of it, and evaluate the tier at once.

        Only for a customer who is known. `ref` in the body must be the one of the address.
        """
        saved = save_value(system, ref, body_object(), actor=caller())
        record_view(system, "value", ref)
        return json_response(_value(ref), status=201 if saved.outcome == "added" else 200)

    @resource.endpoint(
        "GET",
        "/customers/<ref>/value",
        scope=Scope.READ,
        answers={200: ("As it may be handed in again", ValueDocument)},
        problems=(404,),
    )
    def get_value(ref: str) -> Response:
        """What is known of a customer's value; 404 where that is nothing."""
        document = _value(ref)
        record_view(system, "value", ref)
        return json_response(document)

    def _value(ref: str) -> dict[str, object]:
        return value_document(ref, system.store.values.of([ref]))

    return resource


def _form() -> str:
    """The idempotency key as the mark of a form, apart from those of other keys."""
    key = idempotency_key()
    if key is None:
        return ""
    return f"api/{caller()}/{key}"
