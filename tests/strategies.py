"""Tiny random scenarios: everything a scenario can say, few enough pairs for every plan to be looked at."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

import staffmatch as sm
from staffmatch.constraints.shared.bends import Bends
from staffmatch.domain.travel import GreatCircle, Matrix
from staffmatch.objectives import TERMS, Leximin, MinLoad
from staffmatch.objectives.shared.share_term import ShareTerm
from staffmatch.records.bases import Rule, Term
from tests.builders import BERLIN
from tests.rule_strategies import (
    CERTIFICATES,
    COMPANIES,
    ONE_IN_EIGHT,
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
# What is early by the clock in summer may be without a kind in winter.
KINDS = {4: "early", 6: "early", 10: "late", 12: "late", 20: "night", 22: "night"}


# Leximin has a tier of its own, without a weight: tests/objectives/test_leximin.py.
SINGLE = tuple(term for term in TERMS if term is not Leximin)

# `make test` takes this share of the examples, `make test-full` takes all.
SHARE = float(os.environ.get("STAFFMATCH_EXAMPLES", "0.1"))


def examples(count: int) -> settings:
    return settings(
        max_examples=max(5, round(SHARE * count)),
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    )


def sample(values: Iterable[Any], most: int) -> list[Any]:
    """Cases for `parametrize`: the first ones, and the others for `make test-full` alone; tuples are of several values.

    What is different in kind stands first.
    """

    def thorough(value: Any) -> Any:
        return pytest.param(*(value if isinstance(value, tuple) else (value,)), marks=pytest.mark.full)

    return [value if number < most else thorough(value) for number, value in enumerate(values)]


@st.composite
def spans(draw: st.DrawFn) -> dict[str, datetime]:
    day = draw(_DAY)
    start = datetime(day.year, day.month, day.day, draw(_START), tzinfo=BERLIN).astimezone(UTC)
    return {"start": start, "end": start + timedelta(hours=draw(_LENGTH))}


# Strategies are made once: to make one costs as much as some draws from it.
_DAY, _START, _LENGTH = st.sampled_from(DAYS), st.sampled_from(STARTS), st.sampled_from(LENGTHS)
_SOMETIMES_A_DAY = rarely(_DAY)
_PLACE = st.none() | st.sampled_from(PLACES)
_SPANS = spans()


def kind_at(start: datetime) -> str | None:
    return KINDS.get(start.hour)


@st.composite
def availabilities(draw: st.DrawFn) -> tuple[sm.TimeWindow, ...]:
    """All the time, or two parts that touch, overlap or leave a gap."""
    opens, closes = (datetime(2020, month, day, tzinfo=BERLIN) for month, day in ((3, 27), (4, 10)))
    day = draw(_SOMETIMES_A_DAY)
    if day is None:
        return (sm.TimeWindow(start=opens, end=closes),)
    middle = datetime(day.year, day.month, day.day, draw(_START), tzinfo=BERLIN).astimezone(UTC)
    rest = middle + timedelta(hours=draw(_OVERLAP_OR_GAP))
    parts = [sm.TimeWindow(start=opens, end=middle), sm.TimeWindow(start=rest, end=closes)]
    return tuple(parts[part] for part in draw(_PARTS))


_OVERLAP_OR_GAP = st.sampled_from((-2, 0, 1))
_PARTS = st.sampled_from(((0, 1), (1, 0), (0,), (1,), ()))


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


@cache
@st.composite
def past_shifts(draw: st.DrawFn, begins: datetime) -> tuple[sm.PastShift, ...]:
    """Up to three shifts that end before a plan begins, or as it does."""
    found = []
    end = begins
    for gap in draw(_GAPS):
        end -= timedelta(hours=gap)
        start = end - timedelta(hours=draw(_LENGTH))
        company, pause = draw(_COMPANY), draw(_SHORT_PAUSE)
        kind = kind_at(start)
        found.append(sm.PastShift(company=company, start=start, end=end, unpaid_break_minutes=pause, kind=kind))
        end = start
    return tuple(found)


_COMPANY = st.sampled_from(COMPANIES)
_GAPS = st.lists(st.sampled_from((0, 3, 10, 12, 40, 90)), min_size=1, max_size=3)
_SHORT_PAUSE = st.sampled_from((0, 30))


def absences() -> st.SearchStrategy[tuple[sm.Absence, ...]]:
    """Up to two, around the days of the plan."""
    stays = st.builds(
        lambda day, more: sm.Absence(first=day, last=day + timedelta(days=more)),
        st.sampled_from((date(2020, 3, 23), *DAYS)),
        st.sampled_from((0, 1, 3)),
    )
    return st.lists(stays, min_size=1, max_size=2).map(tuple)


@st.composite
def wishes(draw: st.DrawFn, needs: Sequence[sm.Demand]) -> tuple[sm.Wish, ...]:
    """Up to three, about the days, times and shifts of some demands."""
    found: dict[sm.Wish, sm.Wish] = {}
    for _ in range(draw(st.integers(0, 3))):
        need = draw(st.sampled_from(needs))
        about = {name: draw(strategy) for name, strategy in _ABOUT.items()}
        named = {"shift": need.shifts[0].id, "demand": need.id, "kind": need.shifts[-1].kind}
        what = draw(st.sampled_from((None, *named)))
        subject = {name: value for part in about.values() for name, value in part.items()}
        subject |= {what: named[what]} if what and named[what] else {}
        if subject:
            found.setdefault(sm.Wish(**subject), sm.Wish(**subject, **draw(_HOW)))
    return tuple(found.values())


_HOW = st.sampled_from(({}, {"weight": 3}, {"against": True, "weight": 2}, {"against": True, "must": True}))
_ABOUT: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "days": st.just({})
    | _DAY.map(lambda day: {"days": [day], "until": day + timedelta(days=1)})
    | st.lists(_DAY, min_size=1, max_size=3).map(lambda days: {"days": days}),
    "weekdays": rarely(st.sampled_from(({"weekdays": ("monday", "tuesday")}, {"weekdays": ("sunday",)})), {}),
    "clock": rarely(
        st.sampled_from(({"start": "02:30", "end": "10:00"}, {"start": "20:00", "end": "06:00"}, {"end": "12:00"})), {}
    ),
}
_MOST_HOURS = st.sampled_from((0, 4, 8, 12.5, 16, 40))
_COMPANIES = company_lists()
_WORKER: dict[str, st.SearchStrategy[Any]] = {
    "company": _COMPANY,
    "home": _PLACE,
    "skills": st.dictionaries(st.sampled_from(SKILLS), st.integers(1, 5), max_size=2),
    "certificates": shown(),
    "availability": availabilities(),
    "home_shifts": rarely(
        _SPANS.map(lambda span: (sm.WorkTime(**span, unpaid_break_minutes=30, kind=kind_at(span["start"])),)), ()
    ),
    "ledger": rarely(st.dictionaries(_DAY, _MOST_HOURS, max_size=2), {}),
    "secondments": st.just(()) | earlier(),
    "absences": rarely(absences(), ()),
    "max_hours_per_day": rarely(_MOST_HOURS),
    "max_hours_per_week": rarely(_MOST_HOURS),
    "max_hours": rarely(_MOST_HOURS),
    "max_commute_minutes": rarely(st.sampled_from((0, 5, 20, 30, 60))),
    "max_commute_km": rarely(st.sampled_from((0.0, 4.0, 5.5, 10.0))),
    "accepted_companies": rarely(_COMPANIES),
    "declined_companies": rarely(_COMPANIES, ()),
    "preferences": rarely(st.dictionaries(_COMPANY, st.integers(-5, 5), max_size=3), {}),
    "consent": rarely(st.sampled_from(sm.Consent), sm.Consent.ACCEPTED),
    "consents": rarely(answers(), ()),
    "hired_for_lending": st.booleans(),
    "second_jobs": rarely(_COMPANIES, ()),
    "pay_cents_per_hour": st.sampled_from((0, 1250, 1999)),
    "short_time_hours": st.sampled_from((None, None, 0, 4, 6.5, 12, 100)),
    "groups": st.sampled_from(((), ("night",))),
}


@st.composite
def workers(draw: st.DrawFn, name: str, begins: datetime) -> sm.Worker:
    """Somebody who may have worked before the plan ``begins``."""
    fields = {field: draw(strategy) for field, strategy in _WORKER.items()}
    past = draw(past_shifts(begins)) if draw(ONE_IN_EIGHT) else ()
    return sm.Worker(id=name, past_shifts=past, **fields)


_YES_OR_NO, _HEADCOUNT, _LEVEL = st.booleans(), st.integers(1, 3), st.integers(1, 4)
_PAUSE = st.sampled_from((0, 30, 45))
_GRANTS, _FEE = st.dictionaries(st.sampled_from(SKILLS), _LEVEL, min_size=1, max_size=2), st.sampled_from((0, 250))
_DUTY = rarely(st.sampled_from(DUTIES), {})
_DEMAND: dict[str, st.SearchStrategy[Any]] = {
    "company": _COMPANY,
    "location": _PLACE,
    "skills": rarely(st.dictionaries(st.sampled_from(SKILLS), _LEVEL, max_size=2), {}),
    "certificates": rarely(st.lists(st.sampled_from(CERTIFICATES), max_size=2, unique=True).map(tuple), ()),
    "priority": st.integers(1, 3),
    "pay_cents_per_hour": st.sampled_from((0, 1500)),
    "comparable_pay_cents_per_hour": rarely(st.sampled_from((1400, 1800)), 0),
    "accepted_lenders": rarely(_COMPANIES),
    "declined_lenders": rarely(_COMPANIES, ()),
}


@cache
def _up_to(most: int, least: int = 0) -> st.SearchStrategy[int]:
    return st.integers(least, most)


def _shift(name: str, span: dict[str, datetime], **options: Any) -> sm.Shift:
    return sm.Shift(id=name, **span, kind=kind_at(span["start"]), **options)


@st.composite
def demands(draw: st.DrawFn, name: str, most_jobs: int) -> sm.Demand:
    same_worker = draw(_YES_OR_NO)
    count = draw(_up_to(3 if same_worker else min(3, most_jobs), 1))
    headcount = draw(_HEADCOUNT)
    fields = {field: draw(strategy) for field, strategy in _DEMAND.items()}
    if (same_worker or count == 1) and draw(ONE_IN_EIGHT):
        # One that builds on nothing is in no circle.
        fields |= {"grants": draw(_GRANTS), "skills": {}, "cents_per_person": draw(_FEE)}
    return sm.Demand(
        id=name,
        headcount=headcount,
        min_crew=draw(_up_to(headcount)),
        shifts=tuple(
            _shift(f"{name}/{number}", draw(_SPANS), unpaid_break_minutes=draw(_PAUSE), **draw(_DUTY))
            for number in range(count)
        ),
        same_worker=same_worker,
        **fields,
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


_IN_ANY_ORDER = st.permutations(USUAL_RULES)
_WITHOUT = st.sampled_from((0, 0, 1, 3, 8, 12))
_OTHERS = st.lists(st.sampled_from(range(len(SPECIAL_RULES))), max_size=3, unique=True)


@st.composite
def rule_sets(draw: st.DrawFn, scene: sm.Scenario, complete: bool = False) -> tuple[Rule, ...]:
    """One rule of each kind; or, in any order, the last of the usual rules and up to three others."""
    if complete:
        usual, special = (tuple(draw(rule) for rule in rules) for rules in (USUAL_RULES, SPECIAL_RULES))
        return usual + compatible([rule for rule in special if fits(rule, scene)], scene)
    some = [draw(rule) for rule in draw(_IN_ANY_ORDER)[draw(_WITHOUT) :]]
    others = [draw(SPECIAL_RULES[place]) for place in draw(_OTHERS)]
    others = compatible([rule for rule in others if fits(rule, scene)], scene)
    for rule in others:
        some.insert(draw(_up_to(len(some))), rule)
    return tuple(some)


@st.composite
def combinations(draw: st.DrawFn, scene: sm.Scenario, number: int) -> dict[str, Any]:
    """Rules and tiers: some usual rules, three to five others, seats to be filled before one to three other terms.

    Which they are is for the number to say: left to itself, the search for examples tries few combinations.
    """
    dice = np.random.default_rng(number)
    most = dice.integers(3, 6)
    others: tuple[Rule, ...] = ()
    for place in dice.permutation(len(SPECIAL_RULES)):
        if len(others) == most:
            break
        rule = draw(SPECIAL_RULES[place])
        if fits(rule, scene):
            others = compatible((*others, rule), scene)
    kept = [draw(rule) for rule in USUAL_RULES if rule is USUAL_RULES[-1] or dice.random() < 0.5]
    filling = [term for term in SINGLE if term.needs]
    chosen = [SINGLE[place] for place in dice.permutation(len(SINGLE))[: dice.integers(1, 4)]]
    first = filling[dice.integers(len(filling))]
    return {"rules": (*kept, *others), "tiers": [[draw(terms(kind))] for kind in (first, *chosen)]}


def suited(term: Term, rules: Sequence[Rule]) -> Term:
    """A term, or the least load where what borrowers get of their seats can not be held down."""
    if any(rule.kind == "coverage" and not rule.bent for rule in rules) or not isinstance(term, ShareTerm):
        return term
    return MinLoad(of=term.of) if term.of.count == "filled" and term.presses_down else term


@cache
def terms(kind: type[Term]) -> st.SearchStrategy[Term]:
    return st.builds(
        lambda weight, rest: kind(weight=weight, **rest), st.integers(1, 3), TERM_PARAMETERS.get(kind, st.just({}))
    )


@cache
def _tiers_of(usable: tuple[type[Term], ...]) -> st.SearchStrategy[list[tuple[Term, ...]]]:
    tier = st.lists(st.sampled_from(usable).flatmap(terms), min_size=1, max_size=2).map(tuple)
    return st.lists(tier, min_size=1, max_size=3)


@st.composite
def tier_sets(draw: st.DrawFn, rules: tuple[Rule, ...]) -> tuple[tuple[Term, ...], ...]:
    kinds = {rule.kind for rule in rules}
    return tuple(draw(_tiers_of(tuple(term for term in SINGLE if set(term.needs) <= kinds))))


_COMPANY_FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "location": _PLACE,
    "corporate_group": st.sampled_from((None, "port", "food")),
    "licence_until": st.none() | _DAY,
    "works_council": rarely(st.sampled_from(sm.Consent)),
    "works_council_asked_on": _SOMETIMES_A_DAY,
    "agreements": _COMPANIES,
}
_SECTOR, _CLUSTERS = st.sampled_from(("F", "I", "Q", None)), st.sampled_from(CLUSTERS)
# One company at least has a sector and a cluster: rules about them are refused where nobody has any.
_A_SECTOR, _A_CLUSTER = st.sampled_from(("F", "I")), st.sampled_from((("port",), ("port", "food")))
_PEOPLE, _MORE_DEMANDS = st.sampled_from((1, 2, 3, 3, 4, 4)), st.sampled_from((True, True, False))
_LOSS = st.integers(0, 4)
_TRAVEL = st.sampled_from(TRAVEL)
_TIMEZONE = st.sampled_from(("Europe/Berlin", "UTC", "America/New_York"))


@st.composite
def companies(draw: st.DrawFn) -> tuple[sm.Company, ...]:
    """All of them."""
    return tuple(
        sm.Company(
            id=name,
            sector=draw(_SECTOR if number else _A_SECTOR),
            clusters=draw(_CLUSTERS if number else _A_CLUSTER),
            **{field: draw(strategy) for field, strategy in _COMPANY_FIELDS.items()},
        )
        for number, name in enumerate(COMPANIES)
    )


_ALL_COMPANIES = companies()


@st.composite
def pinned(draw: st.DrawFn, people: list[str], shifts: list[str]) -> tuple[sm.Pin, ...]:
    """Up to two."""
    every = [(one, name) for one in people for name in shifts]
    found = draw(st.dictionaries(st.sampled_from(every), _YES_OR_NO, max_size=2))
    return tuple(sm.Pin(worker=one, shift=name, assigned=into) for (one, name), into in found.items())


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
    people = draw(_PEOPLE)
    most_jobs = min(4, most_pairs // people)
    needs: list[sm.Demand] = []
    while most_jobs and (not needs or draw(_MORE_DEMANDS)):
        needs.append(draw(demands(f"d{len(needs)}", most_jobs)))
        most_jobs -= 1 if needs[-1].same_worker else len(needs[-1].shifts)
    begins = min(shift.start for need in needs for shift in need.shifts)
    team = [draw(workers(f"w{number}", begins)) for number in range(people)]
    names, shifts = [one.id for one in team], [one.id for need in needs for one in need.shifts]
    table = draw(pair_tables(names, shifts, [need.id for need in needs])) if draw(ONE_IN_EIGHT) else None
    if draw(ONE_IN_EIGHT):
        team = [one.replace(wishes=draw(wishes(needs))) for one in team]
    graph = (
        sm.Skill(id="chef", implies={"cook": draw(_LOSS)}),
        sm.Skill(id="cook", implies={"driver": draw(_LOSS)}),
    )
    scene = sm.Scenario(
        timezone=draw(_TIMEZONE),
        companies=draw(_ALL_COMPANIES),
        workers=tuple(team),
        demands=tuple(needs),
        skills=graph if draw(_YES_OR_NO) else (),
        travel=draw(_TRAVEL),
        pair_table=table,
        pins=draw(pinned(names, shifts)) if pins and draw(ONE_IN_EIGHT) else (),
    )
    if default:
        return scene
    if combination is not None:
        fields = draw(combinations(scene, combination))
        return _ruled(scene, **fields | {"rules": draw(bent(**fields))})
    rules = draw(rule_sets(scene, complete))
    tiers = draw(tier_sets(rules))
    return _ruled(scene, rules=draw(bent(rules, tiers)), tiers=tiers)


@st.composite
def bent(draw: st.DrawFn, rules: tuple[Rule, ...], tiers: Sequence[Sequence[Term]]) -> tuple[Rule, ...]:
    """The rules, some of them at a price or soft, where a tier counts it."""
    counted = {term.kind for tier in tiers for term in tier}
    ways = [how for kind, how in _BENT.items() if kind in counted]
    if not ways:
        return rules
    return tuple(_bent(rule, draw(st.sampled_from((None, None, *ways)))) for rule in rules)


_BENT: dict[str, dict[str, Any]] = {"cost": {"price_cents": 700}, "violations": {"soft": True}}


def _bent(rule: Rule, how: dict[str, Any] | None) -> Rule:
    if how is not None and isinstance(rule, Bends):
        # Hours of 24 from when work begins, and ways, have no price.
        with suppress(sm.InputError):
            return rule.replace(**how)
    return rule


def rigid(scene: sm.Scenario) -> sm.Scenario:
    """With no rule that bends: for other tiers, which need not count what is broken."""
    rules = tuple(rule.rigid if isinstance(rule, Bends) else rule for rule in scene.rules)
    return scene.model_copy(update={"rules": rules})


def _ruled(scene: sm.Scenario, rules: tuple[Rule, ...], tiers: Sequence[Sequence[Term]], **fields: Any) -> sm.Scenario:
    """With such rules, and without its pins, its musts, or what its ways lack, where none of them heeds that."""
    fields["tiers"] = [[suited(term, rules) for term in tier] for tier in tiers]
    pins = scene.pins if any(rule.keeps_pins for rule in rules) else ()
    if not any(rule.kind == "availability" for rule in rules):
        fields["workers"] = [_bidding(one) for one in scene.workers]
    if scene.travel.gaps and not any(rule.keeps_ways for rule in rules):
        fields["travel"] = TRAVEL[0]
    return scene.replace(rules=rules, pins=pins, **fields)


def _bidding(worker: sm.Worker) -> sm.Worker:
    """With a weight in place of each must."""
    if not any(wish.must for wish in worker.wishes):
        return worker
    return worker.replace(wishes=[wish.replace(must=False) for wish in worker.wishes])
