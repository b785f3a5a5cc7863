"""Every path of the engine finds the same optimum, keeps its bound below it, and stops when told to."""

from __future__ import annotations

import threading
from itertools import pairwise

import numpy as np
import pytest

import staffmatch as sm
from staffmatch import hamburg
from staffmatch.constraints import AllowedPairs, Coverage, DailyRest, HorizonHours, Pins
from staffmatch.engine import choose_relaxation, search
from staffmatch.engine.backends.lp import Limits
from staffmatch.engine.bounds.lagrangian import Charges, Rostering, at_multipliers, climb
from staffmatch.engine.bounds.lazy_constraints import LazyConstraints
from staffmatch.engine.bounds.priced_lp import relax
from staffmatch.engine.bounds.roster_subproblem import roster_subproblem
from staffmatch.engine.bounds.seat_relaxation import seat_bound
from staffmatch.engine.model.structure import network
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.params import PricingParams
from staffmatch.engine.search_params import SearchParams, using
from staffmatch.engine.state.candidate_columns import CandidateColumns
from staffmatch.engine.state.control import Control, available_threads
from staffmatch.engine.state.incumbent import Incumbent
from staffmatch.engine.state.tier_search import TierSearch
from staffmatch.formulation.eligibility import eligible_pairs
from staffmatch.formulation.encoding import columns_of
from staffmatch.formulation.integer_program import formulate
from staffmatch.objectives import EmptySeats, PairCost
from staffmatch.result.decoding import encode_plan
from tests import builders
from tests.builders import problem_of
from tests.strategies import sample

# Links of charged indicators go by multipliers, and branch and bound begins with few pairs.
CHARGED = SearchParams.of(
    {"at_once": {"most_columns": 0}, "relaxation": {"charged_links": 0}, "tier": {"first_pairs": 50}}
)


def limits_of(control: Control) -> Limits:
    return Limits(control.time.remaining, control.threads, control.seed, control.over)


def placements(workers: int, seats: int, seed: int) -> sm.Scenario:
    """One shift for all: at most one job a person, hence a network."""
    dice = np.random.default_rng(seed)
    people = [builders.worker(f"w{n}", pay_cents_per_hour=int(dice.integers(1000, 3000))) for n in range(workers)]
    needs = [
        builders.demand(f"d{n}", builders.shift(f"s{n}", 6, "08:00-16:00"), headcount=int(dice.integers(1, 3)))
        for n in range(seats)
    ]
    listed = [(w.id, d.shifts[0].id) for w in people for d in needs if dice.random() < 0.4]
    table = sm.PairTable(workers=[w for w, _ in listed], shifts=[s for _, s in listed])
    return builders.scenario(people, needs, pair_table=table)


