# %% [markdown]
# # Trade-offs and fairness
#
# A plan is best *for an aim*. What does one aim cost in terms of another, who
# carries the load, and what changes if something else is allowed?

# %%
# In a checkout: pip install ".[plot,frames]"
# In Colab, once published: take away the first # of the next line.
# # %pip install "staffmatch[plot,frames]"
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import staffmatch as sm
from staffmatch.objectives import (
    MaxLoad,
    Share,
    UncoveredHours,
    leximin,
)

# %% [markdown]
# ## Hours against euros
#
# `tradeoff` finds points of the Pareto frontier: plans that can't be better in
# one aim without being worse in the other. Each is proven, also those that no
# weighted sum of the two aims would ever find.

# %%
quarter = sm.hamburg.scenario(workers=30, seats=20, days=5, seed=2)
frontier = sm.tradeoff(quarter, "uncovered_hours", "cost", points=6)
frontier

# %%
assert all(point.proven for point in frontier.points)
ax = sm.plot.frontier(frontier)

# %% [markdown]
# From right to left: each step covers more hours, and the last ones are the
# dearest. The way there is not even, since people and contracts come whole.

# %%
points = [
    (one.first.value, one.second.value) for one in frontier.points
]
prices = {
    f"from {many:g} h to {few:g} h": (dear - cheap) / (many - few)
    for (few, dear), (many, cheap) in pairwise(points)
}
for step, price in reversed(prices.items()):
    print(f"{step}: {price:.2f} euros an hour")
first_step, *_, last_step = reversed(prices.values())
assert last_step > first_step

# %% [markdown]
# ## Fair: the worst off first
#
# Three people of a hotel help in the port for a week. Only Ann can drive the
# crane, which takes three days. Whatever the plan, she has 24 hours. The
# largest load is 24 h for every plan then, and says nothing about the other
# two.

# %%
first = datetime(2020, 4, 6, 6, tzinfo=ZoneInfo("Europe/Berlin"))


def shift(name, day):
    start = first + timedelta(days=day)
    return sm.Shift(
        id=f"{name} {day}", start=start, end=start + timedelta(hours=8)
    )


free = [sm.TimeWindow(start=first, end=first + timedelta(days=7))]
skills = {"ann": {"crane": 1}, "bob": {}, "cem": {}}
week = sm.Scenario(
    companies=[sm.Company(id="hotel"), sm.Company(id="port")],
    workers=[
        sm.Worker(
            id=name,
            company="hotel",
            consent="accepted",
            availability=free,
            skills=skills[name],
        )
        for name in skills
    ],
    demands=[
        sm.Demand(
            id="crane",
            company="port",
            skills={"crane": 1},
            shifts=[shift("crane", day) for day in (0, 1, 2)],
        ),
        sm.Demand(
            id="quay",
            company="port",
            shifts=[shift("quay", day) for day in (0, 1, 2, 3)],
        ),
    ],
)


def loads(solution):
    plan = solution.to_frame(backend="pandas")
    return plan.groupby("worker").hours.sum().to_dict()


# %% [markdown]
# `MaxLoad` stops there. `leximin` goes on: when the worst off can't be helped
# any more, it helps the next.

# %%
share = Share(lender="hotel")
by_most = sm.solve(
    week.replace(tiers=[[UncoveredHours()], [MaxLoad(of=share)]])
)
by_all = sm.solve(
    week.replace(tiers=[[UncoveredHours()], leximin(share)])
)
print("largest load:", loads(by_most))
print("leximin:     ", loads(by_all))
assert loads(by_all) == {"ann": 24, "bob": 16, "cem": 16}

# %%
ax = sm.plot.timeline(by_all)

# %% [markdown]
# Each level is a tier with a bound of its own: no plan with as few uncovered
# hours has less of the first, and so on.

# %%
assert all(tier.value == tier.bound for tier in by_all.tiers)
for tier in by_all.tiers:
    print(f"{tier.term}: {tier.value:g} {tier.unit}, proven")

# %% [markdown]
# ## What if?
#
# Scenarios side by side. The first one is what the others are compared with,
# and a difference is told as one only where the bounds of both prove it.

# %%
without = quarter.without_rules("partnership_cost")
longer = quarter.replace(
    workers=[
        worker.replace(max_commute_minutes=90)
        for worker in quarter.workers
    ]
)
comparison = sm.compare(
    {
        "as it is": quarter,
        "no set-up cost": without,
        "ways of up to 90 minutes": longer,
    },
    threads=1,
)
comparison

# %% [markdown]
# Next: [write your own rule](own_rule.ipynb). More on shares and levels:
# [fairness](../fairness.md); on asking: [what if](../ask_what_if.md).
