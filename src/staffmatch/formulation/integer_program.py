"""The integer program: rows and objectives of pairs, rules and tiers, as the engine solves them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array

from staffmatch.arrays import Int, Real, owners_of
from staffmatch.engine.model.problem import (
    FREE,
    SEAT,
    WORKER,
    Indicators,
    IntegerVariables,
    Objective,
    Problem,
    Timeline,
)
from staffmatch.errors import LimitError
from staffmatch.formulation.contracts import blocks_of, costs_of
from staffmatch.formulation.exact_range import LARGEST, require_exact
from staffmatch.formulation.indicator_cuts import lifted, merged
from staffmatch.formulation.knapsack_cuts import knapsacks
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.row_runs import Run, stacked
from staffmatch.formulation.rows import NO_BOUND, Linear, RowBlock, Side
from staffmatch.formulation.variables import IndicatorVariables, VariableRegistry
from staffmatch.messages.message import Sentence
from staffmatch.records.bases import Term
from staffmatch.runtime.halting import ask, asking

_NAMES: dict[int, Side | None] = {FREE: None, SEAT: "seat", WORKER: "worker"}
_SIDES = {name: side for side, name in _NAMES.items()}

_COSTS = Sentence(
    "error.limit.term",
    "The term {term:id} with weight {weight} may reach {reach} per assignment and over {most} in all, too much for "
    "exact arithmetic. Lower its weight or use a coarser unit.",
)

# The place of a rule, and which of its blocks.
Origin = tuple[int, int]


@dataclass(frozen=True)
class Scale:
    """The scale of a tier, named by its terms: ``per_unit`` integer steps to one ``unit``."""

    term: str
    unit: str
    per_unit: int

    @classmethod
    def of(cls, tier: Sequence[Term]) -> Scale:
        named = " + ".join(term.label if term.weight == 1 else f"{term.weight} {term.label}" for term in tier)
        units = " + ".join(dict.fromkeys(term.unit for term in tier))
        return cls(named, units, math.lcm(*(term.per_unit for term in tier)))

    def factor(self, term: Term) -> int:
        """Steps of the tier in one step of the term."""
        return term.weight * self.per_unit // term.per_unit


@dataclass(frozen=True)
class Formulation:
    """The engine's problem with what its rows and columns mean: the rule of each row group, and the registry.

    ``origins`` has for each row group of a rule the place of the rule and which of its blocks it is, None for other
    groups among these; those after the last of a rule are left out.
    """

    problem: Problem
    rules: tuple[str, ...]
    variables: VariableRegistry
    origins: tuple[Origin | None, ...]


def formulate(pairs: Pairs, tiers: Sequence[Sequence[Term]]) -> Problem:
    """The rows of all rules and one objective for each tier.

    LimitError if the integers could exceed 64 bits.
    """
    return formulation(pairs, tiers).problem


def formulation(pairs: Pairs, tiers: Sequence[Sequence[Term]]) -> Formulation:
    """The problem, with its meaning."""
    variables = VariableRegistry(len(pairs))
    made = [one for place in asking(range(len(pairs.rules))) for one in rule_blocks(pairs, place, variables)]
    origins: list[Origin | None] = [origin for origin, block in made if len(block.lower)]
    blocks = [block for _, block in made if len(block.lower)]
    totals = tier_totals(pairs, tiers, variables)
    for block in blocks:
        require_exact(block)
    blocks = merged(blocks, len(pairs)) + lower_links(variables)
    if totals:
        costs = objective(totals[0], variables.width).costs
        blocks += [cut for cut in asking(cut.binding() for cut in knapsacks(blocks, pairs, costs)) if len(cut.lower)]
    blocks += [block for block in asking(lifted(blocks, variables.families.values(), pairs.worker)) if len(block.lower)]
    origins += [None] * (len(blocks) - len(origins))
    pieces = [Piece.of(block, origin, variables.width) for block, origin in zip(asking(blocks), origins, strict=True)]
    return assembled(pairs, pieces, variables, totals)


def rule_blocks(pairs: Pairs, place: int, variables: VariableRegistry) -> Iterator[tuple[Origin, RowBlock]]:
    """The blocks of the rule at a place, of the rows that bind, as small as whole numbers let them be."""
    rule = pairs.rules[place]
    for number, block in enumerate(blocks_of(rule, pairs, variables)):
        yield (place, number), replace(block.binding().divided(), rule=rule.kind)


def tier_totals(pairs: Pairs, tiers: Sequence[Sequence[Term]], variables: VariableRegistry) -> list[Linear]:
    return [_tier_costs(pairs, variables, tier) for tier in asking(tiers)]


@dataclass(frozen=True)
class Piece:
    """The rows of one group as the engine takes them, in runs; ``side`` is a label of the engine's."""

    runs: tuple[Run, ...]
    lower: Real
    upper: Real
    side: int
    spans: tuple[Int, Int] | None
    rule: str
    cut: bool
    lazy: bool
    origin: Origin | None

    @classmethod
    def of(cls, block: RowBlock, origin: Origin | None, width: int) -> Piece:
        return cls(
            (Run.whole(_matrix(block, width)),),
            _bounds([block.lower]),
            _bounds([block.upper]),
            _SIDES[block.side],
            block.spans,
            block.rule,
            block.cut,
            block.alike is not None,
            origin,
        )


