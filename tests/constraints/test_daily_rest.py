from __future__ import annotations

from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import DailyRest
from staffmatch.engine.model.problem import WORKER
from tests.builders import (
    allowed,
    company,
    demand,
    example,
    home_shift,
    problem_of,
    refused,
    scenario,
    shift,
    solved,
    violations,
    worker,
)


def two(first: sm.Shift, second: sm.Shift, hours: float = 11) -> sm.Scenario:
    return scenario([worker()], [demand("d", first, second)], [DailyRest(hours=hours)])


def after_home(home: sm.WorkTime, lent: sm.Shift, hours: float = 11) -> sm.Scenario:
    return scenario([worker(home_shifts=(home,))], [demand("d", lent)], [DailyRest(hours=hours)])


def test_the_empty_plan_is_restful() -> None:
    tired = worker(home_shifts=(home_shift(6, "06:00-14:00"), home_shift(6, "12:00-20:00")))
    assert violations(scenario([tired], [demand("d", shift("s", 7, "08:00-16:00"))], [DailyRest()])) == []


def test_a_single_shift_needs_no_rest() -> None:
    allowed(scenario([worker()], [demand("d", shift("s", 6, "08:00-16:00"))], [DailyRest()]), ("w", "s"))


def test_eleven_hours_between_shifts_are_enough() -> None:
    allowed(two(shift("a", 6, "14:00-22:00"), shift("b", 7, "09:00-17:00")), ("w", "a"), ("w", "b"))


def test_a_minute_less_is_not_enough() -> None:
    text = refused(two(shift("a", 6, "14:00-22:00"), shift("b", 7, "08:59-17:00")), ("w", "a"), ("w", "b"))
    assert text == example(DailyRest)


def test_two_people_do_what_one_may_not() -> None:
    need = demand("d", shift("a", 6, "14:00-22:00"), shift("b", 7, "06:00-14:00"))
    team = scenario([worker(), worker("other")], [need], [DailyRest()])
    assert violations(team, ("w", "a"), ("other", "b")) == []
    assert "8 h between" in refused(team, ("w", "a"), ("w", "b"))


@pytest.mark.parametrize(
    ("month", "saturday", "enough", "short"),
    [
        (3, 28, "10:00-16:00", "09:59-16:00"),
        (10, 24, "08:00-16:00", "07:59-16:00"),
        (4, 4, "09:00-16:00", "08:59-16:00"),
    ],
)
def test_rest_is_in_real_hours_when_the_clock_changes(month: int, saturday: int, enough: str, short: str) -> None:
    late = shift("a", saturday, "14:00-22:00", month=month)
    allowed(two(late, shift("b", saturday + 1, enough, month=month)), ("w", "a"), ("w", "b"))
    assert "10.98 h" in refused(two(late, shift("b", saturday + 1, short, month=month)), ("w", "a"), ("w", "b"))


def test_rest_after_a_night_shift_counts_from_the_morning() -> None:
    night = shift("a", 6, "22:00-06:00")
    allowed(two(night, shift("b", 7, "17:00-22:00")), ("w", "a"), ("w", "b"))
    assert "10.5 h between 'a' and 'b'" in refused(two(night, shift("b", 7, "16:30-22:00")), ("w", "a"), ("w", "b"))


def test_the_night_of_the_clock_change_ends_at_its_local_hour() -> None:
    night = shift("a", 28, "22:00-06:00", month=3)
    assert night.minutes == 7 * 60
    allowed(two(night, shift("b", 29, "17:00-22:00", month=3)), ("w", "a"), ("w", "b"))
    assert "10 h" in refused(two(night, shift("b", 29, "16:00-22:00", month=3)), ("w", "a"), ("w", "b"))


def test_home_shifts_need_rest_before_and_after() -> None:
    lent = shift("s", 7, "09:00-17:00")
    allowed(after_home(home_shift(6, "14:00-22:00"), lent), ("w", "s"))
    allowed(after_home(home_shift(8, "04:00-12:00"), lent), ("w", "s"))
    text = refused(after_home(home_shift(6, "14:00-22:30"), lent), ("w", "s"))
    assert text == "Worker 'w' has 10.5 h between 's' and a home shift; 11 h are due."
    assert "10.5 h" in refused(after_home(home_shift(8, "03:30-12:00"), lent), ("w", "s"))


