"""One frozen object of settings, parsed strictly from the environment.

An unknown ``AMLRISK_*`` variable is refused (a misspelt setting would otherwise be a silent default), and so
is any value that does not parse. ``docs/settings.md`` documents every one; a test holds the two together.
"""

from __future__ import annotations

import math
import os
import re
import secrets
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from amlrisk.errors import SettingInvalid

_T = TypeVar("_T")
_PREFIX = "AMLRISK_"
_KEY_FILE = "secret.key"
_MIN_SECRET_CHARS = 32
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
# PostgreSQL takes whole milliseconds, and 0 for waiting without end.
_WAIT_SECONDS = (0.1, 3600.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where things are and how much is allowed. Sizes in bytes, times in seconds.

    ``secret`` keys the digests of personal numbers: losing it loses their equality, so it belongs in the
    backup. ``policy`` is the name of a shipped pack or a folder. ``watchlists`` is a folder with
    ``sources.yaml`` (by default ``watchlists`` under the home, where there is one), None for the shipped
    catalogue. ``timezone`` decides which day "today" is. ``public_url`` is where people reach the pages; on https
    cookies are Secure. ``oidc_…`` is the identity provider, where there is one. ``list_proxy`` is what lists are
    fetched through, ``list_ca_file`` whose certificates are believed then instead of the usual ones; events are sent to
    public addresses and to ``webhook_networks``, verified by ``webhook_ca_file`` instead. ``metrics`` says
    who may read the figures: "key" (with its scope), "loopback" (this machine as well), "off". ``daily_at``
    is when the scheduler begins with what is done every day (``HH:MM`` of ``timezone``).
    """

    home: Path
    database_url: str
    secret: bytes
    policy: str
    watchlists: Path | None
    timezone: ZoneInfo
    processes: int
    max_body_bytes: int
    max_batch: int
    lock_timeout_seconds: float
    log_level: str
    log_format: str
    session_idle_minutes: int = 30
    session_hours: int = 10
    sign_in_failures: int = 5
    lockout_minutes: int = 15
    public_url: str = ""
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_claim: str = "sub"
    list_proxy: str = ""
    list_ca_file: Path | None = None
    daily_at: str = "01:30"
    webhook_networks: tuple[IPv4Network | IPv6Network, ...] = ()
    webhook_ca_file: Path | None = None
    metrics: str = "key"


def load_settings(environment: Mapping[str, str] | None = None, *, secret_needed: bool = True) -> Settings:
    """The settings of this process; raises ``SettingInvalid`` naming the variable.

    The secret comes from ``AMLRISK_SECRET_KEY`` or, without it, from the file that ``amlrisk init`` made
    for this home. There is no default;
    what only reads policy (``secret_needed=False``) gets an empty one and can seal nothing with it.
    """
    env = dict(os.environ if environment is None else environment)
    home = Path(env.get("AMLRISK_HOME") or "./var").resolve()
    known = {name: env.pop(name) for name in list(env) if name.startswith(_PREFIX)}
    known.pop("AMLRISK_HOME", None)
    known.pop("AMLRISK_CLI_LANGUAGE", None)  # the commands read it themselves, before they have settings

    def take(name: str, default: str, parse: Callable[[str], _T]) -> _T:
        text = known.pop(_PREFIX + name, "") or default
        try:
            return parse(text)
        except (ValueError, KeyError) as error:
            raise SettingInvalid(name=_PREFIX + name, detail=f"{text!r}: {error}") from error

    own = home / "watchlists"
    secret_text = known.pop("AMLRISK_SECRET_KEY", "")
    settings = Settings(
        home=home,
        database_url=take("DATABASE_URL", f"sqlite:///{home / 'amlrisk.db'}", _database_url),
        secret=_secret(secret_text, home) if secret_needed else b"",
        policy=take("POLICY", "cn_insurer", str),
        watchlists=take("WATCHLISTS", str(own) if own.is_dir() else "", lambda text: _folder(text) if text else None),
        timezone=take("TIMEZONE", "Asia/Shanghai", ZoneInfo),
        processes=take("PROCESSES", str(os.cpu_count() or 1), _at_least(1)),
        max_body_bytes=take("MAX_BODY_BYTES", "1048576", _at_least(1024)),
        max_batch=take("MAX_BATCH", "500", _at_least(1)),
        lock_timeout_seconds=take("LOCK_TIMEOUT_SECONDS", "10", _seconds),
        log_level=take("LOG_LEVEL", "info", _one_of("debug", "info", "warning", "error")),
        log_format=take("LOG_FORMAT", "json", _one_of("json", "text")),
        session_idle_minutes=take("SESSION_IDLE_MINUTES", "30", _at_least(1)),
        session_hours=take("SESSION_HOURS", "10", _at_least(1)),
        sign_in_failures=take("SIGN_IN_FAILURES", "5", _at_least(1)),
        lockout_minutes=take("LOCKOUT_MINUTES", "15", _at_least(1)),
        public_url=take("PUBLIC_URL", "", _public_url),
        oidc_issuer=take("OIDC_ISSUER", "", _issuer),
        oidc_client_id=take("OIDC_CLIENT_ID", "", str),
        oidc_client_secret=take("OIDC_CLIENT_SECRET", "", str),
        oidc_claim=take("OIDC_CLAIM", "sub", str),
        list_proxy=take("LIST_PROXY", "", _proxy),
        list_ca_file=take("LIST_CA_FILE", "", lambda text: _certificates(text) if text else None),
        daily_at=take("DAILY_AT", "01:30", _clock),
        webhook_networks=take("WEBHOOK_NETWORKS", "", _networks),
        webhook_ca_file=take("WEBHOOK_CA_FILE", "", lambda text: _certificates(text) if text else None),
        metrics=take("METRICS", "key", _one_of("key", "loopback", "off")),
    )
    if known:
        raise SettingInvalid(name=", ".join(sorted(known)), detail="unknown setting")
    _require_whole_provider(settings)
    return settings


def create_secret(home: Path) -> bool:
    """Make this home's secret file (mode 0600) unless there is one; True when it was made."""
    home.mkdir(parents=True, exist_ok=True)
    path = home / _KEY_FILE
    if path.exists():
        return False
    # Written aside and then linked: a file that is there is whole, whatever stopped the one who made it.
    aside = home / f".{_KEY_FILE}.{os.getpid()}"
    try:
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
        os.link(aside, path)
    except FileExistsError:
        return False
    finally:
        aside.unlink(missing_ok=True)
    return True


def _secret(text: str, home: Path) -> bytes:
    path = home / _KEY_FILE
    if not text and path.is_file():
        try:
            text = path.read_text(encoding="ascii").strip()
        except (OSError, ValueError) as error:
            raise SettingInvalid(name="AMLRISK_SECRET_KEY", detail=f"{path} cannot be read: {error}") from error
        if not text:
            raise SettingInvalid(name="AMLRISK_SECRET_KEY", detail=f"{path} is empty: restore it from the backup")
    if not text:
        raise SettingInvalid(name="AMLRISK_SECRET_KEY", detail=f"not set, and there is no {path}: run amlrisk init")
    if len(text) < _MIN_SECRET_CHARS:
        raise SettingInvalid(name="AMLRISK_SECRET_KEY", detail=f"shorter than {_MIN_SECRET_CHARS} characters")
    return text.encode()


def _database_url(text: str) -> str:
    if not text.startswith(("sqlite:///", "postgresql://")):
        raise ValueError("expected sqlite:///PATH or postgresql://…")
    return text


def _require_whole_provider(settings: Settings) -> None:
    """Raises ``SettingInvalid`` where an identity provider is only half set."""
    if not settings.oidc_issuer:
        return
    for name in ("public_url", "oidc_client_id", "oidc_client_secret"):
        if not getattr(settings, name):
            raise SettingInvalid(name=_PREFIX + name.upper(), detail="needed beside AMLRISK_OIDC_ISSUER")


def _issuer(text: str) -> str:
    parts = urlsplit(text)
    if text and (parts.query or parts.fragment or not parts.hostname):
        raise ValueError("expected the issuer's https address")
    if text and parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise ValueError("expected https: over http anybody could be the provider")
    return text


def _public_url(text: str) -> str:
    parts = urlsplit(text)
    if text and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or parts.query):
        raise ValueError("expected https://HOST without a path")
    return text.rstrip("/")


