"""A rule of your own in one class: pairs are masked before solving, the plan is checked after."""

from collections.abc import Iterator
from typing import Literal

import staffmatch as sm

# Times are kept in UTC; Hamburg's clocks show two hours more in April.
AHEAD_OF_UTC = 2


class NoNights(sm.Rule):
    """Nobody is lent for a shift that starts at 20:00 local time or later (or before 04:00)."""

    kind: Literal["no_nights"] = "no_nights"

    def keep(self, pairs):
        hour = pairs.spans["start"] // 60 % 24 + AHEAD_OF_UTC
        return pairs.without(pairs.spans.where((hour < 4) | (hour >= 20)))

    def check(self, scenario: sm.Scenario, plan: sm.Plan) -> Iterator[sm.Violation]:
        for duty in plan.duties(scenario):
            if is_night(duty.shift):
                ids = (duty.worker.id, duty.shift.id)
                yield sm.Violation(self.kind, f"{duty.worker.id} works the night of {duty.shift.id}.", 1, "shifts", ids)

    def wants(self, scenario: sm.Scenario, demand: sm.Demand, shift: sm.Shift) -> str:
        return "may work at that hour"


def is_night(shift: sm.Shift) -> bool:
    return not 4 <= shift.start.hour + AHEAD_OF_UTC < 20


city = sm.hamburg.scenario("small", seed=1)
solution = sm.solve(city.replace(rules=[*city.rules, NoNights()]))
print(f"{len(solution.assignments)} assignments, none at night: {sm.verify(solution.scenario, solution).ok}")
for shortage in solution.shortages[:3]:
    print(f"{shortage.shift}: {shortage.reason.text}")
