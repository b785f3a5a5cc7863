"""A shard: some people and all seats, and what their best rosters are at given prices.

Only rows of one person's pairs count here: the spans that exclude each other, and one group of capacities. All others
are relaxed, which leaves bounds valid; those of several people are seats and earlier tiers, which have prices.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array

from staffmatch.arrays import Int, Mask, Real
from staffmatch.engine.bounds.roster_subproblem import RosterSubproblem, roster_subproblem
from staffmatch.engine.model.problem import WORKER, Objective, Problem, Timeline
from staffmatch.engine.shard_params import ShardParams
from staffmatch.formulation.contracts import charges_of, costs_of
from staffmatch.formulation.eligibility import eligible_pairs
from staffmatch.formulation.encoding import columns_of
from staffmatch.formulation.integer_program import Origin, objective, rule_blocks, tier_totals
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear, RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.models import Scenario
from staffmatch.records.accessors import tiers_in_full
from staffmatch.records.bases import Rule

# The work of pairing and formulating for each pair, about a nanosecond each.
_MADE = 2_000


def of_one_person(rule: Rule) -> bool:
    """Whether each of the rule's rows is about the pairs of one person."""
    return rule.tied_by == "worker" or rule.keeps_pins


@dataclass(frozen=True)
class Survey:
    """What is added up over shards: counts of pairs, of rows and sizes of costs.

    ``eligible`` counts the pairs of each job, ``heights`` the rows of each block of a rule about one person, None where
    rows are merged later; ``spans`` are blocks that say which pairs exclude each other. ``steps``, ``largest`` and
    ``squares`` are the gcd, the largest size and the sum of squares of each tier's costs, ``mean`` what a pair of each
    job costs in the first tier. ``linking`` are the kinds of what costs by numbers of several people. ``capacity`` is
    the block whose rows bound rosters best, None where none does. ``work`` is what making the shard took.
    """

    pairs: int
    eligible: Int
    heights: dict[Origin, int | None]
    longest: int
    steps: tuple[int, ...]
    largest: tuple[int, ...]
    squares: tuple[float, ...]
    mean: Real
    linking: tuple[str, ...]
    capacity: Origin | None
    work: int


@dataclass(frozen=True)
class Priced:
    """What prices are about: the job, the person and the costs of each pair by tier, and rosters, None where any pairs
    of a person go together."""

    jobs: int
    seat: Int
    person: Int
    costs: tuple[Int, ...]
    rosters: RosterSubproblem | None

    @property
    def cells(self) -> int:
        """The work of a look at all rosters."""
        return len(self.seat) + (0 if self.rosters is None else self.rosters.cells)

    def best(self, gains: Real) -> tuple[float, Mask]:
        """The best rosters at given costs of the pairs: their total, and the pairs."""
        if self.rosters is not None:
            return self.rosters.best(gains)
        chosen = gains < 0
        return float(gains[chosen].sum()), chosen

    def rise(self, gains: Real) -> Real:
        """By how much the total rises if a roster must contain a pair."""
        return np.maximum(gains, 0) if self.rosters is None else self.rosters.reduced(gains)


@dataclass(frozen=True)
class Shard:
    """The pairs of some people: their survey, what prices are about, and the same as a problem, of which bounds are
    proven in integers. Each part is kept by itself."""

    survey: Survey
    priced: Priced
    problem: Problem


def shard_of(scenario: Scenario, chosen: Origin | None, choose: bool, params: ShardParams) -> Shard:
    """The shard of a scenario with few people, whose rosters the block ``chosen`` bounds, or the best one where it may
    ``choose``."""
    columns = columns_of(scenario)
    pairs = eligible_pairs(columns, scenario.rules)
    own = dict(_own_blocks(pairs))
    line = next((block.spans for block in own.values() if block.spans is not None), None)
    capacities = {origin: one for origin, one in own.items() if _bounds(one, pairs)}
    if choose:
        found = roster_subproblem(_problem(pairs, line, capacities), params.cells_each * len(pairs))
        chosen = None if found is None or found.row_group is None else list(capacities)[found.row_group]
    bare = _problem(pairs, line, {origin: one for origin, one in capacities.items() if origin == chosen})
    heights = {key: None if one.alike is not None else len(one.lower) for key, one in own.items()}
    pairs.forget()
    variables = VariableRegistry(len(pairs))
    totals = tier_totals(pairs, tiers_in_full(scenario), variables)
    costs = [objective(total, variables.width).costs for total in totals]
    problem = replace(bare, objectives=tuple(Objective(0, one[: len(pairs)].copy()) for one in costs))
    rosters = roster_subproblem(problem, 2 * params.cells_each * len(pairs))
    own_costs = tuple(_narrow(one.costs) for one in problem.objectives)
    priced = Priced(columns.jobs, _narrow(pairs.job), _narrow(pairs.worker), own_costs, rosters)
    return Shard(_surveyed(pairs, heights, costs, chosen), priced, _narrowed(problem))


