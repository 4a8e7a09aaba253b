from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from amlrisk.watchlist.delta import Change, Delta, delta
from amlrisk.watchlist.model import ListedEntity, ListedName, Schema


def entity(id: str, name: str = "Demo", **more: object) -> ListedEntity:
    return msgspec.structs.replace(ListedEntity(id=id, schema=Schema.PERSON, names=(ListedName(text=name),)), **more)


def test_added_changed_removed() -> None:
    old = [entity("a"), entity("b"), entity("c", birth_dates=("1970",))]
    new = [entity("d"), entity("c", name="Demo Two", birth_dates=("1971",)), entity("a")]
    assert delta(old, new) == Delta(
        added=("d",), changed=(Change(id="c", fields=("names", "birth_dates")),), removed=("b",)
    )


def test_nothing_changed_is_false() -> None:
    assert not delta([entity("a")], [entity("a")])
    assert delta([], [entity("a")])


ENTITIES = st.lists(
    st.builds(entity, st.sampled_from("abcdef"), st.sampled_from(["Demo", "Demo Two"])), unique_by=lambda one: one.id
)


@given(ENTITIES, ENTITIES)
def test_a_delta_turns_the_old_list_into_the_new_one(old: list[ListedEntity], new: list[ListedEntity]) -> None:
    found = delta(old, new)
    after = {one.id: one for one in new}
    rebuilt = {one.id: one for one in old if one.id not in found.removed}
    rebuilt |= {id: after[id] for id in (*found.added, *(change.id for change in found.changed))}
    assert rebuilt == after
    assert all(change.fields for change in found.changed)
