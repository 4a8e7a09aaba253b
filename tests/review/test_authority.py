"""Who may do what, as docs/people.md shows it, and the limits that no table may overstep."""

from __future__ import annotations

import re
from contextlib import nullcontext

import pytest

from amlrisk.errors import AccessError, AllBranchesNeeded, NotAllowed, OtherBranch
from amlrisk.review.authority import ALL_BRANCHES, AUTHORITY, Grant, Officer, Permission, Role
from amlrisk.services.api_keys import PERMISSIONS, Scope
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "people.md"

DECISIONS = {
    Permission.DECIDE_HITS,
    Permission.PROPOSE_GRADE,
    Permission.CONFIRM_GRADE,
    Permission.SETTLE_CASE,
    Permission.APPROVE_CASE,
    Permission.ASSIGN_CASES,
    Permission.COMMENT_CASE,
    Permission.OPEN_CASE,
}
#: What the front line has: pages and keys that tell nothing of grades, cases and reviews.
FRONT_LINE = {Permission.SEE_SERVICE, Permission.MANAGE_SERVICE}
#: What changes nothing, and one's own account.
READING = {each for each in Permission if each.value.startswith(("see_", "export_"))} | {Permission.OWN_ACCOUNT}


def table() -> str:
    """The table of docs/people.md."""
    head = f"| Permission | {' | '.join(Role)} | by key | own branches |"
    return "\n".join((head, f"|-|{'-|' * (len(Role) + 2)}", *(_row(*each) for each in AUTHORITY.items())))


def _row(permission: Permission, grant: Grant) -> str:
    people = ["✓" if grant.anyone or role in grant.roles else "" for role in Role]
    key = "no key needed" if grant.anyone else f"`{grant.scope}`" if grant.scope else ""
    cells = (f"`{permission.value}`", *people, key, "all" if grant.head_office else "✓" if grant.by_branch else "")
    return re.sub(r" +", " ", f"| {' | '.join(cells)} |")


def test_the_page_shows_the_table() -> None:
    shown = PAGE.read_text(encoding="utf-8").split("## Who may do what 权限表\n\n")[1].split("\n\n")[0]
    assert shown == table()


def test_every_permission_is_granted_to_somebody() -> None:
    assert set(AUTHORITY) == set(Permission)
    for permission, grant in AUTHORITY.items():
        assert sum((grant.anyone, bool(grant.roles), grant.scope is not None)) == 1, permission


def test_the_auditor_changes_nothing_and_reads_everything() -> None:
    granted = {each for each in Permission if Role.AUDITOR in AUTHORITY[each].roles}
    assert granted <= READING
    assert {each for each in Permission if each.value.startswith("see_")} <= granted


def test_the_administrator_sees_no_customer_and_decides_no_case() -> None:
    granted = {each for each in Permission if Role.ADMINISTRATOR in AUTHORITY[each].roles}
    assert not granted & DECISIONS
    assert not any(AUTHORITY[each].by_branch for each in granted)


def test_service_learns_nothing_of_grades_and_changes_none() -> None:
    granted = {each for each in Permission if Role.SERVICE in AUTHORITY[each].roles}
    assert granted == FRONT_LINE | {Permission.OWN_ACCOUNT}


def test_whoever_writes_of_a_customer_for_the_tier_sees_the_tier() -> None:
    assert AUTHORITY[Permission.RECORD_DUE_DILIGENCE].roles <= AUTHORITY[Permission.SEE_TIERS].roles
    for permission in (Permission.MANAGE_SERVICE, Permission.APPROVE_VIP):
        assert AUTHORITY[permission].roles <= AUTHORITY[Permission.SEE_SERVICE].roles
    # An approval beside a tier that does not rise would say that compliance holds the customer.
    assert AUTHORITY[Permission.APPROVE_VIP].roles <= AUTHORITY[Permission.SEE_TIERS].roles


def test_whoever_administers_people_decides_nothing() -> None:
    for permission in (Permission.MANAGE_PEOPLE, Permission.MANAGE_KEYS):
        assert AUTHORITY[permission].roles == {Role.ADMINISTRATOR}


def test_everything_about_customers_is_by_branch() -> None:
    about = {
        *DECISIONS,
        *FRONT_LINE,
        Permission.APPROVE_VIP,
        Permission.SEE_TIERS,
        Permission.RECORD_DUE_DILIGENCE,
        Permission.SEE_OVERVIEW,
        Permission.SEE_CUSTOMERS,
        Permission.SEE_CASES,
        Permission.SEE_REPORTS,
        Permission.EXPORT_REPORTS,
    }
    assert {each for each in Permission if AUTHORITY[each].by_branch} == about


def test_every_scope_is_one_permission() -> None:
    assert set(PERMISSIONS) == set(Scope)
    assert len(set(PERMISSIONS.values())) == len(Scope)


def test_branches() -> None:
    some = Officer(id="a", name="A", role=Role.ANALYST, branches=("B1", "B2"))
    assert [some.sees(branch) for branch in ("B1", "B2", "B3", None)] == [True, True, False, False]
    everywhere = Officer(id="a", name="A", role=Role.ANALYST, branches=(ALL_BRANCHES,))
    assert all(everywhere.sees(branch) for branch in ("B1", None))


def test_what_shows_every_branch_is_for_those_who_reach_every_branch() -> None:
    for permission in (Permission.SEE_AUDIT, Permission.EXPORT_AUDIT):
        for branches, may in (((ALL_BRANCHES,), True), (("B11", ALL_BRANCHES), True), (("B11",), False), ((), False)):
            person = Officer(id="xu", name="许", role=Role.AUDITOR, branches=branches)
            assert person.may(permission) is may, (permission, branches)


@pytest.mark.parametrize(
    ("role", "branches", "permission", "refused"),
    [
        (Role.MANAGER, ("shanghai",), Permission.APPROVE_VIP, None),
        (Role.ANALYST, ("shanghai",), Permission.APPROVE_VIP, NotAllowed),
        (Role.MANAGER, ("beijing",), Permission.APPROVE_VIP, OtherBranch),
        (Role.ANALYST, ("beijing",), Permission.APPROVE_VIP, NotAllowed),
        (Role.AUDITOR, ("shanghai",), Permission.EXPORT_AUDIT, AllBranchesNeeded),
        (Role.AUDITOR, (ALL_BRANCHES,), Permission.EXPORT_AUDIT, None),
    ],
)
def test_what_is_refused_says_whether_it_is_the_role_or_the_branch(
    role: Role, branches: tuple[str, ...], permission: Permission, refused: type[AccessError] | None
) -> None:
    officer = Officer(id="li", name="Li", role=role, branches=branches)
    with pytest.raises(refused) if refused else nullcontext():
        officer.require(permission, "shanghai")
