"""A plan beside a former one: figures and tiers before and after, and who has other shifts."""

from __future__ import annotations

from dataclasses import dataclass

from staffmatch.messages.names import name_of
from staffmatch.reports.gather import key_figures
from staffmatch.reports.words import Words
from staffmatch.result.key_figures import KeyFigures
from staffmatch.result.solution import Solution

# What is compared, with its unit, and whether more of it is better; None if that depends.
_FIGURES: tuple[tuple[str, str, bool | None], ...] = (
    ("filled", "seats", True),
    ("hours_covered", "h", True),
    ("hours_worked", "h", None),
    ("lent", "workers", None),
    ("partnerships", "partnerships", None),
    ("new_partnerships", "partnerships", False),
    ("commute_hours", "h", False),
    ("cost", "EUR", False),
)
_COUNTED = ("seats", "workers", "partnerships")


@dataclass(frozen=True)
class Compared:
    """A figure of both plans, in its ``unit`` and in words; None where a plan has no such tier.

    ``better`` is None if it is neither.
    """

    name: str
    unit: str
    before: float | None
    after: float | None
    before_text: str | None
    after_text: str | None
    change_text: str
    better: bool | None


@dataclass(frozen=True)
class Changed:
    """Somebody with other shifts: "gained", "lost", "moved" or "retimed", and what to tell them."""

    worker: str
    kind: str
    gained: int
    lost: int
    text: str


@dataclass(frozen=True)
class Comparison:
    """``same`` counts the assignments of both plans, ``other_scenario`` says that they are of different scenarios."""

    figures: tuple[Compared, ...]
    tiers: tuple[Compared, ...]
    people: tuple[Changed, ...]
    summary: str
    same: int
    other_scenario: bool


def comparison(solution: Solution, former: Solution, words: Words) -> Comparison:
    """Both must be attached to their scenarios. InputError if one of them has no plan."""
    diff = solution.diff(former)
    weighted = any(demand.priority > 1 for demand in solution.scenario.demands)
    before, after = key_figures(former), key_figures(solution)
    tiers = (
        _compared(words.term(one.term, weighted=weighted), one.before, one.after, one.unit, better=False, words=words)
        for one in diff.tiers
    )
    people = (
        Changed(
            worker=name_of(diff.names, "worker", one.worker),
            kind=one.kind,
            gained=len(one.gained),
            lost=len(one.lost),
            text=" ".join(words.told(message, diff.names) for message in one.messages()),
        )
        for one in diff.people
    )
    return Comparison(
        figures=tuple(_figure(name, unit, better, before, after, words) for name, unit, better in _FIGURES),
        tiers=tuple(tiers),
        people=tuple(people),
        summary=words.told(next(iter(diff.messages())), diff.names),
        same=diff.same,
        other_scenario=former.scenario_digest != solution.scenario_digest,
    )


def _figure(name: str, unit: str, better: bool | None, before: KeyFigures, after: KeyFigures, words: Words) -> Compared:
    values = getattr(before, name), getattr(after, name)
    return _compared(words.say(f"compared.{name}"), *values, unit, better=better, words=words)


def _compared(
    name: str, before: float | None, after: float | None, unit: str, *, better: bool | None, words: Words
) -> Compared:
    """``better`` says whether more is better."""

    def quantity(value: float) -> str:
        """With its unit, but for what is counted, of which the name says it."""
        return words.number(value) if unit in _COUNTED else words.quantity(value, unit)

    was, now = (None if value is None else quantity(value) for value in (before, after))
    told, judged = "", None
    if before is not None and after is not None:
        change = after - before
        told = f"{'+' if change > 0 else ''}{quantity(change)}" if change else words.say("compared.same")
        judged = None if better is None or not change else (change > 0) == better
    return Compared(name, unit, before, after, was, now, told, judged)
