"""Fill an empty home with the invented lists and portfolio, through the same services as everything else.

Running it again finishes what is missing and changes nothing that is there: the day the portfolio was written
for is kept in the marker file, so that the same customers come out on any later day.
"""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Callable, Iterable
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
from ruamel.yaml import YAML

from amlrisk.demo.case import Case
from amlrisk.demo.portfolio import cases, portfolio
from amlrisk.errors import DemoRefused, SettingInvalid
from amlrisk.jobs.demo_cases import take_demo_steps
from amlrisk.jobs.demo_people import DemoPerson, add_demo_people
from amlrisk.jobs.demo_tiers import record_diligence, take_tier_steps, value_customers
from amlrisk.jobs.grade_run import Scope, grade_run
from amlrisk.screening.model import Disposition, DispositionKind
from amlrisk.services.check_customer import take_in
from amlrisk.services.decide_hit import decide_hit
from amlrisk.services.import_customers import import_customers
from amlrisk.services.import_list import import_list
from amlrisk.services.save_customer import save_customer
from amlrisk.services.system import System, open_system, utc_now
from amlrisk.settings import Settings

OFFICER = "demo officer"
_ACTOR = "amlrisk init --demo"
_MARKER = "demo"
_CUSTOMERS = "demo-customers.jsonl"
_REJECTS = "demo-rejects.csv"


@dataclasses.dataclass(frozen=True, slots=True)
class DemoDone:
    """How many customers and listed entities the demonstration has, and who signs in to it."""

    customers: int
    entities: int
    people: tuple[DemoPerson, ...]


def is_demo(settings: Settings) -> bool:
    """Whether this home was filled by ``set_up_demo``: it holds invented people only, unless someone added others."""
    return (settings.home / _MARKER).is_file()


def set_up_demo(
    settings: Settings,
    *,
    progress: Callable[[int, int], None] = lambda done, total: None,
    clock: Callable[[], datetime] = utc_now,
) -> DemoDone:
    """Lists, customers, grades, what they are worth, the demo officer's decisions and what became known after them;
    cases, some decided; members, applications, records of service.

    ``progress`` is told (steps done, steps).

    Raises ``DemoRefused`` where the home already holds customers of another origin.
    """
    folder = settings.home / "watchlists"
    if settings.watchlists not in (None, folder):
        raise SettingInvalid(name="AMLRISK_WATCHLISTS", detail="the demo brings its own catalogue: unset this")
    system = _open(settings, folder, clock)
    try:
        on = _begun_on(system)
        shown = cases(on)
        decided = [case for case in shown if case.decided is not None]
        steps = 3 + len(decided)
        people = add_demo_people(system, actor=_ACTOR)
        entities = _import_lists(system, folder)
        progress(1, steps)
        refs = _import_customers(system, on)
        progress(2, steps)
        if waiting := _without_grade(system, refs):
            grade_run(system, Scope("refs", tuple(waiting)), cause="demo")
        value_customers(system, on, actor=_ACTOR)
        for place, case in enumerate(decided):
            progress(3 + place, steps)
            _decide(system, case)
        for case in shown:
            if case.later is not None and _as_imported(system, case):
                save_customer(system, case.ref, case.later)
        record_diligence(system)
        take_demo_steps(system, on)
        take_tier_steps(system, on)
        progress(steps, steps)
        return DemoDone(customers=len(refs), entities=entities, people=people)
    finally:
        system.store.close()


def _open(settings: Settings, folder: Path, clock: Callable[[], datetime]) -> System:
    """The system with the demo's catalogue, which is written first into a home that has none."""
    if not is_demo(settings):
        plain = open_system(dataclasses.replace(settings, watchlists=None), clock=clock)
        try:
            if count := plain.store.customers.count():
                raise DemoRefused(home=str(settings.home), count=count)
        finally:
            plain.store.close()
    _write_catalogue(folder)
    return open_system(dataclasses.replace(settings, watchlists=folder), clock=clock)


def _begun_on(system: System) -> date:
    """The day the portfolio is written for: today, the first time."""
    marker = system.settings.home / _MARKER
    if not marker.exists():
        marker.write_text(system.today().isoformat() + "\n", encoding="ascii")
    return date.fromisoformat(marker.read_text(encoding="ascii").strip())


# --- lists ----------------------------------------------------------------------------------------------


def _write_catalogue(folder: Path) -> None:
    """The shipped catalogue, with the demo lists as the required ones, and their files beside it."""
    shipped = files("amlrisk_watchlists")
    folder.mkdir(parents=True, exist_ok=True)
    for entry in (shipped / "demo").iterdir():
        copy = folder / entry.name
        if entry.name.endswith(".csv") and not copy.exists():
            copy.write_bytes(entry.read_bytes())
    if (folder / "sources.yaml").exists():
        return
    demo = _sources((shipped / "demo" / "sources.yaml").read_bytes())
    sources = {name: source | {"required": True} for name, source in demo.items()}
    for name, source in _sources((shipped / "sources.yaml").read_bytes()).items():
        sources.setdefault(name, source | {"required": False})
    text = io.BytesIO()
    _yaml().dump({"sources": sources}, text)
    (folder / "sources.yaml").write_bytes(text.getvalue())


def _sources(data: bytes) -> dict[str, dict[str, Any]]:
    sources: dict[str, dict[str, Any]] = _yaml().load(io.BytesIO(data))["sources"]
    return sources


def _yaml() -> YAML:
    yaml = YAML(typ="safe", pure=True)
    yaml.allow_unicode = True
    yaml.default_flow_style = False
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]  # untyped class attribute
    return yaml


def _import_lists(system: System, folder: Path) -> int:
    """Import the demo lists that are not in force yet; the number of entities in force."""
    demo = _sources((files("amlrisk_watchlists") / "demo" / "sources.yaml").read_bytes())
    for name in demo:
        if name not in system.store.snapshots.in_force():
            paths = [folder / file for file in system.catalogue.source(name).files]
            import_list(system, name, paths, actor=_ACTOR)
    return sum(info.entities for name, info in system.store.snapshots.in_force().items() if name in demo)


# --- customers ------------------------------------------------------------------------------------------


def _import_customers(system: System, on: date) -> list[str]:
    """The refs of the portfolio, imported from a file that stays as an example of the format."""
    raws = list(portfolio(on))
    refs = [str(raw["ref"]) for raw in raws]
    if len(system.store.customers.digests(refs)) < len(refs):
        path = system.settings.home / _CUSTOMERS
        path.write_bytes(msgspec.json.Encoder().encode_lines(raws))
        import_customers(system, path, system.settings.home / _REJECTS, actor=_ACTOR)
    return refs


def _as_imported(system: System, case: Case) -> bool:
    """Whether nobody has changed the facts since they were imported."""
    return system.store.customers.get(case.ref) == take_in(system, case.raw)


def _without_grade(system: System, refs: Iterable[str]) -> list[str]:
    graded = system.store.assessments.current(refs)
    return [ref for ref in refs if ref not in graded]


def _decide(system: System, case: Case) -> None:
    """Record the demo officer's decision, once."""
    decided = case.decided
    assert decided is not None, case.ref
    pair = (decided.party, decided.source, decided.entity)
    if pair in system.store.dispositions.latest_for([case.ref]).get(case.ref, {}):
        return
    decide_hit(
        system,
        Disposition(
            customer=case.ref,
            party=decided.party,
            source=decided.source,
            entity=decided.entity,
            kind=DispositionKind(decided.kind),
            reason=decided.reason,
            author=OFFICER,
        ),
    )
