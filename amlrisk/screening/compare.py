"""Names compared: the best pair of forms, the factors of that pair, and the evidence in parts."""

from __future__ import annotations

from typing import NamedTuple

from amlrisk.names.model import Form, Made
from amlrisk.policy.matching import Matching
from amlrisk.screening.align import Alignment, Part, Weighed, align
from amlrisk.screening.likeness import Likenesses
from amlrisk.screening.model import Evidence

_LATIN = frozenset((Made.AS_WRITTEN, Made.TRANSLITERATED))


class Compared(NamedTuple):
    """Two forms compared: the name score in [0, 1], what kind of agreement it is, and the alignment behind it."""

    score: float
    detail: str
    alignment: Alignment
    a: Form
    b: Form


class Want(NamedTuple):
    """What is asked of a comparison.

    ``at_least``: a score below this serves nobody, and need not be worked out. ``homophone``: the characters behind a
    Latin name are known and are not those of the other side: what agrees is then only the sound.
    """

    at_least: float = 0.0
    homophone: bool = False


ANY = Want()


def compare_forms(
    a: Weighed, b: Weighed, likenesses: Likenesses, matching: Matching, want: Want = ANY
) -> Compared | None:
    """Compare two forms of names; None where nothing agrees, the forms cannot meet, or ``want`` is out of reach."""
    factor, detail = factor_of(a.form, b.form, matching, homophone=want.homophone)
    if factor < want.at_least:
        return None
    if a.form.tokens == b.form.tokens and a.form.made is b.form.made:
        alignment = _all_identical(a)
    else:
        alignment = align(a, b, likenesses, matching, at_least=want.at_least / factor if factor else 0.0)
    if not alignment.parts:
        return None
    score = alignment.score
    if not alignment.in_order:
        score *= matching.order
    if detail == "similar":
        if score < 1.0:
            detail = "similar" if alignment.in_order or alignment.score < 1.0 else "order"
        elif a.form.written == b.form.written:
            detail = "identical"
        else:
            detail, factor = "variant", matching.variant
    return Compared(score * factor, detail, alignment, a.form, b.form)


def factor_of(a: Form, b: Form, matching: Matching, *, homophone: bool) -> tuple[float, str]:
    """What agreement between forms of these kinds is worth at most, and what it is called."""
    if a.made is b.made is Made.PINYIN:
        return matching.homophone, "homophone"
    if Made.PINYIN in (a.made, b.made):
        return (matching.homophone, "homophone") if homophone else (matching.romanisation, "romanisation")
    if a.made is not b.made:
        return matching.transliteration, "transliteration"
    return 1.0, "similar"


def _all_identical(a: Weighed) -> Alignment:
    parts = tuple(Part(1.0, 2 * weight, (at,), (at,), "identical") for at, weight in enumerate(a.weights))
    return Alignment(1.0, parts, (), (), True)


def name_evidence(compared: Compared, score: float, query: str, listed: str) -> tuple[Evidence, ...]:
    """The evidence of a compared pair, ``a`` being the query's side: the name as a whole, then part by part."""
    whole = Evidence(feature="name", detail=compared.detail, effect=score, query=query, listed=listed)
    a, b = compared.a, compared.b
    parts = [
        Evidence(
            feature="name_part",
            detail=_how(part, compared),
            effect=round(part.likeness, 4),
            query=" ".join(a.written[at] for at in part.a),
            listed=" ".join(b.written[at] for at in part.b),
        )
        for part in compared.alignment.parts
    ]
    parts += [
        Evidence(feature="name_part", detail="missing", effect=0.0, query=a.written[i])
        for i in compared.alignment.left_a
    ]
    parts += [
        Evidence(feature="name_part", detail="missing", effect=0.0, listed=b.written[j])
        for j in compared.alignment.left_b
    ]
    return (whole, *parts)


def _how(part: Part, compared: Compared) -> str:
    if part.how != "identical":
        return part.how
    if compared.a.written[part.a[0]] == compared.b.written[part.b[0]]:
        return "identical"
    return compared.detail if compared.detail in ("homophone", "romanisation", "transliteration") else "variant"
