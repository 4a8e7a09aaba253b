"""Apply for the VIP status of a group customer, decide about it as another person, withdraw it (附件一)."""

from __future__ import annotations

from datetime import date

import msgspec

from amlrisk.errors import (
    IdempotencyConflict,
    InvalidInput,
    Issue,
    VipDecided,
    VipNotApplicant,
    VipNotEarned,
    VipOwnApplication,
    VipWaiting,
)
from amlrisk.facts.issues import issue
from amlrisk.facts.texts import refused_character, trim
from amlrisk.policy.value_vocabulary import EARNED, Tier
from amlrisk.review.authority import Officer, Permission
from amlrisk.services.identity import new_id
from amlrisk.services.retier import retier
from amlrisk.services.system import System
from amlrisk.store.vip_applications import Listed, Listing
from amlrisk.tiering.group import GroupValue, group_value
from amlrisk.tiering.vip import (
    Application,
    Decision,
    Filed,
    Stage,
    Verdict,
    again_on,
    decided_so_that_due,
    is_another_person,
    may_apply_for,
)

_LONGEST_LINE = 100


class Asking(msgspec.Struct, frozen=True, kw_only=True):
    """What the applicant fills in; ``form`` counts once."""

    customer: str
    tier: Tier
    grounds: str
    contact: str = ""
    phone: str = ""
    form: str = ""


class Worth(msgspec.Struct, frozen=True, kw_only=True):
    """What a customer's group contracts are worth now; ``valued`` None without any."""

    valued: GroupValue | None
    value_digest: str
    policy_digest: str

    @property
    def tiers(self) -> tuple[Tier, ...]:
        """What may be applied for, the highest first."""
        return may_apply_for(self.valued)


def worth_of(system: System, ref: str) -> Worth:
    """By the value facts last heard and the rules of today."""
    rules = system.value_rules()
    kept = system.store.values.of([ref]).get(ref)
    valued = None if kept is None else group_value(kept.value, rules)
    return Worth(valued=valued, value_digest="" if kept is None else kept.digest, policy_digest=rules.digest)


def apply_for_vip(system: System, officer: Officer, asking: Asking) -> Filed:
    """File an application; the same form sent twice counts once.

    Raises ``NotFound``, ``NotAllowed``, ``OtherBranch``, ``InvalidInput``; ``VipWaiting`` where another one waits,
    ``VipNotEarned`` where the value does not reach the tier, ``IdempotencyConflict`` for something else under one form.
    """
    store = system.store
    told = _tidy(asking, system.rules().review.longest_text)
    with store.transaction():
        store.customers.hold([asking.customer])
        officer.require(Permission.MANAGE_SERVICE, store.customers.get(asking.customer).branch)
        done = store.vip.of_form(asking.form)
        if done is not None:
            return _same(done, officer, told)
        if any(each.stage is Stage.WAITING for each in store.vip.of_customer(asking.customer)):
            raise VipWaiting(customer=asking.customer)
        worth, now = worth_of(system, asking.customer), system.now()
        if worth.valued is None or asking.tier not in worth.tiers:
            raise VipNotEarned(tier=asking.tier.value)
        filed = Filed(
            application=Application(
                id=new_id(now),
                customer=asking.customer,
                tier=asking.tier,
                valued=worth.valued,
                value_digest=worth.value_digest,
                policy_digest=worth.policy_digest,
                grounds=told.grounds,
                contact=told.contact,
                phone=told.phone,
                applicant=officer.id,
                applied_on=system.today(),
                applied_at=now,
                form=asking.form,
            )
        )
        store.vip.append(filed.application)
        retier(system, [asking.customer], "vip_applied", now)
        _audit(system, "vip_applied", officer, filed)
    return filed


def decide_vip(system: System, officer: Officer, id: str, verdict: Verdict, opinion: str) -> Filed:
    """Approve or refuse, as another person than the applicant; the tier follows in the same transaction.

    The same decision of the same person sent twice counts once. Raises ``NotFound``, ``NotAllowed``, ``OtherBranch``,
    ``InvalidInput``, ``VipOwnApplication``, ``VipDecided``.
    """
    opinion = _words("opinion", opinion, system.rules().review.longest_text)
    if verdict is Verdict.WITHDRAWN:
        raise InvalidInput((issue("verdict", "not_one_of", value=verdict.value, allowed="approved, refused"),))
    return _settle(system, officer, Permission.APPROVE_VIP, id, verdict, opinion)


