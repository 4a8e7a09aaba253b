"""What differs between two names takes its cost off the score, and is told so that it adds up."""

from __future__ import annotations

import msgspec
import pytest

from amlrisk.names.analyse import analyse
from amlrisk.names.model import Kind, Made, form_of
from amlrisk.policy.matching import Matching
from amlrisk.screening.against import COSTS, Against, against
from amlrisk.screening.align import Weighed, align
from amlrisk.screening.compare import compare_forms
from amlrisk.screening.likeness import Likenesses
from amlrisk.screening.pairs import compare_names
from amlrisk.watchlist.model import Schema

PERSON, ORGANIZATION = Schema.PERSON, Schema.ORGANIZATION

PAIRS = [
    (PERSON, "Viktor Maradonov", "Viktor Maradnov"),
    (PERSON, "Viktor Ivan Maradonov", "Maradonov Viktor"),
    (PERSON, "V. Maradonov", "Viktor Maradonov"),
    (PERSON, "王伟", "Wang Wei"),
    (PERSON, "Ramiro Castell de la Torre", "Romiro Castel"),
    (ORGANIZATION, "Zarkanda Trading Fund II", "Zarkanda Trading Fund III"),
    (ORGANIZATION, "Zarkanda Bank of Lima", "Zarkanda Bank of Quito"),
    (ORGANIZATION, "Zarkanda Quirell Ostrava Mining", "ZQOM"),
]


@pytest.mark.parametrize(("schema", "a", "b"), PAIRS)
def test_the_effects_add_up_to_the_score(matching: Matching, schema: Schema, a: str, b: str) -> None:
    score, (name, *rest) = compare_names(schema, a, b, matching)
    assert 0.0 < score < 1.0
    assert name.effect == score
    assert all(one.effect <= 0.0 for one in rest)
    assert 1.0 + sum(one.effect for one in rest) == pytest.approx(score, abs=0.0006)


def test_every_difference_has_a_cost_of_zero_or_more(matching: Matching) -> None:
    assert len(COSTS) == len(Against._fields)
    assert all(getattr(matching, cost) >= 0.0 for cost in COSTS)


@pytest.mark.parametrize(
    ("a", "b", "better"),
    [
        ("Viktor Maradonov", "Viktor Maradnov", "Viktor Maradonov"),
        ("Viktor Maradonov", "Vktor Maradnov", "Viktor Maradnov"),
        ("Viktor Maradonov", "Viktor Ivan Maradonov", "Viktor Maradonov"),
        ("Viktor Maradonov", "Viktor Ivan Jakov Maradonov", "Viktor Ivan Maradonov"),
        ("Viktor Maradonov", "Viktor Kulakin", "Viktor Maradonow"),
        ("Viktor Ivan Maradonov", "Viktor Jakov Maradonov", "Viktor Maradonov"),
    ],
)
def test_more_that_differs_never_scores_better(matching: Matching, a: str, b: str, better: str) -> None:
    assert compare_names(PERSON, a, b, matching)[0] < compare_names(PERSON, a, better, matching)[0]


@pytest.mark.parametrize(("schema", "a", "b"), PAIRS)
def test_words_as_rare_as_each_other_score_as_without_lists(matching: Matching, schema: Schema, a: str, b: str) -> None:
    """Only what words weigh beside each other counts, never how much they weigh."""
    likenesses = Likenesses(matching)
    for form_a in analyse(a, schema).forms:
        for form_b in analyse(b, schema).forms:
            scores = [
                compare_forms(
                    *[
                        Weighed(form, tuple(each * (matching.weak_weight if weak else 1.0) for weak in form.weak))
                        for form in (form_a, form_b)
                    ],
                    likenesses,
                    matching,
                )
                for each in (1.0, 0.5)
            ]
            first, second = [None if one is None else round(one.score, 9) for one in scores]
            assert first == second


def test_a_number_is_no_slip_of_another(matching: Matching) -> None:
    a, b = (
        Weighed(form_of(("zarkanda", number), Made.AS_WRITTEN, kinds=(Kind.NAME, Kind.NUMBER)), (1.0, 1.0))
        for number in ("2006", "2007")
    )
    found = against(align(a, b, Likenesses(matching), matching), a, b)
    assert (found.number, found.errors, found.unlike) == (1.0, 0.0, 0.0)


def test_only_the_order_of_weights_and_costs_decides(matching: Matching) -> None:
    dear = msgspec.structs.replace(matching, cost_errors=matching.cost_errors + 0.1)
    pair = (PERSON, "Viktor Maradonov", "Viktor Maradanev")
    assert compare_names(*pair, dear)[0] < compare_names(*pair, matching)[0]
