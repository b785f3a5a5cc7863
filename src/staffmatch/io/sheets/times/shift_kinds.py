"""The table of shift codes: ``F``, or ``Frühschicht``, stands for times of a day, or for none (leave, illness)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from staffmatch.errors import Cell, InputIssue
from staffmatch.io.sheets.cells import Wrong
from staffmatch.io.sheets.table import Row, Table
from staffmatch.io.sheets.times import clocks
from staffmatch.io.sheets.times.clocks import Clock
from staffmatch.io.sheets.words import listed, plain

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
            raise Wrong("no_time", f"the shift code {self.code!r} has no times.", "Add from and to to its row.")
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

    def find(self, said: str) -> ShiftKind | None:
        """The kind of a code or a name: as written, else whatever the case, else without "-schicht" or "-dienst".

        Wrong if several kinds are meant by it.
        """
        for known, fold in zip(self._known, _FOLDS, strict=True):
            if len(found := known.get(fold(said), [])) == 1:
                return found[0]
            if found:
                codes = listed(kind.code for kind in found)
                raise Wrong("unclear_shift_code", f"{said!r} may be each of {codes}.", "Write the code.")
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
                raise Wrong("duplicate_id", f"the code {kind.code!r} stands there twice.", "Keep one row.")  # noqa: TRY301 (told below)
            kinds[kind.code] = kind
        except Wrong as wrong:
            problems.append(row.wrong("code" if wrong.code == "duplicate_id" else None, wrong))
    return ShiftKinds(kinds.values()), problems


def missing_shift_kinds(used: Mapping[str, Sequence[str]], at: Cell, kinds: ShiftKinds) -> InputIssue:
    """The one question about all codes that no table explains; ``used`` says where each stands."""
    codes = list(used)
    told = [f"{code!r} (" + "; ".join(used[code]) + ")" for code in codes[:_SHOWN]]
    more = f" and {len(codes) - _SHOWN} more" if len(codes) > _SHOWN else ""
    lines = "; ".join(f"{code} | 06:00 | 14:00 | 30" for code in codes[:3])
    text = f"no times are known of the shift codes {', '.join(told)}{more}."
    if len(codes) == 1:
        text = f"no times are known of the shift code {told[0]}."
    where = "Add them to the sheet of shift kinds" if kinds else "Add a sheet 'Schichtarten' (or 'shift_kinds')"
    advice = (
        f"{where}, with the columns code | from | to | break (Code | von | bis | Pause) "
        f"and a row for each, such as {lines}, with your times."
    )
    return InputIssue("unknown_shift_code", "shift_kinds", text, advice, tuple(codes), at)


def stem(word: str) -> str:
    """A word without "-schicht", "-dienst", "shift": ``Früh`` and ``Frühschicht`` are one."""
    return _SUFFIX.sub("", plain(word))


_FOLDS: Sequence[Callable[[str], str]] = (str, plain, stem)


def _kind(row: Row) -> ShiftKind:
    said = row.said
    if "hours" in said and ("start" in said or "end" in said):
        raise Wrong("told_twice", "and start or end say the same.", "Keep one of them.")
    start, end = said["hours"] if "hours" in said else (said.get("start"), said.get("end"))
    if start is None and end is None:
        return ShiftKind(said["code"], said.get("name", ""))
    if start is None or end is None:
        raise Wrong("half_a_span", "says one end of a time only.", "Fill in the other end too, or neither.")
    if start.day or end.day or start.minute is None or end.minute is None:
        raise Wrong("not_a_time", "has a day where times of a day belong.", "Write it as 06:00 and 14:00.")
    return ShiftKind(said["code"], said.get("name", ""), start, end, said.get("unpaid_break_minutes"))
