"""``/assessments``: what was decided, word for word, and whether it comes out the same again."""

from __future__ import annotations

from flask import Response

from amlrisk.api.endpoint import Resource, json_response, record_view
from amlrisk.api.schemas import Answer, ReplayAnswer
from amlrisk.services.answers import answer_of, replay_document
from amlrisk.services.api_keys import Scope
from amlrisk.services.replay_assessment import replay_assessment
from amlrisk.services.system import System


def assessments_resource(system: System) -> Resource:
    resource = Resource("assessments", "What was decided, and whether it comes out the same again", system)

    @resource.endpoint(
        "GET",
        "/assessments/<assessment_id>",
        scope=Scope.READ,
        answers={200: ("As it was answered when it was made", Answer)},
        problems=(404,),
    )
    def get_assessment(assessment_id: str) -> Response:
        """An assessment in full, in the words of the policy pack it was made under.

        `age_days` of the lists is their age when it was made.
        """
        assessment = system.store.assessments.get(assessment_id)
        record_view(system, "assessment", assessment.customer, assessment=assessment.id)
        return json_response(answer_of(assessment, system.rules_of(assessment), now=assessment.assessed_at))

    @resource.endpoint(
        "POST",
        "/assessments/<assessment_id>/replay",
        scope=Scope.READ,
        answers={200: ("Identical, or what differs", ReplayAnswer)},
        problems=(404,),
    )
    def replay(assessment_id: str) -> Response:
        """Compute an assessment again from its archived facts, policy pack and lists. Decides nothing."""
        replayed = replay_assessment(system, assessment_id)
        record_view(system, "replay", replayed.assessment.customer, assessment=assessment_id)
        return json_response(replay_document(replayed))

    return resource
