"""Single changes of a scenario that may fill a seat: of a person, a pin, a rule's limit, a rule; or one more person."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Literal

from staffmatch.domain.holding import Holding
from staffmatch.domain.plan import Duty, Violation
from staffmatch.entities import Consent, TimeWindow, Worker
from staffmatch.explain.funnel import FunnelStep, HeldPerson
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Pin, Scenario, Shift
from staffmatch.records.bases import Rule
from staffmatch.result.reason_check import pair_rules

# In the order in which they are told: what asks least of anybody first.
ChangeKind = Literal["person", "pin", "relax", "people", "drop"]
KINDS: tuple[ChangeKind, ...] = ("person", "pin", "relax", "people", "drop")

# People of each rule who are looked at, the nearest first.
_NEAREST = 3

_CONSENT = Sentence("fix.consent", "Ask {worker:worker} to accept being lent.")
_MINUTES = Sentence("fix.minutes", "Let {worker:worker} travel {need:count} min, {more:count} more than accepted.")
_KM = Sentence("fix.km", "Let {worker:worker} travel {need:number} km, {more:number} more than accepted.")
_AVAILABLE = Sentence("fix.available", "Make {worker:worker} available for all of {shift:shift}.")
_SKILL = Sentence("fix.skill", "Train {worker:worker} to {skills:and}.")
_LEVEL = Sentence("fix.level", "{skill:skill} at level {level:count}")
_HOURS = Sentence("fix.hours", "Let {worker:worker} work {more:number} h more ({field}: {limit:number}).")
_ACCEPTED = Sentence("fix.accepted", "Ask {worker:worker} to accept {company:company}.")
_UNPIN = Sentence("fix.unpin", "Drop the pin of {worker:worker} to {shift:shift}.")
_UNPIN_OUT = Sentence("fix.unpin_out", "Drop the pin that keeps {worker:worker} out of {shift:shift}.")
_RELAX = Sentence("fix.relax", "Set {field} of the rule {rule:id} from {old:number} to {new:number}.")
_DROP = Sentence("fix.drop", "Drop the rule {rule:id}.")
_HIRE = Sentence("fix.people", "Find one more person of {company:company} with {skills:and}.")
_HIRE_ANY = Sentence("fix.people_any", "Find one more person of {company:company}.")

# The fields that say how much a rule allows, whether more allows more, and how much of a field is one of the amount of
# a violation.
_FIELDS: dict[str, tuple[str, int, float]] = {
    "lending_cap": ("people", 1, 1),
    "home_reserve": ("people", -1, 1),
    "recall_notice": ("people", -1, 1),
    "budget": ("cents", 1, 100),
    "contact_limit": ("lenders", 1, 1),
    "consecutive_days": ("days", 1, 1),
    "max_secondment": ("days", 1, 1),
    "min_secondment": ("days", -1, 1),
    "borrowers_per_worker": ("borrowers", 1, 1),
    "daily_rest": ("hours", -1, 1 / 60),
}
_HOURS_FIELDS = {
    "daily_hours": "max_hours_per_day",
    "weekly_hours": "max_hours_per_week",
    "horizon_hours": "max_hours",
}


Update = tuple[Message, Callable[[Worker], dict[str, object]]]
Personal = Callable[[Sequence[Duty], Sequence[Violation]], Update | None]


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
    yield from _of_more_people(scenario, demand, shift)
    kinds = {name for _, broken in refused for name in broken} | {name for one in held for name in one.rules}
    kinds |= {step.rule for step in steps}
    kinds |= {"daily_rest", "split_days"} if any(one.shift for one in held) else set()
    for rule in scenario.rules:
        if rule.kind in kinds and rule.kind != "coverage" and not rule.keeps_pins:
            yield Change("drop", _DROP(rule=rule.kind), _with_rule(rule))


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
    rules = pair_rules(holding.scenario)
    for step in steps:
        ordered = [*step.nearest, *(name for name in step.out if name not in step.nearest)]
        told = {1: 0, 2: 0}
        for job in holding.jobs(ordered[: 8 * _NEAREST], demand, shift):
            found = ((rule.kind, [one for one in holding.alone(rule, job) if one not in out]) for rule, out in rules)
            broken = {kind: violations for kind, violations in found if violations}
            if told.get(len(broken), _NEAREST) < _NEAREST:
                told[len(broken)] += 1
                yield job, broken


def _of_person(job: Sequence[Duty], rule: str, violations: Sequence[Violation], alone: bool) -> Change | None:
    worker, demand = job[0].worker, job[0].demand
    personal = _PERSONAL.get(rule)
    made = personal(job, violations) if personal and violations else None
    if made is None:
        return None
    message, update = made
    return Change(
        "person", message.given(worker=worker.id, company=demand.company), _with_worker(worker.id, update), alone
    )


def _consenting(job: Sequence[Duty], violations: Sequence[Violation]) -> Update:
    return _CONSENT(), lambda _: {"consent": Consent.ACCEPTED}


def _travelling(job: Sequence[Duty], violations: Sequence[Violation]) -> Update | None:
    units, more = {one.unit for one in violations}, max(one.amount for one in violations)
    way, limit = job[0].commute, round((job[0].worker.max_commute_km or 0) + more + 0.1, 1)
    if units == {"min"}:
        return _MINUTES(need=way, more=round(more)), lambda _: {"max_commute_minutes": way}
    return (_KM(need=limit, more=more), lambda _: {"max_commute_km": limit}) if units == {"km"} else None


def _free(job: Sequence[Duty], violations: Sequence[Violation]) -> Update:
    windows = tuple(TimeWindow(start=duty.shift.start, end=duty.shift.end) for duty in job)
    said = _AVAILABLE(shift=job[0].shift.id)
    return said, lambda worker: {"availability": (*worker.availability, *windows)}


def _trained(job: Sequence[Duty], violations: Sequence[Violation]) -> Update:
    wanted = dict(job[0].demand.skills)

    def update(worker: Worker) -> dict[str, object]:
        raised = {name: max(level, worker.skills.get(name, 0)) for name, level in wanted.items()}
        return {"skills": {**worker.skills, **raised}}

    levels = tuple(_LEVEL(skill=name, level=level) for name, level in wanted.items())
    return _SKILL(skills=levels), update


def _willing(job: Sequence[Duty], violations: Sequence[Violation]) -> Update | None:
    company = job[0].demand.company
    return (_ACCEPTED(), lambda worker: _accepting(worker, company)) if _minds(job[0].worker, company) else None


def _working_more(field: str) -> Personal:
    def made(job: Sequence[Duty], violations: Sequence[Violation]) -> Update | None:
        old, more = getattr(job[0].worker, field), max(one.amount for one in violations) / 60
        if old is None:
            return None
        limit = round(old + more, 4)
        return _HOURS(more=more, field=field, limit=limit), lambda _: {field: limit}

    return made


# What of a person to change so that a rule takes the job: in words, and as fields.
_PERSONAL: dict[str, Personal] = {
    "consent": _consenting,
    "commute": _travelling,
    "availability": _free,
    "skills": _trained,
    "partners": _willing,
    **{rule: _working_more(field) for rule, field in _HOURS_FIELDS.items()},
}


def _minds(worker: Worker, company: str) -> bool:
    unlisted = worker.accepted_companies is not None and company not in worker.accepted_companies
    return worker.company != company and (unlisted or company in worker.declined_companies)


def _accepting(worker: Worker, company: str) -> dict[str, object]:
    listed = worker.accepted_companies
    return {
        "accepted_companies": None if listed is None else (*(one for one in listed if one != company), company),
        "declined_companies": tuple(one for one in worker.declined_companies if one != company),
    }


def _of_hours(holding: Holding, demand: Demand, shift: Shift, held: Sequence[HeldPerson]) -> Iterator[Change]:
    """Of those whose hours are used up by the plan."""
    full = [one for one in held if len(one.rules) == 1 and one.shift is None and one.rules[0] in _HOURS_FIELDS]
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
                _RELAX(field=field, rule=rule.kind, old=old, new=new),
                _with_rule(rule, rule.replace(**{field: new})),
            )


def _of_more_people(scenario: Scenario, demand: Demand, shift: Shift) -> Iterator[Change]:
    """One more person of each lender, who lives at the site and can do what is asked."""
    if scenario.pair_table is not None:
        return
    roles = {
        role.skill: role.level
        for rule in scenario.rules
        if rule.kind == "skill_mix"
        for role in getattr(rule, "roles", ())
    }
    skills = {**roles, **{name: max(level, roles.get(name, 0)) for name, level in demand.skills.items()}}
    names, number = set(scenario.ids("workers")), 1
    while f"new-{number}" in names:
        number += 1
    windows = tuple(TimeWindow(start=one.start, end=one.end) for one in demand.held_with(shift))
    levels = tuple(_LEVEL(skill=name, level=level) for name, level in sorted(skills.items()))
    for company in sorted({worker.company for worker in scenario.workers} or {one.id for one in scenario.companies}):
        if company == demand.company:
            continue
        person = Worker(
            id=f"new-{number}",
            company=company,
            home=scenario.site_of(demand),
            skills=skills,
            availability=windows,
            consent=Consent.ACCEPTED,
        )
        said = _HIRE(company=company, skills=levels) if levels else _HIRE_ANY(company=company)
        yield Change("people", said, _with_person(person))


def _with_person(person: Worker) -> Callable[[Scenario], Scenario]:
    return lambda scenario: scenario.adding(workers=[person])
