"""``amlrisk webhooks``: the systems that are told when a decision or a tier changes."""

from __future__ import annotations

import signal
import sys
import threading
from datetime import UTC, datetime, timedelta

import click

from amlrisk.cli.common import Terminal, as_json, author_option, pass_terminal
from amlrisk.services.deliver import deliver_due, keep_delivering
from amlrisk.services.deliver import ping as ping_receiver
from amlrisk.services.post_event import Outcome
from amlrisk.services.webhook_answers import answer_document, delivery_document, receiver_documents
from amlrisk.services.webhooks import add_receiver, replay_events, rotate_secret, set_receiver_state
from amlrisk.store.webhook_rows import DeliveryState, ReceiverState
from amlrisk.tiering.notices import SCOPES
from amlrisk.watchlist.addresses import shown

_ROUND_SECONDS = 3600.0


@click.group()
def webhooks() -> None:
    """Systems that are told when a decision or a tier changes."""


@webhooks.command()
@click.argument("name")
@click.argument("url")
@click.option("--scope", required=True, type=click.Choice(SCOPES), help="What it may know: as the scopes of keys.")
@author_option("Who adds it, for the audit trail.")
@pass_terminal
def add(terminal: Terminal, name: str, url: str, scope: str, author: str) -> None:
    """Tell URL of what changes from now on. Its secret is printed once and cannot be shown again."""
    added = add_receiver(terminal.system, name, url, scope, actor=author)
    terminal.note(f"接收方 {added.receiver.id}", f"receiver {added.receiver.id}", "")
    click.echo(added.secret)


@webhooks.command("list")
@as_json
@pass_terminal
def list_(terminal: Terminal, json_: bool) -> None:
    """The receivers, and what waits for each."""
    if json_:
        terminal.json(receiver_documents(terminal.system))
        return
    store = terminal.system.store.webhooks
    receivers = {each.id: each for each in store.all()}
    zh = terminal.language == "zh"
    columns = (
        ("编号", "名称", "地址", "权限", "状态", "待送", "失败")
        if zh
        else ("id", "name", "address", "scope", "state", "waiting", "given up")
    )
    rows = [
        (
            each.receiver,
            each.name,
            shown(receivers[each.receiver].url),
            each.scope,
            each.state.value,
            str(each.pending),
            str(each.dead),
        )
        for each in store.backlog()
    ]
    terminal.table("事件接收方" if zh else "Receivers of events", columns, rows)


@webhooks.command()
@click.argument("receiver")
@click.option(
    "--hours",
    default=24.0,
    show_default=True,
    type=click.FloatRange(0, 720),
    help="How long the secret before goes on signing as well.",
)
@author_option("Who changes it, for the audit trail.")
@pass_terminal
def rotate(terminal: Terminal, receiver: str, hours: float, author: str) -> None:
    """Give RECEIVER another secret; it is printed once. `--hours 0` where the one before has leaked."""
    click.echo(rotate_secret(terminal.system, receiver, actor=author, overlap=timedelta(hours=hours)))


@webhooks.command()
@click.argument("receiver")
@author_option("Who pauses it, for the audit trail.")
@pass_terminal
def pause(terminal: Terminal, receiver: str, author: str) -> None:
    """Send nothing to RECEIVER; what changes meanwhile is kept for it."""
    set_receiver_state(terminal.system, receiver, ReceiverState.PAUSED, actor=author)
    terminal.say(f"已暂停 {receiver}", f"paused {receiver}")


@webhooks.command()
@click.argument("receiver")
@author_option("Who goes on with it, for the audit trail.")
@pass_terminal
def resume(terminal: Terminal, receiver: str, author: str) -> None:
    """Go on with a RECEIVER that was paused, or that said it was gone (410)."""
    set_receiver_state(terminal.system, receiver, ReceiverState.ACTIVE, actor=author)
    terminal.say(f"已恢复 {receiver}", f"resumed {receiver}")


