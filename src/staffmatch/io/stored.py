"""Scenarios in folders of Parquet tables and in DuckDB files, wherever a path says where one stands."""

from __future__ import annotations

from pathlib import Path

from staffmatch.errors import InputError, InputIssue
from staffmatch.io import parquet
from staffmatch.io.store import Store
from staffmatch.models import Scenario


def read_stored(path: str | Path) -> Scenario | None:
    """The scenario of a folder of Parquet tables, or the only one of a DuckDB file; None where the path is neither."""
    place = Path(path)
    try:
        folder, file = (place / "workers.parquet").is_file(), place.suffix.lower() == ".duckdb" and place.is_file()
    except (OSError, ValueError):
        return None
    if folder:
        return parquet.read_scenario(place)
    return _only(place) if file else None


def _only(path: Path) -> Scenario:
    with Store(path) as store:
        names = list(store.scenarios)
        if len(names) == 1:
            return store.load(names[0])
    text = f"holds {len(names)} scenarios{': ' if names else ''}{', '.join(map(repr, names[:10]))}."
    advice = "Load one by its name: Store(path).load(name)." if names else "Save one first."
    raise InputError([InputIssue("no_single_scenario", str(path), text, advice, tuple(names))])