def as_block(problem: Problem, group: int, rule: str) -> RowBlock:
    """The rows of a group as a rule gives them, in the order of rows and columns."""
    begin, end = np.searchsorted(problem.row_group, (group, group + 1)).tolist()
    matrix, side = csr_array(problem.matrix[begin:end]), int(problem.side[begin])
    lower, upper = (
        np.where(np.isinf(one), np.sign(one) * NO_BOUND, one).astype(np.int64)
        for one in (problem.lower[begin:end], problem.upper[begin:end])
    )
    return RowBlock(
        owners_of(matrix.indptr),
        matrix.indices.astype(np.int64),
        matrix.data,
        lower,
        upper,
        _NAMES[side],
        cut=group in problem.cuts,
        rule=rule,
    )


def assembled(pairs: Pairs, pieces: list[Piece], variables: VariableRegistry, totals: Sequence[Linear]) -> Formulation:
    """All pieces and the objectives as one problem, with the cuts between numbers; the rows of numbers stand last."""
    pieces = pieces + [Piece.of(cut, None, variables.width) for cut in variables.cuts]
    static = sum(len(piece.lower) for piece in pieces)
    pieces = pieces + [Piece.of(numbers.rows(), None, variables.width) for numbers in variables.numbers.values()]
    ask()
    heights = [len(piece.lower) for piece in pieces]
    problem = Problem(
        pairs=len(pairs),
        matrix=stacked([run for piece in pieces for run in piece.runs], variables.width),
        lower=np.concatenate([np.empty(0), *(piece.lower for piece in pieces)]),
        upper=np.concatenate([np.empty(0), *(piece.upper for piece in pieces)]),
        side=np.repeat(np.array([piece.side for piece in pieces], np.int8), heights),
        row_group=np.repeat(np.arange(len(pieces)), heights),
        seat=pairs.job,
        timeline=_timeline(pairs, pieces),
        indicators=tuple(_indicators(family) for family in variables.families.values()),
        objectives=tuple(objective(total, variables.width) for total in totals),
        integers=tuple(_numbers(variables, static)),
        cuts=tuple(number for number, piece in enumerate(pieces) if piece.cut),
        lazy=tuple(number for number, piece in enumerate(pieces) if piece.lazy),
    )
    origins = [piece.origin for piece in pieces]
    while origins and origins[-1] is None:
        origins.pop()
    return Formulation(problem, tuple(piece.rule for piece in pieces), variables, tuple(origins))


