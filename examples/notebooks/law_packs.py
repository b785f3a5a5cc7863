# %% [markdown]
# # Law packs and what they cost
#
# A law pack is the law of a country, as it was on a day, as rules with
# paragraph and source. What does it cost a plan in hours? This is no legal
# advice: packs simplify, and [the book of law](../law.md) says where.

# %%
# In a checkout: pip install ".[plot,frames,holidays]"
# In Colab, once published: take away the first # of the next line.
# # %pip install "staffmatch[plot,frames,holidays]"
from datetime import date

import matplotlib.pyplot as plt
import pandas as pd

import staffmatch as sm

# %% [markdown]
# ## The law of a day
#
# From 10 April to 30 June 2020 an ordinance, the
# COVID-19-Arbeitszeitverordnung, let people in health care, logistics and food
# work longer, rest less, and work on Sundays and holidays. So the law of 9
# April is not that of 15 April. Each rule says what it rests on, and where that
# can be read:

# %%
before = sm.law.germany(on="2020-04-09", state="HH", sector="Q")
during = sm.law.germany(on="2020-04-15", state="HH", sector="Q")
changed = [rule for rule in during if rule not in before]
assert len(before) == len(during)
assert all(
    "COVID-19-ArbZV" in rule.because.paragraph for rule in changed
)
pd.DataFrame(
    {
        "rule": rule.kind,
        "rests on": rule.because.paragraph,
        "until": rule.because.valid_until,
    }
    for rule in changed
)

# %% [markdown]
# What exactly changes are parameters of these rules:

# %%
pd.DataFrame(
    [
        (new.kind, name, getattr(old, name), getattr(new, name))
        for old, new in zip(before, during, strict=True)
        for name in type(new).model_fields
        if name != "because"
        and getattr(old, name) != getattr(new, name)
    ],
    columns=["rule", "parameter", "9 April", "15 April"],
)

# %% [markdown]
# ## A city at Easter
#
# Two weeks from Easter Monday, 13 April 2020, in a synthetic Hamburg of 100
# people. To see what the law does, everything that is no law is left as it is,
# and what stands in for law in the generated city is taken out: limits of hours
# a day, rests, 48 hours a week.

# %%
made = sm.hamburg.scenario(
    workers=100, seats=200, days=14, start=date(2020, 4, 13), seed=1
)
city = made.replace(
    workers=[
        one.replace(max_hours_per_day=None) for one in made.workers
    ],
    demands=[one.replace(priority=1) for one in made.demands],
    tiers=[[sm.objectives.UncoveredHours()]],
)
city = city.without_rules("daily_hours").with_rules(
    sm.constraints.DailyRest(hours=0),
    sm.constraints.WeeklyHours(hours=None),
)
sections = sorted(
    {city.company(one.company).sector for one in city.demands}
)


def under(day):
    return city.with_rules(
        *sm.law.germany(on=day, state="HH", sector=sections)
    )


old = under("2020-04-09")
cases = {
    "the law": old,
    "without Sundays and holidays": old.without_rules(
        "sundays_and_holidays"
    ),
    "without hours a day": old.without_rules("daily_hours"),
    "without rests": old.without_rules("daily_rest"),
    "with the ordinance": under("2020-04-15"),
    "without any law": city,
}
comparison = sm.compare(cases, threads=1)
comparison

# %% [markdown]
# Each bar is the best plan, and proven: no plan of that case covers more. So
# what two bars differ by is the law's, and no noise of a search.

# %%
hours = pd.Series(
    {case.name: case.tiers[0].value for case in comparison.cases}
)
assert all(
    case.tiers[0].value == case.tiers[0].bound
    for case in comparison.cases
)
gained = hours["the law"] - hours

figure, ax = plt.subplots(figsize=(7, 2.6), layout="constrained")
bars = ax.barh(hours.index[::-1], gained[::-1], color="#0072b2")
ax.bar_label(bars, fmt="%+g h", padding=4)
ax.set_xlim(0, gained.max() * 1.15)
ax.set_xlabel("covered hours more than under the law of 9 April 2020")
ax.spines[["top", "right"]].set_visible(False)

# %% [markdown]
# It is the rest on Sundays and holidays, Easter Monday among them, that costs
# hours here; rests and hours a day cost none alone. The ordinance brought
# nearly all that any change of the law could have brought. The city is
# synthetic: this says what the rules do in such a city, and nothing about what
# was done.

# %%
assert gained["without rests"] == 0
assert gained["with the ordinance"] > 0.8 * gained["without any law"]

# %% [markdown]
# ## Who breaks what
#
# A plan that was made without the law, held against it: each breach has its
# paragraph.

# %%
free = comparison.solutions["without any law"]
found = sm.verify(old, free.plan)
assert not found.ok
for one in found.violations[:3]:
    print(one.text)

# %% [markdown]
# [The book of law](../law.md) has every paragraph with what it simplifies and
# what it leaves out; [spring 2020](../law-2020.md) has each paragraph's cost in
# larger cities.
