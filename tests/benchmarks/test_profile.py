"""The profile has sixty programs, runs both on each, and says honestly who closed what."""

from __future__ import annotations

from math import inf

import pytest

from benchmarks.profile import SHIFT, Measured, _mean, _profile, measured, programs
from staffmatch import InternalError, hamburg

CITY = hamburg.scenario(workers=30, seats=8, days=2, seed=1)


def test_there_are_sixty_programs_of_different_names() -> None:
    names = [name for name, _ in programs()]
    assert len(names) == len(set(names)) == 60


def test_both_are_measured_and_agree() -> None:
    found = measured("tiny", CITY, 1, 30)
    assert found.own < inf
    assert found.highs < inf
    assert found.pairs > 0


def test_a_value_that_highs_does_not_find_is_our_own_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.profile._run", lambda file, limit: (0.1, -1.0))
    with pytest.raises(InternalError, match="HiGHS has"):
        measured("tiny", CITY, 1, 30)


def test_ratios_are_of_shifted_seconds_and_what_is_open_is_counted() -> None:
    found = [
        Measured("a", 1, 1.5, 0.5),
        Measured("b", 1, 0.5, 1.5),
        Measured("c", 1, inf, 1.0),
        Measured("d", 1, 1.0, inf),
    ]
    assert found[0].ratio == (1.5 + SHIFT) / (0.5 + SHIFT) == 2
    assert _mean(found).startswith("Of 4 programs HiGHS closes 3, staffmatch 3; of HiGHS's 1 stay open here.")
    assert _mean(found).endswith("where both close: 1.000.")
    lines = _profile(found).splitlines()
    assert lines[2] == "| staffmatch | 50 % | 50 % | 50 % | 75 % | 75 % | 75 % |"
    assert lines[3] == "| HiGHS | 50 % | 50 % | 50 % | 75 % | 75 % | 75 % |"
