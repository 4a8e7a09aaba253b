"""The one mapping of errors to exit codes."""

from __future__ import annotations

from amlrisk.errors import (
    AccessError,
    AmlriskError,
    ConfigurationError,
    ConflictError,
    InputError,
    NotFoundError,
    UnavailableError,
)

#: Branch of the error tree → exit code (``docs/errors.md``). 2 is also click's own for wrong usage.
EXIT_CODES: dict[type[AmlriskError], int] = {
    InputError: 2,
    NotFoundError: 3,
    ConflictError: 4,
    AccessError: 5,
    UnavailableError: 6,
    ConfigurationError: 7,
}


def exit_code(error: AmlriskError) -> int:
    return next(code for branch, code in EXIT_CODES.items() if isinstance(error, branch))
