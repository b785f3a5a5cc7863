"""``python -m benchmarks.sheets [WORKERS:SEATS:SEED ...]``: CPU seconds and memory from spreadsheets to a scenario.

The people are those of the synthetic city of at most 50,000, listed as often as it takes under new ids. Of a workbook,
what openpyxl alone takes to go through its cells stands beside what all takes.
"""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from itertools import count, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.machine import peak_mb
from staffmatch import Scenario, hamburg

SIZES = ("10000:3000:1", "30000:10000:2", "100000:30000:3")

_CITY = 50_000
# Larger workbooks take minutes to write.
_MOST_IN_A_BOOK = 10_000


def write(folder: Path, workers: int, seats: int, seed: int) -> int:
    """Write the scenario as CSV and, if it is small, as a workbook; returns the number of rows in all tables."""
    city = hamburg.scenario(workers=min(workers, _CITY), seats=seats, days=14, seed=seed)
    copies = (one.model_copy(update={"id": f"{one.id}-{n}"}) for n in count() for one in city.workers)
    made, csv = city.replace(workers=tuple(islice(copies, workers))), folder / "csv"
    csv.mkdir()
    made.save(csv)
    if workers <= _MOST_IN_A_BOOK:
        made.save(folder / "book.xlsx")
    return sum(len(table.read_bytes().splitlines()) - 1 for table in csv.iterdir())


def loaded(path: Path) -> tuple[float, float]:
    """CPU seconds, and the growth of the process's peak memory in MB."""
    idle, started = peak_mb(), time.process_time()
    Scenario.load(path)
    return time.process_time() - started, peak_mb() - idle


def opened(path: Path) -> float:
    """CPU seconds of openpyxl alone."""
    import openpyxl

    started = time.process_time()
    for sheet in openpyxl.load_workbook(path, read_only=True, data_only=True).worksheets:
        for _ in sheet.iter_rows():
            pass
    return time.process_time() - started


def _apart(step: Callable[..., Any], *given: Any) -> Any:
    """Run in a new process, which starts with little memory."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(step, *given).result()


def main() -> None:
    print("| workers | rows | CSV s | CSV MB | workbook s | of which openpyxl s |")
    print("|---|---|---|---|---|---|")
    for size in sys.argv[1:] or SIZES:
        workers, seats, seed = map(int, size.split(":"))
        with TemporaryDirectory() as name:
            rows, book = _apart(write, Path(name), workers, seats, seed), Path(name) / "book.xlsx"
            seconds, mb = _apart(loaded, Path(name) / "csv")
            excel = [f"{_apart(loaded, book)[0]:.1f}", f"{_apart(opened, book):.1f}"] if book.exists() else ["", ""]
        print(f"| {workers:,} | {rows:,} | {seconds:.1f} | {mb:,.0f} | {excel[0]} | {excel[1]} |", flush=True)


if __name__ == "__main__":
    main()
