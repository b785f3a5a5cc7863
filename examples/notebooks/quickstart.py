# %% [markdown]
# # Quickstart
#
# Who should work where? A scenario says who could, `solve` finds the best plan,
# `verify` goes through it from scratch, `explain` says why a seat is empty.

# %%
# In a checkout: pip install ".[plot]"
# In Colab, once published: take away the first # of the next line.
# # %pip install "staffmatch[plot]"
import staffmatch as sm

# %% [markdown]
# ## A scenario by hand
#
# A hotel has little to do and two people who could help; a clinic looks for two
# people on Monday and on Tuesday.

# %%
free = sm.TimeWindow(
    start="2020-04-06T05:00+02:00", end="2020-04-10T22:00+02:00"
)
people = [
    sm.Worker(
        id="ana",
        company="hotel",
        skills={"care": 2},
        availability=[free],
        consent="accepted",
    ),
    sm.Worker(
        id="ben",
        company="hotel",
        skills={"kitchen": 3},
        availability=[free],
        consent="accepted",
    ),
]
ward = sm.Demand(
    id="ward",
    company="clinic",
    skills={"care": 1},
    headcount=2,
    shifts=[
        sm.Shift(
            id="mon",
            start="2020-04-06T06:00+02:00",
            end="2020-04-06T14:00+02:00",
        ),
        sm.Shift(
            id="tue",
            start="2020-04-07T06:00+02:00",
            end="2020-04-07T14:00+02:00",
        ),
    ],
)
scenario = sm.Scenario(
    companies=[sm.Company(id="hotel"), sm.Company(id="clinic")],
    workers=people,
    demands=[ward],
)
scenario

# %% [markdown]
# ## The best plan, with its proof
#
# Tiers are minimised one after the other: first the hours that nobody covers,
# then money.

# %%
solution = sm.solve(scenario)
solution

# %% [markdown]
# Ana works both days. 16 of 32 hours stay uncovered, and *optimal* means
# proven: no plan that keeps the rules has fewer.

# %%
assert solution.status == "optimal"
assert solution.tiers[0].value == solution.tiers[0].bound == 16
sorted((one.worker, one.shift) for one in solution.assignments)

# %% [markdown]
# ## Why is a seat empty?

# %%
solution.explain(shift="mon")

# %% [markdown]
# Ben cooks. If he learned care, he could fill the seat: what is asked is a
# scenario like any other, and the difference of two plans is told shift by
# shift.

# %%
trained = scenario.replace(
    workers=[
        people[0],
        people[1].replace(skills={"kitchen": 3, "care": 1}),
    ]
)
after = sm.solve(trained)
after.diff(solution)

# %%
assert after.tiers[0].value == 0  # both seats of both days are filled

# %% [markdown]
# ## Trust nothing
#
# The verifier recomputes every rule, every figure and every reason from the
# scenario and the plan. The certificate's checker recomputes the bounds in
# integers. Neither asks the solver.

# %%
assert sm.verify(trained, after).ok
assert not sm.certificate.check(trained, after, complete=True)
sm.verify(trained, after)

# %% [markdown]
# ## Pictures
#
# `sm.plot` has nine of them. This one shows who works when, in the colour of
# the borrower.

# %%
ax = sm.plot.timeline(after)

# %% [markdown]
# A larger one: a synthetic Hamburg of 200 people, solved and proven in a second
# or two. Arrows go from lenders to borrowers.

# %%
city = sm.hamburg.scenario("small", seed=1)
plan = sm.solve(city, work_limit=20)
ax = sm.plot.map(plan)

# %%
assert plan.status == "optimal"
print(plan.tiers[0].value, "hours stay uncovered; no plan has fewer.")

# %% [markdown]
# Next: [explore a city](explore_a_city.ipynb), or [bring your own
# data](own_data.ipynb).
