"""The figures of tiers, recomputed: values term by term, and bounds and gaps that are possible for them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from numbers import Integral

from staffmatch.domain.plan import Plan, Violation
from staffmatch.errors import ExtensionError
from staffmatch.messages.message import Sentence, Value
from staffmatch.models import Scenario
from staffmatch.records.accessors import tiers_in_full
from staffmatch.records.bases import Term
from staffmatch.result import verifier_sentences as says
from staffmatch.result.contents import TierResult
from staffmatch.result.solution import Solution


def tier_value(scenario: Scenario, plan: Plan, tier: tuple[Term, ...]) -> tuple[int, int]:
    """The value of a tier as (integer steps, steps to a unit), term by term in Python integers."""
    per_unit = math.lcm(*(term.per_unit for term in tier))
    return sum(term.weight * per_unit // term.per_unit * _value(term, scenario, plan) for term in tier), per_unit


def _value(term: Term, scenario: Scenario, plan: Plan) -> int:
    value: object = term.value(scenario, plan)
    if isinstance(value, Integral) and not isinstance(value, bool):
        return int(value)
    text = f"has to give a whole number of steps, {term.per_unit:,} to a unit; it gives {value!r}."
    raise ExtensionError(f"{type(term).__name__}.value ({term.kind!r}) {text}")


def differs(what: Sentence, stated: object, found: object, *ids: str, **values: Value) -> Iterator[Violation]:
    if stated != found:
        said = says.DIFFERS(what=what(**values), stated=str(stated), found=str(found))
        yield Violation("figures", said, 1, "figures", ids)


def _shown(number: int) -> str:
    """A short text for any integer, since Python refuses to print very long ones."""
    return f"{number:,}" if number.bit_length() <= 256 else f"a number of {number.bit_length():,} bits"


def wrong_tiers(scenario: Scenario, plan: Plan, solution: Solution) -> Iterator[Violation]:
    yield from differs(says.TIERS, len(solution.tiers), len(tiers_in_full(scenario)))
    if solution.certificate:
        yield from differs(says.CERTIFICATES, len(solution.certificate), len(tiers_in_full(scenario)))
    for stated, tier in zip(solution.tiers, tiers_in_full(scenario), strict=False):
        steps, per_unit = tier_value(scenario, plan, tier)
        terms = " + ".join(f"{term.weight} {term.label}" if term.weight > 1 else term.label for term in tier)
        units = " + ".join(dict.fromkeys(term.unit for term in tier))
        yield from differs(says.SCALE, _shown(stated.per_unit), _shown(per_unit), term=stated.term)
        yield from differs(says.NAME, (stated.term, stated.unit), (terms, units), term=stated.term)
        yield from differs(says.VALUE, stated.value, steps / per_unit, term=stated.term)
        yield from _wrong_bound(stated, steps, per_unit)
    proven = all(tier.gap == 0 for tier in solution.tiers)
    yield from differs(says.STATUS, solution.status, "optimal" if proven else "feasible")
    yield from differs(says.PROVEN, solution.termination.reason == "proven", proven)
    yield from differs(says.CONFLICTS, solution.conflicts, ())


def _wrong_bound(stated: TierResult, steps: int, per_unit: int) -> Iterator[Violation]:
    """Bounds that are not whole steps or exceed the value, and wrong gaps, for numbers of any size."""
    value, bound, gap, certified = steps / per_unit, stated.bound, stated.gap, stated.certified
    kinds = (
        (bound, says.NO_MULTIPLE, says.EXCEEDS),
        (certified, says.NO_MULTIPLE_CERTIFIED, says.EXCEEDS_CERTIFIED),
    )
    for number, no_multiple, exceeds in kinds:
        if number is not None and _in_steps(number, per_unit) is None:
            yield Violation("figures", no_multiple(term=stated.term, number=number), 1, "figures")
        elif number is not None and number > value:
            yield Violation("figures", exceeds(term=stated.term, number=number, value=value), 1, "figures")
    if certified is not None and (bound is None or certified > bound):
        said = says.MORE_CERTIFIED(term=stated.term, bound=bound, certified=certified)
        yield Violation("figures", said, 1, "figures")
    rests = None if bound is None else "certificate" if certified == bound else "solver"
    yield from differs(says.RESTS_ON, stated.proof, rests, term=stated.term)
    reached = None if bound is None else _in_steps(bound, per_unit)
    expected = None if reached is None else abs(steps - reached) / max(abs(steps), per_unit)
    close = gap is not None and expected is not None and abs(gap - expected) <= 1e-9 * max(1, expected)
    if not (gap is expected is None or close) or (gap == 0 and bound != value):
        said = says.DIFFERS(what=says.GAP(term=stated.term), stated=str(gap), found=str(expected))
        yield Violation("figures", said, 1, "figures")


def _in_steps(number: float, per_unit: int) -> int | None:
    """The integer number of steps whose float is this number; None if it lies between two."""
    if not math.isfinite(number):
        return None
    exact = Fraction(number) * per_unit
    return next((n for n in (math.floor(exact), math.ceil(exact)) if n / per_unit == number), None)
