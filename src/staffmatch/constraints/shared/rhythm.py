"""What rules about the rhythm of a person's working days have in common."""

from __future__ import annotations

from typing import ClassVar
from zoneinfo import ZoneInfo

import numpy as np

from staffmatch.arrays import Int
from staffmatch.constraints.shared.bends import Bends
from staffmatch.constraints.shared.presence import PresenceRule
from staffmatch.constraints.shared.scoped_rule import ScopedRule
from staffmatch.constraints.shared.standby import worked
from staffmatch.domain.plan import Plan
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.relations import Relation
from staffmatch.models import Scenario, Worker
from staffmatch.records.digest import once


class RhythmRule(Bends, ScopedRule, PresenceRule):
    """About local days on which work starts, lent, at home, before the plan or by hours in the ledger.

    A day of standby that is rest is no working day.
    """

    amounts: ClassVar[str] = "days"

    def lent(self, pairs: Pairs) -> Relation:
        """The lent spans of members on days that are not worked at home."""
        spans = self.of_members(pairs, worked(pairs, pairs.spans))
        owner, day = self.home(pairs).T
        return spans.where(~spans.agrees(worker=owner, day=day))

    def home(self, pairs: Pairs) -> Int:
        """The days worked whatever the plan, as rows of worker and day, each once."""
        workers = pairs.columns.workers
        ledger = workers.ledger.minutes > 0
        owner = np.r_[workers.worked.owner, workers.ledger.owner[ledger]]
        return np.unique(np.c_[owner, np.r_[workers.worked.day, workers.ledger.day[ledger]]], axis=0)

    def at_home(self, worker: Worker, zone: ZoneInfo) -> set[int]:
        """The same of one person, from the user's own words."""
        ledger = {day.toordinal() for day, hours in worker.ledger.items() if hours}
        work = (shift for shift in worker.rostered(zone) if not shift.is_rest)
        return ledger | {shift.start.astimezone(zone).toordinal() for shift in work}

    def days_by_worker(self, scenario: Scenario, plan: Plan) -> dict[str, tuple[set[int], set[int], set[int]]]:
        """Of each member with lent days beside those at home: these, those that the rule is about, those at home."""
        zone, members, found = ZoneInfo(scenario.timezone), self.planned(scenario, plan), {}
        selects = self.selects_duty(scenario)
        for name, roster in plan.rosters(scenario).items():
            if name in members:
                home = self.at_home(members[name], zone)
                duties = [duty for duty in roster if not duty.shift.is_rest]
                days = [duty.shift.start.astimezone(zone).toordinal() for duty in duties]
                told = {day for day, duty in zip(days, duties, strict=True) if selects(duty)}
                if lent := set(days) - home:
                    found[name] = lent, told - home, home
        return found

    def plan_days(self, scenario: Scenario) -> tuple[int, int]:
        """The first and the last local day on which shifts to be filled start; none after all if there are none."""
        return once(scenario, self, lambda: _first_and_last(scenario))


def _first_and_last(scenario: Scenario) -> tuple[int, int]:
    zone = ZoneInfo(scenario.timezone)
    days = {shift.start.astimezone(zone).toordinal() for demand in scenario.demands for shift in demand.shifts}
    return min(days, default=1), max(days, default=0)
