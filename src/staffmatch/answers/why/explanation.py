"""explain(): why a seat is empty or filled, where a person is, and why not there: what can be recounted, and what takes
solving within a time limit."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np

from staffmatch.answers import refusals
from staffmatch.answers.resolving import Resolver
from staffmatch.answers.why.changes import ChangeKind, changes
from staffmatch.answers.why.explained import (
    CheapestUse,
    PairExplanation,
    PersonLoss,
    ShiftExplanation,
    WorkerExplanation,
)
from staffmatch.answers.why.fixes import Fixing, allowed_kinds
from staffmatch.answers.why.losses import Losses
from staffmatch.answers.why.witness import Competition, Witness, minimal
from staffmatch.arrays import Int
from staffmatch.domain.holding import Holding
from staffmatch.domain.trainings import taken, trainings_of
from staffmatch.errors import InputError, InputIssue, near_or
from staffmatch.explain.answer import basis
from staffmatch.explain.funnel import funnel, held_people
from staffmatch.explain.granted_wishes import wish_outcomes
from staffmatch.explain.skill_chains import skill_chains
from staffmatch.formulation.elimination import elimination_counts
from staffmatch.formulation.market import Market
from staffmatch.messages.message import Message
from staffmatch.models import Demand, Scenario, Shift
from staffmatch.records.accessors import shifts_named
from staffmatch.records.changes import UNKNOWN
from staffmatch.result.reason_check import pair_rules
from staffmatch.result.solution import Solution
from staffmatch.result.verifier import verify

# People of a shift of whom it is asked what the plan would lose without them there.
MOST_ASKED = 5


def explain(
    solution: Solution,
    *,
    shift: str | None = None,
    worker: str | None = None,
    allow: Collection[ChangeKind] | None = None,
    time_limit: float | None = 30.0,
) -> ShiftExplanation | WorkerExplanation | PairExplanation:
    """Why a seat, a person, or both together: see `Solution.explain`."""
    kinds = allowed_kinds(allow)
    scenario = _asked(solution, shift, worker)
    resolver = Resolver(solution, time_limit)
    with resolver.listening():
        if shift is None:
            return _of_worker(resolver, worker or "")
        demand, found = shifts_named(scenario, [shift])[shift]
        if worker is None:
            return _of_shift(resolver, demand, found, kinds)
        return _of_pair(resolver, demand, found, worker)


def _asked(solution: Solution, shift: str | None, worker: str | None) -> Scenario:
    """The scenario; InputError for unknown ids, nothing asked, no plan, or one that breaks rules."""
    solution.require_plan()
    scenario, found = solution.scenario, list[InputIssue]()
    if shift is None and worker is None:
        text = refusals.NOTHING_ASKED()
        found.append(InputIssue("nothing_asked", "shift", text, refusals.NOTHING_ASKED_ADVICE()))
    for kind, wanted in (("shift", shift), ("worker", worker)):
        known = scenario.ids("shifts" if kind == "shift" else "workers")
        if wanted is not None and wanted not in known:
            advice = near_or(wanted, known, refusals.CHECK_ID_ADVICE())
            text = UNKNOWN[kind](name=str(wanted))
            found.append(InputIssue(f"unknown_{kind}", kind, text, advice, (str(wanted),)))
    if not found and not solution.found_here:
        told = refusals.BROKEN_RULE_ADVICE()
        broken = verify(scenario, solution.plan).violations
        found += [InputIssue("broken_rule", "plan", one.message, told) for one in broken]
    if found:
        raise InputError(found)
    return scenario


def _of_shift(resolver: Resolver, demand: Demand, shift: Shift, kinds: Collection[ChangeKind]) -> ShiftExplanation:
    holding = Holding(resolver.scenario, resolver.base.plan)
    there = tuple(sorted(holding.on(shift)))
    found, eligible = funnel(resolver.scenario, demand, shift)
    held = held_people(holding, demand, shift, eligible)
    told = {
        "shift": shift.id,
        "demand": demand.id,
        "headcount": demand.headcount,
        "filled_by": there,
        "funnel": found,
        "eligible": eligible,
        "held": held,
    }
    if len(there) >= demand.headcount:
        losses = tuple(_without(resolver, there, shift))
        exact = resolver.base.status == "optimal" and all(one.loss is None or one.loss.exact for one in losses)
        complete = len(losses) == len(there[:MOST_ASKED])
        return ShiftExplanation(rests_on=basis(exact and complete), without=losses, complete=complete, **told)
    full = holding.held(demand, shift, [one.worker for one in held])
    made = [change for change in changes(holding, demand, shift, found, held) if change.kind in kinds]
    fixing = Fixing(resolver, shift, made)
    # Where too few are eligible, the funnel says it all.
    witness = None if len(eligible) < demand.headcount else _witness(resolver, holding, shift, full is None)
    fixes = fixing.found()
    proven = fixing.complete and all(fix.rests_on == "exact" for fix in fixes) and resolver.base.status == "optimal"
    return ShiftExplanation(
        rests_on=basis(proven),
        full=None if full is None else full.why,
        witness=witness,
        fixes=fixes,
        complete=fixing.complete,
        **told,
    )


def _witness(resolver: Resolver, holding: Holding, shift: Shift, competing: bool) -> Witness | None:
    """A Hall violator where people are needed elsewhere; else, or where there is none, what solving finds."""
    competition = Competition(holding)
    found = competition.hall(shift) if competing else None
    return found or (None if resolver.over else minimal(resolver, competition, shift))


def _without(resolver: Resolver, people: Collection[str], shift: Shift) -> Iterator[PersonLoss]:
    """What the best plan loses without each of a shift's people there, as far as that is known in time."""
    losses = Losses(resolver)
    for name in list(people)[:MOST_ASKED]:
        if resolver.over:
            return
        lost, never = losses.without([(name, shift.id)])
        if lost is not None or never:
            yield PersonLoss(worker=name, loss=lost)


