from __future__ import annotations

import staffmatch as sm
from staffmatch.constraints import Availability
from tests.builders import allowed, demand, example, refused, scenario, shift, violations, window, worker

DAY = shift("s", 6, "08:00-16:00")


def free(*windows: sm.TimeWindow, during: sm.Shift = DAY) -> sm.Scenario:
    return scenario([worker(availability=windows)], [demand("d", during)], [Availability()])


def test_nobody_has_to_be_free_for_the_empty_plan() -> None:
    assert violations(free()) == []


def test_a_window_as_long_as_the_shift_is_enough() -> None:
    allowed(free(window(6, "08:00-16:00")), ("w", "s"))


def test_a_window_that_ends_a_minute_early_is_not_enough() -> None:
    text = refused(free(window(6, "08:00-15:59")), ("w", "s"))
    assert text == example(Availability)


def test_a_window_that_starts_a_minute_late_covers_nothing() -> None:
    assert "from Mon 06 Apr 08:00 on 480 min" in refused(free(window(6, "08:01-16:00")), ("w", "s"))


def test_who_gives_no_windows_is_never_free() -> None:
    assert "480 min" in refused(free(), ("w", "s"))


def test_windows_that_touch_or_overlap_count_as_one_in_any_order() -> None:
    allowed(free(window(6, "12:00-16:00"), window(6, "08:00-12:00")), ("w", "s"))
    allowed(free(window(6, "11:00-17:00"), window(6, "07:00-13:00"), window(6, "08:00-09:00")), ("w", "s"))


def test_a_gap_of_a_minute_between_windows_is_a_gap() -> None:
    assert "from Mon 06 Apr 12:00 on 240 min" in refused(
        free(window(6, "08:00-12:00"), window(6, "12:01-16:00")), ("w", "s")
    )


def test_a_night_shift_needs_both_days() -> None:
    night = shift("s", 6, "22:00-06:00")
    allowed(free(window(6, "20:00-00:00"), window(7, "00:00-06:00"), during=night), ("w", "s"))
    assert "from Tue 07 Apr 00:00 on 360 min" in refused(free(window(6, "20:00-00:00"), during=night), ("w", "s"))


def test_a_short_window_within_a_long_one_does_not_end_it() -> None:
    allowed(free(window(6, "06:00-18:00"), window(6, "07:00-09:00")), ("w", "s"))


def test_who_keeps_all_shifts_is_free_for_all() -> None:
    need = demand("d", DAY, shift("t", 7, "08:00-16:00"), same_worker=True)

    def person(*windows: sm.TimeWindow) -> sm.Scenario:
        return scenario([worker(availability=windows)], [need], [Availability()])

    allowed(person(window(6, "08:00-16:00"), window(7, "08:00-16:00")), ("w", "s"), ("w", "t"))
    assert "shift 't'" in refused(person(window(6, "08:00-16:00")), ("w", "s"), ("w", "t"))
