"""Solution: a plan with its proof. Its decode step is the only place where indices become ids again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

import numpy as np
from pydantic import PrivateAttr

from staffmatch.arrays import Int
from staffmatch.errors import InputError, Problem
from staffmatch.fields import Count, Id, Real, Record, Whole
from staffmatch.formulation import Scale
from staffmatch.models import Scenario
from staffmatch.plan import Plan
from staffmatch.rows import Pairs

if TYPE_CHECKING:
    from staffmatch.engine.proof import Proof
    from staffmatch.engine.search import Outcome

Status = Literal["optimal", "feasible", "infeasible", "unknown"]
Table = Literal["assignments", "shortages", "partnerships", "workers", "tiers"]


class Assignment(Record):
    """One worker on one shift; ``minutes`` are worked, ``commute_minutes`` are one way."""

    worker: Id
    demand: Id
    shift: Id
    lender: Id
    borrower: Id
    minutes: Count
    commute_minutes: Count


class TierResult(Record):
    """What a tier reached: no plan that is as good in the earlier tiers has a value below ``bound``.

    ``gap`` is |value - bound| / max(|value|, one unit). A bound that is not known is None, and so is its gap. What of
    the bound the solution's certificate proves in integers, without trust in any solver, is ``certified``.
    """

    term: str
    unit: str
    per_unit: Whole
    value: Real
    bound: Real | None
    gap: Real | None
    certified: Real | None = None


class TierProof(Record):
    """Prices of the rows of one tier in units of ``1 / scale``, by which `staffmatch.certificate` proves a bound.

    ``rows`` number the rows of the formulation, ``earlier`` has a price for each earlier tier, links are of a pair to
    an indicator. With ``rosters`` each worker's best roster is looked for, within the capacities that one ``family`` of
    rows states.
    """

    scale: Count
    rows: tuple[Whole, ...]
    prices: tuple[Whole, ...]
    earlier: tuple[Whole, ...]
    link_pairs: tuple[Whole, ...] = ()
    link_indicators: tuple[Whole, ...] = ()
    link_prices: tuple[Whole, ...] = ()
    rosters: bool = False
    family: Whole | None = None


class ShortageReason(Record):
    """The first rule that leaves fewer people than seats, or ``contested`` where those left are needed elsewhere.

    ``people`` where there are fewer than seats from the start.
    """

    rule: str
    before: Count
    left: Count
    text: str


class Shortage(Record):
    """Seats of a shift that stay empty."""

    demand: Id
    shift: Id
    missing: Count
    headcount: Count
    reason: ShortageReason


class Partnership(Record):
    """A lender and a borrower with at least one assignment; ``new`` if they had no agreement."""

    lender: Id
    borrower: Id
    new: bool
    assignments: Count
    workers: Count
    minutes: Count


class Termination(Record):
    """How the search ended: why, by which method, after how long, within which limit."""

    reason: Literal["proven", "gap", "time_limit", "stopped", "interrupted", "infeasible", "unproven"]
    method: str
    seconds: Real
    time_limit: Real | None
    phases: dict[str, Real]
    pairs: Count


class Conflict(Record):
    """A pin that can not be kept together with the others listed, and why."""

    worker: Id
    shift: Id
    text: str


class Solution(Record):
    """A plan, its value and bound in each tier, what is missing and why, and how the search ended.

    ``optimal``: every tier is proven. ``infeasible``: no plan keeps all pins, see ``conflicts``.
    ``unknown``: the search was stopped before it found a plan that keeps all pins.
    """

    schema_version: Literal[1] = 1
    scenario_digest: str
    status: Status
    termination: Termination
    tiers: tuple[TierResult, ...]
    assignments: tuple[Assignment, ...]
    shortages: tuple[Shortage, ...]
    partnerships: tuple[Partnership, ...]
    conflicts: tuple[Conflict, ...] = ()
    certificate: tuple[TierProof | None, ...] = ()
    _scenario: Scenario | None = PrivateAttr(default=None)

    @property
    def plan(self) -> Plan:
        return Plan.of((a.worker, a.shift) for a in self.assignments)

    @property
    def scenario(self) -> Scenario:
        """The scenario that this solves."""
        if self._scenario is None:
            raise InputError([Problem("no_scenario", "", "the solution was read alone.", "Use Solution.load.")])
        return self._scenario

    def of(self, scenario: Scenario) -> Self:
        """The same solution, attached to its scenario."""
        if scenario.digest() != self.scenario_digest:
            text = "the solution belongs to another scenario, or the scenario has changed since."
            raise InputError([Problem("other_scenario", "scenario_digest", text, "Load the scenario it was made for.")])
        self._scenario = scenario
        return self

    def save(self, path: str | Path) -> None:
        """Write the solution as JSON; an existing file is replaced in one step."""
        from staffmatch.io.files import write_text

        write_text(path, self.model_dump_json(indent=1) + "\n")

    @classmethod
    def load(cls, path: str | Path, scenario: Scenario) -> Self:
        """Read a solution of the scenario."""
        from staffmatch.io.files import read_text

        return cls.model_validate_json(read_text(path)).of(scenario)

    def to_frame(self, table: Table = "assignments", backend: str | None = None) -> Any:
        """One table as a data frame of pandas, polars or pyarrow; None takes the first that is installed."""
        from staffmatch.io.frames import solution_frame

        return solution_frame(self, table, backend)


def encode_plan(pairs: Pairs, plan: Plan) -> np.ndarray:
    """Mask of the pairs of which the plan holds every shift."""
    columns = pairs.columns
    workers = {name: place for place, name in enumerate(columns.workers.ids)}
    shifts = {name: place for place, name in enumerate(columns.shift_ids)}
    known = [(workers[w], shifts[s]) for w, s in plan if w in workers and s in shifts]
    worker, shift = np.array(known, np.int64).reshape(len(known), 2).T
    code, held = np.unique(worker * columns.jobs + columns.job_of_shift[shift], return_counts=True)
    whole = code[held == columns.job_shifts.lengths[code % max(1, columns.jobs)]]
    return np.isin(pairs.worker * columns.jobs + pairs.job, whole)


def decode_assignments(pairs: Pairs, chosen: Int) -> tuple[Assignment, ...]:
    columns, picked = pairs.columns, pairs.take(chosen)
    position, shift = picked.spans
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
    """Prices rounded to whole units; a price that rounds to nothing is left out."""
    if proof is None:
        return None
    prices, links = np.rint(proof.rows * proof.scale).astype(np.int64), np.rint(proof.link * proof.scale)
    static = len(prices) - earlier
    rows, priced = np.flatnonzero(prices[:static]), np.flatnonzero(links < 0)
    return TierProof.model_construct(
        scale=proof.scale,
        rows=tuple(rows.tolist()),
        prices=tuple(prices[rows].tolist()),
        earlier=tuple(np.minimum(prices[static:], 0).tolist()),
        link_pairs=tuple(proof.pair[priced].tolist()),
        link_indicators=tuple(proof.indicator[priced].tolist()),
        link_prices=tuple(links[priced].astype(np.int64).tolist()),
        rosters=proof.rosters,
        family=proof.family,
    )


def decode_tiers(scenario: Scenario, outcome: Outcome, certified: tuple[int | None, ...]) -> tuple[TierResult, ...]:
    results = []
    rows = zip(scenario.tiers, outcome.values, outcome.bounds, certified, strict=True)
    for tier, value, proven, checked in rows:
        scale = Scale.of(tier)
        bound = max((number for number in (proven, checked) if number is not None), default=None)
        gap = None if bound is None else abs(value - bound) / max(abs(value), scale.per_unit)
        results.append(
            TierResult(
                term=" + ".join(term.kind if term.weight == 1 else f"{term.weight} {term.kind}" for term in tier),
                unit=scale.unit,
                per_unit=scale.per_unit,
                value=value / scale.per_unit,
                bound=None if bound is None else bound / scale.per_unit,
                gap=gap,
                certified=None if checked is None else checked / scale.per_unit,
            )
        )
    return tuple(results)


def decode_partnerships(pairs: Pairs, chosen: Int) -> tuple[Partnership, ...]:
    columns, picked = pairs.columns, pairs.take(chosen)
    codes, group = np.unique(picked.partnership, return_inverse=True)
    shifts = columns.job_shifts.lengths[picked.job]
    size = len(columns.company_ids)
    return tuple(
        Partnership(
            lender=columns.company_ids[code // size],
            borrower=columns.company_ids[code % size],
            new=code not in columns.agreements,
            assignments=int(shifts[group == number].sum()),
            workers=len(np.unique(picked.worker[group == number])),
            minutes=int(picked.minutes[group == number].sum()),
        )
        for number, code in enumerate(codes.tolist())
    )


def missing_seats(pairs: Pairs, chosen: Int) -> Int:
    """Empty seats of each job."""
    columns = pairs.columns
    taken = np.bincount(pairs.job[chosen], minlength=columns.jobs)
    return columns.demands.headcount[columns.job_demand] - taken
