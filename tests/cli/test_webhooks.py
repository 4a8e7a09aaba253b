"""``amlrisk webhooks`` as an operator runs it."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.cli.shell import Shell
from tests.receivers import is_signed, receiving, says, takes


def test_a_receiver_from_its_registration_to_its_end(tmp_path: Path) -> None:
    run = Shell(tmp_path)
    run("init")
    with receiving() as receiver:
        assert "bad_receiver_address" in run("webhooks", "add", "core", receiver.url, "--scope", "read", expect=2)
        run.environment["AMLRISK_WEBHOOK_NETWORKS"] = "127.0.0.0/8"
        said = run("webhooks", "add", "core", receiver.url, "--scope", "read")
        (secret,) = re.findall(r"whsec_\S+", said)
        (listed,) = json.loads(run("webhooks", "list", "--json"))
        id = listed["id"]
        assert id in said
        assert (listed["scope"], listed["state"], listed["pending"]) == ("read", "active", 0)

        assert "delivered (HTTP 200)" in run("webhooks", "ping", id)
        receiver.behaviour = says(500)
        assert "failed (HTTP 500)" in run("webhooks", "ping", id, expect=1)
        receiver.behaviour = takes
        new = run("webhooks", "rotate", id).strip()
        run("webhooks", "ping", id)
        assert all(is_signed(receiver.received[-1], each) for each in (secret, new))

        run("webhooks", "pause", id)
        assert json.loads(run("webhooks", "list", "--json"))[0]["state"] == "paused"
        run("webhooks", "resume", id)
        assert json.loads(run("webhooks", "events", id, "--json")) == []
        assert "0 events" in run("webhooks", "replay", id, "--since", "2026-01-01")
        assert json.loads(run("webhooks", "deliver", "--json")) == {"delivered": 0, "failed": 0, "given_up": 0}
        assert "core" in run("webhooks", "list")
        run("webhooks", "remove", id)
        assert json.loads(run("webhooks", "list", "--json")) == []
        run("webhooks", "events", id, expect=3)
