"""How fast a solved scenario answers who else could have a seat, and what is proven of the answer.

A plan of Hamburg is made within a time limit. Its first question, in which the bounds of all pairs are prepared, is
measured apart; then come seats drawn at random that at least five people could have, each asked with several limits.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

import numpy as np

from staffmatch import Solution, hamburg, solve
from staffmatch.answers.who_else.bounds import Asked

FEWEST_PEOPLE = 5


def recommend_latencies(
    preset: str, seed: int, seconds: float, questions: int, limits: Sequence[float]
) -> Iterator[dict[str, object]]:
    """A row for each limit, in seconds of `Solution.recommend`: milliseconds, and shares of what is proven."""
    scenario = hamburg.scenario(preset, seed=seed)
    solution = solve(scenario, time_limit=seconds)
    started = time.perf_counter()
    solution.recommend(shift=scenario.ids("shifts")[0], time_limit=0)
    prepared = time.perf_counter() - started
    shifts = _drawn(solution, seed, questions)
    for limit in limits:
        row = {"question": "recommend", "preset": preset, "seed": seed, "plan": solution.status, "limit": limit}
        yield row | {"prepared": round(prepared, 2)} | _asked(solution, shifts, limit)


def _drawn(solution: Solution, seed: int, questions: int) -> list[str]:
    asked = Asked.of(solution)
    people = np.diff(asked.by_job.start)
    able = [shift for shift, job in asked.shifts.items() if people[job] >= FEWEST_PEOPLE]
    drawn: list[str] = np.random.default_rng(seed).permutation(able)[:questions].tolist()
    return drawn


def _asked(solution: Solution, shifts: Sequence[str], limit: float) -> dict[str, object]:
    took, people, listed, planned, first, exact, answers = [], 0, 0, 0, 0, 0, 0
    for shift in shifts:
        started = time.perf_counter()
        found = solution.recommend(shift=shift, time_limit=limit)
        took.append(1000 * (time.perf_counter() - started))
        people, listed, answers = people + found.possible, listed + len(found), answers + (found.rests_on == "exact")
        planned += sum(one.planned for one in found)
        first += sum(one.effects[0].exact for one in found)
        exact += sum(one.rests_on == "exact" for one in found)
    half, most = np.percentile(took, [50, 95]).round(1).tolist()
    return {
        "questions": len(shifts),
        "p50_ms": half,
        "p95_ms": most,
        "people": people,
        "listed": listed,
        "with_plan": planned,
        "first_tier_exact": first,
        "exact": exact,
        "order_proven": answers,
    }


def summary(rows: Sequence[dict[str, object]]) -> str:
    """The rows as a markdown table."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    lines = [names, ["---"] * len(names), *([str(row.get(name, "")) for name in names] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
