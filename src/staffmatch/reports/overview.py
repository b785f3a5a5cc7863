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
from staffmatch.reports.page import Page, not_ruled, protections
from staffmatch.reports.words import Words

MAX_ROWS, MAX_NAMES = 12, 6


def overview(found: Inspection, names: Names | None = None, lang: str = "en") -> RenderableType:
    """A screen or two in a language, with ``names`` in place of ids; `Inspection.to_frame` has what is truncated."""
    return _Overview(found, names or {}, Words.of(lang))


def problem_table(error: InputError, lang: str = "en") -> RenderableType:
    """A row for each problem: where, what, and the advice."""
    return _Problems(error, Words.of(lang))


class _Overview(Page):
    def __init__(self, found: Inspection, names: Names, words: Words) -> None:
        super().__init__(words)
        self.found, self.names = found, names

    def parts(self) -> Iterator[RenderableType]:
        found, words = self.found, self.words
        counts = {"companies": found.companies, "workers": found.workers, "shifts": found.shifts}
        yield self.text(", ".join(words.count(n, noun) for noun, n in counts.items()), "bold")
        yield Padding(self.facts(), (0, 0, 0, 2))
        yield from protections(self, found.absent, found.low_limits, self.names)
        odd = [(self.text(words.told(one.message, self.names)),) for one in found.oddities]
        yield from self.listed("odd", odd, flexible=0)
        yield from self.listed("people_by", self.people(), right=(1, 2), flexible=3)
        yield from self.listed("hours_by_day", self.days(), right=(1, 2))
        yield from self.listed("nobody", self.nobody(), right=(1, 2), flexible=3)
        yield from self.listed("markets", self.markets(), right=(0, 1, 2), flexible=3)
        broken = [(self.text(one.text_in(words.lang, self.names)),) for one in found.preexisting_violations]
        yield from self.listed("broken_before", broken, flexible=0)
        rules = [
            (self.text(words.rule_name(one.kind)), self.text(words.told(one.message, self.names)))
            for one in found.rules
        ]
        if rules:
            yield from self.section(words.say("rules"), self.table(rules, flexible=1))
        yield from not_ruled(self, found.absent)

    def listed(
        self, title: str, rows: Sequence[Sequence[Text]], right: Sequence[int] = (), flexible: int | None = None
    ) -> Iterator[RenderableType]:
        if rows:
            table = self.table(rows[:MAX_ROWS], right=right, flexible=flexible)
            yield from self.section(self.words.say(title), table, *self.more(len(rows) - MAX_ROWS))

    def facts(self) -> Table:
        found = self.found
        seats = sum(market.seats for market in found.markets)
        say = self.words.say
        facts = {
            "fact.willing": say("part_of", part=found.willing, n=found.workers),
            "fact.demands": say("fact.demands_seats", demands=found.demands, n=found.seats),
            "fact.pairs": say("fact.pairs_for", pairs=found.pairs, part=seats, n=found.seats),
            "fact.idle": self.words.count(found.idle_people, "workers"),
        }
        return self.table([(self.text(say(name)), self.text(fact)) for name, fact in facts.items()], flexible=1)

    def people(self) -> list[tuple[Text, ...]]:
        """One row for each sector, skills that most people have first."""
        skills: dict[str | None, list[tuple[int, str]]] = {}
        for row in self.found.people:
            if row.skill is not None:
                skills.setdefault(row.sector, []).append((-row.people, row.skill))
        words = self.words
        return [
            (
                self.text(words.sector(row.sector)),
                self.text(words.number(row.people)),
                self.text(words.count(row.willing, "willing")),
                self.text(
                    words.listed(
                        [f"{name} {words.number(-n)}" for n, name in sorted(skills.get(row.sector, []))], MAX_NAMES
                    )
                ),
            )
            for row in self.found.people
            if row.skill is None
        ]

    def days(self) -> list[tuple[Text, ...]]:
        words = self.words
        return [
            (
                self.text(words.dated(row.day)),
                self.text(words.say("hours_idle", hours=words.hours(60 * row.idle_hours))),
                self.text(words.say("hours_needed", hours=words.hours(60 * row.needed_hours))),
            )
            for row in self.found.days
        ]

    def nobody(self) -> list[tuple[Text, ...]]:
        """Shifts of one demand that nobody can take for the same reason are grouped."""
        groups: dict[tuple[str, str], list[Nobody]] = {}
        for row in self.found.nobody:
            groups.setdefault(
                (name_of(self.names, "demand", row.demand), row.reason.text_in(self.words.lang, self.names)), []
            ).append(row)
        return [
            (
                self.text(demand, "bold yellow"),
                self.text(self.words.count(len(group), "shifts")),
                self.text(self.words.hours(60 * sum(row.hours for row in group))),
                self.text(reason),
            )
            for (demand, reason), group in groups.items()
        ]

    def markets(self) -> list[tuple[Text, ...]]:
        return [
            (
                self.text(self.words.count(row.people, "workers")),
                self.text(self.words.count(row.seats, "seats")),
                self.text(self.words.count(row.pairs, "pairs")),
                self.text(f"{self.companies(row.lenders)} → {self.companies(row.borrowers)}"),
            )
            for row in self.found.markets
        ]

    def companies(self, ids: Sequence[str]) -> str:
        return self.words.listed([name_of(self.names, "company", one) for one in ids], MAX_NAMES)


class _Problems(Page):
    def __init__(self, error: InputError, words: Words) -> None:
        super().__init__(words)
        self.error = error

    def parts(self) -> Iterator[RenderableType]:
        problems, count = self.error.problems, self.error.count
        yield self.text(self.words.count(count, "problems"), "bold red")
        table = Table(show_edge=False, pad_edge=False, show_lines=True)
        for name, share in (("where", 3), ("wrong", 5), ("advice", 4)):
            table.add_column(self.words.say(name), ratio=share, overflow="fold")
        lang = self.words.lang
        for cause in by_cause(problems):
            cells = cause.place_in(lang), cause.text_in(lang), cause.first.advice_in(lang)
            table.add_row(*map(self.text, cells))
        yield table
        yield from self.more(count - len(problems))
