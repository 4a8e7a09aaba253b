"""Every page that there is, and whoever may see it."""

from __future__ import annotations

from amlrisk.jobs.demo_cases import DEMO_STEPS
from amlrisk.review.authority import ALL_BRANCHES, Role
from amlrisk.review.model import State
from amlrisk.services.system import System
from amlrisk.store.case_filter import CaseFilter
from amlrisk.store.vip_applications import Listing
from amlrisk.tiering.service_forms import Kind

_EVERYWHERE: dict[Role | None, tuple[str, ...]] = {
    None: ("/sign-in",),
    Role.MANAGER: (
        "/",
        "/queue",
        "/queue?q=nobody-of-this-name",
        "/queue?state=closed",
        "/customers",
        "/customers?q=nobody-of-this-name",
        "/customers/DEMO-0010",
        "/customers/DEMO-0018",
        "/customers/DEMO-0055",
        "/customers/none",
        "/tiers",
        "/tiers/customers",
        "/tiers/customers?only=lowered",
        "/tiers/customers?q=nobody-of-this-name",
        "/customers/DEMO-0003/tier",
        "/customers/DEMO-0007/tier",
        "/customers/DEMO-0022/tier",
        "/customers/DEMO-0048/tier",
        "/customers/DEMO-0051/tier",
        "/customers/DEMO-0056/tier",
        "/nowhere",
        "/people",
        "/lists",
        "/lists/demo_sanctions",
        "/lists/demo_sanctions/versions/1",
        "/policy",
        "/policy/compare",
        "/reports",
        "/reports/forecast",
        "/reports/forecast?months=24",
        "/runs",
        "/runs?kind=sync",
        "/audit",
        "/audit?subject=nobody",
        "/account/password",
    ),
    Role.AUDITOR: ("/audit", "/reports"),
    Role.ADMINISTRATOR: ("/people", "/people/demo-analyst", "/keys", "/lists/demo_sanctions", "/runs", "/receivers"),
    Role.SERVICE: (
        "/service",
        "/service?q=nobody-of-this-name",
        "/service/DEMO-0007",
        "/service/DEMO-0018",
        "/service/DEMO-0022",
        "/vip",
        "/vip?list=due",
        "/vip?list=closed",
        "/service/DEMO-0007/vip",
        "/service/DEMO-0008/vip",
        "/service/DEMO-0022/vip",
        *(f"/service-records?kind={kind}" for kind in Kind),
        *(f"/service/DEMO-0007/records/{kind}" for kind in Kind),
        "/service-records/1",
    ),
    Role.ANALYST: ("/queue", "/customers/DEMO-0033/tier"),
}


def places(system: System) -> list[tuple[Role | None, str]]:
    """(who, address) of every page: those above, and cases in every state with what hangs on them."""
    found = [(role, address) for role, addresses in _EVERYWHERE.items() for address in addresses]
    for state in State:
        case = system.store.cases.page(CaseFilter(state=state), None, 1)[0].case
        found.append((Role.MANAGER, f"/cases/{case.id}"))
    for listing in (Listing.WAITING, Listing.CLOSED):
        for each in system.store.vip.page(listing, (ALL_BRANCHES,), None, 9):
            found += [(role, f"/vip/{each.filed.application.id}") for role in (Role.SERVICE, Role.MANAGER)]
    for run in system.store.runs.recent(2):
        found += [(role, f"/runs/{run.id}") for role in (Role.MANAGER, Role.ADMINISTRATOR)]
    first, second = _graded_twice(system)
    found += [
        (Role.MANAGER, f"/assessments/{id}{page}") for id in (first, second) for page in ("", "/certificate", "/replay")
    ]
    return found


def _graded_twice(system: System) -> tuple[str, str]:
    """The current and an earlier assessment of a customer of the demonstration."""
    now, before, *_ = system.store.assessments.history(DEMO_STEPS[0].ref, 2)
    return now.id, before.id


def proper_names(system: System) -> set[str]:
    """What is called alike in any language: people, accounts, lists and who publishes them, documents, the program."""
    names = {"amlrisk", "OpenSanctions", "nobody-of-this-name", "demo officer"}
    for ref in system.store.customers.all_refs():
        names |= {ref} | {party.name for party in system.store.customers.get(ref).everyone()}
    for id, name in system.store.accounts.names().items():
        names |= {id, name}
    for list_name, source in system.catalogue.sources.items():
        names |= {list_name, source.publisher, source.licence, *source.files}
    for list_name in system.store.snapshots.in_force():
        for entity in system.store.snapshots.load(list_name).entities:
            names |= {entity.id, *(name.text for name in entity.names)}
    rules = system.rules()
    for id, reference in rules.references.items():
        names |= {id, reference.title.zh, reference.article, reference.url}
    return {name for name in names if name} | {system.pack.name}
