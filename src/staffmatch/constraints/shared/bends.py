"""Rules that bend: at a price, or as soft rules, they may be broken, and what they are broken by is counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import wraps
from typing import Annotated, Any, ClassVar, Self

import numpy as np
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from staffmatch.arrays import Int
from staffmatch.constraints import refusals
from staffmatch.domain.plan import Plan, Violation
from staffmatch.errors import InputIssue
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import NO_BOUND, Linear, RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.models import Scenario
from staffmatch.records.bases import Rule
from staffmatch.records.digest import once
from staffmatch.records.field_types import Flag, Whole

# What a rule that bends asks of nobody, with the answer of a rule that is not there.
_OF_NOBODY: dict[str, Callable[..., Any]] = {
    "split": lambda columns, jobs, workers: iter([(jobs, workers)]),
    "keep": lambda pairs: None,
    "rows": lambda pairs, variables: iter(()),
    "check": lambda scenario, plan: iter(()),
    "preexisting_violations": lambda scenario: iter(()),
    "least_gap": lambda scenario: None,
    "most_minutes": lambda scenario, worker: None,
}


class Bends(Rule):
    """A hard condition, or with ``price_cents`` or ``soft`` one that may be broken.

    ``n_v >= Σ a x - b`` for each violation v takes the place of the row ``Σ a x <= b``, n_v as small as can be. With
    ``price_cents`` they cost that for each unit (an hour, a shift, a day, a person) in the term `Cost`; ``soft`` ones
    are counted by the term `Violations`. What is over without anybody lent costs nothing; of a minimum everybody in
    scope is charged for what is missing. The plan keeps such a rule whatever it does: `verify` lists what it bends
    under ``charged``.
    """

    price_cents: Annotated[
        Annotated[Whole, Field(ge=1, le=10**9)] | None, Field(description="cents for each unit by which it is broken")
    ] = None
    soft: Annotated[Flag, Field(description="whether it may be broken, and the term Violations counts it")] = False
    # What the amounts of its violations count: minutes, of which 60 are a unit, or units.
    amounts: ClassVar[str] = "min"
    # Methods that ask themselves whether it bends, since not all of it does.
    in_part: ClassVar[frozenset[str]] = frozenset()
    # By how much more a row is broken for one more of its violation's amounts, which are then rounded up.
    steps: ClassVar[int] = 1

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        for name, nothing in _OF_NOBODY.items():
            asked = getattr(cls, name)
            if asked is not getattr(Rule, name) and name not in cls.in_part and not hasattr(asked, "unless_bent"):
                setattr(cls, name, _unless_bent(asked, nothing))

    @model_validator(mode="after")
    def _bent_once(self) -> Self:
        if self.soft and self.price_cents is not None:
            text = "has a price and is soft; drop one: a price counts in Cost, a soft rule in Violations"
            raise PydanticCustomError("bent_twice", text)
        return self

    @property
    def bent(self) -> bool:
        """Whether it may be broken."""
        return self.soft or self.price_cents is not None

    @property
    def rigid(self) -> Self:
        """The same rule as a hard condition."""
        return self.replace(price_cents=None, soft=False) if self.bent else self

    def about(self) -> tuple[tuple[str, Any], ...]:
        return (*super().about(), ("bent", self.bent))

    def overruns(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        """Rows, each of which a plan breaks by the amount of one violation, those labelled as the same violation by no
        more than it; asked of the rigid rule."""
        return (block for block in self.rows(pairs, variables) if not block.cut)

    def excess(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        """The sum of the amounts by which a plan breaks it, to be minimised."""
        place = next(place for place, rule in enumerate(pairs.rules) if rule is self)
        sides = [side for block in self.rigid.overruns(pairs, variables) for side in _sides(block) if len(side.lower)]
        parts = [(0, Linear.nothing())]
        for number, side in enumerate(_joined(sides)):
            step, lack = _in_steps(side, self.steps)
            weight = self.steps // step if self.steps > 1 else 1
            most = -(-int((lack.lower - _least(lack)).max()) // weight)
            owner = None if side.violation is None else np.unique(side.violation, return_inverse=True)[1]
            name = f"{self.kind} {place} beyond {number}"
            told = variables.least(name, lack, weight, most, each=owner is None, owner=owner)
            parts.append((1 if self.steps > 1 else step, told.total))
        return Linear.total(parts)

    def charges(self, pairs: Pairs, variables: VariableRegistry) -> Linear | None:
        if self.price_cents is None:
            return None
        return Linear.total([(self._sixtieths(), self.excess(pairs, variables))])

    def charge(self, scenario: Scenario, plan: Plan) -> int:
        return 0 if self.price_cents is None else self._sixtieths() * self.broken_by(scenario, plan)

    def broken_by(self, scenario: Scenario, plan: Plan) -> int:
        """The sum of the amounts by which the plan breaks it."""
        return sum(self.amount(found) for found in self.charged(scenario, plan))

    def amount(self, found: Violation) -> int:
        """What a violation counts, in amounts of the rule."""
        return int(found.amount)

    def units(self, found: Violation) -> float:
        """The same in units, each of which has the price."""
        return self.amount(found) / (60 if self.amounts == "min" else 1)

    def charged(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        """What a rule that bends is charged for."""
        return once(scenario, self, lambda: self.rigid).check(scenario, plan) if self.bent else iter(())

    def _sixtieths(self) -> int:
        """Sixtieths of a cent for each of the amount."""
        return (self.price_cents or 0) * (1 if self.amounts == "min" else 60)

    def problems(self, scenario: Scenario, path: str) -> Iterator[InputIssue]:
        yield from super().problems(scenario, path)
        terms = [term for tier in scenario.tiers for term in tier]
        if self.price_cents is not None and all(term.kind != "cost" for term in terms):
            text, advice = refusals.PRICE_WITHOUT_COST(cents=self.price_cents), refusals.PRICE_WITHOUT_COST_ADVICE()
            yield InputIssue("price_without_cost", f"{path}.price_cents", text, advice)
        counting = [getattr(term, "kinds", ()) for term in terms if term.kind == "violations"]
        if self.soft and not any(not kinds or self.kind in kinds for kinds in counting):
            text = refusals.SOFT_UNCOUNTED(kind=self.kind)
            yield InputIssue("soft_uncounted", f"{path}.soft", text, refusals.SOFT_UNCOUNTED_ADVICE(), (self.kind,))


def _unless_bent(method: Callable[..., Any], nothing: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def asked(self: Bends, *given: Any) -> Any:
        return nothing(*given) if self.bent else method(self, *given)

    asked.unless_bent = True  # type: ignore[attr-defined]
    return asked


def times(block: RowBlock, weight: Int) -> RowBlock:
    """The block with each row so many times as large, since it stands for so many violations."""
    bounds = (np.where(np.abs(side) >= NO_BOUND, side, side * weight) for side in (block.lower, block.upper))
    lower, upper = bounds
    return replace(block, value=block.value * weight[block.row], lower=lower, upper=upper)


def _sides(block: RowBlock) -> Iterator[RowBlock]:
    """The block's rows as ``Σ a x >= b``, those with an upper bound turned round, without those that always hold."""
    for sign, bound in ((1, block.lower), (-1, -block.upper)):
        kept = bound > -NO_BOUND
        if kept.any():
            entries = kept[block.row]
            number = np.cumsum(kept) - 1
            row, column, value = number[block.row[entries]], block.column[entries], sign * block.value[entries]
            violation = None if block.violation is None else block.violation[kept]
            yield replace(RowBlock.at_least(row, column, value, bound[kept]), violation=violation).binding()


