"""Random rules, each with parameters under which something is allowed and something is not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from random import Random
from typing import Any

import staffmatch as sm
from staffmatch import constraints as c
from staffmatch.constraints.shared.bends import Bends
from staffmatch.constraints.skill_mix import Role
from staffmatch.records.bases import Rule, Term
from tests.adversary.regimes import Regime

ROLES = (Role(skill="care"), Role(skill="cook", level=2), Role(skill="drive"), Role(skill="care", people=2))
DEROGATIONS: tuple[dict[str, Any], ...] = (
    {"between": "days"},
    {"hours": 11, "shortened": 6},
    {"hours": 11, "shortened": 8},
    {"hours": 11, "shortened": 6, "within_days": 1},
    {"hours": 11, "shortened": 8, "within_days": 28},
    {"hours": 11, "shortened": 6, "within_month": True},
    {"hours": 11, "shortened": 8, "within_month": True, "within_days": 1},
    {"hours": 0, "tolerated_overlap_minutes": 120},
)
NIGHTS: tuple[dict[str, Any], ...] = (
    {"hours": None, "in_a_row": 1},
    {"hours": None, "in_a_row": 0},
    {"hours": 5},
    {"hours": 8},
    {"hours": 8, "nights": 1, "days": 5},
    {"hours": None, "rest": 24, "night_hours": 0, "start": "12:00", "end": "23:30"},
)
SUNDAYS: tuple[dict[str, Any], ...] = (
    {},
    {"work": True, "free_sundays": 1, "weeks": 2},
    {"work": True, "free_sundays": 1, "weeks": 1},
    {"work": True, "free_sundays": 0, "sunday_weeks": 1, "holiday_weeks": 1},
    {"work": True, "free_sundays": 0, "sunday_weeks": 1, "holiday_weeks": 1, "made_up": "after"},
    {"work": True},
)
WAGES: tuple[dict[str, Any], ...] = (
    {},
    {"minimum_wage": {}},
    {"minimum_wage": {date(2020, 1, 1): 935}, "equal_pay": False},
    {"minimum_wage": {date(2020, 3, 1): 1600, date(2020, 4, 7): 1200}, "equal_pay": False},
)
RIVALS: tuple[dict[str, Any], ...] = (
    {"same_sector": True},
    {"pairs": (("c0", "c1"),)},
    {"pairs": (("c1", "c0"),), "same_sector": True},
)
CHANNELS: tuple[tuple[dict[str, Any], ...], ...] = (
    ({"name": "group"}, {"name": "licensed"}, {"name": "occasional"}, {"name": "secondary_job"}),
    ({"name": "licensed", "cents": 150}, {"name": "occasional", "cents": 700, "max_days": 1}),
    ({"name": "occasional", "cents": 40, "max_hours_per_week": 9}, {"name": "group", "cents": 300, "max_days": 2}),
)
LIMITS: tuple[dict[str, int], ...] = ({"lenders": 1}, {"borrowers": 1}, {"lenders": 1, "borrowers": 2})
RUNS: tuple[dict[str, int], ...] = (
    {"days": 1},
    {"days": 2},
    {"days": 3},
    {"days": 2, "least": 2},
    {"days": 4, "least": 3},
)
WEEKENDS: tuple[dict[str, Any], ...] = (
    {"most": 0},
    {"most": 1},
    {"free": 1},
    {"free": 1, "of": 1},
    {"free": 1, "of": 2},
    {"whole": True},
    {"most": 1, "whole": True},
)
SHIFTS: tuple[dict[str, int], ...] = (
    {"shifts": 0},
    {"shifts": 1},
    {"shifts": 2},
    {"shifts": 1, "least": 1},
    {"shifts": 3, "least": 2},
)
DAYS: tuple[dict[str, int], ...] = ({"days": 1}, {"days": 2}, {"days": 1, "least": 1}, {"days": 4, "least": 2})
PERIODS = ("week", "month", "horizon")
LIMITED = ("daily_hours", "weekly_hours", "horizon_hours")


PREMIUMS = (
    {"night": 25},
    {"sunday": 50, "holiday": 125},
    {"night": 33, "sunday": 50, "holiday": 40, "start": "02:00", "end": "14:30"},
)


def drawn_rules(
    dice: Random, regime: Regime, workers: Sequence[str], demands: Sequence[sm.Demand], companies: Sequence[str]
) -> list[Rule]:
    """The default rules, or most of them, some with other parameters, and a few of all others."""
    draw = _Rules(dice, regime, workers, demands, companies)
    rules = list(sm.DEFAULT_RULES)
    if dice.random() < 0.5:
        lost = dice.choice((0.0, 0.15, 0.6))
        # No dice for certificates: the scenarios of known seeds stay as they are.
        stay = ("partners", "coverage", "pins")
        rules = [one for one in rules if one.kind == "certificates" or dice.random() >= lost or one.kind in stay]
        rules = [rule if rule.kind == "certificates" else draw.changed(rule) for rule in rules]
        rules = [rule for rule in rules if rule.kind != "coverage" or dice.random() < 0.95]
    others = dice.sample(sorted(draw.others), dice.choice((0, 1, 2, 3, 4, 5, 7)))
    if "split_days" in others and dice.random() < 0.8:
        rules = [c.DailyRest(between="days") if rule.kind == "daily_rest" else rule for rule in rules]
    if "home_reserve" in others and dice.random() < 0.7:
        # Else nobody leaves a home shift for a lent one.
        rules = [rule for rule in rules if rule.kind != "daily_rest"]
    return rules + [draw.others[kind]() for kind in others]


class _Rules:
    def __init__(
        self, dice: Random, regime: Regime, workers: Sequence[str], demands: Sequence[sm.Demand], names: Sequence[str]
    ) -> None:
        self.dice, self.regime, self.workers, self.demands, self.names = dice, regime, workers, demands, names

    def changed(self, rule: Rule) -> Rule:
        dice, scope = self.dice, self.scope()
        if dice.random() < 0.5:
            return rule
        hours = dice.choice((None, 8, 9, 12, 16, 24))
        if rule.kind == "consent":
            states = ("accepted", *dice.sample(("offered", "declined", "withdrawn"), dice.randint(0, 2)))
            return c.ConsentRule(states=states, as_of=dice.choice((None, "2020-04-06T12:00+02:00")))
        if rule.kind == "daily_rest":
            derogation = dice.choice(DEROGATIONS) if dice.random() < 0.5 else {"hours": dice.choice((0, 0.5, 9, 11))}
            return c.DailyRest(**derogation, **({} if "tolerated_overlap_minutes" in derogation else scope))
        if rule.kind == "daily_hours":
            return c.DailyHours(hours=hours, per=dice.choice(("day", "24_hours")), **scope)
        return rule.replace(hours=hours, **scope) if rule.kind in LIMITED else rule

    def scope(self) -> dict[str, str]:
        if self.dice.random() < 0.7:
            return {}
        kinds = (("lender", self.names), ("worker", self.workers), ("skill", ("care", "cook", "drive")))
        return {field: self.dice.choice(names) for field, names in self.dice.sample(kinds, self.dice.choice((1, 1, 2)))}

    def borrower(self) -> dict[str, str]:
        return {"borrower": self.dice.choice(self.names)} if self.dice.random() < 0.3 else {}

    def partners(self) -> dict[str, Any]:
        limits = self.dice.choice(LIMITS)
        if self.dice.random() < 0.3 and len(limits) == 1:
            return limits | {"borrower" if "lenders" in limits else "lender": self.dice.choice(self.names)}
        return dict(limits)

    def cents(self) -> int:
        if self.regime.cents > 3_000:
            return self.regime.amount(self.dice, self.regime.cents)
        return self.dice.choice((0, 1, 5_000, 100_000))

    @property
    def wages(self) -> list[dict[str, Any]]:
        """Equal pay alone needs something to compare with."""
        compared = any(demand.comparable_pay_cents_per_hour for demand in self.demands)
        return [wages for wages in WAGES if compared or wages != {"minimum_wage": {}}]

    def groups(self) -> dict[str, Any]:
        sizes = [min(size, len(self.workers)) for size in self.dice.choice(((2,), (3,), (2, 2)))]
        groups = [self.dice.sample(list(self.workers), size) for size in sizes]
        pairs = [group if len(group) > 1 else [*group, "nobody else"] for group in groups]
        return {"groups": pairs, "per": self.dice.choice(("shift", "site_day"))}

    def counted(self) -> dict[str, Any]:
        """Shifts of some kinds, or for some demands; a rule may name only such as there are."""
        kinds = sorted({one.kind for demand in self.demands for one in demand.shifts if one.kind})
        some: list[dict[str, Any]] = [{}]
        some += [{"kinds": (self.dice.choice(kinds),)}] if kinds else []
        some += [{"demands": (self.dice.choice(self.demands).id,)}] if self.demands else []
        return self.dice.choice(some)

    def roles(self) -> dict[str, Any]:
        named = self.demands and self.dice.random() < 0.3
        demand = {"demand": self.dice.choice(self.demands).id} if named else {}
        roles, twice = self.dice.sample(ROLES, self.dice.choice((1, 1, 2))), self.dice.random() < 0.5
        twice = twice and len({role.skill for role in roles}) == len(roles)
        return {"roles": roles, "twice": twice, **demand, **({} if demand else self.borrower())}

    @property
    def others(self) -> dict[str, Callable[[], Rule]]:
        pick, cents, scope = self.dice.choice, self.cents, self.scope
        per = ("moment", "day")
        return {
            "sector_ban": lambda: c.SectorBan(
                sectors=pick((("F",), ("I", "Q"))), among_themselves=pick((True, False)), **scope()
            ),
            "strike": lambda: c.Strike(borrower=pick(self.names), **scope()),
            "works_council": lambda: c.WorksCouncil(
                of=pick(("borrower", "lender", "both")),
                lead_days=pick((0, 2, 7)),
                as_of=pick((None, date(2020, 4, 3))),
                **scope(),
            ),
            "channels": lambda: c.Channels(channels=pick(CHANNELS), per=pick(("secondment", "hour")), **scope()),
            "competitors": lambda: c.Competitors(**pick(RIVALS), **scope()),
            "max_secondment": lambda: c.MaxSecondment(
                days=pick((1, 2, 4, 8, 30)),
                break_days=pick((0, 1, 5, 30)),
                breaks_count=pick((True, False)),
                **scope(),
            ),
            "split_days": lambda: c.SplitDays(
                pieces=pick((1, 2, 3)), minutes=pick((0, 30)), hours=pick((None, 10, 13)), **scope()
            ),
            "weekly_rest": lambda: c.WeeklyRest(
                hours=pick((24, 35, 60, 100, 100, 168)),
                per=pick(("week", "seven_days")),
                edge=pick(("may_cross", "within")),
                **scope(),
            ),
            "consecutive_days": lambda: c.ConsecutiveDays(**pick(RUNS), **scope()),
            "days_off": lambda: c.DaysOff(least_in_a_row=pick((2, 3)), **scope()),
            "weekends": lambda: c.Weekends(**pick(WEEKENDS), **scope()),
            "successions": lambda: c.Successions(forbidden=self.successions(), **scope()),
            "same_kind": lambda: c.SameKind(per=pick(("day", "week", "horizon")), **scope()),
            "max_shifts": lambda: c.MaxShifts(
                **pick(SHIFTS), **self.counted(), per=pick(("day", "week", "month", "horizon")), **scope()
            ),
            "days_worked": lambda: c.DaysWorked(**pick(DAYS), per=pick(PERIODS), **scope()),
            "min_hours": lambda: c.MinHours(hours=pick((0.5, 8, 16)), per=pick(PERIODS), **scope()),
            "rolling_hours": lambda: c.RollingHours(hours=pick((0, 8, 9, 16, 24)), days=pick((1, 2, 4, 9)), **scope()),
            "average_hours": lambda: c.AverageHours(hours=pick((0, 4, 8, 12, 16)), weeks=pick((1, 2, 3)), **scope()),
            "night_work": lambda: c.NightWork(**{"rest": pick((None, 12, 48))} | pick(NIGHTS), **scope()),
            "sundays_and_holidays": lambda: c.SundaysAndHolidays(
                state=pick((None, "HH")), moved_hours=pick((0, 0, -6, -2.5, 6)), **pick(SUNDAYS), **scope()
            ),
            "lending_cap": lambda: c.LendingCap(people=pick((0, 1, 1, 2)), per=pick(per), **scope()),
            "home_reserve": lambda: c.HomeReserve(people=pick((0, 1, 1, 2)), per=pick(per), **scope()),
            "recall_notice": lambda: c.RecallNotice(people=pick((0, 1, 1, 2)), hours=pick((0, 0.5, 4, 8)), **scope()),
            "partnership_limit": lambda: c.PartnershipLimit(**self.partners()),
            "partnership_cost": lambda: c.PartnershipCost(cents=cents(), **scope()),
            "shared_cluster": lambda: c.SharedCluster(cents=cents(), **scope()),
            "borrowers_per_worker": lambda: c.BorrowersPerWorker(borrowers=pick((1, 1, 2)), **scope()),
            "min_secondment": lambda: c.MinSecondment(days=pick((1, 2, 2, 3)), break_days=pick((0, 0, 2)), **scope()),
            "onboarding_cost": lambda: c.OnboardingCost(cents=cents(), **self.borrower(), **scope()),
            "together": lambda: c.Together(**self.groups()),
            "apart": lambda: c.Apart(**self.groups()),
            "skill_mix": lambda: c.SkillMix(**self.roles()),
            "contact_limit": lambda: c.ContactLimit(lenders=pick((1, 1, 2)), **self.borrower()),
            "breaks": lambda: c.Breaks(over=pick(({6: 30, 9: 45}, {4: 30}, {5.5: 45})), **scope()),
            "pay_floor": lambda: c.PayFloor(**pick(self.wages), **scope()),
            "pay_premium": lambda: c.PayPremium(
                **pick(PREMIUMS),
                state="HH",
                night_hours=pick((0, 2, 6)),
                together=pick(("sum", "highest")),
                **scope(),
            ),
            "equal_pay": lambda: c.EqualPay(after_days=pick((0, 2, 11, 30)), break_days=pick((0, 1, 5, 30)), **scope()),
            "budget": self.budget,
            "commute_pay": lambda: c.CommutePay(
                cents_per_minute=pick((0, 7, cents())), cents_per_km=pick((1, 30)), **scope()
            ),
        }

    def successions(self) -> list[tuple[str, str]]:
        """Of kinds that there are."""
        kinds = sorted({shift.kind for demand in self.demands for shift in demand.shifts if shift.kind})
        pairs = [(one, other) for one in kinds or ("late",) for other in kinds or ("early",)]
        return self.dice.sample(pairs, self.dice.randint(1, min(3, len(pairs))))

    def budget(self) -> Rule:
        usual, most = (0, 9_000, 20_000, 40_000), 8 * self.regime.cents
        cents = self.dice.choice(usual) if self.regime.cents <= 3_000 else self.regime.amount(self.dice, most)
        charges = self.dice.random() < 0.4
        scope = {} if charges else self.scope()
        whose = self.borrower()
        # Told by the amount, not by the dice: the scenarios of known seeds stay as they are.
        whose = {"total": True} if not whose and cents % 7 == 0 else whose
        return c.Budget(cents=min(cents, 10**9), with_charges=charges, **whose, **scope)


def bent(dice: Random, regime: Regime, rules: Sequence[Rule], tiers: Sequence[Sequence[Term]]) -> list[Rule]:
    """The rules, some of them bent: at a price if a tier has the cost, soft if one counts violations."""
    kinds = {term.kind for tier in tiers for term in tier}
    ways = [way for way, kind in (("price_cents", "cost"), ("soft", "violations")) if kind in kinds]

    def one(rule: Rule) -> Rule:
        if not ways or not isinstance(rule, Bends) or getattr(rule, "per", "") == "24_hours" or dice.random() < 0.4:
            return rule
        price = dice.choice((1, 700, 5_000)) if regime.cents <= 3_000 else regime.amount(dice, regime.cents, 1)
        how: dict[str, Any] = {"price_cents": price} if dice.choice(ways) == "price_cents" else {"soft": True}
        more = {"most_extra": dice.choice((None, 1, 2))} if rule.kind == "coverage" else {}
        return rule.replace(**how, **more)

    return [one(rule) for rule in rules]
