"""The summary on the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from staffmatch.reports.figures import BIN_MINUTES, LAST_BIN, Figures
from staffmatch.reports.gather import figures
from staffmatch.reports.page import BAR, Page, not_ruled, protections
from staffmatch.result.solution import Solution

MAX_PARTNERSHIPS, MAX_SHORTFALLS, MAX_CONFLICTS, MAX_PREEXISTING = 8, 6, 10, 4
_STYLES = {"optimal": "bold green", "feasible": "bold yellow", "infeasible": "bold red", "unknown": "bold red"}


def summary(solution: Solution, lang: str = "en") -> RenderableType:
    """A solution on a screen or two, in a language; it must be attached to its scenario."""
    return _Summary(figures(solution, lang))


class _Summary(Page):
    def __init__(self, found: Figures) -> None:
        super().__init__(found.words)
        self.found = found

    def parts(self) -> Iterator[RenderableType]:
        found, say = self.found, self.words.say
        yield from self.title()
        yield from protections(self, found.absent, found.low_limits)
        if not found.has_plan:
            yield from self.conflicts()
        elif found.headline.seats:
            yield Padding(self.headline(), (0, 0, 0, 2))
            yield from self.section(say("proven"), self.proofs())
            yield from self.section(found.coverage_title, self.coverage())
            if found.partnerships:
                yield from self.section(say("by_hours"), *self.partnerships())
            if found.commute.bins:
                yield from self.section(say("commute_by"), *self.commute())
            if found.shortfalls:
                yield from self.section(say("worst_first"), *self.shortfalls())
        if found.charged:
            lines = [self.text(one) for one in found.charged[:MAX_PREEXISTING]]
            yield from self.section(say("charged"), *lines, *self.more(len(found.charged) - MAX_PREEXISTING))
        if found.preexisting_violations:
            lines = [self.text(one) for one in found.preexisting_violations[:MAX_PREEXISTING]]
            hidden = self.more(len(found.preexisting_violations) - MAX_PREEXISTING)
            yield from self.section(say("broken_before_same"), *lines, *hidden)
        yield from not_ruled(self, found.absent)

    def title(self) -> Iterator[Text]:
        yield self.text(self.found.title, "bold")
        status = self.text(self.found.verdict, _STYLES["infeasible" if self.found.doubts else self.found.status])
        yield Text.assemble(status, " ", self.text(self.found.ending))

    def headline(self) -> Table:
        return self.table([(self.text(name), self.text(fact)) for name, fact in self.found.facts.items()], flexible=1)

    def proofs(self) -> Table:
        rows = [
            (self.text(f"{place}."), self.text(proof.text, "green" if proof.proven else ""))
            for place, proof in enumerate(self.found.proofs, 1)
        ]
        return self.table(rows, right=(0,), flexible=1)

    def coverage(self) -> Table:
        rows = [
            (
                self.text(one.name),
                self.bar(one.filled, one.seats),
                self.text(self.words.say("part_of_seats", part=one.filled, n=one.seats)),
                self.text(self.words.percent(one.filled, one.seats)),
            )
            for one in self.found.coverage
        ]
        return self.table(rows, right=(2, 3), flexible=0)

    def partnerships(self) -> tuple[RenderableType, ...]:
        rows = [
            (
                self.text(f"{line.lender} → {line.borrower}"),
                self.text(self.words.hours(line.minutes)),
                self.text(self.words.count(line.workers, "workers")),
                self.text(self.words.say("new" if line.new else "agreed")),
            )
            for line in self.found.partnerships[:MAX_PARTNERSHIPS]
        ]
        hidden = len(self.found.partnerships) - MAX_PARTNERSHIPS
        return self.table(rows, right=(1, 2), flexible=0), *self.more(hidden)

    def commute(self) -> tuple[RenderableType, ...]:
        commute, most = self.found.commute, max(self.found.commute.bins)
        rows = []
        for place, amount in enumerate(commute.bins):
            low = place * BIN_MINUTES
            name = f"{low}+" if place == LAST_BIN else f"{low}–{low + BIN_MINUTES}"
            blocks = "█" * max(round(BAR * amount / most), 1 if amount else 0)
            rows.append(
                (
                    self.text(self.words.say("minutes", amount=name)),
                    self.text(blocks, "cyan"),
                    self.text(self.words.number(amount)),
                )
            )
        middle = self.words.say("commute_median", minutes=self.words.number(commute.median or 0, 1))
        if commute.unknown:
            middle += f"; {self.words.count(commute.unknown, 'commute_unknown')}"
        return self.table(rows, right=(0, 2)), self.text(middle)

    def shortfalls(self) -> Iterator[RenderableType]:
        short = self.found.shortfalls
        for one in short[:MAX_SHORTFALLS]:
            seats = self.text(self.words.say("part_of_seats", part=one.missing, n=one.seats), "bold yellow")
            where = self.text(f", {self.words.hours(one.minutes)}  {one.borrower} · {one.demand}")
            yield Text.assemble(seats, where)
            yield Padding(Group(self.text(one.when, "dim"), self.text(one.reason, "dim")), (0, 0, 0, 4))
        yield from self.more(len(short) - MAX_SHORTFALLS)

    def conflicts(self) -> Iterator[RenderableType]:
        found = self.found.conflicts
        if not found:
            yield self.text(self.words.say("to_do_time"))
            return
        reasons = list(dict.fromkeys(one.text for one in found))
        lines = [self.text(reason) for reason in reasons[:MAX_CONFLICTS]]
        yield from self.section(self.words.say("pins_clash"), *lines, *self.more(len(reasons) - MAX_CONFLICTS))
