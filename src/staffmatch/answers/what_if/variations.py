"""What a scenario is varied by, one step at a time: a person, an hour, a figure of a rule, a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from staffmatch.domain.skills import effective, reach_of
from staffmatch.domain.travel import kilometres
from staffmatch.explain.rules_in_force import rule_name
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Scenario, Worker
from staffmatch.records.bases import Rule
from staffmatch.records.pair_table import PairTable
from staffmatch.result.solution import Solution

By = Literal["skill", "district", "sector", "hour", "rule"]
Direction = Literal["more", "less", "without"]

# A home farther than this from every quarter of Hamburg is in none of its districts.
_REACH_KM = 5.0
_LIMITS = ("max_hours_per_day", "max_hours_per_week", "max_hours")
# A step of a figure in cents is a euro.
_CENTS = 100

_TWIN = Sentence("sensitivity.twin", "{of:id}, one more person like {worker:worker}")
_SKILLED = Sentence(
    "sensitivity.skilled", "{of:id}, one more person like {worker:worker}, with {of:id} at level {level:count}"
)
_GONE = Sentence("sensitivity.gone", "{of:id}, without {worker:worker}")
_HOUR_MORE = Sentence("sensitivity.hour_more", "{worker:worker}, an hour more in each limit of their own")
_HOUR_LESS = Sentence("sensitivity.hour_less", "{worker:worker}, an hour less in each limit of their own")
_RULE_OUT = Sentence("sensitivity.rule_out", "Without the rule {rule}")
_FIGURE = Sentence("sensitivity.figure", "The rule {rule} with {field:id} {to:number} in place of {was:number}")


@dataclass(frozen=True)
class Variation:
    """One step: ``of`` what, in which direction, in words; ``make`` gives the scenario with it."""

    of: str
    direction: Direction
    what: Message
    make: Callable[[], Scenario]
    worker: str | None = None
    place: int | None = None


def variations(solution: Solution, by: By) -> list[list[Variation]]:
    """For each group its steps, the groups whose people work most first."""
    scenario = solution.scenario
    if by == "rule":
        return [_of_rule(scenario, place, rule) for place, rule in enumerate(scenario.rules)]
    minutes = dict.fromkeys(scenario.ids("workers"), 0)
    for one in solution.assignments:
        minutes[one.worker] += one.minutes
    people = sorted(scenario.workers, key=lambda one: (-minutes[one.id], one.id))
    if by == "hour":
        limited = [one for one in people if any(getattr(one, name) is not None for name in _LIMITS)]
        return [_of_hours(scenario, one) for one in limited]
    if by == "skill":
        return list(_of_skills(scenario, people))
    groups = _districts(people) if by == "district" else _sectors(scenario, people)
    return [[*_of_person(scenario, name, one)] for name, one in groups.items()]


def _of_person(scenario: Scenario, of: str, one: Worker) -> Iterator[Variation]:
    more = _TWIN(of=of, worker=one.id)
    yield Variation(of, "more", more, lambda: with_twin(scenario, one, one), one.id)
    less = _GONE(of=of, worker=one.id)
    yield Variation(of, "less", less, lambda: scenario.without(workers=[one.id]), one.id)


def with_twin(scenario: Scenario, one: Worker, twin: Worker) -> Scenario:
    """With a second person who is like the twin, and for whom the pair table has what it has of the first."""
    name, known = f"{one.id}+1", set(scenario.ids("workers"))
    while name in known:
        name += "+1"
    more = scenario.replace(workers=(*scenario.workers, twin.replace(id=name)))
    if scenario.pair_table is None:
        return more
    return more.replace(pair_table=_doubled(scenario.pair_table, one.id, name))


def _doubled(table: PairTable, worker: str, twin: str) -> PairTable:
    rows = [row for row, name in enumerate(table.workers) if name == worker]
    columns = {name: getattr(table, name) for name in type(table).model_fields}
    longer = {name: held and (*held, *(held[row] for row in rows)) for name, held in columns.items()}
    return PairTable(**longer | {"workers": (*table.workers, *[twin] * len(rows))})


def _of_skills(scenario: Scenario, people: Sequence[Worker]) -> Iterator[list[Variation]]:
    """The skills that demands ask for, at the highest level; where nobody has it, who works most has it as well."""
    asked: dict[str, int] = {}
    for demand in scenario.demands:
        for skill, level in demand.skills.items():
            asked[skill] = max(level, asked.get(skill, 0))
    reach = reach_of(scenario)
    levels = [effective(one.skills, reach) for one in people]
    found: list[tuple[int, list[Variation]]] = []
    for skill, level in sorted(asked.items()):
        able = next((place for place, held in enumerate(levels) if held.get(skill, 0) >= level), None)
        if able is not None:
            found.append((able, [*_of_person(scenario, skill, people[able])]))
        elif people:
            found.append((len(people), [_skilled(scenario, skill, level, people[0])]))
    yield from (steps for _, steps in sorted(found, key=lambda one: one[0]))


def _skilled(scenario: Scenario, skill: str, level: int, one: Worker) -> Variation:
    what = _SKILLED(of=skill, worker=one.id, level=level)
    able = one.replace(skills={**one.skills, skill: level})
    return Variation(skill, "more", what, lambda: with_twin(scenario, one, able), one.id)


def _sectors(scenario: Scenario, people: Sequence[Worker]) -> dict[str, Worker]:
    sectors = {company.id: company.sector for company in scenario.companies}
    found: dict[str, Worker] = {}
    for one in people:
        if (sector := sectors[one.company]) is not None:
            found.setdefault(sector, one)
    return found


def _districts(people: Sequence[Worker]) -> dict[str, Worker]:
    """Districts of Hamburg near which somebody lives; elsewhere the name of the place of the home."""
    from staffmatch.hamburg.facts import quarters

    known = quarters()
    middles = np.array([(quarter.lat, quarter.lon) for quarter in known])
    found: dict[str, Worker] = {}
    for one in people:
        if one.home is not None:
            at = np.broadcast_to(np.array([one.home.lat, one.home.lon]), middles.shape)
            away = kilometres(at, middles)
            nearest = int(np.argmin(away))
            district = known[nearest].district if away[nearest] <= _REACH_KM else one.home.place
            if district is not None:
                found.setdefault(district, one)
    return found


def _of_hours(scenario: Scenario, one: Worker) -> list[Variation]:
    limits = {name: held for name in _LIMITS if (held := getattr(one, name)) is not None}
    longer = one.replace(**{name: held + 1 for name, held in limits.items()})
    shorter = one.replace(**{name: max(0.0, held - 1) for name, held in limits.items()})
    return [
        Variation(one.id, "more", _HOUR_MORE(worker=one.id), _replacing(scenario, longer), one.id),
        Variation(one.id, "less", _HOUR_LESS(worker=one.id), _replacing(scenario, shorter), one.id),
    ]


def _replacing(scenario: Scenario, changed: Worker) -> Callable[[], Scenario]:
    return lambda: scenario.replace(workers=tuple(changed if one.id == changed.id else one for one in scenario.workers))


def _of_rule(scenario: Scenario, place: int, rule: Rule) -> list[Variation]:
    """Without it, and with each of its figures a unit more and a unit less."""
    without = _with_rules(scenario, place, lambda: ())
    steps = [Variation(rule.kind, "without", _RULE_OUT(rule=rule_name(scenario, rule)), without, place=place)]
    for name in type(rule).model_fields:
        was = getattr(rule, name)
        if isinstance(was, int | float) and not isinstance(was, bool):
            unit = _CENTS if "cents" in name else 1
            steps.append(_of_figure(scenario, place, name, "more", was + unit))
            steps.append(_of_figure(scenario, place, name, "less", was - unit))
    return steps


def _of_figure(scenario: Scenario, place: int, name: str, direction: Direction, to: float) -> Variation:
    rule = scenario.rules[place]
    what = _FIGURE(rule=rule_name(scenario, rule), field=name.replace("_", " "), to=to, was=getattr(rule, name))
    make = _with_rules(scenario, place, lambda: (rule.replace(**{name: to}),))
    return Variation(rule.kind, direction, what, make, place=place)


def _with_rules(scenario: Scenario, place: int, instead: Callable[[], tuple[Rule, ...]]) -> Callable[[], Scenario]:
    """With others in place of a rule; what these refuse is told when the scenario is made."""
    return lambda: scenario.replace(rules=(*scenario.rules[:place], *instead(), *scenario.rules[place + 1 :]))