def test_of_shifts_that_overlap_is_said_by_how_much() -> None:
    text = refused(two(shift("a", 6, "08:00-16:00"), shift("b", 6, "14:00-22:00")), ("w", "a"), ("w", "b"))
    assert text == "Worker 'w' has 'a' and 'b', which overlap by 120 min."


def test_without_rest_shifts_may_touch_but_not_overlap() -> None:
    early = shift("a", 6, "06:00-14:00")
    allowed(two(early, shift("b", 6, "14:00-22:00"), hours=0), ("w", "a"), ("w", "b"))
    assert "which overlap by 1 min" in refused(
        two(early, shift("b", 6, "13:59-22:00"), hours=0), ("w", "a"), ("w", "b")
    )


def test_without_rest_a_home_shift_may_touch_but_not_overlap() -> None:
    allowed(after_home(home_shift(6, "14:00-22:00"), shift("s", 6, "06:00-14:00"), hours=0), ("w", "s"))
    assert "'s' and a home shift, which overlap by 60 min" in refused(
        after_home(home_shift(6, "13:00-22:00"), shift("s", 6, "06:00-14:00"), hours=0), ("w", "s")
    )


def test_every_pair_of_three_shifts_is_looked_at() -> None:
    long, inside, after = shift("a", 6, "06:00-20:00"), shift("b", 6, "07:00-08:00"), shift("c", 6, "21:00-23:00")
    crowded = scenario([worker()], [demand("d", long, inside, after)], [DailyRest(hours=2)])
    assert [v.text for v in violations(crowded, ("w", "a"), ("w", "b"), ("w", "c"))] == [
        "Worker 'w' has 'a' and 'b', which overlap by 60 min.",
        "Worker 'w' has 1 h between 'a' and 'c'; 2 h are due.",
    ]


def test_a_demand_for_one_person_without_rest_between_its_shifts_stays_empty() -> None:
    need = demand("d", shift("a", 6, "14:00-22:00"), shift("b", 7, "06:00-14:00"), same_worker=True)
    assert "8 h between" in refused(scenario([worker()], [need], [DailyRest()]), ("w", "a"), ("w", "b"))


def row(*hours: str, lent: int = 3, **fields: float) -> sm.Scenario:
    """A shift a day from the 6th on, the first ``lent`` of them lent and the others at home."""
    days = list(enumerate(hours, 6))
    need = demand("d", *(shift(f"s{day}", day, span) for day, span in days[:lent]))
    home = tuple(home_shift(day, span) for day, span in days[lent:])
    return scenario([worker(home_shifts=home)], [need], [DailyRest(**({"shortened": 10} | fields))])


def taken(*days: int) -> list[tuple[str, str]]:
    return [("w", f"s{day}") for day in days]


SHORT = "14:00-22:00", "08:00-16:00"


def test_a_rest_may_be_shortened_if_the_next_is_extended() -> None:
    allowed(row(*SHORT, "08:00-16:00"), *taken(6, 7, 8))
    allowed(row(*SHORT, "04:00-12:00"), *taken(6, 7, 8))
    assert refused(row(*SHORT, "03:59-12:00"), *taken(6, 7, 8)) == (
        "Worker 'w' has 10 h between 's6' and 's7', then 11.98 h; after less than 11 h the rest due is 12 h."
    )
    allowed(row(*SHORT, lent=2), *taken(6, 7))


def test_no_rest_is_shorter_than_the_shortened() -> None:
    assert "9.983 h between 's6' and 's7'; 10 h are due" in refused(row("14:00-22:01", SHORT[1], lent=2), *taken(6, 7))


def test_two_short_rests_do_not_follow_each_other() -> None:
    assert "then 10 h" in refused(row("14:00-22:00", "08:00-22:00", "08:00-16:00"), *taken(6, 7, 8))


