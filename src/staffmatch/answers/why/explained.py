"""What explain() tells: a seat, a person, or both together."""

from __future__ import annotations

from collections.abc import Iterator

from staffmatch.answers.resolving import Loss
from staffmatch.answers.why.fixes import Fix
from staffmatch.answers.why.witness import Witness
from staffmatch.explain.answer import Answer
from staffmatch.explain.funnel import FunnelStep, HeldPerson
from staffmatch.explain.granted_wishes import WishOutcome
from staffmatch.messages.message import Message, Sentence
from staffmatch.records.field_types import Count, DemandId, Record, ShiftId, WorkerId

# People whom a text names.
MOST_NAMED = 5

_EMPTY = Sentence(
    "explain.empty",
    "{missing:count} of {n:count} seat of {shift:shift} is empty.",
    "{missing:count} of {n:count} seats of {shift:shift} are empty.",
)
_FILLED = Sentence("explain.filled", "{shift:shift} is filled by {people:and-worker}.")
_WITHOUT = Sentence("explain.without", "Without {worker:worker} there {loss}.")
_ELIGIBLE = Sentence("explain.eligible", "{n:count} person is eligible.", "{n:count} people are eligible.")
_MORE_HELD = Sentence(
    "explain.more_held", "{n:count} other is held back as well.", "{n:count} others are held back as well."
)
_NO_FIX = Sentence("explain.no_fix", "No change that was tried fills it.")
_TIME = Sentence("explain.time", "Time ran out before everything was tried.")
_HAS = Sentence("explain.has", "{worker:worker} has {shifts:and-shift}.")
_IDLE = Sentence("explain.idle", "{worker:worker} has no shift in the plan.")
_RULE_OUT = Sentence(
    "explain.rule_out", "The rule {rule:id} excludes {n:count} shift.", "The rule {rule:id} excludes {n:count} shifts."
)
_OPEN = Sentence("explain.open", "{n:count} shift is left.", "{n:count} shifts are left.")
_TAKEN = Sentence("explain.taken", "{n:count} of them is filled by others.", "{n:count} of them are filled by others.")
_WORTH = Sentence("explain.worth", "Without {worker:worker} {loss}.")
_CHEAPEST = Sentence("explain.cheapest", "The cheapest use of {worker:worker} is {shifts:and-shift}; with it {loss}.")
_FORBIDDEN = Sentence("explain.forbidden", "{worker:worker} cannot have {shift:shift}: {why}")
_PLANNED = Sentence("explain.planned", "{worker:worker} has {shift:shift}; without that {loss}.")
_COULD = Sentence("explain.could", "{worker:worker} is eligible for {shift:shift}; with it {loss}.")
_BESIDE = Sentence("explain.beside", "In the plan as it is: {why}")
_BESIDE_WITH = Sentence("explain.beside_with", "With {shift:shift} as well, in the plan as it is: {why}")
_NEVER = Sentence(
    "explain.never", "{worker:worker} is eligible for {shift:shift}, but no plan with it keeps all rules and pins."
)
_UNKNOWN = Sentence(
    "explain.unknown", "{worker:worker} is eligible for {shift:shift}; no plan with it was found in time."
)
_NEEDED = Sentence("explain.needed", "{worker:worker} has {shift:shift}, and no plan without that keeps the pins.")
_UNKNOWN_WITHOUT = Sentence(
    "explain.unknown_without", "{worker:worker} has {shift:shift}; no plan without that was found in time."
)


class PersonLoss(Record):
    """What the best plan loses without a person on a shift; None where no plan without them keeps the pins: proven.

    >>> [(one.worker, one.loss.change) for one in solution.explain(shift="late").without]
    [('ana', 128.0)]
    """

    worker: WorkerId
    loss: Loss | None


class CheapestUse(Record):
    """The shifts of the job that costs least for somebody idle, and what the best plan loses with it.

    >>> agreed = [one.replace(consent="accepted") for one in people]
    >>> found = sm.solve(scenario.replace(workers=agreed, demands=[ward.replace(headcount=1)]))
    >>> found.explain(worker="ana").cheapest.loss.change
    24.0
    """

    shifts: tuple[ShiftId, ...]
    loss: Loss


