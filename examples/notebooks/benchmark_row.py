# %% [markdown]
# # Reproduce a benchmark row
#
# Every table of the benchmarks stands beside the command that makes it. A row
# has value, bound, seconds, memory, commit and machine, and a peer is measured
# in the same run on the same instance. Here is a published row once more, and
# then rows of your own.

# %%
# The harness is in the repository, not in the package. In Colab: get the
# repository, go into its folder, and take away the first # of the next line.
# # %pip install -e ".[plot,frames,bench]"
import os
import sys
from pathlib import Path

import pandas as pd

import staffmatch as sm

here = Path.cwd()
root = next(
    one
    for one in (here, *here.parents)
    if (one / "benchmarks").is_dir()
)
sys.path.insert(0, str(root))

from benchmarks.families import FAMILIES, Instance
from benchmarks.measure import row
from benchmarks.run import Run

# %% [markdown]
# ## A published row
#
# The table of Hamburg in `benchmarks/RESULTS.md` has, of the city *small*:
# 169.5 hours and 9,572.37 euros, both proven, where a greedy plan has 177.5
# hours. Its command is
#
# ```sh
# python -m benchmarks run hamburg --preset small --seed 1 --time-limit 60 --peer greedy
# ```
#
# The command measures each row in a process of its own, so that memory is its
# own as well. The same in a cell:


# %%
def measured(family, instance, peer, seconds):
    run = Run(family, peer, seconds, threads=1, seed=1, plans=None)
    return row(run, instance)


(small,) = FAMILIES["hamburg"].instances([], "small", 1)
city = [
    measured("hamburg", small, peer, 60) for peer in (None, "greedy")
]
shown = ["peer", "status", "verified", "seconds"]
pd.DataFrame(
    {name: one[name] for name in shown}
    | {
        f"{tier['term']} ({tier['unit']})": tier["value"]
        for tier in one["tiers"]
    }
    for one in city
).fillna({"peer": "staffmatch"})

# %% [markdown]
# Seconds are those of this machine. The values are claims, and have to be the
# published ones wherever they are computed:

# %%
ours, greedy = city
hours, euros = ours["tiers"]
assert ours["status"] == "optimal"
assert hours["value"] == hours["bound"] == 169.5
assert round(euros["value"], 2) == round(euros["bound"], 2) == 9572.37
assert greedy["tiers"][0]["value"] == 177.5

# %% [markdown]
# The row also says what it was measured on: a figure without its commit and its
# machine is none.

# %%
{name: ours[name] for name in ("threads", "seed", "commit")}

# %% [markdown]
# ## Rows of your own
#
# The family *lending-shifts* asks who covers which shift, with 11 hours of rest
# and a cap on hours. If the public files are at hand, `STAFFMATCH_DATA` names
# their folder; without them the family makes instances by itself, the same ones
# for the same seed: workers, shifts, skills, cap, seed.

# %%
family = FAMILIES["lending-shifts"]
made = [f"generate:60:90:4:40:{seed}" for seed in (1, 2, 3)]
if "STAFFMATCH_DATA" in os.environ:
    instances = [
        one
        for one in family.instances([], None, 0)
        if one.name == "a.txt"
    ]
else:
    instances = [Instance.of(source) for source in made]

peers = (None, "highs", "cpsat", "greedy")
rows = [
    measured("lending-shifts", one, peer, 20)
    for one in instances
    for peer in peers
]
table = pd.DataFrame(rows)[
    ["instance", "peer", "status", "value", "bound", "seconds"]
].fillna({"peer": "staffmatch"})
table

# %% [markdown]
# Whoever solved it: a plan is verified by the same code, and no bound is above
# a value.

# %%
assert all(one["verified"] for one in rows)
for name, of_it in table.groupby("instance"):
    assert of_it.bound.max() <= of_it.value.min() + 1e-6, name

# %% [markdown]
# A profile shows for each solver which share of the instances it brought within
# so many percent of the best value: exact ones lie on one line at the top, the
# greedy one below. Three small instances are an example, no measurement.

# %%
ax = sm.plot.gap_profile(rows)

# %% [markdown]
# `python -m benchmarks run lending-shifts generate:60:90:4:40:1 --peer highs
# --jsonl out/rows.jsonl` writes such rows, `python -m benchmarks table
# out/rows.jsonl` makes a table of them. Next: [certificates by
# hand](certificates_by_hand.ipynb).