def _joined(blocks: Sequence[RowBlock]) -> Iterator[RowBlock]:
    """The blocks, those with violations as one, since rows of several may be about the same."""
    yield from (block for block in blocks if block.violation is None)
    labelled = [(block, block.violation) for block in blocks if block.violation is not None]
    if labelled:
        first = np.cumsum([0, *(len(block.lower) for block, _ in labelled)])
        row = np.concatenate([block.row + start for (block, _), start in zip(labelled, first.tolist(), strict=False)])
        column, value, lower = (
            np.concatenate([getattr(block, name) for block, _ in labelled]) for name in ("column", "value", "lower")
        )
        violation = np.concatenate([violation for _, violation in labelled])
        yield replace(RowBlock.at_least(row, column, value, lower), violation=violation)


def _least(block: RowBlock) -> np.ndarray:
    """The least that each row's left-hand side can be."""
    found = np.zeros(len(block.lower), np.int64)
    np.add.at(found, block.row, np.minimum(0, block.value))
    return found


def _in_steps(block: RowBlock, steps: int) -> tuple[int, RowBlock]:
    """The block in the largest steps that leave it whole: the fewer steps, the fewer digits."""
    step = max(1, int(np.gcd.reduce(np.r_[block.value, block.lower, steps if steps > 1 else 0])))
    return step, replace(block, value=block.value // step, lower=block.lower // step)
