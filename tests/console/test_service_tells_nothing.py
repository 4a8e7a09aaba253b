"""Customer service cannot tell from its pages whom compliance holds: not by what they show, nor by any step."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import pytest

from amlrisk.review.authority import Role
from amlrisk.services.system import System
from tests.api.conftest import _home
from tests.api.watched import TIMES, WAYS, Somebody, World, people
from tests.console.conftest import Visitor, client_of

_HIDDEN = re.compile(r'(name="(?:csrf_token|form)" value=")[^"]*|((?:content|nonce)=")[^"]*(?=")')


class Alike(random.Random):
    """Everybody makes the same use of what they have."""

    def randrange(self, *_: int) -> int:  # type: ignore[override]  # of all its forms one is asked for
        return 1


@pytest.fixture(scope="module")
def lives(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[System, dict[str, dict[bool, Somebody]]]]:
    home = _home(tmp_path_factory.mktemp("lives"))
    home.clock.now = TIMES["spring"]
    system, everybody = home.open(), people(len(WAYS), random.Random(11))
    world = World(home, system, Alike())
    for time in TIMES:
        world.live(everybody, time)
    pairs: dict[str, dict[bool, Somebody]] = {}
    for each in everybody:
        pairs.setdefault(each.way, {})[each.held] = each
    yield system, pairs
    system.store.close()


@pytest.fixture(scope="module")
def service(lives: tuple[System, dict[str, dict[bool, Somebody]]]) -> Visitor:
    return client_of(lives[0], Role.SERVICE, id="clerk")


def shown(client: Visitor, system: System, address: str, ref: str) -> str:
    """A page as it is, but for what must differ: whom it is about, and the marks of its forms."""
    response = client.get(address)
    assert response.status_code == 200, address
    html = response.get_data(as_text=True)
    name = system.store.customers.get(ref).subject.name
    return _HIDDEN.sub(r"\1\2", html).replace(ref, "REF").replace(name, "NAME")


@pytest.mark.parametrize("way", WAYS)
def test_the_page_of_both_is_the_same(
    lives: tuple[System, dict[str, dict[bool, Somebody]]], service: Visitor, way: str
) -> None:
    system, pairs = lives
    steps = (
        ("uses", {"entitlement": "events"}),
        ("uses", {"entitlement": "events"}),
        ("uses", {"entitlement": "gifts"}),
        ("membership", {"step": "invite"}),
        ("membership", {"step": "accept"}),
        ("membership", {"step": "invite"}),
    )
    seen: dict[bool, list[str]] = {}
    for held, each in pairs[way].items():
        page = f"/service/{each.ref}"
        pages = [shown(service, system, page, each.ref)]
        for place, (step, fields) in enumerate(steps):
            answer = service.send(f"{page}/{step}", {**fields, "form": f"{each.ref}-{place}"}, page=page)
            assert (answer.status_code, answer.location) == (303, page)
            pages.append(shown(service, system, page, each.ref))
        seen[held] = pages
    for place, (of_held, of_other) in enumerate(zip(seen[True], seen[False], strict=True)):
        assert of_held == of_other, place


def test_the_list_of_customers_says_the_same_of_all(
    lives: tuple[System, dict[str, dict[bool, Somebody]]], service: Visitor
) -> None:
    system, pairs = lives
    rows = set()
    for each in (each for pair in pairs.values() for each in pair.values()):
        html = shown(service, system, f"/service?q={each.ref}", each.ref)
        rows.add(re.sub(r"\s+", " ", html.partition("<main")[2]))
    assert len(rows) == 1
