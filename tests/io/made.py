"""Scenarios as data frames of each kind."""

from __future__ import annotations

from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa

import staffmatch as sm

# What of a scenario is no table.
REST = ("timezone", "skills", "pins", "travel", "rules", "tiers", "pair_table")

KINDS = {
    "pandas": lambda rows: pd.DataFrame(rows, dtype=object),
    "polars": lambda rows: pl.DataFrame(rows, infer_schema_length=None),
    "pyarrow": lambda rows: pa.table({name: [row.get(name) for row in rows] for name in _names(rows)}),
}


def _names(rows: list[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))


def contents(scenario: sm.Scenario) -> dict[str, Any]:
    """The records as plain rows; the days of a ledger as text, since the fields of a struct are named by it."""
    found = scenario.model_dump(include={"companies", "workers", "demands"})
    for worker in found["workers"]:
        worker["ledger"] = {str(day): hours for day, hours in worker["ledger"].items()}
        worker["consent"] = worker["consent"].value
    return {name: [dict(row) for row in rows] for name, rows in found.items()}


def framed(content: dict[str, Any], kind: str, **fields: Any) -> sm.Scenario:
    """A scenario from frames of the rows."""
    shifts = [{**shift, "demand": demand["id"]} for demand in content["demands"] for shift in demand["shifts"]]
    demands = [{name: value for name, value in row.items() if name != "shifts"} for row in content["demands"]]
    tables = {"companies": content["companies"], "workers": content["workers"], "demands": demands, "shifts": shifts}
    return sm.Scenario.from_frames(**{name: KINDS[kind](rows) for name, rows in tables.items()}, **fields)
