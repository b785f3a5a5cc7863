"""What stands beside a plan: shifts before it, at home or lent, and days of absence."""

from __future__ import annotations

from datetime import date

import pytest

import staffmatch as sm
from staffmatch.constraints import (
    Availability,
    AverageHours,
    Breaks,
    ConsecutiveDays,
    DailyHours,
    DailyRest,
    HomeReserve,
    HorizonHours,
    MaxSecondment,
    MinSecondment,
    NightWork,
    OnboardingCost,
    RollingHours,
    SplitDays,
    SundaysAndHolidays,
    WeeklyHours,
    WeeklyRest,
)
from staffmatch.records.bases import Rule
from staffmatch.testing import conforms
from tests.builders import HARBOUR, at, between, company, demand, home_shift, scenario, shift, worker


def past(day: int, hours: str, where: str = "borrower", pause: int = 0, month: int = 4) -> sm.PastShift:
    return sm.PastShift(company=where, **between(day, hours, month), unpaid_break_minutes=pause)


def away(first: int, last: int | None = None, kind: str = "leave") -> sm.Absence:
    return sm.Absence(first=date(2020, 4, first), last=date(2020, 4, last or first), kind=kind)


def refused(rule: Rule, need: sm.Demand, **fields: object) -> list[str]:
    """What a rule says of all shifts of a demand for somebody; `rows` and `check` agree on every part of the plan."""
    city = scenario([worker(**fields)], [need], [rule])
    assert conforms(rule, [city]).forbidden
    return [found.text for found in rule.check(city, sm.Plan.of(("w", one.id) for one in need.shifts))]


WEEK = (shift("mon", 13, "08:00-16:00"), shift("tue", 14, "08:00-16:00"))
LONG = tuple(past(day, "08:00-16:00") for day in range(7, 13))


@pytest.mark.parametrize(
    ("rule", "shifts"),
    [
        (DailyRest(hours=11), (past(12, "20:00-23:00"),)),
        (ConsecutiveDays(days=6), LONG),
        (WeeklyRest(per="seven_days", hours=48), LONG),
        (RollingHours(hours=48, days=7), LONG),
        (DailyHours(hours=10, per="24_hours"), (past(12, "22:00-04:00"),)),
        (NightWork(rest=24, hours=None), (past(12, "22:00-04:00"),)),
        (NightWork(in_a_row=1, hours=None, start="07:00", end="16:00"), LONG[-1:]),
        (SundaysAndHolidays(work=True, free_sundays=0, sunday_weeks=1, made_up="after"), (past(12, "08:00-16:00"),)),
        (AverageHours(hours=20, weeks=2), LONG),
        (MaxSecondment(days=3), LONG[-2:]),
    ],
    ids=lambda one: one.kind if isinstance(one, Rule) else "",
)
def test_rules_look_back_over_the_edge_of_the_plan(rule: Rule, shifts: tuple[sm.PastShift, ...]) -> None:
    need = demand("d", *WEEK, *(shift(f"{day}", day, "08:00-16:00") for day in range(15, 20)))
    without = scenario([worker()], [need.replace(shifts=need.shifts[:1])], [rule])
    assert not list(rule.check(without, sm.Plan.of([("w", "mon")])))
    assert refused(rule, need, past_shifts=shifts)


def test_a_day_before_the_plan_is_told_once_by_the_ledger_and_by_shifts() -> None:
    need = demand("d", shift("tue", 14, "08:00-16:00"), shift("wed", 15, "08:00-16:00"))
    told = {"past_shifts": [past(13, "08:00-16:00")], "ledger": {date(2020, 4, 13): 10}}
    assert refused(WeeklyHours(hours=20), need, **told) == [
        "Worker 'w' is lent for 16 h in week 16 of 2020 where 10 h are left of 20 h."
    ]
    city = scenario([worker(**told)], [need], [HorizonHours(hours=16)])
    assert not list(city.rules[0].check(city, sm.Plan.of([("w", "tue"), ("w", "wed")])))


def test_the_way_from_where_somebody_worked_last() -> None:
    far = sm.Location(lat=53.64, lon=9.98)
    need = demand("d", shift("late", 6, "18:00-20:00"), location=HARBOUR)
    rule = SplitDays(pieces=2)
    places = [company("lender"), company("borrower", location=HARBOUR), company("third", location=far)]
    somebody = worker(past_shifts=[past(6, "16:00-18:00", "third")])
    city = scenario([somebody], [need], [rule], companies=places)
    assert conforms(rule, [city]).forbidden
    (found,) = rule.check(city, sm.Plan.of([("w", "late")]))
    assert "between a shift before the plan and 'late'" in found.text


