"""How a scenario comes in and is kept: data frames, JSON, spreadsheets, tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, cast

from staffmatch.records.field_types import Record

if TYPE_CHECKING:
    from staffmatch.models import Scenario


class Storing(Record):
    """The methods of `Scenario` for this."""

    @classmethod
    def from_frames(
        cls, *, companies: Any, workers: Any, demands: Any, shifts: Any, pairs: Any = None, **fields: Any
    ) -> Self:
        """A scenario from data frames of pandas, polars or pyarrow, see `staffmatch.io.frames`."""
        from staffmatch.io.frames import scenario_content

        return cls.model_validate(scenario_content(companies, workers, demands, shifts, pairs) | fields)

    @classmethod
    def load(cls, source: str | Path) -> Self:
        """Read JSON, from text or a file; a folder of CSV or a workbook; a folder of Parquet tables or a DuckDB file.

        Own rules, terms and travel models are known by their ``kind`` once their classes are registered
        (`staffmatch.register`).
        """
        from staffmatch.io.files import read_text
        from staffmatch.io.sheets import holds_sheets, read_sheets
        from staffmatch.io.stored import read_stored

        if isinstance(source, str) and source.lstrip().startswith("{"):
            return cls.model_validate_json(source)
        if stored := read_stored(source):
            return cast("Self", stored)
        if holds_sheets(source):
            return cls.model_validate(read_sheets(source).scenario)
        return cls.model_validate_json(read_text(source))

    def save(self, path: str | Path) -> None:
        """Write the scenario as JSON, or as a workbook (.xlsx), or as CSV into a folder that exists.

        An existing file is replaced in one step.
        """
        from staffmatch.io.files import write_text
        from staffmatch.io.sheets import write_scenario

        if Path(path).suffix.lower() == ".xlsx" or Path(path).is_dir():
            write_scenario(cast("Scenario", self), path)
        else:
            write_text(path, self.model_dump_json() + "\n")
