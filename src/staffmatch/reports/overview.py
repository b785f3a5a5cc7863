"""A scenario's content, or an input's problems, on the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from staffmatch.errors import InputError, by_cause
from staffmatch.explain.inspection import Inspection
from staffmatch.explain.supply import Nobody
from staffmatch.messages.language import Names
from staffmatch.messages.names import name_of
from staffmatch.reports import words
from staffmatch.reports.page import Page, not_ruled, protections

MAX_ROWS, MAX_NAMES = 12, 6


def overview(found: Inspection, names: Names | None = None) -> RenderableType:
    """A screen or two, with ``names`` in place of ids; `Inspection.to_frame` has what is truncated."""
    return _Overview(found, names or {})


def problem_table(error: InputError) -> RenderableType:
    """A row for each problem: where, what, and the advice."""
    return _Problems(error)


def _listed(names: Sequence[str]) -> str:
    hidden = len(names) - MAX_NAMES
    return ", ".join(names[:MAX_NAMES]) + (f" and {hidden:,} more" if hidden > 0 else "")


class _Overview(Page):
    def __init__(self, found: Inspection, names: Names) -> None:
        self.found, self.names = found, names

    def parts(self) -> Iterator[RenderableType]:
        found = self.found
        people, shifts = words.count(found.workers, "worker"), words.count(found.shifts, "shift")
        yield self.text(f"{words.count(found.companies, 'company', 'companies')}, {people}, {shifts}", "bold")
        yield Padding(self.facts(), (0, 0, 0, 2))
        yield from protections(self, found.absent, found.low_limits)
        odd = [(self.text(one.message.text_in("en", self.names)),) for one in found.oddities]
        yield from self.listed("What looks odd", odd, flexible=0)
        yield from self.listed("People by sector and skill", self.people(), right=(1, 2), flexible=3)
        yield from self.listed("Hours by day", self.days(), right=(1, 2))
        yield from self.listed("Shifts that nobody can take", self.nobody(), right=(1, 2), flexible=3)
        yield from self.listed("Connected markets", self.markets(), right=(0, 1, 2), flexible=3)
        broken = [(self.text(one.text_in("en", self.names)),) for one in found.preexisting_violations]
        yield from self.listed("Broken before anybody is lent", broken, flexible=0)
        rules = [(self.text(words.rule_name(one.kind)), self.text(one.message.text)) for one in found.rules]
        if rules:
            yield from self.section("Rules in force", self.table(rules, flexible=1))
        yield from not_ruled(self, found.absent)

    def listed(
        self, title: str, rows: Sequence[Sequence[Text]], right: Sequence[int] = (), flexible: int | None = None
    ) -> Iterator[RenderableType]:
        if rows:
            table = self.table(rows[:MAX_ROWS], right=right, flexible=flexible)
            yield from self.section(title, table, *self.more(len(rows) - MAX_ROWS))

    def facts(self) -> Table:
        found = self.found
        seats = sum(market.seats for market in found.markets)
        facts = {
            "Willing": f"{found.willing:,} of {found.workers:,}",
            "Demands": f"{found.demands:,} with {words.count(found.seats, 'seat')}",
            "Eligible pairs": f"{found.pairs:,}, for {seats:,} of {words.count(found.seats, 'seat')}",
            "In no pair": words.count(found.idle_people, "worker"),
        }
        return self.table([(self.text(name), self.text(fact)) for name, fact in facts.items()], flexible=1)

    def people(self) -> list[tuple[Text, ...]]:
        """One row for each sector, skills that most people have first."""
        skills: dict[str | None, list[tuple[int, str]]] = {}
        for row in self.found.people:
            if row.skill is not None:
                skills.setdefault(row.sector, []).append((-row.people, row.skill))
        return [
            (
                self.text(words.sector(row.sector)),
                self.text(f"{row.people:,}"),
                self.text(f"{row.willing:,} willing"),
                self.text(_listed([f"{name} {-people:,}" for people, name in sorted(skills.get(row.sector, []))])),
            )
            for row in self.found.people
            if row.skill is None
        ]

    def days(self) -> list[tuple[Text, ...]]:
        return [
            (
                self.text(f"{words.day(row.day)}{words.SPACE}{row.day.year}"),
                self.text(f"{words.number(row.idle_hours)}{words.SPACE}h idle"),
                self.text(f"{words.number(row.needed_hours)}{words.SPACE}h needed"),
            )
            for row in self.found.days
        ]

    def nobody(self) -> list[tuple[Text, ...]]:
        """Shifts of one demand that nobody can take for the same reason are grouped."""
        groups: dict[tuple[str, str], list[Nobody]] = {}
        for row in self.found.nobody:
            groups.setdefault(
                (name_of(self.names, "demand", row.demand), row.reason.text_in("en", self.names)), []
            ).append(row)
        return [
            (
                self.text(demand, "bold yellow"),
                self.text(words.count(len(group), "shift")),
                self.text(f"{words.number(sum(row.hours for row in group))}{words.SPACE}h"),
                self.text(reason),
            )
            for (demand, reason), group in groups.items()
        ]

    def markets(self) -> list[tuple[Text, ...]]:
        return [
            (
                self.text(words.count(row.people, "worker")),
                self.text(words.count(row.seats, "seat")),
                self.text(words.count(row.pairs, "pair")),
                self.text(f"{self.companies(row.lenders)} → {self.companies(row.borrowers)}"),
            )
            for row in self.found.markets
        ]

    def companies(self, ids: Sequence[str]) -> str:
        return _listed([name_of(self.names, "company", one) for one in ids])


class _Problems(Page):
    def __init__(self, error: InputError) -> None:
        self.error = error

    def parts(self) -> Iterator[RenderableType]:
        problems, count = self.error.problems, self.error.count
        yield self.text(f"{words.count(count, 'problem')} in the input", "bold red")
        table = Table(show_edge=False, pad_edge=False, show_lines=True)
        for name, share in (("Where", 3), ("What is wrong", 5), ("What to do", 4)):
            table.add_column(name, ratio=share, overflow="fold")
        for cause in by_cause(problems):
            table.add_row(
                *(self.text(cell) for cell in (cause.place_in("en"), cause.text_in("en"), cause.first.advice))
            )
        yield table
        yield from self.more(count - len(problems))
