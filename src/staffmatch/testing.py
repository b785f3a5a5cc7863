"""For those who write rules and terms of their own: is what is solved the same as what is checked?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, product
from typing import ClassVar, Literal

import numpy as np

from staffmatch.arrays import Mask
from staffmatch.domain.plan import Plan
from staffmatch.errors import ExtensionError, require_type
from staffmatch.formulation.columns import Columns
from staffmatch.formulation.eligibility import eligible_pairs
from staffmatch.formulation.encoding import columns_of
from staffmatch.formulation.integer_program import formulate
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.models import Scenario
from staffmatch.records.bases import Rule, Term
from staffmatch.result.tier_check import tier_value

Job = tuple[str, ...]
Pair = tuple[str, Job]

_ROWS = "`rows` forbid it"


@dataclass(frozen=True)
class Conformance:
    """How much was compared without a difference; of ``plans``, ``forbidden`` are those that the rules do not allow.

    A rule that forbids none of the plans has not been tested much.
    """

    scenarios: int
    plans: int
    forbidden: int


def conforms(
    asked: Rule | Term, scenarios: Iterable[Scenario], *, most_pairs: int = 8, samples: int = 20, seed: int = 0
) -> Conformance:
    """Compare by brute force what a rule lets pass with what it checks, or what a term minimises with its value.

    A rule's `split`, `keep` and `rows` must allow the plans in which its `check` finds nothing, and its `charges` be
    its `charge`; a term's `costs` must be its `value` in every plan that the scenario's rules allow. The rule or term
    is added to each scenario.

    Every plan is looked at where a scenario has no more than ``most_pairs`` of person and job: 2 to that power.
    Of larger ones ``samples`` parts so large are drawn with ``seed``, and every plan of these is looked at.

    Raises ExtensionError at the first difference, with the smallest plan that shows it, and TypeError if ``asked`` is
    neither a rule nor a term.
    """
    if not isinstance(asked, Rule | Term):
        text = f"the class {asked.__name__}" if isinstance(asked, type) else f"a {type(asked).__name__}"
        raise TypeError(f"A rule or a term is wanted here, such as NoNights(), and this is {text}.")
    count = plans = forbidden = 0
    for count, scenario in enumerate(scenarios, 1):
        require_type(scenario, Scenario)
        whole = _with(scenario, asked)
        rules, tiers = (whole.rules, [[asked]]) if isinstance(asked, Term) else ([asked], [[_Charges(rule=asked)]])
        pairs = eligible_pairs(columns_of(whole), rules)
        for drawn in _parts(pairs, most_pairs, samples, np.random.default_rng(seed)):
            formulated = Formulated(_within(pairs, drawn), tiers)
            for chosen in subsets(drawn):
                refusal = formulated.refusal(chosen)
                if difference := _difference(whole, asked, chosen, refusal, formulated):
                    raise ExtensionError(_report(asked, count, chosen, difference))
                plans += 1
                forbidden += refusal is not None
    return Conformance(count, plans, forbidden)


def jobs_of(scenario: Scenario) -> list[Job]:
    """What a person takes as a whole: a shift, or all shifts of a demand with ``same_worker``."""
    jobs: list[Job] = []
    for demand in scenario.demands:
        names = tuple(shift.id for shift in demand.shifts)
        jobs += [names] if demand.same_worker else [(name,) for name in names]
    return jobs


def all_pairs(scenario: Scenario) -> list[Pair]:
    """Every person with every job."""
    return list(product(scenario.ids("workers"), jobs_of(scenario)))


def plan_of(pairs: Iterable[Pair]) -> Plan:
    """The plan in which each person of ``pairs`` takes all shifts of the job."""
    return Plan.of((worker, shift) for worker, job in pairs for shift in job)


def subsets(pairs: Sequence[Pair]) -> Iterator[tuple[Pair, ...]]:
    """All of them, small ones first."""
    return chain.from_iterable(combinations(pairs, size) for size in range(len(pairs) + 1))


def accepts(scenario: Scenario, plan: Plan, rules: Iterable[Rule]) -> bool:
    """Whether the rules' own `check` finds nothing."""
    return not any(True for rule in rules for _ in rule.check(scenario, plan))


