"""One Monday: a plan, two people ill, a new demand, whom to call, and what it costs.

A script, and a notebook for editors and for Jupyter with Jupytext: its cells begin with ``# %%``.
"""

# %%
import staffmatch as sm

city = sm.hamburg.scenario("small", seed=1)
plan = sm.solve(city, time_limit=60)
print("Sunday evening:", ", ".join(f"{tier.value:,.2f} {tier.unit} ({tier.term})" for tier in plan.tiers))

# %%
# Six in the morning: two people are ill, and a hospital asks for somebody tomorrow.
ill = ["w004", "w019"]
extra = sm.Demand(
    id="tomorrow",
    company="hospital-1",
    skills={"nursing assistant": 1},
    shifts=[sm.Shift(id="tomorrow-early", start="2020-04-07T06:00+02:00", end="2020-04-07T14:00+02:00")],
)
monday = city.without(workers=ill).adding(demands=[extra])

# %%
# What now? As good as can be in the first tier, then as few changes as can be; today's shifts have begun.
after = plan.replan(monday, freeze_before="2020-04-06T12:00+02:00", time_limit=60)
print("\nMonday, six o'clock:", after.diff(plan).text)
proven = after.replanned is not None and after.replanned.proven
print("Fewest changes, proven." if proven else "There may be a plan with fewer changes.")

# %%
# Why is a seat still empty, and what would one person have to change to fill it?
empty = after.shortages[0].shift
why = after.explain(shift=empty, allow=["person"], time_limit=5)
print(f"\nWhy is {empty} empty?", why.text)

# %%
# Whom to call for the new shift, best first, and what the best plan with each of them loses elsewhere.
print("\nWhom to call:", after.recommend(shift="tomorrow-early", k=3, time_limit=3).text)

# %%
# Somebody agrees: what is taken is a verified solution of the changed scenario.
for fix in why.fixes[:1]:
    print("\nTaken:", fix.text)
    print("Now:", ", ".join(f"{tier.value:,.2f} {tier.unit} ({tier.term})" for tier in after.take(fix).tiers))
