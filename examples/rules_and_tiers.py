"""What a good plan is, is for you to say: other rules, other tiers, and what they cost."""

import staffmatch as sm
from staffmatch import constraints, objectives

city = sm.hamburg.scenario("small", seed=1)
plain = sm.solve(city)

# Nobody is lent to a company for less than two days, and few contracts are worth more than cheap hours.
calm = city.replace(
    rules=[*sm.DEFAULT_RULES, constraints.MinSecondment(days=2)],
    tiers=[[objectives.UncoveredHours()], [objectives.Partnerships()], [objectives.Cost()]],
)
steady = sm.solve(calm, time_limit=20)

for name, solution in (("cheapest", plain), ("fewest partnerships", steady)):
    print(f"{name}: {len(solution.partnerships)} partnerships")
    for tier in solution.tiers:
        print(f"  {tier.term}: {tier.value:,.1f} {tier.unit}, bound {tier.bound:,.1f}")
