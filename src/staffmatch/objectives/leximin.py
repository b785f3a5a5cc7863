"""Leximin: whoever has it worst is helped first, then the next, until nobody can be helped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count, takewhile
from math import ceil, floor
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from staffmatch.domain.plan import Plan
from staffmatch.errors import InputError, InputIssue
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.models import Scenario
from staffmatch.objectives import refusals
from staffmatch.objectives.load_over import LoadOver
from staffmatch.objectives.load_under import LoadUnder
from staffmatch.objectives.shared.share import GivenShare
from staffmatch.objectives.shared.share_levels import levels_of
from staffmatch.objectives.shared.share_rows import Loads
from staffmatch.objectives.shared.share_term import PER_UNIT, UNIT, ShareTerm
from staffmatch.records.bases import Term
from staffmatch.records.field_types import Figure, Id, Real, Record

if TYPE_CHECKING:
    from staffmatch.result.solution import Solution

# Each level is a tier of its own.
MOST_LEVELS = 200


class FairLoad(Record):
    """What one of those who share has, and a bound: no plan as good before has a better load at this place."""

    party: Id
    load: Figure
    bound: Figure | None


class Leximin(ShareTerm):
    """The loads in order from the worst on, ``L_(1) >= L_(2) >= ...``, are made lexicographically as small as can be.

    Where more is better, the smallest is made as large as can be, then the second smallest, and so on. It stands in a
    tier of its own, for a run of tiers: with the levels ``v_1 > v_2 > ...`` that loads can have, the k-th tier
    minimises ``Σ_i max(0, L_i - v_(k+1))``, what they have above the next level (`LoadOver`, or `LoadUnder` where more
    is better). What is above a level is the sum over the levels before of how many have them, times the distance to
    the next, so that these tiers, one after the other, are at their least iff the ordered loads are. Each is an integer
    program with a bound of its own, and nobody who can't be helped holds up the others.

    ``step`` tells apart multiples of so much alone, in the unit of the share.

    Source: W. Ogryczak, T. Śliwiński: On direct methods for lexicographic min-max optimization, ICCSA 2006.

    Example: "Load over 0 h: 37 h, proven: no plan that is as good in the tiers before has less."
    """

    kind: Literal["leximin"] = "leximin"
    step: Annotated[Annotated[Real, Field(ge=0.01, le=10**6)] | None, Field(description="unit of the share")] = None
    unit: ClassVar[str] = UNIT
    per_unit: ClassVar[int] = PER_UNIT

    @property
    def presses_down(self) -> bool:
        return self.of.burden

    def costs(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        """Those of the worst load alone."""
        loads = Loads.of(self.of, pairs, variables)
        return loads.top(used=False) if self.of.burden else loads.bottom(used=False)

    def value(self, scenario: Scenario, plan: Plan) -> int:
        """The worst load."""
        loads = self.of.loads(scenario, plan).values()
        return ceil(max(loads, default=0)) if self.of.burden else -floor(min(loads, default=0))

    def run(self, scenario: Scenario) -> tuple[tuple[LoadOver | LoadUnder], ...]:
        burden, levels = self.of.burden, self._levels(scenario)
        between = reversed(levels[:-1]) if burden else levels[1:]
        tier = LoadOver if burden else LoadUnder
        found = tuple((tier(of=self.of, level=level),) for level in between)
        return found or ((tier(of=self.of, level=levels[0] if levels else 0),),)

    def _levels(self, scenario: Scenario) -> list[int]:
        levels = levels_of(self.of, scenario)
        if self.step is None or not levels:
            return levels
        return _multiples(levels, max(1, round(self.step * self.of.per_unit)))

    def vector(self, solution: Solution) -> tuple[FairLoad, ...]:
        """The loads of a solution in order, from the worst on, each with its bound; InputError if it is no tier of the
        scenario.

        As far as the tiers in front and those of the run are proven, no plan as good before has a better load there.
        """
        scenario, sign = solution.scenario, -1 if self.of.burden else 1
        run, first = self.run(scenario), self._place(scenario)
        known = sum(1 for _ in takewhile(lambda tier: tier.gap == 0, solution.tiers))
        # The tiers up to this one say which loads are worse than its level, and all of them say it of the best.
        sure = max(0, min(known - first, len(run))) if self.step is None else 0
        found = []
        for party, load in sorted(
            self.of.loads(scenario, solution.plan).items(), key=lambda one: (sign * one[1], one[0])
        ):
            amount = float(load / self.of.per_unit)
            told = sure == len(run) or (sure > 0 and sign * load < sign * run[sure - 1][0].level)
            found.append(FairLoad(party=party, load=amount, bound=amount if told else None))
        return tuple(found)

    def _place(self, scenario: Scenario) -> int:
        """How many tiers are minimised before its own."""
        found = 0
        for tier in scenario.tiers:
            if tier == (self,):
                return found
            run = tier[0].run(scenario) if len(tier) == 1 else None
            found += 1 if run is None else len(run)
        text, advice = refusals.NO_SUCH_LEXIMIN(), refusals.NO_SUCH_LEXIMIN_ADVICE()
        raise InputError([InputIssue("no_such_tier", "tiers", text, advice)])

    def problems(self, scenario: Scenario, path: str) -> Iterator[InputIssue]:
        found = list(super().problems(scenario, path))
        yield from found
        if self.weight != 1 or not path.endswith("[0]") or len(_tier(scenario, path)) > 1:
            yield InputIssue("leximin_alone", path, refusals.LEXIMIN_ALONE(), refusals.LEXIMIN_ALONE_ADVICE())
        if not found and (number := len(levels := self._levels(scenario))) > MOST_LEVELS:
            text = refusals.MANY_LEVELS(n=number, most=MOST_LEVELS)
            yield InputIssue(
                "many_levels", f"{path}.step", text, refusals.MANY_LEVELS_ADVICE(step=self._enough(levels))
            )

    def _enough(self, levels: Sequence[int]) -> float:
        """The least of the steps 0.01, 0.02, 0.05, 0.1, ... that leaves no more levels than there may be."""
        steps = (figure * 10.0**power for power in count(-2) for figure in (1, 2, 5))
        unit = self.of.per_unit
        return next(step for step in steps if len(_multiples(levels, max(1, round(step * unit)))) <= MOST_LEVELS)


def _multiples(levels: Sequence[int], step: int) -> list[int]:
    """The multiples of a step next to a level; between others what is above one is known by those on both sides."""
    return sorted({step * number for level in levels for number in (level // step, -(-level // step))})


def _tier(scenario: Scenario, path: str) -> tuple[Term, ...]:
    """The tier with a path such as ``tiers[1][0]``."""
    return scenario.tiers[int(path.split("[")[1].rstrip("]"))]


def leximin(of: GivenShare, step: float | None = None) -> tuple[Leximin]:
    """A tier, as one of ``tiers``, in which the loads of a share are evened out from the worst on; see `Leximin`."""
    return (Leximin(of=of, step=step),)