@pytest.mark.parametrize("seed", sample(range(5), 3))
def test_a_network_is_seen_and_flow_agrees_with_branch_and_bound(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = placements(12, 8, seed)
    assert network(problem_of(scenario)) is not None
    by_flow = sm.solve(scenario)
    assert by_flow.termination.method == "min-cost flow"
    monkeypatch.setattr(search, "network", lambda _: None)
    by_branching = sm.solve(scenario)
    assert [tier.value for tier in by_flow.tiers] == [tier.value for tier in by_branching.tiers]
    assert by_flow.status == by_branching.status == "optimal"


def test_rests_that_overlap_in_a_chain_are_no_network() -> None:
    hours = (("a", 6, "06:00-14:00"), ("b", 6, "20:00-04:00"), ("c", 7, "12:00-20:00"))
    needs = [builders.demand(name, builders.shift(f"{name}1", day, span)) for name, day, span in hours]
    assert network(problem_of(builders.scenario([builders.worker("w")], needs))) is None


@pytest.mark.parametrize("seed", range(3))
def test_pricing_proves_what_all_columns_at_once_prove(seed: int) -> None:
    problem = problem_of(hamburg.scenario("small", seed=seed))
    tier = Tier(problem, problem.objectives[0])
    candidates, nobody = np.ones(problem.width, bool), np.zeros(problem.width, bool)
    control = Control()
    priced = relax(tier, candidates, nobody, lambda: limits_of(control), "highs")
    all_at_once = PricingParams(first_per_seat=10**6)
    whole = relax(tier, candidates, nobody, lambda: limits_of(control), "highs", params=all_at_once)
    assert priced is not None
    assert whole is not None
    assert priced.bound == pytest.approx(whole.bound)


@pytest.mark.parametrize("seed", sample((0, 4, 1), 2))
def test_prices_never_climb_above_the_optimum_and_come_near_the_linear_program(seed: int) -> None:
    scenario = hamburg.scenario("small", seed=seed)
    optimum = sm.solve(scenario)
    problem = problem_of(scenario)
    x = problem.complete(np.zeros(problem.pairs, bool))
    control = Control()
    first = round(optimum.tiers[0].value * optimum.tiers[0].per_unit)
    tier = Tier(problem, problem.objectives[1], ((problem.objectives[0], first),))
    best = tier.steps(optimum.tiers[1].value * optimum.tiers[1].per_unit)
    candidates = np.ones(problem.width, bool)

    def limits() -> Limits:
        return limits_of(control)

    linear = relax(tier, candidates, x, limits, "highs")
    free = relax(tier.without_charges(), candidates, x, limits, "highs")
    assert linear is not None
    assert free is not None
    climbed = climb(tier, candidates, Charges(tier), best, [free.proof.rows], free.x, limits, lambda _: None)
    assert free.bound - 1e-6 * best <= climbed.bound <= best + 1e-6 * best
    assert climbed.bound >= linear.bound - 0.02 * best
    assert (np.minimum(climbed.bound + climbed.reduced[: problem.pairs], 0) == 0).all()


def test_charged_links_beyond_the_limit_go_by_prices_and_neighbourhoods() -> None:
    scenario = hamburg.scenario("small", seed=4)
    exact = sm.solve(scenario)
    with using(CHARGED):
        found = sm.solve(scenario, work_limit=0.3)
    assert found.tiers[0].value == exact.tiers[0].value
    assert found.tiers[1].bound is not None
    assert found.tiers[1].bound <= exact.tiers[1].value <= found.tiers[1].value <= 1.1 * exact.tiers[1].value


def scarce(workers: int, shifts: int, seed: int, lengths: int = 4) -> sm.Scenario:
    """More seats than hours: 11 h of rest, 24 h in all, one tier of penalties and costs; of 3 lengths all are 8 h."""
    dice = np.random.default_rng(seed)
    people = [builders.worker(f"w{n}", max_hours=24) for n in range(workers)]
    spans = ("06:00-14:00", "14:00-22:00", "22:00-06:00", "08:00-12:00")
    needs = [
        builders.demand(
            f"d{n}", builders.shift(f"s{n}", 6 + int(dice.integers(0, 5)), spans[dice.integers(0, lengths)])
        )
        for n in range(shifts)
    ]
    listed = [(w.id, d.shifts[0].id) for w in people for d in needs if dice.random() < 0.5]
    costs = dice.integers(0, 300, len(listed)).tolist()
    table = sm.PairTable(workers=[w for w, _ in listed], shifts=[s for _, s in listed], costs=costs)
    rules = [AllowedPairs(), DailyRest(), HorizonHours(), Coverage()]
    return builders.scenario(people, needs, rules, pair_table=table).replace(
        tiers=[[EmptySeats(weight=500), PairCost()]]
    )


@pytest.mark.parametrize("seed", sample((2, 3, 5, 1, 4, 0), 3))
def test_rosters_and_linear_programs_prove_the_same_optimum(seed: int) -> None:
    scenario = scarce(8, 60, seed)
    assert seats_left(scenario) > 0
    with using(SearchParams.of({"at_once": {"most_columns": 0}})):
        by_rosters = sm.solve(scenario)
    with using(SearchParams.of({"at_once": {"most_columns": 0}, "relaxation": {"scarce": 1.0}})):
        by_linear_program = sm.solve(scenario)
    assert by_rosters.status == by_linear_program.status == "optimal"
    assert by_rosters.tiers[0].value == by_linear_program.tiers[0].value


@pytest.mark.parametrize("seed", sample(range(3), 1))
def test_prices_of_seats_bound_what_rosters_reach(seed: int) -> None:
    scenario = scarce(20, 150, seed)
    problem = problem_of(scenario)
    tier, control = Tier(problem, problem.objectives[0]), Control()
    candidates, nobody = np.ones(problem.width, bool), np.zeros(problem.width, bool)
    rosters = roster_subproblem(problem)
    assert rosters is not None
    linear = relax(tier, candidates, nobody, lambda: limits_of(control), "highs")
    assert linear is not None
    value = tier.steps(sm.solve(scenario).tiers[0].value)
    inner, starts = Rostering(tier, rosters), [np.zeros(len(tier.upper)), seat_bound(tier)[1].rows]
    climbed = climb(tier, candidates, inner, value, starts, None, lambda: limits_of(control), lambda _: None)
    assert linear.bound - 1e-3 * abs(linear.bound) <= climbed.bound <= value + 1e-6


@pytest.mark.parametrize("seed", sample(range(3), 1))
def test_of_equal_shifts_rosters_prove_what_the_linear_program_does_and_fix_no_less(seed: int) -> None:
    scenario = scarce(20, 150, seed, lengths=3)
    pairs = eligible_pairs(columns_of(scenario), scenario.rules)
    problem = formulate(pairs, scenario.tiers)
    tier, control = Tier(problem, problem.objectives[0]), Control()
    candidates, nobody = np.ones(problem.width, bool), np.zeros(problem.width, bool)
    rosters = roster_subproblem(problem)
    assert rosters is not None
    assert roster_subproblem(problem, uneven=True) is None
    assert roster_subproblem(problem_of(scarce(20, 150, seed)), uneven=True) is not None
    dice = np.random.default_rng(seed)
    first = dice.random(problem.width) < 0.3
    linear = relax(tier, candidates, nobody, lambda: limits_of(control), "highs", first=first)
    usual = relax(tier, candidates, nobody, lambda: limits_of(control), "highs")
    assert linear is not None
    assert usual is not None
    assert linear.bound == pytest.approx(usual.bound)
    there = at_multipliers(tier, candidates, Rostering(tier, rosters), linear.proof.rows)
    assert there.bound == pytest.approx(linear.bound)
    assert (there.reduced >= linear.reduced - 1e-6).all()
    for pair in np.argsort(there.reduced)[-3:].tolist():
        pin = sm.Pin(
            worker=pairs.columns.workers.ids[pairs.worker[pair]], shift=pairs.columns.shift_ids[pairs.job[pair]]
        )
        forced = sm.solve(scenario.replace(pins=[pin], rules=(Pins(), *scenario.rules)))
        assert there.bound + there.reduced[pair] <= tier.steps(round(forced.tiers[0].value)) + 1e-6


def test_without_time_for_a_linear_program_prices_climb_to_the_end() -> None:
    scenario = scarce(20, 150, 0, lengths=3)
    with using(SearchParams.of({"at_once": {"most_columns": 0}, "relaxation": {"linear_seconds": 1e9}})):
        by_prices = sm.solve(scenario, time_limit=100)
    assert by_prices.certificate[0] is not None
    assert by_prices.certificate[0].rosters
    with using(SearchParams.of({"at_once": {"most_columns": 0}, "relaxation": {"linear_seconds": 0}})):
        by_linear_program = sm.solve(scenario, time_limit=100)
    assert by_linear_program.certificate[0] is not None
    assert not by_linear_program.certificate[0].rosters
    assert by_prices.tiers[0].value == by_linear_program.tiers[0].value


def knapsacks(workers: int, jobs: int, seed: int) -> sm.Scenario:
    """Everybody could do everything, each in hours and at a cost of their own; nobody has to rest."""
    dice = np.random.default_rng(seed)
    people = [builders.worker(f"w{n}", max_hours=int(dice.integers(14, 20))) for n in range(workers)]
    needs = [builders.demand(f"d{n}", builders.shift(f"s{n}", 6, "08:00-12:00")) for n in range(jobs)]
    listed = [(w.id, d.shifts[0].id) for w in people for d in needs]
    hours = dice.integers(3, 9, len(listed))
    costs = 100 - 10 * hours + dice.integers(0, 10, len(listed))
    table = sm.PairTable(
        workers=[w for w, _ in listed], shifts=[s for _, s in listed], costs=costs.tolist(), hours=hours.tolist()
    )
    rules = [AllowedPairs(), Pins(), HorizonHours(), Coverage()]
    return builders.scenario(people, needs, rules, pair_table=table).replace(tiers=[[EmptySeats()], [PairCost()]])


@pytest.mark.parametrize("seed", sample(range(1, 5), 2))
def test_whole_rosters_prove_more_than_fractions_and_never_too_much(seed: int) -> None:
    scenario = knapsacks(4, 9, seed)
    pairs = eligible_pairs(columns_of(scenario), scenario.rules)
    exact, problem = sm.solve(scenario), formulate(pairs, scenario.tiers)
    assert exact.status == "optimal"
    filled, cost = (round(tier.value * tier.per_unit) for tier in exact.tiers)
    tier, control = Tier(problem, problem.objectives[1], ((problem.objectives[0], filled),)), Control()
    candidates = np.ones(problem.width, bool)
    incumbent = Incumbent(problem, control, encode_plan(pairs, exact.plan))
    linear = relax(tier, candidates, incumbent.x, lambda: limits_of(control), "highs")
    assert linear is not None
    whole = choose_relaxation.roster_bound(TierSearch(tier, CandidateColumns(incumbent)), linear)
    assert whole is not None
    assert linear.bound < whole.bound <= tier.steps(cost) + 1e-6
    both = linear.with_bound_of(whole)
    for pair in range(0, problem.pairs, 7):
        pin = sm.Pin(
            worker=pairs.columns.workers.ids[pairs.worker[pair]], shift=pairs.columns.shift_ids[pairs.job[pair]]
        )
        forced = sm.solve(scenario.replace(pins=[pin]), threads=1)
        if forced.tiers[0].value == exact.tiers[0].value:
            assert both.bound + both.reduced[pair] <= tier.steps(round(forced.tiers[1].value)) + 1e-6


def seats_left(scenario: sm.Scenario) -> int:
    return len(scenario.demands) - 3 * len(scenario.workers)


@pytest.mark.parametrize("seed", sample((1, 3), 1))
def test_parts_and_neighbourhoods_lose_no_optimum(seed: int) -> None:
    scenario = hamburg.scenario("small", seed=seed).replace(rules=sm.DEFAULT_RULES)
    exact = sm.solve(scenario)
    with using(SearchParams.of({"at_once": {"most_columns": 0}, "tier": {"first_pairs": 10}})):
        in_parts = sm.solve(scenario)
    assert in_parts.status == exact.status == "optimal"
    assert [tier.value for tier in in_parts.tiers] == [tier.value for tier in exact.tiers]


def test_no_time_is_no_excuse_for_no_plan() -> None:
    solution = sm.solve(hamburg.scenario("small", seed=1), time_limit=0)
    assert solution.termination.reason == "time_limit"
    assert len(solution.assignments) > 40
    assert sm.verify(solution.scenario, solution).ok


def test_a_gap_that_is_good_enough_ends_the_search() -> None:
    solution = sm.solve(hamburg.scenario("small", seed=1), gap=0.5)
    assert solution.termination.reason in ("gap", "proven")
    assert all(tier.gap is not None and tier.gap <= 0.5 for tier in solution.tiers)


def test_events_come_in_order_with_bounds_below_values() -> None:
    events: list[sm.Event] = []
    sm.solve(hamburg.scenario("small", seed=4), on_event=events.append)
    assert [event.phase for event in events[:3]] == ["read", "pair", "formulate"]
    assert [event.phase for event in events[-2:]] == ["verify", "done"]
    assert all(a.seconds <= b.seconds for a, b in pairwise(events))
    told = [event for event in events if event.value is not None and event.bound is not None]
    assert told
    assert all(event.bound <= event.value + 1e-6 for event in told)  # type: ignore[operator]


def test_off_the_main_thread_no_signal_handler_is_touched() -> None:
    found: list[sm.Solution] = []
    thread = threading.Thread(target=lambda: found.append(sm.solve(hamburg.scenario("small", seed=4))))
    thread.start()
    thread.join()
    assert found[0].status == "optimal"


def test_one_seed_and_one_thread_give_one_plan() -> None:
    scenario = hamburg.scenario("small", seed=4)
    one, two = (sm.solve(scenario, seed=3, threads=1, work_limit=20) for _ in range(2))
    assert one.assignments == two.assignments


def test_threads_are_at_least_one_and_at_most_the_machine_s() -> None:
    assert 1 <= available_threads() <= 4096


@pytest.mark.parametrize(
    "option",
    [
        {"time_limit": -1},
        {"time_limit": float("nan")},
        {"time_limit": float("inf")},
        {"gap": -0.1},
        {"gap": float("nan")},
        {"threads": 0},
        {"threads": True},
        {"seed": 1.5},
        {"seed": None},
        {"start": 3},
    ],
    ids=str,
)
def test_an_option_that_means_nothing_is_refused(option: dict[str, object]) -> None:
    with pytest.raises(sm.InputError) as caught:
        sm.solve(hamburg.scenario("small", seed=1), **option)  # type: ignore[arg-type]
    (problem,) = caught.value.problems
    assert (problem.code, problem.path) == ("bad_option", next(iter(option)))


def test_more_threads_than_there_are_are_not_taken() -> None:
    assert Control(threads=10**6).threads == available_threads()


@pytest.mark.parametrize(
    "rules",
    [
        (sm.constraints.WeeklyRest(hours=60), sm.constraints.ConsecutiveDays(days=2)),
        (sm.constraints.MinSecondment(days=2), sm.constraints.PartnershipLimit(lenders=2)),
    ],
)
def test_lazy_rows_do_not_weaken_the_bound(rules: tuple[sm.Rule, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    city = hamburg.scenario("small", seed=1)
    problem = problem_of(city.replace(rules=(*city.rules, *rules)))
    tier = Tier(problem, problem.objectives[0])
    candidates, nobody, control = np.ones(problem.width, bool), np.zeros(problem.width, bool), Control()
    lazily = PricingParams(lazy_links=0)
    lazy = relax(tier, candidates, nobody, lambda: limits_of(control), "highs", params=lazily)
    monkeypatch.setattr(LazyConstraints, "__init__", all_at_first)
    full = relax(tier, candidates, nobody, lambda: limits_of(control), "highs")
    assert lazy is not None
    assert full is not None
    assert lazy.bound == pytest.approx(full.bound)
    pair, indicator = tier.links()
    assert (lazy.x[pair] <= lazy.x[indicator] + 1e-6).all()


def all_at_first(self: LazyConstraints, tier: Tier, many_links: int) -> None:
    self.rows, self.columns = np.zeros(tier.matrix.shape[0], bool), np.zeros(tier.matrix.shape[1], bool)


def test_without_a_limit_neighbourhoods_do_not_keep_branch_and_bound_from_the_proof() -> None:
    with using(SearchParams.of({"at_once": {"most_columns": 0}, "diving": {"seconds_per_pair": 1e-6}})):
        assert sm.solve(scarce(6, 30, seed=1)).status == "optimal"