def test_lent_days_before_the_plan_are_part_of_a_stay() -> None:
    need = demand("d", *WEEK)
    rule = MinSecondment(days=3)
    for where, more in (("borrower", 0), ("lender", 1)):
        city = scenario([worker(past_shifts=[past(12, "08:00-16:00", where)])], [need], [rule])
        assert conforms(rule, [city]).plans == 4
        assert len(list(rule.check(city, sm.Plan.of([("w", "mon"), ("w", "tue")])))) == more
        charge = OnboardingCost(cents=100)
        city = city.replace(rules=[charge, *city.rules])
        conforms(charge, [city])
        assert bool(charge.charge(city, sm.Plan.of([("w", "mon")]))) == bool(more)


def test_nobody_works_on_days_of_absence_and_no_text_says_why() -> None:
    need = demand("d", shift("eve", 5, "22:00-06:00"), shift("on", 6, "08:00-16:00"), shift("after", 8, "08:00-16:00"))
    said = refused(Availability(), need, absences=[away(6, 7, "sick")])
    assert said == [
        "Worker 'w' is absent on 2020-04-06, a day of shift 'eve'.",
        "Worker 'w' is absent on 2020-04-06, a day of shift 'on'.",
    ]
    city = scenario([worker(absences=[away(6, 7, "sick")])], [need])
    solution = sm.solve(city)
    assert [one.shift for one in solution.assignments] == ["after"]
    told = solution.explain(worker="w", shift="on").text + repr(city.workers[0]) + str(solution)
    told += "".join(one.reason.text for one in solution.shortages)
    assert "sick" not in told


def test_home_shifts_on_days_of_absence_are_not_worked() -> None:
    home = [home_shift(6, "08:00-16:00"), home_shift(7, "08:00-16:00")]
    need = demand("d", shift("wed", 8, "08:00-16:00"))
    busy, gone = worker(home_shifts=home), worker(home_shifts=home, absences=[away(6)])
    rule = ConsecutiveDays(days=2)
    assert [
        len(list(rule.check(scenario([one], [need], [rule]), sm.Plan.of([("w", "wed")])))) for one in (busy, gone)
    ] == [1, 0]
    conforms(rule, [scenario([gone], [need], [rule])])
    reserve = HomeReserve(people=1)
    city = scenario([gone], [need], [reserve])
    assert len(list(reserve.preexisting_violations(city))) == 0


def test_days_of_absence_are_average_days() -> None:
    """A week of leave takes 48 of the 96 hours of two weeks; a Sunday takes none."""
    days = [shift(f"{day}", day, "08:00-18:00") for day in (13, 14, 15, 16, 17)]
    rule = AverageHours(hours=48, weeks=2)
    assert refused(rule, demand("d", *days), absences=[away(6, 12), away(10, 12, "sick")]) == [
        "Worker 'w' is lent for 50 h in the 2 weeks from 2020-04-06 where 48 h are left of 96 h."
    ]
    city = scenario([worker(absences=[away(12)])], [demand("d", *days)], [rule])
    assert not list(rule.check(city, sm.Plan.of(("w", one.id) for one in days)))


def test_hours_on_standby_count_by_their_factor() -> None:
    """Eight hours at an eighth are one; on call all of them count, and home shifts likewise."""
    eighth = {"duty": "standby", "duty_factor": 0.125}
    calls = [shift(f"{day}", day, "08:00-16:00").replace(**eighth) for day in (6, 7, 8)]
    home = home_shift(9, "08:00-16:00").replace(duty="standby", duty_factor=0.5)
    need = demand("d", *calls, shift("fri", 10, "08:00-16:00").replace(duty="on_call"))
    assert refused(WeeklyHours(hours=14), need, home_shifts=[home]) == [
        "Worker 'w' is lent for 11 h in week 15 of 2020 where 10 h are left of 14 h."
    ]
    assert refused(DailyHours(hours=7, per="24_hours"), need)
    # No break is due where nothing counts, and all hours are covered.
    nothing = demand("d", shift("a", 6, "08:00-20:00").replace(duty="standby"))
    city = scenario([worker()], [nothing], [Breaks(), HorizonHours(hours=0)])
    solution = sm.solve(city)
    assert solution.figures().hours_covered == 12