class ShiftExplanation(Answer):
    """Why seats of a shift are empty, or who fills them.

    ``funnel`` and ``eligible`` are recounted for everybody, ``held`` for those who are eligible and not there.
    ``full`` is what keeps all of them who have time, in short. Of a shift with empty seats there may be a ``witness``,
    and ``fixes``; of a filled one, ``without`` says what the next best would cost. ``complete`` is false where time
    ended it.

    >>> why = solution.explain(shift="mon")
    >>> why.eligible, why.filled_by
    (('ana', 'ben'), ('ben',))
    """

    shift: ShiftId
    demand: DemandId
    headcount: Count
    filled_by: tuple[WorkerId, ...]
    funnel: tuple[FunnelStep, ...]
    eligible: tuple[WorkerId, ...]
    held: tuple[HeldPerson, ...]
    full: Message | None = None
    witness: Witness | None = None
    fixes: tuple[Fix, ...] = ()
    without: tuple[PersonLoss, ...] = ()
    complete: bool = True

    @property
    def missing(self) -> int:
        """Empty seats."""
        return max(0, self.headcount - len(self.filled_by))

    def messages(self) -> Iterator[Message]:
        if self.missing:
            yield _EMPTY(missing=self.missing, n=self.headcount, shift=self.shift)
            for step in self.funnel:
                yield from step.messages()
            yield from self._holding()
            for fix in self.fixes:
                yield from fix.messages()
            if not self.fixes and self.complete:
                yield _NO_FIX()
        else:
            yield _FILLED(shift=self.shift, people=self.filled_by)
            for one in self.without:
                if one.loss is None:
                    yield _NEEDED(worker=one.worker, shift=self.shift)
                else:
                    yield _WITHOUT(worker=one.worker, loss=one.loss.message())
        if not self.complete:
            yield _TIME()

    def _repr_html_(self) -> str:
        from staffmatch.reports.notebook import shift_html

        return shift_html(self)

    def _holding(self) -> Iterator[Message]:
        yield _ELIGIBLE(n=len(self.eligible))
        if self.full is not None:
            yield self.full
        else:
            for person in self.held[:MOST_NAMED]:
                yield person.message()
            if len(self.held) > MOST_NAMED:
                yield _MORE_HELD(n=len(self.held) - MOST_NAMED)
        if self.witness is not None:
            yield from self.witness.messages()


class WorkerExplanation(Answer):
    """Where a person is in the plan, or why nowhere.

    ``excluded`` counts the shifts that each rule takes out, in order; of those that are left (``eligible``),
    ``taken`` are filled by others, and ``held`` says what keeps the person from empty seats. ``wishes`` says which of
    the person's wishes are granted. ``without`` is what the best plan loses without the person, ``cheapest`` the use
    that costs least of one who is idle; None where time ended before a plan was found.

    >>> print(solution.explain(worker="ben").text)
    'ben' has 'mon' and 'tue'. Without 'ben' the best plan has 16 h more of uncovered hours.
    """

    worker: WorkerId
    shifts: tuple[ShiftId, ...]
    excluded: tuple[tuple[str, Count], ...]
    eligible: tuple[ShiftId, ...]
    taken: tuple[ShiftId, ...]
    held: tuple[HeldPerson, ...]
    wishes: tuple[WishOutcome, ...] = ()
    without: Loss | None = None
    cheapest: CheapestUse | None = None

    def messages(self) -> Iterator[Message]:
        yield _HAS(worker=self.worker, shifts=self.shifts) if self.shifts else _IDLE(worker=self.worker)
        for wish in self.wishes:
            yield wish.message()
        if self.without is not None:
            yield _WORTH(worker=self.worker, loss=self.without.message())
        if not self.shifts:
            for rule, n in self.excluded:
                yield _RULE_OUT(rule=rule, n=n)
            yield _OPEN(n=len(self.eligible))
            if self.taken:
                yield _TAKEN(n=len(self.taken))
            for one in self.held[:MOST_NAMED]:
                yield one.message()
            if self.cheapest is not None:
                yield _CHEAPEST(worker=self.worker, shifts=self.cheapest.shifts, loss=self.cheapest.loss.message())

    def _repr_html_(self) -> str:
        from staffmatch.reports.notebook import worker_html

        return worker_html(self)


class PairExplanation(Answer):
    """A person and a shift: every rule that forbids it, or what the best plan loses with it (or without, if planned).

    ``planned``: it is in the plan. ``beside`` says what holds the person beside the plan as it is. ``chains`` tell, for
    each skill that they lack and come to, by which skills and trainings: those that the plan has them take, or if the
    pair is not planned any in time. ``loss`` is None
    where the pair is forbidden, or where no plan has it, or does without it if planned (``impossible``: proven).

    >>> print(solution.explain(worker="cem", shift="mon").text)
    'cem' cannot have 'mon': Worker 'cem' has shift 'mon' but their consent is 'offered'.
    """

    worker: WorkerId
    shift: ShiftId
    planned: bool
    rules: tuple[str, ...]
    forbidden: tuple[Message, ...]
    beside: HeldPerson | None = None
    chains: tuple[Message, ...] = ()
    loss: Loss | None = None
    impossible: bool = False

    def messages(self) -> Iterator[Message]:
        named = {"worker": self.worker, "shift": self.shift}
        if self.forbidden:
            yield _FORBIDDEN(why=self.forbidden[0], **named)
            yield from self.forbidden[1:]
        elif self.loss is None:
            never, unknown = (_NEEDED, _UNKNOWN_WITHOUT) if self.planned else (_NEVER, _UNKNOWN)
            yield (never if self.impossible else unknown)(**named)
        else:
            yield (_PLANNED if self.planned else _COULD)(loss=self.loss.message(), **named)
        yield from self.chains
        if self.beside is not None and (self.beside.reasons or self.beside.shift):
            elsewhere = self.beside.shift is not None
            yield (
                _BESIDE(why=self.beside.message())
                if elsewhere
                else _BESIDE_WITH(shift=self.shift, why=self.beside.reasons[0])
            )
