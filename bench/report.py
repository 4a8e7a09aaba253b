"""Figures as tables that can be read in a terminal and pasted into a page."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

import numpy as np

import amlrisk

PEERS = ("nomenklatura", "rapidfuzz")


def machine() -> str:
    """Cores, interpreter and versions: what every figure depends on."""
    versions = [f"{name} {_version(name)}" for name in PEERS]
    python = f"Python {sys.version_info.major}.{sys.version_info.minor}"
    return (
        f"{os.cpu_count()} cores, {platform.machine()}, {python}, amlrisk {amlrisk.__version__}, {', '.join(versions)}"
    )


def table(title: str, header: Sequence[str], rows: Sequence[Sequence[object]], note: str = "") -> None:
    """Print a Markdown table under a heading, at once: a run of many minutes shows what it has."""
    cells = [[str(cell) for cell in row] for row in (header, *rows)]
    widths = [max(len(row[at]) for row in cells) for at in range(len(header))]
    print(f"\n### {title}\n")
    if note:
        print(f"{note}\n")
    for number, row in enumerate(cells):
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |")
        if not number:
            print("|" + "|".join("-" * (width + 2) for width in widths) + "|")
    sys.stdout.flush()


def share(part: int, whole: int, digits: int = 3) -> str:
    """``part`` of ``whole`` as a fraction; a dash where there was nothing to look at."""
    return f"{part / whole:.{digits}f}" if whole else "–"


def percent(part: int, whole: int) -> str:
    return f"{part / whole:.3%}" if whole else "–"


def interval(right: int, of: int) -> str:
    """The 95 % interval of a share (Wilson 1927), for counts where a bootstrap has nothing to draw from."""
    if not of:
        return "–"
    z = 1.959964
    p = right / of
    middle = p + z * z / (2 * of)
    half = z * float(np.sqrt(p * (1 - p) / of + z * z / (4 * of * of)))
    return f"{(middle - half) / (1 + z * z / of):.3f} – {(middle + half) / (1 + z * z / of):.3f}"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
