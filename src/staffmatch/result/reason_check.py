"""The reasons of shortages recounted: rule by rule, the people whom its check refuses, each as the only one on the
shift."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from staffmatch.domain.holding import Holding
from staffmatch.domain.plan import Duty, Listed, Plan, Violation, listed_on, points
from staffmatch.models import Demand, Location, Scenario, Shift
from staffmatch.records.accessors import workers_named
from staffmatch.records.bases import Rule
from staffmatch.records.field_types import minutes_of
from staffmatch.result.shortage import ShortageReason

# People processed at a time.
_PEOPLE = 50_000


def reasons(
    scenario: Scenario, shifts: Sequence[tuple[Demand, Shift]], plan: Plan, proven: bool
) -> list[ShortageReason]:
    """For each shift the first rule that leaves fewer people than seats, with the counts before and after; or else what
    keeps those who remain from it, given the plan. ``proven`` says that no plan fills more."""
    if not shifts:
        return []
    asked = pair_rules(scenario)
    held = (one.id for demand, shift in shifts for one in demand.held_with(shift))
    everyone, entries = sorted(scenario.ids("workers")), listed_on(scenario, held)
    refused = [[0] * len(asked) for _ in shifts]
    eligible: list[list[str]] = [[] for _ in shifts]
    for first in range(0, len(everyone), _PEOPLE):
        crowd = Crowd(scenario, everyone[first : first + _PEOPLE], entries)
        last = first + _PEOPLE >= len(everyone)
        for (demand, shift), counts, able in zip(shifts, refused, eligible, strict=True):
            remaining = crowd.names
            for number, names in enumerate(crowd.refused_names(demand, shift, asked)):
                counts[number] += len(names)
                remaining = remaining - names
                # Once everybody has been asked about a rule, later rules may not be needed.
                if last and counts[number] and len(everyone) - sum(counts[: number + 1]) < demand.headcount:
                    break
            able.extend(sorted(remaining))
    rules, holding = [rule for rule, _ in asked], Holding(scenario, plan)
    return [
        _reason(holding, demand, shift, list(zip(rules, counts, strict=True)), left, proven)
        for (demand, shift), counts, left in zip(shifts, refused, eligible, strict=True)
    ]


def pair_rules(scenario: Scenario) -> list[tuple[Rule, Set[Violation]]]:
    """The rules that look at one person and one job, in order, each with what the empty plan breaks of it as well, such
    as a pin elsewhere, which says nothing of any shift."""
    rules = [rule for rule in scenario.rules if type(rule).keep is not Rule.keep or type(rule).split is not Rule.split]
    return [(rule, {*rule.check(scenario, Plan())}) for rule in rules]


def _reason(
    holding: Holding, demand: Demand, shift: Shift, refused: list[tuple[Rule, int]], left: list[str], proven: bool
) -> ShortageReason:
    scenario = holding.scenario
    people = len(scenario.ids("workers"))
    for rule, out in refused:
        if out and people - out < demand.headcount:
            return ShortageReason.of(scenario, demand, shift, rule, people, people - out)
        people -= out
    held = None
    if people >= demand.headcount and holding.rules:
        held = holding.held(demand, shift, [name for name in left if name not in holding.on(shift)])
    return ShortageReason.of(scenario, demand, shift, None, people, people, held, proven)


class Crowd:
    """Some of the people, looked up once for all shifts."""

    def __init__(self, scenario: Scenario, names: Sequence[str], entries: Listed) -> None:
        self._scenario, self._entries = scenario, entries
        self.names = frozenset(names)
        workers = workers_named(scenario, set(names))
        self._workers = [workers[name] for name in names]
        self._homes = points(scenario, (worker.home for worker in self._workers))
        self._last: tuple[Location | None, list[int]] | None = None

    def refused(
        self, demand: Demand, shift: Shift, asked: Sequence[tuple[Rule, Set[Violation]]]
    ) -> Iterator[dict[str, list[Violation]]]:
        """Whom each rule refuses among those whom the rules before have left, and the violations of each."""
        left = set(self.names)
        for broken in self._broken(demand, shift, asked, left):
            out: dict[str, list[Violation]] = {}
            for violation in broken:
                for name in violation.ids[:1]:
                    if name in left:
                        out.setdefault(name, []).append(violation)
            yield out
            left -= out.keys()

    def refused_names(
        self, demand: Demand, shift: Shift, asked: Sequence[tuple[Rule, Set[Violation]]]
    ) -> Iterator[set[str]]:
        """The same without the violations, which are not kept: there may be one for each person and skill."""
        left = set(self.names)
        for broken in self._broken(demand, shift, asked, left):
            out = left & {name for violation in broken for name in violation.ids[:1]}
            yield out
            left -= out

    def _broken(
        self, demand: Demand, shift: Shift, asked: Sequence[tuple[Rule, Set[Violation]]], left: Set[str]
    ) -> Iterator[Iterator[Violation]]:
        """What each rule finds, of those who are ``left`` when it is asked at least."""
        plan = self._plan(demand, shift)
        for rule, anyway in asked:
            found = rule.check(self._scenario, plan)
            yield (one for one in found if not one.mendable and not (anyway and one in anyway))
            # A few people are checked again more quickly than they are removed from the plan.
            if 2 * len(left) * len(demand.held_with(shift)) < len(plan):
                duties = tuple(duty for duty in plan.duties(self._scenario) if duty.worker.id in left)
                plan = Plan.looked_up(self._scenario, duties, plan.listed(self._scenario))

    def _plan(self, demand: Demand, shift: Shift) -> Plan:
        """A plan in which everybody has the shift and those held with it."""
        job = sorted((held.start, held.id, held.minutes, held) for held in demand.held_with(shift))
        listed: Listed = {}
        duties = []
        for worker, way in zip(self._workers, self._ways(self._scenario.site_of(demand)), strict=True):
            for _, name, minutes, held in job:
                duty = Duty(worker, demand, held, minutes, way, 0)
                if (entry := self._entries.get((worker.id, name))) is not None:
                    hours, cost = listed[worker.id, name] = entry
                    duty = duty._replace(minutes=minutes if hours is None else minutes_of(hours), pair_cost=cost)
                duties.append(duty)
        return Plan.looked_up(self._scenario, tuple(duties), listed)

    def _ways(self, site: Location | None) -> list[int]:
        """Commute minutes to a site; those to the last site are cached, since shifts of one site often follow each
        other."""
        if self._last is None or self._last[0] != site:
            there = points(self._scenario, [site] * len(self._workers))
            self._last = site, self._scenario.travel.ways(self._homes, there).tolist()
        return self._last[1]
