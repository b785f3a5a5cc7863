"""Shares: who has how much of what counts, beside a target and with what they had before."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from staffmatch.constraints.shared.kinds import kind_problems
from staffmatch.constraints.shared.scope import Scoped
from staffmatch.domain.plan import Duty, Plan
from staffmatch.errors import InputError, InputIssue, near_or
from staffmatch.models import Scenario, Shift
from staffmatch.objectives import refusals
from staffmatch.objectives.shared.nights import at_night
from staffmatch.records.accessors import TableName, borrowers, lenders
from staffmatch.records.field_types import CompanyId, KindId, Real, Sorted, Whole, WorkerId

if TYPE_CHECKING:
    from staffmatch.result.solution import Solution

Counting = Literal["hours", "shifts", "nights", "weekends"]
Among = Annotated[Literal["all", "used"], Field(description="who is compared")]
Column = Literal["worker", "lender", "borrower"]

Target = Annotated[Whole, Field(ge=1, le=10_000)]
Amount = Annotated[Real, Field(ge=-(10**6), le=10**6)]

# Fill rates are told apart in hundredths of a per cent.
RATES = 10_000
# More steps to a unit of target would leave little room for exact sums.
MOST_STEPS = 10**6


class AnyShare(Scoped):
    """Base of the shares. A load is ``(history + amount) / target``, in ``scale`` parts of a step.

    The amount is what somebody has in the plan: hours, shifts, night shifts, or weekends with any work.
    """

    count: Literal["hours", "shifts", "nights", "weekends", "filled"] = Field(
        default="hours", description="what is counted"
    )
    shift_kind: KindId | None = Field(default=None, description="kind of shift that counts alone")
    more_is: Literal["worse", "better"] | None = Field(default=None, description="worse unless it is filled seats")

    @property
    def known(self) -> tuple[Mapping[str, int], Mapping[str, float]]:
        """The targets, and the amounts before."""
        raise NotImplementedError

    @property
    @abstractmethod
    def column(self) -> Column:
        """What tells apart those who have a share."""

    @abstractmethod
    def parties(self, scenario: Scenario) -> list[str]:
        """Everybody who has a share, in a stable order."""

    @abstractmethod
    def party(self, duty: Duty) -> str:
        """Who has an assignment."""

    @property
    def burden(self) -> bool:
        """Whether more of it is worse."""
        return self.more_is == "worse" if self.more_is else self.count != "filled"

    @property
    def scale(self) -> int:
        """Steps of a load for each step of an amount."""
        return RATES if self.count == "filled" else math.lcm(*self.known[0].values())

    @property
    def per_unit(self) -> int:
        return RATES // 100 if self.count == "filled" else self.scale * self.steps

    @property
    def steps(self) -> int:
        """Steps of an amount to a unit."""
        return 60 if self.count == "hours" else 1

    @property
    def unit(self) -> str:
        if self.count == "filled":
            return "%"
        name = "h" if self.count == "hours" else self.count
        return f"{name} per target" if self.known[0] else name

    def counts(self, shift: Shift) -> bool:
        """Whether a shift is of the kind that counts."""
        return self.shift_kind in (None, shift.kind)

    def before(self, party: str) -> int:
        """The steps that somebody had before."""
        return round(self.known[1].get(party, 0) * self.steps)

    def targets_of(self, scenario: Scenario) -> dict[str, int]:
        """The target of everybody, 1 where there are none; of fill rates the seats."""
        if self.count != "filled":
            return {party: self.known[0].get(party, 1) for party in self.parties(scenario)}
        seats = dict.fromkeys(self.parties(scenario), 0)
        for demand in scenario.demands:
            if demand.needed:
                seats[demand.company] += demand.needed * len(demand.shifts)
        return seats

    def amounts(self, scenario: Scenario, plan: Plan) -> tuple[dict[str, int], set[str]]:
        """What everybody has in the plan, in steps, and who has any assignment."""
        amounts, weekends = dict.fromkeys(self.parties(scenario), 0), set[tuple[str, str, int, int]]()
        crews = Counter[str]()
        members, having, zone = self.members(scenario), set[str](), ZoneInfo(scenario.timezone)
        for duty in plan.duties(scenario):
            if duty.worker.id not in members or (party := self.party(duty)) not in amounts:
                continue
            if self.count == "filled" and not duty.demand.needed:
                continue
            having.add(party)
            start = duty.shift.start.astimezone(zone)
            if not self.counts(duty.shift):
                continue
            if self.count == "hours":
                amounts[party] += duty.minutes
            elif self.count == "weekends" and start.weekday() >= 5:
                weekends.add((party, duty.worker.id, *start.isocalendar()[:2]))
            elif self.count == "filled":
                # People beyond the seats of a shift fill none.
                crews[duty.shift.id] += 1
                amounts[party] += crews[duty.shift.id] <= duty.demand.needed
            elif self.count == "shifts" or (self.count == "nights" and at_night(duty.shift, zone)):
                amounts[party] += 1
        for party, *_ in weekends:
            amounts[party] += 1
        return amounts, having

    def loads(self, scenario: Scenario, plan: Plan, *, used: bool = False) -> dict[str, Fraction]:
        """The load of everybody in steps, or only of those with any assignment."""
        amounts, having = self.amounts(scenario, plan)
        targets = self.targets_of(scenario)
        return {
            party: Fraction(self.scale * (self.before(party) + amount), targets[party])
            for party, amount in amounts.items()
            if not used or party in having
        }

    def spread(self, scenario: Scenario, plan: Plan, *, used: bool) -> int:
        """The largest load, rounded up, less the smallest, rounded down."""
        loads = self.loads(scenario, plan, used=used).values()
        return math.ceil(max(loads, default=0)) - math.floor(min(loads, default=0))

    def after(self, solution: Solution, following: Scenario | None = None) -> Self:
        """The share of the next plan: what this one has is added to the history, of those who are in the following
        scenario, and so are their targets. InputError for filled seats, which have no history."""
        if self.count == "filled":
            issue = InputIssue("no_history", "count", refusals.NO_HISTORY(), refusals.NO_HISTORY_ADVICE())
            raise InputError([issue])
        amounts, _ = self.amounts(solution.scenario, solution.plan)
        table: TableName = "workers" if self.column == "worker" else "companies"
        targets, had = self.known
        here = had.keys() | amounts.keys() | targets.keys() if following is None else set(following.ids(table))
        history = {
            party: (self.before(party) + amounts.get(party, 0)) / self.steps
            for party in sorted(here & (had.keys() | amounts.keys()))
        }
        return self.replace(history=history, targets={party: targets[party] for party in sorted(here & targets.keys())})

    def problems(self, scenario: Scenario, path: str) -> Iterator[InputIssue]:
        yield from super().problems(scenario, path)
        targets, history = self.known
        everybody = scenario.ids("workers" if self.column == "worker" else "companies")
        kinds = {shift.kind for demand in scenario.demands for shift in demand.shifts if shift.kind is not None}
        if self.shift_kind is not None:
            yield from kind_problems([("shift_kind", self.shift_kind)], kinds, path)
        for field, named in (("targets", targets), ("history", history)):
            for name in sorted(named.keys() - set(everybody)):
                text = refusals.SHARE_OF_NOBODY(field=field, name=name)
                advice = near_or(name, everybody, refusals.SHARE_OF_NOBODY_ADVICE(field=field))
                yield InputIssue("unknown_share", f"{path}.{field}", text, advice, (name,))
        if targets and (left := [name for name in self.parties(scenario) if name not in targets]):
            text = refusals.NO_TARGET(n=len(left), names=tuple(left[:5]))
            yield InputIssue("missing_target", f"{path}.targets", text, refusals.NO_TARGET_ADVICE(), tuple(left[:10]))
        if self.scale > MOST_STEPS:
            text = refusals.FINE_TARGETS(parts=self.scale, most=MOST_STEPS)
            yield InputIssue("fine_targets", f"{path}.targets", text, refusals.FINE_TARGETS_ADVICE())

    @model_validator(mode="after")
    def _whole_amounts(self) -> Self:
        for name, amount in self.known[1].items():
            if abs(amount * self.steps - round(amount * self.steps)) > 1e-6:
                what = "a whole number of minutes" if self.count == "hours" else "a whole number"
                given = {"amount": f"{amount:g}", "name": name, "what": what}
                raise PydanticCustomError(
                    "no_whole_amount", "has {amount} for {name}, which is not {what}; round it", given
                )
        return self


class Share(AnyShare):
    """What each person has of it: everybody, or those in scope.

    ``targets`` says how much each is to have, in any unit: loads are compared relative to it, so that 77 and 40 are the
    contracts of 38.5 h and 20 h. ``history`` is what each had before, in hours or in numbers.
    """

    of: Literal["workers"] = "workers"
    count: Counting = Field(default="hours", description="what is counted")
    targets: Sorted[WorkerId, Target] = Field(default_factory=dict, description="target of each worker")
    history: Sorted[WorkerId, Amount] = Field(default_factory=dict, description="what each worker had before")

    @property
    def known(self) -> tuple[Mapping[str, int], Mapping[str, float]]:
        return self.targets, self.history

    @property
    def column(self) -> Column:
        return "worker"

    def parties(self, scenario: Scenario) -> list[str]:
        return list(self.members(scenario))

    def party(self, duty: Duty) -> str:
        return duty.worker.id


class CompanyShare(AnyShare):
    """What each lender gives, or each borrower gets: of everybody, or of the people in scope.

    ``count="filled"`` is the part of its seats that a borrower gets, in hundredths of a per cent; seats of trainings
    are none of them.
    """

    of: Literal["lenders", "borrowers"]
    targets: Sorted[CompanyId, Target] = Field(default_factory=dict, description="target of each company")
    history: Sorted[CompanyId, Amount] = Field(default_factory=dict, description="what each company had before")

    @property
    def known(self) -> tuple[Mapping[str, int], Mapping[str, float]]:
        return self.targets, self.history

    @property
    def column(self) -> Column:
        return "lender" if self.of == "lenders" else "borrower"

    def parties(self, scenario: Scenario) -> list[str]:
        if self.count == "filled":
            return sorted({demand.company for demand in scenario.demands if demand.needed})
        if self.of == "borrowers":
            return sorted(set(borrowers(scenario).values()))
        everybody = all(name is None for name in (self.lender, self.worker, self.skill, self.group))
        if everybody:
            return sorted(set(lenders(scenario)))
        return sorted({worker.company for worker in self.members(scenario).values()})

    def party(self, duty: Duty) -> str:
        return duty.worker.company if self.of == "lenders" else duty.demand.company

    @model_validator(mode="after")
    def _filled(self) -> Self:
        narrowed = any(name is not None for name in (self.lender, self.worker, self.skill, self.group))
        if self.count == "filled" and (
            self.of == "lenders" or narrowed or self.shift_kind or self.targets or self.history
        ):
            raise PydanticCustomError(
                "filled_is_whole",
                "counts filled seats, which are those of all borrowers beside what they ask for; leave out scope, "
                "kind, targets and history, or count shifts",
            )
        return self


def _chosen(value: object) -> object:
    """A share from data: of companies or of workers by what it is ``of``."""
    if isinstance(value, AnyShare):
        return value
    of = value.get("of", "workers") if isinstance(value, Mapping) else None
    if not isinstance(value, Mapping) or of not in ("workers", "lenders", "borrowers"):
        raise PydanticCustomError(
            "no_share", "is no share; give a record with of, which is workers, lenders or borrowers, and what it counts"
        )
    cls = Share if of == "workers" else CompanyShare
    return cls.model_validate(dict(value))


GivenShare = Annotated[Share | CompanyShare, BeforeValidator(_chosen)]
