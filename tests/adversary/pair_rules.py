"""Rules about a worker and a job, whatever else is in the plan."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime
from typing import Any

from staffmatch.models import Company, Worker
from tests.adversary.facts import NO_WAY, Facts, Job, kilometres

PairRule = Callable[[Any, Facts, Worker, Job], bool]

# Two ways to compute a distance differ by less.
_HAIR = 1e-9


def allowed_pairs(rule: Any, facts: Facts, worker: Worker, job: Job) -> bool:
    return facts.scenario.pair_table is None or all((worker.id, shift.id) in facts.listed for shift in job.shifts)


def consent(rule: Any, facts: Facts, worker: Worker, job: Job) -> bool:
    said = {one.company: one for one in worker.consents}.get(job.demand.company)
    if said is None:
        return worker.consent in rule.states
    late = (
        rule.as_of is not None
        and said.answer_by is not None
        and facts.minute(said.answer_by) < facts.minute(rule.as_of)
    )
    return ("declined" if late and said.state == "offered" else said.state) in rule.states


def certificates(rule: Any, facts: Facts, worker: Worker, job: Job) -> bool:
    last = max(facts.last_day(shift.end) for shift in job.shifts)
    held = {one.id for one in worker.certificates if one.until is None or one.until.toordinal() >= last}
    return held.issuperset(job.demand.certificates)


def commute(rule: Any, facts: Facts, worker: Worker, job: Job) -> bool:
    site, minutes, km = facts.site(job.demand), worker.max_commute_minutes, worker.max_commute_km
    if worker.home is None or site is None:
        return True
    near, way = km is None or kilometres(worker.home, site) <= km + _HAIR, facts.commute(worker, job.demand)
    return near and way < NO_WAY and (minutes is None or way <= minutes)


def availability(rule: Any, facts: Facts, worker: Worker, job: Job) -> bool:
    musts = [wish for wish in worker.wishes if wish.must]
    return all(
        _covered(facts, worker, facts.minute(s.start), facts.minute(s.end))
        and not any(facts.wished(wish, job, s) for wish in musts)
        for s in job.shifts
    )


def _covered(facts: Facts, worker: Worker, start: int, end: int) -> bool:
    """Windows that touch or overlap count as one."""
    for opens, closes in sorted((facts.minute(w.start), facts.minute(w.end)) for w in worker.availability):
        if opens <= start < closes:
            start = closes
    return start >= end


def partners(rule: Any, facts: Facts, worker: Worker, job: Job) -> bool:
    lender, borrower, demand = worker.company, job.demand.company, job.demand
    return (
        lender != borrower
        and (worker.accepted_companies is None or borrower in worker.accepted_companies)
        and borrower not in worker.declined_companies
        and (demand.accepted_lenders is None or lender in demand.accepted_lenders)
        and lender not in demand.declined_lenders
    )


def sector_ban(rule: Any, facts: Facts, worker: Worker, job: Job) -> bool:
    sector = facts.company[job.demand.company].sector
    if sector not in rule.sectors or not facts.concerns(rule, worker):
        return True
    if set(job.demand.skills) & set(rule.except_skills):
        return True
    return bool(rule.among_themselves) and facts.company[worker.company].sector == sector


def strike(rule: Any, facts: Facts, worker: Worker, job: Job) -> bool:
    return not facts.concerns(rule, worker) or job.demand.company != rule.borrower


def works_council(rule: Any, facts: Facts, worker: Worker, job: Job) -> bool:
    if not facts.concerns(rule, worker):
        return True
    names = {"borrower": [job.demand.company], "lender": [worker.company]}
    names["both"] = names["borrower"] + names["lender"]
    begins = min(facts.day(shift.start) for shift in job.shifts)
    return all(begins > _silent_until(rule, facts.company[name]) for name in names[rule.of])


def _silent_until(rule: Any, company: Company) -> float:
    """The last day on which a works council may still answer, or for ever."""
    state, asked = company.works_council, company.works_council_asked_on
    if state == "accepted" or (state is None and asked is None):
        return -math.inf
    asked = rule.as_of if asked is None else asked
    return math.inf if state in ("declined", "withdrawn") or asked is None else asked.toordinal() + rule.lead_days


def channels(rule: Any, facts: Facts, worker: Worker, job: Job) -> bool:
    return not facts.concerns(rule, worker) or channel(rule, facts, worker, job) is not None


def channel(rule: Any, facts: Facts, worker: Worker, job: Job) -> Any:
    """The cheapest that is open, the first of equals; None where there is none."""
    lender, borrower = facts.company[worker.company], facts.company[job.demand.company]
    ends = max(facts.last_day(shift.end) for shift in job.shifts)
    open_ = {
        "occasional": not worker.hired_for_lending,
        "group": not worker.hired_for_lending
        and lender.corporate_group is not None
        and lender.corporate_group == borrower.corporate_group,
        "licensed": lender.licence_until is not None and ends <= lender.licence_until.toordinal(),
        "secondary_job": borrower.id in worker.second_jobs,
    }
    return min((one for one in rule.channels if open_[one.name]), key=lambda one: one.cents, default=None)


def competitors(rule: Any, facts: Facts, worker: Worker, job: Job) -> bool:
    lender, borrower = facts.company[worker.company], facts.company[job.demand.company]
    rivals = {lender.id, borrower.id} in [set(pair) for pair in rule.pairs]
    alike = rule.same_sector and lender.sector is not None and lender.sector == borrower.sector
    return not facts.concerns(rule, worker) or not (rivals or alike)


def breaks(rule: Any, facts: Facts, worker: Worker, job: Job) -> bool:
    for shift in job.shifts:
        worked = facts.minute(shift.end) - facts.minute(shift.start) - shift.unpaid_break_minutes
        due = [minutes for hours, minutes in rule.over.items() if worked > round(60 * hours)]
        if any(shift.unpaid_break_minutes < minutes for minutes in due):
            return not facts.concerns(rule, worker)
    return True


def pay_floor(rule: Any, facts: Facts, worker: Worker, job: Job) -> bool:
    if not facts.concerns(rule, worker):
        return True
    paid = max(job.demand.pay_cents_per_hour, worker.pay_cents_per_hour)
    due = [job.demand.comparable_pay_cents_per_hour] if rule.equal_pay else []
    for shift in job.shifts:
        for minute in {*range(facts.minute(shift.start), facts.minute(shift.end), 60), facts.minute(shift.end) - 1}:
            day = datetime.fromtimestamp(60 * minute, facts.zone).date()
            since = [first for first in rule.minimum_wage if first <= day]
            due += [rule.minimum_wage[max(since)]] if since else []
    return all(paid >= cents for cents in due)


PAIR_RULES: dict[str, PairRule] = {
    rule.__name__: rule
    for rule in (
        allowed_pairs,
        consent,
        certificates,
        commute,
        availability,
        partners,
        sector_ban,
        strike,
        works_council,
        channels,
        competitors,
        breaks,
        pay_floor,
    )
}
