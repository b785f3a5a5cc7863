"""Solutions by hand: what a solver would have to say is said here instead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import staffmatch as sm
from staffmatch.domain.plan import Plan
from staffmatch.messages.message import Message
from staffmatch.result.contents import Assignment, Conflict, Partnership, TierResult
from staffmatch.result.shortage import Shortage, ShortageReason
from staffmatch.result.solution import Solution
from tests.builders import demand, scenario, shift, worker

HOSTILE = "<script>alert(1)</script>"
HOTEL = sm.Location(lat=53.55, lon=9.97)
HOME = sm.Location(lat=53.612345, lon=9.876543)
NO_NURSE = "0 of 3 people have nurse; 2 are needed."
NO_DRIVER = "1 of 3 people have driver; 2 are needed."


def termination(reason: str = "proven") -> dict[str, Any]:
    return {
        "reason": reason,
        "method": "by hand",
        "seconds": 1.25,
        "time_limit": None,
        "phases": {},
        "pairs": 9,
    }


def made(scenario: sm.Scenario, *assigned: tuple[str, str], status: str = "optimal", **parts: Any) -> Solution:
    """A solution with these assignments; partnerships are counted from them unless they are given."""
    duties = Plan.of(assigned).duties(scenario)
    agreed = {frozenset((one.id, other)) for one in scenario.companies for other in one.agreements}
    pairs = dict.fromkeys((duty.worker.company, duty.demand.company) for duty in duties)
    partnerships = []
    for pair in pairs:
        own = [duty for duty in duties if (duty.worker.company, duty.demand.company) == pair]
        partnerships.append(
            Partnership(
                lender=pair[0],
                borrower=pair[1],
                new=frozenset(pair) not in agreed,
                assignments=len(own),
                workers=len({duty.worker.id for duty in own}),
                minutes=sum(duty.minutes for duty in own),
            )
        )
    assignments = [
        Assignment(
            worker=duty.worker.id,
            demand=duty.demand.id,
            shift=duty.shift.id,
            lender=duty.worker.company,
            borrower=duty.demand.company,
            minutes=duty.minutes,
            commute_minutes=duty.commute,
        )
        for duty in duties
    ]
    fields: dict[str, Any] = {
        "scenario_digest": scenario.digest(),
        "status": status,
        "termination": termination(),
        "tiers": (),
        "assignments": assignments,
        "shortages": (),
        "partnerships": partnerships,
    }
    return Solution(**fields | parts).of(scenario).as_found()


def tier(term: str, unit: str, value: float, bound: float | None, certified: float | None = None) -> TierResult:
    gap = None if bound is None else abs(value - bound) / max(abs(value), 1)
    proof = None if bound is None else "certificate" if certified == bound else "solver"
    return TierResult(
        term=term, unit=unit, per_unit=60, value=value, bound=bound, gap=gap, certified=certified, proof=proof
    )


def shortage(demand: str, shift: str, missing: int, headcount: int, text: str, rule: str = "skills") -> Shortage:
    reason = ShortageReason(rule=rule, before=3, left=0, message=Message.of(text))
    return Shortage(demand=demand, shift=shift, missing=missing, headcount=headcount, reason=reason)


def ward_and_depot(name: str = "Klinik Nord") -> sm.Scenario:
    """Two borrowers, of which one has an agreement; three people of a hotel, one of whom has no known home.

    ward: 2 people on Monday and Tuesday, 8 hours each, priority 3. depot: 2 people on Monday night, 7.5 hours.
    """
    companies = (
        sm.Company(id="hotel", name="Hotel Elbe", sector="I", location=HOTEL, agreements=("ward",)),
        sm.Company(id="ward", name=name, sector="Q", location=sm.Location(lat=53.60, lon=10.02)),
        sm.Company(id="depot", location=sm.Location(lat=53.50, lon=10.05)),
    )
    workers = [
        worker("ana", home=HOME, pay_cents_per_hour=2000),
        worker("ben", home=HOME, pay_cents_per_hour=2000),
        worker("cem", pay_cents_per_hour=1000),
    ]
    workers = [person.replace(company="hotel", name=f"{person.id} Petersen") for person in workers]
    demands = [
        demand(
            "care",
            shift("mon", 6, "06:00-14:30", pause=30),
            shift("tue", 7, "06:00-14:30", pause=30),
            company="ward",
            headcount=2,
            priority=3,
            skills={"nurse": 2},
        ),
        demand("drive", shift("night", 6, "22:00-06:00", pause=30), company="depot", headcount=2),
    ]
    return scenario(workers, demands, companies=companies, rules=[])


def plan_of(known: sm.Scenario, **parts: Any) -> Solution:
    """3 of 6 seats: ana on Monday and Tuesday at the ward, cem by night at the depot."""
    missing: Sequence[Shortage] = (
        shortage("drive", "night", 1, 2, NO_DRIVER, "commute"),
        shortage("care", "mon", 1, 2, NO_NURSE),
        shortage("care", "tue", 1, 2, NO_NURSE),
    )
    tiers = (tier("uncovered_hours", "h", 55.5, 54.0), tier("cost", "EUR", 1234.5, 1234.5))
    given = {"tiers": tiers, "shortages": missing, "status": "feasible", "termination": termination("time_limit")}
    return made(known, ("ana", "mon"), ("ana", "tue"), ("cem", "night"), **given | parts)


def conflicting(known: sm.Scenario) -> Solution:
    text = "No plan keeps both 'mon' and 'tue'."
    found = [Conflict(worker="ana", shift=shift, message=Message.of(text)) for shift in ("mon", "tue")]
    return made(known, status="infeasible", termination=termination("infeasible"), conflicts=found)
