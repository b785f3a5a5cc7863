"""The integer program: rows and objectives of pairs, rules and tiers, as the engine solves them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array, vstack

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
from staffmatch.formulation.indicator_cuts import lifted, merged
from staffmatch.formulation.knapsack_cuts import knapsacks
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import NO_BOUND, Linear, RowBlock
from staffmatch.formulation.variables import IndicatorVariables, VariableRegistry
from staffmatch.records.bases import Term
from staffmatch.runtime.halting import ask, asking

_SIDES = {None: FREE, "seat": SEAT, "worker": WORKER}
_LARGEST = 2**62


@dataclass(frozen=True)
class Scale:
    """The scale of a tier, named by its terms: ``per_unit`` integer steps to one ``unit``."""

    term: str
    unit: str
    per_unit: int

    @classmethod
    def of(cls, tier: Sequence[Term]) -> Scale:
        named = " + ".join(term.kind if term.weight == 1 else f"{term.weight} {term.kind}" for term in tier)
        units = " + ".join(dict.fromkeys(term.unit for term in tier))
        return cls(named, units, math.lcm(*(term.per_unit for term in tier)))

    def factor(self, term: Term) -> int:
        """Steps of the tier in one step of the term."""
        return term.weight * self.per_unit // term.per_unit


@dataclass(frozen=True)
class Formulation:
    """The engine's problem with the meaning of its rows and columns: the rule of each block of rows, and the
    registry."""

    problem: Problem
    rules: tuple[str, ...]
    variables: VariableRegistry


def formulate(pairs: Pairs, tiers: Sequence[Sequence[Term]]) -> Problem:
    """The rows of all rules and one objective for each tier.

    LimitError if the integers could exceed 64 bits.
    """
    return formulation(pairs, tiers).problem


def formulation(pairs: Pairs, tiers: Sequence[Sequence[Term]]) -> Formulation:
    """The problem, with its meaning."""
    variables = VariableRegistry(len(pairs))
    blocks = [
        replace(block, rule=rule.kind)
        for rule in asking(pairs.rules)
        for block in (block.binding().divided() for block in blocks_of(rule, pairs, variables))
        if len(block.lower)
    ]
    totals = [_tier_costs(pairs, variables, tier) for tier in asking(tiers)]
    for block in blocks:
        _require_exact(block)
    blocks = merged(blocks, len(pairs)) + _lower_links(variables)
    if totals:
        costs = _objective(totals[0], variables.width).costs
        blocks += [cut for cut in asking(cut.binding() for cut in knapsacks(blocks, pairs, costs)) if len(cut.lower)]
    blocks += [block for block in asking(lifted(blocks, variables.families.values(), pairs.worker)) if len(block.lower)]
    static = sum(len(block.lower) for block in blocks)
    blocks += [numbers.rows() for numbers in variables.numbers.values()]
    matrices = [_matrix(block, variables.width) for block in asking(blocks)]
    ask()
    empty = csr_array((0, variables.width), dtype=np.int64)
    heights = [len(block.lower) for block in blocks]
    problem = Problem(
        pairs=len(pairs),
        matrix=csr_array(vstack([empty, *matrices], format="csr")),
        lower=_bounds([block.lower for block in blocks]),
        upper=_bounds([block.upper for block in blocks]),
        side=np.repeat(np.array([_SIDES[block.side] for block in blocks], np.int8), heights),
        row_group=np.repeat(np.arange(len(blocks)), heights),
        seat=pairs.job,
        timeline=_timeline(pairs, blocks),
        indicators=tuple(_indicators(family) for family in variables.families.values()),
        objectives=tuple(_objective(total, variables.width) for total in totals),
        integers=tuple(_numbers(variables, static)),
        cuts=tuple(number for number, block in enumerate(blocks) if block.cut),
        lazy=tuple(number for number, block in enumerate(blocks) if block.alike is not None),
    )
    return Formulation(problem, tuple(block.rule for block in blocks), variables)


def _require_exact(block: RowBlock) -> None:
    """LimitError if a row could sum to more than 64 bits hold, or has a side that is not exact in floating point."""
    reach = np.bincount(block.row, np.abs(block.value).astype(float), len(block.lower)).max(initial=0)
    sides = np.r_[block.lower[block.lower > -NO_BOUND], block.upper[block.upper < NO_BOUND]]
    for what, largest, most in (("add up to", reach, _LARGEST), ("be bounded by", np.abs(sides).max(initial=0), 2**53)):
        if largest >= most:
            raise LimitError(
                f"What the rule {block.rule!r} counts may {what} {float(largest):.1e}, over {most:.1e}, which is too "
                "much for exact arithmetic. Use a coarser unit or smaller amounts."
            )


def _timeline(pairs: Pairs, blocks: Sequence[RowBlock]) -> Timeline:
    """The spans of the first block that has any; without one, spans that never overlap."""
    for number, block in enumerate(blocks):
        if block.spans is not None:
            rows = np.repeat([other == number for other in range(len(blocks))], [len(b.lower) for b in blocks])
            return Timeline(pairs.worker, *block.spans, rows)
    return Timeline(pairs.worker, pairs.job, pairs.job + 1, np.zeros(sum(len(b.lower) for b in blocks), bool))


def _lower_links(variables: VariableRegistry) -> list[RowBlock]:
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
        if factor * (largest * max(1, len(linear.values)) + abs(linear.constant)) >= _LARGEST // max(1, len(tier)):
            raise LimitError(
                f"The term {term.kind!r} with weight {term.weight} may reach {factor * largest:.1e} per assignment and "
                f"over {_LARGEST:.1e} in all, too much for exact arithmetic. Lower its weight or use a coarser unit."
            )
        yield factor, linear


def _objective(total: Linear, width: int) -> Objective:
    costs = np.zeros(width, np.int64)
    np.add.at(costs, total.columns, total.values)
    return Objective(total.constant, costs)
