"""Rules about a person's time for shifts at one place or time: a window counts if any selected shift lies in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

import staffmatch as sm
from staffmatch.constraints import (
    AverageHours,
    ConsecutiveDays,
    DailyHours,
    DailyRest,
    HorizonHours,
    MaxSecondment,
    MinSecondment,
    NightWork,
    RollingHours,
    SplitDays,
    SundaysAndHolidays,
    WeeklyHours,
    WeeklyRest,
)
from staffmatch.constraints.shared.placed_rule import PlacedRule
from staffmatch.testing import conforms
from tests.strategies import sample

BERLIN = ZoneInfo("Europe/Berlin")

# For each rule parameters under which some plans of a few days break it.
PARAMETERS: dict[Callable[..., PlacedRule], tuple[dict[str, Any], ...]] = {
    DailyHours: tuple({"hours": hours, "per": per} for hours in (6, 8, 10, 12) for per in ("day", "24_hours")),
    WeeklyHours: ({"hours": 8}, {"hours": 16}, {"hours": 20}),
    RollingHours: tuple({"days": days, "hours": hours} for days in (2, 3, 5) for hours in (8, 12, 16)),
    AverageHours: ({"weeks": 1, "hours": 12}, {"weeks": 2, "hours": 8}),
    HorizonHours: ({"hours": 8}, {"hours": 16}, {"hours": 24}),
    DailyRest: (
        {"hours": 9},
        {"hours": 24},
        {"hours": 11, "between": "days"},
        {"hours": 11, "shortened": 6},
        {"hours": 16, "shortened": 12, "extended": 20},
        {"hours": 16, "shortened": 12, "extended": 20, "within_days": 1},
        {"hours": 11, "shortened": 6, "within_month": True},
    ),
    SplitDays: tuple({"pieces": pieces, "hours": hours} for pieces in (1, 2, 3) for hours in (None, 10)),
    WeeklyRest: tuple(
        {"hours": hours, "per": per, "edge": edge}
        for hours in (60, 80, 168)
        for per in ("week", "seven_days")
        for edge in ("may_cross", "within")
    ),
    ConsecutiveDays: ({"days": 1}, {"days": 2}, {"days": 3}),
    NightWork: (
        {"hours": 5},
        {"hours": None, "in_a_row": 1},
        {"hours": None, "nights": 1, "days": 5},
        {"hours": None, "rest": 48, "night_hours": 0, "start": "12:00", "end": "23:30"},
    ),
    SundaysAndHolidays: (
        {},
        {"work": True, "free_sundays": 1, "weeks": 2},
        {"work": True, "free_sundays": 0, "sunday_weeks": 1, "holiday_weeks": 1},
    ),
    MinSecondment: tuple({"days": days, "break_days": pause} for days in (2, 3) for pause in (0, 3)),
    MaxSecondment: tuple({"days": days, "breaks_count": counted} for days in (2, 4, 8) for counted in (False, True)),
}


class Dice:
    """One person with three to five shifts at two borrowers, and scopes of them."""

    def __init__(self, seed: int) -> None:
        self._dice = np.random.default_rng(seed)

    def of(self, *choices: Any) -> Any:
        return choices[self._dice.integers(len(choices))]

    def day(self) -> date:
        return date(2020, 4, int(self._dice.integers(3, 8)))

    def span(self) -> dict[str, datetime]:
        start = datetime.combine(self.day(), datetime.min.time(), BERLIN)
        start += timedelta(hours=self.of(0, 6, 8, 12, 14, 18, 22))
        return {"start": start, "end": start + timedelta(hours=self.of(4, 6, 8, 9))}

    def scenario(self) -> sm.Scenario:
        stay = sm.Secondment(company=self.of("q", "f"), first=date(2020, 3, 28), last=self.of(*map(_april, (1, 3))))
        worker = sm.Worker(
            id="w",
            company="a",
            home=sm.Location(lat=53.5, lon=10),
            consent=sm.Consent.ACCEPTED,
            home_shifts=tuple(sm.WorkTime(**self.span()) for _ in range(self.of(0, 0, 1, 2))),
            groups=("night",),
            ledger=self.of({}, {}, {self.day(): 4}),
            secondments=self.of((), (stay,)),
        )
        demands = [self.demand(number) for number in range(self.of(3, 4, 5))]
        return sm.Scenario(
            timezone="Europe/Berlin",
            companies=[
                sm.Company(id="a", sector="I", location=sm.Location(lat=53.5, lon=10)),
                sm.Company(id="q", sector="Q", location=sm.Location(lat=53.6, lon=10)),
                sm.Company(id="f", sector="F"),
            ],
            workers=[worker],
            demands=demands,
            rules=[],
            tiers=[[sm.objectives.CommuteMinutes()]],
        )

    def demand(self, number: int) -> sm.Demand:
        shifts = self.of(1, 1, 2) if number == 0 else 1
        return sm.Demand(
            id=f"d{number}",
            company=self.of("q", "f"),
            same_worker=shifts == 2,
            shifts=tuple(sm.Shift(id=f"d{number}/{one}", **self.span()) for one in range(shifts)),
        )

    def scope(self) -> dict[str, Any]:
        since, until = sorted((self.day(), self.day()))
        place = self.of({"borrower": "q"}, {"borrower": "f"}, {"sector": "Q"}, {"demand": "d0"}, {"demand": "d1"})
        time = self.of({"since": since}, {"until": until}, {"since": since, "until": until})
        return self.of(place, place, time, place | time) | self.of({}, {}, {"group": "night"}, {"lender": "a"})


def _april(day: int) -> date:
    return date(2020, 4, day)


@pytest.mark.parametrize("seed", sample(range(1, 40), 1))
@pytest.mark.parametrize("kind", PARAMETERS, ids=lambda kind: kind.__name__)
def test_rows_and_check_agree_on_windows_with_selected_shifts(kind: Callable[..., PlacedRule], seed: int) -> None:
    pytest.importorskip("holidays")
    dice = Dice(seed)
    scenario = dice.scenario()
    rule, other = (kind(**dice.of(*PARAMETERS[kind])) for _ in range(2))
    over = other.model_copy(update=dice.scope() | {"overrides": True})
    one = rule.model_copy(update=dice.scope())
    for asked, rules in ((one, (one,)), (rule, (rule, over))):
        conforms(asked, [scenario.model_copy(update={"rules": rules})])


def _broken(assigned: tuple[str, ...], *rules: PlacedRule) -> bool:
    """Whether the rules forbid one person to work 8 h and 4 h in hospital Q, and 3 h in a shop, on one day."""
    day = datetime(2020, 5, 4, tzinfo=BERLIN)
    spans = {"q8": (6, 14), "q4": (15, 19), "f3": (15, 18), "f10": (6, 16)}
    demands = [
        sm.Demand(
            id=name,
            company=name[0],
            shifts=[sm.Shift(id=name, start=day + timedelta(hours=first), end=day + timedelta(hours=last))],
        )
        for name, (first, last) in spans.items()
    ]
    scenario = sm.Scenario(
        timezone="Europe/Berlin",
        companies=[sm.Company(id="a"), sm.Company(id="q", sector="Q"), sm.Company(id="f", sector="G")],
        workers=[sm.Worker(id="w", company="a", consent=sm.Consent.ACCEPTED)],
        demands=demands,
        rules=[],
        tiers=[[sm.objectives.CommuteMinutes()]],
    ).model_copy(update={"rules": rules})
    for rule in rules:
        conforms(rule, [scenario])
    plan = sm.Plan.of([("w", name) for name in assigned])
    return any(True for rule in rules for _ in rule.check(scenario, plan))


def test_a_looser_limit_holds_only_in_windows_in_which_every_shift_is_in_its_scope() -> None:
    hospital = DailyHours(hours=12, sector="Q", until=date(2020, 6, 30), overrides=True)
    usual = DailyHours(hours=10)
    assert not _broken(("q8", "q4"), usual, hospital)
    assert _broken(("q8", "f3"), usual, hospital)
    assert not _broken(("f10",), usual, hospital)
    assert _broken(("q8", "q4"), usual, hospital.model_copy(update={"overrides": False}))
    assert _broken(("q8", "q4"), usual, hospital.model_copy(update={"until": date(2020, 5, 3)}))
    assert _broken(("q8", "q4"), usual, hospital.model_copy(update={"hours": 11}))


def test_a_limit_at_one_place_counts_all_work_of_the_day_on_which_there_is_work_at_the_place() -> None:
    hospital = DailyHours(hours=10, borrower="q")
    assert not _broken(("f10",), DailyHours(hours=9, borrower="q"))
    assert not _broken(("q8",), hospital)
    assert _broken(("q8", "f3"), hospital)
