from __future__ import annotations

import pytest

from amlrisk.errors import StoreRefused
from amlrisk.screening.model import DispositionKind
from amlrisk.store.database import Store
from tests.store.examples import NOW, at, disposition, saved


def test_the_last_word_on_each_pair_counts_and_all_are_kept(store: Store) -> None:
    saved(store, "C1", "C2", "C3")
    said = [
        disposition("E1", DispositionKind.INCONCLUSIVE),
        disposition("E2", DispositionKind.TRUE_MATCH),
        disposition("E1", DispositionKind.FALSE_POSITIVE),
        disposition("E1", DispositionKind.TRUE_MATCH, ref="C2"),
    ]
    ids = [store.dispositions.append(each, at(n)) for n, each in enumerate(said)]
    assert ids == sorted(set(ids))
    assert store.dispositions.latest_for(["C1", "C2", "C3"]) == {
        "C1": {("subject", "demo", "E1"): said[2], ("subject", "demo", "E2"): said[1]},
        "C2": {("subject", "demo", "E1"): said[3]},
    }
    history = store.dispositions.history("C1")
    assert [each.disposition for each in history] == said[:3]
    assert [each.decided_at for each in history] == [at(0), at(1), at(2)]


def test_nobody_decides_about_an_unknown_customer(store: Store) -> None:
    with pytest.raises(StoreRefused):
        store.dispositions.append(disposition(ref="C9"), NOW)
