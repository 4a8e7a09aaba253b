"""A past assessment computes the same again, whatever has moved on since."""

from __future__ import annotations

import json

import msgspec

from amlrisk.policy.loader import load_pack
from amlrisk.services.check_customer import check_customer
from amlrisk.services.replay_assessment import Rescreening, replay_assessment
from amlrisk.services.system import System
from tests.systems import NAMESAKE, customer, put_list


def test_it_replays_after_weights_and_lists_have_changed(on_both: System) -> None:
    raw = customer(subject=NAMESAKE, adverse_media="charged")
    before = json.loads(check_customer(on_both, raw))
    changed = System(
        settings=on_both.settings,
        store=on_both.store,
        pack=_other_weights(on_both),
        catalogue=on_both.catalogue,
        desk=on_both.desk,
        clock=on_both.clock,
    )
    changed.store.packs.archive(
        changed.pack.digest, changed.pack.name, changed.pack.version, changed.pack.files, changed.now()
    )
    put_list(changed, ["X-1,Person,另一个人,1960-01-01,CN,", *(f"X-{n},Person,占位 {n},,CN," for n in range(2, 6))])
    after = json.loads(check_customer(changed, raw))
    assert (before["score"], before["grade"]) != (after["score"], after["grade"])

    for answer in (before, after):
        replay = replay_assessment(changed, answer["assessment_id"])
        assert replay.identical, replay.differences
        assert replay.rescreening is Rescreening.IDENTICAL


def test_it_says_what_differs_when_the_record_does_not_fit(system: System) -> None:
    answer = json.loads(check_customer(system, customer()))
    genuine = system.store.assessments.get(answer["assessment_id"])
    outcome = msgspec.structs.replace(genuine.outcome, next_review_on=None)
    forged = msgspec.structs.replace(genuine, id="forged", outcome=outcome, index="another")
    system.store.assessments.append(forged)
    replay = replay_assessment(system, "forged")
    assert not replay.identical
    assert [each.path for each in replay.differences] == ["next_review_on"]


def test_it_says_when_the_lists_are_no_longer_held(system: System) -> None:
    answer = json.loads(check_customer(system, customer()))
    genuine = system.store.assessments.get(answer["assessment_id"])
    lists = (msgspec.structs.replace(genuine.lists[0], content_sha256="0" * 64),)
    system.store.assessments.append(msgspec.structs.replace(genuine, id="old", lists=lists, index="old"))
    replay = replay_assessment(system, "old")
    assert replay.identical
    assert replay.rescreening is Rescreening.LISTS_NOT_HELD


def _other_weights(system: System):  # type: ignore[no-untyped-def]
    files = dict(system.pack.files)
    text = files["factors_natural.yaml"].decode()
    assert text.count("weight: 9") == 1
    assert text.count("weight: 5") >= 1
    # Two weights change places, so that they still sum to 100.
    place = text.index("weight: 9")
    text = text[:place] + "weight: 5" + text[place + 9 :]
    media = text.index("weight: 5", text.index("id: adverse_media"))
    files["factors_natural.yaml"] = (text[:media] + "weight: 9" + text[media + 9 :]).encode()
    return load_pack(files, "changed weights")
