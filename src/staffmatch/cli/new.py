"""``staffmatch new``."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from staffmatch.cli import refusals
from staffmatch.cli.asking import Voice, asking
from staffmatch.cli.screen import say
from staffmatch.errors import InputError, InputIssue
from staffmatch.io.sheets.written.new_book import NewBook
from staffmatch.messages.message import Message, Sentence

T = TypeVar("T")

_FILE = Sentence("new.file", "1/5 Name of the workbook")
_PERIOD = Sentence("new.period", "2/5 First and last day of the plan")
_LENDERS = Sentence("new.lenders", "3/5 Companies that lend people, with commas between them")
_BORROWERS = Sentence("new.borrowers", "4/5 Companies that borrow people, with commas between them")
_SHIFTS = Sentence("new.shifts", "5/5 Shifts: code and times of each, with commas between them")
_CODES = Sentence("new.codes", "E 06:00-14:00, L 14:00-22:00, N 22:00-06:00")
_NO_FILE = Sentence("new.no_file", "Give a new file whose name ends in .xlsx.")
_NO_PERIOD = Sentence("new.no_period", "Give two days, the first one first, such as {example}.")
_NOBODY = Sentence("new.nobody", "Name one company at least.")
_NO_SHIFTS = Sentence("new.no_shifts", "Give shifts of different codes, such as {example}.")
_WRITTEN = Sentence(
    "new.written", "Written: {path}. Put your people and needs in place of the example rows; lists help. Then:"
)

_DAY = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)|(\d\d?)\.(\d\d?)\.(\d{4})")
_SHIFT = re.compile(
    r"(?:(\S.*?)[\s:=]+)?(\d\d?)(?:[:.](\d\d))?\s*(?:-|–|to|bis)\s*(\d\d?)(?:[:.](\d\d))?(?:\s*(?:h|Uhr))?"
)
_LONGEST_CODE = 20


def new(
    lang: Annotated[
        str | None, typer.Option(help="The language of questions and sheets: en or de; the locale's if not given.")
    ] = None,
) -> None:
    """Ask five questions, and write a workbook for the answers, ready to be filled in."""
    with asking(lang) as speech:
        voice = Voice(speech)
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            text, advice = refusals.NO_TERMINAL(), refusals.NO_TERMINAL_ADVICE()
            raise InputError([InputIssue("no_terminal", "new", text, advice)])
        path = _asked(voice, _FILE(), "staff.xlsx", file_of)
        week = _next_week(voice.lang)
        first, last = _asked(voice, _PERIOD(), week, partial(period_of, example=week))
        lenders = _asked(voice, _LENDERS(), None, names_of)
        borrowers = _asked(voice, _BORROWERS(), None, names_of)
        shifts = _asked(voice, _SHIFTS(), voice.said(_CODES()), shifts_of)
        NewBook(first, last, lenders, borrowers, shifts, german=voice.lang == "de").write(path)
        say(voice.said(_WRITTEN(path=str(path))))
        say(f"staffmatch solve {path} --out plan.json --report plan.html --open")


class Unclear(ValueError):
    """An answer that is asked for once more, for a reason."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason)
        self.reason = reason


def _asked(voice: Voice, question: Message, default: str | None, read: Callable[[str], T]) -> T:
    """The answer, asked for until it is understood."""

    def understood(typed: str) -> T:
        try:
            return read(typed)
        except Unclear as error:
            raise typer.BadParameter(voice.said(error.reason)) from None

    found: Any = typer.prompt(voice.said(question), default=default, value_proc=understood)
    return found  # type: ignore[no-any-return]


def file_of(typed: str) -> Path:
    """A file that is not there yet."""
    path = Path(typed.strip()).expanduser()
    if path.suffix.lower() != ".xlsx" or path.exists() or not path.parent.is_dir():
        raise Unclear(_NO_FILE())
    return path


def period_of(typed: str, example: str = "") -> tuple[date, date]:
    """Two days, in ISO or German format; the example is told of what is none."""
    found = _DAY.findall(typed)
    try:
        days = [date(*map(int, one[:3] if one[0] else one[:2:-1])) for one in found]
    except ValueError:
        days = []
    if len(days) != 2 or days[0] > days[1]:
        raise Unclear(_NO_PERIOD(example=example or _next_week("en")))
    return days[0], days[1]


def names_of(typed: str) -> tuple[str, ...]:
    """Names of companies, each once."""
    found = tuple(dict.fromkeys(name for part in typed.split(",") if (name := " ".join(part.split()))))
    if not found or not all(name.isprintable() and len(name) <= 200 for name in found):
        raise Unclear(_NOBODY())
    return found


def shifts_of(typed: str) -> tuple[tuple[str, str, str], ...]:
    """Shifts as (code, from, to); those without a code are numbered."""
    found = []
    for number, part in enumerate(filter(None, map(str.strip, typed.split(","))), 1):
        match = _SHIFT.fullmatch(part)
        clocks = () if match is None else ((match[2], match[3]), (match[4], match[5]))
        times = tuple(f"{int(hour):02}:{int(minute or 0):02}" for hour, minute in clocks)
        if match is None or max(times) > "23:59" or any(one[3:] > "59" for one in times) or times[0] == times[1]:
            raise Unclear(_NO_SHIFTS(example=_CODES()))
        found.append((match[1] or f"S{number}", times[0], times[1]))
    codes = {code.casefold() for code, _, _ in found}
    if not found or len(codes) < len(found) or max(map(len, codes)) > _LONGEST_CODE:
        raise Unclear(_NO_SHIFTS(example=_CODES()))
    return tuple(found)


def _next_week(lang: str) -> str:
    today = date.today()  # noqa: DTZ011 (the day of whoever sits at the terminal)
    monday = today + timedelta(days=7 - today.weekday())
    days = (monday, monday + timedelta(days=6))
    return " - ".join(f"{day:%d.%m.%Y}" if lang == "de" else day.isoformat() for day in days)
