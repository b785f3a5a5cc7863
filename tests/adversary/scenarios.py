"""Tiny random scenarios: whatever a scenario can say, from one seed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import staffmatch as sm
from staffmatch.domain.travel import GreatCircle, Matrix
from staffmatch.errors import InputError
from staffmatch.records.travel_model import TravelModel
from tests.adversary.drawn_rules import bent, drawn_rules
from tests.adversary.drawn_tiers import drawn_tiers
from tests.adversary.placed_rules import placed_rules
from tests.adversary.regimes import REGIMES, Regime

# Told by the hour, not by the dice.
ZONES = ("Europe/Berlin", "Europe/Berlin", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC")
# A Monday; the eves of two changes of the clock, and of Good Friday and Easter.
FIRST_DAYS = (date(2020, 4, 6), date(2020, 3, 28), date(2020, 10, 24), date(2020, 4, 9), date(2020, 4, 11))
SKILLS = ("care", "cook", "drive")
PLACES = tuple(sm.Location(lat=53.5 + 0.03 * n, lon=10 - 0.05 * n, place=f"p{n}") for n in range(4))
MATRIX = Matrix(
    names=tuple(f"p{n}" for n in range(4)), table=((0, 20, 30, 61), (21, 0, None, 5), (30, 6, 1, 60), (None, 7, 60, 0))
)


def scenario(seed: int, name: str = "ordinary") -> sm.Scenario:
    """The scenario of a seed in a regime."""
    dice, regime = Random(f"{name} {seed}"), REGIMES[name]  # noqa: S311 - nothing here is secret
    fields = _Draw(dice, regime).fields()
    # By dice of their own: without them the scenarios of known seeds are what they were.
    _trainings(Random(f"trainings {name} {seed}"), fields)  # noqa: S311
    # Of their own dice: what else the scenarios of known seeds have stays as it is.
    fields = _with_bent(Random(f"bent {name} {seed}"), regime, fields)  # noqa: S311
    return _valid(_with_placed(Random(f"placed {name} {seed}"), regime, fields))  # noqa: S311


def _with_bent(dice: Random, regime: Regime, fields: dict[str, Any]) -> dict[str, Any]:
    """Some rules bend in every third scenario with drawn ones."""
    if fields["rules"] == list(sm.DEFAULT_RULES) or dice.random() < 0.65:
        return fields
    tiers = fields["tiers"]
    counted = any(term.kind == "violations" for tier in tiers for term in tier)
    if not counted and dice.random() < 0.7:
        tiers.insert(dice.randint(0, len(tiers)), [sm.objectives.Violations()])
    rules = bent(dice, regime, fields["rules"], tiers)
    soft = sorted({rule.kind for rule in rules if getattr(rule, "soft", False)})
    if soft and dice.random() < 0.3:
        named = [[term.replace(kinds=soft) if term.kind == "violations" else term for term in tier] for tier in tiers]
        return fields | {"rules": rules, "tiers": named}
    return fields | {"rules": rules, "tiers": tiers}


def _with_placed(dice: Random, regime: Regime, fields: dict[str, Any]) -> dict[str, Any]:
    """Where some rules bend, perhaps others that do so at some places, on some days."""
    if not any(getattr(rule, "bent", False) for rule in fields["rules"]):
        return fields
    starts = [shift.start for demand in fields["demands"] for shift in demand.shifts]
    first = min(starts).astimezone(ZoneInfo(fields["timezone"])).date() if starts else FIRST_DAYS[0]
    more = placed_rules(dice, regime, first, fields["demands"], fields["tiers"])
    return fields | {"rules": [*fields["rules"], *more]}


def _trainings(dice: Random, fields: dict[str, Any]) -> None:
    """In some scenarios one demand or two grant skills, and others ask for more of them."""
    demands: list[sm.Demand] = fields["demands"]
    if len(demands) < 2 or dice.random() > 0.25:
        return
    places = dice.sample(range(len(demands)), min(len(demands) - 1, dice.choice((1, 1, 2))))
    for place in range(len(demands)):
        level, skill = dice.randint(1, 4), dice.choice(SKILLS)
        if place not in places:
            demands[place] = demands[place].replace(skills=demands[place].skills | {skill: level})
            continue
        more = {"skills": {skill: level}} if dice.random() < 0.3 else {}
        grants = {one: dice.randint(1, 5) for one in dice.sample(SKILLS, dice.choice((1, 1, 2)))}
        fee = dice.choice((0, 0, 500, 9900))
        demands[place] = demands[place].replace(grants=grants, same_worker=True, cents_per_person=fee, **more)


def _valid(fields: dict[str, Any]) -> sm.Scenario:
    """Without the rules, terms and pins that the scenario refuses, and with the rule that its travel model needs."""
    while True:
        try:
            return sm.Scenario(**fields)
        except InputError as error:
            paths = [problem.path for problem in error.problems]
            # Somebody may begin: what a circle of trainings builds on is left out.
            fields["demands"] = [
                one.replace(skills={}) if one.grants and _at(paths, f"demands[{n}].skills") else one
                for n, one in enumerate(fields["demands"])
            ]
            for field in ("rules", "pins"):
                fields[field] = [one for n, one in enumerate(fields[field]) if not _at(paths, f"{field}[{n}]")]
            tiers = [
                [term for m, term in enumerate(tier) if not _at(paths, f"tiers[{n}]", f"tiers[{n}][{m}]")]
                for n, tier in enumerate(fields["tiers"])
            ]
            fields["tiers"] = [tier for tier in tiers if tier] or [[sm.objectives.WorkersUsed()]]
            if "pins" in paths:
                fields["pins"] = []
            if "workers" in paths:
                fields["rules"].append(sm.constraints.Availability())
            if "travel" in paths:
                fields["rules"].append(sm.constraints.Commute())


def _at(paths: list[str], *places: str) -> bool:
    tier, *_ = places
    return any(path == tier or path.startswith((f"{places[-1]}.", places[-1])) for path in paths)


class _Draw:
    def __init__(self, dice: Random, regime: Regime) -> None:
        self.dice, self.regime = dice, regime
        self.zone = dice.choice(ZONES)
        self.first = dice.choice(FIRST_DAYS)
        # With few days there is much to choose between, with many windows of days matter.
        self.days = dice.choice((1, 2, 3, 3, 5, 8))
        self.clear = regime.ties or dice.random() < 0.6
        self.rostered = dice.random() < 0.2
        self.placed = dice.random() < 0.6
        self.companies = [f"c{n}" for n in range(dice.randint(2, 4))]

    def rarely(self, share: float = 0.12) -> bool:
        return self.dice.random() < (share / 3 if self.clear else share)

    def fields(self) -> dict[str, Any]:
        dice = self.dice
        travel: TravelModel = MATRIX if dice.random() < 0.4 else GreatCircle(access_minutes=dice.choice((0, 5)))
        demands, workers = self.demands(), self.workers()
        rules, lean = list(sm.DEFAULT_RULES), dice.random() < self.regime.lean
        if not lean:
            names = [worker.id for worker in workers] or ["nobody"]
            rules = drawn_rules(dice, self.regime, names, demands, self.companies)
        tiers = [list(tier) for tier in sm.objectives.DEFAULT_TIERS]
        if not lean or self.rarely(0.3):
            tiers = drawn_tiers(dice, self.regime, workers, demands)
        table = self.table(workers, demands) if self.wants_table(tiers) else None
        return {
            "timezone": self.zone,
            "companies": [self.company(name) for name in self.companies],
            "workers": workers,
            "demands": demands,
            "skills": [sm.Skill(id="cook", implies={"care": 1})] if dice.random() < 0.2 else [],
            "travel": travel,
            "rules": rules,
            "tiers": tiers,
            "pair_table": table,
            "pins": self.pins(workers, demands) if dice.random() < 0.12 else [],
        }

    def place(self) -> sm.Location | None:
        return self.dice.choice(PLACES) if self.placed and self.dice.random() < 0.8 else None

    def cents(self) -> int:
        dice = self.dice
        if self.regime.cents > 3_000:
            return self.regime.amount(dice, self.regime.cents)
        return dice.choice((0, 1000, 1250, 1500, 1999, dice.randint(0, 3_000)))

    def moment(self, day: int, hour: int, minute: int = 0) -> datetime:
        local = datetime.combine(self.first + timedelta(days=day), datetime.min.time(), ZoneInfo(self.zone))
        return local.astimezone(UTC) + timedelta(hours=hour, minutes=minute)

    def span(self, most: int = 9) -> dict[str, Any]:
        dice = self.dice
        hour, minute = dice.choice((0, 6, 8, 8, 12, 14, 14, 20, 22)), dice.choice((0, 0, 0, 15, 59))
        start = self.moment(dice.randrange(self.days), hour, minute)
        length = min(most, dice.choice((2, 4, 5, 7.5, 8, 8, 9, 12)))
        pause = dice.choice((0, 0, 0, 30))
        kind = "early" if hour < 12 else "late" if hour < 20 else "night"
        return {"start": start, "end": start + timedelta(hours=length), "unpaid_break_minutes": pause, "kind": kind}

    def company(self, name: str) -> sm.Company:
        dice = self.dice
        others = [other for other in self.companies if other != name]
        return sm.Company(
            id=name,
            sector=dice.choice((None, "F", "I", "Q")),
            clusters=[cluster for cluster in ("food", "port") if dice.random() < 0.3],
            location=self.place(),
            agreements=[other for other in others if dice.random() < 0.2],
            corporate_group=dice.choice((None, "north", "south")),
            licence_until=dice.choice((None, self.first + timedelta(days=dice.randint(0, 4)), date(2030, 1, 1))),
            works_council=dice.choice(("offered", "accepted", "declined", "withdrawn")) if self.rarely(0.3) else None,
            works_council_asked_on=self.first - timedelta(days=dice.randint(0, 8)) if self.rarely(0.3) else None,
        )

    def some(self, share: float = 0.5) -> list[str]:
        return [name for name in self.companies if self.dice.random() < share]

    def workers(self) -> list[sm.Worker]:
        most = 3 if self.regime.small else 7
        count = 0 if self.rarely(0.03) else self.dice.choice((1, 2, 3, 3, 4, 4, 5, 6, 7))
        lenders = self.companies if self.rarely(0.3) else self.companies[: (len(self.companies) + 1) // 2]
        return [self.worker(f"w{n}", self.dice.choice(lenders)) for n in range(min(count, most))]

    def limit(self, *most: int) -> int | None:
        return self.dice.choice(most) if self.rarely(0.25) else None

    def worker(self, name: str, company: str) -> sm.Worker:
        dice, limit = self.dice, self.limit
        home = [sm.WorkTime(**self.span(8)) for _ in range(dice.choice((1, 1, 2)))]
        before = (self.first - timedelta(days=back) for back in range(1, 4))
        consents = ("offered", "declined", "withdrawn") if self.rarely() else ("accepted",)
        made = sm.Worker(
            id=name,
            company=company,
            home=self.place(),
            skills={skill: dice.randint(1, 5) for skill in SKILLS if dice.random() < 0.7},
            availability=self.availability(),
            home_shifts=home if self.rarely(0.3) or (self.rostered and dice.random() < 0.6) else [],
            ledger={day: dice.choice((0, 4, 8)) for day in before} if self.rarely(0.2) else {},
            secondments=self.secondments() if self.rarely(0.2) else [],
            max_hours_per_day=limit(4, 8, 10),
            max_hours_per_week=limit(8, 15, 20),
            max_hours=dice.choice((None, 15, 20, 24)) if self.regime.ties else limit(8, 15, 20, 24),
            max_commute_minutes=limit(10, 20, 30, 60),
            max_commute_km=limit(2, 5, 10),
            accepted_companies=self.some() if self.rarely() else None,
            declined_companies=self.some(0.3) if self.rarely() else (),
            preferences={other: dice.randint(-5, 5) for other in self.some() if other != company},
            consent=dice.choice(consents),
            consents=self.answers() if self.rarely(0.2) else (),
            hired_for_lending=self.rarely(0.3),
            second_jobs=self.some() if self.rarely(0.3) else (),
            pay_cents_per_hour=self.cents(),
        )
        # Told by the pay, not by the dice: the scenarios of known seeds stay as they are.
        pay = made.pay_cents_per_hour
        until = self.first + timedelta(days=pay % self.days) if pay % 3 else None
        held = [sm.HeldCertificate(id="forklift", until=until)] if pay % 5 != 4 else []
        wishes = self.wishes(pay) if pay % 4 == 1 else []
        return made.replace(wishes=wishes, certificates=held, short_time_hours=(None, 4, 6.5, 12, 0)[pay // 7 % 5])

    def wishes(self, pay: int) -> list[sm.Wish]:
        """One for a day and one against hours, which must be kept for every third person."""
        hours = ({"start": "02:30", "end": "07:00"}, {"start": "21:00", "end": "06:00"}, {"weekdays": ["monday"]})
        how = {"must": True} if pay % 3 == 0 else {"weight": pay % 5 + 1}
        days = [self.first + timedelta(days=pay % self.days + more) for more in range(pay % 2 + 1)]
        return [sm.Wish(days=days, weight=pay % 7 + 1), sm.Wish(against=True, **hours[pay % 11 % 3], **how)]

    def availability(self) -> list[sm.TimeWindow]:
        opens, closes = self.moment(-2, 0), self.moment(self.days + 3, 0)
        if not self.rarely(0.25):
            return [sm.TimeWindow(start=opens, end=closes)]
        middle = self.moment(self.dice.randrange(self.days), self.dice.choice((6, 8, 14, 22)))
        after = middle + timedelta(minutes=self.dice.choice((-60, 0, 1, 120)))
        parts = [sm.TimeWindow(start=after, end=closes), sm.TimeWindow(start=opens, end=middle)]
        return parts if self.dice.random() < 0.7 else parts[:1]

    def secondments(self) -> list[sm.Secondment]:
        first = self.first - timedelta(days=self.dice.choice((3, 10, 40)))
        last = first + timedelta(days=self.dice.choice((0, 2, 8, 20)))
        last = min(last, self.first - timedelta(days=1))
        return [sm.Secondment(company=self.dice.choice(self.companies), first=first, last=last)]

    def answers(self) -> list[sm.BorrowerConsent]:
        by = self.moment(self.dice.randrange(-2, 3), 12)
        states = ("offered", "offered", "accepted", "declined")
        return [
            sm.BorrowerConsent(company=name, state=self.dice.choice(states), answer_by=self.dice.choice((None, by)))
            for name in self.some()
        ]

    def demands(self) -> list[sm.Demand]:
        shifts = 0 if self.rarely(0.03) else self.dice.randint(1, 4) if self.regime.small else self.dice.randint(2, 8)
        demands: list[sm.Demand] = []
        borrowers = self.companies if self.rarely(0.3) else self.companies[len(self.companies) // 2 :]
        while shifts and len(demands) < 5:
            count = min(shifts, self.dice.choice((1, 1, 1, 2, 2, 3)))
            demands.append(self.demand(f"d{len(demands)}", self.dice.choice(borrowers), count))
            shifts -= count
        return demands

    def demand(self, name: str, company: str, count: int) -> sm.Demand:
        dice = self.dice
        headcount = dice.choice((1, 1, 1, 2, 2, 3))
        made = sm.Demand(
            id=name,
            company=company,
            location=self.place() if self.rarely(0.3) else None,
            skills={skill: dice.randint(1, 3) for skill in SKILLS if self.rarely(0.2)},
            headcount=headcount,
            min_crew=dice.randint(0, headcount) if self.rarely(0.4) else 0,
            shifts=[sm.Shift(id=f"{name}s{n}", **self.span(12)) for n in range(count)],
            same_worker=dice.random() < 0.25,
            priority=self.regime.amount(dice, self.regime.priority, 1),
            pay_cents_per_hour=self.cents() if dice.random() < 0.5 else 0,
            comparable_pay_cents_per_hour=self.cents() if dice.random() < 0.2 else 0,
            accepted_lenders=self.some() if self.rarely() else None,
            declined_lenders=self.some(0.3) if self.rarely() else (),
        )
        return made.replace(certificates=["forklift"]) if made.comparable_pay_cents_per_hour % 4 == 2 else made

    def wants_table(self, tiers: list[list[Any]]) -> bool:
        scored = any(term.kind == "pair_cost" for tier in tiers for term in tier)
        return self.dice.random() < (0.95 if scored else 0.1)

    def table(self, workers: list[sm.Worker], demands: list[sm.Demand]) -> dict[str, Any]:
        dice, most = self.dice, self.regime.pair_cost
        by_demand, lost = dice.random() < 0.2, dice.choice((0, 0.1, 0.3))
        targets = [d.id for d in demands] if by_demand else [s.id for d in demands for s in d.shifts]
        rows = [(w.id, target) for w in workers for target in targets if dice.random() >= lost]
        signs = dice.choice(((-1,), (1,), (-1, 1)))
        costs = [dice.choice(signs) * self.regime.amount(dice, most) for _ in rows]
        return {
            "workers": [worker for worker, _ in rows],
            "demands" if by_demand else "shifts": [target for _, target in rows],
            "costs": costs if dice.random() < 0.9 else None,
            "hours": [dice.choice((0, 2.5, 4, 8)) for _ in rows] if dice.random() < 0.15 else None,
        }

    def pins(self, workers: list[sm.Worker], demands: list[sm.Demand]) -> list[sm.Pin]:
        pairs = [(w.id, s.id) for w in workers for d in demands for s in d.shifts]
        chosen = self.dice.sample(pairs, min(len(pairs), self.dice.choice((1, 1, 2, 3))))
        return [sm.Pin(worker=w, shift=s, assigned=self.dice.random() < 0.7) for w, s in chosen]
