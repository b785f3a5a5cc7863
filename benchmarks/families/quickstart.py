"""Employee scheduling as a solver's tutorial has it: everybody's shifts filled, then wishes, then an even share.

A JSON file. ``start``, the first day, and how many ``days``. ``emp``: people with their ``name``, ``skills``, and days
that are ``un``available, ``ud``, undesired, and ``de``, desired. ``shifts``: ``id``, ``start``, ``end``, the one
``skill`` that is asked for, and the place ``loc``; times are local.

At most one shift starts on a day, and ten hours lie between two. A shift that touches a desired day counts its 480
minutes for the plan, one that touches an undesired day 480 against it, whatever its length.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from benchmarks.families.base import Instance
from benchmarks.families.files import Files, malformed, text_of
from staffmatch import Absence, Company, Consent, Demand, Scenario, Shift, TimeWindow, Wish, Worker
from staffmatch.constraints import Availability, Coverage, DailyRest, Skills
from staffmatch.objectives import EmptySeats, Share, Spread, Wishes

POINTS = 480


class Quickstart(Files):
    """All shifts filled, then the most wishes granted, then as even a number of shifts for everybody as can be.

    The tutorial evens out the squares of numbers of shifts; here it is the most less the fewest, see `Spread`.
    """

    folder, ending, best = "quickstart", ".json", "wishes"

    def scenario(self, instance: Instance) -> Scenario:
        return _Roster(instance.source).scenario()

    def best_known(self, instance: Instance) -> int | None:
        """The wishes granted count for the plan there, and are minimised here."""
        granted = super().best_known(instance)
        return None if granted is None else -granted


class _Roster:
    def __init__(self, path: str) -> None:
        self._path = path
        try:
            self._said: Any = json.loads(text_of(path))
        except json.JSONDecodeError as error:
            raise malformed(path, f"line {error.lineno}", "is not JSON.") from None

    def scenario(self) -> Scenario:
        try:
            return self._scenario()
        except KeyError as error:
            raise malformed(self._path, "", f"lacks {error.args[0]!r} somewhere.") from None
        except (TypeError, ValueError) as error:
            raise malformed(self._path, "", f"says something else than a roster: {error}.") from None

    def _scenario(self) -> Scenario:
        first = datetime.combine(date.fromisoformat(self._said["start"]), datetime.min.time(), UTC)
        # Shifts of the last night end on the day after.
        there = TimeWindow(start=first - timedelta(days=1), end=first + timedelta(days=int(self._said["days"]) + 2))
        return Scenario(
            timezone="UTC",
            companies=[Company(id="people"), Company(id="work")],
            workers=[self._worker(number, said, there) for number, said in enumerate(self._said["emp"])],
            demands=[_demand(said) for said in self._said["shifts"]],
            rules=[Skills(), Availability(), DailyRest(hours=10), Coverage()],
            tiers=[[EmptySeats()], [Wishes()], [Spread(of=Share(count="shifts"))]],
        )

    def _worker(self, number: int, said: Mapping[str, Any], there: TimeWindow) -> Worker:
        wishes = [
            Wish(days=said[name], against=against, weight=POINTS)
            for name, against in (("de", False), ("ud", True))
            if said[name]
        ]
        return Worker(
            id=f"w{number}",
            company="people",
            name=said["name"],
            skills=dict.fromkeys(said["skills"], 1),
            consent=Consent.ACCEPTED,
            availability=[there],
            absences=[Absence(first=day, last=day) for day in said["un"]],
            wishes=wishes,
        )


def _demand(said: Mapping[str, Any]) -> Demand:
    start, end = (datetime.fromisoformat(said[name]).replace(tzinfo=UTC) for name in ("start", "end"))
    return Demand(
        id=f"d{said['id']}",
        company="work",
        name=said["loc"],
        skills={said["skill"]: 1},
        shifts=[Shift(id=f"s{said['id']}", start=start, end=end)],
    )
