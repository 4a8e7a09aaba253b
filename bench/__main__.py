"""Every bench, one after the other: ``make bench LISTS=DIR NAMES=DIR``."""

from __future__ import annotations

import subprocess
import sys

BENCHES = ("bench.accuracy", "bench.speed", "bench.checks", "bench.grading", "bench.tiers", "bench.console")

if __name__ == "__main__":
    results = [
        subprocess.run([sys.executable, "-m", bench, *sys.argv[1:]], check=False).returncode for bench in BENCHES
    ]
    sys.exit(any(results))
