"""The policy as a page: everything the pack says, each with its source and mark, and which pack was when in use."""

from __future__ import annotations

import re

import pytest

from amlrisk.policy.loader import load_pack, read_pack
from amlrisk.policy.show import tables
from amlrisk.policy.show_value import value_tables
from amlrisk.policy.vocabulary import Confidence
from amlrisk.review.authority import AUTHORITY, Permission, Role
from amlrisk.services.adopt_policy import adopt_policy
from amlrisk.services.system import System
from amlrisk.tiering.tables import gate_table
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
    value = plain.pack.value_on(plain.today())
    for table in (*tables(plain.rules(), language), *value_tables(value, language), gate_table(value, language)):
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


def test_how_packs_value_customers_is_compared(plain: System) -> None:
    other = dict(plain.pack.files)
    other["value_motor.yaml"] = other["value_motor.yaml"].replace(b"coefficient: 1.5", b"coefficient: 1.6")
    assert other != dict(plain.pack.files)
    changed = load_pack(other, "changed")
    adopt_policy(plain.store, changed, plain.now())
    page = text(client_of(plain, Role.AUDITOR), f"/policy/compare?before={changed.digest}&after={plain.pack.digest}")
    assert "motor.classes.7.coefficient" in page


def test_whoever_works_with_grades_reads_the_policy(plain: System) -> None:
    """It says what each grade leaves of a tier: nothing for who only serves customers."""
    for role in Role:
        text(client_of(plain, role), "/policy", expect=200 if role in AUTHORITY[Permission.SEE_POLICY].roles else 403)
    text(client_of(plain, Role.SERVICE), "/policy", expect=403)
