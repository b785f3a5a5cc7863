"""Computes a solution's figures in one pass over scenario and plan."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from itertools import starmap
from statistics import median
from zoneinfo import ZoneInfo

from staffmatch.domain.plan import Duty
from staffmatch.explain.charged import charged
from staffmatch.explain.protections import absent, low_limits
from staffmatch.explain.rules_in_force import rules_in_force
from staffmatch.explain.secondments import secondments
from staffmatch.messages.names import name_of, names_of
from staffmatch.models import DutyKind
from staffmatch.objectives import Cost
from staffmatch.objectives.cost import commute_minutes, fees
from staffmatch.records.accessors import tiers_in_full
from staffmatch.reports.contacts import contacts
from staffmatch.reports.figures import (
    BIN_MINUTES,
    LAST_BIN,
    Clash,
    Commute,
    CostParts,
    Coverage,
    DayHours,
    Figures,
    Flow,
    Headline,
    PartnershipLine,
    Stint,
)
from staffmatch.reports.places import Places
from staffmatch.reports.proofs import all_proven, doubts, proofs
from staffmatch.reports.shortfalls import empty_seats
from staffmatch.reports.words import Words
from staffmatch.result.how_few import how_few
from staffmatch.result.key_figures import KeyFigures, TermPart
from staffmatch.result.solution import Solution
from staffmatch.result.told import Told

# For longer horizons only days with demand are listed.
_MAX_CALENDAR_DAYS = 100
# Further borrowers are grouped as others.
_MAX_BORROWERS = 12


def figures(solution: Solution, lang: str = "en") -> Figures:
    """All figures of a solution that is attached to its scenario, with what is said of them in a language."""
    return _Reading(solution, Words.of(lang)).figures()


def key_figures(solution: Solution) -> KeyFigures:
    """The key figures; the solution must be attached to its scenario and have a plan."""
    solution.require_plan()
    read = _Reading(solution, Words.of("en"))
    head, plan = read.headline(), read.plan
    tiers = (
        tuple(TermPart(t.kind, t.weight, t.value(read.scenario, plan) / t.per_unit, t.unit) for t in tier)
        for tier in tiers_in_full(read.scenario)
    )
    return KeyFigures(
        seats=head.seats,
        filled=head.filled,
        hours_needed=head.demanded_minutes / 60,
        hours_covered=head.covered_minutes / 60,
        hours_worked=head.lent_minutes / 60,
        workers=head.workers,
        lent=head.lent,
        partnerships=head.partnerships,
        new_partnerships=head.new_partnerships,
        commute_hours=sum(duty.commute for duty in read.duties) / 60,
        pay=head.cost.pay,
        commute=head.cost.commute,
        charges=head.cost.charges,
        cost=head.cost.total,
        tiers=tuple(tiers),
    )


def stints(solution: Solution, lang: str = "en") -> tuple[Stint, ...]:
    """The assignments by worker and start; the solution must be attached to its scenario and have a plan."""
    solution.require_plan()
    read = _Reading(solution, Words.of(lang))
    return tuple(map(read.stint, read.duties))


class _Reading:
    def __init__(self, solution: Solution, words: Words) -> None:
        self.words = words
        self.solution, self.scenario, self.plan = solution, solution.scenario, solution.plan
        self.duties = self.plan.duties(self.scenario)
        self.zone = ZoneInfo(self.scenario.timezone)
        self.companies = {company.id: company for company in self.scenario.companies}
        self.names = names_of(self.scenario)
        self.labels = {name: name_of(self.names, "company", name) for name in self.companies}
        # On trainings nobody is missing.
        self.shifts = [(demand, shift) for demand in self.scenario.demands if demand.needed for shift in demand.shifts]
        crew = Counter(duty.shift.id for duty in self.duties)
        self.filled = {shift.id: min(demand.needed, crew[shift.id]) for demand, shift in self.shifts}

    def figures(self) -> Figures:
        termination = self.solution.termination
        days, places = self.days(), Places(self.scenario, self.plan)
        sites = places.sites()
        shortfalls = empty_seats(self.solution, self.names, self.zone, self.words)
        reasons: Counter[str] = Counter()
        for short in shortfalls:
            reasons[self.words.rule(short.rule)] += short.missing
        doubted = doubts(self.solution, self.words)
        found = proofs(self.solution, self.words, bool(doubted))
        return Figures(
            words=self.words,
            status=self.solution.status,
            proven=not doubted and all_proven(self.solution, found),
            doubts=doubted,
            reason=termination.reason,
            method=termination.method,
            seconds=termination.seconds,
            timezone=self.scenario.timezone,
            period=(days[0].day, days[-1].day) if days else None,
            headline=self.headline(),
            coverage=self.coverage(),
            days=days,
            flows=self.flows(),
            partnerships=self.partnerships(),
            commute=self.commute(),
            shortfalls=shortfalls,
            reasons=tuple(reasons.most_common()),
            proofs=found,
            stints=tuple(map(self.stint, self.duties)),
            sites=tuple(sites.values()),
            roads=places.roads(sites),
            contacts=contacts(self.scenario, self.duties, self.names),
            conflicts=tuple(
                Clash(self.named("worker", c.worker), c.shift, self.said(c)) for c in self.solution.conflicts
            ),
            preexisting_violations=tuple(map(self.said, self.solution.preexisting_violations)),
            charged=tuple(one.text_in(self.words.lang, self.names) for one in charged(self.scenario, self.plan)),
            rules=rules_in_force(self.scenario),
            absent=absent(self.scenario),
            low_limits=low_limits(self.scenario),
            sectors={self.labels[name]: company.sector for name, company in self.companies.items()},
            changes="" if self.solution.replanned is None else self.words.told(how_few(self.solution.replanned)),
            secondments=secondments(self.solution).text_in(self.words.lang, self.names) if self.duties else "",
        )

    def named(self, kind: str, one: str) -> str:
        return name_of(self.names, kind, one)

    def said(self, told: Told) -> str:
        return told.text_in(self.words.lang, self.names)

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)

    def headline(self) -> Headline:
        made = self.solution.partnerships
        return Headline(
            seats=sum(demand.headcount for demand, _ in self.shifts),
            filled=sum(self.filled.values()),
            workers=len(self.scenario.workers),
            lent=len({duty.worker.id for duty in self.duties}),
            demanded_minutes=sum(demand.headcount * shift.minutes for demand, shift in self.shifts),
            covered_minutes=sum(self.filled[shift.id] * shift.minutes for _, shift in self.shifts),
            lent_minutes=sum(duty.minutes for duty in self.duties),
            partnerships=len(made),
            new_partnerships=sum(partnership.new for partnership in made),
            cost=self.cost(),
        )

    def cost(self) -> CostParts:
        """The cost by the scenario's own cost term, or by a default one if it has none."""
        terms = [term for tier in self.scenario.tiers for term in tier if isinstance(term, Cost)]
        term = terms[0] if terms else Cost()
        charges = fees(self.scenario, self.duties)
        charges += sum(rule.charge(self.scenario, self.plan) for rule in self.scenario.rules)
        commute = term.cents_per_commute_hour * commute_minutes(self.scenario, self.duties)
        pay = sum(max(d.worker.pay_cents_per_hour, d.demand.pay_cents_per_hour) * d.minutes for d in self.duties)
        return CostParts(*(value / Cost.per_unit for value in (pay, commute, charges)))

    def coverage(self) -> tuple[Coverage, ...]:
        """By sector of the borrower; or by borrower, largest first, if no sectors are given."""
        seats: Counter[str] = Counter()
        filled: Counter[str] = Counter()
        for demand, shift in self.shifts:
            seats[demand.company] += demand.headcount
            filled[demand.company] += self.filled[shift.id]
        codes = {name: self.companies[name].sector for name in seats}
        if not any(codes.values()):
            named = [(None, self.labels[name], n, filled[name]) for name, n in seats.most_common()]
            shown, rest = named[:_MAX_BORROWERS], named[_MAX_BORROWERS:]
            if rest:
                others = self.words.count(len(rest), "others")
                shown.append((None, others, sum(n for _, _, n, _ in rest), sum(n for *_, n in rest)))
            return tuple(starmap(Coverage, shown))
        by_code: Counter[str | None] = Counter()
        filled_by_code: Counter[str | None] = Counter()
        for name, code in codes.items():
            by_code[code] += seats[name]
            filled_by_code[code] += filled[name]
        return tuple(
            Coverage(code, self.words.sector(code), n, filled_by_code[code]) for code, n in by_code.most_common()
        )

    def days(self) -> tuple[DayHours, ...]:
        demanded: Counter[date] = Counter()
        covered: Counter[date] = Counter()
        for demand, shift in self.shifts:
            day = self.local(shift.start).date()
            demanded[day] += demand.headcount * shift.minutes
            covered[day] += self.filled[shift.id] * shift.minutes
        listed = sorted(demanded)
        if listed and (length := (listed[-1] - listed[0]).days + 1) <= _MAX_CALENDAR_DAYS:
            listed = [listed[0] + timedelta(days=k) for k in range(length)]
        return tuple(DayHours(day, demanded[day], covered[day]) for day in listed)

    def flows(self) -> tuple[Flow, ...]:
        minutes: Counter[tuple[str | None, str | None]] = Counter()
        for duty in self.duties:
            pair = self.companies[duty.worker.company].sector, self.companies[duty.demand.company].sector
            minutes[pair] += duty.minutes
        return tuple(Flow(*pair, amount) for pair, amount in minutes.most_common())

    def partnerships(self) -> tuple[PartnershipLine, ...]:
        lines = (
            PartnershipLine(self.labels[p.lender], self.labels[p.borrower], p.new, p.workers, p.assignments, p.minutes)
            for p in self.solution.partnerships
        )
        return tuple(sorted(lines, key=lambda line: (-line.minutes, line.lender, line.borrower)))

    def commute(self) -> Commute:
        """Commutes with known start and end."""
        known = [d.commute for d in self.duties if d.worker.home and self.scenario.site_of(d.demand)]
        bins = Counter(min(minutes // BIN_MINUTES, LAST_BIN) for minutes in known)
        counts = tuple(bins[k] for k in range(max(bins, default=-1) + 1))
        return Commute(counts, median(known) if known else None, len(self.duties) - len(known))

    def stint(self, duty: Duty) -> Stint:
        return Stint(
            worker=self.named("worker", duty.worker.id),
            lender=self.labels[duty.worker.company],
            borrower=self.labels[duty.demand.company],
            sector=self.companies[duty.demand.company].sector,
            demand=self.named("demand", duty.demand.id),
            shift=duty.shift.id,
            start=self.local(duty.shift.start),
            end=self.local(duty.shift.end),
            minutes=duty.minutes,
            duty="" if duty.shift.duty is DutyKind.WORK else duty.shift.duty.value,
        )
