# %% [markdown]
# # Write your own rule
#
# A rule is one class. It says the same thing twice, by code that shares no
# helper: for all pairs at once before solving, and of one plan afterwards. That
# the two agree is tested by brute force.

# %%
# In a checkout: pip install ".[plot]"
# In Colab, once published: take away the first # of the next line.
# # %pip install "staffmatch[plot]"
from collections import defaultdict
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

import staffmatch as sm
from staffmatch.arrays import Mask
from staffmatch.formulation.pairs import Pairs

# %% [markdown]
# ## A rule about pairs
#
# Nobody is lent at night. `keep` is a mask of the eligible pairs of person and
# job, `check` finds breaches in a plan, `wants` ends the sentence "0 of 12
# people ...".


# %%
@sm.register
class NoNights(sm.Rule):
    """No shift that starts from 20:00 to 04:00, local time."""

    kind: Literal["no_nights"] = "no_nights"

    def keep(self, pairs: Pairs) -> Mask:
        start = pairs.columns.shift_clock[pairs.spans["shift"]]
        night = (start < 4 * 60) | (start >= 20 * 60)
        return pairs.without(pairs.spans.where(night))

    def check(
        self, scenario: sm.Scenario, plan: sm.Plan
    ) -> Iterator[sm.Violation]:
        for duty in plan.duties(scenario):
            if not 4 <= scenario.local(duty.shift.start).hour < 20:
                text = (
                    f"{duty.worker.id} works at night: {duty.shift.id}."
                )
                ids = (duty.worker.id, duty.shift.id)
                yield sm.Violation(self.kind, text, 1, "shifts", ids)

    def wants(
        self, scenario: sm.Scenario, demand: sm.Demand, shift: sm.Shift
    ) -> str:
        return "may work at that hour"


# %% [markdown]
# ## Do the two halves agree?
#
# `conforms` goes through every plan of a tiny scenario and parts of a larger
# one. It says how many plans the rule forbade: if none, it was not tested much.

# %%
city = sm.hamburg.scenario(workers=100, seats=50, days=4, seed=2)
village = sm.hamburg.scenario(workers=60, seats=30, days=4, seed=1)
tested = sm.testing.conforms(NoNights(), [village])
assert tested.forbidden > 0
tested

# %% [markdown]
# What if `check` forgot the hours after midnight? The smallest plan for which
# the halves differ is told.


# %%
class Forgetful(NoNights):
    """As above, but `check` looks at the evening alone."""

    kind: Literal["forgetful"] = "forgetful"

    def check(
        self, scenario: sm.Scenario, plan: sm.Plan
    ) -> Iterator[sm.Violation]:
        for duty in plan.duties(scenario):
            if scenario.local(duty.shift.start).hour >= 22:
                ids = (duty.worker.id, duty.shift.id)
                yield sm.Violation(self.kind, "Late.", 1, "shifts", ids)


try:
    sm.testing.conforms(Forgetful(), [village])
except sm.ExtensionError as error:
    told = str(error)
    print(told)
assert told

# %% [markdown]
# ## Solve with it
#
# With the rule the night shifts stay empty, and the reasons name it.

# %%
as_is = sm.solve(city, work_limit=20)
nightless = sm.solve(city.with_rules(NoNights()), work_limit=20)
assert sm.verify(nightless.scenario, nightless).ok
more = nightless.tiers[0].value - as_is.tiers[0].value
assert more > 0
print(f"{more:g} more hours stay uncovered.")
for one in nightless.shortages:
    if one.reason.rule == "no_nights":
        print(f"{one.shift}: {one.reason.text}")

# %%
ax = sm.plot.timeline(nightless, by="demand")

# %% [markdown]
# ## A rule about sums
#
# Nobody works for more than so many borrowers in one week. Whether somebody has
# any shift of a borrower in a week is an indicator, a variable that is 1 as
# soon as any pair of a group is chosen. The code reads like its formula, `Σ_b
# y_wbt <= borrowers`.


# %%
@sm.register
class WeeklyBorrowers(sm.Rule):
    """``Σ_b y_wbt <= borrowers`` for every worker w and ISO week t."""

    kind: Literal["weekly_borrowers"] = "weekly_borrowers"
    borrowers: Annotated[
        int, Field(ge=1, le=1000, strict=True, description="borrowers")
    ]

    def rows(self, pairs, variables):
        served = pairs.spans.by("worker", "week", "borrower").any(
            variables
        )
        yield served.by("worker", "week").count() <= self.borrowers

    def check(
        self, scenario: sm.Scenario, plan: sm.Plan
    ) -> Iterator[sm.Violation]:
        served = defaultdict(set)
        for duty in plan.duties(scenario):
            week = scenario.local(duty.shift.start).isocalendar()[:2]
            served[duty.worker.id, week].add(duty.demand.company)
        for (worker, week), companies in served.items():
            if (excess := len(companies) - self.borrowers) > 0:
                text = (
                    f"{worker} has {len(companies)} in week {week[1]}."
                )
                ids = (worker,)
                yield sm.Violation(
                    self.kind, text, excess, "borrowers", ids
                )


tested = sm.testing.conforms(WeeklyBorrowers(borrowers=1), [village])
assert tested.forbidden > 0
tested

# %%
loyal = sm.solve(
    city.with_rules(WeeklyBorrowers(borrowers=1)), work_limit=20
)
assert loyal.tiers[0].bound > as_is.tiers[0].value
for name, found in (
    ("as it is", as_is),
    ("one borrower a week", loyal),
):
    told = ", ".join(
        f"{one.value:,.2f} {one.unit}" for one in found.tiers
    )
    print(f"{name}: {told}")

# %% [markdown]
# The kind is known from now on: to files, to spreadsheets' settings, and on the
# command line by `--plugin`. [Extending the library](../extending.md) has the
# checklist, and the same for terms, formats and ways to travel.
