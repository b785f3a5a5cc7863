"""The ground below a map: the city of Hamburg, or the lines that a scenario travels by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from staffmatch.arrays import Real
from staffmatch.domain.travel import Transit
from staffmatch.plot.style import FONT, SMALL
from staffmatch.reports.ground import districts, land, lines, named_waters, water

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text

    from staffmatch.reports.plane import Plane

LAND, WATER, RAIL, NAMES, DEEP = "#eceeea", "#bcd9ea", "#a3abb2", "#a3abb1", "#4f87a8"
# Neighbours are so near, in sums of the radii of their discs.
_GAP = 1.6
# Below everything else, in this order.
_LAND, _WATER, _RAIL, _NAMES = 0.1, 0.2, 0.3, 0.4


def draw_hamburg(ax: Axes, plane: Plane) -> list[Text]:
    """Quarters as discs of their area and what lies between them, Elbe and Alster; the names, which are returned."""
    from matplotlib.collections import EllipseCollection, PolyCollection
    from matplotlib.patches import Polygon

    at, radii = land(plane)
    across = 2 * radii
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
    filled = PolyCollection(_between(at, radii), facecolors=LAND, edgecolors=LAND, linewidths=1.0, zorder=_LAND)
    ax.add_collection(filled, autolim=False)
    for outline in water(plane):
        ax.add_patch(Polygon(outline, closed=True, facecolor=WATER, edgecolor=WATER, linewidth=0.7, zorder=_WATER))
    names = [_name(ax, one.at, one.name.upper(), NAMES) for one in districts(plane)]
    return names + [_name(ax, one.at, one.name, DEEP, "italic") for one in named_waters(plane)]


def _between(at: Real, radii: Real) -> list[Real]:
    """Triangles of neighbouring quarters, which fill the gaps that three discs leave."""
    from matplotlib.tri import Triangulation

    corners = Triangulation(*at.T).triangles
    following = np.roll(corners, -1, axis=1)
    away = np.linalg.norm(at[corners] - at[following], axis=2)
    near = (away <= _GAP * (radii[corners] + radii[following])).all(axis=1)
    return list(at[corners[near]])


def _name(ax: Axes, at: Real, name: str, colour: str, style: Literal["normal", "italic"] = "normal") -> Text:
    return ax.text(
        float(at[0]), float(at[1]), name, color=colour, fontsize=SMALL - 1.5, fontfamily=FONT, fontstyle=style,
        ha="center", va="center", zorder=_NAMES, clip_on=True,
    )  # fmt: skip


def draw_lines(ax: Axes, plane: Plane, network: Transit) -> None:
    """Each line of rapid transit from stop to stop."""
    from matplotlib.collections import LineCollection

    ax.add_collection(LineCollection(lines(plane, network), colors=RAIL, linewidths=0.7, zorder=_RAIL), autolim=False)
