"""How far the best plans of two scenarios are apart, by intervals: gaps are never told as an effect."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Literal

from staffmatch.answers.amounts import LESS, MORE, MORE_WITHIN
from staffmatch.messages.message import Message, Sentence
from staffmatch.records.accessors import tiers_in_full
from staffmatch.records.field_types import Figure, Record
from staffmatch.result.contents import TierResult
from staffmatch.result.solution import Solution

Verdict = Literal["less", "more", "equal", "not distinguishable"]

_LESS_WITHIN = Sentence("interval.less_within", "{least:floor} to {most:ceil} {unit:unit} less of {term:term}")
_AT_LEAST_LESS = Sentence("interval.at_least_less", "at least {amount:floor} {unit:unit} less of {term:term}")
_AT_LEAST_MORE = Sentence("interval.at_least_more", "at least {amount:floor} {unit:unit} more of {term:term}")
_EQUAL = Sentence("interval.equal", "as much of {term:term}")
_WITHIN_GAPS = Sentence(
    "interval.within_gaps",
    "no distinguishable difference in {term:term} (from {least:floor} to {most:ceil} {unit:unit}, within the gaps)",
)
_UNKNOWN = Sentence("interval.unknown", "no distinguishable difference in {term:term} (its bounds are not known)")


class TierChange(Record):
    """How a tier of one best plan differs from the same tier of another.

    ``change`` is the difference of the plans that were found. That of the best plans there are is from ``least`` to
    ``most``: value and bound enclose each optimum, so the difference b - a lies in
    ``[bound_b - value_a, value_b - bound_a]`` (interval arithmetic, Moore 1966). An end is None if its bound is not
    known, or an earlier tier is not proven: then the tier's bound is that of other plans than the best. Where 0 may be
    within, and not alone, nothing can be said: "not distinguishable". ``proof`` is "certificate" where that confirms
    all bounds that count, "solver" where they are a solver's word.

    >>> answer = sm.compare({"as is": scenario, "no ben": scenario.without(workers=["ben"])})
    >>> change = answer["no ben"].changes[0]
    >>> change.least, change.most, change.unit, change.verdict
    (16.0, 16.0, 'h', 'more')
    """

    term: str
    unit: str
    before: Figure
    after: Figure
    change: Figure
    least: Figure | None
    most: Figure | None
    verdict: Verdict
    proof: Literal["certificate", "solver"] | None

    @property
    def message(self) -> Message:
        """The half of a sentence that says it."""
        named = {"term": self.term, "unit": self.unit}
        if self.verdict == "equal":
            return _EQUAL(term=named["term"])
        if self.least is None or self.most is None:
            return self._one_sided(named)
        if self.verdict == "not distinguishable":
            return _WITHIN_GAPS(least=self.least, most=self.most, **named)
        small, large = sorted((abs(self.least), abs(self.most)))
        if small == large:
            return (LESS if self.verdict == "less" else MORE)(amount=small, **named)
        return (_LESS_WITHIN if self.verdict == "less" else MORE_WITHIN)(least=small, most=large, **named)

    def _one_sided(self, named: dict[str, str]) -> Message:
        if self.verdict == "less" and self.most is not None:
            return _AT_LEAST_LESS(amount=-self.most, **named)
        if self.verdict == "more" and self.least is not None:
            return _AT_LEAST_MORE(amount=self.least, **named)
        return _UNKNOWN(term=named["term"])


def changes(before: Solution, after: Solution) -> tuple[TierChange, ...]:
    """Tier by tier, as far as both scenarios have the same tiers; none where one of them has no plan."""
    pairs = zip(tiers_in_full(before.scenario), tiers_in_full(after.scenario), strict=False)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return tuple(tier_changes(before.tiers[:same], after.tiers[:same]))


def decisive(found: Sequence[TierChange]) -> TierChange | None:
    """The first tier in which two optima are not proven to be equal; None if they are equal in all."""
    return next((one for one in found if one.verdict != "equal"), None)


def tier_changes(before: Sequence[TierResult], after: Sequence[TierResult]) -> Iterator[TierChange]:
    """The same of tiers that mean the same, from the first on."""
    proven, proofs = True, set[str | None]()
    for one, other in zip(before, after, strict=False):
        if one.per_unit != other.per_unit:
            return
        steps = one.per_unit
        low, high = _steps(one.bound, steps), _steps(other.bound, steps)
        value, reached = round(one.value * steps), round(other.value * steps)
        least = high - value if proven and high is not None else None
        most = reached - low if proven and low is not None else None
        verdict = _verdict(least, most)
        bounds = {one.proof} if most is not None else set()
        bounds |= {other.proof} if least is not None else set()
        told = verdict != "not distinguishable" or None not in (least, most)
        yield TierChange(
            term=one.term,
            unit=one.unit,
            before=one.value,
            after=other.value,
            change=(reached - value) / steps,
            least=None if least is None else least / steps,
            most=None if most is None else most / steps,
            verdict=verdict,
            proof=None if not told else "certificate" if proofs | bounds == {"certificate"} else "solver",
        )
        proofs |= {one.proof, other.proof}
        proven = proven and one.gap == 0 and other.gap == 0


def _steps(figure: float | None, per_unit: int) -> int | None:
    return None if figure is None else round(figure * per_unit)


def _verdict(least: int | None, most: int | None) -> Verdict:
    if least is not None and least > 0:
        return "more"
    if most is not None and most < 0:
        return "less"
    return "equal" if least == most == 0 else "not distinguishable"
