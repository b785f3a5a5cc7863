"""The certificate of a former solution, moved to the program of a changed scenario.

Integer duals prove a bound whatever the columns are (`staffmatch.result.certificate`). So each dual of a row goes to
the row of the changed program that says the same of the columns that both have, and is left out where there is none;
cases of a column that is gone are those in which it is 0. What this proves is counted again over all columns and rows
of the changed program, so that nothing rests on how well rows were matched. Where people or pairs are gone and nothing
else, it is no less than before but for rows that are gone with them; where they were worth something, it is more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

import numpy as np

from staffmatch.answers.what_now.common_columns import CommonColumns, marked
from staffmatch.arrays import Int, Mask, Real, owners_of
from staffmatch.engine.model.all_rows import only_rows, rows_of
from staffmatch.engine.model.problem import SEAT, Problem
from staffmatch.formulation.market import Market
from staffmatch.records.accessors import tiers_in_full
from staffmatch.result.certificate import Checker
from staffmatch.result.certificate.pricing import TierRows
from staffmatch.result.solution import Solution
from staffmatch.result.tier_proof import Prices, ProofCase, TierProof

# Columns that are priced once more in all cases of a tree together.
_MOST_PRICED = 50_000_000


def carried_proofs(former: Solution, old: Market, new: Market, common: CommonColumns) -> tuple[TierProof | None, ...]:
    """A certificate for each tier of the changed scenario; None where the former one has none, or another tier."""
    tiers = tiers_in_full(new.pairs.columns.scenario)
    pairs = zip(tiers_in_full(former.scenario), tiers, former.certificate, strict=False)
    same = takewhile(lambda one: one[0] == one[1], pairs)
    known = [proof if proof and _well_formed(old.problem, proof) else None for *_, proof in same]
    if not any(known):
        return (None,) * len(tiers)
    moving = _Moving.of(old, new, common, [one for proof in known if proof for one in (proof, *proof.cases)])
    moved = [proof and moving.proof(proof) for proof in known]
    fresh = ~marked(new.problem.pairs, common.pairs[1])
    if fresh.any():
        rows = _new_rows(new.problem, fresh)
        moved = [proof and _priced_anew(new.problem, number, proof, rows) for number, proof in enumerate(moved)]
    return (*moved, *(None for _ in tiers[len(known) :]))


def repriced(new: Market, value: int, proof: TierProof | None) -> int | None:
    """The bound of the first tier that a certificate proves, in steps."""
    return Checker(new.problem, (value,)).bound(0, proof)


def _new_rows(problem: Problem, fresh: Mask) -> Int:
    """Seats that only pairs have which are new, and then other rows that only such pairs have and that count them."""
    near = rows_of(problem, np.r_[fresh, np.zeros(problem.width - problem.pairs, bool)])
    there = only_rows(problem, near)
    near = near[there.packing & (there.heaviest == 1)]
    part = problem.matrix[near]
    known = np.r_[~fresh, np.ones(problem.width - problem.pairs, bool)][part.indices]
    only = np.bincount(owners_of(part.indptr), known, len(near)) == 0
    found = near[only]
    order: Int = found[np.argsort(problem.side[found] != SEAT, kind="stable")]
    return order


def _priced_anew(problem: Problem, number: int, proof: TierProof, rows: Int) -> TierProof:
    """With duals for rows that are new: ``Y`` is the reduced cost of the first pair that finds no room there, so that
    the row costs no more than the best pairs that fill it."""
    none = np.zeros(problem.width, bool)
    # Values and floors of earlier tiers move bounds, but no reduced cost.
    whole = TierRows(problem, number, (0,) * number, none, proof.divisors, dict.fromkeys(range(number), 0))

    def prices(by: Prices) -> dict[str, Any]:
        if by.scale == 0 or (priced := whole.priced(by)) is None:
            return {}
        reduced, more, known = priced.reduced, dict[int, int](), {*by.rows}
        for row in (row for row in rows.tolist() if row not in known):
            begin, end = problem.matrix.indptr[row : row + 2].tolist()
            column = problem.matrix.indices[begin:end][problem.matrix.data[begin:end] == 1]
            least, room = sorted(reduced[column].tolist()), int(problem.upper[row])
            if room < len(least) and least[room] < 0:
                more[row] = least[room]
                reduced[column] -= least[room]
        return {"rows": (*by.rows, *more), "prices": (*by.prices, *more.values())} if more else {}

    cases = proof.cases
    if len(cases) * problem.width <= _MOST_PRICED:
        cases = tuple(case.model_copy(update=prices(case)) for case in cases)
    return proof.model_copy(update=prices(proof) | {"cases": cases})


@dataclass(frozen=True)
class _Moving:
    """For each old column the new one, for each old row with a price the new one by the side that it is drawn to, for
    each old row group the new one; -1 where there is none."""

    column: Int
    drawn_up: dict[int, int]
    drawn_down: dict[int, int]
    group: dict[int, int]

    @classmethod
    def of(cls, old: Market, new: Market, common: CommonColumns, priced: Sequence[Prices]) -> _Moving:
        before, now = old.problem, new.problem
        up, down = (_rows(priced, sign) for sign in (1, -1))
        there, here = new.rows_taken_from(old)
        others = np.flatnonzero(~marked(len(now.upper), here))
        key, place = now.matrix[others] @ common.key_new, np.full(len(before.upper), -1)
        place[there] = here

        def drawn(rows: Int, side: Real) -> dict[int, int]:
            found, rest = place[rows], np.flatnonzero(place[rows] < 0)
            at = _tightest(key, side[others], before.matrix[rows[rest]] @ common.key_old)
            found[rest] = np.r_[others, -1][at]
            return dict(zip(rows.tolist(), found.tolist(), strict=True))

        number = {origin: group for group, origin in enumerate(new.origins) if origin}
        groups = {group: number.get(origin, -1) for group, origin in enumerate(old.origins) if origin}
        return cls(_columns(before, now, common), drawn(up, now.lower), drawn(down, -now.upper), groups)

    def proof(self, proof: TierProof) -> TierProof:
        group = -1 if proof.row_group is None else self.group.get(proof.row_group, -1)
        return TierProof.model_construct(
            **self._prices(proof),
            rosters=proof.rosters,
            row_group=None if group < 0 else group,
            divisors=proof.divisors,
            cases=tuple(self._cases(proof.cases)),
            aim=proof.aim,
        )

    def _cases(self, cases: Iterable[ProofCase]) -> Iterator[ProofCase]:
        """The tree, without the cases in which a column is 1 that is gone."""
        stands = [True]
        for case in cases:
            here = stands.pop()
            column = None if case.column is None else int(self.column[case.column])
            if case.column is not None:
                stands += [here and column != -1, here]
            if here and column != -1:
                yield ProofCase.model_construct(**self._prices(case), column=column)

    def _prices(self, by: Prices) -> dict[str, Any]:
        prices: dict[int, int] = {}
        for row, price in zip(by.rows, by.prices, strict=True):
            at = (self.drawn_up if price > 0 else self.drawn_down).get(row, -1)
            if at >= 0:
                prices[at] = prices.get(at, 0) + price
        ends = self.column[np.array([by.link_pairs, by.link_indicators], np.int64)]
        links = [
            (pair, indicator, price)
            for pair, indicator, price in zip(*ends.tolist(), by.link_prices, strict=True)
            if min(pair, indicator) >= 0
        ]
        return {
            "scale": by.scale,
            "rows": tuple(prices),
            "prices": tuple(prices.values()),
            "earlier": by.earlier,
            "link_pairs": tuple(pair for pair, *_ in links),
            "link_indicators": tuple(indicator for _, indicator, _ in links),
            "link_prices": tuple(price for *_, price in links),
        }


def _well_formed(problem: Problem, proof: TierProof) -> bool:
    """Whether all that it names exists: a file may claim anything."""
    for one in (proof, *proof.cases):
        columns = [*one.link_pairs, *one.link_indicators]
        if isinstance(one, ProofCase) and one.column is not None:
            columns.append(one.column)
        if not all(0 <= row < len(problem.upper) for row in one.rows):
            return False
        if not all(0 <= column < problem.width for column in columns):
            return False
        if len(one.rows) != len(one.prices) or len({*map(len, _links(one))}) != 1:
            return False
    # A tree has one case more that is not split than cases that are.
    return not proof.cases or 2 * sum(case.column is not None for case in proof.cases) + 1 == len(proof.cases)


def _links(one: Prices) -> tuple[tuple[int, ...], ...]:
    return one.link_pairs, one.link_indicators, one.link_prices


def _rows(priced: Sequence[Prices], sign: int) -> Int:
    """The rows with a price of this sign, which draws them to their lower or upper side."""
    found = {row for one in priced for row, price in zip(one.rows, one.prices, strict=True) if sign * price > 0}
    return np.array(sorted(found), np.int64)


def _tightest(key: Int, side: Real, wanted: Int) -> Int:
    """For each wanted key the row that has it with the highest side, -1 where none has one."""
    few = np.unique(wanted[wanted != 0])
    if not len(few):
        return np.full(len(wanted), -1)
    at = np.minimum(np.searchsorted(few, key), len(few) - 1)
    rows = np.flatnonzero((few[at] == key) & (side > -np.inf))
    order = rows[np.argsort(side[rows], kind="stable")]
    best = np.full(len(few), -1)
    best[at[order]] = order
    found: Int = np.where(wanted == 0, -1, best[np.minimum(np.searchsorted(few, wanted), len(few) - 1)])
    return found


def _columns(before: Problem, now: Problem, common: CommonColumns) -> Int:
    found = np.full(before.width, -1)
    at_old, at_new = common.pairs
    found[at_old] = at_new
    for old, new in zip(before.indicators, now.indicators, strict=False):
        keys = [common.key_old[old.columns], common.key_new[new.columns]]
        order = np.argsort(keys[1])
        if len(order):
            at = order[np.minimum(np.searchsorted(keys[1], keys[0], sorter=order), len(order) - 1)]
            same = common.in_old[old.columns] & (keys[1][at] == keys[0])
            found[old.columns] = np.where(same, new.first + at, -1)
    return found
