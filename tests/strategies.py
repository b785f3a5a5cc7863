"""Tiny random scenarios: everything a scenario can say, few enough pairs for every plan to be looked at."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

import staffmatch as sm
from staffmatch.constraints import Coverage
from staffmatch.domain.travel import GreatCircle, Matrix
from staffmatch.objectives import TERMS
from staffmatch.records.bases import Rule, Term
from tests.builders import BERLIN
from tests.rule_strategies import (
    CERTIFICATES,
    COMPANIES,
    SKILLS,
    SPECIAL_RULES,
    TERM_PARAMETERS,
    USUAL_RULES,
    compatible,
    fits,
    rarely,
)

PLACES = tuple(sm.Location(lat=53.5 + 0.03 * n, lon=10 - 0.05 * n, place=f"place {n}") for n in range(4))
TRAVEL = (
    GreatCircle(),
    Matrix(
        names=tuple(f"place {n}" for n in range(4)),
        table=((0, 20, 30, 61), (21, 0, None, 5), (30, 6, 1, 60), (None, 7, 60, 0)),
    ),
)
# Over two week ends, one of which loses an hour.
DAYS = (date(2020, 3, 28), date(2020, 3, 29), date(2020, 3, 30), date(2020, 4, 3), date(2020, 4, 6), date(2020, 4, 7))
DUTIES: tuple[dict[str, Any], ...] = (
    {"duty": "standby"},
    {"duty": "standby", "duty_factor": 0.125},
    {"duty_factor": 0.5},
)
CLUSTERS: tuple[tuple[str, ...], ...] = ((), ("food",), ("port",), ("food", "life"))
STARTS = (0, 6, 8, 12, 14, 22)
LENGTHS = (4, 6, 8, 9)


# `make test` takes this share of the examples, `make test-full` takes all.
SHARE = float(os.environ.get("STAFFMATCH_EXAMPLES", "0.1"))


def examples(count: int) -> settings:
    return settings(
        max_examples=max(5, round(SHARE * count)),
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    )


@st.composite
def spans(draw: st.DrawFn) -> dict[str, datetime]:
    day = draw(st.sampled_from(DAYS))
    start = datetime(day.year, day.month, day.day, draw(st.sampled_from(STARTS)), tzinfo=BERLIN).astimezone(UTC)
    return {"start": start, "end": start + timedelta(hours=draw(st.sampled_from(LENGTHS)))}


@st.composite
def availabilities(draw: st.DrawFn) -> tuple[sm.TimeWindow, ...]:
    """All the time, or two parts that touch, overlap or leave a gap."""
    opens, closes = (datetime(2020, month, day, tzinfo=BERLIN) for month, day in ((3, 27), (4, 10)))
    day = draw(rarely(st.sampled_from(DAYS)))
    if day is None:
        return (sm.TimeWindow(start=opens, end=closes),)
    middle = datetime(day.year, day.month, day.day, draw(st.sampled_from(STARTS)), tzinfo=BERLIN).astimezone(UTC)
    rest = middle + timedelta(hours=draw(st.sampled_from((-2, 0, 1))))
    parts = [sm.TimeWindow(start=opens, end=middle), sm.TimeWindow(start=rest, end=closes)]
    return tuple(draw(st.sampled_from((parts, parts[::-1], parts[:1], parts[1:], []))))


def company_lists() -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(COMPANIES), max_size=2, unique=True).map(tuple)


def earlier() -> st.SearchStrategy[tuple[sm.Secondment, ...]]:
    """Up to three stays, before and among the days of the plan."""
    days, length = st.integers(-40, 6), st.sampled_from((0, 1, 4, 12))

    def stay(company: str, first: int, more: int) -> sm.Secondment:
        opens = DAYS[0] + timedelta(days=first)
        return sm.Secondment(company=company, first=opens, last=opens + timedelta(days=more))

    return st.lists(st.builds(stay, st.sampled_from(COMPANIES), days, length), max_size=3).map(tuple)


def shown() -> st.SearchStrategy[tuple[sm.HeldCertificate, ...]]:
    """Up to three certificates, some of them expired, some held twice."""
    until = st.none() | st.sampled_from(DAYS)
    return st.lists(st.builds(sm.HeldCertificate, id=st.sampled_from(CERTIFICATES), until=until), max_size=3).map(tuple)


def answers() -> st.SearchStrategy[tuple[sm.BorrowerConsent, ...]]:
    by = st.none() | st.sampled_from(DAYS).map(lambda day: datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
    said = st.builds(
        lambda company, state, answer_by: sm.BorrowerConsent(company=company, state=state, answer_by=answer_by),
        st.sampled_from(COMPANIES),
        st.sampled_from(sm.Consent),
        by,
    )
    return st.lists(said, max_size=2, unique_by=lambda one: one.company).map(tuple)


@st.composite
def past_shifts(draw: st.DrawFn, begins: datetime) -> tuple[sm.PastShift, ...]:
    """Up to three shifts that end before a plan begins, or as it does."""
    found = []
    end = begins
    for _ in range(draw(st.integers(1, 3))):
        end -= timedelta(hours=draw(st.sampled_from((0, 3, 10, 12, 40, 90))))
        start = end - timedelta(hours=draw(st.sampled_from(LENGTHS)))
        company, pause = draw(st.sampled_from(COMPANIES)), draw(st.sampled_from((0, 30)))
        found.append(sm.PastShift(company=company, start=start, end=end, unpaid_break_minutes=pause))
        end = start
    return tuple(found)


def absences() -> st.SearchStrategy[tuple[sm.Absence, ...]]:
    """Up to two, around the days of the plan."""
    stays = st.builds(
        lambda day, more: sm.Absence(first=day, last=day + timedelta(days=more)),
        st.sampled_from((date(2020, 3, 23), *DAYS)),
        st.sampled_from((0, 1, 3)),
    )
    return st.lists(stays, min_size=1, max_size=2).map(tuple)


@st.composite
def workers(draw: st.DrawFn, name: str, begins: datetime) -> sm.Worker:
    """Somebody who may have worked before the plan ``begins``."""
    hours = st.sampled_from((0, 4, 8, 12.5, 16, 40))
    return sm.Worker(
        id=name,
        company=draw(st.sampled_from(COMPANIES)),
        home=draw(st.none() | st.sampled_from(PLACES)),
        skills=draw(st.dictionaries(st.sampled_from(SKILLS), st.integers(1, 5), max_size=2)),
        certificates=draw(shown()),
        availability=draw(availabilities()),
        home_shifts=draw(rarely(spans().map(lambda span: (sm.WorkTime(**span, unpaid_break_minutes=30),)), ())),
        ledger=draw(rarely(st.dictionaries(st.sampled_from(DAYS), hours, max_size=2), {})),
        secondments=draw(st.just(()) | earlier()),
        past_shifts=draw(rarely(past_shifts(begins), ())),
        absences=draw(rarely(absences(), ())),
        max_hours_per_day=draw(rarely(hours)),
        max_hours_per_week=draw(rarely(hours)),
        max_hours=draw(rarely(hours)),
        max_commute_minutes=draw(rarely(st.sampled_from((0, 5, 20, 30, 60)))),
        max_commute_km=draw(rarely(st.sampled_from((0.0, 4.0, 5.5, 10.0)))),
        accepted_companies=draw(rarely(company_lists())),
        declined_companies=draw(rarely(company_lists(), ())),
        preferences=draw(rarely(st.dictionaries(st.sampled_from(COMPANIES), st.integers(-5, 5), max_size=3), {})),
        consent=draw(rarely(st.sampled_from(sm.Consent), sm.Consent.ACCEPTED)),
        consents=draw(rarely(answers(), ())),
        hired_for_lending=draw(st.booleans()),
        second_jobs=draw(rarely(company_lists(), ())),
        pay_cents_per_hour=draw(st.sampled_from((0, 1250, 1999))),
        short_time_hours=draw(st.sampled_from((None, None, 0, 4, 6.5, 12, 100))),
        groups=draw(st.sampled_from(((), ("night",)))),
    )


@st.composite
def demands(draw: st.DrawFn, name: str, most_jobs: int) -> sm.Demand:
    same_worker = draw(st.booleans())
    count = draw(st.integers(1, 3 if same_worker else min(3, most_jobs)))
    headcount = draw(st.integers(1, 3))
    return sm.Demand(
        id=name,
        company=draw(st.sampled_from(COMPANIES)),
        location=draw(st.none() | st.sampled_from(PLACES)),
        skills=draw(rarely(st.dictionaries(st.sampled_from(SKILLS), st.integers(1, 4), max_size=2), {})),
        certificates=draw(rarely(st.lists(st.sampled_from(CERTIFICATES), max_size=2, unique=True).map(tuple), ())),
        headcount=headcount,
        min_crew=draw(st.integers(0, headcount)),
        shifts=tuple(
            sm.Shift(
                id=f"{name}/{number}",
                **draw(spans()),
                unpaid_break_minutes=draw(st.sampled_from((0, 30, 45))),
                **draw(rarely(st.sampled_from(DUTIES), {})),
            )
            for number in range(count)
        ),
        same_worker=same_worker,
        priority=draw(st.integers(1, 3)),
        pay_cents_per_hour=draw(st.sampled_from((0, 1500))),
        comparable_pay_cents_per_hour=draw(rarely(st.sampled_from((1400, 1800)), 0)),
        accepted_lenders=draw(rarely(company_lists())),
        declined_lenders=draw(rarely(company_lists(), ())),
    )


@st.composite
def pair_tables(draw: st.DrawFn, people: list[str], shifts: list[str], demand_ids: list[str]) -> sm.PairTable:
    by_shift = draw(st.booleans())
    every = [(one, target) for one in people for target in (shifts if by_shift else demand_ids)]
    # Those left out are few, so that there is something to plan.
    missing = draw(st.sets(st.sampled_from(every), max_size=3))
    rows = draw(st.permutations([row for row in every if row not in missing]))
    costs = draw(st.none() | st.lists(st.integers(-9, 9), min_size=len(rows), max_size=len(rows)))
    hours = draw(st.none() | st.lists(st.sampled_from((0, 1.5, 4, 8, 12)), min_size=len(rows), max_size=len(rows)))
    targets = tuple(target for _, target in rows)
    return sm.PairTable(
        workers=tuple(one for one, _ in rows),
        **{"shifts" if by_shift else "demands": targets},
        costs=None if costs is None else tuple(costs),
        hours=None if hours is None else tuple(hours),
    )


@st.composite
def rule_sets(draw: st.DrawFn, scene: sm.Scenario, complete: bool = False) -> tuple[Rule, ...]:
    """One rule of each kind; or, in any order, the last of the usual rules and up to three others."""
    usual, special = (tuple(draw(rule) for rule in rules) for rules in (USUAL_RULES, SPECIAL_RULES))
    special = compatible([rule for rule in special if fits(rule, scene)], scene)
    if complete:
        return usual + special
    some = draw(st.permutations(usual))[draw(st.sampled_from((0, 0, 1, 3, 8, 12))) :]
    others = draw(st.permutations(special))[: draw(st.sampled_from((0, 0, 1, 2, 3)))]
    return tuple(draw(st.permutations((*some, *others))))


@st.composite
def combinations(draw: st.DrawFn, scene: sm.Scenario, number: int) -> dict[str, Any]:
    """Rules and tiers: some usual rules, three to five others, seats to be filled before one to three other terms.

    Which they are is for the number to say: left to itself, the search for examples tries few combinations.
    """
    dice = np.random.default_rng(number)
    usual, special = (tuple(draw(rule) for rule in rules) for rules in (USUAL_RULES, SPECIAL_RULES))
    named = compatible([rule for rule in special if fits(rule, scene)], scene)
    others = [named[place] for place in dice.permutation(len(named))[: dice.integers(3, 6)]]
    kept = [rule for rule in usual if isinstance(rule, Coverage) or dice.random() < 0.5]
    filling = [term for term in TERMS if term.needs]
    chosen = [TERMS[place] for place in dice.permutation(len(TERMS))[: dice.integers(1, 4)]]
    first = filling[dice.integers(len(filling))]
    tiers = [[draw(terms(kind))] for kind in (first, *chosen)]
    return {"rules": (*kept, *others), "tiers": tiers}


def terms(kind: type[Term]) -> st.SearchStrategy[Term]:
    return st.builds(
        lambda weight, rest: kind(weight=weight, **rest), st.integers(1, 3), TERM_PARAMETERS.get(kind, st.just({}))
    )


@st.composite
def tier_sets(draw: st.DrawFn, rules: tuple[Rule, ...]) -> tuple[tuple[Term, ...], ...]:
    kinds = {rule.kind for rule in rules}
    usable = [term for term in TERMS if set(term.needs) <= kinds]
    some = st.sampled_from(usable).flatmap(terms)
    return tuple(draw(st.lists(st.lists(some, min_size=1, max_size=2).map(tuple), min_size=1, max_size=3)))


@st.composite
def scenarios(
    draw: st.DrawFn,
    most_pairs: int = 12,
    *,
    complete: bool = False,
    combination: int | None = None,
    default: bool = False,
    pins: bool = True,
) -> sm.Scenario:
    """At most so many workers × jobs.

    ``complete`` has every rule, ``combination`` numbers some with three rules or more that are not usual, ``default``
    has the default rules and tiers.
    """
    people = draw(st.sampled_from((1, 2, 3, 3, 4, 4)))
    most_jobs = min(4, most_pairs // people)
    needs: list[sm.Demand] = []
    while most_jobs and (not needs or draw(st.sampled_from((True, True, False)))):
        needs.append(draw(demands(f"d{len(needs)}", most_jobs)))
        most_jobs -= 1 if needs[-1].same_worker else len(needs[-1].shifts)
    begins = min(shift.start for need in needs for shift in need.shifts)
    team = [draw(workers(f"w{number}", begins)) for number in range(people)]
    shifts = [one.id for need in needs for one in need.shifts]
    every = [(one.id, name) for one in team for name in shifts]
    pinned = draw(rarely(st.dictionaries(st.sampled_from(every), st.booleans(), max_size=2), {})) if pins else {}
    reach = st.integers(0, 4)
    graph = (
        sm.Skill(id="chef", implies={"cook": draw(reach)}),
        sm.Skill(id="cook", implies={"driver": draw(reach)}),
    )
    agreements = {name: draw(company_lists()) for name in COMPANIES}
    scene = sm.Scenario(
        timezone=draw(st.sampled_from(("Europe/Berlin", "UTC", "America/New_York"))),
        companies=tuple(
            sm.Company(
                id=name,
                # One company at least has a sector and a cluster: rules about them are refused where nobody has any.
                sector=draw(st.sampled_from(("F", "I") if name == COMPANIES[0] else ("F", "I", "Q", None))),
                clusters=draw(st.sampled_from((("port",), ("port", "food")) if name == COMPANIES[0] else CLUSTERS)),
                location=draw(st.none() | st.sampled_from(PLACES)),
                agreements=agreements[name],
                corporate_group=draw(st.sampled_from((None, "port", "food"))),
                licence_until=draw(st.none() | st.sampled_from(DAYS)),
                works_council=draw(rarely(st.sampled_from(sm.Consent))),
                works_council_asked_on=draw(rarely(st.sampled_from(DAYS))),
            )
            for name in COMPANIES
        ),
        workers=tuple(team),
        demands=tuple(needs),
        skills=draw(st.sampled_from(((), graph))),
        travel=draw(st.sampled_from(TRAVEL)),
        pair_table=draw(rarely(pair_tables([one.id for one in team], shifts, [need.id for need in needs]))),
        pins=tuple(sm.Pin(worker=one, shift=name, assigned=into) for (one, name), into in pinned.items()),
    )
    if default:
        return scene
    if combination is not None:
        return _ruled(scene, **draw(combinations(scene, combination)))
    rules = draw(rule_sets(scene, complete))
    return _ruled(scene, rules=rules, tiers=draw(tier_sets(rules)))


def _ruled(scene: sm.Scenario, rules: tuple[Rule, ...], **fields: Any) -> sm.Scenario:
    """With such rules, and without its pins, or what its ways lack, where none of them heeds that."""
    pins = scene.pins if any(rule.keeps_pins for rule in rules) else ()
    if scene.travel.gaps and not any(rule.keeps_ways for rule in rules):
        fields["travel"] = TRAVEL[0]
    return scene.replace(rules=rules, pins=pins, **fields)
