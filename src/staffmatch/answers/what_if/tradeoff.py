"""tradeoff(): what one term costs in terms of another, by exact points of the Pareto frontier."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import PrivateAttr

from staffmatch.answers import refusals
from staffmatch.answers.options import Clock, require_choice, require_whole
from staffmatch.answers.shown import table_html
from staffmatch.answers.what_if.frontier import Frontier, Point
from staffmatch.engine.state.control import Control, available_threads
from staffmatch.errors import IS, InputError, InputIssue, bad_option, require_type
from staffmatch.explain.answer import Answer, basis
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Scenario
from staffmatch.records.accessors import tiers_in_full, tiers_within
from staffmatch.records.bases import TERMS, Term
from staffmatch.records.field_types import Flag, Record
from staffmatch.result.contents import TierResult
from staffmatch.result.solution import Solution

COLUMNS = ("first", "second", "second_bound", "cap", "proven", "proof", "assignments")

_BETWEEN = Sentence(
    "tradeoff.between",
    "From {low:number} {unit:unit} of {term:term}, with {dear:number} {other_unit:unit} of {other:term}, to "
    "{high:number} {unit:unit}, with {cheap:number} {other_unit:unit}: {n:count} point of the frontier.",
    "From {low:number} {unit:unit} of {term:term}, with {dear:number} {other_unit:unit} of {other:term}, to "
    "{high:number} {unit:unit}, with {cheap:number} {other_unit:unit}: {n:count} points of the frontier.",
)
_WHOLE = Sentence("tradeoff.whole", "There are no others.")
_PARTLY = Sentence("tradeoff.partly", "There may be others between them.")
_OPEN = Sentence("tradeoff.open", "Time ended before all was proven: there may be others, beyond these ends as well.")
_UNPROVEN = Sentence(
    "tradeoff.unproven",
    "{n:count} point is not proven: a plan, with a bound on what could be better.",
    "{n:count} points are not proven: plans, with bounds on what could be better.",
)
_POINT = Sentence("tradeoff.point", "{first:number} {unit:unit}: {second:number} {other_unit:unit}.")
_POINT_BOUND = Sentence(
    "tradeoff.point_bound",
    "{first:number} {unit:unit}: {second:number} {other_unit:unit} (proven: at least {bound:floor}).",
)


class TradeoffPoint(Record):
    """A plan on the frontier: the values of both terms, in their units.

    No plan with no more than ``cap`` of the first term has less of the second than ``second_bound``. ``proven``: no
    other plan is better in one of them and no worse in the other. ``proof`` is "certificate" where that needs no
    solver's word, else "solver".

    >>> answer = sm.tradeoff(scenario, "uncovered_hours", "cost", points=3)
    >>> [(point.first.value, point.second.value) for point in answer.points]
    [(16.0, 352.0), (32.0, 128.0), (48.0, 0.0)]
    """

    first: TierResult
    second: TierResult
    cap: float
    second_bound: float | None
    proven: Flag
    proof: str | None
    assignments: int


class Tradeoff(Answer):
    """Points of the Pareto frontier of two terms, from the least of the first to the least of the second.

    ``complete``: these are all points that there are. ``held`` are the tiers in front, which every point has at their
    best.

    >>> answer = sm.tradeoff(scenario, "uncovered_hours", "cost", points=5)
    >>> answer.complete, len(answer.solutions)
    (True, 5)
    """

    points: tuple[TradeoffPoint, ...]
    complete: Flag
    held: tuple[TierResult, ...] = ()
    _solutions: tuple[Solution, ...] = PrivateAttr(default=())

    @property
    def solutions(self) -> tuple[Solution, ...]:
        """The verified plan of each point, of the scenario with the two terms as its last tiers; see `evaluate`."""
        return self._solutions

    def messages(self) -> Iterator[Message]:
        low, high = self.points[0], self.points[-1]
        first, second = low.first, low.second
        yield _BETWEEN(
            low=first.value,
            dear=second.value,
            high=high.first.value,
            cheap=high.second.value,
            term=first.term,
            unit=first.unit,
            other=second.term,
            other_unit=second.unit,
            n=len(self.points),
        )
        yield (_WHOLE if self.complete else _PARTLY if self.rests_on == "exact" else _OPEN)()
        if unproven := sum(not point.proven for point in self.points):
            yield _UNPROVEN(n=unproven)
        for point in self.points:
            bounded = point.second_bound is not None and point.second_bound < point.second.value
            told = (_POINT_BOUND if bounded else _POINT)(
                first=point.first.value, unit=first.unit, second=point.second.value, other_unit=second.unit
            )
            yield told.given(bound=point.second_bound) if bounded else told

    def to_frame(self, backend: str | None = None) -> Any:
        """A row for each point, as a data frame of pandas, polars or pyarrow."""
        from staffmatch.io.tables import frame_of

        return frame_of(COLUMNS, self._rows(), backend)

    def _rows(self) -> list[tuple[Any, ...]]:
        return [
            (p.first.value, p.second.value, p.second_bound, p.cap, p.proven, p.proof, p.assignments)
            for p in self.points
        ]

    def _repr_html_(self) -> str:
        first, second = self.points[0].first, self.points[0].second
        named = (f"{first.term} ({first.unit})", f"{second.term} ({second.unit})", *COLUMNS[2:])
        return table_html(self.text, named, self._rows())


def tradeoff(
    scenario: Scenario,
    first: str | Term,
    second: str | Term,
    *,
    points: int = 8,
    after_tiers: int | None = None,
    time_limit: float | None = None,
    threads: int | None = None,
    seed: int = 0,
) -> Tradeoff:
    """Points of the Pareto frontier of two terms, unsupported ones among them, each a plan with a bound.

    By the epsilon constraint (Haimes, Lasdon and Wismer 1971), lexicographically: for caps on the first term, spaced
    evenly between the two lexicographic extremes, the least of the second, and the least of the first with that much of
    the second, so that no point is dominated. Caps that find nothing new give way to others between the points that are
    farthest apart, until there are ``points`` or it is proven that there are no others.

    Terms are given as kinds or as they are. The first ``after_tiers`` tiers of the scenario are held at their best; by
    default those in front of the tier that has either term, or the first one where none has. ``time_limit`` is for
    all of it: points that it leaves unproven say so.

    Raises InputError if a term or an option makes no sense, or there is no plan.

    >>> answer = sm.tradeoff(scenario, "uncovered_hours", "cost", points=3, time_limit=10)
    >>> [(point.first.value, point.second.value) for point in answer.points]
    [(16.0, 352.0), (32.0, 128.0), (48.0, 0.0)]
    """
    require_type(scenario, Scenario)
    require_whole("points", points, 2)
    Control(time_limit, threads=available_threads() if threads is None else threads, seed=seed)
    terms = _term("first", first), _term("second", second)
    if terms[0] == terms[1]:
        raise bad_option("second", refusals.SAME_TERM(), refusals.SAME_TERM_ADVICE())
    for path, term in zip(("first", "second"), terms, strict=True):
        if term.run(scenario) is not None:
            raise bad_option(path, refusals.RUN_OF_TIERS(), refusals.RUN_OF_TIERS_ADVICE())
    held = tiers_in_full(scenario)[: _held(scenario, terms, after_tiers)]
    clock = Clock(time_limit)
    with clock.listening():
        frontier = Frontier(scenario, held, *terms, clock, {"threads": threads, "seed": seed})
        found, complete = frontier.points(points)
    answer = Tradeoff(
        rests_on=basis(frontier.proven),
        points=tuple(_told(point, len(held)) for point in found),
        complete=complete,
        held=found[0].solution.tiers[: len(held)],
    )
    answer._solutions = tuple(point.shown for point in found)
    return answer


def _term(path: str, given: str | Term) -> Term:
    """A term of a kind, with what it has by default."""
    if isinstance(given, Term):
        return given
    require_choice(path, given, tuple(TERMS.classes))
    try:
        return TERMS.classes[given].model_validate({"kind": given})
    except InputError as error:
        advice = refusals.TERM_NEEDS_MORE_ADVICE(name=TERMS.classes[given].__name__)
        text = refusals.TERM_NEEDS_MORE(term=given)
        raise InputError([InputIssue("bad_option", path, text, advice)]) from error


def _held(scenario: Scenario, terms: Sequence[Term], after_tiers: int | None) -> int:
    """How many tiers stand in front of the two terms."""
    if after_tiers is None:
        kinds = {term.kind for term in terms}
        having = (place for place, tier in enumerate(scenario.tiers) if kinds & {term.kind for term in tier})
        return tiers_within(scenario, next(having, 1))
    require_whole("after_tiers", after_tiers, 0)
    if after_tiers > (count := len(scenario.tiers)):
        raise bad_option("after_tiers", IS(value=str(after_tiers)), refusals.TIERS_ADVICE(tiers=count))
    return tiers_within(scenario, after_tiers)


def _told(point: Point, held: int) -> TradeoffPoint:
    first, second = point.shown.tiers[held], point.shown.tiers[held + 1]
    return TradeoffPoint(
        first=first,
        second=second,
        cap=point.cap / first.per_unit,
        second_bound=None if point.bound is None else point.bound / second.per_unit,
        proven=point.proven,
        proof=point.proof,
        assignments=len(point.solution.assignments),
    )
