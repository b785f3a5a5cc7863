"""Base class of travel models, each chosen by its ``kind``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from staffmatch.errors import ExtensionError
from staffmatch.records.field_types import Record
from staffmatch.records.registry import Registry, ensure, overrides

if TYPE_CHECKING:
    from staffmatch.arrays import Int, Real


class TravelModel(Record):
    """Base of the travel models: integer minutes one way between points.

    Subclasses implement ``minutes``; ``radius_km``, where it can be given, lets pairing search around each site only. A
    million minutes or more mean that there is no way.

    >>> model = scenario.travel
    """

    if TYPE_CHECKING:
        # A text, of which each class says by a literal which one it is.
        kind: Any
    else:
        kind: str

    def minutes(self, origins: Real, targets: Real) -> Int:
        """Minutes from each row of ``origins`` to the same row of ``targets``; rows are (lat, lon, place code)."""
        raise NotImplementedError

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        ensure(cls, overrides(cls, TravelModel, "minutes"), "has no `minutes`: write minutes(origins, targets)")

    def ways(self, origins: Real, targets: Real) -> Int:
        """`minutes`, checked to be one integer >= 0 for each row; else ExtensionError."""
        found: Any = self.minutes(origins, targets)
        kind = getattr(getattr(found, "dtype", None), "kind", "")
        if kind not in ("i", "u") or found.shape != (len(origins),) or (len(found) and found.min() < 0):
            text = f"has to give an array of {len(origins):,} whole numbers from 0 on; it gives {found!r:.80}"
            raise ExtensionError(f"{type(self).__name__}.minutes ({self.kind!r}) {text}.")
        ways: Int = found
        return ways

    @property
    def gaps(self) -> bool:
        """Whether there may be places without a way between them."""
        return False

    def places(self) -> Mapping[str, int]:
        """Codes of the place names that the model knows; others are -1 in the third column."""
        return {}

    def radius_km(self, minutes: float) -> float:
        """A straight-line distance beyond which no point is reached in so many minutes."""
        return float("inf")


TRAVEL_MODELS = Registry(TravelModel)
