"""The pages of the lists: what waits for a second person, what each version changed, files brought in."""

from __future__ import annotations

import dataclasses
import io
from contextlib import suppress
from datetime import timedelta

import msgspec
import pytest

from amlrisk.errors import ListRejected
from amlrisk.review.authority import Role
from amlrisk.services.check_customer import check_customer
from amlrisk.services.expire_entries import expire_entries
from amlrisk.services.save_customer import save_customer
from amlrisk.services.system import System
from amlrisk.store.list_syncs import Attempt
from amlrisk.watchlist.catalogue import Catalogue
from amlrisk.watchlist.refresh import Thresholds
from tests.console.conftest import Visitor, client_of, person_of
from tests.services.test_expire_entries import bring, with_ends
from tests.systems import HEADER, LISTED, NAMESAKE, customer, put_list

PAGE = "/lists/listed"
EVIL = "<script>alert(1)</script>"


@pytest.fixture
def kept_out(plain: System) -> int:
    """A version that lost too much, imported by ``test``."""
    put_list(plain)
    with suppress(ListRejected):
        put_list(plain, LISTED[:3])
    return plain.store.list_versions.waiting()[0].id


def text(client: Visitor, address: str, expect: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == expect
    return response.get_data(as_text=True)


def send(client: Visitor, files: list[tuple[bytes, str]]) -> str:
    """Bring files in through the page; what it then says."""
    upload = {"files": [(io.BytesIO(data), name) for data, name in files]}
    assert client.send(f"{PAGE}/import", upload, page=f"{PAGE}?lang=en").status_code == 303
    return text(client, f"{PAGE}?lang=en")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SERVICE])
def test_everyone_of_compliance_sees_the_lists(plain: System, kept_out: int, role: Role) -> None:
    client = client_of(plain, role)
    assert f"listed #{kept_out}" in text(client, "/lists?lang=en")
    page = text(client, f"{PAGE}?lang=en")
    assert "shrank from 5 to 3" in page
    assert ("Reason, kept for ever" in page) == (role in {Role.MANAGER, Role.ADMINISTRATOR})
    assert ("Import a version" in page) == (role is Role.ADMINISTRATOR)


def test_a_manager_approves_and_it_is_in_force(plain: System, kept_out: int) -> None:
    client = client_of(plain, Role.MANAGER)
    address = f"{PAGE}/versions/{kept_out}/decide"
    assert client.send(address, {"verdict": "approved", "reason": EVIL}, page=f"{PAGE}?lang=en").status_code == 303
    page = text(client, f"{PAGE}?lang=en")
    assert f"Version {kept_out} is in force: 3 entries." in page
    assert plain.store.snapshots.in_force()["listed"].entities == 3
    version = text(client, f"{PAGE}/versions/{kept_out}")
    assert EVIL not in version
    assert "&lt;script&gt;" in version
    again = client.send(address, {"verdict": "refused", "reason": "x"}, page=PAGE)
    assert again.status_code == 409


def test_refused_it_stays_out(plain: System, kept_out: int) -> None:
    client = client_of(plain, Role.MANAGER)
    form = {"verdict": "refused", "reason": "文件不全"}
    assert client.send(f"{PAGE}/versions/{kept_out}/decide", form, page=PAGE).status_code == 303
    assert plain.store.snapshots.in_force()["listed"].entities == 5
    assert "文件不全" in text(client, f"{PAGE}/versions/{kept_out}")


def test_without_a_reason_nothing_happens_and_nothing_is_lost(plain: System, kept_out: int) -> None:
    client = client_of(plain, Role.MANAGER)
    address = f"{PAGE}/versions/{kept_out}/decide"
    assert client.send(address, {"verdict": "approved", "reason": " "}, page=PAGE).status_code == 422
    long = "长" * 5001
    answer = client.send(address, {"verdict": "approved", "reason": long}, page=PAGE)
    assert answer.status_code == 422
    assert long in answer.get_data(as_text=True)
    assert plain.store.list_versions.get(kept_out).waiting


def test_who_imported_it_sees_why_they_cannot_decide(plain: System, kept_out: int) -> None:
    person_of(plain, Role.ADMINISTRATOR, id="test")
    client = client_of(plain, Role.ADMINISTRATOR, id="test")
    page = text(client, f"{PAGE}?lang=en")
    assert "another person has to decide" in page
    answer = client.send(f"{PAGE}/versions/{kept_out}/decide", {"verdict": "approved", "reason": "x"}, page=PAGE)
    assert answer.status_code == 409
    assert plain.store.list_versions.get(kept_out).waiting


@pytest.mark.parametrize("role", [Role.ANALYST, Role.REVIEWER, Role.AUDITOR])
def test_others_decide_and_bring_in_nothing(plain: System, kept_out: int, role: Role) -> None:
    client = client_of(plain, role)
    form = {"verdict": "approved", "reason": "x"}
    assert client.send(f"{PAGE}/versions/{kept_out}/decide", form, page=PAGE).status_code == 403
    assert client.send(f"{PAGE}/import", {}, page=PAGE).status_code == 403


def test_an_administrator_brings_a_version_in(plain: System) -> None:
    client = client_of(plain, Role.ADMINISTRATOR)
    data = "\n".join((HEADER, *LISTED, "")).encode()
    assert "5 entries are in force." in send(client, [(data, "../../名单.csv")])
    info = plain.store.snapshots.in_force()["listed"]
    assert info.files == ("名单.csv",)
    assert plain.store.list_versions.page("listed", None, 1)[0].author == "administrator-all"
    assert "confirmed as current" in send(client, [(data, "again.csv")])
    assert "shrank from 5 to 2" in send(client, [("\n".join((HEADER, *LISTED[:2], "")).encode(), "less.csv")])
    assert "Choose the files" in send(client, [])


