"""The mixed-integer program of a tier with readable names, for solvers that read files.

A file holds one tier. Tiers are not merged into one objective: the weights needed to separate them would be so large
that later ones disappear in a solver's tolerances. Instead tier k has a row ``Σ c_i x <= v_i`` for each earlier one,
with the values v_i of a solution.

Columns are ``x.lender.worker.borrower.job``, where a job is a shift, or the demand if one person takes all its shifts;
indicators ``y.family...``, 1 iff a pair of a group is chosen; binary digits ``z.number.bit`` of integer variables. Rows
are named after their rule, with the worker or job if they hold the pairs of one only.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, hstack, vstack

from staffmatch.arrays import Int, Real
from staffmatch.engine.model.problem import Problem
from staffmatch.engine.model.tier import Tier
from staffmatch.errors import InputError, InputIssue
from staffmatch.formulation.columns import Columns
from staffmatch.formulation.eligibility import eligible_pairs
from staffmatch.formulation.encoding import columns_of
from staffmatch.formulation.integer_program import Formulation, Scale, formulation
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.variables import IndicatorVariables
from staffmatch.io import refusals
from staffmatch.io.names import distinct, plain
from staffmatch.messages.message import Message
from staffmatch.models import Scenario
from staffmatch.records.accessors import tiers_in_full
from staffmatch.records.bases import Term
from staffmatch.result.solution import Solution
from staffmatch.result.tier_check import tier_value
from staffmatch.result.verifier import verify

# The LP format's limit; parts of a name are truncated so that four of them fit.
_LONGEST, _PART = 255, 58
# Solvers' integrality tolerance.
_NEARLY = 1e-4
# Readers of the LP format would take these for numbers.
_NUMERIC = re.compile(r"[0-9.]|[eE][0-9.]")


@dataclass(frozen=True)
class Program:
    """Minimise ``constant + costs · x`` with ``lower <= matrix · x <= upper`` and binary x, in integers.

    The value divided by ``per_unit`` is the tier's value in its unit.
    """

    title: str
    columns: list[str]
    rows: list[str]
    matrix: csr_array
    lower: Real
    upper: Real
    costs: Int
    constant: int


def program(scenario: Scenario, tier: int = 1, after: Solution | None = None) -> Program:
    """The program of one tier, counted from 1; ``after`` is a solution with the values of the earlier ones."""
    values = _earlier(scenario, tier, after)
    pairs = eligible_pairs(columns_of(scenario), scenario.rules)
    found = formulation(pairs, tiers_in_full(scenario))
    objectives = found.problem.objectives
    stage = Tier(found.problem, objectives[tier - 1], tuple(zip(objectives, values, strict=False)))
    links, kept = _links(stage), np.flatnonzero(stage.bounded)
    # Some readers refuse a program without columns.
    idle = csr_array((len(kept) + links.shape[0], 0 if found.problem.width else 1), dtype=np.int64)
    names = [*_row_names(pairs, found), *(f"tier_{n}" for n in range(1, tier))]
    rows = [*(names[row] for row in kept.tolist()), *["link"] * links.shape[0]]
    return Program(
        title=f"tier {tier} of {len(tiers_in_full(scenario))}: {_title(tiers_in_full(scenario)[tier - 1])}",
        columns=distinct(_column_names(pairs, found), _LONGEST) or ["nothing"],
        rows=distinct(map(_begun, rows), _LONGEST),
        matrix=csr_array(hstack([vstack([stage.matrix[kept], links]), idle], format="csr")),
        lower=np.r_[stage.lower[kept], np.full(links.shape[0], -np.inf)],
        upper=np.r_[stage.upper[kept], np.zeros(links.shape[0])],
        costs=np.r_[objectives[tier - 1].costs, np.zeros(idle.shape[1], np.int64)],
        constant=objectives[tier - 1].constant,
    )


def _title(terms: Sequence[Term]) -> str:
    scale = Scale.of(terms)
    said = " + ".join(plain(term.label) if term.weight == 1 else f"{term.weight} {plain(term.label)}" for term in terms)
    return f"{said}, counted in 1/{scale.per_unit} of {' + '.join(map(plain, scale.unit.split(' + ')))}"


def _earlier(scenario: Scenario, tier: int, after: Solution | None) -> tuple[int, ...]:
    if not 1 <= tier <= len(tiers_in_full(scenario)):
        text = refusals.BAD_TIER(tier=tier, tiers=len(tiers_in_full(scenario)))
        raise InputError([InputIssue("bad_tier", "tier", text, refusals.BAD_TIER_ADVICE())])
    if tier == 1:
        return ()
    if after is None:
        text, advice = refusals.EARLIER_TIERS(tier=tier), refusals.EARLIER_TIERS_ADVICE()
        raise InputError([InputIssue("missing_solution", "after", text, advice)])
    after.require_plan()
    if after.scenario_digest != scenario.digest():
        text, advice = refusals.OTHER_SOLUTION(), refusals.OTHER_SOLUTION_ADVICE()
        raise InputError([InputIssue("other_scenario", "after", text, advice)])
    if broken := verify(scenario, after.plan).violations:
        text, advice = refusals.BROKEN_PLAN(why=Message.of(broken[0].message)), refusals.BROKEN_PLAN_ADVICE()
        raise InputError([InputIssue("broken_plan", "after", text, advice)])
    return tuple(tier_value(scenario, after.plan, terms)[0] for terms in tiers_in_full(scenario)[: tier - 1])


def _links(stage: Tier) -> csr_array:
    """Rows ``x - y <= 0`` for each pair of an indicator in some row or the objective."""
    pair, indicator = stage.links()
    row = np.arange(len(pair))
    entries = np.r_[np.ones(len(pair), np.int64), np.full(len(pair), -1)]
    return csr_array((entries, (np.r_[row, row], np.r_[pair, indicator])), (len(pair), stage.problem.width))


def _named(*parts: str) -> str:
    return ".".join(plain(part).replace("-", "_")[:_PART] for part in parts)


def _begun(name: str) -> str:
    """A name that cannot be read as a number."""
    return f"_{name}" if _NUMERIC.match(name) else name


def _jobs(columns: Columns) -> list[str]:
    """The name of each job: its shift, or its demand if it has several shifts."""
    return [
        columns.demands.ids[demand] if len(shifts := columns.job_shifts[job]) > 1 else columns.shift_ids[int(shifts[0])]
        for job, demand in enumerate(columns.job_demand.tolist())
    ]


def chosen(scenario: Scenario, names: Sequence[str], values: Iterable[float]) -> Iterator[tuple[str, str]]:
    """The assignments (worker, shift) of the pairs whose columns are 1; see `Plan.from_columns`."""
    pairs = eligible_pairs(columns_of(scenario), scenario.rules)
    columns = pairs.columns
    known = {name: pair for pair, name in enumerate(distinct(_pair_names(pairs), _LONGEST))}
    numbers = [float(value) for value in values]
    if len(names) != len(numbers):
        text = refusals.RAGGED_COLUMNS(names=len(names), values=len(numbers))
        raise InputError([InputIssue("ragged_columns", "values", text, refusals.RAGGED_COLUMNS_ADVICE())])
    held = [(name, value) for name, value in zip(names, numbers, strict=True) if name.startswith("x.")]
    if problems := [problem for name, value in held for problem in _wrong_column(name, value, known)]:
        raise InputError(problems)
    picked = pairs.take(np.array([known[name] for name, value in held if value > 0.5], np.int64))
    position, shift = picked.spans["pair", "shift"]
    for worker, taken in zip(picked.worker[position].tolist(), shift.tolist(), strict=True):
        yield columns.workers.ids[worker], columns.shift_ids[taken]


def _wrong_column(name: str, value: float, known: Collection[str]) -> Iterator[InputIssue]:
    if name not in known:
        text, advice = refusals.UNKNOWN_COLUMN(name=name), refusals.OTHER_PROGRAM_ADVICE()
        yield InputIssue("unknown_column", "names", text, advice, (name,))
    # NaN differs from everything.
    if not min(abs(value), abs(value - 1)) <= _NEARLY:
        text, advice = refusals.FRACTIONAL_VALUE(name=name, value=f"{value:g}"), refusals.FRACTIONAL_VALUE_ADVICE()
        yield InputIssue("fractional_value", "values", text, advice, (name,))


def _pair_names(pairs: Pairs) -> Iterator[str]:
    columns, jobs = pairs.columns, _jobs(pairs.columns)
    companies, workers = columns.company_ids, columns.workers.ids
    who = zip(pairs.lender.tolist(), pairs.worker.tolist(), pairs.borrower.tolist(), pairs.job.tolist(), strict=True)
    for lender, worker, borrower, job in who:
        yield _named("x", companies[lender], workers[worker], companies[borrower], jobs[job])


def _column_names(pairs: Pairs, found: Formulation) -> Iterator[str]:
    yield from _pair_names(pairs)
    jobs = _jobs(pairs.columns)
    others = dict[int, str]()
    for family, indicators in found.variables.families.items():
        for column, parts in zip(indicators.columns.tolist(), _meant(pairs.columns, jobs, indicators), strict=True):
            others[column] = _named("y", family, *parts)
    for name, numbers in found.variables.numbers.items():
        for number, digits in enumerate(numbers.digits.tolist()):
            others |= {column: _named("z", name, str(number), f"bit{bit}") for bit, column in enumerate(digits)}
    yield from (others[column] for column in range(len(pairs), found.variables.width))


def _meant(columns: Columns, jobs: list[str], family: IndicatorVariables) -> Iterator[tuple[str, ...]]:
    """The meaning of each indicator, as far as known."""
    ids = {
        "worker": columns.workers.ids,
        "lender": columns.company_ids,
        "borrower": columns.company_ids,
        "demand": columns.demands.ids,
        "job": jobs,
        "shift": columns.shift_ids,
    }
    if not family.meaning:
        return ((str(key),) for key in family.keys.tolist())
    named = ([ids[name][at] if name in ids else str(at) for at in values.tolist()] for name, values in family.meaning)
    return zip(*named, strict=True)


def _row_names(pairs: Pairs, found: Formulation) -> Iterator[str]:
    jobs = _jobs(pairs.columns)
    workers, of_job = _only(found.problem, pairs.worker), _only(found.problem, pairs.job)
    rows = zip(found.problem.row_group.tolist(), workers.tolist(), of_job.tolist(), strict=True)
    for family, worker, job in rows:
        parts = [pairs.columns.workers.ids[worker]] if worker >= 0 else []
        yield _named(found.rules[family], *parts, *([jobs[job]] if job >= 0 else []))


def _only(problem: Problem, label: Int) -> Int:
    """The label of each row's pairs if they all share one, else -1."""
    matrix = problem.matrix.tocoo()
    held = matrix.col < problem.pairs
    least, most = np.full(matrix.shape[0], np.iinfo(np.int64).max), np.full(matrix.shape[0], -1)
    np.minimum.at(least, matrix.row[held], label[matrix.col[held]])
    np.maximum.at(most, matrix.row[held], label[matrix.col[held]])
    return np.where(least == most, least, -1)
