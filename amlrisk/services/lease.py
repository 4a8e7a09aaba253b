"""Who holds a lease: a process of a machine, and the one piece of work in it."""

from __future__ import annotations

import os
import secrets
import socket


def new_owner() -> str:
    """A name for whoever begins a piece of work here and now."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


def is_dead_here(owner: str) -> bool:
    """Whether ``owner`` was a process of this machine that is gone: no need to wait for its lease to end."""
    host, _, rest = owner.rpartition(":")[0].rpartition(":")
    if host != socket.gethostname() or not rest.isdigit():
        return False
    try:
        os.kill(int(rest), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False  # it lives, and is somebody else's
    return False