def test_a_file_may_be_as_large_as_the_catalogue_says_and_no_larger(plain: System) -> None:
    client = client_of(plain, Role.ADMINISTRATOR)
    answer = client.send(f"{PAGE}/import", {"files": [(io.BytesIO(b"x" * 2_500_000), "big.csv")]}, page=PAGE)
    assert answer.status_code == 413


def test_what_changed_is_shown_by_kind_and_page(plain: System) -> None:
    rows = [f"N-{n:04},Person,NAME {n},1970,FR," for n in range(250)]
    put_list(plain, rows)
    put_list(plain, [*rows[20:], *(f"M-{n:04},Person,NEW {n},1970,FR," for n in range(150))])
    number = plain.store.list_versions.page("listed", None, 1)[0].id
    client = client_of(plain, Role.ANALYST)
    address = f"{PAGE}/versions/{number}"
    first = text(client, f"{address}?lang=en")
    assert first.count("<bdi>NAME") == 20, "what left comes first"
    assert first.count("<bdi>NEW") == 80
    assert "all 170" in first
    assert text(client, f"{address}?kind=added&after=120").count("<bdi>NEW") == 50
    assert text(client, f"{address}?kind=removed").count("<bdi>NAME") == 20
    assert "Nothing of this kind" in text(client, f"{address}?kind=changed&lang=en")
    assert text(client, f"{address}?kind=nonsense&after=x").count("<bdi>") > 100


def test_entries_that_end_are_told_of_before_and_after(plain: System) -> None:
    system, last = with_ends(plain), plain.today()
    bring(system, [f"{row},{last if row == LISTED[3] else ''}" for row in LISTED])
    save_customer(system, "C-1", customer(subject=NAMESAKE))
    check_customer(system, customer(subject=NAMESAKE))
    client = client_of(system, Role.ANALYST)
    assert f"The next entry to end holds until {last}" in text(client, f"{PAGE}?lang=en")
    page = text(client, "/customers/C-1?lang=zh")
    assert f"<dt>有效期至</dt><dd>{last}</dd>" in page
    later = dataclasses.replace(system, clock=lambda: plain.now() + timedelta(days=1))
    assert expire_entries(later, "listed", actor="scheduler") is not None
    number = plain.store.list_versions.page("listed", None, 1)[0].id
    assert "its last day was over" in text(client, f"{PAGE}/versions/{number}?lang=en")
    assert "The next entry to end" not in text(client, f"{PAGE}?lang=en")


def test_versions_page_by_page(plain: System) -> None:
    for n in range(20):
        put_list(plain, [*LISTED, f"V-{n},Person,NAME {n},1970,FR,"])
    client = client_of(plain, Role.ANALYST)
    first = text(client, f"{PAGE}?lang=en")
    assert first.count("status-superseded") == 14
    assert "Next page" in first
    further = plain.store.list_versions.page("listed", None, 15)[-1].id
    assert text(client, f"{PAGE}?after={further}").count("status-superseded") == 5


@pytest.mark.parametrize("address", ["/lists/nothing", f"{PAGE}/versions/999", "/lists/watch/versions/1"])
def test_what_is_not_there(plain: System, kept_out: int, address: str) -> None:
    text(client_of(plain, Role.MANAGER), address, expect=404)


def test_a_list_that_was_never_imported(plain: System) -> None:
    assert "Until it is, nothing can be decided." in text(client_of(plain), f"{PAGE}?lang=en")
    assert "从未导入" in text(client_of(plain), f"{PAGE}?lang=zh")


def test_a_number_that_no_database_holds_is_not_there(plain: System) -> None:
    text(client_of(plain), f"{PAGE}/versions/{10**20}", 404)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_how_the_refreshing_goes_is_shown(plain: System, language: str) -> None:
    put_list(plain)
    source = plain.catalogue.source("listed")
    source = msgspec.structs.replace(
        source, url="https://lists.example.org/l.csv?token=secret", alarm=Thresholds(after_days=3, after_failures=2)
    )
    plain = dataclasses.replace(plain, catalogue=Catalogue(sources={**plain.catalogue.sources, "listed": source}))
    client = client_of(plain, Role.ANALYST)
    assert "ETag" not in text(client, PAGE), "nothing was attempted"
    for number, good in enumerate([True, False, False]):
        plain.store.list_syncs.append(
            Attempt(
                source="listed",
                at=plain.now(),
                good=good,
                outcome="not_modified" if good else "list_timeout",
                http_status=304 if good else None,
                etag=f'"{EVIL}"',
                tries=number,
                zh="超时了",
                en="took too long",
                actor="scheduler",
            )
        )
    why = {"zh": "超时了", "en": "took too long"}[language]
    overview, page = (text(client, f"{address}?lang={language}") for address in ("/lists", PAGE))
    for shown in (overview, page):
        assert why in shown
        assert EVIL not in shown
    assert {"zh": "连续 2 次更新失败", "en": "2 times in a row"}[language] in overview
    assert {"zh": "连续 2 次失败", "en": "2 failures in a row"}[language] in page
    assert {"zh": "未修改", "en": "not modified"}[language] in page
    assert "list_timeout" in page
    assert "secret" not in page
