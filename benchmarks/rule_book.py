"""``python -m benchmarks.rule_book [--preset medium] [--time-limit 120]``: one city, rule added by rule.

For each step a line of a markdown table: pairs, seconds, and of both tiers the value, the gap of the first relaxation
to it and the gap in the end. Every plan is verified. A step that opens the gap of the relaxation is a rule whose rows
are weak.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from random import Random

from benchmarks.machine import commit, machine
from staffmatch import Event, Rule, Scenario, Solution, hamburg, solve, verify
from staffmatch.constraints import (
    AllowedPairs,
    Apart,
    Availability,
    Budget,
    Commute,
    ConsentRule,
    Coverage,
    DailyHours,
    DailyRest,
    HomeReserve,
    MinSecondment,
    Partners,
    PartnershipCost,
    Pins,
    Skills,
    SundaysAndHolidays,
    WeeklyHours,
)

_SETUP_CENTS, _LEAST_DAYS, _RESERVE = 10_000, 2, 1

# Part of what all its seats would cost at the pay that it offers; people in a hundred who are apart from a colleague.
_BUDGET_SHARE, _APART_SHARE = 0.7, 0.04

_HEAD = (
    "rules", "pairs", "seconds", "tier 1: value", "root gap", "final gap", "tier 2: value", "root gap", "final gap",
)  # fmt: skip


def steps(scenario: Scenario, seed: int) -> Iterator[tuple[str, tuple[Rule, ...]]]:
    """The rules that each step adds; a rule replaces an earlier one of its kind."""
    places = (AllowedPairs(), ConsentRule(), Commute(), Availability(), Partners(), Pins())
    yield "who may and can, one shift at a time", (*places, DailyRest(hours=0), Coverage())
    yield "+ skills", (Skills(),)
    yield "+ daily rest, 11 h", (DailyRest(),)
    yield "+ 10 h a day, 48 h a week", (DailyHours(), WeeklyHours())
    yield f"+ home reserve, {_RESERVE} a day", (HomeReserve(people=_RESERVE, per="day"),)
    yield f"+ new partnership, {_SETUP_CENTS / 100:g} EUR", (PartnershipCost(cents=_SETUP_CENTS),)
    yield f"+ secondment, {_LEAST_DAYS} days at least", (MinSecondment(days=_LEAST_DAYS),)
    yield "+ colleagues apart", (Apart(groups=_colleagues(scenario, seed), per="site_day"),)
    yield "+ Sundays and holidays", (SundaysAndHolidays(state="HH", work=True, made_up="after"),)
    yield f"+ budgets, {100 * _BUDGET_SHARE:g} % of the need", tuple(_budgets(scenario))


def _colleagues(scenario: Scenario, seed: int) -> tuple[tuple[str, str], ...]:
    """Some people, each with a colleague of the same lender."""
    dice = Random(seed)  # noqa: S311 (a simulation, no secret)
    staff: dict[str, list[str]] = {}
    for worker in scenario.workers:
        staff.setdefault(worker.company, []).append(worker.id)
    couples = [(a, b) for people in staff.values() for a, b in zip(people[::2], people[1::2], strict=False)]
    return tuple(sorted(dice.sample(couples, max(1, round(_APART_SHARE * len(couples))))))


def _budgets(scenario: Scenario) -> Iterator[Budget]:
    need: dict[str, int] = {}
    for demand in scenario.demands:
        minutes = demand.headcount * sum(shift.minutes for shift in demand.shifts)
        need[demand.company] = need.get(demand.company, 0) + demand.pay_cents_per_hour * minutes
    for borrower, cents in need.items():
        yield Budget(borrower=borrower, cents=round(_BUDGET_SHARE * cents / 60))


def measured(scenario: Scenario, time_limit: float, threads: int | None, seed: int) -> tuple[str, ...]:
    """The cells of a line except the first."""
    first: dict[int, float] = {}

    def told(event: Event) -> None:
        # A tier proven by its seats alone has no relaxation.
        if event.tier is not None and event.bound is not None and event.phase in ("bound", "relaxation"):
            first[event.tier] = event.bound

    solution = solve(scenario, time_limit=time_limit, threads=threads, seed=seed, on_event=told)
    verify(scenario, solution).raise_if_violated()
    termination = solution.termination
    tiers = (cell for number in range(len(solution.tiers)) for cell in _tier(solution, number, first.get(number)))
    return f"{termination.pairs:,}", f"{termination.seconds:.1f}", *tiers


def _tier(solution: Solution, number: int, root: float | None) -> tuple[str, str, str]:
    tier = solution.tiers[number]
    # A flow proves all tiers together.
    least = tier.bound if root is None else root
    gap = None if least is None else max(0.0, tier.value - least) / max(abs(tier.value), 1 / tier.per_unit)
    return f"{tier.value:,.1f} {tier.unit}", _percent(gap), _percent(tier.gap)


def _percent(gap: float | None) -> str:
    return "–" if gap is None else "proven" if gap == 0 else f"{100 * gap:.2f} %"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rule_book", description=__doc__)
    parser.add_argument("--preset", choices=hamburg.PRESETS, default="medium")
    parser.add_argument("--time-limit", type=float, default=120, metavar="S", help="seconds for each step")
    parser.add_argument("--threads", type=int, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of the city and of the solver")
    args = parser.parse_args()
    scenario, rules = hamburg.scenario(args.preset, seed=args.seed), dict[type[Rule], tuple[Rule, ...]]()
    print(f"| {' | '.join(_HEAD)} |\n|{'---|' * len(_HEAD)}")
    for name, added in steps(scenario, args.seed):
        rules |= {type(rule): tuple(other for other in added if type(other) is type(rule)) for rule in added}
        case = scenario.replace(rules=[rule for same in rules.values() for rule in same])
        print(f"| {' | '.join((name, *measured(case, args.time_limit, args.threads, args.seed)))} |", flush=True)
    where = ", ".join(f"{key} {value}" for key, value in machine().items())
    print(f"\nhamburg {args.preset}, seed {args.seed}, {args.time_limit:g} s a step, commit {commit()}; {where}.")


if __name__ == "__main__":
    main()
