"""A rule of your own in one class: pairs are masked before solving, the plan is checked after."""

from collections.abc import Iterator
from typing import Literal

import staffmatch as sm
from staffmatch.arrays import Mask
from staffmatch.formulation.pairs import Pairs


@sm.register
class NoNights(sm.Rule):
    """Nobody is lent for a shift that starts at 20:00 local time or later (or before 04:00)."""

    kind: Literal["no_nights"] = "no_nights"

    def keep(self, pairs: Pairs) -> Mask:
        start = pairs.columns.shift_clock[pairs.spans["shift"]]
        return pairs.without(pairs.spans.where((start < 4 * 60) | (start >= 20 * 60)))

    def check(self, scenario: sm.Scenario, plan: sm.Plan) -> Iterator[sm.Violation]:
        for duty in plan.duties(scenario):
            if not 4 <= scenario.local(duty.shift.start).hour < 20:
                ids = (duty.worker.id, duty.shift.id)
                yield sm.Violation(self.kind, f"{duty.worker.id} works the night of {duty.shift.id}.", 1, "shifts", ids)

    def wants(self, scenario: sm.Scenario, demand: sm.Demand, shift: sm.Shift) -> str:
        return "may work at that hour"


if __name__ == "__main__":
    city = sm.hamburg.scenario("small", seed=1)
    print(sm.testing.conforms(NoNights(), [city]))
    solution = sm.solve(city.replace(rules=[*city.rules, NoNights()]))
    print(f"{len(solution.assignments)} assignments, none at night: {sm.verify(solution.scenario, solution).ok}")
    for shortage in solution.shortages[:3]:
        print(f"{shortage.shift}: {shortage.reason.text}")
