"""compare(): the best plans of several scenarios side by side."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from pydantic import PrivateAttr

from staffmatch.answers import refusals
from staffmatch.answers.options import Clock
from staffmatch.answers.shown import table_html
from staffmatch.answers.what_if.intervals import TierChange, changes
from staffmatch.domain.plan import Plan
from staffmatch.engine.state.control import Control, available_threads
from staffmatch.errors import InputError, bad_option, require_type
from staffmatch.explain.answer import Answer, basis
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Scenario
from staffmatch.records.field_types import Record
from staffmatch.result.contents import TierResult
from staffmatch.result.solution import Solution, Status
from staffmatch.solver import former_plan

if TYPE_CHECKING:
    from staffmatch.jobs import Job

# A process of its own takes about a second to start.
WORTH_A_PROCESS = 3.0
# Seconds after its time limit in which such a process may read the scenario, explain and verify; and between two looks.
GRACE, _PULSE = 30.0, 0.05

COLUMNS = ("scenario", "tier", "term", "unit", "value", "bound", "gap", "change", "least", "most", "verdict", "proof")

_PROVEN = Sentence("compare.proven", "{value:number} {unit:unit} of {term:term}")
_BOUNDED = Sentence("compare.bounded", "{value:number} {unit:unit} of {term:term} (proven: at least {bound:floor})")
_UNBOUNDED = Sentence("compare.unbounded", "{value:number} {unit:unit} of {term:term} (no bound known)")
_REACHED = Sentence("compare.reached", "{name:id} has {tiers:and}.")
_DIFFERS = Sentence("compare.differs", "{name:id} against {first:id}: {changes:and}.")
_OTHER_TIERS = Sentence(
    "compare.other_tiers",
    "From tier {number:count} on {name:id} has other aims than {first:id}: these are not compared.",
)
_NO_PLAN = Sentence("compare.no_plan", "{name:id} has no plan: its pins cannot all be kept.")
_NONE_FOUND = Sentence("compare.none_found", "For {name:id} no plan was found in time.")


class Case(Record):
    """One scenario of a comparison: what its best plan reaches, and how that differs from the first scenario's.

    >>> answer = sm.compare({"as is": scenario, "no nights": scenario.replace(demands=[ward])})
    >>> answer["no nights"].tiers[0].value
    0.0
    """

    name: str
    status: Status
    tiers: tuple[TierResult, ...]
    changes: tuple[TierChange, ...]
    assignments: int
    seconds: float


class Comparison(Answer):
    """Scenarios side by side, each against the first; where a difference is within the gaps, it says so.

    >>> answer = sm.compare({"as is": scenario, "no night": scenario.replace(demands=[ward])})
    >>> [case.name for case in answer.cases], answer["no night"].changes[0].change
    (['as is', 'no night'], -16.0)
    """

    cases: tuple[Case, ...]
    _solutions: dict[str, Solution] = PrivateAttr(default_factory=dict)

    @property
    def solutions(self) -> dict[str, Solution]:
        """The solution of each scenario by its name."""
        return dict(self._solutions)

    def __getitem__(self, name: str) -> Case:
        """The case of a name; KeyError if there is none."""
        return {case.name: case for case in self.cases}[name]

    def messages(self) -> Iterator[Message]:
        first = self.cases[0]
        for case in self.cases:
            if not case.tiers:
                yield (_NO_PLAN if case.status == "infeasible" else _NONE_FOUND)(name=case.name)
            else:
                yield _REACHED(name=case.name, tiers=tuple(map(_reached, case.tiers)))
            if case.changes:
                told = tuple(change.message for change in case.changes)
                yield _DIFFERS(name=case.name, first=first.name, changes=told)
            if len(case.changes) < min(len(case.tiers), len(first.tiers)) and case is not first:
                yield _OTHER_TIERS(number=len(case.changes) + 1, name=case.name, first=first.name)

    def to_frame(self, backend: str | None = None) -> Any:
        """A row for each scenario and tier, as a data frame of pandas, polars or pyarrow."""
        from staffmatch.io.tables import frame_of

        return frame_of(COLUMNS, self._rows(), backend)

    def _rows(self) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = []
        for case in self.cases:
            for number, tier in enumerate(case.tiers):
                reached = (case.name, number + 1, tier.term, tier.unit, tier.value, tier.bound, tier.gap)
                other = case.changes[number] if number < len(case.changes) else None
                differs = (None,) * 4 if other is None else (other.change, other.least, other.most, other.verdict)
                rows.append((*reached, *differs, tier.proof if other is None else other.proof))
            if not case.tiers:
                rows.append((case.name, *(None,) * 9, case.status, None))
        return rows

    def _repr_html_(self) -> str:
        return table_html(self.text, COLUMNS, self._rows())


def compare(
    scenarios: Mapping[str, Scenario],
    *,
    time_limit: float | None = None,
    gap: float = 0.0,
    threads: int | None = None,
    seed: int = 0,
    start: Solution | Plan | None = None,
) -> Comparison:
    """Solve named scenarios and tell how each differs from the first.

    The first one's plan is the warm start of the others. ``time_limit`` is for each solve, in seconds; ``gap``,
    ``threads`` and ``seed`` are those of `solve`. Where the first takes seconds and there are cores to spare, the
    others are solved in processes of their own, which share the threads. Ctrl-C ends all of them with what they have. A
    difference is told as one only where the
    bounds of both prove it: see `TierChange`.

    Raises InputError if there are fewer than two scenarios, TypeError if one of them is not a Scenario.

    >>> answer = sm.compare({"as is": scenario, "no ben": scenario.without(workers=["ben"])}, time_limit=10)
    >>> change = answer["no ben"].changes[0]
    >>> change.term, change.change, change.verdict
    ('uncovered_hours', 16.0, 'more')
    """
    if not isinstance(scenarios, Mapping) or len(scenarios) < 2:
        advice = refusals.TWO_SCENARIOS_ADVICE(example='compare({"as is": scenario, "wider": other})')
        raise bad_option("scenarios", refusals.TWO_SCENARIOS(), advice)
    for scenario in scenarios.values():
        require_type(scenario, Scenario)
    cores = available_threads() if threads is None else threads
    Control(time_limit, gap, cores, seed)
    options: dict[str, Any] = {"gap": gap, "seed": seed}
    (name, first), *others = scenarios.items()
    clock = Clock(None)
    with clock.listening():
        found = clock.solved(first, time_limit, threads=cores, start=former_plan(start), **options)
    options["start"] = found.plan
    solved = {name: found} | _others(dict(others), cores, clock, found.termination.seconds, time_limit, options)
    cases = tuple(_case(one, solution, solved[name]) for one, solution in solved.items())
    exact = all(case.status in ("optimal", "infeasible") for case in cases)
    comparison = Comparison(rests_on=basis(exact), cases=cases)
    comparison._solutions.update(solved)
    return comparison


def _others(
    scenarios: dict[str, Scenario],
    cores: int,
    clock: Clock,
    seconds: float,
    limit: float | None,
    options: dict[str, Any],
) -> dict[str, Solution]:
    """In processes where that pays, else one after the other."""
    at_once = min(cores, len(scenarios))
    if at_once > 1 and seconds >= WORTH_A_PROCESS and not clock.over:
        try:
            with clock.listening():
                return _in_processes(scenarios, at_once, cores // at_once, clock, limit, options)
        except InputError as error:
            # Classes that are defined in no module that another process could import.
            if any(problem.code != "class_not_importable" for problem in error.problems):
                raise
    with clock.listening():
        return {name: clock.solved(one, limit, threads=cores, **options) for name, one in scenarios.items()}


def _in_processes(
    scenarios: dict[str, Scenario],
    at_once: int,
    threads: int,
    clock: Clock,
    limit: float | None,
    options: dict[str, Any],
) -> dict[str, Solution]:
    from staffmatch.jobs import submit

    found: dict[str, Solution] = {}
    names = list(scenarios)
    while (waiting := names[len(found) :]) and not clock.over:
        running = [
            (name, submit(scenarios[name], time_limit=limit, threads=threads, **options)) for name in waiting[:at_once]
        ]
        try:
            # A process keeps its limit by itself, unless a call in it hangs.
            _await([job for _, job in running], clock, limit)
            for _, job in running:
                job.cancel()
            found |= {name: job.result() for name, job in running}
        finally:
            for _, job in running:
                job.cancel()
    return found | {name: clock.solved(scenarios[name], limit, **options) for name in names[len(found) :]}


def _await(jobs: Sequence[Job], clock: Clock, limit: float | None) -> None:
    """Until all are done, the time is over, or they are long past their own limit."""
    late = math.inf if limit is None else monotonic() + limit + GRACE
    while not (all(job.done() for job in jobs) or clock.over or monotonic() > late):
        sleep(_PULSE)


def _case(name: str, solution: Solution, first: Solution) -> Case:
    return Case(
        name=name,
        status=solution.status,
        tiers=solution.tiers,
        changes=() if solution is first else changes(first, solution),
        assignments=len(solution.assignments),
        seconds=solution.termination.seconds,
    )


def _reached(tier: TierResult) -> Message:
    sentence = _UNBOUNDED if tier.bound is None else _PROVEN if tier.gap == 0 else _BOUNDED
    told = sentence(value=tier.value, unit=tier.unit, term=tier.term)
    return told.given(bound=tier.bound) if sentence is _BOUNDED else told
