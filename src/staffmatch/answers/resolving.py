"""Solving again with one thing changed, within a time limit, and what that changes in each tier."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from staffmatch.answers.amounts import LESS, MORE
from staffmatch.answers.options import Clock
from staffmatch.constraints import Pins
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Pin, Scenario
from staffmatch.records.field_types import Count, Figure, Record
from staffmatch.result.contents import TierResult
from staffmatch.result.solution import Solution

_NOTHING = Sentence("loss.nothing", "the best plan is as good")
_LOSS = Sentence("loss.exact", "the best plan has {amount:number} {unit:unit} more of {term:term}")
_SOLVER = Sentence("loss.solver", "{what} (by the solver's word)")
_WITHIN = Sentence("loss.within", "the best plan has {least:floor} to {most:ceil} {unit:unit} more of {term:term}")
_FOUND = Sentence(
    "loss.found",
    "the best plan has {least:floor} to {most:ceil} {unit:unit} more of {term:term}, and one is known that has "
    "{change:number} {unit:unit} more than this plan",
)
_AT_LEAST = Sentence("loss.at_least", "the best plan has at least {least:floor} {unit:unit} more of {term:term}")


class TierAfter(Record):
    """A tier in the plan before a change and in the best plan found after it, with the bound of the latter.

    >>> fix = solution.explain(shift="mon").fixes[0]
    >>> [(tier.term, tier.before, tier.after) for tier in fix.tiers]
    [('uncovered_hours', 16.0, 0.0), ('cost', 352.0, 560.0)]
    """

    term: str
    unit: str
    before: Figure
    after: Figure
    bound: Figure | None

    def message(self) -> Message | None:
        """By how much it is less or more; None if it stays as it is."""
        if self.after == self.before:
            return None
        said = LESS if self.after < self.before else MORE
        return said(amount=abs(self.after - self.before), unit=self.unit, term=self.term)


class Loss(Record):
    """What the best plan loses by a condition, in the first ``tier`` (from 1 on) in which it loses anything.

    Of the loss z it is known that ``least <= z <= most``, and ``most`` is None where nothing is known. ``change`` is
    what the best plan found under the condition has more than the present plan; None where none was found. Where value
    and bound of both plans agree, the loss is known: ``proof`` is "certificate" where integers confirm the bounds,
    "solver" where some are a solver's word, None where they do not agree.

    >>> loss = solution.explain(shift="late").without[0].loss
    >>> loss.term, loss.change, loss.unit
    ('cost', 128.0, 'EUR')
    """

    tier: Count
    term: str
    unit: str
    least: Figure
    most: Figure | None
    change: Figure | None
    proof: str | None

    @property
    def exact(self) -> bool:
        """Whether it is known."""
        return self.least == self.most

    def message(self) -> Message:
        """The half of a sentence that says it."""
        if self.exact:
            known = _LOSS(amount=self.least, unit=self.unit, term=self.term) if self.least else _NOTHING()
            return _SOLVER(what=known) if self.proof == "solver" else known
        if self.most is None:
            return _AT_LEAST(least=self.least, unit=self.unit, term=self.term)
        sentence = _WITHIN if self.change is None else _FOUND
        said = sentence(least=self.least, most=self.most, unit=self.unit, term=self.term)
        return said if self.change is None else said.given(change=self.change)


class Resolver:
    """Solves scenarios that differ from that of a solution, each from its plan, until the time is over."""

    def __init__(self, solution: Solution, time_limit: float | None) -> None:
        self.base, self.scenario = solution, solution.scenario
        self._clock = Clock(time_limit)
        self.listening = self._clock.listening

    @property
    def over(self) -> bool:
        """Whether the time is over."""
        return self._clock.over

    @property
    def left(self) -> float | None:
        """Seconds that are left; None where there is no limit."""
        return self._clock.left

    def solved(self, scenario: Scenario, parts: int = 1, start: Solution | None = None) -> Solution:
        """The best plan of another scenario within one of so many parts of the time that is left; without any, a first
        plan. It starts from the present plan, or from the given one."""
        return self._clock.solved(scenario, self._clock.share(parts), start=(start or self.base).plan)

    def pinned(self, pairs: Sequence[tuple[str, str]], assigned: bool) -> Solution:
        """The best plan with some pairs in it, or out of it; pins of these pairs give way."""
        kept = [pin for pin in self.scenario.pins if (pin.worker, pin.shift) not in set(pairs)]
        pins = (*kept, *(Pin(worker=worker, shift=shift, assigned=assigned) for worker, shift in pairs))
        rules = self.scenario.rules
        if not any(rule.keeps_pins for rule in rules):
            rules = (*rules, Pins())
        return self.solved(self.scenario.replace(pins=pins, rules=rules))


def steps(solution: Solution) -> tuple[int, ...]:
    """The values of the tiers in whole steps, to be compared lexicographically."""
    return tuple(round(tier.value * tier.per_unit) for tier in solution.tiers)


def effects(before: Solution, after: Solution) -> tuple[TierAfter, ...]:
    """Tier by tier."""
    return tuple(
        TierAfter(term=one.term, unit=one.unit, before=one.value, after=other.value, bound=other.bound)
        for one, other in zip(before.tiers, after.tiers, strict=True)
    )


def told_effects(found: Sequence[TierAfter]) -> Iterator[Message]:
    """The tiers that change, in words."""
    for one in found:
        if (said := one.message()) is not None:
            yield said


def loss(base: Solution, other: Solution) -> Loss:
    """What is lost from the best plan of a scenario to the best of the same with one condition more."""
    proofs: set[str | None] = set()
    *earlier, last = zip(base.tiers, other.tiers, strict=True)
    for number, (one, two) in enumerate((*earlier, last), 1):
        proofs |= {one.proof, two.proof}
        found = _lost(number, one, two, "certificate" if proofs == {"certificate"} else "solver")
        if found.least or not found.exact:
            break
    return found


def _lost(number: int, one: TierResult, two: TierResult, proof: str) -> Loss:
    """In one tier, where those before it are proven to lose nothing: the optima lie between bounds and values."""
    least = 0.0 if two.bound is None else max(0.0, two.bound - one.value)
    most = None if one.bound is None else max(least, two.value - one.bound)
    known = proof if least == most else None
    return Loss(
        tier=number, term=one.term, unit=one.unit, least=least, most=most, change=two.value - one.value, proof=known
    )
