"""``python -m benchmarks.pairing [WORKERS:SEATS ...]``: seconds and memory of pairing alone, by size."""

from __future__ import annotations

import multiprocessing
import sys
import time
from concurrent.futures import ProcessPoolExecutor

from benchmarks.machine import peak_mb
from staffmatch import hamburg
from staffmatch.formulation.eligibility import eligible_pairs
from staffmatch.formulation.encoding import columns_of

SIZES = ("12500:4400", "25000:8800", "50000:17600", "100000:35200")


def measured(workers: int, seats: int) -> str:
    """One line of a table; memory is what pairing adds to the peak of the process."""
    scenario = hamburg.scenario(workers=workers, seats=seats, days=14, seed=1)
    started = time.perf_counter()
    columns = columns_of(scenario)
    read, before = time.perf_counter() - started, peak_mb()
    started = time.perf_counter()
    pairs = eligible_pairs(columns, scenario.rules)
    seconds = time.perf_counter() - started
    cells = (
        f"{workers:,}",
        f"{len(columns.shift_ids):,}",
        f"{workers * columns.jobs:,}",
        f"{len(pairs):,}",
        f"{read:.1f}",
        f"{seconds:.1f}",
        f"{1e6 * seconds / max(1, len(pairs)):.2f}",
        f"{peak_mb() - before:,.0f}",
    )
    return f"| {' | '.join(cells)} |"


def main() -> None:
    print("| workers | shifts | product | pairs | columns s | pairing s | µs a pair | MB added |")
    print("|---|---|---|---|---|---|---|---|")
    for size in sys.argv[1:] or SIZES:
        workers, seats = map(int, size.split(":"))
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
            print(pool.submit(measured, workers, seats).result(), flush=True)


if __name__ == "__main__":
    main()
