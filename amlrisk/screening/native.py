"""Functions compiled to machine code by numba: the loops that run for every listed name there is."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from importlib.resources import files
from typing import Any, TypeVar, cast

import numba

_COMPILED = ("context.py", "gather.py", "native.py", "plan.py", "spelling.py")
"""The modules with compiled functions; they call each other, and become parts of each other."""


def _kept_in() -> str:
    """A folder for compiled code, beside the modules or in ``NUMBA_CACHE_DIR``, of its own for every state of them.

    numba compiles a function anew when its own file changed, but not when that of a function it calls did.
    """
    room = files("amlrisk.screening")
    state = hashlib.sha256(b"".join(room.joinpath(name).read_bytes() for name in _COMPILED)).hexdigest()
    return f"{_config.CACHE_DIR or room.joinpath('__pycache__')}/{state[:16]}"


_config: Any = numba.config
_config.CACHE_DIR = _kept_in()

_F = TypeVar("_F", bound=Callable[..., object])

_BARE: dict[str, Any] = {"_nrt": False}
"""What numba calls compiling without its runtime for memory; its own tests use it, its annotations do not know it."""


def native(function: _F) -> _F:
    """Compile ``function`` when it is first called; what was compiled is kept beside the module for the next start.

    Where neither that folder nor the user's cache folder can be written, it is compiled anew by every process. Other
    threads go on while compiled code runs.
    """
    try:
        compiled = numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:  # numba found no place to keep what it compiles
        compiled = numba.njit(nogil=True)(function)
    return cast(_F, compiled)


def native_inline(function: _F) -> _F:
    """The same for a small function that compiled ones call for every pair: it becomes a part of each of them.

    A call would count a reference to every array it is handed.
    """
    try:
        compiled = numba.njit(cache=True, nogil=True, inline="always")(function)
    except RuntimeError:
        compiled = numba.njit(nogil=True, inline="always")(function)
    return cast(_F, compiled)


def native_bare(function: _F) -> _F:
    """The same for a function that allocates nothing, nor returns an array: it counts no references.

    Counting those of every array of a tuple, time and again, takes longer than what such a function is for. The caller
    holds the arrays meanwhile.
    """
    try:
        compiled = numba.njit(cache=True, nogil=True, **_BARE)(function)
    except RuntimeError:
        compiled = numba.njit(nogil=True, **_BARE)(function)
    return cast(_F, compiled)