def withdraw_vip(system: System, officer: Officer, id: str) -> Filed:
    """Take one's own application back while it waits. Raises as ``decide_vip``, and ``VipNotApplicant``."""
    return _settle(system, officer, Permission.MANAGE_SERVICE, id, Verdict.WITHDRAWN, "")


def _settle(  # noqa: PLR0913, PLR0917  # who says what of which application, and by which right
    system: System, officer: Officer, right: Permission, id: str, verdict: Verdict, opinion: str
) -> Filed:
    store = system.store
    with store.transaction():
        ref = store.vip.get(id).application.customer
        store.customers.hold([ref])
        filed = store.vip.get(id)  # again, under the lock
        officer.require(right, store.customers.get(ref).branch)
        another = is_another_person(filed.application, officer.id)
        if verdict is Verdict.WITHDRAWN and another:
            raise VipNotApplicant()
        if verdict is not Verdict.WITHDRAWN and not another:
            raise VipOwnApplication()
        made = filed.decision
        if made is not None:
            if (made.verdict, made.author, made.opinion) == (verdict, officer.id, opinion):
                return filed
            raise VipDecided(id=id)
        now = system.now()
        decision = Decision(
            verdict=verdict, author=officer.id, opinion=opinion, decided_on=system.today(), decided_at=now
        )
        filed = msgspec.structs.replace(filed, decision=decision)
        store.vip.decide(id, decision)
        retier(system, [ref], f"vip_{verdict}", now)
        _audit(system, f"vip_{verdict}", officer, filed)
    return filed


# --- evaluated again every year -----------------------------------------------------------------------


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """A customer whose last decision is a year old, or will be soon."""

    listed: Listed
    due_on: date


def due_for_evaluation(  # a page of what is due by a day
    system: System, branches: tuple[str, ...], until: date, *, after: str | None = None, limit: int = 50
) -> list[Due]:
    """Those to be evaluated again by ``until``, the longest due first, following the application ``after``."""
    rules = system.value_rules()
    page = system.store.vip.page(Listing.DUE, branches, after, limit, until=decided_so_that_due(until, rules))
    return [
        Due(listed=each, due_on=again_on(each.filed.decision.decided_on, rules))
        for each in page
        if each.filed.decision is not None
    ]


def count_due(system: System, branches: tuple[str, ...], until: date) -> int:
    """How many those are."""
    last = decided_so_that_due(until, system.value_rules())
    return system.store.vip.count(Listing.DUE, branches, until=last)


# --- once, and in order -------------------------------------------------------------------------------


def _tidy(asking: Asking, longest: int) -> Asking:
    """As it is kept; every fault at once."""
    issues: list[Issue] = []
    if asking.tier not in EARNED:
        issues.append(issue("tier", "not_one_of", value=asking.tier.value, allowed=", ".join(EARNED)))
    told: dict[str, str] = {}
    for name, most, needed in (
        ("grounds", longest, True),
        ("contact", _LONGEST_LINE, False),
        ("phone", _LONGEST_LINE, False),
    ):
        told[name], faults = _checked(name, getattr(asking, name), most, needed=needed)
        issues += faults
    if issues:
        raise InvalidInput(tuple(issues))
    return msgspec.structs.replace(asking, **told)


def _words(path: str, text: str, longest: int) -> str:
    clean, issues = _checked(path, text, longest, needed=True)
    if issues:
        raise InvalidInput(tuple(issues))
    return clean


def _checked(path: str, text: str, longest: int, *, needed: bool) -> tuple[str, list[Issue]]:
    clean = trim(text.replace("\r\n", "\n"))
    refused = refused_character(clean, lines=longest > _LONGEST_LINE)
    if not clean:
        return clean, [issue(path, "missing")] if needed else []
    if len(clean) > longest:
        return clean, [issue(path, "too_long", limit=longest)]
    return clean, [] if refused is None else [issue(path, "control_character", character=refused)]


def _same(done: Filed, officer: Officer, told: Asking) -> Filed:
    """What the form did when it was sent before; another content must not pass for filed."""
    asked = done.application
    said = (asked.customer, asked.tier, asked.grounds, asked.contact, asked.phone, asked.applicant)
    if said != (told.customer, told.tier, told.grounds, told.contact, told.phone, officer.id):
        raise IdempotencyConflict(key=told.form)
    return done


def _audit(system: System, kind: str, officer: Officer, filed: Filed) -> None:
    """The last write of the transaction."""
    asked, made = filed.application, filed.decision
    detail = {"id": asked.id, "tier": asked.tier.value, "applicant": asked.applicant}
    detail["reason"] = asked.grounds if made is None else made.opinion
    system.store.audit.append(kind, officer.id, asked.customer, detail, system.now())
