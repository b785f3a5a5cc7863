"""A strategy for every rule: parameters under which something is allowed and something is not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

import staffmatch as sm
from staffmatch.constraints import (
    AllowedPairs,
    Apart,
    Availability,
    AverageHours,
    BorrowersPerWorker,
    Breaks,
    Budget,
    Certificates,
    Channels,
    Commute,
    CommutePay,
    Competitors,
    ConsecutiveDays,
    ConsentRule,
    ContactLimit,
    Coverage,
    DailyHours,
    DailyRest,
    DaysOff,
    EqualPay,
    HomeReserve,
    HorizonHours,
    LendingCap,
    MaxSecondment,
    MinSecondment,
    NightWork,
    OnboardingCost,
    Partners,
    PartnershipCost,
    PartnershipLimit,
    PayFloor,
    PayPremium,
    Pins,
    RecallNotice,
    RollingHours,
    SameKind,
    SectorBan,
    SharedCluster,
    SkillMix,
    Skills,
    SplitDays,
    Strike,
    Successions,
    SundaysAndHolidays,
    Together,
    Weekends,
    WeeklyHours,
    WeeklyRest,
    WorksCouncil,
)
from staffmatch.constraints.channels import Channel
from staffmatch.constraints.shared.placed_rule import PlacedRule
from staffmatch.constraints.skill_mix import Role
from staffmatch.domain.rule_conflicts import conflicting_rules
from staffmatch.objectives import (
    Change,
    CommuteOver,
    CompanyShare,
    Leximin,
    LoadOver,
    LoadUnder,
    MaxLoad,
    MinLoad,
    Share,
    Spread,
    SpreadOfHours,
)
from staffmatch.records.bases import Rule, Term

COMPANIES = ("alster", "bille", "elbe")
SKILLS = ("chef", "cook", "driver")
CERTIFICATES = ("forklift", "measles")

_HOURS = st.none() | st.sampled_from((4, 8, 10, 16, 24))


ONE_IN_EIGHT = st.sampled_from((False,) * 7 + (True,))


@st.composite
def rarely(draw: st.DrawFn, of: st.SearchStrategy[Any], otherwise: Any = None) -> Any:
    """Mostly the default, so that not every pair fails on something."""
    return draw(of) if draw(ONE_IN_EIGHT) else otherwise


def scopes() -> st.SearchStrategy[dict[str, str]]:
    """Mostly everybody; w0 is always there, and a scope that names nobody is refused."""
    return rarely(st.just({"worker": "w0"}), {})


def _ways() -> st.SearchStrategy[dict[str, bool]]:
    return rarely(st.just({"ways_between_sites": True}), {})


_LIMITS: tuple[st.SearchStrategy[Rule], ...] = (
    st.builds(
        lambda hours, per, ways, scope: DailyHours(hours=hours, per=per, **ways, **scope),
        _HOURS,
        st.sampled_from(("day", "day", "24_hours")),
        _ways(),
        scopes(),
    ),
    st.builds(lambda hours, ways, scope: WeeklyHours(hours=hours, **ways, **scope), _HOURS, _ways(), scopes()),
    st.builds(lambda hours, ways, scope: HorizonHours(hours=hours, **ways, **scope), _HOURS, _ways(), scopes()),
)

# What `DEFAULT_RULES` has.
USUAL_RULES: tuple[st.SearchStrategy[Rule], ...] = (
    st.just(AllowedPairs()),
    rarely(
        st.builds(
            ConsentRule,
            states=st.lists(st.sampled_from(sm.Consent), min_size=1, unique=True).map(tuple),
            as_of=st.sampled_from((None, "2020-03-30T12:00+02:00", "2020-04-05T00:00+02:00")),
        ),
        ConsentRule(),
    ),
    st.just(Skills()),
    st.just(Certificates()),
    st.just(Commute()),
    st.just(Availability()),
    st.just(Partners()),
    st.just(Pins()),
    st.builds(
        lambda hours, derogation, scope: DailyRest(**({"hours": hours} | derogation | scope)),
        st.sampled_from((0, 0.5, 9, 11)),
        rarely(
            st.sampled_from(
                (
                    {"between": "days"},
                    {"hours": 11, "shortened": 6},
                    {"hours": 11, "shortened": 8},
                    {"hours": 11, "shortened": 6, "within_days": 1},
                    {"hours": 11, "shortened": 8, "within_days": 28},
                    {"hours": 11, "shortened": 6, "within_month": True},
                    {"hours": 11, "shortened": 8, "within_month": True, "within_days": 1},
                )
            ),
            {},
        ),
        scopes(),
    ),
    *_LIMITS,
    st.just(Coverage()),
)

_TIME: tuple[st.SearchStrategy[Rule], ...] = (
    st.builds(
        lambda days, hours, ways, scope: RollingHours(days=days, hours=hours, **ways, **scope),
        st.integers(1, 10),
        st.sampled_from((0, 8, 12, 16, 24)),
        _ways(),
        scopes(),
    ),
    st.builds(
        lambda weeks, hours, ways, scope: AverageHours(weeks=weeks, hours=hours, **ways, **scope),
        st.integers(1, 3),
        st.sampled_from((0, 4, 8, 12)),
        _ways(),
        scopes(),
    ),
    st.builds(
        lambda pieces, minutes, hours, scope: SplitDays(pieces=pieces, minutes=minutes, hours=hours, **scope),
        st.integers(1, 3),
        st.sampled_from((0, 60)),
        st.sampled_from((None, 10, 13)),
        scopes(),
    ),
    st.builds(
        lambda hours, per, edge, scope: WeeklyRest(hours=hours, per=per, edge=edge, **scope),
        st.sampled_from((24, 35, 60, 100, 168)),
        st.sampled_from(("week", "seven_days")),
        st.sampled_from(("may_cross", "within")),
        scopes(),
    ),
    st.builds(
        lambda over, scope: Breaks(over=over, **scope),
        st.sampled_from(({6: 30, 9: 45}, {4: 30, 8: 45}, {5.5: 45}, {0: 30})),
        scopes(),
    ),
    st.builds(lambda days, scope: ConsecutiveDays(days=days, **scope), st.integers(1, 3), scopes()),
)

_NIGHTS: tuple[st.SearchStrategy[Rule], ...] = (
    st.builds(
        lambda hours, some, rest, scope: NightWork(**hours, rest=rest, **some, **scope),
        st.sampled_from(
            (
                {"hours": None, "in_a_row": 1},
                {"hours": None, "in_a_row": 0},
                {"hours": 5},
                {"hours": 8},
                {"hours": 5, "in_a_row": 1},
            )
        ),
        st.sampled_from(({}, {"nights": 1, "days": 5}, {"night_hours": 0, "start": "12:00", "end": "23:30"})),
        st.sampled_from((None, 12, 24, 48)),
        scopes(),
    ),
    st.builds(
        lambda state, moved, free, scope: SundaysAndHolidays(state=state, moved_hours=moved, **free, **scope),
        st.sampled_from((None, "HH")),
        rarely(st.sampled_from((-6, -2.5, 6)), 0),
        st.sampled_from(
            (
                {},
                {"work": True, "free_sundays": 1, "weeks": 2},
                {"work": True, "free_sundays": 1, "weeks": 1},
                {"work": True, "free_sundays": 0, "sunday_weeks": 1, "holiday_weeks": 1},
                {"work": True, "free_sundays": 0, "sunday_weeks": 1, "holiday_weeks": 1, "made_up": "after"},
                {"work": True},
            )
        ),
        scopes(),
    ),
)

_LENDERS = rarely(st.sampled_from(({"lender": "elbe"}, {"worker": "w0"}, {"skill": "driver"})), {})
_LENT_WORK = rarely(
    st.sampled_from(
        ({"lender": "elbe"}, {"worker": "w0"}, {"skill": "driver"}, {"borrower": "bille", "lender": "elbe"})
    ),
    {},
)
_PER = st.sampled_from(("moment", "day"))

_LENDING: tuple[st.SearchStrategy[Rule], ...] = (
    st.builds(
        lambda people, per, scope: LendingCap(people=people, per=per, **scope), st.integers(0, 2), _PER, _LENDERS
    ),
    st.builds(
        lambda people, per, scope: HomeReserve(people=people, per=per, **scope), st.integers(0, 2), _PER, _LENDERS
    ),
    st.builds(
        lambda people, hours, scope: RecallNotice(people=people, hours=hours, **scope),
        st.integers(0, 2),
        st.sampled_from((0, 0.5, 4, 8)),
        _LENDERS,
    ),
)

_SOMEWHERE = rarely(
    st.sampled_from(({"worker": "w0"}, {"lender": "elbe"}, {"borrower": "bille"}, {"since": date(2020, 3, 30)})), {}
)
CHANNELS: tuple[tuple[Channel, ...], ...] = (
    (Channel(name="group"), Channel(name="licensed"), Channel(name="occasional"), Channel(name="secondary_job")),
    (Channel(name="licensed", cents=150), Channel(name="occasional", cents=700, max_days=1)),
    (Channel(name="occasional", cents=40, max_hours_per_week=9), Channel(name="group", cents=300, max_days=2)),
    (Channel(name="secondary_job", cents=7000, max_hours_per_week=4), Channel(name="licensed", cents=7000)),
)

_BORROWING: tuple[st.SearchStrategy[Rule], ...] = (
    st.builds(
        lambda cents, scope: PartnershipCost(cents=cents, **scope), st.sampled_from((0, 1, 5000, 100_000)), _LENDERS
    ),
    st.builds(
        lambda days, pause, scope: MinSecondment(days=days, break_days=pause, **scope),
        st.integers(1, 3),
        st.sampled_from((0, 0, 3)),
        scopes(),
    ),
    st.builds(
        lambda limits, scope: PartnershipLimit(**limits, **scope),
        st.sampled_from(({"lenders": 1}, {"borrowers": 1}, {"lenders": 1, "borrowers": 2})),
        rarely(st.sampled_from(({"lender": "elbe"}, {"borrower": "bille"}, {"worker": "w0"}, {"skill": "driver"})), {}),
    ),
    st.builds(lambda most, scope: BorrowersPerWorker(borrowers=most, **scope), st.integers(1, 2), scopes()),
    st.builds(
        lambda days, pause, counted, scope: MaxSecondment(days=days, break_days=pause, breaks_count=counted, **scope),
        # No less than `MinSecondment` may ask for.
        st.sampled_from((3, 4, 7, 8, 9, 30, 40)),
        st.sampled_from((0, 1, 5, 30)),
        st.booleans(),
        scopes(),
    ),
    st.builds(
        lambda cents, scope: OnboardingCost(cents=cents, **scope), st.sampled_from((0, 1, 5000, 100_000)), _LENT_WORK
    ),
    st.builds(
        lambda sectors, among, office, scope: SectorBan(
            sectors=sectors, among_themselves=among, except_skills=office, **scope
        ),
        st.sampled_from((("F",), ("I", "Q"))),
        st.booleans(),
        rarely(st.just(("cook",)), ()),
        _LENDERS,
    ),
    st.builds(
        lambda where, scope: Strike(**where, **scope),
        st.sampled_from(({"borrower": "bille"}, {"borrower": "alster"}, {"sector": "Q"})),
        rarely(st.sampled_from(({"worker": "w0"}, {"since": date(2020, 3, 30)}, {"until": date(2020, 3, 31)})), {}),
    ),
    st.builds(
        lambda of, days, as_of, scope: WorksCouncil(of=of, lead_days=days, as_of=as_of, **scope),
        st.sampled_from(("borrower", "lender", "both")),
        st.sampled_from((0, 3, 7)),
        st.sampled_from((None, date(2020, 3, 27), date(2020, 4, 1))),
        _SOMEWHERE,
    ),
    st.builds(
        lambda channels, per, scope: Channels(channels=channels, per=per, **scope),
        st.sampled_from(CHANNELS),
        st.sampled_from(("secondment", "hour")),
        _SOMEWHERE,
    ),
    st.builds(
        lambda rivals, scope: Competitors(**rivals, **scope),
        st.sampled_from(
            (
                {"same_sector": True},
                {"pairs": (("bille", "alster"),)},
                {"pairs": (("elbe", "bille"),), "same_sector": True},
            )
        ),
        _LENDERS,
    ),
    st.builds(lambda cents, scope: SharedCluster(cents=cents, **scope), st.sampled_from((0, 1, 5000)), _LENDERS),
)

_GROUPS = st.sampled_from(
    (
        (("w0", "w1"),),
        (("w2", "w1"),),
        (("w0", "w1", "w2"),),
        (("w0", "w1"), ("w1", "w2")),
        (("w0", "w3"), ("w2", "w1")),
    )
)
_PLACES = st.sampled_from(("shift", "site_day"))
_DRIVER, _COOK, _COOKS = Role(skill="driver"), Role(skill="cook", level=2), Role(skill="cook", people=2)
_MIXES = st.sampled_from(
    ((_DRIVER,), (_COOK,), (_COOKS,), (_COOK, _DRIVER), (_COOKS, _DRIVER), (_COOK, _COOKS, _DRIVER))
)

_TEAMS: tuple[st.SearchStrategy[Rule], ...] = (
    st.builds(Together, groups=_GROUPS, per=_PLACES),
    st.builds(Apart, groups=_GROUPS, per=_PLACES),
    st.builds(SkillMix, roles=_MIXES, twice=st.booleans()),
    st.builds(ContactLimit, lenders=st.integers(1, 2)),
)

_MONEY: tuple[st.SearchStrategy[Rule], ...] = (
    st.builds(
        lambda wages, scope, equal: PayFloor(minimum_wage=wages, equal_pay=equal or not wages, **scope),
        st.sampled_from(({}, {date(2020, 1, 1): 935}, {date(2020, 3, 1): 1600, date(2020, 3, 29): 1400})),
        scopes(),
        st.booleans(),
    ),
    st.builds(
        lambda cents, charges, total, scope: Budget(
            cents=cents,
            with_charges=charges and not scope,
            total=total and "borrower" not in scope,
            **scope,
        ),
        st.sampled_from((0, 9_000, 20_000, 40_000)),
        st.booleans(),
        st.booleans(),
        _LENT_WORK,
    ),
    st.builds(
        lambda minute, km, scope: CommutePay(cents_per_minute=minute, cents_per_km=km, **scope),
        st.sampled_from((0, 7)),
        st.sampled_from((1, 30)),
        scopes(),
    ),
    st.builds(
        lambda percents, hours, together, scope: PayPremium(
            **percents, state="HH", night_hours=hours, together=together, **scope
        ),
        st.sampled_from(
            (
                {"night": 25},
                {"sunday": 50, "holiday": 125},
                {"night": 33, "sunday": 50, "holiday": 40, "start": "02:00", "end": "14:30"},
                {"night": 60, "sunday": 50, "start": "00:00", "end": "00:30"},
            )
        ),
        st.sampled_from((0, 2, 6.5)),
        st.sampled_from(("sum", "highest")),
        scopes(),
    ),
    st.builds(
        lambda days, pause, scope: EqualPay(after_days=days, break_days=pause, **scope),
        st.sampled_from((0, 1, 4, 8, 30)),
        st.sampled_from((0, 1, 5, 30)),
        scopes(),
    ),
)

_KINDS = ("early", "late", "night")
_PAIRS_OF_KINDS = st.sampled_from([(one, other) for one in _KINDS for other in _KINDS])

# Rhythm, of which every rule can bend.
_RHYTHM: tuple[st.SearchStrategy[Rule], ...] = (
    st.builds(
        lambda forbidden, scope: Successions(forbidden=forbidden, **scope),
        st.lists(_PAIRS_OF_KINDS, min_size=1, max_size=4, unique=True),
        scopes(),
    ),
    st.builds(
        lambda limit, scope: Weekends(**limit, **scope),
        st.sampled_from(
            (
                {"most": 0},
                {"most": 1},
                {"free": 1},
                {"free": 1, "of": 2},
                {"free": 1, "of": 1, "whole": True},
                {"most": 1, "of": 3},
                {"whole": True},
                {"most": 1, "whole": True},
            )
        ),
        scopes(),
    ),
    st.builds(
        lambda least, more, scope: ConsecutiveDays(days=least + more, least=least, **scope),
        st.integers(2, 4),
        st.integers(0, 2),
        scopes(),
    ),
    st.builds(lambda least, scope: DaysOff(least_in_a_row=least, **scope), st.integers(2, 4), scopes()),
    st.builds(lambda per, scope: SameKind(per=per, **scope), st.sampled_from(("day", "week", "horizon")), scopes()),
)

# All others, one group for each chapter of the rule book.
SPECIAL_RULES: tuple[st.SearchStrategy[Rule], ...] = (
    *_TIME,
    *_NIGHTS,
    *_LENDING,
    *_BORROWING,
    *_TEAMS,
    *_MONEY,
    *_RHYTHM,
)


def places(scenario: sm.Scenario) -> st.SearchStrategy[dict[str, Any]]:
    """Scopes of place or time, mostly of some shifts and not of all."""
    zone = ZoneInfo(scenario.timezone)
    days = sorted({one.start.astimezone(zone).date() for demand in scenario.demands for one in demand.shifts})
    sectors = sorted({one.sector for one in scenario.companies if one.sector})
    day = st.sampled_from(days)
    named = (
        st.sampled_from(sorted({demand.company for demand in scenario.demands})).map(lambda one: {"borrower": one}),
        st.sampled_from(sectors).map(lambda one: {"sector": one}),
        st.sampled_from([demand.id for demand in scenario.demands]).map(lambda one: {"demand": one}),
    )
    times = (
        day.map(lambda one: {"since": one}),
        day.map(lambda one: {"until": one}),
        st.tuples(day, day).map(lambda two: {"since": min(two), "until": max(two)}),
    )
    one = st.one_of(*named, *times)
    return st.one_of(one, one, st.tuples(st.one_of(*named), st.one_of(*times)).map(lambda two: two[0] | two[1]))


def people(rule: PlacedRule, scenario: sm.Scenario) -> st.SearchStrategy[dict[str, Any]]:
    """Scopes of people, as far as a rule has them."""
    scopes_ = ({"worker": "w0"}, {"lender": scenario.workers[0].company}, {"skill": "driver"}, {"group": "night"})
    return st.sampled_from([scope for scope in scopes_ if set(scope) <= set(type(rule).model_fields)] or [{}])


def narrowed(rule: PlacedRule, scenario: sm.Scenario) -> st.SearchStrategy[PlacedRule]:
    """The rule for some shifts, mostly by place or time."""
    scope = st.one_of(places(scenario), places(scenario), people(rule, scenario))
    return st.tuples(scope, rarely(people(rule, scenario), {})).map(lambda two: _scoped(rule, two[0] | two[1]))


def _scoped(rule: PlacedRule, scope: dict[str, Any]) -> PlacedRule:
    """The rule with a scope; charges belong to no one person, demand or day."""
    uncharged = isinstance(rule, Budget) and not set(scope) <= {"borrower", "sector"}
    return _bare(rule).model_copy(update=scope | ({"with_charges": False} if uncharged else {}))


def _bare(rule: PlacedRule) -> PlacedRule:
    """The rule without a scope, and without what a scope contradicts."""
    whole = {"total": False} if isinstance(rule, Budget) else {}
    return rule.model_copy(update=dict.fromkeys(rule.scope_fields()) | whole)


def overriding(rule: PlacedRule, scenario: sm.Scenario) -> st.SearchStrategy[tuple[PlacedRule, PlacedRule]]:
    """A rule about everybody, and one of its kind that takes its place for some shifts."""
    bare = _bare(rule)
    over = narrowed(bare, scenario).map(lambda one: one.model_copy(update={"overrides": True}))
    return over.map(lambda one: (_overridden(bare, one, scenario), one))


def _overridden(rule: PlacedRule, over: PlacedRule, scenario: sm.Scenario) -> PlacedRule:
    """The rule, without charges where one that takes its place is about some people or days alone."""
    told = isinstance(rule, Budget) and not fits(rule, scenario.model_copy(update={"rules": (rule, over)}))
    return rule.model_copy(update={"with_charges": False}) if told else rule


def fits(rule: Rule, scenario: sm.Scenario) -> bool:
    """Whether a rule names nobody that is not there, and asks for no more people than there are."""
    return not any(True for _ in rule.problems(scenario, ""))


def compatible(rules: Sequence[Rule], scenario: sm.Scenario) -> tuple[Rule, ...]:
    """Without what a rule in front of it contradicts."""
    kept: list[Rule] = []
    for rule in rules:
        if not any(True for _ in conflicting_rules(scenario.model_copy(update={"rules": (*kept, rule)}))):
            kept.append(rule)
    return tuple(kept)


AMONG = st.sampled_from(("all", "used")).map(lambda among: {"among": among})
LEVELS = st.sampled_from((0, 1, 240, 480)).map(lambda level: {"level": level})
_COUNTED = st.sampled_from(("hours", "hours", "shifts", "nights", "weekends"))
_MORE_IS = st.sampled_from((None, "worse", "better"))
SHARES = st.one_of(
    st.builds(
        lambda scope, count, more_is, had: Share(**scope, count=count, more_is=more_is, history={"w0": had}),
        scopes(),
        _COUNTED,
        _MORE_IS,
        st.sampled_from((-8, 0, 3)),
    ),
    st.builds(CompanyShare, of=st.sampled_from(("lenders", "borrowers")), count=_COUNTED, more_is=_MORE_IS),
    st.just(CompanyShare(of="borrowers", count="filled")),
).map(lambda share: {"of": share})

# Terms that need parameters, or have such that matter; all others have their defaults.
TERM_PARAMETERS: dict[type[Term], st.SearchStrategy[dict[str, Any]]] = {
    Change: st.lists(st.tuples(st.just("w0"), st.just("d0/0")), max_size=1).map(lambda plan: {"plan": tuple(plan)}),
    CommuteOver: st.fixed_dictionaries({"minutes": st.sampled_from((0, 10, 25))}),
    SpreadOfHours: st.tuples(scopes(), AMONG).map(lambda two: two[0] | two[1]),
    Spread: st.tuples(SHARES, AMONG).map(lambda two: two[0] | two[1]),
    MaxLoad: st.tuples(SHARES, AMONG).map(lambda two: two[0] | two[1]),
    MinLoad: st.tuples(SHARES, AMONG).map(lambda two: two[0] | two[1]),
    LoadOver: st.tuples(SHARES, LEVELS).map(lambda two: two[0] | two[1]),
    LoadUnder: st.tuples(SHARES, LEVELS).map(lambda two: two[0] | two[1]),
    Leximin: SHARES,
}

# Rules that can bend, as rigid ones.
BENDING: tuple[st.SearchStrategy[Rule], ...] = (*_LIMITS, *_RHYTHM)
