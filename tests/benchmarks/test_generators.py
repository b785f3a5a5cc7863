"""The generators draw what their formats promise: compared with draws written once more, pair by pair."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

import staffmatch as sm
from benchmarks.families import FAMILIES, Instance, lending_shifts, placements
from benchmarks.measure import row
from tests.benchmarks.tiny import run_of


def lending_text(workers: int, shifts: int, skills: int, cap: int, seed: int) -> str:
    rng = np.random.default_rng(seed)
    home = rng.normal(0, 10, (workers, 2))
    has = rng.integers(0, skills, (workers, 2)).tolist()
    site = rng.normal(0, 8, (max(10, shifts // 40), 2))
    where = rng.integers(0, len(site), shifts).tolist()
    needs = rng.integers(0, skills, shifts).tolist()
    day = rng.integers(0, 14, shifts).tolist()
    start = [24 * d + (6, 14, 22)[kind] for d, kind in zip(day, rng.integers(0, 3, shifts).tolist(), strict=True)]
    free = rng.random((workers, 14)) < 0.6
    pairs = []
    for worker in range(workers):
        for shift in range(shifts):
            km = float(np.hypot(*(home[worker] - site[where[shift]])))
            if needs[shift] in has[worker] and free[worker][day[shift]] and km <= 12:
                pairs.append((worker, start[shift], needs[shift], shift, round(km * 10)))
    head = [f"H {workers} {shifts} {cap} 1000", *(f"S {hour} {hour + 8} 8" for hour in start)]
    return "\n".join([*head, *(f"A {shift} {worker} {cost}" for worker, _, _, shift, cost in sorted(pairs))]) + "\n"


@pytest.mark.parametrize("size", [(40, 60, 3, 40, 1), (25, 500, 7, 80, 5), (3, 5, 9, 16, 0)])
def test_lending_shifts_equal_an_independent_draw(size: tuple[int, int, int, int, int]) -> None:
    assert lending_shifts.draw(*size).text() == lending_text(*size)


def test_a_generated_instance_is_the_file_that_it_would_write(tmp_path: Path) -> None:
    source = "generate:30:20:2:40:1"
    (tmp_path / "g.txt").write_text(lending_shifts.draw(30, 20, 2, 40, 1).text())
    family = FAMILIES["lending-shifts"]
    drawn, read = (family.scenario(Instance.of(name)) for name in (source, str(tmp_path / "g.txt")))
    assert drawn.digest() == read.digest()
    assert drawn == sm.Scenario.model_validate_json(drawn.model_dump_json())


def test_placements_equal_an_independent_draw() -> None:
    rng = np.random.default_rng(4)
    home, site = rng.normal(0, 10, (50, 2)), rng.normal(0, 8, (20, 2))
    has, needs = rng.integers(0, 6, (50, 2)).tolist(), rng.integers(0, 6, 20).tolist()
    km = {(w, d): float(np.hypot(*(home[w] - site[d]))) for w in range(50) for d in range(20) if needs[d] in has[w]}
    expected = {pair: int(100 * length) for pair, length in km.items() if length <= 15}
    worker, demand, cost = placements.draw(50, 20, 6, 4)
    assert dict(zip(zip(worker.tolist(), demand.tolist(), strict=True), cost.tolist(), strict=True)) == expected
    assert len(worker) == len(expected)


def test_placements_cost_what_an_assignment_to_single_seats_costs() -> None:
    worker, demand, cost = placements.draw(14, 4, 2, 3)
    seats = 3
    price = np.full((14, 4 * seats + 14), 10_000_000)
    price[:, 4 * seats :] = 0
    for w, d, c in zip(worker.tolist(), demand.tolist(), cost.tolist(), strict=True):
        price[w, seats * d : seats * (d + 1)] = c - placements.EMPTY_SEAT
    least = 4 * seats * placements.EMPTY_SEAT + int(price[linear_sum_assignment(price)].sum())
    found = row(run_of("placements"), Instance.of(f"generate:14:4:{seats}:2:3"))
    assert (found["value"], found["bound"], found["verified"]) == (least, least, True)
