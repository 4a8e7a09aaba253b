"""Names compared: the best pair of forms, what speaks against it, and the evidence in parts."""

from __future__ import annotations

from math import fsum
from typing import NamedTuple

from amlrisk.names.model import Form, Made, comparable
from amlrisk.policy.matching import Matching
from amlrisk.screening.against import JOINED, NOTHING_AGAINST, SYLLABIC, against, costs, unlikeness
from amlrisk.screening.align import ROMANISED, Alignment, Part, Weighed, align, all_identical
from amlrisk.screening.likeness import Likenesses
from amlrisk.screening.model import Evidence

_READ = ("homophone", "romanisation", "other_romanisation", "transliteration")

_IN_PARTS = ("unlike", "errors", "other_name", "syllable", "joined", "initial", "acronym")
_MISSING = ("contradiction", "extra", "patronymic", "place_extra", "trade_extra", "particle")
_AS_ONE = {"misspelled": "errors", "inexact": "errors"}
"""What of ``Against`` is told with the parts, with the words missing, and together."""


class Compared(NamedTuple):
    """Two forms compared: the name score in (0, 1], what kind of agreement it is, and what is behind it.

    ``gap`` is what the kind of agreement takes off, ``taken`` what is taken off for each thing found beside it.
    """

    score: float
    detail: str
    gap: float
    taken: list[tuple[str, float]]
    alignment: Alignment
    a: Weighed
    b: Weighed
    matching: Matching


class Want(NamedTuple):
    """What is asked of a comparison.

    ``at_least``: a score below this serves nobody, and need not be worked out. ``homophone``: the characters behind the
    second name are known; where the first is characters too, and not these, what agrees in Latin is only the sound.
    """

    at_least: float = 0.0
    homophone: bool = False


ANY = Want()


def compare_forms(
    a: Weighed, b: Weighed, likenesses: Likenesses, matching: Matching, want: Want = ANY
) -> Compared | None:
    """Compare two forms of names; None where nothing agrees, the forms cannot meet, or ``want`` is out of reach."""
    gap, detail = gap_of(a.form, b.form, matching, homophone=want.homophone)
    if 1.0 - gap < want.at_least:
        return None
    same = a.form.tokens == b.form.tokens and a.form.made is b.form.made and comparable(a.form.made, b.form.made)
    alignment = all_identical(a) if same else align(a, b, likenesses, matching)
    if not alignment.parts:
        return None
    found = against(alignment, a, b)
    taken = costs(found, matching) if found is not NOTHING_AGAINST else []
    if detail == "similar" and not taken:
        if a.form.written == b.form.written:
            detail = "identical"
        else:
            detail, gap = "variant", matching.cost_variant
    elif detail == "similar" and len(taken) == 1 and found.order:
        detail = "order"
    score = 1.0 - (gap + fsum([cost for _, cost in taken]))
    return Compared(score, detail, gap, taken, alignment, a, b, matching) if score > 0.0 else None


def gap_of(a: Form, b: Form, matching: Matching, *, homophone: bool) -> tuple[float, str]:
    """What forms of these kinds leave open even where all of them agrees, and what their agreement is called."""
    made_a, made_b = a.made, b.made
    if made_a is made_b:
        return (matching.cost_homophone, "homophone") if made_a is Made.PINYIN else (0.0, "similar")
    if made_a in ROMANISED or made_b in ROMANISED:
        gap, detail = matching.cost_other_romanisation, "other_romanisation"
    elif Made.PINYIN in (made_a, made_b):
        gap, detail = matching.cost_romanisation, "romanisation"
    else:
        return matching.cost_transliteration, "transliteration"
    if homophone and (
        made_a is Made.PINYIN or made_a in ROMANISED
    ):  # letters that are asked for say nothing of characters
        return max(gap, matching.cost_homophone), "homophone"
    return gap, detail


def factor_of(a: Form, b: Form, matching: Matching, *, homophone: bool) -> tuple[float, str]:
    """What agreement between forms of these kinds is worth at most, and what it is called."""
    gap, detail = gap_of(a, b, matching, homophone=homophone)
    return 1.0 - gap, detail


def name_evidence(compared: Compared, score: float, query: str, listed: str) -> tuple[Evidence, ...]:
    """The evidence of a compared pair, ``a`` being the query's side: the name as a whole, part by part, the rest.

    The effect of the name is its score. The effects of what follows are what was taken off 1 for it, and add up.
    """
    taken = dict(compared.taken)
    (form_a, weights_a), (form_b, weights_b) = compared.a, compared.b
    whole = fsum(weights_a + weights_b)
    out = [Evidence(feature="name", detail=compared.detail, effect=score, query=query, listed=listed)]
    for part in compared.alignment.parts:
        out.append(
            Evidence(
                feature="name_part",
                detail=_how(part, compared),
                effect=0.0 if part.likeness == 1.0 else _minus(_of_part(part, whole, compared.matching)),
                query=_words(form_a, part.a),
                listed=_words(form_b, part.b),
            )
        )
    left_a, left_b = compared.alignment.left_a, compared.alignment.left_b
    missing = fsum([taken.get(name, 0.0) for name in _MISSING])
    left = fsum([weights_a[at] for at in left_a] + [weights_b[at] for at in left_b])
    for i in left_a:
        effect = _minus(missing * weights_a[i] / left)
        out.append(Evidence(feature="name_part", detail="missing", effect=effect, query=form_a.written[i]))
    for j in left_b:
        effect = _minus(missing * weights_b[j] / left)
        out.append(Evidence(feature="name_part", detail="missing", effect=effect, listed=form_b.written[j]))
    rest: dict[str, float] = {}
    for name, cost in compared.taken:
        if name not in _IN_PARTS and name not in _MISSING:
            told = _AS_ONE.get(name, name)
            rest[told] = rest.get(told, 0.0) + cost
    if compared.gap:
        rest[compared.detail] = compared.gap
    out += [Evidence(feature="name_against", detail=told, effect=_minus(cost)) for told, cost in rest.items()]
    return tuple(out)


def _words(form: Form, positions: tuple[int, ...]) -> str:
    if len(positions) == 1:
        return form.written[positions[0]]
    return " ".join([form.written[at] for at in positions])


def _of_part(part: Part, whole: float, matching: Matching) -> float:
    unlike = 1.0 - part.likeness
    cost = matching.cost_unlike * unlikeness(part.likeness) * part.weight / whole + matching.cost_errors * part.errors
    if part.how in SYLLABIC:
        cost += matching.cost_syllable * unlike
    if part.how in JOINED:
        cost += matching.cost_joined
    elif part.how == "other_name":
        cost += matching.cost_other_name
    elif part.how == "initial":
        cost += matching.cost_initial
    elif part.how == "acronym":
        cost += matching.cost_acronym / (max(len(part.a), len(part.b)) - 1)
    return cost


def _minus(cost: float) -> float:
    return -round(cost, 4) or 0.0


def _how(part: Part, compared: Compared) -> str:
    if part.how != "identical":
        return part.how
    if compared.a.form.written[part.a[0]] == compared.b.form.written[part.b[0]]:
        return "identical"
    return compared.detail if compared.detail in _READ else "variant"
