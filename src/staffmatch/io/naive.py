"""Times without an offset in data frames, read as local times of the scenario's zone if the caller says so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, get_args
from zoneinfo import ZoneInfo

import numpy as np

from staffmatch.errors import InputError, InputIssue
from staffmatch.io import refusals
from staffmatch.io.sheets.cells import Wrong
from staffmatch.io.sheets.times.clocks import Clock, moment

if TYPE_CHECKING:
    import narwhals as nw

Naive = Literal["scenario"]

_TIMES = ("start", "end", "available_from", "available_to", "availability", "home_shifts", "past_shifts")
_TEXT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?")


def zone_of(naive: Naive | None, timezone: str) -> ZoneInfo | None:
    """The zone of times without an offset; None if these are refused."""
    if naive is not None and naive not in get_args(Naive):
        text = refusals.NAIVE(value=repr(naive))
        raise InputError([InputIssue("bad_option", "naive", text, refusals.NAIVE_ADVICE())])
    try:
        return None if naive is None else ZoneInfo(timezone)
    except (ValueError, OSError, KeyError):
        # Validation reports what is wrong with it.
        return None


def localised(frame: nw.DataFrame[Any], table: str, zone: ZoneInfo | None) -> nw.DataFrame[Any]:
    """The frame with an offset for each time; InputError for local times that the clock skips or repeats."""
    import narwhals as nw

    if zone is None:
        return frame
    problems: list[InputIssue] = []
    for name in (name for name in _TIMES if name in frame.columns):
        dtype = frame[name].dtype
        if isinstance(dtype, nw.Datetime) and dtype.time_zone is not None:
            continue
        cells = []
        for row, cell in enumerate(frame[name].to_list()):
            try:
                cells.append(_made(cell, zone))
            except Wrong as wrong:
                problems.append(InputIssue(wrong.code, f"{table}[{row}].{name}", wrong.message, wrong.remedy))
        if not problems:
            frame = frame.with_columns(nw.new_series(name, cells, backend=frame.implementation))
    if problems:
        raise InputError(problems)
    return frame


def _made(cell: Any, zone: ZoneInfo) -> Any:
    if isinstance(cell, str) and _TEXT.fullmatch(cell):
        return _instant(datetime.fromisoformat(cell), zone)
    # pandas' NaT is a datetime by type, but not equal to itself.
    if isinstance(cell, datetime):
        return _instant(cell, zone) if cell == cell and cell.tzinfo is None else cell  # noqa: PLR0124
    if isinstance(cell, Mapping):
        return {key: _made(value, zone) for key, value in cell.items()}
    if isinstance(cell, (list, tuple, np.ndarray)):
        return [_made(value, zone) for value in cell]
    return cell


def _instant(local: datetime, zone: ZoneInfo) -> datetime:
    beyond = timedelta(seconds=local.second, microseconds=local.microsecond)
    return moment(Clock(None, local.hour * 60 + local.minute), local.date(), zone) + beyond
