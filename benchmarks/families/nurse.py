"""Nurse rostering by built-in rules alone: see `benchmarks.families.ward` for files and the penalty."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta

from benchmarks.families.base import Instance
from benchmarks.families.files import Files
from benchmarks.families.scenes import MONDAY
from benchmarks.families.ward import Nurse, Roster, Ward
from staffmatch import Company, Consent, Demand, Plan, Rule, Scenario, Shift, Term, TimeWindow, Wish, Worker
from staffmatch.constraints import (
    Availability,
    ConsecutiveDays,
    Coverage,
    DailyRest,
    DaysOff,
    HorizonHours,
    MaxShifts,
    MinHours,
    Successions,
    Weekends,
)
from staffmatch.objectives import EmptySeats, Violations, Wishes
from staffmatch.result.contents import TierResult


class NurseRostering(Files):
    """The least penalty; a tier before it sees to the hours that are due to everybody, used or not.

    Its value is the penalty less the weights of all requests for shifts, of which the term counts those granted. Among
    rosters with nobody where nobody is needed: a demand has a seat at least.
    """

    folder, ending, best = "nurse_rostering_24", ".txt", "best_known_penalty"

    def scenario(self, instance: Instance) -> Scenario:
        return scenario_of(Ward.read(instance.source))

    def best_known(self, instance: Instance) -> int | None:
        """As the tier counts."""
        known = super().best_known(instance)
        return None if known is None else known - offset(Ward.read(instance.source))

    def complete(self, tiers: Sequence[TierResult]) -> bool:
        return bool(tiers) and tiers[0].value == 0


def scenario_of(ward: Ward) -> Scenario:
    groups = _Groups(ward)
    workers = [
        Worker(
            id=name,
            company="staff",
            consent=Consent.ACCEPTED,
            availability=list(_free(ward, name)),
            groups=groups.of[name],
            wishes=list(_wishes(ward, name)),
        )
        for name in ward.nurses
    ]
    return Scenario(
        timezone="UTC",
        companies=[Company(id="staff"), Company(id="ward")],
        workers=workers,
        demands=list(_demands(ward)),
        rules=[Availability(), DailyRest(hours=0), Coverage(soft=True), *_successions(ward), *groups.rules],
        tiers=_tiers(ward),
    )


def roster_of(plan: Plan) -> Roster:
    """The roster of a plan, for its penalty."""
    named = [(worker, shift.split(" ", 1)) for worker, shift in plan]
    return {(worker, int(day)): kind for worker, (day, kind) in named}


def offset(ward: Ward) -> int:
    """What the penalty has more than the second tier: of requests for shifts, the term counts those granted."""
    return sum(ward.wanted.values())


def _tiers(ward: Ward) -> list[list[Term]]:
    (under,) = {cover.under for cover in ward.cover.values()}
    (over,) = {cover.over for cover in ward.cover.values()}
    penalty: list[Term] = [EmptySeats(weight=under), Violations(kinds=["coverage"], weight=over), Wishes()]
    return [[Violations(kinds=["min_hours"])], penalty]


def _demands(ward: Ward) -> Iterator[Demand]:
    for (day, kind), cover in ward.cover.items():
        # A demand has a seat at least: nobody is sent where nobody is needed.
        if cover.people:
            start, minutes = MONDAY + timedelta(days=day, hours=6), ward.kinds[kind].minutes
            shift = Shift(id=f"{day} {kind}", kind=kind, start=start, end=start + timedelta(minutes=minutes))
            yield Demand(id=shift.id, company="ward", headcount=cover.people, shifts=[shift])


def _free(ward: Ward, name: str) -> Iterator[TimeWindow]:
    first = None
    for day in range(ward.days + 1):
        off = day == ward.days or day in ward.off.get(name, ())
        if first is None and not off:
            first = day
        elif first is not None and off:
            yield TimeWindow(start=MONDAY + timedelta(days=first), end=MONDAY + timedelta(days=day))
            first = None


def _wishes(ward: Ward, name: str) -> Iterator[Wish]:
    for requests, against in ((ward.wanted, False), (ward.unwanted, True)):
        for (who, day, kind), weight in requests.items():
            if who == name and ward.cover[day, kind].people:
                yield Wish(shift=f"{day} {kind}", against=against, weight=weight)


def _successions(ward: Ward) -> Iterator[Rule]:
    forbidden = [(kind, after) for kind, one in ward.kinds.items() for after in one.not_before]
    if forbidden:
        yield Successions(forbidden=forbidden)


class _Groups:
    """Rules of people with the same limit, who are a group."""

    def __init__(self, ward: Ward) -> None:
        self.of: dict[str, list[str]] = defaultdict(list)
        self.rules: list[Rule] = []
        self._seen: set[str] = set()
        for name, nurse in ward.nurses.items():
            for kind, most in nurse.most_shifts.items():
                if most < ward.days:
                    self._add(
                        name,
                        f"{kind} {most}",
                        MaxShifts(shifts=most, kinds=[kind], per="horizon", group=f"{kind} {most}"),
                    )
            for rule in _limits(nurse):
                self._add(name, str(getattr(rule, "group", "")), rule)

    def _add(self, name: str, group: str, rule: Rule) -> None:
        self.of[name].append(group)
        if group not in self._seen:
            self._seen.add(group)
            self.rules.append(rule)


def _limits(nurse: Nurse) -> Iterator[Rule]:
    yield HorizonHours(hours=nurse.most_minutes / 60, group=f"most {nurse.most_minutes}")
    yield MinHours(hours=nurse.least_minutes / 60, per="horizon", soft=True, group=f"least {nurse.least_minutes}")
    least = nurse.least_days if nurse.least_days > 1 else None
    yield ConsecutiveDays(days=nurse.most_days, least=least, group=f"run {least} {nurse.most_days}")
    if nurse.least_off > 1:
        yield DaysOff(least_in_a_row=nurse.least_off, group=f"off {nurse.least_off}")
    yield Weekends(most=nurse.most_weekends, group=f"weekends {nurse.most_weekends}")
