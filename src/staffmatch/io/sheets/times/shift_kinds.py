"""The table of shift codes: ``F``, or ``Frühschicht``, stands for times of a day, or for none (leave, illness)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from staffmatch.errors import Cell, InputIssue
from staffmatch.io.sheets import refusals
from staffmatch.io.sheets.cells import Wrong
from staffmatch.io.sheets.noted import MORE
from staffmatch.io.sheets.table import Row, Table
from staffmatch.io.sheets.times import clocks, told
from staffmatch.io.sheets.times.clocks import Clock
from staffmatch.io.sheets.words import plain
from staffmatch.messages.message import Message

_SUFFIX = re.compile(r"(?<=\w)(?:schicht|dienst|shift|duty)$")
_SHOWN = 12


@dataclass(frozen=True)
class ShiftKind:
    """A code with its times of a day; without times, nobody works (leave, illness, a day off)."""

    code: str
    name: str = ""
    start: Clock | None = None
    end: Clock | None = None
    pause: int | None = None

    @property
    def works(self) -> bool:
        return self.start is not None

    def window(self, on: date, zone: ZoneInfo) -> dict[str, datetime]:
        """Start and end in UTC of this shift on a day; Wrong if it has no times, or the clock skips one of them."""
        if self.start is None:
            raise Wrong("no_time", told.NO_TIMES_IN_TABLE(code=self.code), told.FROM_AND_TO)
        return clocks.between(self.start, self.end, on, zone)

    def __str__(self) -> str:
        if self.start is None or self.end is None:
            return "no times"
        return f"{clocks.of_day(self.start.minute or 0)}-{clocks.of_day(self.end.minute or 0)}"


class ShiftKinds:
    """The shift codes of a file; empty if it has no such sheet."""

    def __init__(self, kinds: Iterable[ShiftKind] = ()) -> None:
        self.kinds = tuple(kinds)
        self._known: list[dict[str, list[ShiftKind]]] = []
        for fold in _FOLDS:
            known: dict[str, list[ShiftKind]] = {}
            self._known.append(known)
            for kind in self.kinds:
                for word in dict.fromkeys(fold(word) for word in (kind.code, kind.name) if word):
                    known.setdefault(word, []).append(kind)

    def __bool__(self) -> bool:
        return bool(self.kinds)

    def knows(self, said: str) -> bool:
        """Whether `find` has an answer, be it one of several."""
        return any(fold(said) in known for known, fold in zip(self._known, _FOLDS, strict=True))

    def code_of(self, said: str) -> str | None:
        """The code of the kind that is meant; None if there is none, or several."""
        for known, fold in zip(self._known, _FOLDS, strict=True):
            if found := known.get(fold(said), []):
                return found[0].code if len(found) == 1 else None
        return None

    def find(self, said: str) -> ShiftKind | None:
        """The kind of a code or a name: as written, else whatever the case, else without "-schicht" or "-dienst".

        Wrong if several kinds are meant by it.
        """
        for known, fold in zip(self._known, _FOLDS, strict=True):
            if len(found := known.get(fold(said), [])) == 1:
                return found[0]
            if found:
                text = told.WHICH_CODE(cell=said, codes=tuple(kind.code for kind in found))
                raise Wrong("unclear_shift_code", text, told.WRITE_CODE)
        return None


def read_shift_kinds(table: Table | None) -> tuple[ShiftKinds, list[InputIssue]]:
    """The shift codes of the sheet ``shift_kinds``, and what is wrong with its rows."""
    problems: list[InputIssue] = []
    kinds: dict[str, ShiftKind] = {}
    for row in table if table is not None and not table.incomplete else ():
        if row.flawed:
            continue
        try:
            kind = _kind(row)
            if kind.code in kinds:
                raise Wrong("duplicate_id", told.CODE_TWICE(code=kind.code), told.KEEP_ONE_ROW)  # noqa: TRY301 (told below)
            kinds[kind.code] = kind
        except Wrong as wrong:
            problems.append(row.wrong("code" if wrong.code == "duplicate_id" else None, wrong))
    return ShiftKinds(kinds.values()), problems


def missing_shift_kinds(used: Mapping[str, Sequence[Message]], at: Cell, kinds: ShiftKinds) -> InputIssue:
    """The one question about all codes that no table explains; ``used`` says where each stands."""
    codes = list(used)
    found = [told.CODE_AT(code=code, places=told.LISTED(days=tuple(used[code]))) for code in codes[:_SHOWN]]
    found += [MORE(n=len(codes) - _SHOWN)] if len(codes) > _SHOWN else []
    text = (told.UNKNOWN_CODE if len(codes) == 1 else told.UNKNOWN_CODES)(codes=tuple(found))
    rows = "; ".join(f"{code} | 06:00 | 14:00 | 30" for code in codes[:3])
    advice = told.ADD_KINDS(rows=rows)
    if kinds:
        advice = told.ADD_TO_KINDS(rows=rows, known=tuple(kind.code for kind in kinds.kinds[:_SHOWN]))
    return InputIssue("unknown_shift_code", "shift_kinds", text, advice, tuple(codes), at)


def stem(word: str) -> str:
    """A word without "-schicht", "-dienst", "shift": ``Früh`` and ``Frühschicht`` are one."""
    return _SUFFIX.sub("", plain(word))


_FOLDS: Sequence[Callable[[str], str]] = (str, plain, stem)


def _kind(row: Row) -> ShiftKind:
    said = row.said
    if "hours" in said and ("start" in said or "end" in said):
        raise Wrong("told_twice", told.TIMES_TOLD_TWICE(), refusals.KEEP_ONE_ADVICE())
    start, end = said["hours"] if "hours" in said else (said.get("start"), said.get("end"))
    if start is None and end is None:
        return ShiftKind(said["code"], said.get("name", ""))
    if start is None or end is None:
        raise Wrong("half_a_span", told.ONE_END(), told.OTHER_END_OR_NEITHER)
    if start.day or end.day or start.minute is None or end.minute is None:
        raise Wrong("not_a_time", told.DAY_FOR_TIME(), told.AS_TIMES)
    return ShiftKind(said["code"], said.get("name", ""), start, end, said.get("unpaid_break_minutes"))
