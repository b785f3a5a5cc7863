"""The only place where the engine's indices become ids again, and a former plan's ids become indices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from staffmatch.arrays import Int
from staffmatch.domain.plan import Plan
from staffmatch.engine.model.exact import whole
from staffmatch.formulation.integer_program import Scale
from staffmatch.formulation.pairs import Pairs
from staffmatch.models import Scenario
from staffmatch.records.accessors import tiers_in_full
from staffmatch.result.contents import Assignment, Partnership, TierResult
from staffmatch.result.tier_proof import ProofCase, TierProof

if TYPE_CHECKING:
    from staffmatch.engine.model.proof import Case, Proof
    from staffmatch.engine.outcome import Outcome


def encode_plan(pairs: Pairs, plan: Plan) -> np.ndarray:
    """A mask of the pairs of which the plan contains every shift."""
    columns = pairs.columns
    workers, shifts = columns.worker_places, columns.shift_places
    known = [(workers[w], shifts[s]) for w, s in plan if w in workers and s in shifts]
    worker, shift = np.array(known, np.int64).reshape(len(known), 2).T
    code, held = np.unique(worker * columns.jobs + columns.job_of_shift[shift], return_counts=True)
    whole = code[held == columns.job_shifts.lengths[code % max(1, columns.jobs)]]
    codes, found = pairs.worker * columns.jobs + pairs.job, np.zeros(len(pairs), bool)
    if len(codes):
        # Pairs are in order.
        at = np.minimum(np.searchsorted(codes, whole), len(codes) - 1)
        found[at[codes[at] == whole]] = True
    return found


def decode_assignments(pairs: Pairs, chosen: Int) -> tuple[Assignment, ...]:
    columns, picked = pairs.columns, pairs.take(chosen)
    position, shift = picked.spans["pair", "shift"]
    order = np.lexsort((columns.shifts.start[shift], picked.worker[position]))
    rows = zip(
        picked.worker[position][order].tolist(),
        picked.demand[position][order].tolist(),
        shift[order].tolist(),
        picked.span_minutes[order].tolist(),
        picked.commute[position][order].tolist(),
        strict=True,
    )
    workers, demands, companies = columns.workers, columns.demands, columns.company_ids
    return tuple(
        Assignment.model_construct(
            worker=workers.ids[w],
            demand=demands.ids[d],
            shift=columns.shift_ids[s],
            lender=companies[workers.company[w]],
            borrower=companies[demands.company[d]],
            minutes=minutes,
            commute_minutes=commute,
        )
        for w, d, s, minutes, commute in rows
    )


def encode_proof(proof: Proof | None, earlier: int) -> TierProof | None:
    """The proof in integer duals; those that round to 0 are left out."""
    if proof is None:
        return None
    prices, links = whole(proof.rows * float(proof.scale)), whole(proof.link * float(proof.scale))
    static = len(prices) - earlier
    rows, priced = np.flatnonzero(prices[:static]), np.flatnonzero(links < 0)
    return TierProof.model_construct(
        scale=proof.scale,
        rows=tuple(rows.tolist()),
        prices=tuple(prices[rows].tolist()),
        earlier=tuple(prices[static:].tolist()),
        link_pairs=tuple(proof.pair[priced].tolist()),
        link_indicators=tuple(proof.indicator[priced].tolist()),
        link_prices=tuple(links[priced].tolist()),
        rosters=proof.rosters,
        row_group=proof.row_group,
        own_rows=proof.own_rows,
        own_cases=proof.own_cases,
        divisors=proof.divisors,
        cases=tuple(_encode_case(case, static, earlier) for case in proof.cases),
        aim=proof.aim,
    )


def _encode_case(case: Case, static: int, earlier: int) -> ProofCase:
    of_tiers = {row - static: price for row, price in zip(case.rows, case.prices, strict=True) if row >= static}
    rows = [(row, price) for row, price in zip(case.rows, case.prices, strict=True) if row < static]
    return ProofCase.model_construct(
        scale=case.scale,
        rows=tuple(row for row, _ in rows),
        prices=tuple(price for _, price in rows),
        earlier=tuple(of_tiers.get(number, 0) for number in range(earlier)),
        link_pairs=case.link_pairs,
        link_indicators=case.link_indicators,
        link_prices=case.link_prices,
        column=None if case.column < 0 else case.column,
    )


def decode_tiers(scenario: Scenario, outcome: Outcome, certified: tuple[int | None, ...]) -> tuple[TierResult, ...]:
    rows = zip(tiers_in_full(scenario), outcome.values, outcome.bounds, certified, strict=True)
    return tuple(decode_tier(Scale.of(tier), value, proven, checked) for tier, value, proven, checked in rows)


def decode_tier(scale: Scale, value: int, proven: int | None, checked: int | None) -> TierResult:
    """A tier in its unit, of which a bound is proven, and one of these checked by its certificate."""
    bound = max((number for number in (proven, checked) if number is not None), default=None)
    proof: Literal["certificate", "solver"] = "certificate" if checked == bound else "solver"
    return TierResult(
        term=scale.term,
        unit=scale.unit,
        per_unit=scale.per_unit,
        value=value / scale.per_unit,
        bound=None if bound is None else bound / scale.per_unit,
        gap=None if bound is None else abs(value - bound) / max(abs(value), scale.per_unit),
        certified=None if checked is None else checked / scale.per_unit,
        proof=None if bound is None else proof,
    )


def decode_partnerships(pairs: Pairs, chosen: Int) -> tuple[Partnership, ...]:
    columns, picked = pairs.columns, pairs.take(chosen)
    codes, group = np.unique(picked.partnership, return_inverse=True)
    people, size = len(columns.workers.ids), len(columns.company_ids)
    assignments = np.bincount(group, columns.job_shifts.lengths[picked.job], len(codes)).astype(np.int64)
    workers = np.bincount(np.unique(group * people + picked.worker) // max(1, people), minlength=len(codes))
    minutes = np.bincount(group, picked.minutes, len(codes)).astype(np.int64)
    new = ~np.isin(codes, columns.agreements)
    rows = zip(*(part.tolist() for part in (codes, new, assignments, workers, minutes)), strict=True)
    return tuple(
        Partnership(
            lender=columns.company_ids[code // size],
            borrower=columns.company_ids[code % size],
            new=is_new,
            assignments=shifts,
            workers=lent,
            minutes=worked,
        )
        for code, is_new, shifts, lent, worked in rows
    )


def missing_seats(pairs: Pairs, chosen: Int) -> Int:
    """Empty seats of each job."""
    columns = pairs.columns
    taken = np.bincount(pairs.job[chosen], minlength=columns.jobs)
    empty: Int = np.maximum(0, columns.demands.needed[columns.job_demand] - taken)
    return empty
