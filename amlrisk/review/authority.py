"""Who may do what: one table for every page and every endpoint. A test holds each route against it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

import msgspec

from amlrisk.errors import AccessError, AllBranchesNeeded, NotAllowed, OtherBranch


class Role(StrEnum):
    """One a person. The auditor reads everything and changes nothing; the administrator decides no case; service is
    the front line, which never learns of grades, cases and reviews."""

    ANALYST = "analyst"
    REVIEWER = "reviewer"
    MANAGER = "manager"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    SERVICE = "service"


class Permission(StrEnum):
    """Something that can be done; each route names exactly one."""

    SIGN_IN = "sign_in"  # anyone: sign-in pages, health, static files, documentation
    OWN_ACCOUNT = "own_account"  # sign out, change the own password, language
    SEE_OVERVIEW = "see_overview"
    SEE_CUSTOMERS = "see_customers"
    SEE_CASES = "see_cases"
    DECIDE_HITS = "decide_hits"
    PROPOSE_GRADE = "propose_grade"
    CONFIRM_GRADE = "confirm_grade"
    SETTLE_CASE = "settle_case"
    APPROVE_CASE = "approve_case"
    ASSIGN_CASES = "assign_cases"
    COMMENT_CASE = "comment_case"
    OPEN_CASE = "open_case"
    # value tiers: what compliance sees, and the neutral pages of the front line
    SEE_TIERS = "see_tiers"
    RECORD_DUE_DILIGENCE = "record_due_diligence"
    SEE_SERVICE = "see_service"
    MANAGE_SERVICE = "manage_service"
    APPROVE_VIP = "approve_vip"
    SEE_LISTS = "see_lists"
    MANAGE_LISTS = "manage_lists"
    APPROVE_LIST = "approve_list"
    SEE_POLICY = "see_policy"
    SEE_REPORTS = "see_reports"
    EXPORT_REPORTS = "export_reports"
    # batch work, and the systems that are told of decisions
    SEE_RUNS = "see_runs"
    OPERATE_RUNS = "operate_runs"
    MANAGE_WEBHOOKS = "manage_webhooks"
    SEE_AUDIT = "see_audit"
    EXPORT_AUDIT = "export_audit"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_KEYS = "manage_keys"
    # by API key
    API_CHECK = "api_check"
    API_SCREEN = "api_screen"
    API_READ = "api_read"
    API_WRITE = "api_write"
    API_DECIDE = "api_decide"
    API_TIERS = "api_tiers"
    API_WEBHOOKS = "api_webhooks"
    API_OPERATE = "api_operate"
    API_METRICS = "api_metrics"


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """Who has a permission: anyone, some roles, or an API key with a scope.

    ``by_branch``: only for customers and cases of the person's own branches. ``head_office``: what it shows is of every
    branch, so that only those have it who reach all of them.
    """

    anyone: bool = False
    roles: frozenset[Role] = frozenset()
    scope: str | None = None
    by_branch: bool = False
    head_office: bool = False


_DECIDERS = frozenset({Role.ANALYST, Role.REVIEWER, Role.MANAGER})
_READERS = _DECIDERS | {Role.AUDITOR}
_EVERYONE = frozenset(Role)
#: Lists and policy tell nothing of one customer, but the front line has no business with how grades are made.
_COMPLIANCE = _EVERYONE - {Role.SERVICE}

AUTHORITY: Mapping[Permission, Grant] = MappingProxyType(
    {
        Permission.SIGN_IN: Grant(anyone=True),
        Permission.OWN_ACCOUNT: Grant(roles=_EVERYONE),
        Permission.SEE_OVERVIEW: Grant(roles=_READERS, by_branch=True),
        Permission.SEE_CUSTOMERS: Grant(roles=_READERS, by_branch=True),
        Permission.SEE_CASES: Grant(roles=_READERS, by_branch=True),
        Permission.DECIDE_HITS: Grant(roles=_DECIDERS, by_branch=True),
        Permission.PROPOSE_GRADE: Grant(roles=_DECIDERS, by_branch=True),
        Permission.CONFIRM_GRADE: Grant(roles=frozenset({Role.REVIEWER, Role.MANAGER}), by_branch=True),
        Permission.SETTLE_CASE: Grant(roles=frozenset({Role.MANAGER}), by_branch=True),
        Permission.APPROVE_CASE: Grant(roles=frozenset({Role.MANAGER}), by_branch=True),
        Permission.ASSIGN_CASES: Grant(roles=_DECIDERS, by_branch=True),
        Permission.COMMENT_CASE: Grant(roles=_DECIDERS, by_branch=True),
        Permission.OPEN_CASE: Grant(roles=_DECIDERS, by_branch=True),
        Permission.SEE_TIERS: Grant(roles=_READERS, by_branch=True),
        Permission.RECORD_DUE_DILIGENCE: Grant(roles=frozenset({Role.ANALYST, Role.REVIEWER}), by_branch=True),
        Permission.SEE_SERVICE: Grant(roles=frozenset({Role.SERVICE, Role.MANAGER, Role.AUDITOR}), by_branch=True),
        Permission.MANAGE_SERVICE: Grant(roles=frozenset({Role.SERVICE}), by_branch=True),
        Permission.APPROVE_VIP: Grant(roles=frozenset({Role.MANAGER}), by_branch=True),
        Permission.SEE_LISTS: Grant(roles=_COMPLIANCE),
        Permission.MANAGE_LISTS: Grant(roles=frozenset({Role.ADMINISTRATOR})),
        Permission.APPROVE_LIST: Grant(roles=frozenset({Role.MANAGER, Role.ADMINISTRATOR})),
        Permission.SEE_POLICY: Grant(roles=_COMPLIANCE),
        Permission.SEE_REPORTS: Grant(roles=frozenset({Role.REVIEWER, Role.MANAGER, Role.AUDITOR}), by_branch=True),
        Permission.EXPORT_REPORTS: Grant(roles=frozenset({Role.MANAGER, Role.AUDITOR}), by_branch=True),
        Permission.SEE_RUNS: Grant(roles=_COMPLIANCE),
        Permission.OPERATE_RUNS: Grant(roles=frozenset({Role.MANAGER, Role.ADMINISTRATOR}), head_office=True),
        Permission.MANAGE_WEBHOOKS: Grant(roles=frozenset({Role.ADMINISTRATOR})),
        Permission.SEE_AUDIT: Grant(roles=frozenset({Role.MANAGER, Role.AUDITOR}), head_office=True),
        Permission.EXPORT_AUDIT: Grant(roles=frozenset({Role.AUDITOR}), head_office=True),
        Permission.MANAGE_PEOPLE: Grant(roles=frozenset({Role.ADMINISTRATOR})),
        Permission.MANAGE_KEYS: Grant(roles=frozenset({Role.ADMINISTRATOR})),
        Permission.API_CHECK: Grant(scope="check"),
        Permission.API_SCREEN: Grant(scope="screen"),
        Permission.API_READ: Grant(scope="read"),
        Permission.API_WRITE: Grant(scope="write"),
        Permission.API_DECIDE: Grant(scope="decide"),
        Permission.API_TIERS: Grant(scope="tiers"),
        Permission.API_WEBHOOKS: Grant(scope="webhooks"),
        Permission.API_OPERATE: Grant(scope="operate"),
        Permission.API_METRICS: Grant(scope="metrics"),
    }
)

#: Stands among a person's branches for all of them, and for customers without one.
ALL_BRANCHES = "*"


class Officer(msgspec.Struct, frozen=True, kw_only=True):
    """Whoever is signed in. ``id`` is what is recorded as author; ``branches`` may hold ``ALL_BRANCHES``."""

    id: str
    name: str
    role: Role
    branches: tuple[str, ...]

    def may(self, permission: Permission) -> bool:
        grant = AUTHORITY[permission]
        return self.role in grant.roles and (not grant.head_office or ALL_BRANCHES in self.branches)

    def sees(self, branch: str | None) -> bool:
        """Whether a customer or case of ``branch`` is within reach; one without a branch is for head office only."""
        return ALL_BRANCHES in self.branches or (branch is not None and branch in self.branches)

    def refusal(self, permission: Permission) -> AccessError:
        """Why this person does not have the permission: the role, or the branches."""
        if self.role in AUTHORITY[permission].roles:
            return AllBranchesNeeded()
        return NotAllowed(role=self.role.value)

    def require(self, permission: Permission, branch: str | None) -> None:
        """Raises ``NotAllowed`` without the permission, ``OtherBranch`` where ``branch`` is out of reach."""
        if not self.may(permission):
            raise self.refusal(permission)
        if not self.sees(branch):
            raise OtherBranch()
