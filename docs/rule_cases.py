"""For each rule that forbids something, a small plan that just keeps it and one that just breaks it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import staffmatch as sm
from staffmatch import constraints as c
from staffmatch.records.bases import Rule

ZONE = ZoneInfo("Europe/Berlin")
_WORK = re.compile(r"(\d+) (\d\d)-(\d\d)(?: @(\w+))?(?: =(\w+))?$")

# Who works when, by person: "6 06-14" is 6 April 2020, a Monday, from 6 to 14 at the clinic; "@hospital" is elsewhere,
# "=late" the kind of the shift.
Roster = Mapping[str, str]


@dataclass(frozen=True)
class Work:
    """A person's work, at home or at a borrower."""

    worker: str
    start: datetime
    end: datetime
    borrower: str = "clinic"
    kind: str | None = None

    @property
    def shift(self) -> str:
        hours = f"{self.start:%H}-{self.end:%H}"
        return " ".join(filter(None, [self.borrower, f"{self.start:%d}", hours, self.kind]))

    def as_shift(self) -> sm.Shift:
        return sm.Shift(id=self.shift, start=self.start, end=self.end, kind=self.kind)


def works(roster: Roster) -> Iterator[Work]:
    """The work that a roster lists."""
    for worker, text in roster.items():
        for part in filter(None, text.split(", ")):
            if (found := _WORK.match(part)) is None:
                raise ValueError(f"{part!r} is no work.")
            day, opens, closes, borrower, kind = found.groups()
            start = datetime(2020, 4, int(day), int(opens), tzinfo=ZONE)
            length = (int(closes) - int(opens)) % 24 or 24
            yield Work(worker, start, start + timedelta(hours=length), borrower or "clinic", kind)


@dataclass(frozen=True)
class Case:
    """A rule with a plan that keeps it and one that breaks it; ``people``, ``companies`` and ``demand`` are fields of
    these records, ``more`` of the scenario."""

    rule: Rule
    keeps: Roster
    breaks: Roster
    home: Roster = field(default_factory=dict)
    people: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    companies: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    demand: Mapping[str, Any] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys([*self.people, *self.home, *self.keeps, *self.breaks]))

    @cached_property
    def scenario(self) -> sm.Scenario:
        asked = [*works(self.keeps), *works(self.breaks)]
        free = {"start": datetime(2020, 4, 1, tzinfo=ZONE), "end": datetime(2020, 5, 10, tzinfo=ZONE)}
        given = {"company": "hotel", "availability": [free], "consent": "accepted"}
        home = {
            name: [sm.WorkTime(start=one.start, end=one.end) for one in works({name: text})]
            for name, text in self.home.items()
        }
        workers = [
            sm.Worker(id=name, **{**given, "home_shifts": home.get(name, []), **self.people.get(name, {})})
            for name in self.names
        ]
        shifts = {one.shift: one for one in asked}
        wanted = {"headcount": len(self.names), **self.demand}
        demands = [
            sm.Demand(
                id=borrower,
                company=borrower,
                shifts=[one.as_shift() for one in shifts.values() if one.borrower == borrower],
                **wanted,
            )
            for borrower in dict.fromkeys(one.borrower for one in shifts.values())
        ]
        known = dict.fromkeys([*(one.company for one in workers), *(one.company for one in demands), *self.companies])
        companies = [sm.Company(id=name, **self.companies.get(name, {})) for name in known]
        rules = [self.rule] if isinstance(self.rule, c.Coverage) else [self.rule, c.Coverage()]
        return sm.Scenario(companies=companies, workers=workers, demands=demands, rules=rules, **self.more)

    def violations(self, roster: Roster) -> list[sm.Violation]:
        """What the rule finds in a plan."""
        return list(self.rule.check(self.scenario, self.plan(roster)))

    def plan(self, roster: Roster) -> sm.Plan:
        return sm.Plan.of((one.worker, one.shift) for one in works(roster))


def days(*numbers: int, hours: str = "06-14") -> str:
    """Work at the same hours on several days."""
    return ", ".join(f"{number} {hours}" for number in numbers)


