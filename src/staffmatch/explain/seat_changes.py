"""Single changes of a plan: a seat that somebody else has, with what that costs and breaks, in one line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce

from staffmatch.domain.plan import Violation
from staffmatch.explain.diff import ShiftAt
from staffmatch.messages.message import Message, Sentence
from staffmatch.records.field_types import Figure, Record, WorkerId

_INSTEAD = Sentence(
    "plan_sheet.instead",
    "{start:moment} to {end:time}, {demand:bare-demand}: {worker:bare-worker} instead of {former:bare-worker}",
)
_ADDED = Sentence(
    "plan_sheet.added", "{start:moment} to {end:time}, {demand:bare-demand}: {worker:bare-worker} in addition"
)
_CLEARED = Sentence(
    "plan_sheet.cleared", "{start:moment} to {end:time}, {demand:bare-demand}: nobody instead of {former:bare-worker}"
)
_LINE = Sentence("plan_sheet.line", "{change}: {effects:list}")
_EFFECTS = Sentence("plan_sheet.effects", "Change: {effects:list}")
_NO_EFFECT = Sentence("plan_sheet.no_effect", "costs the same, breaks nothing")
_EUROS = Sentence("plan_sheet.euros", "{sign}{cents:euros} EUR")
_EUROS_OF = Sentence("plan_sheet.euros_of", "{sign}{cents:euros} EUR of {term:term}")
_AMOUNT = Sentence("plan_sheet.amount", "{sign}{amount:number} {unit:unit} of {term:term}")
_BREAKS = Sentence("plan_sheet.breaks", "breaks: {why}")
_TWO = Sentence("plan_sheet.two", "{one} {other}")
_NOT_COUNTED = Sentence("plan_sheet.not_counted", "not counted")


class TierStep(Record):
    """By how much a tier grows, in its unit.

    >>> after = sm.Plan.of([("ana", "late"), ("ben", "mon")])
    >>> change = sm.plan_changes(scenario, solution.plan, after).changes[0]
    >>> [(step.term, step.amount, step.unit) for step in change.costs]
    [('uncovered_hours', 8.0, 'h'), ('cost', -112.0, 'EUR')]
    """

    term: str
    unit: str
    amount: Figure

    def message(self) -> Message:
        """The amount with its sign and unit."""
        sign = "+" if self.amount > 0 else "-"
        if self.unit != "EUR":
            return _AMOUNT(sign=sign, amount=abs(self.amount), unit=self.unit, term=self.term)
        cents = round(abs(self.amount) * 100)
        if self.term == "cost":
            return _EUROS(sign=sign, cents=cents)
        return _EUROS_OF(sign=sign, cents=cents, term=self.term)


class BrokenRule(Record):
    """A rule that a plan breaks, by how much, and in words.

    >>> by_hand = sm.Plan.of([("ana", "mon"), ("ana", "late"), ("ben", "tue")])
    >>> change = sm.plan_changes(scenario, solution.plan, by_hand).changes[0]
    >>> [(one.rule, one.amount, one.unit) for one in change.broken]
    [('daily_rest', 180.0, 'min'), ('daily_hours', 360.0, 'min')]
    """

    rule: str
    amount: Figure
    unit: str
    message: Message


class SeatChange(Record):
    """A seat that another person has, or somebody in addition, or nobody any more: what that costs and breaks.

    ``costs`` are the tiers that grow or shrink, counted change after change in their order, so that they add up;
    None if that was not counted. ``broken`` is what the changed plan breaks, and the former one did not, of this person
    or shift.

    >>> after = sm.Plan.of([("ana", "mon"), ("ben", "tue")])
    >>> [(one.at.shift, one.worker, one.former) for one in sm.plan_changes(scenario, solution.plan, after).changes]
    [('mon', 'ana', 'ben'), ('late', None, 'ana')]
    """

    at: ShiftAt
    worker: WorkerId | None
    former: WorkerId | None
    costs: tuple[TierStep, ...] | None
    broken: tuple[BrokenRule, ...] = ()

    def message(self) -> Message:
        """The change, with what it costs and breaks."""
        return _LINE(change=self._what(), effects=self._effects())

    def effect(self) -> Message:
        """What it costs and breaks alone, as a cell holds it: no spreadsheet takes it for a formula."""
        return _EFFECTS(effects=self._effects())

    def _effects(self) -> tuple[Message, ...]:
        broken = (_BREAKS(why=_joined(self.broken)),) if self.broken else ()
        if self.costs is None:
            return broken or (_NOT_COUNTED(),)
        return (*(one.message() for one in self.costs), *broken) or (_NO_EFFECT(),)

    def _what(self) -> Message:
        times = dict(self.at.message().values)
        where = {"start": times["start"], "end": times["end"], "demand": self.at.demand}
        if self.worker is None:
            return _CLEARED(**where, former=self.former)
        if self.former is None:
            return _ADDED(**where, worker=self.worker)
        return _INSTEAD(**where, worker=self.worker, former=self.former)


def broken_rules(found: Iterable[Violation]) -> tuple[BrokenRule, ...]:
    return tuple(
        BrokenRule(rule=one.rule, amount=one.amount, unit=one.unit, message=Message.of(one.message)) for one in found
    )


def _joined(found: Sequence[BrokenRule]) -> Message:
    """The sentences of all of them behind one another."""
    return reduce(lambda one, other: _TWO(one=one, other=other), (one.message for one in found))
