"""What lies below a map: the city of Hamburg, or the lines that a scenario travels by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from staffmatch.arrays import Real
from staffmatch.domain.travel import Transit, kilometres
from staffmatch.hamburg.facts import quarters, transit, waters
from staffmatch.models import Scenario
from staffmatch.plot.style import FONT, SMALL

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from staffmatch.plot.plane import Plane, Point

LAND, WATER, RAIL, NAMES, DEEP = "#eceeea", "#bcd9ea", "#a3abb2", "#8a939a", "#4f87a8"
# Places within so many km of a quarter's point are in Hamburg, or near it.
_NEAR_KM = 5.0
# The part of each water beside which its name stands.
_NAMED_WATERS = (("Elbe", "Norderelbe"), ("Alster", "Außenalster"))
# Discs overlap a little, so that there are fewer gaps between them.
_SPREAD = 1.18
# Below everything else, in this order.
_LAND, _WATER, _RAIL, _NAMES = 0.1, 0.2, 0.3, 0.4


def in_hamburg(places: list[Point]) -> bool:
    """Whether most places are in Hamburg or near it."""
    city = np.array([(one.lat, one.lon) for one in quarters()])
    away = kilometres(np.array(places, float)[:, None, :], city[None, :, :]).min(axis=1)
    return bool((away <= _NEAR_KM).mean() > 0.5)


def draw_hamburg(ax: Axes, plane: Plane) -> None:
    """Quarters as discs of their area, Elbe and Alster, and the names of the districts."""
    from matplotlib.collections import EllipseCollection
    from matplotlib.patches import Polygon

    known = quarters()
    across = 2 * _SPREAD * np.sqrt([one.area_km2 / np.pi for one in known])
    at = plane.project((one.lat, one.lon) for one in known)
    (west, east), (south, north) = ax.get_xlim(), ax.get_ylim()
    reach = np.abs(at - ((west + east) / 2, (south + north) / 2)) - across[:, None] / 2
    seen = (reach < ((east - west) / 2, (north - south) / 2)).all(axis=1)
    wide = across[seen]
    ax.add_collection(
        EllipseCollection(
            wide, wide, np.zeros(len(wide)), units="xy", offsets=at[seen], offset_transform=ax.transData,
            facecolors=LAND, edgecolors=LAND, linewidths=2.5, zorder=_LAND,
        ),
        autolim=False,
    )  # fmt: skip
    for water in waters():
        line = plane.project(water.points)
        outline = _rounded(line, closed=True) if water.shore else _banks(line, np.array(water.metres) / 1000)
        ax.add_patch(Polygon(outline, closed=True, facecolor=WATER, edgecolor=WATER, linewidth=0.7, zorder=_WATER))
    for district in dict.fromkeys(one.district for one in known):
        # Neuwerk is an island in the sea that belongs to a district a hundred kilometres away.
        own = [point for one, point in zip(known, at, strict=True) if one.district == district and one.population]
        _name(ax, np.median(own, axis=0), district.upper(), NAMES)
    for name, part in _NAMED_WATERS:
        points = next(one.points for one in waters() if (one.name, one.part) == (name, part))
        _name(ax, np.median(plane.project(points), axis=0), name, DEEP, "italic")


def _name(ax: Axes, at: Real, name: str, colour: str, style: Literal["normal", "italic"] = "normal") -> None:
    ax.text(
        float(at[0]), float(at[1]), name, color=colour, fontsize=SMALL - 1.5, fontfamily=FONT, fontstyle=style,
        ha="center", va="center", zorder=_NAMES, clip_on=True,
    )  # fmt: skip


def lines_of(scenario: Scenario, hamburg: bool) -> Transit | None:
    """The network to draw: the scenario's own, or that of the city."""
    travel = scenario.travel
    if isinstance(travel, Transit):
        return travel
    return transit() if hamburg else None


def draw_lines(ax: Axes, plane: Plane, network: Transit) -> None:
    """Each line of rapid transit from stop to stop."""
    from matplotlib.collections import LineCollection

    at = {stop.id: (stop.at.lat, stop.at.lon) for stop in network.stations}
    drawn = [plane.project(at[stop] for stop in line.stops) for line in network.lines]
    ax.add_collection(LineCollection(drawn, colors=RAIL, linewidths=0.7, zorder=_RAIL), autolim=False)


def _rounded(points: Real, closed: bool = False, times: int = 2) -> Real:
    """A line without corners: each is cut off twice (Chaikin 1974)."""
    for _ in range(times):
        ends = np.roll(points, -1, axis=0) if closed else points[1:]
        starts = points if closed else points[:-1]
        cut = np.stack([0.75 * starts + 0.25 * ends, 0.25 * starts + 0.75 * ends], axis=1).reshape(-1, points.shape[1])
        points = cut if closed else np.vstack([points[:1], cut, points[-1:]])
    return points


def _banks(line: Real, km: Real) -> Real:
    """The outline of a river of some width along a line."""
    smooth = _rounded(np.c_[line, km])
    along = np.gradient(smooth[:, :2], axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    aside = np.c_[-along[:, 1], along[:, 0]] * smooth[:, 2:] / 2
    outline: Real = np.vstack([smooth[:, :2] + aside, (smooth[:, :2] - aside)[::-1]])
    return outline
