"""``amlrisk screen`` as somebody types it: what it says of itself, and the clock on the wall."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from amlrisk.screening.model import Query
from bench.home import Home
from bench.report import table
from bench.speed.rows import HOW, altered, distinct_words, write_rows

_SECONDS = re.compile(r"([\d.]+)\s*(?:s\b|秒)")


def run(home: Home, people: Sequence[Query], sizes: Sequence[int], folder: Path) -> None:
    """Print the section. The first command after the lists were imported builds the index; it is told apart."""
    lines = []
    for number, size in enumerate((sizes[0], *sizes)):
        rows = list(altered(people, size, seed=11 + number))
        file, out = folder / "rows.csv", folder / "hits.jsonl"
        write_rows(iter(rows), file)
        done = home.run("screen", str(file), "--out", str(out))
        said = float(_SECONDS.findall(done.output)[-1])
        different, words = distinct_words(rows)
        lines.append(
            [f"{size}{', the first since the import' if not number else ''}", f"{different / words:.0%}",
             f"{size / said:,.0f}", f"{done.seconds:.2f}", f"{size / done.seconds:,.0f}", f"{done.peak_mib:.0f}",
             _with_hits(out)]
        )  # fmt: skip
    table(
        "amlrisk screen, UN + OFAC",
        ["rows", "different words", "rows a second, as it prints", "seconds, whole command", "rows a second of these",
         "MiB, largest process", "rows with a hit"],
        lines,
        f"Rows: {HOW}.",
    )  # fmt: skip


def _with_hits(out: Path) -> str:
    with out.open(encoding="utf-8") as stream:
        kinds = Counter("hit" if document.get("hits") else "error" if "error" in document else "none"
                        for document in map(json.loads, stream))  # fmt: skip
    return f"{kinds['hit']}" + (f", {kinds['error']} refused" if kinds["error"] else "")