@pytest.mark.parametrize("lent", [1, 2])
def test_home_shifts_are_part_of_the_rests_that_make_up(lent: int) -> None:
    allowed(row(*SHORT, "04:00-12:00", lent=lent), *taken(6, 7)[:lent])
    assert "then 11.5 h" in refused(row(*SHORT, "03:30-12:00", lent=lent), *taken(6, 7)[:lent])


def test_a_short_rest_at_home_is_made_up_for_by_lent_work_too() -> None:
    home = (home_shift(6, "14:00-22:00"), home_shift(7, "08:00-16:00"))

    def scene(hours: str) -> sm.Scenario:
        return scenario([worker(home_shifts=home)], [demand("d", shift("s", 8, hours))], [DailyRest(shortened=10)])

    allowed(scene("04:00-12:00"), ("w", "s"))
    assert "then 11.5 h" in refused(scene("03:30-12:00"), ("w", "s"))


def test_a_day_that_is_split_at_home_wants_whole_rests_around_it() -> None:
    """Between its parts is less than any rest, which makes up for no short one and is made up for by none."""
    home = (home_shift(7, "08:00-12:00"), home_shift(7, "14:00-18:00"))

    def scene(lent: sm.Shift) -> sm.Scenario:
        return scenario([worker(home_shifts=home)], [demand("d", lent)], [DailyRest(shortened=10)])

    allowed(scene(shift("s", 6, "14:00-21:00")), ("w", "s"))
    assert "then 2 h" in refused(scene(shift("s", 6, "14:00-21:01")), ("w", "s"))
    allowed(scene(shift("s", 8, "06:00-14:00")), ("w", "s"))
    assert "has 2 h between two home shifts, then 11.98 h" in refused(scene(shift("s", 8, "05:59-14:00")), ("w", "s"))


def test_what_home_shifts_break_is_reported() -> None:
    home = (home_shift(6, "14:00-22:00"), home_shift(7, "07:00-22:00"), home_shift(8, "08:00-20:00"))
    scene = scenario([worker(home_shifts=home)], [], [])
    (found,) = DailyRest(shortened=9).preexisting_violations(scene)
    assert found.text == (
        "Worker 'w' has 9 h between two home shifts, then 10 h; after less than 11 h the rest due is 12 h."
    )
    assert [found.text for found in DailyRest(hours=10).preexisting_violations(scene)] == [
        "Worker 'w' has 9 h between two home shifts; 10 h are due."
    ]


LATE, EARLY, NOON = "14:00-22:00", "08:00-16:00", "12:00-20:00"


def test_within_some_days_any_other_rest_makes_up_for_a_short_one() -> None:
    # Short, normal, extended: at once is not soon enough, within two days is.
    hours = LATE, EARLY, "03:00-11:00", "08:00-10:00"
    refused(row(*hours, lent=4), *taken(6, 7, 8, 9))
    allowed(row(*hours, lent=4, within_days=2), *taken(6, 7, 8, 9))
    allowed(row("06:00-14:00", LATE, EARLY, "03:00-11:00", lent=4, within_days=2), *taken(6, 7, 8, 9))


def test_each_short_rest_wants_an_extended_one_of_its_own() -> None:
    short = shift("s6", 6, LATE), shift("s7", 7, "08:00-22:00"), shift("s8", 8, "08:00-16:00")

    def scene(*more: sm.Shift) -> sm.Scenario:
        rule = DailyRest(shortened=10, within_days=28)
        return scenario([worker()], [demand("d", *short, *more)], [rule, *sm.DEFAULT_RULES[-1:]])

    # The rest after the last shift is one of them, and only one.
    assert refused(scene(), *taken(6, 7, 8)) == (
        "Worker 'w' has 10 h between 's7' and 's8', and no rest of 12 h within 28 days to make up for it."
    )
    allowed(scene(shift("s9", 9, "04:00-12:00")), *taken(6, 7, 8, 9))
    assert "no rest of 12 h" in refused(scene(shift("s9", 9, "03:59-12:00")), *taken(6, 7, 8, 9))


