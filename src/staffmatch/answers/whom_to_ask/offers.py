"""offers(): whom to ask for the empty seats of a plan, in which order, and how many at once."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from itertools import islice
from numbers import Real as AnyReal
from typing import Annotated, Any

import numpy as np
from pydantic import Field

from staffmatch.answers import refusals
from staffmatch.answers.options import require_whole, unknown_pair
from staffmatch.answers.shown import table_html
from staffmatch.answers.whom_to_ask.acceptance import UNKNOWN, Probabilities, key_of, probabilities_of
from staffmatch.answers.whom_to_ask.askable import Askable
from staffmatch.answers.whom_to_ask.asking import Walk, Waves, walk
from staffmatch.answers.whom_to_ask.asking_bound import linear_bound
from staffmatch.arrays import Int, Real
from staffmatch.errors import IS, InputError, bad_option, require_type
from staffmatch.explain.answer import Answer, basis
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Scenario
from staffmatch.records.field_types import Count, DemandId, Figure, Long, Record, ShiftId, WorkerId
from staffmatch.result.solution import Solution

COLUMNS = ("rank", "worker", "shift", "probability", "wave", "sent", "gain_hours")
# Hours below which two expectations are told as the same: double precision is better than that.
_SAME = 1e-6

_NOBODY = Sentence("offers.nobody", "Nobody can be asked for an empty seat.")
_SUMMARY = Sentence(
    "offers.summary",
    "{before:amount} h are uncovered, times priority; with {n:count} message, {after:number} h are expected to be.",
    "{before:amount} h are uncovered, times priority; with {n:count} messages, {after:number} h are expected to be.",
)
_BEST = Sentence("offers.best", "No other way of asking one after another is expected to leave less.")
_BOUND = Sentence("offers.bound", "No way of asking one after another is expected to leave less than {bound:number} h.")
_FIRST = Sentence("offers.first", "Ask now: {offers:and}.")
_OFFER = Sentence("offers.offer", "{worker:worker} for {shifts:and-shift} ({percent:number} %)")
_THEN = Sentence(
    "offers.then",
    "After the answers {n:count} other follows in this order, unless the seat is taken.",
    "After the answers {n:count} others follow in this order, without seats that are taken.",
)
_CREWS = Sentence(
    "offers.crews",
    "Shift {shifts:and-shift} needs more people at once than one, and nobody is asked for it.",
    "Shifts {shifts:and-shift} need more people at once than one, and nobody is asked for them.",
)

_Chance = Annotated[Figure, Field(ge=0, le=1)]


class Offer(Record):
    """Somebody to ask for an empty seat: for all ``shifts`` of a demand that wants the same person throughout.

    ``sent`` is the probability that the message goes out, for seats are taken and messages end; ``gain`` how many
    uncovered hours, times priority, it is expected to fill. ``wave`` is the earliest in which it is sent: the first at
    once, the others after the answers.

    >>> [(offer.worker, offer.shifts) for offer in sm.offers(solution, contacts=2)]
    [('cem', ('mon',)), ('cem', ('tue',))]
    """

    worker: WorkerId
    demand: DemandId
    shifts: Annotated[tuple[ShiftId, ...], Field(min_length=1)]
    probability: _Chance
    wave: Count
    sent: _Chance
    gain: Figure

    @property
    def shift(self) -> str:
        """The first of the shifts."""
        return self.shifts[0]

    @property
    def message(self) -> Message:
        """Whom to ask for which shifts, and how likely they accept."""
        percent = round(100 * self.probability, 1)
        return _OFFER(worker=self.worker, shifts=self.shifts, percent=percent)


class Offers(Answer):
    """Whom to ask in which order: looped over and indexed like a tuple of offers.

    At most ``contacts`` messages are sent, down the list, without jobs whose seats are taken. ``before`` are the
    uncovered hours of the plan, times priority, ``after`` those expected; no way of asking is expected to leave less
    than ``bound``. ``crews`` are shifts for which nobody is asked since they need several people at once.

    >>> found = sm.offers(solution, contacts=2)
    >>> found.text.partition(". ")[0]
    '16 h are uncovered, times priority; with 2 messages, 8 h are expected to be'
    """

    contacts: Annotated[Long, Field(ge=0)]
    at_once: Count | None
    overbooking: _Chance
    offers: tuple[Offer, ...]
    before: Figure
    after: Figure
    bound: Figure
    crews: tuple[ShiftId, ...]

    def __len__(self) -> int:
        return len(self.offers)

    def __getitem__(self, place: int) -> Offer:
        return self.offers[place]

    def __iter__(self) -> Iterator[Offer]:  # type: ignore[override]
        return iter(self.offers)

    @property
    def now(self) -> tuple[Offer, ...]:
        """Those that are sent at once, before any answer."""
        return tuple(offer for offer in self.offers if offer.wave == 1)

    def messages(self) -> Iterator[Message]:
        if self.offers:
            yield _SUMMARY(before=self.before, n=self.contacts, after=self.after)
            yield _BEST() if self.rests_on == "exact" else _BOUND(bound=_below(self.bound))
            yield _FIRST(offers=tuple(offer.message for offer in self.now))
            if later := len(self.offers) - len(self.now):
                yield _THEN(n=later)
        else:
            yield _NOBODY()
        if self.crews:
            yield _CREWS(shifts=self.crews, n=len(self.crews))

    def to_frame(self, backend: str | None = None) -> Any:
        """A row for each offer and shift, in order, as a data frame of pandas, polars or pyarrow."""
        from staffmatch.io.tables import frame_of

        return frame_of(COLUMNS, list(self._rows()), backend)

    def _rows(self) -> Iterator[tuple[Any, ...]]:
        for rank, offer in enumerate(self.offers, 1):
            for shift in offer.shifts:
                yield (rank, offer.worker, shift, offer.probability, offer.wave, offer.sent, offer.gain)

    def _repr_html_(self) -> str:
        return table_html(self.shown, COLUMNS, self._rows())


def offers(
    solution: Solution,
    *,
    contacts: int,
    probabilities: Probabilities | Any | None = None,
    at_once: int | None = None,
    overbooking: float = 0.0,
    asked: Collection[tuple[str, str]] = (),
) -> Offers:
    """Whom to ask for the empty seats by at most so many messages (``contacts``), in which order, so that the least
    hours are expected to stay uncovered.

    May be asked who is eligible but for a consent that is not answered yet, and could be added to the plan as it is;
    who declined, withdrew or is in ``asked``, as (worker, shift), is not. Everybody else keeps their shifts. Nobody is
    asked for a shift that begins before the ``freeze_before`` of a `replan` that made the plan.

    ``probabilities`` of acceptance are a mapping of (worker, shift), a function of both ids, a data frame with columns
    ``worker``, ``shift`` and ``probability``, or an `Acceptance`, whose defaults are assumptions. Pairs of which
    nothing is given are not asked. Answers are taken to be independent of each other.

    One person at a time is asked for each empty seat. ``overbooking`` is the probability, in each wave of a shift, with
    which more may accept than have a seat: above 0 more are asked at once, at most ``at_once`` for a seat.

    The bound is that of all ways of asking one after another, each message depending on the answers before: the better
    of one in which people could be asked for seats that exclude each other (`whom_to_ask.asking`) and one of means
    (`whom_to_ask.asking_bound`). The list reaches it unless people are wanted for several seats, or a row of several
    people is tight, or several are asked at once for a seat. All is computed in double precision.

    Raises InputError where an option makes no sense, for unknown ids and what is no probability, and where the solution
    has no plan or no scenario.

    >>> found = sm.offers(solution, contacts=1)
    >>> [(offer.worker, offer.probability) for offer in found.now]
    [('cem', 0.5)]
    """
    require_type(solution, Solution)
    solution.require_plan()
    require_whole("contacts", contacts, 0)
    if at_once is not None:
        require_whole("at_once", at_once, 1)
    number = isinstance(overbooking, AnyReal) and not isinstance(overbooking, bool)
    if not (number and 0 <= overbooking <= 1):
        raise bad_option("overbooking", IS(value=repr(overbooking)), refusals.OVERBOOKING_ADVICE())
    found = Askable.of(solution, _asked(solution.scenario, asked))
    chance = probabilities_of(found.pairs.take(found.which), probabilities)
    return _Asking(found, chance, contacts, Waves(at_once, float(overbooking))).answer().named(solution.scenario)


def _asked(scenario: Scenario, asked: Collection[tuple[str, str]]) -> Collection[tuple[str, str]]:
    if isinstance(asked, str):
        raise bad_option("asked", f"is the text {asked!r}.", "Give pairs (worker, shift) of ids.")
    keys = (key_of("asked", pair) for pair in asked)
    if issues := [issue for key in keys for issue in unknown_pair(scenario, "asked", key, UNKNOWN)]:
        raise InputError(issues)
    return asked


class _Asking:
    """The askable pairs by falling expected hours, and the list that is made of them."""

    def __init__(self, found: Askable, chance: Real, contacts: int, waves: Waves) -> None:
        columns = found.pairs.columns
        self._found, self._contacts, self._waves = found, contacts, waves
        job = found.pairs.job[found.which]
        hours = columns.demands.priority[columns.job_demand] * columns.job_minutes / 60
        self._hours = hours
        # Pairs are in the order of ids, which decides where expected hours are the same.
        order = np.argsort(-hours[job] * chance, kind="stable")
        order = order[chance[order] > 0]
        self._pair, self._job, self._chance = found.which[order], job[order], chance[order]

    def answer(self) -> Offers:
        # Nobody is asked later than as the last of so many for the same job.
        first = _places(self._job) < self._contacts
        best = self._walked(np.flatnonzero(first), Waves())
        rank = dict(zip(self._pair.tolist(), range(len(self._pair)), strict=True))
        kept = islice(self._found.together(self._pair[first]), int(best.kept.max(initial=-1)) + 1)
        listed = np.array([rank[pair] for pair in kept], np.int64)
        told = self._walked(listed, self._waves)
        listed = listed[told.kept]
        columns, missing = self._found.pairs.columns, self._found.empty
        before = float(missing @ self._hours)
        after, most = max(0.0, before - told.hours), best.hours + best.rest
        if before - most < after - _SAME:
            hours = self._hours[self._job]
            most = min(most, linear_bound(self._found, self._pair, self._chance, hours, self._contacts))
        bound = max(0.0, before - most)
        return Offers(
            rests_on=basis(after - bound <= _SAME),
            contacts=self._contacts,
            at_once=self._waves.at_once,
            overbooking=self._waves.overbooking,
            offers=tuple(self._offers(listed, told)),
            before=before,
            after=after,
            bound=min(bound, after),
            crews=tuple(
                columns.shift_ids[shift] for job in self._found.crews.tolist() for shift in columns.job_shifts[job]
            ),
        )

    def _walked(self, listed: Int, waves: Waves) -> Walk:
        jobs, number = np.unique(self._job[listed], return_inverse=True)
        hours = self._hours[self._job[listed]]
        return walk(number, self._chance[listed], hours, self._found.empty[jobs], self._contacts, waves)

    def _offers(self, listed: Int, told: Walk) -> Iterator[Offer]:
        columns = self._found.pairs.columns
        for place, rank in enumerate(listed.tolist()):
            job = int(self._job[rank])
            yield Offer(
                worker=columns.workers.ids[int(self._found.pairs.worker[self._pair[rank]])],
                demand=columns.demands.ids[int(columns.job_demand[job])],
                shifts=tuple(columns.shift_ids[shift] for shift in columns.job_shifts[job].tolist()),
                probability=float(self._chance[rank]),
                wave=int(told.wave[place]),
                sent=min(1.0, float(told.sent[place])),
                gain=float(told.gain[place]),
            )


def _places(label: Int) -> Int:
    """How many equal labels stand before each."""
    order = np.argsort(label, kind="stable")
    start = np.searchsorted(label[order], label[order], side="left")
    found = np.empty(len(label), np.int64)
    found[order] = np.arange(len(label)) - start
    return found


def _below(hours: float) -> float:
    """The greatest number of three digits, or of two decimals, that is not above these hours."""
    step = 10.0 ** max(-2, len(str(int(hours))) - 3)
    return math.floor(hours / step) * step
