"""Which pack was in use when: recorded once, whoever starts, and again when an earlier one comes back."""

from __future__ import annotations

import threading

from amlrisk.policy.loader import read_pack
from amlrisk.services.adopt_policy import adopt_policy
from amlrisk.services.system import open_system
from amlrisk.store.database import Store, open_store
from tests.demo_home import prepared
from tests.store.examples import NOW, at

CN, OTHER = read_pack("cn_insurer"), read_pack("international")


def test_each_change_is_recorded(store: Store) -> None:
    told = [adopt_policy(store, pack, at(n)) for n, pack in enumerate((CN, CN, OTHER, CN))]
    assert told == [True, False, True, True]
    events = store.audit.events(None, 10)
    assert [(event.kind, event.subject, event.detail["before"]) for event in events] == [
        ("policy_changed", CN.digest, ""),
        ("policy_changed", OTHER.digest, CN.digest),
        ("policy_changed", CN.digest, OTHER.digest),
    ]
    assert events[0].detail["version"] == CN.version
    assert [(each.digest, each.activated_at) for each in store.packs.activations()] == [
        (CN.digest, at(3)),
        (OTHER.digest, at(2)),
        (CN.digest, NOW),
    ]
    assert {each.digest for each in store.packs.archived()} == {CN.digest, OTHER.digest}


def test_processes_that_start_together_make_one_change(store: Store, store_url: str) -> None:
    others = [open_store(store_url) for _ in range(4)]

    def start(other: Store) -> None:
        adopt_policy(other, CN, NOW)
        other.close()

    threads = [threading.Thread(target=start, args=(other,)) for other in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.packs.activations()) == store.audit.head()[0] == 1


def test_opening_a_system_records_its_pack(tmp_path) -> None:  # type: ignore[no-untyped-def]
    settings = prepared(tmp_path)
    for _ in range(2):
        system = open_system(settings)
        assert [event.kind for event in system.store.audit.recent(5)] == ["policy_changed"]
        system.store.close()
