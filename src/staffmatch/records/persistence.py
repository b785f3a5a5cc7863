"""Loading, saving and exporting scenarios: data frames, files of every format, maps, solver formats."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from staffmatch.io.naive import Naive
    from staffmatch.io.tables import ScenarioTable
    from staffmatch.models import Scenario
    from staffmatch.privacy import Grain
    from staffmatch.result.solution import Solution


def of_frames(frames: dict[str, Any], naive: Naive | None, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of a scenario: records from data frames, and other fields as they are."""
    from staffmatch.io.frames import scenario_content
    from staffmatch.io.naive import zone_of
    from staffmatch.models import Scenario

    timezone = fields.get("timezone", Scenario.model_fields["timezone"].default)
    return scenario_content(**frames, zone=zone_of(naive, timezone)) | fields


def load(source: str | Path) -> Scenario:
    from staffmatch.io.formats import read_scenario
    from staffmatch.models import Scenario

    if isinstance(source, str) and source.lstrip().startswith("{"):
        return Scenario.model_validate_json(source)
    return read_scenario(source).scenario


def save(scenario: Scenario, path: str | Path, name: str | None) -> None:
    from staffmatch.io import formats

    formats.save(scenario, path, name)


def export(scenario: Scenario, path: str | Path, **options: Any) -> None:
    from staffmatch.io import formats

    formats.export(scenario, path, **options)


def geojson(scenario: Scenario, homes: Grain | None) -> dict[str, Any]:
    from staffmatch.io.geojson import scenario_geojson

    return scenario_geojson(scenario, homes)


def mps(scenario: Scenario, tier: int, after: Solution | None) -> str:
    from staffmatch.io.mps import mps as text

    return text(scenario, tier, after)


def lp(scenario: Scenario, tier: int, after: Solution | None) -> str:
    from staffmatch.io.lp import lp as text

    return text(scenario, tier, after)


def to_frame(scenario: Scenario, table: ScenarioTable, backend: str | None) -> Any:
    from staffmatch.io.tables import scenario_frame

    return scenario_frame(scenario, table, backend)
