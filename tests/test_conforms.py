"""`conforms` finds where rows and check, or costs and value, differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np
import pytest

import staffmatch as sm
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear, RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.testing import conforms
from tests import builders

SHIFTS = [builders.shift("mon", 6, "06:00-14:00"), builders.shift("tue", 7, "06:00-14:00")]
SMALL = builders.scenario([builders.worker("ana"), builders.worker("ben")], [builders.demand("d", *SHIFTS)])


class MostShifts(sm.Rule):
    """Everybody has at most ``most`` shifts by its rows, and ``checked`` by its check."""

    kind: str = "most_shifts"
    most: int = 1
    checked: int = 1

    def rows(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        yield pairs.by("worker").count() <= self.most

    def check(self, scenario: sm.Scenario, plan: sm.Plan) -> Iterator[sm.Violation]:
        for name, duties in plan.rosters(scenario).items():
            if len(duties) > self.checked:
                yield sm.Violation(self.kind, f"{name} has {len(duties)} shifts.", 1, "shifts", (name,))


class NotAna(sm.Rule):
    """Ana stays, by its mask."""

    kind: str = "not_ana"
    said: bool = False

    def keep(self, pairs: Pairs) -> Any:
        return pairs.worker != pairs.columns.workers.ids.index("ana")

    def check(self, scenario: sm.Scenario, plan: sm.Plan) -> Iterator[sm.Violation]:
        if self.said and any(worker == "ana" for worker, _ in plan):
            yield sm.Violation(self.kind, "Ana stays.", 1, "people")


class Fee(sm.Rule):
    """A charge for each assignment."""

    kind: str = "fee"
    stated: int = 60

    def charges(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        return Linear.over_pairs(np.full(len(pairs), 60))

    def charge(self, scenario: sm.Scenario, plan: sm.Plan) -> int:
        return self.stated * len(plan)


class People(sm.Term):
    """How many people are lent; without indicators where it is ``wrong``."""

    kind: str = "people"
    wrong: bool = False
    unit: ClassVar[str] = "people"

    def costs(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        if self.wrong:
            return Linear.over_pairs(np.ones(len(pairs), np.int64))
        return pairs.by("worker").any(variables).count()

    def value(self, scenario: sm.Scenario, plan: sm.Plan) -> int:
        return len({worker for worker, _ in plan})


def test_what_conforms_says_how_much_was_compared() -> None:
    found = conforms(MostShifts(), [SMALL, SMALL])
    assert (found.scenarios, found.plans, found.forbidden) == (2, 32, 14)
    assert conforms(People(), [SMALL]).plans == 16
    assert conforms(Fee(), [SMALL]).forbidden == 0
    assert conforms(sm.constraints.DailyRest(), [SMALL]).plans == 16


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (MostShifts(most=2), "plan 'ana' on 'mon', 'ana' on 'tue': .* allow it, and `check` finds: ana has 2 shifts"),
        (MostShifts(checked=2), "'ana' on 'mon', 'ana' on 'tue': `rows` forbid it, and `check` finds nothing"),
        (NotAna(), "plan 'ana' on 'mon': `split` or `keep` takes 'ana' on 'mon' out, and `check` finds nothing"),
        (NotAna(said=True), "plan 'ana' on 'mon': .* not the person's id as the first of its `ids`: Ana stays"),
        (Fee(stated=61), "plan 'ana' on 'mon': by `charges` it comes to 60 steps, by `charge` to 61"),
        (People(wrong=True), "'ana' on 'mon', 'ana' on 'tue': by `costs` it comes to 2 steps, by `value` to 1"),
    ],
)
def test_the_first_difference_is_told_with_its_smallest_plan(asked: Any, said: str) -> None:
    with pytest.raises(sm.ExtensionError, match=rf"{type(asked).__name__}.*scenario 2, in the .*{said}"):
        conforms(asked, [builders.scenario([], []), SMALL])


@pytest.mark.parametrize("asked", [MostShifts(most=2), MostShifts(checked=2), People(wrong=True), Fee(stated=61)])
def test_parts_of_a_large_scenario_show_the_difference_too(asked: Any) -> None:
    days = [builders.shift(f"s{day}", day, "06:00-14:00") for day in range(6, 26)]
    people = [builders.worker(f"w{number}") for number in range(30)]
    large = builders.scenario([builders.worker("ana"), *people], [builders.demand("d", *days)])
    with pytest.raises(sm.ExtensionError, match="differs in scenario 1"):
        conforms(asked, [large])
    assert conforms(MostShifts(), [large], samples=4).forbidden > 0


@pytest.mark.parametrize("wrong", [MostShifts, "most_shifts", SMALL])
def test_only_rules_and_terms_are_compared(wrong: Any) -> None:
    with pytest.raises(TypeError, match="A rule or a term is wanted here"):
        conforms(wrong, [SMALL])
    with pytest.raises(TypeError, match="Scenario"):
        conforms(MostShifts(), ["city.json"])  # type: ignore[list-item]
