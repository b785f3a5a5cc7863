# %% [markdown]
# # One Monday
#
# The plan is made on Sunday. On Monday at six two people are ill, and a
# hospital asks for somebody tomorrow. What changes, for whom, whom to call, and
# what does it cost?

# %%
# In a checkout: pip install ".[plot,frames]"
# In Colab, once published: take away the first # of the next line.
# # %pip install "staffmatch[plot,frames]"
import staffmatch as sm

city = sm.hamburg.scenario(workers=100, seats=50, days=5, seed=2)
plan = sm.solve(city, work_limit=20)
plan

# %% [markdown]
# ## Six in the morning
#
# What happens is said as it is: a scenario without two people and with one
# demand more.

# %%
ill = ["w028", "w029"]
early = sm.Shift(
    id="tomorrow-early",
    start="2020-04-07T06:00+02:00",
    end="2020-04-07T14:00+02:00",
)
extra = sm.Demand(
    id="tomorrow",
    company="hospital-1",
    skills={"nursing assistant": 1},
    shifts=[early],
)
monday = city.without(workers=ill).adding(demands=[extra])

# %% [markdown]
# ## What now?
#
# `replan` is as good as can be in the first tier, then changes as little as can
# be. Nobody has left home yet; later in the day
# `freeze_before="2020-04-06T12:00+02:00"` keeps what has begun as it is.

# %%
after = plan.replan(monday)
changes = after.diff(plan)
changes

# %% [markdown]
# Fewest changes, and that is proven. Blue is gained, hatched is lost.

# %%
assert after.replanned.proven
ax = sm.plot.changes(changes)

# %% [markdown]
# ## Why is a seat still empty?
#
# What would one person have to change to fill it? Each answer is solved before
# it is told.

# %%
empty = after.shortages[0].shift
why = after.explain(shift=empty, allow=["person"])
why

# %%
ax = sm.plot.funnel(why)

# %% [markdown]
# ## Who else?
#
# The new shift is filled. If that person says no: who else could do it, best
# first, and what does the best plan with each of them cost elsewhere?

# %%
others = after.recommend(shift="tomorrow-early", k=3)
assert len(others) == 3
for one in others:
    print(one.text, end="\n\n")

# %% [markdown]
# ## Whom to call
#
# Some have not answered yet whether they would be lent. Twelve messages: to
# whom, for which seat, in which order?

# %%
calls = sm.offers(after, contacts=12)
calls

# %% [markdown]
# ## Somebody agrees
#
# The first answer above was to ask somebody who has not accepted yet. She says
# yes: what is taken is a verified solution of the changed scenario.

# %%
fix = why.fixes[0]
taken = after.take(fix)
assert taken.tiers[0].value < after.tiers[0].value
print(fix.text)
taken.diff(after)

# %% [markdown]
# More: [what now](../ask_what_now.md), [who else](../ask_who_else.md),
# [why](../ask_why.md), [whom to ask](../ask_whom_to_ask.md).
