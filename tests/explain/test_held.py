"""What keeps all who are left from an empty seat: a cap, a budget, a crew, a limit of days; each with its figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given

import staffmatch as sm
from staffmatch.domain.holding import APART, Holding
from staffmatch.domain.plan import Plan
from staffmatch.formulation.market import Market
from staffmatch.records.bases import Rule
from tests import builders
from tests.strategies import examples, scenarios

DAY = "08:00-16:00"


def people(count: int, **fields: object) -> list[sm.Worker]:
    return [builders.worker(f"w{number}", **fields) for number in range(count)]


def at_once(count: int) -> list[sm.Demand]:
    return [builders.demand(f"d{number}", builders.shift(f"s{number}", 6, DAY)) for number in range(count)]


def with_rule(
    workers: Sequence[sm.Worker], demands: Sequence[sm.Demand], *rules: Rule, **fields: object
) -> sm.Scenario:
    return builders.scenario(workers, demands, **fields).replace(rules=[*sm.DEFAULT_RULES, *rules])


def reason(scenario: sm.Scenario) -> sm.ShortageReason:
    solution = sm.solve(scenario, threads=1)
    assert sm.verify(scenario, solution).ok
    return solution.shortages[0].reason


CASES = {
    "lending_cap": (
        with_rule(people(3), at_once(3), sm.constraints.LendingCap(people=2)),
        "'lender' can lend nobody else at that time: the cap is 2.",
    ),
    "lending_cap 0": (
        with_rule(people(1), at_once(1), sm.constraints.LendingCap(people=0)),
        "'lender' may lend nobody (cap 0).",
    ),
    "skill_mix": (
        with_rule(
            people(2),
            [builders.demand("d", builders.shift("s", 6, DAY), headcount=2)],
            sm.constraints.SkillMix(roles=[{"skill": "nurse", "level": 3}]),
            skills=[sm.Skill(id="nurse")],
        ),
        "Nobody has 'nurse' at level 3; the crew needs 1.",
    ),
    "budget": (
        with_rule(people(2, pay_cents_per_hour=1500), at_once(2), sm.constraints.Budget(cents=12100)),
        "'borrower' has 1.00 EUR of its budget left; shift 's1' costs 120.00 EUR.",
    ),
    "budget for all": (
        with_rule(
            people(2, pay_cents_per_hour=1500),
            [
                builders.demand("d0", builders.shift("s0", 6, DAY)),
                builders.demand("d1", builders.shift("s1", 6, DAY), company="other"),
            ],
            sm.constraints.Budget(cents=12100, total=True),
        ),
        "1.00 EUR of the budget of all borrowers are left; shift",
    ),
    "consecutive_days": (
        with_rule(
            people(1),
            [builders.demand("d", *(builders.shift(f"s{day}", day, "08:00-12:00") for day in range(6, 13)))],
            sm.constraints.ConsecutiveDays(days=6),
        ),
        "works 7 days in a row from 2020-04-06; the limit is 6.",
    ),
    "contact_limit": (
        with_rule(
            [builders.worker("a"), builders.worker("b", company="other")],
            at_once(2),
            sm.constraints.ContactLimit(lenders=1),
        ),
        "People of 2 lenders ('lender', 'other') meet at 'borrower' on 2020-04-06; the limit is 1.",
    ),
    "min_secondment": (
        with_rule(
            [builders.worker("a", availability=[builders.window(6, "00:00-23:00")])],
            [builders.demand("d", builders.shift("s", 6, DAY), builders.shift("t", 7, DAY))],
            sm.constraints.MinSecondment(days=2),
        ),
        "Worker 'a' is at 'borrower' on 1 day; the minimum is 2.",
    ),
    "coverage": (
        with_rule(
            people(3),
            [
                builders.demand("d", builders.shift("s", 6, DAY), headcount=3, min_crew=3),
                builders.demand("e", builders.shift("t", 6, DAY), priority=9),
            ],
        ),
        "Shift 's' has a crew of 1; fewer than 3 are of no use.",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_full_is_named_with_its_figure(name: str) -> None:
    scenario, text = CASES[name]
    found = reason(scenario)
    assert (found.rule, text in found.text) == (name.split(maxsplit=1)[0], True), found.text


def test_where_it_is_proven_that_people_are_needed_elsewhere_it_says_so() -> None:
    scenario = with_rule(people(1), at_once(2))
    assert "eligible; 1 is needed. No plan gives it more" in reason(scenario).text
    given_ = sm.evaluate(scenario, Plan.of([("w0", "s0")]))
    assert "No plan that was found gives it more" in given_.shortages[0].reason.text


def expected(scenario: sm.Scenario, plan: Plan, demand: sm.Demand, shift: sm.Shift, names: Sequence[str]) -> str | None:
    """The kind of the rule that holds them, by the definition, with `check` of the whole plan."""

    def breaks(rule: Rule, who: Sequence[str]) -> bool:
        more = [(name, one.id) for name in who for one in demand.held_with(shift)]
        return any(not found.mendable for found in rule.check(scenario, Plan.of([*plan, *more])))

    apart = [rule for rule in scenario.rules if rule.kind in APART]
    free = [name for name in names if not any(breaks(rule, [name]) for rule in apart)]
    seats = demand.headcount - sum(one == shift.id for _, one in plan)
    for rule in scenario.rules if free else ():
        groups = [*([name] for name in free), free[:seats], free]
        if (
            rule.kind not in (*APART, "pins")
            and type(rule).rows is not Rule.rows
            and all(breaks(rule, who) for who in groups)
        ):
            return rule.kind
    return None


@examples(27)
@given(scenarios())
def test_a_rule_holds_them_as_the_whole_plan_shows(scenario: sm.Scenario) -> None:
    """What is found in the part of the plan that a rule ties together is what it finds in all of it."""
    solution = sm.solve(scenario, time_limit=5, threads=1)
    if solution.status == "infeasible":
        return
    holding, pairs = Holding(scenario, solution.plan), Market.of(scenario).pairs
    eligible: dict[str, set[str]] = {name: set() for name in pairs.columns.shift_ids}
    for worker, job in zip(pairs.worker.tolist(), pairs.job.tolist(), strict=True):
        for number in pairs.columns.job_shifts[job].tolist():
            eligible[pairs.columns.shift_ids[number]].add(pairs.columns.workers.ids[worker])
    shifts = {shift.id: (demand, shift) for demand in scenario.demands for shift in demand.shifts}
    for shortage in solution.shortages:
        demand, shift = shifts[shortage.shift]
        names = sorted(eligible[shift.id] - holding.on(shift))
        held = holding.held(demand, shift, names)
        assert (held.rule.kind if held else None) == expected(scenario, solution.plan, demand, shift, names)
    assert sm.verify(scenario, solution).ok
    # What is kept of alike jobs, and found of shifts within reach, is what each job's whole roster shows.
    for name in scenario.ids("shifts"):
        demand, shift = shifts[name]
        for job in holding.jobs(sorted(eligible[name] - holding.on(shift)), demand, shift) if eligible[name] else ():
            more = [(duty.worker.id, duty.shift.id) for duty in job]
            for rule in scenario.rules:
                if rule.tied_by == "worker":
                    whole = rule.check(scenario, Plan.of([*solution.plan, *more]))
                    assert list(holding.broken(rule, job)) == [found for found in whole if not found.mendable]


def minutes(count: int) -> sm.Scenario:
    """One person with an hour, and tasks of a minute one after the other."""
    began = builders.at(6, "08:00")
    tasks = [
        sm.Shift(id=f"s{n}", start=began + timedelta(minutes=n), end=began + timedelta(minutes=n + 1))
        for n in range(count)
    ]
    rules = [rule for rule in sm.DEFAULT_RULES if rule.kind != "daily_rest"]
    scenario = builders.scenario([builders.worker("w", max_hours=1)], [builders.demand("d", *tasks)])
    return scenario.replace(rules=[*rules, sm.constraints.DailyRest(hours=0)], tiers=[[sm.objectives.EmptySeats()]])


def test_of_many_equal_tasks_rules_of_hours_are_asked_about_one(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario, sizes = minutes(200), Counter[int]()
    solution = sm.solve(scenario, threads=1)
    assert len(solution.shortages) == 140
    for rule in (sm.constraints.HorizonHours, sm.constraints.DailyRest, sm.constraints.Coverage):
        check = rule.check

        def counted(self: Rule, scenario: sm.Scenario, plan: Plan, check: Any = check) -> Iterator[sm.Violation]:
            sizes[len(plan)] += 1
            return check(self, scenario, plan)

        monkeypatch.setattr(rule, "check", counted)
    assert sm.verify(scenario, solution).ok
    # The plan is looked at once by each rule, with one task more by the rule of hours alone.
    assert (sizes[60], sizes[61]) == (3, 1)