def _of_worker(resolver: Resolver, worker: str) -> WorkerExplanation:
    scenario, plan = resolver.scenario, resolver.base.plan
    holding, pairs = Holding(scenario, plan), Market.of(scenario).pairs
    columns = pairs.columns
    number = columns.workers.ids.index(worker)
    jobs = sorted(pairs.job[pairs.worker == number].tolist())
    eligible = [columns.shift_ids[one] for job in jobs for one in columns.job_shifts[job].tolist()]
    roster = holding.roster(worker)
    mine = tuple(duty.shift.id for duty in roster)
    known = shifts_named(scenario, eligible)
    others = [name for name in eligible if name not in mine]
    open_ = [name for name in others if len(holding.on(known[name][1])) < known[name][0].headcount]
    losses, without, cheapest = Losses(resolver), None, None
    if mine and not resolver.over:
        without, _ = losses.without([(worker, name) for name in eligible])
    if not mine and eligible and not resolver.over:
        cheapest = losses.cheapest(worker)
    lost = without if mine else cheapest and cheapest[1]
    return WorkerExplanation(
        rests_on=basis(lost is not None and lost.exact) if eligible else "recounted",
        worker=worker,
        shifts=mine,
        excluded=tuple(_excluded(scenario, number)),
        eligible=tuple(eligible),
        taken=tuple(name for name in others if name not in open_),
        held=tuple(one for name in open_ for one in held_people(holding, *known[name], [worker])),
        wishes=wish_outcomes(scenario, scenario.worker(worker), roster),
        without=without,
        cheapest=None if cheapest is None else CheapestUse(shifts=cheapest[0], loss=cheapest[1]),
    )


def _excluded(scenario: Scenario, worker: int) -> Iterator[tuple[str, int]]:
    """How many shifts each rule takes out for a person, in the order of the rules."""
    columns = Market.of(scenario).pairs.columns
    jobs = np.arange(columns.jobs)
    before: Int = np.ones(columns.jobs, np.int64)
    for rule, left in elimination_counts(columns, scenario.rules, jobs, np.array([worker])) if columns.jobs else ():
        if out := int(columns.job_shifts.lengths[(before > 0) & (left == 0)].sum()):
            yield rule.kind, out
        before = left


def _of_pair(resolver: Resolver, demand: Demand, shift: Shift, worker: str) -> PairExplanation:
    scenario = resolver.scenario
    holding = Holding(scenario, resolver.base.plan)
    (job,) = holding.jobs([worker], demand, shift)
    broken = [
        one.citing(rule)
        for rule, anyway in pair_rules(scenario)
        for one in holding.alone(rule, job)
        if one not in anyway
    ]
    told = {"worker": worker, "shift": shift.id, "planned": worker in holding.on(shift)}
    if broken:
        return PairExplanation(
            rests_on="recounted",
            rules=tuple(dict.fromkeys(one.rule for one in broken)),
            forbidden=tuple(Message.of(one.message) for one in broken),
            **told,
        )
    losses = Losses(resolver)
    if told["planned"]:
        lost, impossible = losses.without([(worker, shift.id)])
    else:
        lost, impossible = losses.with_pair(worker, shift.id)
    beside = held_people(holding, demand, shift, [worker])
    exact = impossible or (lost is not None and lost.exact)
    courses = trainings_of(scenario)
    open_ = taken(courses, holding.roster(worker)) if told["planned"] else courses.values()
    return PairExplanation(
        chains=skill_chains(scenario, job[0].worker, demand, shift, open_),
        rests_on=basis(exact),
        rules=(),
        forbidden=(),
        beside=beside[0] if beside else None,
        loss=lost,
        impossible=impossible,
        **told,
    )