@webhooks.command()
@click.argument("receiver")
@author_option("Who removes it, for the audit trail.")
@pass_terminal
def remove(terminal: Terminal, receiver: str, author: str) -> None:
    """Tell RECEIVER nothing any more; what waits for it is dropped."""
    set_receiver_state(terminal.system, receiver, ReceiverState.REMOVED, actor=author)
    terminal.say(f"已移除 {receiver}", f"removed {receiver}")


@webhooks.command()
@click.argument("receiver")
@author_option("Who tries it out, for the audit trail.")
@as_json
@pass_terminal
def ping(terminal: Terminal, receiver: str, author: str, json_: bool) -> None:
    """Send RECEIVER an event that tells of nobody, and say what it answered."""
    answer = ping_receiver(terminal.system, receiver, actor=author)
    if json_:
        terminal.json(answer_document(answer))
    else:
        status = f" (HTTP {answer.status})" if answer.status else ""
        terminal.say(f"{answer.outcome.value}{status}", f"{answer.outcome.value}{status}")
    if answer.outcome is not Outcome.DELIVERED:
        sys.exit(1)


@webhooks.command()
@click.argument("receiver")
@click.option("--state", type=click.Choice([state.value for state in DeliveryState]), help="Only those in this state.")
@click.option("--after", default=0, help="Number of the last event of the page before.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000))
@as_json
@pass_terminal
def events(terminal: Terminal, receiver: str, state: str | None, after: int, limit: int, json_: bool) -> None:
    """How far RECEIVER was told of each event, the earliest first; `--state dead` is what was given up."""
    store = terminal.system.store.webhooks
    store.get(receiver)
    found = store.deliveries(receiver, None if state is None else DeliveryState(state), after, limit)
    if json_:
        terminal.json([{"number": each.seq, **delivery_document(each)} for each in found])
        return
    zh = terminal.language == "zh"
    columns = (
        ("序号", "事件", "种类", "客户", "状态", "次数", "结果")
        if zh
        else ("number", "event", "type", "customer", "state", "tries", "outcome")
    )
    rows = [
        (
            str(each.seq),
            each.event,
            each.type.value,
            each.customer,
            each.state.value,
            str(each.attempts),
            " ".join(str(part) for part in (each.outcome, each.status) if part) or "–",
        )
        for each in found
    ]
    terminal.table("事件" if zh else "Events", columns, rows)


@webhooks.command()
@click.argument("receiver")
@click.option("--event", "named", multiple=True, help="Id of an event (msg_…).")
@click.option("--since", type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]), help="Everything since then (UTC).")
@author_option("Who sends again, for the audit trail.")
@pass_terminal
def replay(terminal: Terminal, receiver: str, named: tuple[str, ...], since: datetime | None, author: str) -> None:
    """Send RECEIVER again what was given up, or the events named, or everything since a day; under the same ids."""
    moment = None if since is None else since.replace(tzinfo=UTC)
    count = replay_events(terminal.system, receiver, actor=author, events=named, since=moment)
    terminal.say(f"将重新发送 {count} 个事件", f"{count} events will be sent again")


@webhooks.command()
@click.option("--follow", is_flag=True, help="Go on delivering until stopped.")
@as_json
@pass_terminal
def deliver(terminal: Terminal, follow: bool, json_: bool) -> None:
    """Deliver what is due now. Any number of processes may; each receiver is served by one at a time."""
    if follow:
        stopping = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopping.set())
        keep_delivering(terminal.system, stopping.wait)
        return
    done = deliver_due(terminal.system, seconds=_ROUND_SECONDS)
    if json_:
        terminal.json({"delivered": done.delivered, "failed": done.failed, "given_up": done.dead})
    else:
        terminal.say(
            f"已送达 {done.delivered}，未成 {done.failed}（其中放弃 {done.dead}）",
            f"delivered {done.delivered}, failed {done.failed} (given up {done.dead})",
        )
