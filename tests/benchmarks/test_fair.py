"""The benchmark of fair shares: a city whose loads are shared out in one way or another."""

from __future__ import annotations

from benchmarks.fair import CHOICES, city, measured


def test_a_line_for_each_choice_covers_no_hour_less() -> None:
    lines = list(measured(city(12, 6, 2, seed=1), 20, 1, 0))[1:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert [one[0] for one in cells] == [choice.name for choice in CHOICES]
    assert len({one[1] for one in cells}) == 1
    assert all(float(one[2].replace(",", "")) >= float(cells[0][2].replace(",", "")) for one in cells)
