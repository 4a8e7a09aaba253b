"""Passwords: argon2id with the library's parameters, and no quicker an answer for an account that is not there."""

from __future__ import annotations

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from amlrisk.errors import InvalidInput, Issue

_SHORTEST = 12
_LONGEST = 1000
_FEWEST_DIFFERENT = 5

_HASHER = PasswordHasher()


def hashed(password: str) -> str:
    return _HASHER.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether ``password`` is the one of the hash; without a hash it takes as long to say no."""
    try:
        return _HASHER.verify(_nobodys() if kept is None else kept, password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def needs_rehash(kept: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return _HASHER.check_needs_rehash(kept)


def require_good(password: str, account: str, *, path: str = "password") -> None:
    """Raises ``InvalidInput`` for a password that is short, of few characters or made of the account's name."""
    if len(password) < _SHORTEST or len(password) > _LONGEST:
        zh, en = f"须为 {_SHORTEST} 至 {_LONGEST} 个字符", f"{_SHORTEST} to {_LONGEST} characters"
        raise _refused(path, "password_length", zh, en)
    if len(set(password)) < _FEWEST_DIFFERENT or account.casefold() in password.casefold():
        raise _refused(path, "password_weak", "过于简单，或包含账号", "too simple, or contains the account")


def _refused(path: str, code: str, zh: str, en: str) -> InvalidInput:
    return InvalidInput((Issue(path=path, code=code, zh=zh, en=en),))


@lru_cache(maxsize=1)
def _nobodys() -> str:
    return _HASHER.hash("the password of nobody")
