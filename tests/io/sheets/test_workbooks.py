"""Workbooks of many kinds: each is read as its author meant it, with a note, or gets one question with a way out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import staffmatch as sm
from staffmatch.io.sheets import Reading, read_sheets
from tests.io.sheets.workbooks import CASES, Case

_ZONE = ZoneInfo("Europe/Berlin")


def _span(start: datetime, end: datetime) -> str:
    """``0406`` a day, ``0406-0410`` days, ``0406 22:00-06:00 (7 h)`` with the hours where the clock changes."""
    opens, closes = start.astimezone(_ZONE), end.astimezone(_ZONE)
    if not any((opens.hour, opens.minute, closes.hour, closes.minute)):
        first, last = f"{opens:%m%d}", f"{closes - timedelta(minutes=1):%m%d}"
        return first if first == last else f"{first}-{last}"
    told = f"{opens:%m%d %H:%M}-{closes:%H:%M}"
    changed = opens.utcoffset() != closes.utcoffset()
    return f"{told} ({(end - start) / timedelta(hours=1):g} h)" if changed else told


def _spans(windows: Iterable[sm.Window | sm.Shift]) -> str:
    return " ".join(_span(one.start, one.end) for one in windows)


def _told(scenario: sm.Scenario) -> tuple[tuple[str, ...], tuple[str, ...]]:
    people = (
        f"{' '.join(dict.fromkeys(filter(None, (one.id, one.name))))}@{one.company} {'+'.join(one.skills)}: "
        f"{_spans(one.availability)}"
        for one in scenario.workers
    )
    needs = (
        f"{one.id}@{one.company} {' '.join((str(one.headcount), *one.skills))}: {_spans(one.shifts)}"
        for one in scenario.demands
    )
    return tuple(people), tuple(needs)


def _notes(reading: Reading) -> list[str]:
    return [*(note.text for note in reading.notes), *(f"odd:{one.code}: {one}" for one in reading.oddities)]


@pytest.mark.parametrize("name", CASES)
def test_each_kind_of_workbook_is_read_as_meant_or_asked_about(name: str, tmp_path: Path) -> None:
    case: Case = CASES[name]
    (tmp_path / "first").mkdir()
    path = case.write(tmp_path / "first")
    if case.asks:
        with pytest.raises(sm.InputError) as error:
            read_sheets(path)
        assert tuple(sorted({problem.code for problem in error.value.problems})) == case.asks
        assert all(problem.advice for problem in error.value.problems)
        if case.mended:
            (tmp_path / "mended").mkdir()
            read_sheets(case.mended(tmp_path / "mended"))
        return
    reading = read_sheets(path)
    people, needs = _told(reading.scenario)
    assert case.people is None or people == case.people
    assert case.needs is None or needs == case.needs
    assert [part for part in case.notes if not any(part in note for note in _notes(reading))] == []
