# %% [markdown]
# # Certificates by hand
#
# How can anyone be sure that no plan is better, without trusting the program
# that says so? By a handful of whole numbers, called prices, and a sum. Three
# people, three seats, one sheet of paper.

# %%
# In a checkout: pip install ".[frames,report]"
# In Colab, once published: take away the first # of the next line.
# # %pip install "staffmatch[frames,report]"
import tempfile
from pathlib import Path

import pandas as pd

import staffmatch as sm

# %% [markdown]
# ## A market
#
# Ann, Bob and Cem can each take one of three shifts of a clinic, all at the
# same time. The table says how many minutes they are on their way. An empty
# seat counts as much as an hour of way.

# %%
minutes = pd.DataFrame(
    {"gate": [50, 30, 60], "lab": [20, 10, 25], "ward": [30, 40, 45]},
    index=["ann", "bob", "cem"],
)
minutes

# %% [markdown]
# The nearest first? Bob takes the lab (10), then Ann the ward (30), and Cem is
# left with the gate (60): 100 minutes. Is there anything better?

# %%
start, end = "2020-04-06T06:00+02:00", "2020-04-06T14:00+02:00"
free = [sm.TimeWindow(start=start, end=end)]
rows = [
    (w, s, int(minutes.at[w, s]))
    for w in minutes.index
    for s in minutes
]
scenario = sm.Scenario(
    companies=[sm.Company(id="hotel"), sm.Company(id="clinic")],
    workers=[
        sm.Worker(
            id=name,
            company="hotel",
            consent="accepted",
            availability=free,
        )
        for name in minutes.index
    ],
    demands=[
        sm.Demand(
            id=name,
            company="clinic",
            shifts=[sm.Shift(id=name, start=start, end=end)],
        )
        for name in minutes.columns
    ],
    pair_table=sm.PairTable(
        workers=[worker for worker, _, _ in rows],
        shifts=[shift for _, shift, _ in rows],
        costs=[cost for _, _, cost in rows],
    ),
    tiers=[
        [sm.objectives.EmptySeats(weight=60), sm.objectives.PairCost()]
    ],
)
solution = sm.solve(scenario)
best = {one.worker: one.shift for one in solution.assignments}
print(best, "in", solution.tiers[0].value)

# %% [markdown]
# 85 instead of 100: Bob leaves the lab to Cem. The program says that no plan is
# below 85. Let us see for ourselves.
#
# ## What a pair saves
#
# Without anybody the three seats cost 3 × 60 = 180. Each pair saves 60 less its
# way. So what is asked is: how much can three pairs save at most, no person and
# no seat twice?

# %%
empty = 3 * 60
saves = 60 - minutes
saves

# %% [markdown]
# ## Prices
#
# Here are whole numbers, one for each person and one for each seat. Where they
# come from does not matter; somebody may have guessed them. What matters is a
# single property, which you can check nine times: **a person's price and a
# seat's price together are never less than what the pair saves.**

# %%
person = pd.Series({"ann": 5, "bob": 15, "cem": 0})
seat = pd.Series({"gate": 15, "lab": 35, "ward": 25})
paid = pd.DataFrame({s: person + seat[s] for s in seat.index})
paid

# %% [markdown]
# What is left of each pair when both have been paid is its *reduced cost*. None
# is negative, so the property holds.

# %%
reduced = paid - saves
assert (reduced >= 0).all(axis=None)
reduced

# %% [markdown]
# ## The sum
#
# Take any plan. Each of its pairs saves no more than its two prices. No person
# and no seat is used twice, so all of them together save no more than **all the
# prices together**:
#
# 5 + 15 + 0 + 15 + 35 + 25 = 95.
#
# And 180 − 95 = 85. No plan is below 85. There is a plan with 85, so it is the
# best one. That is the whole proof, and no solver is in it.

