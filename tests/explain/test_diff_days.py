"""Shifts in the words of a difference: the same one on days in a row is told once, and no time twice."""

from __future__ import annotations

import staffmatch as sm
from staffmatch.explain.diff import ShiftAt, told_shifts
from tests.builders import at


def shift(day: int, times: str = "06:00-14:00", name: str = "", demand: str = "ward") -> ShiftAt:
    start, end = times.split("-")
    found = {"start": at(day, start), "end": at(day if start < end else day + 1, end)}
    return ShiftAt(
        shift=name or f"{demand} 2020-04-{day:02}", demand=demand, company="clinic", timezone="Europe/Berlin", **found
    )


def told(*shifts: ShiftAt, lang: str = "en") -> list[str]:
    return [one.text_in(lang) for one in told_shifts(shifts)]


def test_days_in_a_row_are_one() -> None:
    week = [shift(day) for day in range(6, 11)]
    assert told(*week) == ["'ward' at 'clinic' (Mon 06 Apr to Fri 10 Apr, each day 06:00 to 14:00)"]
    assert told(*week, lang="de") == ["„ward“ bei „clinic“ (Mo. 06.04. bis Fr. 10.04., jeweils 06:00 bis 14:00 Uhr)"]
    nights = [shift(day, "22:00-06:00") for day in (6, 7)]
    assert told(*nights) == ["'ward' at 'clinic' (Mon 06 Apr to Tue 07 Apr, each day 22:00 to 06:00)"]


def test_a_gap_another_time_or_another_demand_ends_a_run() -> None:
    assert told(shift(6), shift(8)) == [
        "'ward' at 'clinic' (Mon 06 Apr 06:00 to 14:00)",
        "'ward' at 'clinic' (Wed 08 Apr 06:00 to 14:00)",
    ]
    assert len(told(shift(6), shift(7, "07:00-14:00"), shift(8, "07:00-15:00"))) == 3
    assert len(told(shift(6), shift(7, demand="kitchen"))) == 2


def test_a_shift_with_an_id_of_its_own_is_told_by_it() -> None:
    assert told(shift(6, name="early")) == ["'early' at 'clinic' (Mon 06 Apr 06:00 to 14:00)"]


def test_an_id_that_says_the_time_is_told_by_demand_and_weekday() -> None:
    made_up = shift(6, name="ward (22) 2020-04-06 06:00", demand="w (22)")
    assert told(made_up) == ["'w (22)' at 'clinic' (Mon 06 Apr 06:00 to 14:00)"]


def test_an_amount_before_euros_has_cents() -> None:
    from staffmatch.answers.amounts import LESS, MORE_WITHIN

    assert LESS(amount=1.66667, unit="EUR", term="cost").text == "1.67 EUR less of cost"
    assert LESS(amount=1667, unit="EUR", term="cost").text_in("de") == "Kosten 1.667,00 EUR niedriger"
    assert LESS(amount=1.66667, unit="h", term="cost").text == "1.667 h less of cost"
    within = MORE_WITHIN(least=6704.255, most=123456.7, unit="EUR", term="cost")
    assert within.text == "6,704.26 to 123,456.70 EUR more of cost" or within.text.startswith("6,704.25 to")
    assert (
        sm.messages.Sentence("test.money", "{n:count} of {x:number} {u:unit}, {y:number} {v:unit}")(
            n=3, x=2.5, u="h", y=2.5, v="EUR"
        ).text
        == "3 of 2.5 h, 2.50 EUR"
    )
