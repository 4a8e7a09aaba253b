"""The printable certificate of a screening, also of one that found nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from amlrisk.review.authority import Role
from amlrisk.services.system import System
from tests.cases import checked, cleared
from tests.console.conftest import client_of
from tests.systems import Clock, customer, put_list, system_for


@pytest.fixture
def system(tmp_path: Path) -> Iterator[System]:
    system = system_for(tmp_path, clock=Clock())
    put_list(system)
    yield system
    system.store.close()


def certificate(system: System, ref: str = "C-1", language: str = "en") -> str:
    assessment = system.store.assessments.latest(ref)
    assert assessment is not None
    answer = client_of(system, Role.ANALYST).get(f"/assessments/{assessment.id}/certificate?lang={language}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Screening certificate", "nobody screened is on any of these lists", "no hit")),
        ("zh", ("筛查证明", "未命中：所有受筛查人员均不在下列名单之中", "无命中")),
    ],
)
def test_that_nothing_was_found_is_certified_whole(system: System, language: str, words: tuple[str, ...]) -> None:
    checked(system, subject=customer()["subject"])
    assessment = system.store.assessments.latest("C-1")
    assert assessment is not None
    html = certificate(system, language=language)
    for each in words:
        assert each in html, each
    (version,) = assessment.lists
    seq, head = system.store.audit.head()
    for fact in (version.sha256, assessment.policy.digest, assessment.facts_digest, assessment.index, head, "林晓雨"):
        assert fact in html, fact
    # The head is that of the trail with this very look in it.
    assert system.store.audit.recent(1)[0].detail == {"kind": "certificate", "assessment": assessment.id}
    assert str(seq) in html


def test_numbers_are_masked_and_the_grade_is_not_told(system: System) -> None:
    checked(system, subject=customer()["subject"])
    html = certificate(system)
    assert "110101********0028" in html
    assert "110101199005060028" not in html
    assert "grade-general" not in html


def test_a_hit_is_certified_as_it_stands(system: System) -> None:
    checked(system)
    html = certificate(system)
    assert "Hits are not settled yet" in html
    assert "T-4" in html
    cleared(system)
    assert "found to be somebody else" in certificate(system)


def test_the_same_identity_number_confirms(system: System) -> None:
    document = {"kind": "resident_id", "number": "110105197103141178", "expires_on": "2035-01-01"}
    subject = {"name": "贺云骁", "gender": "male", "birth_on": "1971-03-14", "nationalities": ["CN"]}
    checked(system, subject=subject | {"residence_country": "CN", "documents": [document]})
    html = certificate(system)
    assert "A match is confirmed" in html
    assert "same identity number" in html


def test_another_branch_has_no_certificate(system: System) -> None:
    checked(system)
    assessment = system.store.assessments.latest("C-1")
    assert assessment is not None
    other = client_of(system, Role.ANALYST, branches=("B99",))
    assert other.get(f"/assessments/{assessment.id}/certificate").status_code == 403
