"""Single changes of a scenario that may fill a seat: of a person, a pin, a rule's limit, a rule; or one more person."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Literal

from staffmatch.answers.why.personal_changes import HOURS_FIELDS, LEVEL, PERSONAL
from staffmatch.domain.holding import Holding
from staffmatch.domain.plan import Duty, Violation
from staffmatch.explain.funnel import FunnelStep, HeldPerson
from staffmatch.explain.rules_in_force import rule_name
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Consent, Demand, HeldCertificate, Pin, Scenario, Shift, TimeWindow, Worker
from staffmatch.records.bases import Rule
from staffmatch.result.reason_check import pair_rules

# In the order in which they are told: what asks least of anybody first.
ChangeKind = Literal["person", "pin", "relax", "people", "drop"]
KINDS: tuple[ChangeKind, ...] = ("person", "pin", "relax", "people", "drop")

# People of each rule who are looked at, the nearest first.
_NEAREST = 3
# Lenders of whom one more person is looked at.
_LENDERS = 3

_UNPIN = Sentence("fix.unpin", "Drop the pin of {worker:worker} to {shift:shift}.")
_UNPIN_OUT = Sentence("fix.unpin_out", "Drop the pin that keeps {worker:worker} out of {shift:shift}.")
_RELAX = Sentence("fix.relax", "Set {field:id} of the rule {rule} from {old:number} to {new:number}.")
_DROP = Sentence("fix.drop", "Drop the rule {rule}.")
_HIRE = Sentence("fix.people", "Find one more person of {company:company} with {skills:and}.")
_CERTIFICATE = Sentence("fix.certificate", "the certificate {name:id}")
_HIRE_ANY = Sentence("fix.people_any", "Find one more person of {company:company}.")
_HIRE_OF = Sentence("fix.people_of", "Find one more person of {companies:or-company} with {skills:and}.")
_HIRE_ANY_OF = Sentence("fix.people_any_of", "Find one more person of {companies:or-company}.")

# The fields that say how much a rule allows, whether more allows more, and how much of a field is one of the amount of
# a violation.
_FIELDS: dict[str, tuple[str, int, float]] = {
    "lending_cap": ("people", 1, 1),
    "home_reserve": ("people", -1, 1),
    "recall_notice": ("people", -1, 1),
    "budget": ("cents", 1, 100),
    "contact_limit": ("lenders", 1, 1),
    "consecutive_days": ("days", 1, 1),
    "days_worked": ("days", 1, 1),
    "max_shifts": ("shifts", 1, 1),
    "max_secondment": ("days", 1, 1),
    "min_secondment": ("days", -1, 1),
    "borrowers_per_worker": ("borrowers", 1, 1),
    "daily_rest": ("hours", -1, 1 / 60),
}


@dataclass(frozen=True)
class Change:
    """One change: its kind, what it is in words, and the scenario with it.

    ``alone`` is false where somebody whom it is about would still be refused by another rule.
    """

    kind: ChangeKind
    message: Message
    apply: Callable[[Scenario], Scenario]
    alone: bool = True


def changes(
    holding: Holding,
    demand: Demand,
    shift: Shift,
    steps: Sequence[FunnelStep],
    held: Sequence[HeldPerson],
) -> Iterator[Change]:
    """Those that may fill a seat, each kind in its turn."""
    scenario, refused = holding.scenario, list(_refused(holding, demand, shift, steps))
    for job, broken in refused:
        made = [_of_person(job, rule, violations, alone=len(broken) == 1) for rule, violations in broken.items()]
        yield from (change for change in made if change is not None)
    yield from _of_hours(holding, demand, shift, held)
    yield from _of_pins(scenario, demand, shift, held)
    yield from _of_limits(holding, demand, shift, held)
    yield from _of_more_people(holding, demand, shift)
    kinds = {name for _, broken in refused for name in broken} | {name for one in held for name in one.rules}
    kinds |= {step.rule for step in steps}
    kinds |= {"daily_rest", "split_days"} if any(one.shift for one in held) else set()
    for rule in scenario.rules:
        if rule.kind in kinds and rule.kind != "coverage" and not (rule.keeps_pins or rule.bent):
            yield Change("drop", _DROP(rule=rule_name(scenario, rule)), _with_rule(rule))


def _with_rule(rule: Rule, *instead: Rule) -> Callable[[Scenario], Scenario]:
    """Another rule in place of one, or none."""

    def applied(scenario: Scenario) -> Scenario:
        rules = [new for one in scenario.rules for new in (instead if one == rule else (one,))]
        return scenario.replace(rules=rules)

    return applied


def _with_worker(name: str, update: Callable[[Worker], dict[str, object]]) -> Callable[[Scenario], Scenario]:
    def applied(scenario: Scenario) -> Scenario:
        return scenario.replace(
            workers=tuple(one.replace(**update(one)) if one.id == name else one for one in scenario.workers)  # type: ignore[arg-type]
        )

    return applied


def _refused(
    holding: Holding, demand: Demand, shift: Shift, steps: Sequence[FunnelStep]
) -> Iterator[tuple[Sequence[Duty], dict[str, list[Violation]]]]:
    """Of those whom each rule takes out, the nearest, with all that they break by rule: who breaks one, and who two."""
    rules, found = pair_rules(holding.scenario), []
    for step in steps:
        ordered = [*step.nearest, *(name for name in step.out if name not in step.nearest)]
        told = {1: 0, 2: 0}
        for job in holding.jobs(ordered[: 8 * _NEAREST], demand, shift):
            checked = ((rule.kind, [one for one in holding.alone(rule, job) if one not in out]) for rule, out in rules)
            broken = {kind: violations for kind, violations in checked if violations}
            rank = told.get(len(broken), _NEAREST)
            if rank < _NEAREST:
                told[len(broken)] += 1
                found.append((rank, job, broken))
    # The nearest of each rule before the next of any.
    for _, job, broken in sorted(found, key=lambda one: one[0]):
        yield job, broken


def _of_person(job: Sequence[Duty], rule: str, violations: Sequence[Violation], alone: bool) -> Change | None:
    worker, demand = job[0].worker, job[0].demand
    personal = PERSONAL.get(rule)
    made = personal(job, violations) if personal and violations else None
    if made is None:
        return None
    message, update = made
    return Change(
        "person", message.given(worker=worker.id, company=demand.company), _with_worker(worker.id, update), alone
    )


def _of_hours(holding: Holding, demand: Demand, shift: Shift, held: Sequence[HeldPerson]) -> Iterator[Change]:
    """Of those whose hours are used up by the plan."""
    full = [one for one in held if len(one.rules) == 1 and one.shift is None and one.rules[0] in HOURS_FIELDS]
    for one in full[:_NEAREST]:
        rules = [rule for rule in holding.rules if rule.kind == one.rules[0]]
        (job,) = holding.jobs([one.worker], demand, shift)
        violations = [found for rule in rules for found in holding.broken(rule, job)]
        if (change := _of_person(job, one.rules[0], violations, alone=True)) is not None:
            yield change


def _of_pins(scenario: Scenario, demand: Demand, shift: Shift, held: Sequence[HeldPerson]) -> Iterator[Change]:
    taken, job = {one.worker for one in held}, {one.id for one in demand.held_with(shift)}

    def without(pin: Pin) -> Callable[[Scenario], Scenario]:
        return lambda other: other.replace(pins=tuple(one for one in other.pins if one != pin))

    for pin in scenario.pins:
        if not pin.assigned and pin.shift in job:
            yield Change("pin", _UNPIN_OUT(worker=pin.worker, shift=pin.shift), without(pin))
        if pin.assigned and pin.worker in taken:
            yield Change("pin", _UNPIN(worker=pin.worker, shift=pin.shift), without(pin))


def _of_limits(holding: Holding, demand: Demand, shift: Shift, held: Sequence[HeldPerson]) -> Iterator[Change]:
    """Each limit that holds somebody, by as much as the nearest of them needs."""
    scenario = holding.scenario
    jobs = {job[0].worker.id: job for job in holding.jobs([one.worker for one in held], demand, shift)} if held else {}
    for rule in scenario.rules:
        if rule.kind not in _FIELDS or type(getattr(rule, _FIELDS[rule.kind][0], None)) not in (int, float):
            continue
        amounts = [sum(found.amount for found in holding.broken(rule, job)) for job in jobs.values()]
        if least := min((amount for amount in amounts if amount > 0), default=0):
            field, sign, factor = _FIELDS[rule.kind]
            old = getattr(rule, field)
            more = least * factor
            new = max(0, old + sign * (ceil(more - 1e-9) if isinstance(old, int) else more))
            yield Change(
                "relax",
                _RELAX(field=field, rule=rule_name(scenario, rule), old=old, new=new),
                _with_rule(rule, rule.replace(**{field: new})),
            )


def _of_more_people(holding: Holding, demand: Demand, shift: Shift) -> Iterator[Change]:
    """One more person of a lender, who lives at the site and can do what is asked: of those that lend to the borrower
    already, have an agreement with it, or else of any."""
    scenario = holding.scenario
    if scenario.pair_table is not None:
        return
    skills = _skills_asked(scenario, demand)
    wanted = (
        *(LEVEL(skill=name, level=level) for name, level in sorted(skills.items())),
        *(_CERTIFICATE(name=name) for name in demand.certificates),
    )
    names, number = set(scenario.ids("workers")), 1
    while f"new-{number}" in names:
        number += 1
    windows = tuple(TimeWindow(start=one.start, end=one.end) for one in demand.held_with(shift))
    for company in _lenders(holding, demand)[:_LENDERS]:
        person = Worker(
            id=f"new-{number}",
            company=company,
            home=scenario.site_of(demand),
            skills=skills,
            certificates=tuple(HeldCertificate(id=name) for name in demand.certificates),
            availability=windows,
            consent=Consent.ACCEPTED,
        )
        said = _HIRE(company=company, skills=wanted) if wanted else _HIRE_ANY(company=company)
        yield Change("people", said, _with_person(person))


def of_any(hires: Sequence[Message]) -> Message:
    """One more person, of whichever of several lenders: the same change for each."""
    values = [dict(one.values) for one in hires]
    companies = tuple(one["company"] for one in values)
    if len(companies) == 1:
        return hires[0]
    skills = values[0].get("skills")
    return _HIRE_OF(companies=companies, skills=skills) if skills else _HIRE_ANY_OF(companies=companies)


def _skills_asked(scenario: Scenario, demand: Demand) -> dict[str, int]:
    """What the demand asks for, and what its crews are to have."""
    asked = dict(demand.skills)
    for rule in scenario.rules:
        if rule.kind == "skill_mix" and not rule.bent and getattr(rule, "demand", None) in (None, demand.id):
            for role in getattr(rule, "roles", ()):
                asked[role.skill] = max(role.level, asked.get(role.skill, 0))
    return asked


def _lenders(holding: Holding, demand: Demand) -> list[str]:
    lending = {
        duty.worker.company for duty in holding.plan.duties(holding.scenario) if duty.demand.company == demand.company
    }
    companies = {one.id: one for one in holding.scenario.companies}
    agreed = {
        name
        for name, one in companies.items()
        if demand.company in one.agreements or name in companies[demand.company].agreements
    }
    everyone = {worker.company for worker in holding.scenario.workers} or set(companies)
    return sorted(everyone - {demand.company}, key=lambda name: (name not in lending, name not in agreed, name))


def _with_person(person: Worker) -> Callable[[Scenario], Scenario]:
    return lambda scenario: scenario.adding(workers=[person])
