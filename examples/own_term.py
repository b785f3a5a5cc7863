"""A term of your own in one class: what is minimised before solving, and the same of one plan after."""

from typing import ClassVar, Literal

import staffmatch as sm
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear
from staffmatch.formulation.variables import VariableRegistry


@sm.register
class WorkingDays(sm.Term):
    """The days on which people are lent, each person's counted once: work on few days is better than on many.

    ``Σ_wt y_wt``, where ``y_wt`` is 1 as soon as person w has a shift that starts on the local day t.
    """

    kind: Literal["working_days"] = "working_days"
    unit: ClassVar[str] = "days"

    def costs(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        # An indicator for each person and day, 1 as soon as any of the pairs is chosen; each costs 1.
        return pairs.spans.by("worker", "day").any(variables).count()

    def value(self, scenario: sm.Scenario, plan: sm.Plan) -> int:
        return len({(duty.worker.id, scenario.local(duty.shift.start).date()) for duty in plan.duties(scenario)})


if __name__ == "__main__":
    city = sm.hamburg.scenario("small", seed=1).replace(tiers=[[sm.objectives.UncoveredHours()], [WorkingDays()]])
    print(sm.testing.conforms(WorkingDays(), [city]))
    # The kind is known, so text and files come back as they went.
    solution = sm.solve(sm.Scenario.model_validate_json(city.model_dump_json()), time_limit=20)
    for tier in solution.tiers:
        print(f"{tier.term}: {tier.value:g} {tier.unit}, at best {tier.bound}")