# %%
bound = empty - int(person.sum() + seat.sum())
assert bound == solution.tiers[0].value == 85
print(empty, "-", int(person.sum() + seat.sum()), "=", bound)

# %% [markdown]
# The zeros of the table say where the best plan has to be: a pair with 10 left
# over would lose 10 against the bound, so no plan of 85 has it. Pairs of the
# plan have 0.

# %%
assert all(
    reduced.at[worker, shift] == 0 for worker, shift in best.items()
)
reduced.style.apply(
    lambda row: [
        "background-color: #0072b2; color: white"
        if best[row.name] == shift
        else ""
        for shift in row.index
    ],
    axis=1,
)

# %% [markdown]
# ## The library's certificate
#
# A solution carries such prices for each tier: the rows of the program that
# they belong to, and whole numbers in units of `1 / scale`. The rows can be
# read in the exported program: rests and hours of each person (one shift a
# day), and coverage of each seat (one person).

# %%
proof = solution.certificate[0]
path = Path(tempfile.mkdtemp()) / "market.lp"
scenario.export(path)
text = path.read_text(encoding="utf-8")
names = [
    line.split(":")[0].strip()
    for line in text.split("Subject To")[1].splitlines()
    if ":" in line
]
dict(zip([names[row] for row in proof.rows], proof.prices, strict=True))

# %% [markdown]
# All savings are multiples of 5, so the library counts in fives. And its prices
# differ from ours: a pair may save *more* than its two prices, if the excess is
# paid in full. Sum up what is too little, and add it.

# %%
step = 5
told = pd.Series(0, index=[*person.index, *seat.index])
for row, price in zip(proof.rows, proof.prices, strict=True):
    told[names[row].split(".")[1]] -= price * step // proof.scale
excess = {
    (worker, shift): int(
        saves.at[worker, shift] - told[worker] - told[shift]
    )
    for worker in person.index
    for shift in seat.index
    if saves.at[worker, shift] > told[worker] + told[shift]
}
print("prices:", told.to_dict())
print("excess:", excess)
most = int(told.sum()) + sum(excess.values())
print(empty, "-", most, "=", empty - most)
assert empty - most == 85

# %% [markdown]
# `sm.certificate.check` does just this, in integers, for programs with millions
# of pairs: it makes the rows from the scenario once more and asks no solver. An
# empty answer is a proof without a gap.

# %%
assert sm.certificate.check(scenario, solution, complete=True) == ()

# %% [markdown]
# ## Break it
#
# A forger claims 84. The certificate still proves 85, whatever is written above
# it:

# %%
tier = solution.tiers[0]
claim = tier.model_copy(
    update={"value": 84.0, "bound": 84.0, "certified": 84.0}
)
forged = solution.model_copy(update={"tiers": (claim,)})
refused = sm.certificate.check(scenario, forged)
assert len(refused) == 2
for one in refused:
    print(one.text)

# %% [markdown]
# Another one lowers all prices to two thirds, in order to prove more: the sum
# is smaller then, but every pair now saves more than it is paid, and the excess
# eats it all and more.

# %%
lower = tuple(price * 2 // 3 for price in proof.prices)
cheap = proof.model_copy(update={"prices": lower})
forged = solution.model_copy(update={"certificate": (cheap,)})
refused = sm.certificate.check(scenario, forged)
assert refused
print(refused[0].text)

# %% [markdown]
# And prices of the other sign, which would turn "at most one person a seat"
# into "at least one", prove nothing at all.

# %%
turned = proof.model_copy(
    update={"prices": tuple(-p for p in proof.prices)}
)
forged = solution.model_copy(update={"certificate": (turned,)})
refused = sm.certificate.check(scenario, forged)
assert "nothing" in str(refused[0].text)
print(refused[0].text)

# %% [markdown]
# Wrong prices can prove too little, never too much: that is why nobody has to
# trust who made them. [The model](../model.md) has the same for all rules and
# tiers, [the algorithm](../algorithm.md) says where good prices come from.
