"""Violations: soft rules are broken as little as can be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from staffmatch.constraints import refusals
from staffmatch.constraints.shared.bends import Bends
from staffmatch.domain.plan import Plan
from staffmatch.errors import InputIssue, near_or
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.models import Scenario
from staffmatch.records.bases import Rule, Term
from staffmatch.records.field_types import RuleKind


class Violations(Term):
    """``Σ_v n_v``, by how much the plan breaks soft rules, of some kinds or of all.

    Each unit counts 1: an hour, a shift, a day, a person, whatever the rule is about.

    Example: "Violations: 2.5 violations, proven: no plan that is as good in the tiers before has less."
    """

    kind: Literal["violations"] = "violations"
    kinds: Annotated[tuple[RuleKind, ...], Field(description="kinds of rules; none: all that are soft")] = ()
    unit: ClassVar[str] = "violations"
    per_unit: ClassVar[int] = 60

    def costs(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        soft = list(self._counted(pairs.rules))
        return Linear.total([(0, Linear.nothing()), *((_steps(rule), rule.excess(pairs, variables)) for rule in soft)])

    def value(self, scenario: Scenario, plan: Plan) -> int:
        return sum(_steps(rule) * rule.broken_by(scenario, plan) for rule in self._counted(scenario.rules))

    def _counted(self, rules: Iterable[Rule]) -> Iterator[Bends]:
        for rule in rules:
            if isinstance(rule, Bends) and rule.soft and (not self.kinds or rule.kind in self.kinds):
                yield rule

    def problems(self, scenario: Scenario, path: str) -> Iterator[InputIssue]:
        soft = {rule.kind for rule in scenario.rules if isinstance(rule, Bends) and rule.soft}
        for place, kind in enumerate(self.kinds):
            if kind not in soft:
                advice = near_or(kind, soft, refusals.NOTHING_SOFT_ADVICE())
                text = refusals.NOTHING_SOFT(kind=kind)
                yield InputIssue("nothing_soft", f"{path}.kinds[{place}]", text, advice, (kind,))


def _steps(rule: Bends) -> int:
    """Steps of the term in one of a rule's amounts."""
    return 1 if rule.amounts == "min" else 60
