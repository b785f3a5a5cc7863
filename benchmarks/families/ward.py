"""Nurse rostering instances as their files say them, and the penalty of a roster, apart from rules and terms.

Sections of comma-separated lines, with ``#`` for comments. HORIZON: days, of which day 0 is a Monday. SHIFTS: id,
minutes, ids joined by | that cannot follow on the next day. STAFF: id, most shifts of each id (``D=14|E=3``), most and
least minutes, most and least days in a row, least days off in a row, most weekends with work. DAYS_OFF: who, days.
SHIFT_ON_REQUESTS, SHIFT_OFF_REQUESTS: who, day, shift, penalty if not granted. COVER: day, shift, people, penalty for
each missing and for each beyond. All limits are hard; runs of days that touch either end of the horizon are not short.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from benchmarks.families.files import malformed, text_of

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")

# The shift of each nurse on each day on which there is one.
Roster = Mapping[tuple[str, int], str]
Request = tuple[str, int, str]


@dataclass(frozen=True)
class Kind:
    minutes: int
    not_before: tuple[str, ...]


@dataclass(frozen=True)
class Nurse:
    most_shifts: Mapping[str, int]
    most_minutes: int
    least_minutes: int
    most_days: int
    least_days: int
    least_off: int
    most_weekends: int


@dataclass(frozen=True)
class Cover:
    people: int
    under: int
    over: int


@dataclass(frozen=True)
class Ward:
    days: int
    kinds: Mapping[str, Kind]
    nurses: Mapping[str, Nurse]
    off: Mapping[str, frozenset[int]]
    wanted: Mapping[Request, int]
    unwanted: Mapping[Request, int]
    cover: Mapping[tuple[int, str], Cover]

    @classmethod
    def read(cls, path: str) -> Ward:
        sections = _sections(path)

        def rows(name: str, made: Callable[[list[str]], tuple[_Key, _Value]]) -> dict[_Key, _Value]:
            found: dict[_Key, _Value] = {}
            for number, fields in sections.get(name, ()):
                try:
                    key, value = made(fields)
                except (ValueError, IndexError):
                    raise malformed(path, f"line {number}", f"is no line of {name}.") from None
                found[key] = value
            return found

        horizon = [int(fields[0]) for _, fields in sections.get("HORIZON", ())]
        if len(horizon) != 1:
            raise malformed(path, "", "has no section HORIZON with one number of days.")
        ward = cls(
            horizon[0],
            rows("SHIFTS", lambda f: (f[0], Kind(int(f[1]), _several(f[2])))),
            rows("STAFF", _nurse),
            rows("DAYS_OFF", lambda f: (f[0], frozenset(map(int, f[1:])))),
            rows("SHIFT_ON_REQUESTS", _request),
            rows("SHIFT_OFF_REQUESTS", _request),
            rows("COVER", lambda f: ((int(f[0]), f[1]), Cover(*map(int, f[2:5])))),
        )
        ward._require_known(path)
        return ward

    def _require_known(self, path: str) -> None:
        named = {who for who, *_ in (*self.wanted, *self.unwanted)} | {*self.off}
        kinds = {kind for _, _, kind in (*self.wanted, *self.unwanted)} | {kind for _, kind in self.cover}
        if unknown := (named - self.nurses.keys()) | (kinds - self.kinds.keys()):
            raise malformed(path, "", f"names {min(unknown)!r}, which is neither a nurse nor a shift of it.")

    def penalty(self, roster: Roster) -> int:
        """Requests that are not granted, and people that are missing or too many."""
        there = Counter((day, kind) for (_, day), kind in roster.items())
        missed = sum(weight for (who, day, kind), weight in self.wanted.items() if roster.get((who, day)) != kind)
        forced = sum(weight for (who, day, kind), weight in self.unwanted.items() if roster.get((who, day)) == kind)
        short = sum(
            one.under * max(0, one.people - there[at]) + one.over * max(0, there[at] - one.people)
            for at, one in self.cover.items()
        )
        return missed + forced + short

    def broken(self, roster: Roster) -> Iterator[str]:
        """The limits that a roster does not keep."""
        for name, nurse in self.nurses.items():
            plan = {day: kind for (who, day), kind in roster.items() if who == name}
            for what, kept in self._limits(name, nurse, plan).items():
                if not kept:
                    yield f"{name}: {what}"

    def _limits(self, name: str, nurse: Nurse, plan: Mapping[int, str]) -> dict[str, bool]:
        minutes = sum(self.kinds[kind].minutes for kind in plan.values())
        held = Counter(plan.values())
        runs = [(worked, len([*days])) for worked, days in groupby(day in plan for day in range(self.days))]
        inner = runs[1:-1]
        weekends = {day // 7 for day in plan if day % 7 >= 5}
        return {
            "days off": self.off.get(name, frozenset()).isdisjoint(plan),
            "shifts of a kind": all(held[kind] <= most for kind, most in nurse.most_shifts.items()),
            "most minutes": minutes <= nurse.most_minutes,
            "least minutes": minutes >= nurse.least_minutes,
            "most days in a row": all(days <= nurse.most_days for worked, days in runs if worked),
            "least days in a row": all(days >= nurse.least_days for worked, days in inner if worked),
            "least days off in a row": all(days >= nurse.least_off for worked, days in inner if not worked),
            "weekends": len(weekends) <= nurse.most_weekends,
            "successions": all(plan.get(day + 1) not in self.kinds[kind].not_before for day, kind in plan.items()),
        }


def _sections(path: str) -> dict[str, list[tuple[int, list[str]]]]:
    found: dict[str, list[tuple[int, list[str]]]] = {}
    name = ""
    for number, line in enumerate(text_of(path).splitlines(), 1):
        text = line.strip()
        if text.startswith("SECTION_"):
            name = text.removeprefix("SECTION_")
        elif text and not text.startswith("#"):
            found.setdefault(name, []).append((number, [field.strip() for field in text.split(",")]))
    return found


def _several(field: str) -> tuple[str, ...]:
    return tuple(part for part in field.split("|") if part)


def _nurse(fields: list[str]) -> tuple[str, Nurse]:
    most = dict(part.split("=") for part in _several(fields[1]))
    return fields[0], Nurse({kind: int(count) for kind, count in most.items()}, *map(int, fields[2:8]))


def _request(fields: list[str]) -> tuple[Request, int]:
    return (fields[0], int(fields[1]), fields[2]), int(fields[3])
