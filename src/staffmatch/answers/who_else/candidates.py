"""Candidates as they are told: what the best plan with each does to the tiers, and who moves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import overload

from staffmatch.answers import refusals
from staffmatch.answers.amounts import LESS, MORE, MORE_WITHIN
from staffmatch.answers.who_else.bounds import Grounds
from staffmatch.domain.plan import Plan
from staffmatch.errors import InputError, InputIssue
from staffmatch.explain.answer import Answer
from staffmatch.messages.message import Message, Sentence
from staffmatch.records.field_types import Count, DemandId, Figure, Record, ShiftId, WorkerId
from staffmatch.result.solution import Solution
from staffmatch.solver import evaluate

_EMPTY = Sentence(
    "recommend.empty",
    "Shift {shift:shift} has {n:count} empty seat.",
    "Shift {shift:shift} has {n:count} empty seats.",
)
_FILLED = Sentence(
    "recommend.filled",
    "Shift {shift:shift} is filled by {holders:and-worker}; anybody else would have that seat instead.",
    "Shift {shift:shift} is filled by {holders:and-worker}; anybody else would have the seat of one of them.",
)
_PEOPLE = Sentence("recommend.people", "{n:count} other person could have it.", "{n:count} other people could have it.")
_WORKER = Sentence(
    "recommend.worker",
    "Worker {worker:worker} could have {n:count} other shift.",
    "Worker {worker:worker} could have {n:count} other shifts.",
)
_PROVEN = Sentence("recommend.proven", "The order is proven.")
_OPEN = Sentence("recommend.open", "The order is not proven: there may be better plans, within the bounds.")
_TIME = Sentence("recommend.time", "Time ran out: there may be better plans, within the bounds.")
_CANDIDATE = Sentence("recommend.candidate", "{rank:count}. {worker:worker} has {shifts:and-shift}: {effects:and}.")
_UNPLANNED = Sentence(
    "recommend.unplanned", "{rank:count}. {worker:worker} could have {shifts:and-shift}: {effects:and}."
)
_SAME = Sentence("recommend.same", "no tier gets worse")
_NOTHING = Sentence("recommend.nothing", "no plan was looked for, and no bound says what it costs")
_AT_MOST = Sentence("recommend.at_most", "at most {most:ceil} {unit:unit} more of {term:term}")
_AT_LEAST = Sentence("recommend.at_least", "at least {least:floor} {unit:unit} more of {term:term}")
_MOVES = Sentence("recommend.moves", "{worker:worker} moves from {lost:and-shift} to {gained:and-shift}.")
_GAINS = Sentence("recommend.gains", "{worker:worker} takes {gained:and-shift}.")
_LOSES = Sentence("recommend.loses", "{worker:worker} gives up {lost:and-shift}.")
_FEWEST = Sentence(
    "recommend.fewest", "By a solver's word, no plan as good with {worker:worker} changes fewer assignments."
)
_PERHAPS_FEWER = Sentence("recommend.perhaps_fewer", "There may be a plan as good that changes fewer assignments.")


class TierEffect(Record):
    """What a choice does to one tier: ``value`` of the best plan that is known with it, and ``bound``, below which
    there is none among plans no worse in the earlier tiers; ``change`` and ``least_change`` against the plan now.

    ``proof`` says what the bound rests on: the solution's certificate, in integers, or the word of a solver. What is
    not known is None.

    >>> [(one.term, one.change, one.unit) for one in solution.recommend(shift="mon", k=1)[0].effects]
    [('uncovered_hours', 0.0, 'h'), ('cost', 128.0, 'EUR')]
    """

    term: str
    unit: str
    value: Figure | None
    bound: Figure | None
    change: Figure | None
    least_change: Figure | None
    proof: Grounds | None

    @property
    def exact(self) -> bool:
        """Whether the value is proven to be the best with this candidate."""
        return self.value is not None and self.value == self.bound

    def message(self) -> Message | None:
        """What it changes, in words; None if that is nothing, for certain, or nothing is known."""
        named = {"term": self.term, "unit": self.unit}
        if self.change is None:
            return None if self.least_change is None else _AT_LEAST(**named, least=self.least_change)
        if self.exact or self.change < 0:
            if self.change == 0:
                return None
            return (MORE if self.change > 0 else LESS)(**named, amount=abs(self.change))
        if self.least_change is None:
            return _AT_MOST(**named, most=self.change)
        return MORE_WITHIN(**named, least=self.least_change, most=self.change)


class Move(Record):
    """The shifts that somebody has and has no more in another plan.

    >>> [(move.worker, move.gained, move.lost) for move in solution.recommend(shift="mon", k=1)[0].moves]
    [('ana', ('tue',), ('late',))]
    """

    worker: WorkerId
    gained: tuple[ShiftId, ...]
    lost: tuple[ShiftId, ...]

    def message(self) -> Message:
        """Who gives up which shifts and gets which."""
        if self.gained and self.lost:
            return _MOVES(worker=self.worker, lost=self.lost, gained=self.gained)
        if self.gained:
            return _GAINS(worker=self.worker, gained=self.gained)
        return _LOSES(worker=self.worker, lost=self.lost)


class Candidate(Answer):
    """Somebody for a shift: the best plan that is known with it, tier by tier, and what else moves.

    ``shifts`` are all that come with it: a demand may want the same person throughout. Those of equal ``rank`` reach
    the same in every tier. ``exact``: no plan with it is better. ``fewest``: of the plans with it that are as good,
    none changes fewer assignments; known of exact ones where time is left. ``planned`` is false where time ended before
    there was a plan.

    >>> best = solution.recommend(shift="mon", k=1)[0]
    >>> best.worker, best.rank
    ('ana', 1)
    """

    rank: Count
    worker: WorkerId
    demand: DemandId
    shifts: tuple[ShiftId, ...]
    effects: tuple[TierEffect, ...]
    moves: tuple[Move, ...]
    fewest: bool
    planned: bool
    scenario_digest: str

    def messages(self) -> Iterator[Message]:
        effects = tuple(message for effect in self.effects if (message := effect.message()) is not None)
        said, nothing = (_CANDIDATE, _SAME()) if self.planned else (_UNPLANNED, _NOTHING())
        yield said(rank=self.rank, worker=self.worker, shifts=self.shifts, effects=effects or (nothing,))
        yield from (move.message() for move in self.moves)
        if self.moves:
            yield _FEWEST(worker=self.worker) if self.fewest else _PERHAPS_FEWER()

    def applied(self, solution: Solution) -> Solution:
        """The plan with it as a verified solution of the same scenario, with those bounds that hold for it as well.

        InputError if it is of another solution, or no plan is known.
        """
        now = set(solution.plan)
        lost = {(move.worker, shift) for move in self.moves for shift in move.lost}
        gained = {(move.worker, shift) for move in self.moves for shift in move.gained}
        gained |= {(self.worker, shift) for shift in self.shifts}
        text, advice = refusals.OTHER_PLAN(worker=self.worker, shifts=self.shifts), refusals.OTHER_PLAN_ADVICE()
        other = InputError([InputIssue("other_solution", "candidate", text, advice, (self.worker,))])
        if solution.scenario_digest != self.scenario_digest or not lost <= now or gained & now:
            raise other
        if not self.planned:
            text = refusals.NO_PLAN_WITH(worker=self.worker, shift=self.shifts[0])
            advice = refusals.NO_PLAN_WITH_ADVICE()
            raise InputError([InputIssue("no_plan", "candidate", text, advice, (self.worker,))])
        after = evaluate(solution.scenario, Plan.of((now - lost) | gained), former=solution)
        if [tier.value for tier in after.tiers] != [effect.value for effect in self.effects]:
            # A plan that differs elsewhere, with which the candidate does not do what it is said to do.
            raise other
        return after


class Recommendation(Answer):
    """The candidates for a ``shift`` or a ``worker``, best first: it is indexed and looped over like a tuple of them.

    ``holders`` have the shift now, and ``holds`` the person; ``empty`` seats are left. ``possible`` counts all who
    could be chosen, ``impossible`` are those with whom there is no plan at all. ``exact``: everybody's plan is the best
    one, and nobody who is not listed comes before one who is. Where this is open, ``in_time`` says whether that is for
    another reason than time: so many assignments could change that what is left of a search was not begun, say.

    >>> [one.worker for one in solution.recommend(shift="mon", k=2)]
    ['ana']
    """

    shift: ShiftId | None
    worker: WorkerId | None
    holders: tuple[WorkerId, ...]
    holds: tuple[ShiftId, ...]
    empty: Count
    possible: Count
    impossible: tuple[WorkerId | ShiftId, ...]
    candidates: tuple[Candidate, ...]
    in_time: bool

    def __len__(self) -> int:
        return len(self.candidates)

    @overload
    def __getitem__(self, place: int) -> Candidate: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Candidate, ...]: ...
    def __getitem__(self, place: int | slice) -> Candidate | tuple[Candidate, ...]:
        return self.candidates[place]

    def __iter__(self) -> Iterator[Candidate]:  # type: ignore[override]
        return iter(self.candidates)

    def messages(self) -> Iterator[Message]:
        if self.shift is not None:
            if self.empty:
                yield _EMPTY(shift=self.shift, n=self.empty)
            else:
                yield _FILLED(shift=self.shift, holders=self.holders, n=len(self.holders))
            yield _PEOPLE(n=self.possible)
        else:
            yield _WORKER(worker=self.worker, n=self.possible)
        if self.candidates:
            yield _PROVEN() if self.rests_on == "exact" else _OPEN() if self.in_time else _TIME()
        for candidate in self.candidates:
            yield from candidate.messages()
