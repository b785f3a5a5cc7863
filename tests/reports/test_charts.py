"""Charts: axes that a person can read off, numbers that add up."""

from __future__ import annotations

import pytest

from staffmatch.reports.charts import commute_histogram
from staffmatch.reports.figures import Commute
from staffmatch.reports.sentences import SPACE
from staffmatch.reports.words import Words


@pytest.mark.parametrize(
    ("most", "ticks"),
    [
        (1, ["0", "1"]),
        (2, ["0", "1", "2"]),
        (7, ["0", "2", "4", "6", "8"]),
        (10, ["0", "5", "10"]),
        (1_234, ["0", "500", "1,000", "1,500"]),
    ],
)
def test_an_axis_of_counts_has_few_whole_ticks_and_reaches_the_highest(most: int, ticks: list[str]) -> None:
    chart = commute_histogram(Commute((0, most, 1), 12.0, 0), Words.of("en"))
    assert [text for _, text in chart.ticks] == ticks


def test_quarters_of_an_hour_add_up() -> None:
    assert [Words.of("en").hours(minutes).replace(SPACE, " ") for minutes in (435, 450, 885)] == [
        "7.25 h", "7.5 h", "14.75 h",
    ]  # fmt: skip
