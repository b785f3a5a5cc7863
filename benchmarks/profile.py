"""Small programs beside HiGHS alone, which gets the exported program of each tier, with gap 0 and one thread.

CPU seconds, medians of several runs; those of staffmatch are of the whole `solve`, which certifies nothing by cases,
those of HiGHS of its runs alone, without reading. HiGHS gets the values of earlier tiers from the solution.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import exp, inf, log
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.families.lending_shifts import draw
from benchmarks.machine import commit, machine
from benchmarks.rule_book import steps
from staffmatch import Rule, Scenario, Solution, hamburg, solve
from staffmatch.constraints import ContactLimit, PartnershipLimit, WeeklyRest
from staffmatch.engine.backends.lp import BRANCH_OPTIONS
from staffmatch.engine.search_params import SearchParams, using
from staffmatch.errors import InternalError
from staffmatch.objectives import EmptySeats, Partnerships, UncoveredHours, WorkersUsed

# Seconds added to both sides of each ratio, so that what takes no time has no weight.
SHIFT = 0.5

# No tree of cases: HiGHS proves nothing in integers either.
_UNCERTIFIED = SearchParams.of(
    {"cases": {"proof_share": 0.0, "least_proof": 0.0, "certified_share": 0.0, "least_certified": 0.0}}
)

_FACTORS = (1.0, 1.1, 1.5, 2.0, 4.0, 10.0)

HEAD = ("program", "pairs", "staffmatch", "HiGHS", "ratio", "closed by")


@dataclass(frozen=True)
class Measured:
    """CPU seconds of both, infinite where a limit ended the run before the last tier was closed."""

    name: str
    pairs: int
    own: float
    highs: float

    @property
    def ratio(self) -> float:
        return (self.own + SHIFT) / (self.highs + SHIFT)


def programs() -> Iterator[tuple[str, Scenario]]:
    """Sixty: cities of twenty seeds, two with the rules of the rule book one by one, and other rules and terms."""
    for seed in range(1, 21):
        yield f"hamburg small {seed}", hamburg.scenario("small", seed=seed)
    for seed in (1, 3):
        city = hamburg.scenario("small", seed=seed)
        books = accumulate(
            (added for _, added in steps(city, seed)), _with_rules, initial=dict[type[Rule], list[Rule]]()
        )
        for number, book in enumerate(list(books)[1:], 1):
            rules = [rule for same in book.values() for rule in same]
            yield f"rule book {number}, city {seed}", city.replace(rules=rules)
    for seed in range(1, 6):
        city, size = hamburg.scenario("small", seed=seed), f"40:120:3:{30 + 2 * seed}"
        yield f"lending-shifts {size}:{seed}", draw(40, 120, 3, 30 + 2 * seed, seed).scenario()
        for name, changed in _variants(city).items():
            yield f"{name}, city {seed}", changed


def _with_rules(before: dict[type[Rule], list[Rule]], added: Sequence[Rule]) -> dict[type[Rule], list[Rule]]:
    """A rule takes the place of earlier ones of its kind."""
    return before | {type(rule): [other for other in added if type(other) is type(rule)] for rule in added}


def _variants(city: Scenario) -> dict[str, Scenario]:
    rested = city.with_rules(WeeklyRest(hours=36))
    return {
        "few partners": city.with_rules(PartnershipLimit(lenders=2), ContactLimit(lenders=1)),
        "weekly rest": rested.replace(tiers=[[UncoveredHours()]]),
        "fewest": city.replace(tiers=[[EmptySeats()], [WorkersUsed()], [Partnerships()]]),
    }


def report(runs: int, time_limit: float, only: Sequence[int]) -> Iterator[str]:
    """A line of a markdown table for each program, then the mean ratio and the performance profile."""
    yield f"| {' | '.join(HEAD)} |\n|{'---|' * len(HEAD)}"
    # What is imported on first use counts for no program.
    measured("none", hamburg.scenario(workers=20, seats=4, days=2, seed=1), 1, time_limit)
    found = []
    for number, (name, scenario) in enumerate(programs(), 1):
        if not only or number in only:
            found.append(one := measured(name, scenario, runs, time_limit))
            yield f"| {' | '.join(_cells(one))} |"
    yield f"\n{_mean(found)}\n\n{_profile(found)}"
    where = ", ".join(f"{key} {value}" for key, value in machine().items())
    yield f"\nMedians of {runs}, limit {time_limit:g} s, CPU seconds, one thread, commit {commit()}; {where}."


def measured(name: str, scenario: Scenario, runs: int, time_limit: float) -> Measured:
    """Both in turn, ``runs`` times."""
    own, highs, pairs = [], [], 0
    for _ in range(runs):
        solution, seconds = _solved(scenario, time_limit)
        pairs = solution.termination.pairs or 0
        own.append(seconds if solution.status == "optimal" else inf)
        highs.append(_alone(scenario, solution, time_limit))
    return Measured(name, pairs, statistics.median(own), statistics.median(highs))


def _solved(scenario: Scenario, time_limit: float) -> tuple[Solution, float]:
    """The solution and its CPU seconds."""
    began = time.process_time()
    with using(_UNCERTIFIED):
        solution = solve(scenario, time_limit=time_limit, threads=1)
    return solution, time.process_time() - began


def _alone(scenario: Scenario, solution: Solution, time_limit: float) -> float:
    """CPU seconds of HiGHS on the program of each tier."""
    spent = 0.0
    with TemporaryDirectory() as folder:
        for number, tier in enumerate(solution.tiers, 1):
            file = Path(folder) / "program.mps"
            file.write_text(scenario.to_mps(number, solution if number > 1 else None))
            seconds, value = _run(file, time_limit - spent)
            spent += seconds
            if value is None:
                return inf
            if tier.gap == 0 and abs(value - tier.value * tier.per_unit) > 0.5:
                raise InternalError(f"HiGHS has {value} in tier {number} of a program that is proven at {tier.value}.")
    return spent


def _run(file: Path, time_limit: float) -> tuple[float, float | None]:
    """CPU seconds and the value, None if it is not proven."""
    import highspy

    highs = highspy.Highs()
    options = {"output_flag": False, "mip_rel_gap": 0.0, "mip_abs_gap": 0.999, "threads": 1, **BRANCH_OPTIONS}
    for option, value in (options | {"time_limit": max(0.0, time_limit)}).items():
        highs.setOptionValue(option, value)
    highs.readModel(str(file))
    began = time.process_time()
    highs.run()
    closed = highs.getModelStatus() in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty)
    return time.process_time() - began, highs.getInfo().objective_function_value if closed else None


def _cells(one: Measured) -> tuple[str, ...]:
    by = [name for name, seconds in (("staffmatch", one.own), ("HiGHS", one.highs)) if seconds < inf]
    ratio = f"{one.ratio:.2f}" if len(by) > 1 else "–"
    return one.name, f"{one.pairs:,}", _seconds(one.own), _seconds(one.highs), ratio, " and ".join(by) or "none"


def _seconds(seconds: float) -> str:
    return "–" if seconds == inf else f"{seconds:.2f}"


def _mean(found: Sequence[Measured]) -> str:
    """How many each closes, and the shifted geometric mean of the ratios."""
    closed = [one for one in found if one.highs < inf]
    lost, own = sum(one.own == inf for one in closed), sum(one.own < inf for one in found)
    ratios = [log(one.ratio) for one in closed if one.own < inf]
    mean = exp(sum(ratios) / len(ratios)) if ratios else inf
    return (
        f"Of {len(found)} programs HiGHS closes {len(closed)}, staffmatch {own}; of HiGHS's {lost} stay open here."
        f" Shifted geometric mean of the ratios (shift {SHIFT:g} s) where both close: {mean:.3f}."
    )


def _profile(found: Sequence[Measured]) -> str:
    """The share of programs that each closes within a factor of the quicker one's shifted time."""
    head = "| within a factor of the quicker | " + " | ".join(f"{factor:g}" for factor in _FACTORS) + " |"
    lines = [head, f"|---|{'---|' * len(_FACTORS)}"]
    for name, both in (("staffmatch", [(m.own, m.highs) for m in found]), ("HiGHS", [(m.highs, m.own) for m in found])):
        shares = [sum(_within(*seconds, factor) for seconds in both) / max(1, len(both)) for factor in _FACTORS]
        lines.append(f"| {name} | " + " | ".join(f"{100 * share:.0f} %" for share in shares) + " |")
    return "\n".join(lines)


def _within(mine: float, other: float, factor: float) -> bool:
    return mine < inf and mine + SHIFT <= factor * (min(mine, other) + SHIFT)
