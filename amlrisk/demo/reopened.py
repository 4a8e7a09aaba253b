"""What becomes known of customers later: a hit that was settled comes up again, somebody is found to be listed."""

from __future__ import annotations

from collections.abc import Iterator

from amlrisk.demo.build import Deal, Scribe
from amlrisk.demo.case import HIGH, REJECT, REVIEW, UNACCEPTABLE, Case, Decided


def reopened(scribe: Scribe) -> Iterator[Case]:
    """What a change does to a decision that was about somebody as he was known then."""
    raw = scribe.person(55, "曾见微", born="1979-01-19", city="wuhan", deals=[Deal("long_health", 6_000)])
    yield Case(
        raw,
        "内部关注名单的命中已排除，其后客户登记了名单所载的拼音别名：排除不再有效，须重新核实",
        "Cleared of a hit on the watch list; then a name came to the record that is an alias on the list: reopened",
        HIGH, REVIEW, ("listing_possible", "reopened_customer_changed", "held_for_review"),
        Decided("subject", "internal_watch", "DEMO-W005", "false_positive", "身份证号不同，系同名同日生（演示）"),
        raw | {"subject": raw["subject"] | {"other_names": ["Zeng Jianwei"]}},
    )  # fmt: skip
    raw = scribe.person(
        56, "穆青川", born="1987-02-14", city="shenzhen", deals=[Deal("long_health", 6_000)],
        document=scribe.passport("E99000056", "CN"),
    )  # fmt: skip
    documents = [*raw["subject"]["documents"], scribe.card("resident_id", "320121198702140998")]
    yield Case(
        raw,
        "以护照投保，其后补录的身份证号与内部拒绝名单相同：不可接受",
        "Insured with a passport; the resident ID that came to the record later is on the refuse list: unacceptable",
        UNACCEPTABLE, REJECT, ("listing_confirmed",),
        later=raw | {"subject": raw["subject"] | {"documents": documents}},
    )  # fmt: skip
