# %% [markdown]
# # Bring your own data
#
# From data frames, and from a workbook as people keep it. What is wrong is told
# all at once, with row and column; what goes out comes back in as the same
# scenario.

# %%
# In a checkout: pip install ".[plot,frames,excel]"
# In Colab, once published: take away the first # of the next line.
# # %pip install "staffmatch[plot,frames,excel]"
import tempfile
from pathlib import Path

import pandas as pd

import staffmatch as sm

# %% [markdown]
# ## From data frames
#
# Four frames: companies, workers, demands, shifts. pandas, polars and pyarrow
# are all welcome.

# %%
companies = pd.DataFrame(
    {"id": ["hotel", "fair", "clinic", "food bank"]}
)
workers = pd.DataFrame(
    {
        "id": ["Ana", "Ben", "Cem", "Dora", "Eli", "Fay"],
        "company": ["hotel", "hotel", "hotel", "fair", "fair", "fair"],
        "skills": [
            {"care": 2},
            {"kitchen": 1},
            {"care": 1},
            {"driver": 1},
            {"driver": 1, "kitchen": 1},
            {"care": 1},
        ],
        "available_from": pd.Timestamp("2020-04-06 00:00"),
        "available_to": pd.Timestamp("2020-04-11 00:00"),
        "max_hours_per_week": [40, 20, 40, 40, 24, 30],
        "consent": ["accepted"] * 5 + ["declined"],
    }
)
demands = pd.DataFrame(
    {
        "id": ["ward", "canteen", "tour"],
        "company": ["clinic", "clinic", "food bank"],
        "skills": [{"care": 1}, {"kitchen": 1}, {"driver": 1}],
        "headcount": [2, 1, 2],
    }
)
workers

# %% [markdown]
# Shifts are made as you make any frame. Their times are local times of the
# scenario's zone: `naive="scenario"` says so.

# %%
hours = {"ward": (6, 14), "canteen": (10, 15), "tour": (8, 16)}
days = pd.date_range("2020-04-06", periods=5)
shifts = pd.DataFrame(
    [
        {
            "id": f"{demand} {day:%a}",
            "demand": demand,
            "start": day + pd.Timedelta(hours=start),
            "end": day + pd.Timedelta(hours=end),
        }
        for demand, (start, end) in hours.items()
        for day in days
    ]
)
scenario = sm.Scenario.from_frames(
    companies=companies,
    workers=workers,
    demands=demands,
    shifts=shifts,
    naive="scenario",
    timezone="Europe/Berlin",
)
scenario

# %%
plan = sm.solve(scenario)
assert plan.status == "optimal"
ax = sm.plot.timeline(plan, by="demand")

# %% [markdown]
# Hatched is what stays empty, and each shortage has a reason:

# %%
shortages = plan.to_frame("shortages", backend="pandas")
for row in shortages.itertuples():
    print(f"{row.shift}: {row.reason}")

# %% [markdown]
# The plan is a frame too: to be joined with whatever you have.

# %%
table = plan.to_frame(backend="pandas")
grid = table.pivot_table(
    index="worker",
    columns="demand",
    values="hours",
    aggfunc="sum",
    fill_value=0,
)
assert grid.sum().sum() == table.hours.sum()
assert "Fay" not in grid.index  # she declined
grid

# %% [markdown]
# ## What is wrong is told at once
#
# A skill level that is none, a company that nobody knows, a shift that ends
# before it begins: three mistakes, one message.

# %%
wrong = workers.copy()
wrong.at[1, "skills"] = {"kitchen": 9}
wrong.at[3, "company"] = "fayr"
late = shifts.copy()
late.loc[0, "end"] = late.loc[0, "start"] - pd.Timedelta(hours=1)
try:
    sm.Scenario.from_frames(
        companies=companies,
        workers=wrong,
        demands=demands,
        shifts=late,
        naive="scenario",
    )
except sm.InputError as error:
    print(error)
    found = error.problems
assert found

# %% [markdown]
# ## From a workbook
#
# Many people keep their staff in a workbook. Names of sheets and columns are
# English or German, skills are `care:3; driver`, rules are in plain words. Here
# one is written as somebody would type it.

# %%
folder = Path(tempfile.mkdtemp())
book = folder / "staff.xlsx"
sheets = {
    "Mitarbeiter": [
        [
            "Name",
            "Firma",
            "Qualifikation",
            "Stunden/Woche",
            "Zustimmung",
        ],
        ["Ana Vogt", "Hotel", "Pflege:2", 40, "ja"],
        ["Ben Groß", "Hotel", "Küche:1", 20, "ja"],
        ["Cem Demir", "Hotel", "Pflege:1", 40, "ja"],
    ],
    "Bedarf": [
        ["Firma", "Qualifikation", "Anzahl", "Datum", "von", "bis"],
        ["Klinik", "Pflege:1", 2, "06.04.2020", "06:00", "14:00"],
        ["Klinik", "Pflege:1", 2, "07.04.2020", "06:00", "14:00"],
        ["Klinik", "Küche:1", 1, "07.04.2020", "10:00", "15:00"],
    ],
    "Regeln": [["Regel"], ["max Tage am Stück: 5"], ["Ruhezeit: 11"]],
}
with pd.ExcelWriter(book) as writer:
    for name, (head, *rows) in sheets.items():
        pd.DataFrame(rows, columns=head).to_excel(
            writer, sheet_name=name, index=False
        )

clinic = sm.Scenario.load(book)
assert len(clinic.workers) == 3
clinic

# %%
solution = sm.solve(clinic)
assert not solution.shortages
solution.to_frame(backend="pandas")[["worker", "shift", "hours"]]

# %% [markdown]
# ## Out, and back in
#
# The suffix says the format: `.json`, `.xlsx`, `.parquet`, `.duckdb`. The plan
# as a workbook can be changed by hand and checked again; `.ics` is a calendar,
# `.geojson` a map.

# %%
scenario.save(folder / "week.json")
assert sm.Scenario.load(folder / "week.json") == scenario
plan.export(folder / "plan.ics")
sorted(path.name for path in folder.iterdir())

# %% [markdown]
# Every column of every frame is in [data frames](../frames.md), every sheet in
# [spreadsheets](../sheets.md). Next: [one Monday](one_monday.ipynb), when
# somebody falls ill.
