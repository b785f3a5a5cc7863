"""Names beside points, where there is room for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from staffmatch.plot.picture import short
from staffmatch.plot.style import FONT, PAPER, SMALL

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text

Box = tuple[float, float, float, float]
_GAP = 2.5


@dataclass(frozen=True)
class Tag:
    """A point in the units of the data, its radius in points, and the name to stand beside it."""

    x: float
    y: float
    radius: float
    name: str
    colour: str


def write_tags(ax: Axes, tags: Sequence[Tag], most: int, ground: Sequence[Text] = ()) -> None:
    """Up to ``most`` names, the first ones before the others; those without room are left out.

    They are beside the names of the ``ground`` where there is room for that; of it what is
    drawn or written on, or cut at the edge, is hidden.
    """
    scale = 72 / float(ax.figure.dpi)
    frame = ax.get_window_extent()
    edge = (frame.x0 * scale, frame.y0 * scale, frame.x1 * scale, frame.y1 * scale)
    at = ax.transData.transform(np.array([(tag.x, tag.y) for tag in tags]).reshape(-1, 2)) * scale
    taken: list[Box] = [
        (x - tag.radius, y - tag.radius, x + tag.radius, y + tag.radius) for tag, (x, y) in zip(tags, at, strict=True)
    ]
    below = [_box(text, scale) for text in ground]
    written = 0
    for number, (tag, (x, y)) in enumerate(zip(tags, at, strict=True)):
        name = short(tag.name, 30)
        others = taken[:number] + taken[number + 1 :]
        place = float(x), float(y), tag.radius, _size(name), edge
        if written < most and (room := _room(*place, [*others, *below]) or _room(*place, others)):
            box, side, align = room
            taken.append(box)
            written += 1
            ax.annotate(
                name, (tag.x, tag.y), side, textcoords="offset points", ha=align[0], va=align[1], fontsize=SMALL,
                fontfamily=FONT, color=tag.colour, zorder=9, annotation_clip=False,
                bbox={"facecolor": PAPER, "edgecolor": "none", "alpha": 0.75, "pad": 0.4},
            )  # fmt: skip
    for text, one in zip(ground, below, strict=True):
        text.set_visible(_inside(one, edge) and not any(_overlap(one, other) for other in taken))


def _box(text: Text, scale: float) -> Box:
    found = text.get_window_extent()
    return found.x0 * scale, found.y0 * scale, found.x1 * scale, found.y1 * scale


def _size(name: str) -> tuple[float, float]:
    """Width and height of a name, in points, as an average letter has them."""
    return 0.58 * SMALL * len(name), SMALL * 1.15


def _room(
    x: float, y: float, radius: float, size: tuple[float, float], edge: Box, taken: Sequence[Box]
) -> tuple[Box, tuple[float, float], tuple[str, str]] | None:
    """The first free position to the right, left, above or below, at one of the corners, or a line beyond."""
    (wide, high), away = size, radius + _GAP
    far = away + 1.3 * high
    for side, align, corner in (
        ((away, 0.0), ("left", "center"), (x + away, y - high / 2)),
        ((-away, 0.0), ("right", "center"), (x - away - wide, y - high / 2)),
        ((0.0, away), ("center", "bottom"), (x - wide / 2, y + away)),
        ((0.0, -away), ("center", "top"), (x - wide / 2, y - away - high)),
        ((0.0, away), ("left", "bottom"), (x, y + away)),
        ((0.0, away), ("right", "bottom"), (x - wide, y + away)),
        ((0.0, -away), ("left", "top"), (x, y - away - high)),
        ((0.0, -away), ("right", "top"), (x - wide, y - away - high)),
        ((0.0, -far), ("center", "top"), (x - wide / 2, y - far - high)),
        ((0.0, -far), ("right", "top"), (x - wide, y - far - high)),
        ((0.0, -far), ("left", "top"), (x, y - far - high)),
        ((0.0, far), ("center", "bottom"), (x - wide / 2, y + far)),
    ):
        box = (corner[0], corner[1], corner[0] + wide, corner[1] + high)
        if _inside(box, edge) and not any(_overlap(box, other) for other in taken):
            return box, side, align
    return None


def _inside(one: Box, edge: Box) -> bool:
    return one[0] >= edge[0] and one[1] >= edge[1] and one[2] <= edge[2] and one[3] <= edge[3]


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
