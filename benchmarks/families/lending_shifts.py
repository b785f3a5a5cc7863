"""Who covers which shift, with 11 h of rest and a cap on hours.

A generated instance is ``generate:WORKERS:SHIFTS:SKILLS:CAP:SEED``. A file has one record a line::

    H workers shifts hours_cap empty_seat_penalty
    S start_hour end_hour hours            one for each shift, in order, one seat each
    A shift worker cost                    one for each eligible pair

Minimise the cost of the pairs plus the penalty of each empty seat.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.families.base import Instance, generator_arguments, is_generated
from benchmarks.families.files import Files, Rows, malformed, text_of
from benchmarks.families.nearby import near_and_able
from benchmarks.families.scenes import demands, pair_table, scenario, workers
from staffmatch import Scenario
from staffmatch.arrays import Int
from staffmatch.constraints import AllowedPairs, Coverage, DailyRest, HorizonHours
from staffmatch.objectives import EmptySeats, PairCost
from staffmatch.result.contents import TierResult

REST_HOURS = 11
_WIDTHS = {"H": 4, "S": 3, "A": 3}
_MOST, _LATEST_HOUR = 10**6, 10**5
_DAYS, _MAX_KM, _PENALTY, _SHIFT_HOURS = 14, 12, 1000, 8


@dataclass(frozen=True)
class Lending:
    """One instance; times are hours, ``worker``, ``shift`` and ``cost`` are the columns of the eligible pairs."""

    workers: int
    cap: int
    penalty: int
    start: Int
    end: Int
    hours: Int
    worker: Int
    shift: Int
    cost: Int

    def text(self) -> str:
        shifts = zip(self.start.tolist(), self.end.tolist(), self.hours.tolist(), strict=True)
        pairs = zip(self.shift.tolist(), self.worker.tolist(), self.cost.tolist(), strict=True)
        head = f"H {self.workers} {len(self.start)} {self.cap} {self.penalty}\n"
        return (
            head + "".join(f"S {a} {b} {h}\n" for a, b, h in shifts) + "".join(f"A {s} {w} {c}\n" for s, w, c in pairs)
        )

    def scenario(self) -> Scenario:
        windows = list(zip((60 * self.start).tolist(), (60 * self.end).tolist(), strict=True))
        return scenario(
            workers(self.workers),
            demands(windows, breaks=(60 * (self.end - self.start - self.hours)).tolist()),
            pair_table(self.worker, self.shift, self.cost),
            [AllowedPairs(), DailyRest(hours=REST_HOURS), HorizonHours(hours=self.cap), Coverage()],
            [[EmptySeats(weight=self.penalty), PairCost()]],
        )


class LendingShifts(Files):
    value_tier = 0
    folder, ending, best = "lending-shifts", ".txt", "best_known"

    def scenario(self, instance: Instance) -> Scenario:
        if is_generated(instance.source):
            return draw(*generator_arguments(instance.source, "WORKERS:SHIFTS:SKILLS:CAP:SEED")).scenario()
        return read(instance.source).scenario()

    def complete(self, tiers: Sequence[TierResult]) -> bool:
        """Any plan: its value counts the empty seats."""
        return bool(tiers)


def draw(workers: int, shifts: int, skills: int, cap: int, seed: int) -> Lending:
    """Homes and sites around one centre, two skills a worker, three kinds of shift, 60 % of the days free."""
    rng = np.random.default_rng(seed)
    home = rng.normal(0, 10, (workers, 2))
    has = rng.integers(0, skills, (workers, 2))
    sites = rng.normal(0, 8, (max(10, shifts // 40), 2))
    place = sites[rng.integers(0, len(sites), shifts)]
    needs = rng.integers(0, skills, shifts)
    day = rng.integers(0, _DAYS, shifts)
    start = day * 24 + np.array([6, 14, 22])[rng.integers(0, 3, shifts)]
    free = rng.random((workers, _DAYS)) < 0.6
    worker, shift = near_and_able(home, has, place, needs, _MAX_KM)
    rested = free[worker, day[shift]]
    worker, shift = worker[rested], shift[rested]
    order = np.lexsort((start[shift], worker))
    worker, shift = worker[order], shift[order]
    km = np.linalg.norm(home[worker] - place[shift], axis=1)
    end, hours = start + _SHIFT_HOURS, np.full(shifts, _SHIFT_HOURS)
    return Lending(workers, cap, _PENALTY, start, end, hours, worker, shift, np.round(km * 10).astype(np.int64))


def read(path: str) -> Lending:
    """InputError where a line is not what the format says."""
    words: dict[str, list[str]] = {kind: [] for kind in _WIDTHS}
    lines: dict[str, list[int]] = {kind: [] for kind in _WIDTHS}
    for number, line in enumerate(text_of(path).splitlines(), 1):
        kind, *rest = line.split() or ("",)
        if kind and len(rest) != _WIDTHS.get(kind):
            raise malformed(path, f"line {number}", f"{line[:60]!r} is none of 'H' + 4, 'S' + 3 and 'A' + 3 numbers.")
        if kind:
            words[kind] += rest
            lines[kind].append(number)
    if len(lines["H"]) != 1:
        raise malformed(path, "", f"has {len(lines['H'])} lines 'H'; there has to be one.")
    head, shifts, pairs = (Rows.of(path, words[kind], width, "line", lines[kind]) for kind, width in _WIDTHS.items())
    workers, _, cap, penalty = _head(head, len(shifts.values))
    return Lending(workers, cap, penalty, *_shifts(shifts), *_pairs(pairs, workers, len(shifts.values)))


def _head(head: Rows, shifts: int) -> list[int]:
    workers, announced, cap, penalty = numbers = head.values.T
    head.require(announced == shifts, f"announces {announced[0]} shifts, but the file has {shifts} lines 'S'.")
    head.require((workers >= 0) & (workers <= _MOST), f"the number of workers is not within 0 and {_MOST:,}.")
    head.require((cap >= 0) & (cap <= _MOST), f"the hours are not within 0 and {_MOST:,}.")
    head.require((penalty >= 1) & (penalty <= _MOST), f"the penalty is not within 1 and {_MOST:,}.")
    return [int(number[0]) for number in numbers]


def _shifts(shifts: Rows) -> tuple[Int, Int, Int]:
    start, end, hours = shifts.values.T
    shifts.require((start >= 0) & (end <= _LATEST_HOUR), f"the hours are not within 0 and {_LATEST_HOUR:,}.")
    shifts.require(start < end, "the shift ends before or as it starts.")
    shifts.require((hours >= 0) & (hours <= end - start), "the shift counts more hours than it lasts.")
    return start, end, hours


def _pairs(pairs: Rows, workers: int, shifts: int) -> tuple[Int, Int, Int]:
    shift, worker, cost = pairs.values.T
    pairs.require((shift >= 0) & (shift < shifts), f"there is no such shift among the {shifts}, counted from 0.")
    pairs.require((worker >= 0) & (worker < workers), f"there is no such worker among the {workers}, counted from 0.")
    pairs.require_distinct(worker, shift)
    return worker, shift, cost
