"""What rules about several people, charges and terms write on: a CP-SAT model, with sums in Python integers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model

from staffmatch.models import Shift, Worker
from tests.adversary.facts import Facts, Job


@dataclass(frozen=True)
class Sum:
    """``constant + Σ coefficient · variable``, which is only handed to CP-SAT where 64 bits are enough."""

    constant: int
    parts: tuple[tuple[int, Any], ...]

    @classmethod
    def of(cls, parts: Iterable[tuple[int, Any]], constant: int = 0) -> Sum:
        return cls(constant, tuple((coefficient, variable) for coefficient, variable in parts if coefficient))

    def times(self, factor: int) -> Sum:
        return Sum(factor * self.constant, tuple((factor * c, variable) for c, variable in self.parts))

    def plus(self, other: Sum) -> Sum:
        return Sum(self.constant + other.constant, self.parts + other.parts)

    def expression(self) -> Any:
        coefficients, variables = [c for c, _ in self.parts], [v for _, v in self.parts]
        return cp_model.LinearExpr.weighted_sum(variables, coefficients) + self.constant

    def reach(self, most: dict[int, int]) -> int:
        """No intermediate result is larger; ``most`` holds the largest value of each variable by its index."""
        return abs(self.constant) + sum(abs(c) * most[variable.index] for c, variable in self.parts)


class Board:
    """Variables ``x[worker, job]`` of the pairs that may be, and whatever is made of them."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.model = cp_model.CpModel()
        self.x: dict[tuple[str, int], Any] = {}
        self.most: dict[int, int] = {}
        self._any: dict[tuple[int, ...], Any] = {}
        # What rules that bend are broken by: minutes, or what else is their unit.
        self.broken: list[tuple[Any, Sum]] = []

    def new(self, most: int = 1) -> Any:
        variable = self.model.new_int_var(0, most, "") if most != 1 else self.model.new_bool_var("")
        self.most[variable.index] = most
        return variable

    def pairs(self) -> Iterator[tuple[Worker, Job, Any]]:
        for worker in self.facts.workers:
            for number, job in enumerate(self.facts.jobs):
                if (worker.id, number) in self.x:
                    yield worker, job, self.x[worker.id, number]

    def duties(self) -> Iterator[tuple[Worker, Job, Shift, Any]]:
        for worker, job, x in self.pairs():
            yield from ((worker, job, shift, x) for shift in job.shifts)

    def crews(self) -> Iterator[tuple[Job, list[Any]]]:
        for number, job in enumerate(self.facts.jobs):
            yield job, [x for (_, held), x in self.x.items() if held == number]

    def seated(self) -> Iterator[tuple[Job, list[Any]]]:
        """Each job but trainings with what sums up to the seats that have somebody."""
        beyond = any(rule.kind == "coverage" and rule.bent for rule in self.facts.scenario.rules)
        for job, crew in self.crews():
            if job.demand.grants:
                continue
            if beyond and len(crew) > job.demand.headcount:
                full = self.new(job.demand.headcount)
                self.model.add_min_equality(full, [cp_model.LinearExpr.sum(crew), job.demand.headcount])
                yield job, [full]
            else:
                yield job, crew

    def any_of(self, variables: Iterable[Any]) -> Any:
        """A variable that is 1 iff any of these is."""
        held = {variable.index: variable for variable in variables}
        key = tuple(sorted(held))
        if len(key) == 1:
            return held[key[0]]
        if key not in self._any:
            self._any[key] = self.new()
            self.model.add_max_equality(self._any[key], list(held.values()) or [0])
        return self._any[key]

    def at_most(self, variables: Iterable[Any], limit: int) -> None:
        self.model.add(cp_model.LinearExpr.sum(list(variables)) <= limit)