def extended(problem: Problem, pieces: Sequence[Piece]) -> Problem:
    """A problem without integer variables, with more row groups of cuts, which stand last."""
    heights = [len(piece.lower) for piece in pieces]
    count, first = sum(heights), int(problem.row_group.max(initial=-1)) + 1
    line = problem.timeline
    return replace(
        problem,
        matrix=stacked([Run.whole(problem.matrix), *(run for piece in pieces for run in piece.runs)], problem.width),
        lower=np.concatenate([problem.lower, *(piece.lower for piece in pieces)]),
        upper=np.concatenate([problem.upper, *(piece.upper for piece in pieces)]),
        side=np.r_[problem.side, np.repeat(np.array([piece.side for piece in pieces], np.int8), heights)],
        row_group=np.r_[problem.row_group, first + np.repeat(np.arange(len(pieces)), heights)],
        timeline=None if line is None else replace(line, rows=np.r_[line.rows, np.zeros(count, bool)]),
        cuts=(*problem.cuts, *(first + number for number in range(len(pieces)))),
    )


def _timeline(pairs: Pairs, pieces: Sequence[Piece]) -> Timeline:
    """The spans of the first piece that has any; without one, spans that never overlap."""
    for number, piece in enumerate(pieces):
        if piece.spans is not None:
            rows = np.repeat([other == number for other in range(len(pieces))], [len(p.lower) for p in pieces])
            return Timeline(pairs.worker, *piece.spans, rows)
    return Timeline(pairs.worker, pairs.job, pairs.job + 1, np.zeros(sum(len(p.lower) for p in pieces), bool))


def lower_links(variables: VariableRegistry) -> list[RowBlock]:
    """Rows ``y - Σ x <= 0`` for the indicators with lower links."""
    blocks = []
    for name, family in variables.families.items():
        if family.lower_linked:
            count = len(family.keys)
            row = np.r_[family.group, np.arange(count)]
            column = np.r_[family.member, family.columns]
            value = np.r_[np.full(len(family.group), -1), np.ones(count, np.int64)]
            blocks.append(RowBlock.at_most(row, column, value, np.zeros(count, np.int64), rule=name))
    return blocks


def _matrix(block: RowBlock, width: int) -> csr_array:
    # Half the memory that scipy would take for the block.
    row, column = block.row.astype(np.int32), block.column.astype(np.int32)
    matrix = csr_array((block.value, (row, column)), shape=(len(block.lower), width), dtype=np.int64)
    matrix.sum_duplicates()
    return matrix


def _bounds(parts: Iterable[np.ndarray]) -> np.ndarray:
    whole = np.concatenate([np.empty(0), *parts])
    return np.where(whole >= NO_BOUND, np.inf, np.where(whole <= -NO_BOUND, -np.inf, whole))


def _indicators(family: IndicatorVariables) -> Indicators:
    return Indicators(
        family.first, len(family.keys), family.member, family.group, family.upper_linked, family.lower_linked
    )


def _numbers(variables: VariableRegistry, row: int) -> Iterator[IntegerVariables]:
    """The integer variables; their rows are the last ones, starting at the given row."""
    for numbers in variables.numbers.values():
        count, bits = numbers.digits.shape
        rows = row + np.arange(len(numbers.owner))
        yield IntegerVariables(int(numbers.digits[0, 0]), count, bits, rows, numbers.owner, numbers.weight)
        row += len(rows)


def _tier_costs(pairs: Pairs, variables: VariableRegistry, tier: Sequence[Term]) -> Linear:
    scale = Scale.of(tier)
    return Linear.total(list(_scaled(pairs, variables, tier, scale)))


def _scaled(
    pairs: Pairs, variables: VariableRegistry, tier: Sequence[Term], scale: Scale
) -> Iterator[tuple[int, Linear]]:
    for term in tier:
        factor, linear = scale.factor(term), costs_of(term, pairs, variables)
        # In Python integers, so that overflow is refused before numpy wraps around.
        largest = max(abs(int(linear.values.max(initial=0))), abs(int(linear.values.min(initial=0))))
        if factor * (largest * max(1, len(linear.values)) + abs(linear.constant)) >= LARGEST // max(1, len(tier)):
            reach = f"{factor * largest:.1e}"
            raise LimitError(_COSTS(term=term.kind, weight=term.weight, reach=reach, most=f"{LARGEST:.1e}"))
        yield factor, linear


def objective(total: Linear, width: int) -> Objective:
    costs = np.zeros(width, np.int64)
    np.add.at(costs, total.columns, total.values)
    return Objective(total.constant, costs)
