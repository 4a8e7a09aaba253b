"""What appraising one customer costs, part by part: in one process, on a sample of the installation that was measured.

Nothing is recorded: what is written is written in a transaction that is given up.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from unittest.mock import patch

from amlrisk.jobs.processes import settle_memory
from amlrisk.policy.value import ValueRules
from amlrisk.services.retier import evaluate_ahead, retier
from amlrisk.services.system import System, open_system
from amlrisk.services.tier_dossiers import Dossier, dossiers
from amlrisk.settings import load_settings
from amlrisk.tiering.appraisal import appraise
from amlrisk.tiering.bank import bank_class
from amlrisk.tiering.club import club
from amlrisk.tiering.diamond import diamond
from amlrisk.tiering.evaluation import evaluate, fingerprint
from amlrisk.tiering.group import group_value
from amlrisk.tiering.motor import motor_classes
from bench.home import Home
from bench.report import table

_CHUNK = 500
_CHUNKS = 8


Scheme = Callable[[Dossier, ValueRules], object]


class _GivenUp(Exception):
    """Ends a transaction without a trace."""


def parts_of(home: Home) -> None:
    """Print the processor time that each part of an appraisal takes, µs a customer."""
    with patch.dict("os.environ", home.environment, clear=True):
        system = open_system(load_settings())
    refs = system.store.values.refs()[: _CHUNK * _CHUNKS]
    settle_memory()
    spent: dict[str, float] = {}
    for start in range(0, len(refs), _CHUNK):
        _measure(system, refs[start : start + _CHUNK], spent)
    rows = [(part, f"{seconds / len(refs) * 1e6:.0f}") for part, seconds in spent.items()]
    table("Part by part", ("Part", "µs a customer"), rows, f"Processor time of one process, {len(refs)} customers.")


def _measure(system: System, refs: Sequence[str], spent: dict[str, float]) -> None:
    rules, on = system.value_rules(), system.today()
    read = _timed(spent, "read: facts, standing, membership", lambda: dossiers(system, refs, on))
    found = list(read.values())
    for name, scheme in _SCHEMES.items():
        _timed(spent, f"scheme: {name}", partial(_each, scheme, found, rules))
    verdicts = _timed(spent, "all schemes, base tier and gate", lambda: [evaluate(it.inputs, rules) for it in found])
    _timed(spent, "fingerprint of the verdict", lambda: [fingerprint(verdict) for verdict in verdicts])
    ahead = evaluate_ahead(system, refs, "bench")

    def record() -> None:
        try:
            with system.store.transaction():
                system.store.database.write(f"DELETE FROM current_tiers WHERE {_AMONG}", (_many(system, refs),))
                retier(system, refs, "bench", system.now(), ahead=ahead)
                raise _GivenUp
        except _GivenUp:
            pass

    _timed(spent, "under the lock: compared and written, every one anew", record)


def _each(scheme: Scheme, found: Sequence[Dossier], rules: ValueRules) -> None:
    for dossier in found:
        scheme(dossier, rules)


_AMONG = "customer IN (SELECT value FROM json_each(?))"


def _many(system: System, refs: Sequence[str]) -> object:
    return system.store.database.many(refs)


def _timed(spent: dict[str, float], part: str, work: Callable[[], Any]) -> Any:
    started = time.process_time()
    result = work()
    spent[part] = spent.get(part, 0.0) + time.process_time() - started
    return result


_SCHEMES: dict[str, Scheme] = {
    "club": lambda it, rules: club(it.inputs.value, rules, it.inputs.on),
    "appraisal": lambda it, rules: appraise(it.inputs.value, rules, it.inputs.on),
    "motor": lambda it, rules: motor_classes(it.inputs.value, rules, it.inputs.on),
    "bank": lambda it, rules: bank_class(it.inputs.value, rules, it.inputs.on),
    "diamond": lambda it, rules: diamond(it.inputs.value, it.inputs.birth_on, rules, it.inputs.on),
    "group": lambda it, rules: group_value(it.inputs.value, rules),
}
