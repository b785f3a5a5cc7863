"""German law on a city of spring 2020: the hours that a plan covers with the pack whole, and without each paragraph.

Everybody in the generated city may work ten hours a day at most. That is the law's figure and nobody's wish, so it is
taken out; hours a week are those of contracts and stay. Every hour counts as one, whatever its priority.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from benchmarks.machine import commit, machine
from staffmatch import Scenario, compare, hamburg, law
from staffmatch.answers.what_if.intervals import TierChange, tier_changes
from staffmatch.constraints import RULES, DailyRest, WeeklyHours
from staffmatch.law import Entry
from staffmatch.objectives import UncoveredHours
from staffmatch.result.contents import TierResult

# A Monday; the ordinance applied from 10 April 2020.
START = date(2020, 4, 13)
# Workers, seats, days: with so few people for the work, what law allows them decides what is covered.
SIZES = (600, 1_200, 14)
_ORDINANCE, _LAW, _BOTH, _BY_DAY = "COVID-19-ArbZV", "the law", "with the ordinance", "days of the calendar"
_HEAD = ("rules", "covered hours", "no plan covers more than", "gap", "beside", "difference in hours", "seconds")


class Law(NamedTuple):
    """The pack ``without`` some of its entries, and the name of the choice that it is set ``beside``; § 3 ArbZG is read
    ``by_day`` of the calendar or, as the pack has it, by the 24 hours from when work begins."""

    name: str
    without: frozenset[str]
    beside: str
    by_day: bool = False


def city(workers: int, seats: int, days: int, seed: int) -> Scenario:
    """Hamburg without any limit of law: shifts of one person do not overlap, and contracts are kept."""
    made = hamburg.scenario(workers=workers, seats=seats, days=days, seed=seed, start=START)
    bare = made.replace(
        demands=tuple(demand.replace(priority=1) for demand in made.demands),
        workers=tuple(worker.replace(max_hours_per_day=None) for worker in made.workers),
        tiers=[[UncoveredHours()]],
    )
    return bare.without_rules("daily_hours").with_rules(DailyRest(hours=0), WeeklyHours(hours=None))


def laws(on: date) -> Iterator[Law]:
    """The law, with the ordinance and without it; each without every matter of the others; and nothing of it."""
    entries = [
        entry
        for entry in law.read_pack("germany").entries
        if not entry.scope and entry.agreement is None and entry.valid_from <= on <= (entry.valid_until or date.max)
    ]
    ordinance = [entry for entry in entries if _ORDINANCE in entry.paragraph]
    names = _ids(ordinance)
    yield Law(_LAW, names, _LAW)
    yield Law(_BOTH, frozenset(), _LAW)
    for paragraph in dict.fromkeys(entry.paragraph for entry in ordinance):
        others = [entry for entry in ordinance if entry.paragraph != paragraph]
        yield Law(f"with {paragraph} alone", _ids(others), _LAW)
    for matter, of_it in _matters([entry for entry in entries if entry.id not in names]).items():
        yield Law(f"without {matter}", names | _ids(of_it), _LAW)
        if same := [entry for entry in ordinance if entry.kind == of_it[0].kind]:
            yield Law(f"{_BOTH}, without {matter}", _ids([*of_it, *same]), _BOTH)
    rest = _ids([entry for entry in entries if entry.kind == "daily_rest"])
    yield Law(_BY_DAY, names, _LAW, by_day=True)
    yield Law(f"{_BY_DAY}, without rest", names | rest, _BY_DAY, by_day=True)
    yield Law(f"{_BY_DAY}, {_BOTH}", frozenset(), _BY_DAY, by_day=True)
    yield Law("without any", _ids(entries), _LAW)


def _matters(entries: Sequence[Entry]) -> dict[str, list[Entry]]:
    """The entries of each rule and act, by their paragraphs."""
    found: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        found.setdefault((entry.kind, entry.paragraph.split()[-1]), []).append(entry)
    return {f"{_paragraphs(same)} (`{_rule(kind)}`)": same for (kind, _), same in found.items()}


def _rule(kind: str) -> str:
    return next(rule.__name__ for rule in RULES if rule.model_fields["kind"].default == kind)


def _paragraphs(entries: Sequence[Entry]) -> str:
    first, *_, last = [entry.paragraph for entry in (entries[0], *entries)]
    return first if first == last else f"{first.rpartition(' ')[0]} to {last}"


def _ids(entries: Sequence[Entry]) -> frozenset[str]:
    return frozenset(entry.id for entry in entries)


def under(scenario: Scenario, choice: Law, on: date) -> Scenario:
    """The city under the entries that are left, for the sections of WZ 2008 that its borrowers are of."""
    pack = law.read_pack("germany")
    entries = [entry for entry in pack.entries if entry.id not in choice.without]
    if choice.by_day:
        entries = [_by_day(entry) if entry.kind == "daily_hours" else entry for entry in entries]
    kept = pack.replace(entries=tuple(entries))
    sections = sorted({scenario.company(demand.company).sector or "" for demand in scenario.demands} - {""})
    return scenario.with_rules(*law.rules_of(kept, on, state="HH", sector=sections))


def _by_day(entry: Entry) -> Entry:
    return entry.replace(parameters={**entry.parameters, "per": "day"})


def measured(scenario: Scenario, on: date, time_limit: float, threads: int | None, seed: int) -> Iterator[str]:
    """The lines of a markdown table, one for each choice."""
    choices = list(laws(on))
    cases = {choice.name: under(scenario, choice, on) for choice in choices}
    found = compare(cases, time_limit=time_limit, threads=threads, seed=seed)
    asked = sum(demand.headcount * shift.minutes for demand in scenario.demands for shift in demand.shifts) / 60
    yield f"| {' | '.join(_HEAD)} |\n|{'---|' * len(_HEAD)}"
    for choice in choices:
        case, beside = found[choice.name], found[choice.beside]
        (change,) = tier_changes(beside.tiers, case.tiers)
        against = choice.beside if choice.name != choice.beside else ""
        cells = (choice.name, *_covered(case.tiers[0], asked), against, _difference(change) if against else "")
        yield f"| {' | '.join(cells)} | {case.seconds:.1f} |"


def _covered(tier: TierResult, asked: float) -> tuple[str, str, str]:
    most = "–" if tier.bound is None else f"{asked - tier.bound:,.1f}"
    return f"{asked - tier.value:,.1f}", most, "proven" if tier.gap == 0 else f"{_share(tier, asked):.2f} %"


def _share(tier: TierResult, asked: float) -> float:
    """How much more a plan could cover, in percent of what is covered."""
    return 100 * (tier.value - (tier.bound or 0)) / max(1 / tier.per_unit, asked - tier.value)


def _difference(change: TierChange) -> str:
    """Covered hours more (+) or less than beside: where the best plans of both lie, not what the plans found do."""
    if change.least is None or change.most is None:
        return "not known"
    ends = tuple(f"{-end or 0:+,.1f}" for end in (change.most, change.least))
    told = ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"
    return f"{told}, within the gaps" if change.verdict == "not distinguishable" else told


def report(sizes: tuple[int, int, int], seed: int, time_limit: float, threads: int | None) -> Iterator[str]:
    """The table, and where it comes from; ``sizes`` are workers, seats and days."""
    yield from measured(city(*sizes, seed), START, time_limit, threads, seed)
    made = "{:,} workers, {:,} seats, {} days".format(*sizes)
    where = ", ".join(f"{key} {value}" for key, value in machine().items())
    yield f"\nhamburg, {made} from {START}, seed {seed}, {time_limit:g} s a line, commit {commit()}; {where}."