class _Charges(Term):
    """What one rule charges, as a term."""

    kind: Literal["charges"] = "charges"
    unit: ClassVar[str] = "sixtieths of a cent"
    rule: Rule

    def costs(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        charged = self.rule.charges(pairs, variables)
        return Linear.over_pairs(np.zeros(len(pairs), np.int64)) if charged is None else charged

    def value(self, scenario: Scenario, plan: Plan) -> int:
        return self.rule.charge(scenario, plan)


class Formulated:
    """What the formulation says of plans: of all that these pairs make, completed with the least indicators."""

    def __init__(self, pairs: Pairs, tiers: Sequence[Sequence[Term]]) -> None:
        columns, self._problem = pairs.columns, formulate(pairs, tiers)
        held = list(map(frozenset, _held(columns)))
        named = zip(pairs.worker.tolist(), pairs.job.tolist(), strict=True)
        self._places = {(columns.workers.ids[w], held[job]): place for place, (w, job) in enumerate(named)}

    @classmethod
    def of(cls, scenario: Scenario, rules: Sequence[Rule]) -> Formulated:
        return cls(eligible_pairs(columns_of(scenario), rules), scenario.tiers)

    def refusal(self, chosen: Iterable[Pair]) -> str | None:
        """What forbids a plan; None if it is allowed."""
        for worker, job in chosen:
            if (worker, frozenset(job)) not in self._places:
                return f"`split` or `keep` takes {worker!r} on {' and '.join(map(repr, job))} out"
        return _ROWS if len(self._problem.broken(self._completed(chosen))) else None

    def values(self, chosen: Iterable[Pair]) -> tuple[int, ...]:
        """The tiers of a plan that is allowed, in whole steps."""
        return self._problem.values(self._completed(chosen))

    def _completed(self, chosen: Iterable[Pair]) -> Mask:
        x = np.zeros(len(self._places), bool)
        x[[self._places[worker, frozenset(job)] for worker, job in chosen]] = True
        return self._problem.complete(x)


def _with(scenario: Scenario, asked: Rule | Term) -> Scenario:
    if isinstance(asked, Term):
        # Rules that bend need the tier that counts them.
        others = [[term for term in tier if term.kind != asked.kind] for tier in scenario.tiers]
        return scenario.replace(tiers=[[asked], *filter(None, others)])
    return scenario if asked in scenario.rules else scenario.replace(rules=[*scenario.rules, asked])


def _parts(pairs: Pairs, most: int, samples: int, dice: np.random.Generator) -> Iterator[list[Pair]]:
    """Every person with every job where these are few; else some of both, several times: among all or among those who
    may have a job, at times near each other or at any."""
    columns = pairs.columns
    workers, jobs = columns.workers.ids, _held(columns)
    if len(workers) * len(jobs) <= most:
        yield list(product(workers, jobs))
        return
    start = columns.shifts.start[columns.job_shifts.items[columns.job_shifts.start[:-1]]]
    for number in range(samples):
        eligible, near = divmod(number % 4, 2)
        who, what = dice.permutation(len(workers)), dice.permutation(len(jobs))
        if eligible and len(pairs):
            what = dice.permutation(pairs.job[pairs.worker == dice.choice(pairs.worker)])
            who = dice.permutation(np.unique(pairs.worker[np.isin(pairs.job, what[:most])]))
        if near:
            what = what[np.argsort(np.abs(start[what] - start[what[0]]), kind="stable")]
        who = who[: dice.integers(1, max(1, most // 2) + 1)]
        what = what[: max(1, most // len(who))]
        yield [(workers[worker], jobs[job]) for worker in who.tolist() for job in what.tolist()]


def _held(columns: Columns) -> list[Job]:
    """The shifts of each job."""
    return [tuple(columns.shift_ids[shift] for shift in columns.job_shifts[job]) for job in range(columns.jobs)]


def _within(pairs: Pairs, drawn: Sequence[Pair]) -> Pairs:
    """Of the pairs those that are drawn: what is left out is in no plan, so it adds nothing to a row."""
    columns = pairs.columns
    workers = {name: place for place, name in enumerate(columns.workers.ids)}
    shifts = {name: place for place, name in enumerate(columns.shift_ids)}
    drawn_keys = [workers[w] * columns.jobs + columns.job_of_shift[shifts[job[0]]] for w, job in drawn]
    return pairs.take(np.isin(pairs.worker * columns.jobs + pairs.job, drawn_keys))


def _difference(
    scenario: Scenario, asked: Rule | Term, chosen: Sequence[Pair], refusal: str | None, formulated: Formulated
) -> str | None:
    """How what is solved and what is checked differ in a plan, if they do."""
    plan = plan_of(chosen)
    if isinstance(asked, Term):
        tier: tuple[Term, ...] = (asked,)
    else:
        found = tuple(asked.check(scenario, plan))
        if refusal is None and found:
            return f"`split`, `keep` and `rows` allow it, and `check` finds: {found[0].text}"
        if refusal is not None and not found:
            return f"{refusal}, and `check` finds nothing."
        if found and refusal != _ROWS and len(chosen) == 1 and all(one.ids[:1] != (chosen[0][0],) for one in found):
            return f"{_NAMELESS}: {found[0].text}"
        tier = (_Charges(rule=asked),)
    if refusal is not None:
        return None
    (solved,), (value, _) = formulated.values(chosen), tier_value(scenario, plan, tier)
    names = ("costs", "value") if isinstance(asked, Term) else ("charges", "charge")
    return None if solved == value else f"by `{names[0]}` it comes to {solved:,} steps, by `{names[1]}` to {value:,}."


# Why a seat is empty is counted from these.
_NAMELESS = "what `check` finds has not the person's id as the first of its `ids`"


def _report(asked: Rule | Term, number: int, chosen: Sequence[Pair], difference: str) -> str:
    listed = ", ".join(f"{worker!r} on {name!r}" for worker, job in chosen for name in job) or "nobody on anything"
    return f"{type(asked).__name__} ({asked.kind!r}) differs in scenario {number}, in the plan {listed}: {difference}"
