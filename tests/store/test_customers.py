from __future__ import annotations

import threading

import msgspec
import pytest

from amlrisk.errors import NotFound
from amlrisk.facts.digest import digest
from amlrisk.policy.vocabulary import Grade
from amlrisk.store.customers import SaveCounts
from amlrisk.store.database import Store
from tests.store.examples import NOW, assessment, at, customer, saved


def test_added_unchanged_changed(store: Store) -> None:
    first, second = customer(name="李娜示例"), customer(name="李娜示例", branch="上海")
    assert store.customers.save(first, NOW) == "added"
    assert store.customers.save(first, at(1)) == "unchanged"
    assert store.customers.page(None, 1)[0].updated_at == NOW
    assert store.customers.save(second, at(2)) == "changed"
    assert store.customers.get("C1") == second
    assert store.customers.facts(digest(first)) == first, "earlier facts stay, for replay"
    assert store.customers.save(first, at(3)) == "changed"
    assert store.customers.get("C1") == first


def test_a_rerun_of_many_changes_nothing(store: Store) -> None:
    many = [customer(f"C{n:05}") for n in range(4500)]
    assert store.customers.save_many(many, NOW) == SaveCounts(added=4500)
    many[7] = customer("C00007", name="改名")
    assert store.customers.save_many([*many, customer("C9")], NOW) == SaveCounts(added=1, changed=1, unchanged=4499)
    assert store.customers.count() == 4501
    assert store.customers.save_many([], NOW) == SaveCounts()


def test_the_later_of_two_with_one_ref_wins(store: Store) -> None:
    counts = store.customers.save_many([customer(name="甲"), customer(name="乙"), customer(name="乙")], NOW)
    assert counts == SaveCounts(added=1, changed=1, unchanged=1)
    assert store.customers.get("C1").subject.name == "乙"


def test_not_there(store: Store) -> None:
    with pytest.raises(NotFound):
        store.customers.get("C1")
    with pytest.raises(NotFound):
        store.customers.facts("0" * 64)
    assert store.customers.documents(["C1"]) == []
    assert store.customers.refs(None, 5) == []


def test_documents_and_digests_of_those_that_are_known(store: Store) -> None:
    saved(store, "C2", "C1", "C3")
    one, three = customer("C1"), customer("C3")
    assert store.customers.documents(["C3", "C9", "C1"]) == [("C1", digest(one), one), ("C3", digest(three), three)]
    assert store.customers.digests(["C1", "C9"]) == {"C1": digest(one)}


def test_days_of_birth_are_those_of_the_facts(store: Store) -> None:
    born, unborn = customer("C1"), customer("C2")
    partial = msgspec.structs.replace(born, subject=msgspec.structs.replace(born.subject, birth_on="1971-03"))
    nothing = msgspec.structs.replace(unborn, subject=msgspec.structs.replace(unborn.subject, birth_on=None))
    store.customers.save_many([partial, nothing, customer("C3")], NOW)
    assert store.customers.birth_days(["C1", "C2", "C4"]) == {"C1": "1971-03", "C2": None}


def test_refs_are_walked_in_the_order_of_their_bytes(store: Store) -> None:
    """Alike on both databases, whatever language the server speaks; else a walk would skip customers."""
    refs = ["a", "B", "C-1", "C1", "_x", "客户1", "É", "z"]
    saved(store, *refs)
    expected = sorted(refs, key=str.encode)
    assert store.customers.all_refs() == expected
    walked: list[str] = []
    while page := store.customers.refs(walked[-1] if walked else None, 3):
        walked += page
    assert walked == expected


def test_a_page_shows_the_current_grade_where_there_is_one(store: Store) -> None:
    saved(store, "C1", "C2", "C3")
    store.assessments.append(assessment("a2", "C2", grade=Grade.HIGH, score="61.5"))
    first, second = store.customers.page(None, 2)
    assert (first.ref, first.grade, first.score, first.pending_hits) == ("C1", None, None, 0)
    assert (second.ref, second.grade, str(second.score), second.assessment) == ("C2", Grade.HIGH, "61.5", "a2")
    assert [row.ref for row in store.customers.page("C2", 2)] == ["C3"]
    assert store.customers.summaries(["C2", "C9"]) == {"C2": second}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("wang", ["C1", "C3"]),
        ("WANG FANG", ["C1"]),
        ("王", ["C2"]),
        ("c2", ["C2"]),
        ("100%", ["C3"]),
        ("%", ["C3"]),
        ("_", []),
        ("!", []),
        ("' OR 1=1 --", []),
    ],
)
def test_search_by_name_or_ref_takes_the_text_as_it_is(store: Store, query: str, found: list[str]) -> None:
    names = {"C1": "Wang Fang", "C2": "王芳", "C3": "100% WANG Ltd"}
    store.customers.save_many([customer(ref, name=name) for ref, name in names.items()], NOW)
    assert [row.ref for row in store.customers.page(None, 10, query)] == found


def test_a_customer_is_held_until_the_transaction_ends(store: Store) -> None:
    """Whoever holds one of the same customers waits; another customer's transaction need not (PostgreSQL)."""
    held, order = threading.Event(), []

    def second() -> None:
        held.wait()
        with store.transaction():
            store.customers.hold(["C3", "C1"])
            order.append("second")
        store.close()

    thread = threading.Thread(target=second)
    thread.start()
    with store.transaction():
        store.customers.hold(["C1", "C2", "C1"])
        held.set()
        thread.join(0.3)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]