@pytest.mark.parametrize(("days", "until", "enough"), [(1, "22:00", False), (2, "22:00", True), (2, "22:01", False)])
def test_a_rest_that_makes_up_begins_within_so_many_days(days: int, until: str, enough: bool) -> None:
    hours = "14:00-22:00", "08:00-20:00", f"07:00-{until}", "10:01-11:00"
    scene = row(*hours, lent=4, within_days=days)
    assert bool(violations(scene, *taken(6, 7, 8, 9))) is not enough
    assert (len(solved(scene)) == 4) is enough


@pytest.mark.parametrize(
    ("until", "within", "enough"),
    [
        ("23:59", {"within_month": True}, True),
        ("00:00", {"within_month": True}, False),
        ("00:00", {"within_month": True, "within_days": 2}, False),
        ("00:00", {"within_month": True, "within_days": 3}, True),
        ("22:01", {"within_month": True, "within_days": 2}, True),
        ("22:01", {"within_days": 2}, False),
    ],
)
def test_a_rest_that_begins_in_the_same_calendar_month_makes_up(
    until: str, within: dict[str, Any], enough: bool
) -> None:
    """A short rest on 28 April, a normal one, and one of twelve hours that begins at the end of the 30th, or in May."""
    april = shift("a", 28, "14:00-22:00"), shift("b", 29, "08:00-20:00"), shift("c", 30, f"07:00-{until}")
    need = demand("d", *april, shift("may", 1, "12:01-13:00", month=5))
    scene = scenario([worker()], [need], [DailyRest(shortened=10, **within)])
    taken = [("w", name) for name in ("a", "b", "c", "may")]
    if enough:
        allowed(scene, *taken)
    else:
        days = " within 2 days" if "within_days" in within else ""
        month = " in the month" if "within_month" in within else ""
        words = " or".join(filter(None, (days, month)))
        assert refused(scene, *taken) == (
            f"Worker 'w' has 10 h between 'a' and 'b', and no rest of 12 h{words} to make up for it."
        )


def test_short_rests_of_a_month_want_as_many_extended_ones_in_it() -> None:
    """One of two is made up for at home, in the same month; the other would be in the next."""
    home = (home_shift(2, "06:00-14:00"), home_shift(3, "06:00-14:00", month=5))
    short = shift("a", 27, "14:00-22:00"), shift("b", 28, "08:00-22:00"), shift("c", 29, "08:00-22:00")
    may = shift("e", 30, "09:00-22:00"), shift("f", 1, "09:00-13:00", month=5)
    rule = DailyRest(shortened=10, within_month=True)
    scene = scenario([worker(home_shifts=home)], [demand("d", *short, *may)], [rule])
    plan = [("w", name) for name in "abcef"]
    assert "between 'b' and 'c', and no rest of 12 h in the month" in refused(scene, *plan)
    early = home_shift(5, "06:00-14:00")
    allowed(scene.replace(workers=[worker(home_shifts=(*home, early))]), *plan)


def test_what_breaks_the_rule_alone_may_be_made_good_by_more_work() -> None:
    """Two short rests of one job, and one that is extended; a job before it brings the other."""
    job = demand("d", *(shift(f"s{day}", day, "08:00-22:00") for day in (8, 9, 10)), same_worker=True)
    alone = scenario([worker()], [job], [DailyRest(shortened=10, within_days=28)])
    (found,) = violations(alone, *taken(8, 9, 10))
    assert found.mendable
    solution = sm.solve(alone)
    assert not solution.plan.assignments
    assert {shortage.reason.rule for shortage in solution.shortages} == {"contested"}
    assert sm.verify(alone, solution).ok
    both = alone.replace(demands=[job, demand("e", shift("s6", 6, "08:00-16:00"))])
    allowed(both, *taken(6, 8, 9, 10))


@pytest.mark.parametrize("lent", [1, 2, 3])
def test_within_some_days_rests_at_home_make_up_too(lent: int) -> None:
    hours = LATE, EARLY, "03:00-11:00", "08:00-10:00"
    allowed(row(*hours, lent=lent, within_days=2), *taken(6, 7, 8)[:lent])


