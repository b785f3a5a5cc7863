"""Who else for a shift, or what else for a person: ranked by the best plan in which they have it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from staffmatch.answers import refusals
from staffmatch.answers.options import Clock
from staffmatch.answers.who_else.bounds import Asked, Grounds, Steps
from staffmatch.answers.who_else.candidates import Candidate, Move, Recommendation, TierEffect
from staffmatch.answers.who_else.forced_pair import ForcedPair
from staffmatch.answers.who_else.ranking import Ranked, ranked
from staffmatch.arrays import Int
from staffmatch.engine.state.control import Control
from staffmatch.errors import IS, InputError, InputIssue, bad_option, near_or
from staffmatch.explain.answer import basis
from staffmatch.records.changes import UNKNOWN
from staffmatch.result.contents import TierResult
from staffmatch.result.solution import Solution


def recommendation(
    solution: Solution, shift: str | None, worker: str | None, k: int, time_limit: float | None
) -> Recommendation:
    """The answer for a shift or for a worker; InputError unless exactly one is given."""
    clock = Clock(None)
    if shift is not None and worker is None:
        return _for_shift(solution, shift, k, clock, time_limit)
    if worker is not None and shift is None:
        return _for_worker(solution, worker, k, clock, time_limit)
    text = (refusals.NOTHING_ASKED if shift is None else refusals.BOTH_ASKED)()
    raise bad_option("shift", text, refusals.ASK_ONE_ADVICE())


def recommendations(
    solution: Solution, shifts: Iterable[str], besides: str | None, k: int, time_limit: float | None
) -> dict[str, Recommendation]:
    """An answer for each shift; InputError if something else is given as well, or shifts are one text."""
    if besides is not None or isinstance(shifts, str) or not isinstance(shifts, Iterable):
        several = refusals.NOT_SEVERAL(value=repr(shifts))
        text = several if besides is None else refusals.SEVERAL_AND(value=repr(besides))
        raise bad_option("shifts", text, refusals.ASK_ONE_ADVICE())
    clock = Clock(None)
    return {shift: _for_shift(solution, shift, k, clock, time_limit) for shift in dict.fromkeys(map(str, shifts))}


def _for_shift(solution: Solution, shift: str, k: int, clock: Clock, time_limit: float | None) -> Recommendation:
    """Who else could have a seat of the shift."""
    asked = _ready(solution, k)
    job = asked.shifts.get(shift) if isinstance(shift, str) else None
    if job is None:
        raise _unknown("shift", shift, list(asked.shifts))
    pairs, x = asked.by_job[job], asked.standing.x
    found = _ranked(asked, pairs[~x[pairs]], k, clock, time_limit)
    columns, workers = asked.pairs.columns, asked.pairs.columns.workers.ids
    holders = tuple(workers[worker] for worker in asked.pairs.worker[pairs[x[pairs]]].tolist())
    return Recommendation(
        shift=shift,
        worker=None,
        holders=holders,
        holds=(),
        empty=max(0, int(columns.demands.headcount[columns.job_demand[job]]) - len(holders)),
        possible=int((~x[pairs]).sum()) - len(found.impossible),
        impossible=tuple(workers[int(asked.pairs.worker[one.pair])] for one in found.impossible),
        candidates=tuple(_candidates(solution, asked, found)),
        in_time=found.in_time,
        rests_on=basis(found.proven),
    )


def _for_worker(solution: Solution, worker: str, k: int, clock: Clock, time_limit: float | None) -> Recommendation:
    """Which other shifts the person could have."""
    asked = _ready(solution, k)
    if not isinstance(worker, str) or worker not in asked.workers:
        raise _unknown("worker", worker, list(asked.workers))
    pairs, x = asked.by_worker[asked.workers[worker]], asked.standing.x
    found = _ranked(asked, pairs[~x[pairs]], k, clock, time_limit)
    held = pairs[x[pairs]].tolist()
    return Recommendation(
        shift=None,
        worker=worker,
        holders=(),
        holds=tuple(shift for pair in held for shift in _shifts(asked, pair)),
        empty=0,
        possible=int((~x[pairs]).sum()) - len(found.impossible),
        impossible=tuple(shift for one in found.impossible for shift in _shifts(asked, one.pair)),
        candidates=tuple(_candidates(solution, asked, found)),
        in_time=found.in_time,
        rests_on=basis(found.proven),
    )


def _ranked(asked: Asked, pairs: Int, k: int, clock: Clock, time_limit: float | None) -> Ranked:
    """Within the time limit; Ctrl-C ends it earlier, and that of all questions that share the clock."""
    with clock.listening():
        return ranked(asked, pairs, k, Control(time_limit, threads=1, stop=lambda: clock.over))


def _ready(solution: Solution, k: int) -> Asked:
    """InputError for a ``k`` that asks for nobody, or where there is no plan."""
    if isinstance(k, bool) or not isinstance(k, int) or k < 1:
        raise bad_option("k", IS(value=repr(k)), refusals.HOW_MANY_ADVICE())
    return Asked.of(solution)


def _unknown(kind: Literal["shift", "worker"], name: str, known: Sequence[str]) -> InputError:
    advice = near_or(name, known, refusals.CHECK_ID_ADVICE())
    text = UNKNOWN[kind](name=str(name))
    return InputError([InputIssue(f"unknown_{kind}", kind, text, advice, (str(name),))])


def _shifts(asked: Asked, pair: int) -> list[str]:
    columns = asked.pairs.columns
    return [columns.shift_ids[shift] for shift in columns.job_shifts[int(asked.pairs.job[pair])].tolist()]


def _candidates(solution: Solution, asked: Asked, found: Ranked) -> Iterator[Candidate]:
    columns, rank = asked.pairs.columns, 1
    former: tuple[int, ...] | None = None
    for place, one in enumerate(found.first):
        if place and (one.best is None or one.best.value != former):
            rank = place + 1
        former = None if one.best is None else one.best.value
        yield Candidate(
            rank=rank,
            worker=columns.workers.ids[int(asked.pairs.worker[one.pair])],
            demand=columns.demands.ids[int(columns.job_demand[asked.pairs.job[one.pair]])],
            shifts=tuple(_shifts(asked, one.pair)),
            effects=tuple(_effects(solution, asked, one)),
            moves=tuple(_moves(asked, one)),
            fewest=one.fewest,
            planned=one.best is not None,
            scenario_digest=solution.scenario_digest,
            rests_on=basis(one.exact),
        )


def _effects(solution: Solution, asked: Asked, one: ForcedPair) -> Iterator[TierEffect]:
    for number, (tier, now) in enumerate(zip(solution.tiers, asked.values, strict=True)):
        if one.best is None:
            by_prices = asked.tiers[number].of(one.pair) >= one.least[number]
            yield _effect(tier, now, None, one.least[number], "certificate" if by_prices else "solver")
        else:
            yield _effect(tier, now, one.best.value[number], *one.best.bounds[number])


def _effect(tier: TierResult, now: int, value: int | None, bound: Steps, proof: Grounds) -> TierEffect:
    least = None if bound == -math.inf else int(bound)
    return TierEffect(
        term=tier.term,
        unit=tier.unit,
        value=None if value is None else value / tier.per_unit,
        bound=None if least is None else least / tier.per_unit,
        change=None if value is None else (value - now) / tier.per_unit,
        least_change=None if least is None else (least - now) / tier.per_unit,
        proof=None if least is None else proof,
    )


def _moves(asked: Asked, one: ForcedPair) -> Iterator[Move]:
    """What the plan changes besides, person by person in the order of ids."""
    if one.best is None:
        return
    workers, pairs = asked.pairs.columns.workers.ids, asked.pairs
    changed: dict[str, tuple[list[str], list[str]]] = {}
    for side, which in enumerate((one.best.chosen, one.best.dropped)):
        for pair in which.tolist():
            if pair != one.pair:
                changed.setdefault(workers[int(pairs.worker[pair])], ([], []))[side].extend(_shifts(asked, pair))
    for worker, (gained, lost) in sorted(changed.items()):
        yield Move(worker=worker, gained=tuple(sorted(gained)), lost=tuple(sorted(lost)))
