from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from amlrisk.policy.vocabulary import Grade
from amlrisk.review.basis import Basis, basis_of, undecided
from tests.review.assessments import assessment

PEP = {"pep_link": "foreign_pep"}
HIT = {"category": "terrorism"}


@pytest.mark.parametrize(
    ("facts", "hits", "override", "computed", "listed"),
    [
        ({}, [], None, Grade.GENERAL, None),
        (PEP, [], None, Grade.HIGH, None),
        ({}, [HIT], None, Grade.HIGH, Grade.HIGH),
        ({}, [HIT | {"disposition": "true_match"}], None, Grade.UNACCEPTABLE, Grade.UNACCEPTABLE),
        ({}, [HIT | {"disposition": "false_positive"}], None, Grade.GENERAL, None),
        ({}, [{"category": "adverse"}], None, Grade.GENERAL, None),
        (PEP, [], {"grade": "ordinary", "until": date(2027, 1, 1)}, Grade.HIGH, None),
        ({}, [], {"grade": "high", "until": date(2027, 1, 1)}, Grade.GENERAL, None),
        ({}, [HIT], {"grade": "general", "until": date(2027, 1, 1)}, Grade.HIGH, Grade.HIGH),
        (PEP, [], {"grade": "ordinary", "until": date(2026, 11, 2)}, Grade.HIGH, None),
    ],
)
def test_what_a_proposal_is_measured_against(
    facts: Any, hits: Any, override: Any, computed: Grade, listed: Grade | None
) -> None:
    assert basis_of(assessment(facts, hits, override)) == Basis(computed=computed, listed=listed)


@pytest.mark.parametrize(
    ("hit", "open_"),
    [
        (HIT, True),
        (HIT | {"strong_identifier": True}, False),
        (HIT | {"disposition": "inconclusive"}, False),
        (HIT | {"disposition": "false_positive"}, False),
        (HIT | {"disposition": "true_match", "reopened": {"relisted": None}}, True),
        (HIT | {"strong_identifier": True, "disposition": "false_positive", "reopened": {"relisted": None}}, True),
    ],
)
def test_which_hits_somebody_must_still_decide(hit: Any, open_: bool) -> None:
    assert undecided(assessment(hits=[hit, hit])) == 2 * open_
