"""The policy as a page: everything the pack says, each with its source and mark, and which pack was when in use."""

from __future__ import annotations

import re

import pytest

from amlrisk.policy.loader import read_pack
from amlrisk.policy.show import tables
from amlrisk.policy.vocabulary import Confidence
from amlrisk.review.authority import Role
from amlrisk.services.adopt_policy import adopt_policy
from amlrisk.services.system import System
from tests.console.conftest import Visitor, client_of


def text(client: Visitor, address: str, expect: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == expect
    return response.get_data(as_text=True)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_all_that_the_pack_says_is_on_the_page(plain: System, language: str) -> None:
    page = text(client_of(plain, Role.ANALYST), f"/policy?lang={language}")
    shown = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page).replace("&lt;", "<").replace("&gt;", ">")).replace(
        "&#39;", "'"
    )
    for table in tables(plain.rules(), language):
        for row in table.rows:
            for cell in row:
                assert re.sub(r"\s+", " ", cell.replace("&", "&amp;")).strip() in shown, (table.title, cell)


def test_every_value_with_a_source_has_its_mark(plain: System) -> None:
    page = text(client_of(plain, Role.ANALYST), "/policy")
    for confidence in Confidence:
        assert f"mark-{confidence}" in page
    anchors = set(re.findall(r'href="#(ref-[^"]+)"', page))
    assert anchors
    assert anchors <= set(re.findall(r'id="(ref-[^"]+)"', page)), "every source is in the register"
    assert "建议值" in page


def test_periods_of_the_packs(plain: System) -> None:
    other = read_pack("international")
    adopt_policy(plain.store, other, plain.now())
    adopt_policy(plain.store, plain.pack, plain.now())
    client = client_of(plain, Role.AUDITOR)
    page = text(client, "/policy?lang=en")
    assert page.count(other.digest) >= 1
    earlier = text(client, f"/policy?digest={other.digest}&lang=en")
    assert "Not what is worked with today" in earlier
    assert other.version in earlier
    compared = text(client, f"/policy/compare?before={other.digest}&after={plain.pack.digest}&lang=en")
    assert "scorecards.natural" in compared
    same = text(client, f"/policy/compare?before={other.digest}&after={other.digest}&lang=en")
    assert "The two say the same" in same


def test_a_pack_or_a_day_that_is_not_there(plain: System) -> None:
    client = client_of(plain, Role.AUDITOR)
    text(client, "/policy?digest=nothing", expect=404)
    assert "1999-01-01" in text(client, "/policy?on=1999-01-01", expect=422)
    text(client, "/policy?on=soon", expect=422)
    text(client, "/policy/compare?before=nothing")


def test_everyone_reads_the_policy(plain: System) -> None:
    for role in Role:
        text(client_of(plain, role), "/policy")
