"""The lists in force as datasets that can be matched against, and the collections that join them.

Every list in force is a dataset by its source name; ``default`` is all of them, ``sanctions`` and ``peps`` those of
their categories. A collection without any list is none: matching against nothing would find nobody, and nobody
would notice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from amlrisk.errors import InvalidInput, Issue, UnknownDataset
from amlrisk.policy.model import Text
from amlrisk.policy.vocabulary import ListCategory
from amlrisk.watchlist.catalogue import Catalogue

DEFAULT = "default"

_COLLECTIONS: Mapping[str, tuple[Text, frozenset[ListCategory]]] = {
    DEFAULT: (Text(zh="全部生效名单", en="All lists in force"), frozenset(ListCategory)),
    "sanctions": (
        Text(zh="制裁名单", en="Sanctions lists"),
        frozenset(
            (
                ListCategory.TERRORISM,
                ListCategory.UN_SANCTIONS,
                ListCategory.STATE_SPECIAL_MEASURES,
                ListCategory.OTHER_SANCTIONS,
            )
        ),
    ),
    "peps": (
        Text(zh="政治公众人物名单", en="Politically exposed persons"),
        frozenset((ListCategory.FOREIGN_PEP, ListCategory.DOMESTIC_PEP)),
    ),
}

TOPICS: Mapping[ListCategory, tuple[str, ...]] = {
    ListCategory.TERRORISM: ("sanction", "crime.terror"),
    ListCategory.UN_SANCTIONS: ("sanction",),
    ListCategory.STATE_SPECIAL_MEASURES: ("sanction",),
    ListCategory.OTHER_SANCTIONS: ("sanction",),
    ListCategory.FOREIGN_PEP: ("role.pep", "role.rca"),
    ListCategory.DOMESTIC_PEP: ("role.pep", "role.rca"),
    ListCategory.ADVERSE: ("crime", "wanted"),
    ListCategory.INTERNAL_REFUSE: ("poi",),
    ListCategory.INTERNAL_WATCH: ("poi",),
}
"""What those on a list of a category may be, in the topics of FollowTheMoney
(https://followthemoney.tech/explorer/types/topic/). The list as a whole is asked, not each entry."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """A name to match against: one list, or a collection of several (``children``)."""

    name: str
    title: Text
    sources: tuple[str, ...]
    collection: bool

    @property
    def children(self) -> tuple[str, ...]:
        return self.sources if self.collection else ()


def datasets_over(categories: Mapping[str, ListCategory], catalogue: Catalogue) -> dict[str, Dataset]:
    """The datasets over lists in force (source → category): collections first, then the lists by name.

    A list that bears the name of a collection is part of it: the wider meaning counts.
    """
    found: dict[str, Dataset] = {}
    for name, (title, kinds) in _COLLECTIONS.items():
        sources = tuple(
            source for source, category in sorted(categories.items()) if category in kinds or source == name
        )
        if sources:
            found[name] = Dataset(name, title, sources, collection=True)
    for source in sorted(categories):
        entry = catalogue.sources.get(source)
        title = entry.title if entry is not None else Text(zh=source, en=source)
        found.setdefault(source, Dataset(source, title, (source,), collection=False))
    return found


def scope_of(
    datasets: Mapping[str, Dataset], name: str, *, include: Iterable[str], exclude: Iterable[str], catalogue: Catalogue
) -> frozenset[str]:
    """The sources that are matched: those of ``name``, narrowed by ``include`` and ``exclude``.

    Included datasets that lie within ``name`` narrow it; if one lies outside, all of them are added to it, because
    the intersection would be empty and find nobody. Raises ``UnknownDataset``, and ``InvalidInput`` where nothing
    is left. Excluding a list of the catalogue that is not in force, or a collection without lists, changes nothing.
    """
    scope = set(_dataset(datasets, name).sources)
    included = {source for one in include for source in _dataset(datasets, one).sources}
    if included:
        scope = included if included <= scope else scope | included
    for one in exclude:
        if one in datasets:
            scope.difference_update(datasets[one].sources)
        elif one not in catalogue.sources and one not in _COLLECTIONS:
            raise _unknown(datasets, one)
    if not scope:
        zh, en = "排除之后没有可比对的名单", "leaves no list to match against"
        raise InvalidInput((Issue(path="exclude_dataset", code="empty", zh=zh, en=en),))
    return frozenset(scope)


def is_told(topic: str) -> bool:
    """Whether some category of lists says anything about a topic at all."""
    return any(carries(category, (topic,)) for category in ListCategory)


def carries(category: ListCategory, topics: Collection[str]) -> bool:
    """Whether entries of such a list may be of one of ``topics``: of the topic, a narrower or a wider one."""
    return any(
        told == asked or told.startswith(f"{asked}.") or asked.startswith(f"{told}.")
        for told in TOPICS[category]
        for asked in topics
    )


def _dataset(datasets: Mapping[str, Dataset], name: str) -> Dataset:
    found = datasets.get(name)
    if found is None:
        raise _unknown(datasets, name)
    return found


def _unknown(datasets: Mapping[str, Dataset], name: str) -> UnknownDataset:
    return UnknownDataset(dataset=name[:100], known=", ".join(datasets))
