"""An axis of time in hours, as long as they last, with local days."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from staffmatch.plot.style import FAINT, LINE

if TYPE_CHECKING:
    from staffmatch.plot.picture import Picture

# Points that a label needs, with a weekday and without.
_LONG, _SHORT = 52.0, 34.0


class TimeAxis:
    """Hours since the first local midnight. A day on which the clock changes has 23 hours, or 25."""

    def __init__(self, timezone: str, first: datetime, last: datetime) -> None:
        self._zone = ZoneInfo(timezone)
        self.first = first.astimezone(self._zone).date()
        self._origin = self._midnight(self.first)
        # A day that is only touched at midnight is not shown.
        self.last = (last - timedelta(minutes=1)).astimezone(self._zone).date()
        self.end = self._hours_of(self.last + timedelta(days=1))

    def hours(self, moment: datetime) -> float:
        return (moment.timestamp() - self._origin) / 3600

    @property
    def days(self) -> list[tuple[date, float, float]]:
        """Each local day with its hours."""
        count = (self.last - self.first).days + 1
        listed = [self.first + timedelta(days=k) for k in range(count)]
        return [(day, self._hours_of(day), self._hours_of(day + timedelta(days=1))) for day in listed]

    def draw(self, drawn: Picture) -> None:
        """Days below the axes, lines at midnight, and weekends in a shade."""
        ax, days = drawn.ax, self.days
        ax.set_xlim(0, self.end)
        # About what a picture's width leaves beside its rows.
        slot = 0.78 * drawn.points_wide / len(days)
        long = slot >= _LONG
        every = max(1, -(-int(_SHORT) // max(int(slot), 1)))
        for day, start, end in days:
            if day.weekday() >= 5:
                ax.axvspan(start, end, color=FAINT, linewidth=0, zorder=0.1)
            if len(days) <= 70:
                ax.axvline(start, color=LINE, linewidth=0.5, zorder=0.2)
        shown = days[::every]
        names = [drawn.words.day(day) if long else drawn.words.day_of_month(day) for day, *_ in shown]
        ax.set_xticks([(start + end) / 2 for _, start, end in shown], names)
        ax.tick_params(axis="x", length=0)

    def _hours_of(self, day: date) -> float:
        return (self._midnight(day) - self._origin) / 3600

    def _midnight(self, day: date) -> float:
        return datetime.combine(day, time(), self._zone).timestamp()