def test_an_odd_minute_counts_as_a_whole_one() -> None:
    one = shift("a", 6, "08:00-08:03").replace(duty="on_call", duty_factor=0.5)
    assert (one.minutes, one.counted_minutes, one.counted(240)) == (3, 2, 120)
    with pytest.raises(sm.InputError, match="has more than three decimals"):
        one.replace(duty_factor=0.0001)


def test_next_week_follows_this_one() -> None:
    first = demand("d", *(shift(f"{day}", day, "08:00-16:30", 30) for day in range(6, 11)))
    week = scenario([worker(home_shifts=[home_shift(11, "08:00-12:00"), home_shift(14, "08:00-12:00")])], [first])
    solution = sm.solve(week)
    days = (shift(f"{day}", day, "08:00-16:00") for day in range(13, 20))
    following = scenario([worker(), worker("new")], [demand("d", *days)])
    following = following.with_past(solution)
    known, new = following.workers
    assert [(one.company, one.start.day, one.minutes) for one in known.past_shifts] == [
        *(("borrower", day, 480) for day in range(6, 11)), ("lender", 11, 240),
    ]  # fmt: skip
    assert new.past_shifts == ()
    # What stands there already is not said twice, also of the week after.
    assert following.with_past(solution).digest() == following.digest()
    last = sm.solve(following)
    later = scenario([worker()], [demand("d", shift("20", 20, "08:00-16:00"))]).with_past(last)
    assert len(later.workers[0].past_shifts) == 6 + sum(one.worker == "w" for one in last.assignments)


def test_a_plan_that_reaches_into_the_next_is_refused() -> None:
    solution = sm.solve(scenario([worker()], [demand("d", shift("a", 6, "08:00-16:00"))]))
    overlapping = scenario([worker()], [demand("d", shift("b", 6, "12:00-20:00"))])
    with pytest.raises(sm.InputError) as error:
        overlapping.with_past(solution)
    (found,) = error.value.problems
    assert (found.code, found.path, found.ids) == ("past_shift_in_plan", "workers[0].past_shifts[0]", ("w",))
    assert found.text.startswith("the past shift ends on Mon 06 Apr 16:00, after the first shift of the plan starts on")


def test_past_shifts_and_absences_that_can_not_be() -> None:
    need = demand("d", shift("a", 6, "08:00-16:00"))
    with pytest.raises(sm.InputError, match="there is no company 'nowhere'"):
        scenario([worker(past_shifts=[past(5, "08:00-16:00", "nowhere")])], [need])
    with pytest.raises(sm.InputError, match=r"ends before it starts\. Swap the two days\."):
        worker(absences=[{"first": "2020-04-07", "last": "2020-04-06"}])
    before = past(5, "08:00-16:00")
    assert scenario([worker(past_shifts=[before.replace(start=before.end, end=at(6, "08:00"))])], [need])


def test_hours_before_the_plan_are_not_said_to_be_at_home() -> None:
    need = demand("d", shift("a", 20, "08:00-16:00"))
    before = [past(day, "08:00-16:00") for day in (13, 14, 15)]
    at_home = [home_shift(day, "08:00-16:00") for day in (21, 22, 23)]
    for shifts, said in (
        ({"past_shifts": before}, "before the plan or at home"),
        ({"home_shifts": at_home}, "at home"),
    ):
        city = scenario([worker(**shifts)], [need], [WeeklyHours(hours=20), ConsecutiveDays(days=2)])
        week, run = (next(rule.preexisting_violations(city)).text for rule in city.rules[:2])
        assert f"has 24 h {said} in week" in week
        assert f"works 3 days in a row {said} from" in run


def test_past_shifts_count_by_days_and_stays_as_a_whole() -> None:
    """Friday and Monday are two days; who stayed lent over the weekend says so by a secondment."""
    days = (past(10, "08:00-16:00"), past(13, "08:00-16:00"))
    stay = sm.Secondment(company="borrower", first=date(2020, 4, 10), last=date(2020, 4, 13))
    need = demand("d", shift("a", 14, "08:00-16:00"))
    assert refused(MaxSecondment(days=2), need, past_shifts=days)
    for shifts, stays, counted in ((days, (), 3), ((), (stay,), 5), (days, (stay,), 5)):
        for limit in (counted - 1, counted):
            rule = MaxSecondment(days=limit)
            city = scenario([worker(past_shifts=shifts, secondments=stays)], [need], [rule])
            assert conforms(rule, [city]).forbidden == (limit < counted)
