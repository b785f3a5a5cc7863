"""``python -m benchmarks.frames [WORKERS:SEATS ...]``: seconds and memory from polars frames to columns and to pairs.

The people are those of the synthetic city of at most 50,000, listed as often as it takes under new ids.
"""

from __future__ import annotations

import multiprocessing
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl

from benchmarks.machine import peak_mb
from staffmatch import Scenario, hamburg
from staffmatch.formulation.eligibility import eligible_pairs
from staffmatch.formulation.encoding import columns_of

SIZES = ("100000:3000", "100000:33000", "1000000:300")
TABLES = ("companies", "workers", "demands", "shifts")

_CITY = 50_000


def write(folder: str, workers: int, seats: int) -> None:
    """Write the four tables as files, so that the measuring process starts with little memory."""
    city = hamburg.scenario(workers=min(workers, _CITY), seats=seats, days=14, seed=1)
    content = city.model_dump(include={"companies", "workers", "demands"}, exclude_defaults=True)
    shifts = [shift | {"demand": demand["id"]} for demand in content["demands"] for shift in demand.pop("shifts")]
    tables = {
        name: pl.DataFrame(rows, infer_schema_length=None) for name, rows in (content | {"shifts": shifts}).items()
    }
    people = tables["workers"].with_columns(pl.col("consent").cast(pl.String))
    copies = [people.with_columns(pl.format("{}-{}", "id", pl.lit(n)).alias("id")) for n in range(-(-workers // _CITY))]
    tables["workers"] = pl.concat(copies).head(workers)
    for name, table in tables.items():
        table.write_parquet(Path(folder) / f"{name}.parquet")
    (Path(folder) / "rest.json").write_text(
        city.replace(companies=(), workers=(), demands=()).model_dump_json(), encoding="utf-8"
    )


def measured(folder: str) -> str:
    """One line of a table; memory is the peak of the process, frames included."""
    frames: dict[str, Any] = {name: pl.read_parquet(Path(folder) / f"{name}.parquet") for name in TABLES}
    rest = Scenario.load(Path(folder) / "rest.json")
    idle = peak_mb()
    started = time.perf_counter()
    scenario = Scenario.from_frames(**frames, skills=rest.skills, rules=rest.rules)
    read = time.perf_counter() - started
    columns = columns_of(scenario)
    columned, mb = time.perf_counter() - started, peak_mb() - idle
    pairs = eligible_pairs(columns, scenario.rules)
    paired = time.perf_counter() - started
    started = time.perf_counter()
    scenario.digest()
    cells = (
        f"{len(columns.workers.ids):,}",
        f"{len(columns.shift_ids):,}",
        f"{len(pairs):,}",
        f"{read:.1f}",
        f"{columned:.1f}",
        f"{paired:.1f}",
        f"{time.perf_counter() - started:.1f}",
        f"{idle:,.0f}",
        f"{mb:,.0f}",
        f"{peak_mb() - idle:,.0f}",
    )
    return f"| {' | '.join(cells)} |"


def main() -> None:
    print(
        "| workers | shifts | pairs | scenario s | columns s | pairs s | digest s | MB frames | MB columns | MB pairs |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    for size in sys.argv[1:] or SIZES:
        workers, seats = map(int, size.split(":"))
        with TemporaryDirectory() as folder:
            for step, given in ((write, (folder, workers, seats)), (measured, (folder,))):
                with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
                    line = pool.submit(step, *given).result()
        print(line, flush=True)


if __name__ == "__main__":
    main()
