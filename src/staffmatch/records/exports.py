"""What can be handed on of a scenario: maps, programs for other solvers, pseudonyms in place of people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from pathlib import Path

    from staffmatch.models import Scenario
    from staffmatch.privacy import Grain, Homes, Kind
    from staffmatch.result.solution import Solution

_Found = TypeVar("_Found")


class Sharing:
    """The methods of `Scenario` for this."""

    @property
    def _all(self) -> Scenario:
        return cast("Scenario", self)

    def export(self, path: str | Path, **options: Any) -> None:
        """Write a file or folder in the format that its suffix says, see `staffmatch.io.formats`."""
        from staffmatch.io.formats import export

        export(self._all, path, **options)

    def to_geojson(self, homes: Grain | None = None) -> dict[str, Any]:
        """Companies and sites on a map; homes as quarters or squares if wanted, see `staffmatch.io.geojson`."""
        from staffmatch.io.geojson import scenario_geojson

        return scenario_geojson(self._all, homes)

    def to_mps(self, tier: int = 1, after: Solution | None = None) -> str:
        """The mixed-integer program of one tier as MPS; a later one needs a solution, see `staffmatch.io.program`."""
        from staffmatch.io.mps import mps

        return mps(self._all, tier, after)

    def to_lp(self, tier: int = 1, after: Solution | None = None) -> str:
        """The same in the LP format."""
        from staffmatch.io.lp import lp

        return lp(self._all, tier, after)

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        from staffmatch.reports.notebook import scenario_html

        return scenario_html(self._all)

    def pseudonymise(
        self, key: bytes | str, *, of: Iterable[Kind] = ("workers",), homes: Homes = "quarter"
    ) -> Scenario:
        """To hand on: pseudonyms for ids, no names, homes made coarse; see `staffmatch.privacy.pseudonyms`."""
        from staffmatch.privacy import pseudonymised

        return pseudonymised(self._all, key, of=of, homes=homes)

    def restore(self, found: _Found, key: bytes | str, *, of: Iterable[Kind] = ("workers",)) -> _Found:
        """A plan or solution of the pseudonymised scenario with the ids of this one; see `staffmatch.privacy`."""
        from staffmatch.privacy import restored

        made: _Found = restored(self._all, found, key, of=of)
        return made
