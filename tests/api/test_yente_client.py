"""The client that OpenSanctions publishes, as it comes from the registry, against a running server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

import pytest

from amlrisk.services.api_keys import Scope
from amlrisk.services.import_list import import_list
from amlrisk.services.system import System
from tests.api.conftest import Home, new_key
from tests.api.live import serving

yente_client: ModuleType = pytest.importorskip(
    "yente_client", reason="yente-client is not installed: the matching contract is not tried with it"
)

_TESTOV = {"name": "Boris Testov", "birthDate": "1961-04-12", "nationality": "ru"}


class Served:
    """A server at work, its installation, and clients of it."""

    def __init__(self, port: int, system: System) -> None:
        self.system = system
        self._url = f"http://127.0.0.1:{port}"
        self._key = new_key(system)

    def client(self, **options: Any) -> AbstractContextManager[Any]:
        client: AbstractContextManager[Any] = yente_client.Client(
            **{"api_key": self._key, "base_url": self._url, **options}
        )
        return client


def _opened(home: Home) -> System:
    home.clock.now = datetime.now(UTC)
    return home.open()


@pytest.fixture(scope="module")
def served(module_home: Home) -> Iterator[Served]:
    system = _opened(module_home)
    for source in ("terror", "watch"):
        import_list(system, source, [module_home.path / f"{source}.csv"], actor="test")
    with serving(system.settings) as port:
        yield Served(port, system)
    system.store.close()


@pytest.fixture
def without_lists(home: Home) -> Iterator[Served]:
    system = _opened(home)
    with serving(system.settings, ready=503) as port:
        yield Served(port, system)
    system.store.close()


@pytest.fixture
def client(served: Served) -> Iterator[Any]:
    with served.client() as client:
        yield client


def test_a_listed_person_is_matched(client: Any) -> None:
    answer = client.match(yente_client.Person(**_TESTOV))
    top = answer.top
    assert (top.id, top.caption, top.schema_) == ("terror-T1", "Boris Demovich Testov", "Person")
    assert top.match
    assert top.target
    assert top.score >= 0.9
    assert top.datasets == ["terror"]
    assert top.properties["birthDate"] == ["1961-04-12"]
    assert answer.matches == answer.results == [top]
    assert (answer.total.value, answer.limit) == (1, 5)
    assert top.contributing_explanations["birth_date"].score > 0
    assert answer.query["properties"]["nationality"] == ["ru"]


def test_an_unlisted_person_is_not(client: Any) -> None:
    answer = client.match(yente_client.Person(name="Quentin Nowhere Invented"))
    assert (answer.top, answer.total.value) == (None, 0)


@pytest.mark.parametrize("kind", ["Company", "Organization", "LegalEntity"])
def test_organisations(client: Any, kind: str) -> None:
    answer = client.match(getattr(yente_client, kind)(name="Demo Shipping and Trading Ltd"))
    assert [(each.id, each.schema_) for each in answer.matches] == [("watch-W1", "Organization")]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"datasets": ["terror"]}, True),
        ({"datasets": ["sanctions"]}, True),
        ({"datasets": ["watch"]}, False),
        ({"datasets": ["watch", "terror"]}, True),
        ({"datasets": ["default", "terror"]}, True),
        ({"exclude_datasets": ["terror"]}, False),
        ({"exclude_entities": ["terror-T1"]}, False),
        ({"exclude_schemata": ["Person"]}, False),
        ({"topics": ["sanction", "role.pep"]}, True),
        ({"topics": ["role.pep"]}, False),
        ({"changed_since": "2001-01-01"}, True),
        ({"changed_since": datetime(2001, 1, 1, tzinfo=UTC)}, True),
    ],
)
def test_filters(client: Any, filters: dict[str, Any], found: bool) -> None:
    answer = client.match(yente_client.Person(**_TESTOV), **filters)
    assert bool(answer.matches) is found


def test_threshold_limit_and_algorithm(client: Any) -> None:
    person = yente_client.Person(**_TESTOV)
    score = client.match(person).top.score
    at = client.match(person, threshold=score, cutoff=0.1, limit=1, algorithm=yente_client.BEST_ALGORITHM)
    assert (at.top.score, at.total.value, at.limit) == (score, 1, 1)


def test_a_stream_of_people(client: Any) -> None:
    people = [(f"p{number}", yente_client.Person(name=f"Invented Person {number}")) for number in range(20)]
    answers = dict(client.match_iter([*people, ("hit", yente_client.Person(**_TESTOV))], workers=4))
    assert len(answers) == 21
    assert answers["hit"].top.id == "terror-T1"


def test_the_catalogue_and_its_revalidation(client: Any) -> None:
    first, again = client.datasets(), client.datasets()
    assert first == again
    assert client._etag_cache, "the second answer came from what the first one left"
    by_name = {dataset.name: dataset for dataset in first.datasets}
    assert set(by_name) == {"default", "sanctions", "terror", "watch"}
    assert by_name["default"].children == ["terror", "watch"]
    assert (by_name["terror"].load, by_name["terror"].index_current, by_name["terror"].entity_count) == (True, True, 2)
    assert by_name["terror"].version == by_name["terror"].index_version
    assert (first.current, first.outdated, first.index_stale) == (["terror", "watch"], [], False)


def test_algorithms_and_health(client: Any) -> None:
    algorithms = client.algorithms()
    assert algorithms.best == algorithms.default == algorithms.algorithms[0].name
    assert (client.healthz().status, client.readyz().status) == ("ok", "ok")


# --- typed errors -------------------------------------------------------------------------------------


def test_a_wrong_key(served: Served) -> None:
    for key in ("amlr_wrong", None):
        with served.client(api_key=key) as client, pytest.raises(yente_client.AuthenticationError) as caught:
            client.match(yente_client.Person(**_TESTOV))
        assert (caught.value.status_code, caught.value.detail) == (401, "A valid API key is required")


def test_a_key_that_may_not_screen(served: Served) -> None:
    key = new_key(served.system, Scope.READ)
    with served.client(api_key=key) as client, pytest.raises(yente_client.AuthenticationError) as caught:
        client.datasets()
    assert caught.value.status_code == 403


def test_an_unknown_dataset(client: Any) -> None:
    with pytest.raises(yente_client.NotFoundError) as caught:
        client.match(yente_client.Person(**_TESTOV), datasets=["nothing"])
    assert "“nothing”" in caught.value.detail


@pytest.mark.parametrize(
    ("entity", "options", "word"),
    [
        (lambda: yente_client.Vehicle(name="Demo"), {}, "schema"),
        (lambda: yente_client.Person(birthDate="1961"), {}, "name"),
        (lambda: yente_client.Person(name="Boris Testov", birthDate="soon"), {}, "birthDate"),
        (lambda: yente_client.Person(**_TESTOV), {"algorithm": "logic-v2"}, "algorithm"),
        (lambda: yente_client.Person(**_TESTOV), {"threshold": 7}, "threshold"),
        (lambda: yente_client.Person(**_TESTOV), {"limit": 0}, "limit"),
        (lambda: yente_client.Person(**_TESTOV), {"config": {"nm_x": 1}}, "config.nm_x"),
        (lambda: yente_client.Person(**_TESTOV), {"changed_since": "yesterday"}, "changed_since"),
    ],
)
def test_wrong_input(client: Any, entity: Callable[[], Any], options: dict[str, Any], word: str) -> None:
    with pytest.raises(yente_client.BadRequestError) as caught:
        client.match(entity(), **options)
    assert word in caught.value.detail


def test_the_language_of_the_caller(served: Served) -> None:
    with served.client(headers={"Accept-Language": "zh-CN"}) as client:
        with pytest.raises(yente_client.NotFoundError, match="没有数据集"):
            client.match(yente_client.Person(**_TESTOV), datasets=["nothing"])
        assert client.match(yente_client.Person(**_TESTOV)).top.explanations["name"].detail.startswith("姓名")


def test_without_lists_the_server_is_unavailable_and_nobody_is_clean(without_lists: Served) -> None:
    with without_lists.client() as client:
        for call in (lambda: client.match(yente_client.Person(**_TESTOV)), client.readyz):
            with pytest.raises(yente_client.ServerError) as caught:
                call()
            assert caught.value.status_code == 503
            assert "terror" in caught.value.detail
        catalogue = client.datasets()
        assert (catalogue.outdated, catalogue.index_stale) == (["terror"], True)
        assert client.healthz().status == "ok"