def _proxy(text: str) -> str:
    parts = urlsplit(text)
    if text and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or parts.query):
        raise ValueError("expected http://HOST:PORT")
    return text


def _networks(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(each.strip()) for each in text.split(",") if each.strip())


def _certificates(text: str) -> Path:
    path = Path(text).resolve()
    try:
        ssl.create_default_context(cafile=str(path))
    except (OSError, ssl.SSLError) as error:
        raise ValueError(f"no file of certificates (PEM): {error}") from error
    return path


def _folder(text: str) -> Path:
    path = Path(text).resolve()
    if not (path / "sources.yaml").is_file():
        raise ValueError("no folder with a sources.yaml")
    return path


def _clock(text: str) -> str:
    if not re.fullmatch(r"(?:[01]\d|2[0-3]):[0-5]\d", text):
        raise ValueError("expected a time of the day, HH:MM")
    return text


def _at_least(lowest: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        number = int(text)
        if number < lowest:
            raise ValueError(f"must be at least {lowest}")
        return number

    return parse


def _seconds(text: str) -> float:
    seconds, (least, most) = float(text), _WAIT_SECONDS
    if not math.isfinite(seconds) or not least <= seconds <= most:
        raise ValueError(f"must be {least} to {most:.0f}")
    return seconds


def _one_of(*allowed: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in allowed:
            raise ValueError(f"must be one of {', '.join(allowed)}")
        return text

    return parse