def _surveyed(pairs: Pairs, heights: dict[Origin, int | None], costs: list[Int], capacity: Origin | None) -> Survey:
    """``costs`` are those of all columns, by tier."""
    jobs = pairs.columns.jobs
    seats, sizes = np.bincount(pairs.job, minlength=jobs), [one[: len(pairs)].astype(float) for one in costs]
    return Survey(
        pairs=len(pairs),
        eligible=seats,
        heights=heights,
        longest=int(np.bincount(pairs.worker).max(initial=0)),
        steps=tuple(int(np.gcd.reduce(one, initial=0)) for one in costs),
        largest=tuple(int(np.abs(one).max(initial=0)) for one in costs),
        squares=tuple(float((one * one).sum()) for one in sizes),
        mean=np.bincount(pairs.job, sizes[0], jobs) / np.maximum(1, seats),
        linking=tuple(_linking(pairs)),
        capacity=capacity,
        work=_MADE * len(pairs),
    )


def _narrow(values: Int) -> Int:
    """In half the memory where that holds the values."""
    fits = abs(int(values.min(initial=0))) < 2**31 and int(values.max(initial=0)) < 2**31
    return values.astype(np.int32) if fits else values


def _narrowed(problem: Problem) -> Problem:
    line = problem.timeline
    if line is not None:
        line = replace(line, block=_narrow(line.block), start=_narrow(line.start), end=_narrow(line.end))
    objectives = tuple(Objective(0, _narrow(one.costs)) for one in problem.objectives)
    return replace(problem, seat=_narrow(problem.seat), timeline=line, objectives=objectives)


def widened(problem: Problem) -> Problem:
    """A problem as it was before it was put into less memory, in which sums are exact."""
    line = problem.timeline
    if line is not None:
        wide = {name: getattr(line, name).astype(np.int64) for name in ("block", "start", "end")}
        line = replace(line, **wide)
    return replace(problem, timeline=line)


def _own_blocks(pairs: Pairs) -> Iterator[tuple[Origin, RowBlock]]:
    """The blocks of rules whose rows are about one person each."""
    variables = VariableRegistry(len(pairs))
    for place, rule in enumerate(pairs.rules):
        if of_one_person(rule) and type(rule).rows is not Rule.rows:
            yield from rule_blocks(pairs, place, variables)


def _bounds(block: RowBlock, pairs: Pairs) -> bool:
    """Whether the rows bound what pairs of one person weigh together."""
    adds = block.side == "worker" and block.spans is None and len(block.lower) > 0
    return adds and bool((block.column < len(pairs)).all() and (block.value >= 0).all())


def _problem(pairs: Pairs, line: tuple[Int, Int] | None, blocks: dict[Origin, RowBlock]) -> Problem:
    """The pairs with these groups of rows; without spans no two pairs exclude each other."""
    heights, count = [len(block.lower) for block in blocks.values()], len(pairs)
    offset = np.cumsum([0, *heights])
    entries = [
        (block.value, (block.row + at, block.column)) for block, at in zip(blocks.values(), offset, strict=False)
    ]
    rows = int(offset[-1])
    value, row, column = (
        np.concatenate([np.empty(0, np.int64), *parts])
        for parts in ([v for v, _ in entries], [r for _, (r, _) in entries], [c for _, (_, c) in entries])
    )
    start, end = (pairs.job, pairs.job + 1) if line is None else line
    return Problem(
        pairs=count,
        matrix=csr_array((value, (row, column)), shape=(rows, count), dtype=np.int64),
        lower=np.full(rows, -np.inf),
        upper=np.concatenate([np.empty(0), *(block.upper.astype(float) for block in blocks.values())]),
        side=np.full(rows, WORKER, np.int8),
        row_group=np.repeat(np.arange(len(heights)), heights),
        seat=pairs.job,
        timeline=Timeline(pairs.worker, start, end, np.zeros(rows, bool)),
        indicators=(),
        objectives=(),
    )


def _linking(pairs: Pairs) -> Iterator[str]:
    """The kinds of terms and rules whose costs are of numbers that several people make, or pay for indicators of them.

    Indicators that cost something are left out of bounds, which are then lower, but valid.
    """
    for rule in pairs.rules:
        charged = VariableRegistry(len(pairs))
        if _links(charges_of(rule, pairs, charged), charged):
            yield rule.kind
    for term in (term for tier in tiers_in_full(pairs.columns.scenario) for term in tier):
        burdened = VariableRegistry(len(pairs))
        if _links(costs_of(term, pairs, burdened), burdened):
            yield term.kind


def _links(costs: Linear | None, variables: VariableRegistry) -> bool:
    if costs is None:
        return False
    shared = costs.columns >= variables.pairs
    digits = [numbers.digits.ravel() for numbers in variables.numbers.values()]
    return bool(
        (costs.values[shared] < 0).any() or np.isin(costs.columns[shared], np.concatenate([[-1], *digits])).any()
    )