def test_rests_at_home_that_nothing_makes_up_for_are_reported_and_left_alone() -> None:
    home = tuple(home_shift(day, hours) for day, hours in ((6, LATE), (7, "08:00-22:00"), (8, "08:00-22:00")))
    rule = DailyRest(shortened=10, within_days=28)
    scene = scenario([worker(home_shifts=home)], [demand("d", shift("s", 9, "08:00-16:00"))], [rule])
    (breach,) = rule.preexisting_violations(scene)
    assert breach.text == (
        "Worker 'w' has 10 h between two home shifts, and no rest of 12 h within 28 days to make up for it."
    )
    # One short rest is made up for by that after the last shift, which is all there is.
    assert "between a home shift and 's'" in refused(scene, ("w", "s"))
    allowed(scene.replace(demands=[demand("d", shift("s", 9, "10:00-18:00"))]), ("w", "s"))


def test_rest_between_days_lets_shifts_of_a_day_touch() -> None:
    rule = DailyRest(between="days")

    def scene(second: sm.Shift) -> sm.Scenario:
        return scenario([worker()], [demand("d", shift("a", 6, "06:00-14:00"), second)], [rule])

    both = ("w", "a"), ("w", "b")
    allowed(scene(shift("b", 6, "14:00-18:00")), *both)
    assert "which overlap by 60 min" in refused(scene(shift("b", 6, "13:00-18:00")), *both)
    assert "10 h" in refused(scene(shift("b", 7, "00:00-04:00")), *both)


def test_out_of_scope_shifts_only_must_not_overlap() -> None:
    need = demand("d", shift("a", 6, "06:00-14:00"), shift("b", 6, "14:00-18:00"), shift("c", 6, "17:00-18:00"))
    team = [worker(), worker("x", consent="declined")]
    scene = scenario(team, [need], [DailyRest(worker="x"), *sm.DEFAULT_RULES[1:2]])
    assert violations(scene, ("w", "a"), ("w", "b")) == []
    assert "'b' and 'c', which overlap by 60 min" in refused(scene, ("w", "b"), ("w", "c"))


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"shortened": 11.5}, "shortened_above_normal"),
        ({"shortened": 10, "extended": 10.5}, "extended_below_normal"),
        ({"shortened": 5}, "shortened_below_half"),
        ({"shortened": 10, "between": "days"}, "shortened_between_days"),
        ({"within_days": 28}, "nothing_shortened"),
        ({"within_month": True}, "nothing_shortened"),
    ],
)
def test_parameters_that_contradict_each_other_are_problems(wrong: dict[str, float], code: str) -> None:
    with pytest.raises(sm.InputError) as caught:
        scenario([], [], [DailyRest(**wrong)])
    assert code in {problem.code for problem in caught.value.problems}


@pytest.mark.parametrize("wrong", [{"hours": 24.5}, {"hours": -1}, {"extended": 25}])
def test_a_rest_of_more_than_a_day_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(sm.InputError):
        DailyRest(**wrong)


def test_rest_between_days_counts_from_home_shifts_of_other_days_alone() -> None:
    late, rule = home_shift(6, "14:00-22:00"), DailyRest(between="days")
    scene = scenario([worker(home_shifts=(late,))], [demand("d", shift("s", 6, "12:00-14:00"))], [rule])
    allowed(scene, ("w", "s"))
    morning = scenario([worker(home_shifts=(late,))], [demand("d", shift("s", 7, "06:00-14:00"))], [rule])
    assert "8 h between 's' and a home shift" in refused(morning, ("w", "s"))
    assert "2 h between" in refused(after_home(late, shift("s", 6, "08:00-12:00")), ("w", "s"))


