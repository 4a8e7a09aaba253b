"""Something became known of a customer: their case is opened, or the open one gathers it, and they are graded again."""

from __future__ import annotations

from datetime import date

import msgspec

from amlrisk.errors import IdempotencyConflict, InvalidInput, Issue
from amlrisk.facts.model import Event, EventKind
from amlrisk.policy.model import ReviewRules
from amlrisk.review.authority import Officer, Permission
from amlrisk.review.model import Case, Trigger
from amlrisk.services.assessing import Assessor, Occasion
from amlrisk.services.follow_up import Raised, follow_up
from amlrisk.services.regrade import regrade, screened
from amlrisk.services.reported_events import with_reported
from amlrisk.services.retier import retier
from amlrisk.services.same_lists import anew_where_lists_move, require_in_force
from amlrisk.services.system import System

#: What people and other systems report; everything else the system finds out by itself.
REPORTED = (
    Trigger.SUSPICIOUS_REPORT,
    Trigger.JUDICIAL_FREEZE,
    Trigger.ADVERSE_MEDIA,
    Trigger.DISPUTE,
    Trigger.OVERRIDE_REQUESTED,
)


#: Reports that are facts of the customer as well.
_FACTS = {Trigger.SUSPICIOUS_REPORT: EventKind.STR, Trigger.JUDICIAL_FREEZE: EventKind.JUDICIAL_FREEZE}


class TriggerEvent(msgspec.Struct, frozen=True, kw_only=True):
    """What became known of a customer, on which day, in the words of whoever reports it; ``form`` counts once."""

    customer: str
    trigger: Trigger
    text: str
    form: str = ""
    on: date | None = None


@anew_where_lists_move
def open_case(system: System, by: Officer | str, event: TriggerEvent) -> Case:
    """The customer's open case, with the trigger and what was said of it. ``by`` is an officer, or the id of a key.

    A report of suspicion or a freeze is kept as a fact of the customer, also where a later delivery of their data does
    not mention it. The customer is graded again at once; all of it is one transaction. Raises ``NotFound``,
    ``NotAllowed``, ``OtherBranch``, ``InvalidInput``; ``IdempotencyConflict`` for another report under the same form;
    where the customer cannot be graded now, ``ListMissing`` or ``ListStale``.
    """
    store = system.store
    assessor = Assessor.of(system)
    _check(event, assessor.rules.review, assessor.rules.on)
    actor = by if isinstance(by, str) else by.id
    with store.transaction():
        store.customers.hold([event.customer])
        require_in_force(system, assessor.in_force.lists)
        done = store.cases.after_form(event.form)
        if done is not None:
            return _same(system, done, actor, event)
        customer = store.customers.get(event.customer)
        if isinstance(by, Officer):
            by.require(Permission.OPEN_CASE, customer.branch)
        now = system.now()
        if event.trigger in _FACTS:
            fact = Event(on=event.on or assessor.rules.on, kind=_FACTS[event.trigger])
            store.reported_events.append(customer.ref, fact, actor, now)
            store.customers.save_many(with_reported(store, [customer]), now)
        found = screened(system, assessor, event.customer)
        graded = regrade(system, assessor, found, Occasion("event", now))
        raised = Raised(event.trigger, actor, event.text.strip(), event.form)
        case = follow_up(system, assessor.rules, [graded], raised=raised)[event.customer]
        retier(system, [event.customer], "event", now)
        detail = {"case": case.id, "trigger": event.trigger.value, "version": str(case.version)}
        store.audit.append("case_reported", actor, event.customer, detail, now)
    return case


def _same(system: System, done: Case, actor: str, event: TriggerEvent) -> Case:
    """What the form did when it was sent before. Another report must not pass for recorded because of its form."""
    if done.customer != event.customer:
        issue = Issue(path="form", code="other_case", zh="该表单属于另一客户", en="belongs to another customer")
        raise InvalidInput((issue,))
    said = next(each for each in system.store.cases.events(done.id) if each.form == event.form)
    if (said.actor, said.trigger, said.text) != (actor, event.trigger, event.text.strip()):
        raise IdempotencyConflict(key=event.form.rpartition("/")[2])
    return done


def _check(event: TriggerEvent, rules: ReviewRules, today: date) -> None:
    issues = []
    if event.trigger not in REPORTED:
        allowed = ", ".join(REPORTED)
        issues.append(Issue(path="trigger", code="not_one_of", zh=f"可选：{allowed}", en=f"one of: {allowed}"))
    if not event.text.strip():
        issues.append(Issue(path="text", code="required", zh="不能为空", en="must not be empty"))
    if len(event.text) > rules.longest_text:
        zh, en = f"不得超过 {rules.longest_text} 个字符", f"at most {rules.longest_text} characters"
        issues.append(Issue(path="text", code="too_long", zh=zh, en=en))
    if event.on is not None and event.on > today:
        issues.append(Issue(path="on", code="date_ahead", zh="不得晚于今天", en="must not be later than today"))
    if issues:
        raise InvalidInput(tuple(issues))
