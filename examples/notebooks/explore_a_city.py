# %% [markdown]
# # Explore a city
#
# In spring 2020 some companies of Hamburg had people with nothing to do, while
# others could not find enough hands. The city here is synthetic: its people,
# places and hours follow statistics of the time, and the same seed gives the
# same city. What is in it, who lends to whom, and what is missing?

# %%
# In a checkout: pip install ".[plot,frames]"
# In Colab, once published: take away the first # of the next line.
# # %pip install "staffmatch[plot,frames]"
import matplotlib.pyplot as plt

import staffmatch as sm

city = sm.hamburg.scenario("small", seed=1)
city

# %% [markdown]
# ## Before anything is planned
#
# `inspect` counts who is willing, which pairs of person and shift the rules
# leave, and which shifts nobody can take.

# %%
before = sm.inspect(city)
assert before.workers == 200
assert before.seats == 80
before

# %% [markdown]
# Every table is a data frame. How many seats does each skill ask for, and how
# many people have it?

# %%
demands = city.to_frame("demands", backend="pandas")
shifts = city.to_frame("shifts", backend="pandas")
workers = city.to_frame("workers", backend="pandas")

shifts_of = shifts.groupby("demand").size()
seats = demands.headcount * demands.id.map(shifts_of)
wanted = seats.groupby(demands.skills.map(", ".join)).sum()
people = workers.skills.explode().value_counts()
table = wanted.to_frame("seats").join(people.rename("people"))
assert table.seats.sum() == 80
table.sort_values("seats", ascending=False)

# %% [markdown]
# Eight people drive trucks and four are nurses, but nobody of them at the level
# that is asked for, as the list above says: here no plan can help, training can.
#
# ## The plan on the map
#
# Discs are borrowers, as large as their seats, the filled part dark. Arrows
# come from lenders, as wide as the hours.

# %%
plan = sm.solve(city, work_limit=20)
ax = sm.plot.map(plan)

# %%
assert plan.status == "optimal"
plan

# %% [markdown]
# ## Who lends to whom
#
# Hours from each lender (rows) to each borrower (columns). Frames are new
# partnerships: each costs 100 euros of set-up, so the plan has few of them.

# %%
ax = sm.plot.partnerships(plan)

# %% [markdown]
# ## What is covered, and when
#
# For each hour and skill, the share of the seats that is filled. Rows that stay
# empty all week are skills that the lenders lack; a gap at one moment is a
# matter of time.

# %%
ax = sm.plot.coverage(plan)

# %% [markdown]
# ## Why seats are empty
#
# Every shortage has a reason, counted from scratch: how many people were left,
# and for whom the last of them were not.

# %%
shortages = plan.to_frame("shortages", backend="pandas")
assert shortages.missing.sum() == 80 - len(plan.assignments)
shortages.groupby("rule").missing.sum().to_frame("empty seats")

# %%
for text in shortages.reason.unique()[:4]:
    print(text)

# %% [markdown]
# For a single shift, rule by rule: who is left? On the left of one that is
# filled, on the right of one that is not.

# %%
figure, (left, right) = plt.subplots(
    1, 2, figsize=(12, 4), layout="constrained"
)
empty = plan.shortages[0].shift
sm.plot.funnel(plan.explain(shift="d01-0406", time_limit=0), ax=left)
ax = sm.plot.funnel(plan.explain(shift=empty, time_limit=0), ax=right)

# %% [markdown]
# Next: [bring your own data](own_data.ipynb), [one Monday](one_monday.ipynb),
# or [what the law costs](law_packs.ipynb).
