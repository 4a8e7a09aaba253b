"""When a receiver is tried again. Pure: how lucky we are is an argument."""

from __future__ import annotations

#: Seconds after the first attempt, the second, …: those that the Standard Webhooks specification recommends, three days
#: in all. After the last of them the event is given up.
PAUSES = (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
_SPREAD = 0.2
_FIRST_REST, _LONGEST_REST = 5.0, 300.0
_MOST_DOUBLINGS = 10


def pause_seconds(attempts: int, luck: float, asked: float = 0.0) -> float | None:
    """How long an event waits after so many failed attempts; None where it is given up.

    ``luck`` in [0, 1) spreads those who failed together by a fifth to either side; ``asked`` is the least wait, as the
    receiver said it.
    """
    if attempts > len(PAUSES):
        return None
    return max(PAUSES[attempts - 1] * _spread(luck), asked)


def rest_seconds(failures: int, luck: float, asked: float = 0.0) -> float:
    """How long a receiver is left alone after so many failures in a row, whatever waits for it."""
    rest = min(_FIRST_REST * 2.0 ** min(failures - 1, _MOST_DOUBLINGS), _LONGEST_REST)
    return max(rest * _spread(luck), asked)


def _spread(luck: float) -> float:
    return 1 - _SPREAD + 2 * _SPREAD * luck