def test_home_shifts_are_of_the_days_that_the_zone_of_the_scenario_has() -> None:
    """Of Monday and of Tuesday in Berlin, both of Monday in UTC."""
    home = (home_shift(6, "22:00-23:30"), home_shift(7, "00:30-08:00"))
    scene = scenario([worker(home_shifts=home)], [demand("d", shift("s", 9, "08:00-16:00"))])
    (found,) = scene.replace(rules=(DailyRest(between="days"), sm.constraints.Coverage())).preexisting_violations()
    assert (found.amount, found.unit, found.ids) == (600, "min", ("w",))
    assert (
        scene.replace(
            timezone="UTC", rules=(DailyRest(between="days"), sm.constraints.Coverage())
        ).preexisting_violations()
        == ()
    )


@pytest.mark.parametrize(("within", "lacking", "mendable"), [({"within_days": 2}, 30, True), ({}, 90, False)])
def test_a_rest_that_nothing_makes_up_for_is_violated_by_what_it_lacks(
    within: dict[str, Any], lacking: float, mendable: bool
) -> None:
    """That after the last shift makes up for one of the two."""
    first, *others = shift("a", 6, "14:00-22:00"), shift("b", 7, "08:00-22:00"), shift("c", 8, "08:30-16:00")
    scene = scenario([worker()], [demand("d", first, *others)], [DailyRest(shortened=10, **within)])
    (found,) = violations(scene, ("w", "a"), ("w", "b"), ("w", "c"))
    assert (found.amount, found.unit, found.ids, found.mendable) == (lacking, "min", ("w",), mendable)


def test_half_of_the_normal_rest_is_not_too_short() -> None:
    assert two(shift("a", 6, "14:00-22:00"), shift("b", 7, "09:00-17:00")).replace(
        rules=(DailyRest(hours=12, shortened=6), sm.constraints.Coverage())
    )


@pytest.mark.parametrize(
    ("wrong", "path", "words"),
    [
        ({"within_days": 3}, "within_days", "no rest may be shortened"),
        ({"within_month": True}, "within_month", "no rest may be shortened"),
        ({"shortened": 10, "hours": 11, "extended": 10}, "extended", "10 h is below the normal one of 11 h"),
        ({"shortened": 5}, "shortened", "5 h is less than half"),
        ({"shortened": 10, "between": "days"}, "shortened", "between shifts only"),
    ],
)
def test_problems_say_where_and_why(wrong: dict[str, Any], path: str, words: str) -> None:
    with pytest.raises(sm.InputError) as caught:
        scenario([worker()], [demand("d", shift("s", 6, "08:00-16:00"))], [DailyRest(**wrong)])
    (problem,) = caught.value.problems
    assert problem.path == f"rules[0].{path}"
    assert words in problem.text
    assert problem.advice.endswith(".")


def test_of_two_rests_each_is_kept() -> None:
    night = demand("d", shift("a", 6, "14:00-22:00"), shift("b", 7, "06:00-14:00"), same_worker=True)
    assert solved(scenario([worker()], [night], [DailyRest(hours=8)])) == {("w", "a"), ("w", "b")}
    assert solved(scenario([worker()], [night], [DailyRest(hours=8), DailyRest(hours=11)])) == set()


def test_the_gap_between_any_two_shifts_is_said_once_for_a_rule_and_those_that_take_its_place() -> None:
    here, there = (demand(name, shift(name, 6, hours)) for name, hours in (("a", "06:00-14:00"), ("b", "22:00-23:00")))
    there = there.replace(company="clinic")
    rules = [DailyRest(), DailyRest(hours=9, borrower="clinic", overrides=True)]
    scene = scenario([worker()], [here, there], rules, companies=[company("borrower"), company("clinic")])
    assert [rule.least_gap(scene) for rule in rules] == [540, 0]
    # Eight hours are too few for both, and one row of both shifts says so.
    assert len(problem_of(scene).lower[problem_of(scene).side == WORKER]) == 1
    assert len(solved(scene)) == 1
    apart = scene.replace(demands=[here, there.replace(shifts=[shift("b", 6, "23:30-23:50")])])
    # Nine hours and a half are enough at the clinic alone.
    assert len(solved(apart)) == 1
    assert solved(apart.replace(demands=[one.replace(company="clinic") for one in apart.demands])) == {
        ("w", "a"),
        ("w", "b"),
    }
