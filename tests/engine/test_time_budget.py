"""The time of a search: shares, moments, what is reserved, work in place of seconds."""

from __future__ import annotations

import math

import pytest

from staffmatch.engine.state import time_budget
from staffmatch.engine.state.time_budget import STEPS, TimeBudget


def test_work_is_the_clock_where_it_is_limited() -> None:
    time = TimeBudget(work_limit=10)
    time.charge(4 * STEPS)
    assert (time.now, time.work, time.remaining, time.until) == (4, 4, 6, 10)
    assert time.part(0.5) == 7
    assert time.part(0.5, until=6) == 5
    assert time.part(0.5, until=3) == 4
    time.charge(7 * STEPS)
    assert time.remaining == 0


def test_seconds_are_the_clock_elsewhere_and_what_is_reserved_is_not_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time_budget.time, "monotonic", lambda: 100.0)
    time = TimeBudget(time_limit=20)
    monkeypatch.setattr(time_budget.time, "monotonic", lambda: 105.0)
    assert (time.seconds, time.now, time.remaining) == (5, 5, 15)
    time.reserve(3)
    time.reserve(2)
    assert (time.remaining, time.until, time.part(0.1)) == (10, 15, 6)
    time.reserve(30)
    assert time.seconds_left == 0


def test_without_a_limit_a_share_is_an_amount() -> None:
    time = TimeBudget()
    assert time.remaining == time.part(0.5) == math.inf
    assert time.part(0.5, unlimited=100) == pytest.approx(100, abs=1)
    assert TimeBudget(time_limit=1e300).remaining == math.inf


def test_an_allowance_is_the_usual_amount_or_a_share_and_never_beyond_the_end() -> None:
    time = TimeBudget(work_limit=100)
    assert time.allowance(usual=2, share=0.1, until=100) == 10
    assert time.allowance(usual=20, share=0.1, until=100) == 20
    assert time.allowance(usual=20, share=0.1, until=15) == 15
    assert TimeBudget().allowance(usual=2, share=0.1, until=math.inf) == pytest.approx(2, abs=1)