ONE = "6 06-14"

CASES: tuple[Case, ...] = (
    Case(
        c.AllowedPairs(),
        {"ana": ONE},
        {"ben": ONE},
        more={"pair_table": sm.PairTable(workers=["ana"], demands=["clinic"])},
        people={"ana": {}, "ben": {}},
    ),
    Case(c.ConsentRule(), {"ana": ONE}, {"ben": ONE}, people={"ana": {}, "ben": {"consent": "offered"}}),
    Case(
        c.Skills(),
        {"ana": ONE},
        {"ben": ONE},
        people={"ana": {"skills": {"care": 2}}, "ben": {"skills": {"care": 1}}},
        demand={"skills": {"care": 2}},
    ),
    Case(
        c.Certificates(),
        {"ana": ONE},
        {"ben": ONE},
        people={"ana": {"certificates": [{"id": "hygiene"}]}, "ben": {}},
        demand={"certificates": ["hygiene"]},
    ),
    Case(
        c.Commute(),
        {"ana": ONE},
        {"ben": ONE},
        people={
            "ana": {"home": {"lat": 53.55, "lon": 10.0}, "max_commute_km": 5},
            "ben": {"home": {"lat": 53.55, "lon": 10.2}, "max_commute_km": 5},
        },
        demand={"location": {"lat": 53.55, "lon": 10.0}},
    ),
    Case(
        c.Availability(),
        {"ana": "6 06-14"},
        {"ana": "6 06-15"},
        people={"ana": {"availability": [{"start": "2020-04-06T06:00+02:00", "end": "2020-04-06T14:00+02:00"}]}},
    ),
    Case(c.Partners(), {"ana": ONE}, {"ana": "6 06-14 @hotel"}),
    Case(c.SectorBan(sectors=["F"]), {"ana": ONE}, {"ana": "6 06-14 @builder"}, companies={"builder": {"sector": "F"}}),
    Case(c.Strike(borrower="hospital"), {"ana": ONE}, {"ana": "6 06-14 @hospital"}),
    Case(
        c.WorksCouncil(of="borrower"),
        {"ana": ONE},
        {"ana": "6 06-14 @hospital"},
        companies={"hospital": {"works_council": "declined"}},
    ),
    Case(c.Competitors(pairs=[["hotel", "inn"]]), {"ana": ONE}, {"ana": "6 06-14 @inn"}),
    Case(c.Breaks(), {"ana": "6 06-12"}, {"ana": "6 06-13"}),
    Case(c.MaxSecondment(days=3), {"ana": days(6, 7, 8)}, {"ana": days(6, 7, 8, 9)}),
    Case(
        c.Pins(),
        {"ana": ONE},
        {"ben": ONE},
        people={"ana": {}, "ben": {}},
        more={"pins": [sm.Pin(worker="ana", shift="clinic 06 06-14")]},
    ),
    Case(c.DailyRest(), {"ana": "6 14-22, 7 09-17"}, {"ana": "6 14-22, 7 08-16"}),
    Case(c.SplitDays(), {"ana": "6 06-10, 6 12-16 @hospital"}, {"ana": "6 06-10, 6 12-14 @hospital, 6 16-18"}),
    Case(c.WeeklyRest(), {"ana": days(5, 6, 7, 8, 9, 10, 11, 13)}, {"ana": days(5, 6, 7, 8, 9, 10, 11, 12, 13)}),
    Case(c.ConsecutiveDays(days=3), {"ana": days(6, 7, 8, 10)}, {"ana": days(6, 7, 8, 9)}),
    Case(c.DaysOff(least_in_a_row=2), {"ana": days(6, 7, 10)}, {"ana": days(6, 7, 9)}),
    Case(c.Weekends(most=1), {"ana": days(11, 12, 17)}, {"ana": days(11, 12, 18)}),
    Case(
        c.Successions(forbidden=[["late", "early"]]),
        {"ana": "6 14-22 =late, 7 14-22 =late"},
        {"ana": "6 14-22 =late, 7 06-14 =early"},
    ),
    Case(c.SameKind(), {"ana": "6 06-14 =early, 7 06-14 =early"}, {"ana": "6 06-14 =early, 7 14-22 =late"}),
    Case(c.DailyHours(hours=10), {"ana": "6 06-16"}, {"ana": "6 06-17"}),
    Case(c.WeeklyHours(hours=40), {"ana": days(6, 7, 8, 9, 10)}, {"ana": days(6, 7, 8, 9, 10, 11)}),
    Case(c.RollingHours(hours=40, days=7), {"ana": days(9, 10, 11, 14, 15, 16)}, {"ana": days(9, 10, 11, 13, 14, 15)}),
    Case(
        c.AverageHours(hours=40, weeks=2),
        {"ana": days(6, 7, 8, 9, 10, 11, 13, 14, 15, 16)},
        {"ana": days(6, 7, 8, 9, 10, 11, 13, 14, 15, 16, 17)},
    ),
    Case(c.HorizonHours(hours=16), {"ana": days(6, 7)}, {"ana": days(6, 7, 8)}),
    Case(c.NightWork(), {"ana": "6 22-06"}, {"ana": "6 22-07"}),
    Case(c.SundaysAndHolidays(), {"ana": days(11)}, {"ana": days(12)}),
    Case(c.DaysWorked(days=3), {"ana": days(6, 7, 8)}, {"ana": days(6, 7, 8, 9)}),
    Case(c.MaxShifts(shifts=2), {"ana": days(6, 7)}, {"ana": days(6, 7, 8)}),
    Case(c.Coverage(), {"ana": ONE}, {"ana": ONE, "ben": ONE}, demand={"headcount": 1}),
    Case(c.LendingCap(people=1), {"ana": ONE}, {"ana": ONE, "ben": ONE}),
    Case(c.HomeReserve(people=1), {"ana": ONE}, {"ana": ONE, "ben": ONE}, home={"ana": ONE, "ben": ONE}),
    Case(c.PartnershipLimit(borrowers=1), {"ana": ONE, "ben": ONE}, {"ana": ONE, "ben": "6 06-14 @hospital"}),
    Case(c.BorrowersPerWorker(borrowers=1), {"ana": days(6, 7)}, {"ana": "6 06-14, 7 06-14 @hospital"}),
    Case(c.MinHours(hours=16), {"ana": days(6, 7)}, {"ana": days(6)}),
    Case(c.MinSecondment(days=2), {"ana": days(6, 7)}, {"ana": days(6)}),
    Case(c.Together(groups=[["ana", "ben"]]), {"ana": ONE, "ben": ONE}, {"ana": ONE}),
    Case(c.Apart(groups=[["ana", "ben"]]), {"ana": ONE}, {"ana": ONE, "ben": ONE}),
    Case(
        c.ContactLimit(lenders=1),
        {"ana": ONE, "ben": ONE},
        {"ana": ONE, "dora": ONE},
        people={"ana": {}, "ben": {}, "dora": {"company": "airline"}},
    ),
    Case(
        c.PayFloor(),
        {"ana": ONE},
        {"ben": ONE},
        people={"ana": {"pay_cents_per_hour": 1500}, "ben": {"pay_cents_per_hour": 900}},
    ),
    Case(c.Budget(cents=20000), {"ana": days(6)}, {"ana": days(6, 7)}, people={"ana": {"pay_cents_per_hour": 1500}}),
    Case(
        c.Channels(channels=[{"name": "licensed"}]),
        {"ana": ONE},
        {"dora": ONE},
        people={"ana": {}, "dora": {"company": "airline"}},
        companies={"hotel": {"licence_until": "2020-12-31"}},
    ),
    Case(c.RecallNotice(people=1, hours=4), {"ana": ONE}, {"ana": ONE, "ben": ONE}),
    Case(
        c.SkillMix(roles=[{"skill": "nurse", "people": 1}]),
        {"ana": ONE, "ben": ONE},
        {"ben": ONE},
        people={"ana": {"skills": {"nurse": 1}}, "ben": {}},
    ),
)
