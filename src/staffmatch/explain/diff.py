"""What differs between two plans: who gained, lost or moved, and every tier before and after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from staffmatch.errors import require_type
from staffmatch.explain.answer import Answer, Basis
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift
from staffmatch.records.accessors import positions, shift_positions, shifts_named
from staffmatch.records.field_types import CompanyId, Count, DemandId, Figure, Id, Instant, Record, ShiftId, WorkerId
from staffmatch.result.solution import Solution

_NOTHING = Sentence("diff.nothing", "No assignment changes; {same:count} stay.")
_SUMMARY = Sentence(
    "diff.summary",
    "{changed:count} person has other shifts: {gained:count} gained, {lost:count} lost, {moved:count} moved; "
    "unchanged assignments: {same:count}.",
    "{changed:count} people have other shifts: {gained:count} gained, {lost:count} lost, {moved:count} moved; "
    "unchanged assignments: {same:count}.",
    by="changed",
)
_CHANGED = Sentence("diff.tier", "Before {before:number}, now {after:number} {unit:unit} of {term:term}.")
_UNCHANGED = Sentence("diff.tier_same", "As before {after:number} {unit:unit} of {term:term}.")
_NEW_TIER = Sentence(
    "diff.tier_new", "Now {after:number} {unit:unit} of {term:term}; the former plan has no such tier."
)
_OLD_TIER = Sentence(
    "diff.tier_old", "Before {before:number} {unit:unit} of {term:term}; the new plan has no such tier."
)
_RETIMED = Sentence("diff.retimed", "{worker:worker} still has {retimed:and}, at other times or elsewhere than before.")
_SHIFT = Sentence("diff.shift", "{shift:shift} at {company:company} ({start:moment} to {end:time})")
_AT_DEMAND = Sentence("diff.at_demand", "{demand:demand} at {company:company} ({start:moment} to {end:time})")
_DAYS = Sentence(
    "diff.days",
    "{demand:demand} at {company:company} ({first:weekday} to {last:weekday}, each day {start:time} to {end:time})",
)
_GAINED = Sentence("diff.gained", "{worker:worker} gets {gained:and}.")
_LOST = Sentence("diff.lost", "{worker:worker} no longer has {lost:and}.")
_MOVED = Sentence("diff.moved", "{worker:worker} gets {gained:and} and no longer has {lost:and}.")
_GONE = Sentence("diff.gone", "{worker:worker} is no longer available and had {lost:and}.")

# The changes as rows: what `Diff.to_frame` has for each assignment that is new or gone.
_COLUMNS = ("worker", "change", "shift", "demand", "company", "start", "end", "gone")


class ShiftAt(Record):
    """A shift with where and when it is, in local time.

    >>> after = solution.replan(scenario.without(workers=["ben"]))
    >>> [one.shift for one in after.diff(solution).people[0].lost]
    ['mon', 'tue']
    """

    shift: ShiftId
    demand: DemandId
    company: CompanyId
    start: Instant
    end: Instant
    timezone: Id

    @property
    def local(self) -> tuple[datetime, datetime]:
        """Start and end in local time."""
        zone = ZoneInfo(self.timezone)
        return self.start.astimezone(zone), self.end.astimezone(zone)

    def message(self) -> Message:
        """By its id; by its demand where the id has its name or its time, which are told anyway."""
        start, end = (one.isoformat() for one in self.local)
        if self.shift.startswith(self.demand) or f"{self.local[0]:%Y-%m-%d %H:%M}" in self.shift:
            return _AT_DEMAND(demand=self.demand, company=self.company, start=start, end=end)
        return _SHIFT(shift=self.shift, company=self.company, start=start, end=end)

    def follows(self, other: ShiftAt) -> bool:
        """Whether it is the same as another, a day later."""
        (start, end), (before, ended) = self.local, other.local
        a_day_later = start.date() - before.date() == end.date() - ended.date() == timedelta(days=1)
        same = (self.demand, self.company, start.time(), end.time())
        return a_day_later and same == (other.demand, other.company, before.time(), ended.time())


def told_shifts(shifts: Sequence[ShiftAt]) -> tuple[Message, ...]:
    """Shifts in their order, each in words; the same one on several days in a row is told once."""
    runs: list[list[ShiftAt]] = []
    for one in shifts:
        if runs and one.follows(runs[-1][-1]):
            runs[-1].append(one)
        else:
            runs.append([one])
    return tuple(run[0].message() if len(run) == 1 else _days(run) for run in runs)


def _days(run: Sequence[ShiftAt]) -> Message:
    first, last = run[0], run[-1]
    days = {"first": first.local[0].date().isoformat(), "last": last.local[0].date().isoformat()}
    start, end = (one.isoformat() for one in first.local)
    return _DAYS(demand=first.demand, company=first.company, start=start, end=end, **days)


class PersonDiff(Record):
    """What somebody has that they had not, and had that they have no longer; ``gone`` if the later scenario has them
    no more. ``retimed`` are shifts that they keep, and that the later scenario has at other times or elsewhere.

    >>> after = solution.replan(scenario.without(workers=["ben"]))
    >>> [(one.worker, one.kind) for one in after.diff(solution).people]
    [('ben', 'lost')]
    """

    worker: WorkerId
    gained: tuple[ShiftAt, ...]
    lost: tuple[ShiftAt, ...]
    gone: bool = False
    retimed: tuple[ShiftAt, ...] = ()

    @property
    def kind(self) -> Literal["gained", "lost", "moved", "retimed"]:
        """Moved: gained some and lost some. Retimed: neither, but with other times or places."""
        if self.gained and self.lost:
            return "moved"
        return "gained" if self.gained else "lost" if self.lost else "retimed"

    def messages(self) -> Iterator[Message]:
        """What to tell the person, or of them."""
        if self.gained or self.lost:
            yield self._of_shifts()
        if self.retimed:
            yield _RETIMED(worker=self.worker, retimed=told_shifts(self.retimed))

    def _of_shifts(self) -> Message:
        gained, lost = told_shifts(self.gained), told_shifts(self.lost)
        if self.gone:
            return _GONE(worker=self.worker, lost=lost)
        if gained and lost:
            return _MOVED(worker=self.worker, gained=gained, lost=lost)
        return _GAINED(worker=self.worker, gained=gained) if gained else _LOST(worker=self.worker, lost=lost)


class TierDiff(Record):
    """One tier of both plans, in its unit; None if a plan's scenario has no such tier.

    >>> after = solution.replan(scenario.without(workers=["ben"]))
    >>> [(tier.term, tier.before, tier.after) for tier in after.diff(solution).tiers]
    [('uncovered_hours', 16.0, 32.0), ('cost', 352.0, 128.0)]
    """

    term: str
    unit: str
    before: Figure | None
    after: Figure | None

    def message(self) -> Message:
        """Both values, or the one that there is."""
        named = {"term": self.term, "unit": self.unit}
        if self.before is None or self.before == self.after:
            return (_NEW_TIER if self.before is None else _UNCHANGED)(**named, after=self.after)
        if self.after is None:
            return _OLD_TIER(**named, before=self.before)
        return _CHANGED(**named, before=self.before, after=self.after)


class Diff(Answer):
    """Two plans beside each other: people whose shifts differ, by id, and tiers in the order of the later plan.

    ``vanished`` are shifts that only the earlier scenario has. ``same`` counts the assignments of both.

    >>> diff = solution.replan(scenario.without(workers=["ben"])).diff(solution)
    >>> lost = diff.kind("lost")
    """

    rests_on: Basis = "recounted"
    people: tuple[PersonDiff, ...]
    tiers: tuple[TierDiff, ...]
    vanished: tuple[ShiftId, ...]
    same: Count

    @classmethod
    def between(cls, before: Solution, after: Solution) -> Diff:
        """InputError if one of them has no plan, or was read without its scenario."""
        require_type(before, Solution)
        before.require_plan()
        after.require_plan()
        former, present = set(before.plan), set(after.plan)
        named = {shift for _, shift in former ^ present}
        moved = _moved(before.scenario, after.scenario, {shift for _, shift in former & present})
        at = shifts_at((before.scenario, after.scenario), named | moved)
        here = positions(after.scenario, "workers")
        gained, lost = _by_worker(present - former), _by_worker(former - present)
        retimed = _by_worker({one for one in former & present if one[1] in moved})
        people = tuple(
            PersonDiff(
                worker=worker,
                gained=_in_order(at, gained.get(worker, ())),
                lost=_in_order(at, lost.get(worker, ())),
                gone=worker not in here,
                retimed=_in_order(at, retimed.get(worker, ())),
            )
            for worker in sorted({*gained, *lost, *retimed})
        )
        known = shift_positions(after.scenario)
        vanished = tuple(sorted(name for name in named if name not in known))
        return cls(people=people, tiers=_tiers(before, after), vanished=vanished, same=len(former & present))

    def kind(self, kind: Literal["gained", "lost", "moved", "retimed"]) -> tuple[PersonDiff, ...]:
        """The people of one kind."""
        return tuple(one for one in self.people if one.kind == kind)

    def person(self, worker: str) -> PersonDiff | None:
        """What differs for somebody; None if nothing does."""
        return next((one for one in self.people if one.worker == worker), None)

    def messages(self) -> Iterator[Message]:
        """A summary, each tier, and each person."""
        counts = {kind: len(self.kind(kind)) for kind in ("gained", "lost", "moved")}
        changed = sum(counts.values())
        yield _SUMMARY(changed=changed, same=self.same, **counts) if changed else _NOTHING(same=self.same)
        yield from (tier.message() for tier in self.tiers)
        for person in self.people:
            yield from person.messages()

    def to_frame(self, backend: str | None = None) -> Any:
        """A row for each assignment that is new or gone, or at another time or place: worker, "gained", "lost" or
        "retimed", shift, demand, company, local start and end, and whether the person is gone. ``backend`` is "pandas",
        "polars" or "pyarrow"."""
        from staffmatch.io.tables import frame_of

        return frame_of(_COLUMNS, list(self._rows()), backend)

    def _repr_html_(self) -> str:
        from staffmatch.reports.notebook import diff_html

        return diff_html(self)

    def _rows(self) -> Iterator[tuple[Any, ...]]:
        for person in self.people:
            for change, shifts in (("gained", person.gained), ("lost", person.lost), ("retimed", person.retimed)):
                for one in shifts:
                    yield (person.worker, change, one.shift, one.demand, one.company, *one.local, person.gone)


def shifts_at(scenarios: tuple[Scenario, ...], names: set[str]) -> dict[str, ShiftAt]:
    """Where and when shifts are, by the later of the scenarios that has them."""
    found: dict[str, ShiftAt] = {}
    for scenario in scenarios:
        known = shift_positions(scenario)
        for name, (demand, shift) in shifts_named(scenario, (one for one in names if one in known)).items():
            where = {"shift": name, "demand": demand.id, "company": demand.company, "timezone": scenario.timezone}
            found[name] = ShiftAt(start=shift.start, end=shift.end, **where)
    return found


def _moved(before: Scenario, after: Scenario, names: set[str]) -> set[str]:
    """Those of the shifts of both scenarios that are at other times or elsewhere in the later one."""
    if before.demands is after.demands:
        return set()
    former, present = shifts_named(before, names), shifts_named(after, names)

    def place(demand: Demand, shift: Shift) -> tuple[object, ...]:
        return shift.start, shift.end, demand.company, demand.location

    return {name for name in names if place(*former[name]) != place(*present[name])}


def _by_worker(assignments: set[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for worker, shift in assignments:
        found.setdefault(worker, []).append(shift)
    return found


def _in_order(at: dict[str, ShiftAt], names: Any) -> tuple[ShiftAt, ...]:
    def key(one: ShiftAt) -> tuple[datetime, str]:
        return one.start, one.shift

    return tuple(sorted((at[name] for name in names), key=key))


def _tiers(before: Solution, after: Solution) -> tuple[TierDiff, ...]:
    """Those of the later plan, each with the same one of the earlier, and then those that only the earlier has."""
    earlier, later = _values(before), _values(after)
    return tuple(
        TierDiff(term=tier[0], unit=tier[1], before=earlier.get(tier), after=later.get(tier))
        for tier in dict.fromkeys((*later, *earlier))
    )


def _values(solution: Solution) -> dict[tuple[str, str, int], float]:
    """The values of the tiers by term, unit, and how many tiers in front are named alike."""
    found: dict[tuple[str, str, int], float] = {}
    alike = Counter[tuple[str, str]]()
    for tier in solution.tiers:
        name = tier.term, tier.unit
        found[*name, alike[name]] = tier.value
        alike[name] += 1
    return found
