"""A tier that cannot be evaluated is not told any more: taken out of what counts, until it can be again.

What stands in the way of one customer's value is theirs alone. It never keeps a grade, a case or an event from being
recorded, nor another customer from being evaluated; only trouble with the database does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

import structlog

from amlrisk.errors import AmlriskError
from amlrisk.policy.model import Text
from amlrisk.policy.value_vocabulary import Tier
from amlrisk.services.identity import SYSTEM
from amlrisk.services.system import System
from amlrisk.services.wording import Document, words
from amlrisk.store.faults import STORE_TROUBLE
from amlrisk.store.withdrawn_tiers import Withdrawn

log = structlog.get_logger(__name__)

#: Who could not be evaluated, and what was in the way.
Failures = dict[str, Exception]

_UNEXPECTED = "unexpected"
_WHY = {
    "value_unreadable": Text(
        zh="存档的价值信息无法读取：由更新版本的程序写入，或已损坏",
        en="the archived value facts cannot be read: written by a later program, or damaged",
    ),
    _UNEXPECTED: Text(
        zh="评定出错，原因见系统日志", en="the evaluation failed with an error that the log of the system tells"
    ),
}
_OTHER = Text(zh="评定未能完成", en="the evaluation could not be made")


@contextmanager
def noting(failed: Failures, ref: str) -> Iterator[None]:
    """What defeats the evaluation of one customer is noted and passed over, unless it is the store."""
    try:
        yield
    except STORE_TROUBLE:
        raise
    except Exception as problem:
        failed[ref] = problem


def withdraw_tiers(
    system: System, failed: Mapping[str, Exception], left: Mapping[str, Tier], cause: str, now: datetime
) -> None:
    """Withdraw the tiers of these customers, with an event where they were not withdrawn before; in a transaction that
    holds them. ``left`` is what the gate leaves of the tier that each had.
    """
    store = system.store
    before = store.tiers.withdrawn(failed)
    made = []
    for ref, problem in sorted(failed.items()):
        code, trace = (problem.code, None) if isinstance(problem, AmlriskError) else (_UNEXPECTED, problem)
        log.error("tier_withdrawn", customer=ref, occasion=cause, code=code, exc_info=trace)
        made.append(Withdrawn(customer=ref, at=now, cause=cause, code=code, held=left[ref]))
    store.tiers.withdraw(made)
    new = [it for it in made if it.customer not in before or before[it.customer].code != it.code]
    if new:
        subject = new[0].customer if len(new) == 1 else cause
        told: dict[str, object] = {"occasion": cause, "code": ", ".join(sorted({it.code for it in new}))}
        if len(new) > 1:
            told["customers"] = [it.customer for it in new]
        store.audit.append("tier_withdrawn", SYSTEM, subject, told, now)


def why_withdrawn(code: str) -> Text:
    """The sentence for a code, without an end."""
    return _WHY.get(code, _OTHER)


def withdrawn_document(withdrawn: Withdrawn | None) -> Document | None:
    """For compliance, in words of two languages."""
    if withdrawn is None:
        return None
    return {
        "at": withdrawn.at.isoformat(),
        "cause": withdrawn.cause,
        "code": withdrawn.code,
        "why": words(why_withdrawn(withdrawn.code)),
        "evaluation": withdrawn.evaluation,
    }
