"""Two names compared by themselves, without any list: every word weighs the same unless it is a weak one."""

from __future__ import annotations

from amlrisk.names.analyse import analyse
from amlrisk.names.model import Form
from amlrisk.policy.matching import Matching
from amlrisk.screening.align import Weighed
from amlrisk.screening.compare import Compared, compare_forms, name_evidence
from amlrisk.screening.likeness import Likenesses
from amlrisk.screening.model import Evidence
from amlrisk.watchlist.model import Schema


def compare_names(schema: Schema, a: str, b: str, matching: Matching) -> tuple[float, tuple[Evidence, ...]]:
    """Score in [0, 1], rounded to 4 decimals, and the evidence; (0.0, ()) where nothing agrees. Symmetric."""
    likenesses = likenesses_for(matching)
    best = best_pair(analyse(a, schema).forms, analyse(b, schema).forms, likenesses, matching)
    if best is None:
        return 0.0, ()
    score = round(best.score, 4)
    return score, name_evidence(best, score, a, b)


def best_pair(
    forms_a: tuple[Form, ...], forms_b: tuple[Form, ...], likenesses: Likenesses, matching: Matching
) -> Compared | None:
    best: Compared | None = None
    weighed_b = [neutral(form, matching) for form in forms_b]
    for form in forms_a:
        weighed_a = neutral(form, matching)
        for other in weighed_b:
            compared = compare_forms(weighed_a, other, likenesses, matching)
            if compared is not None and (best is None or compared.score > best.score):
                best = compared
    return best


_last: tuple[Matching, Likenesses] | None = None


def likenesses_for(matching: Matching) -> Likenesses:
    """What was remembered of words for these very numbers; pure answers, so a race costs time and nothing else."""
    global _last  # noqa: PLW0603 -- one slot, replaced whole
    last = _last
    if last is None or last[0] is not matching:
        _last = last = (matching, Likenesses(matching))
    return last[1]


def neutral(form: Form, matching: Matching) -> Weighed:
    weak = matching.weak_weight
    return Weighed(form, tuple([weak if is_weak else 1.0 for is_weak in form.weak]))
