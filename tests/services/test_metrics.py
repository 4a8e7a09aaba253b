"""Everything monitoring is told, on both databases, of an installation at work."""

from __future__ import annotations

from prometheus_client.core import Metric

from amlrisk.services.check_customer import check_batch
from amlrisk.services.figures import PARTS
from amlrisk.services.metrics import Exposition
from amlrisk.services.system import System
from amlrisk.store.runs import RunStatus
from amlrisk.store.webhook_rows import Receiver, ReceiverState
from amlrisk.tiering.notices import COMPLIANCE
from tests.systems import NAMESAKE, customer


def told(system: System) -> dict[str, dict[tuple[str, ...], float]]:
    """Family → values of the labels → figure."""
    families: list[Metric] = list(Exposition(system).collect())
    return {
        family.name: {tuple(sample.labels.values()): sample.value for sample in family.samples} for family in families
    }


def test_every_part_can_be_read(on_both: System) -> None:
    possible = customer("C-2", subject={**customer()["subject"], **NAMESAKE})
    check_batch(on_both, [customer(), possible])
    found = told(on_both)
    assert found["amlrisk_figures_failed"] == {(part,): 0 for part in PARTS}
    assert found["amlrisk_ready"] == {(): 1}
    assert found["amlrisk_customers"] == {(): 2}
    assert found["amlrisk_cases"]["open",] == 1
    assert found["amlrisk_scraped_timestamp_seconds"] == {(): on_both.now().timestamp()}


def test_a_run_is_followed_to_its_end(on_both: System) -> None:
    runs, now = on_both.store.runs, on_both.now()
    runs.begin("1", kind="due", cause="test", versions={}, total=10, owner="a:1", now=now, lease_seconds=60)
    runs.progress("1", done=6, failed=1)
    runs.fail_customer("1", "C-1", "unexpected", "it broke", now)
    found = told(on_both)
    assert found["amlrisk_run_customers"] == {("due", "scope"): 10, ("due", "done"): 6, ("due", "failed"): 1}
    assert found["amlrisk_run_last"] == {("due", "running"): 1}
    assert (found["amlrisk_runs_under_way"], found["amlrisk_runs_stalled"]) == ({("due",): 1}, {("due",): 0})
    assert found["amlrisk_customers_failed"] == {(): 1}
    assert found["amlrisk_run_ended_timestamp_seconds"] == {}
    on_both.clock.advance(minutes=2)  # type: ignore[attr-defined]  # the clock of a test
    assert told(on_both)["amlrisk_runs_stalled"] == {("due",): 1}
    runs.finish("1", RunStatus.FAILED, on_both.now())
    found = told(on_both)
    assert found["amlrisk_runs"] == {("due", "failed"): 1}
    assert found["amlrisk_run_last"] == {("due", "failed"): 1}
    assert found["amlrisk_runs_under_way"] == found["amlrisk_runs_stalled"] == {("due",): 0}
    assert found["amlrisk_run_ended_timestamp_seconds"] == {("due",): on_both.now().timestamp()}


def test_a_receiver_falls_behind(on_both: System) -> None:
    on_both.store.webhooks.add(
        Receiver(
            id="r1",
            name="SECRET-NAME",
            url="https://receiver.example.com/SECRET-PATH",
            scope=COMPLIANCE,
            state=ReceiverState.ACTIVE,
            created_at=on_both.now(),
            created_by="li",
        )
    )
    found = told(on_both)
    assert found["amlrisk_webhook_pending"] == found["amlrisk_webhook_oldest_seconds"] == {("r1",): 0}
    check_batch(on_both, [customer(), customer("C-2")])
    on_both.clock.advance(minutes=20)  # type: ignore[attr-defined]  # the clock of a test
    found = told(on_both)
    assert found["amlrisk_webhook_pending"] == {("r1",): 2}
    assert found["amlrisk_webhook_oldest_seconds"] == {("r1",): 1200}
    assert found["amlrisk_webhook_dead"] == {("r1",): 0}
    assert found["amlrisk_webhook_receiver"] == {("r1", "active"): 1}
    assert "SECRET" not in str(found)
