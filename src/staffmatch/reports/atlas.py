"""Geometry of the map: sites of companies and who lends to whom. It has no homes."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from staffmatch.reports.figures import Road, Site
from staffmatch.reports.sentences import SPACE
from staffmatch.reports.words import Words

MAX_SITES, MAX_ROADS = 600, 400
_MAX_LABELS, _MAX_LETTERS = 10, 34
_KM_PER_DEGREE = 111.195
_WIDTH, _MARGIN, _LEAST, _MOST = 1040.0, 46.0, 280.0, 640.0

Box = tuple[float, float, float, float]
Project = Callable[[Site], tuple[float, float]]


@dataclass(frozen=True)
class Dot:
    """A borrower's site: a disc for the seats it asks for, with a smaller one for those that are filled."""

    x: float
    y: float
    radius: float
    inner: float
    title: str


@dataclass(frozen=True)
class Label:
    x: float
    y: float
    anchor: str
    text: str
    lender: bool


@dataclass(frozen=True)
class Line:
    path: str
    width: float
    title: str


@dataclass(frozen=True)
class Atlas:
    width: float
    height: float
    dots: tuple[Dot, ...]
    lenders: tuple[tuple[float, float, str], ...]
    lines: tuple[Line, ...]
    labels: tuple[Label, ...]
    scale: tuple[float, str]
    lozenge: float
    crowded: bool
    hidden_sites: int
    hidden_roads: int


def atlas(sites: Sequence[Site], roads: Sequence[Road], words: Words) -> Atlas | None:
    """None if no site is known."""
    by_size = sorted(sites, key=lambda site: (-site.seats, site.company))
    shown = by_size[:MAX_SITES]
    drawn = set(shown)
    ways = [road for road in roads if road.borrower in drawn][:MAX_ROADS]
    lenders = list(dict.fromkeys(road.lender for road in ways))
    ends = [*shown, *lenders]
    if not ends:
        return None
    height, project, pixels_per_km = _projection(ends)
    most = max((site.seats for site in shown), default=1) or 1
    # Symbols shrink as they become many.
    shrink = min(1.0, math.sqrt(60 / len(ends)))
    dots = tuple(_dot(site, project, most, shrink, words) for site in shown)
    longest = max((road.minutes for road in ways), default=1) or 1
    return Atlas(
        width=_WIDTH,
        height=height,
        dots=dots,
        lenders=tuple(
            (*project(site), words.say("map_lends", company=site.company, call=_call(site))) for site in lenders
        ),
        lines=tuple(_line(road, project, longest, shrink, words) for road in ways),
        labels=_labels(shown, dots, lenders, project),
        scale=_scale(pixels_per_km, words),
        lozenge=max(4 * shrink, 2),
        crowded=shrink < 1,
        hidden_sites=len(by_size) - len(shown),
        hidden_roads=len(roads) - len(ways),
    )


def _projection(ends: Sequence[Site]) -> tuple[float, Project, float]:
    """Equirectangular, true to scale in the middle of the map: its height, the projection, and pixels per km."""
    lats, lons = [site.lat for site in ends], [site.lon for site in ends]
    north, south, west, east = max(lats), min(lats), min(lons), max(lons)
    narrow = max(math.cos(math.radians((north + south) / 2)), 0.01)
    # A single site still gets a map a few kilometres wide.
    wide, tall = max((east - west) * narrow, 0.05), max(north - south, 0.01)
    rise = min((_WIDTH - 2 * _MARGIN) / wide, (_MOST - 2 * _MARGIN) / tall)
    height = max(_LEAST, tall * rise + 2 * _MARGIN)

    def project(site: Site) -> tuple[float, float]:
        x = _WIDTH / 2 + (site.lon - (east + west) / 2) * narrow * rise
        return x, height / 2 - (site.lat - (north + south) / 2) * rise

    return height, project, rise / _KM_PER_DEGREE


def _dot(site: Site, project: Project, most: int, shrink: float, words: Words) -> Dot:
    """A disc whose area is proportional to the seats."""
    radius = (4 + 14 * math.sqrt(site.seats / most)) * max(shrink, 0.35)
    inner = radius * math.sqrt(site.filled / site.seats) if site.seats else 0
    title = words.say("map_dot", company=site.company, part=site.filled, n=site.seats, call=_call(site))
    return Dot(*project(site), radius, inner, title)


def _call(site: Site) -> str:
    return f"; {site.contact}" if site.contact else ""


def _line(road: Road, project: Project, longest: int, shrink: float, words: Words) -> Line:
    """A line bent to the left of its direction, so that opposite lines do not overlap."""
    (x1, y1), (x2, y2) = project(road.lender), project(road.borrower)
    bend_x, bend_y = (x1 + x2) / 2 + (y2 - y1) * 0.14, (y1 + y2) / 2 - (x2 - x1) * 0.14
    title = f"{road.lender.company} → {road.borrower.company}: {words.hours(road.minutes)}"
    width = 1 + 5 * shrink * math.sqrt(road.minutes / longest)
    return Line(f"M{x1:.1f} {y1:.1f}Q{bend_x:.1f} {bend_y:.1f} {x2:.1f} {y2:.1f}", width, title)


def _labels(shown: Sequence[Site], dots: Sequence[Dot], lenders: Sequence[Site], project: Project) -> tuple[Label, ...]:
    """Names of the largest borrowers and of the lenders that lend most, where there is room."""
    asked = [(dot.x, dot.y, dot.radius, site.company, False) for site, dot in zip(shown, dots, strict=True)]
    lend = [(*project(site), 5.0, site.company, True) for site in lenders]
    taken = [(x - r, y - r, x + r, y + r) for x, y, r, _, _ in (*asked, *lend)]
    bottom = max(box[3] for box in taken) + _MARGIN
    found: list[Label] = []
    for side in (asked, lend):
        for x, y, radius, name, lender in side[: 3 * _MAX_LABELS]:
            text = name if len(name) <= _MAX_LETTERS else name[: _MAX_LETTERS - 1] + "…"
            room = _room(x, y, radius, 6.6 * len(text), bottom, taken)
            if room is not None and sum(label.lender == lender for label in found) < _MAX_LABELS:
                label_x, label_y, anchor, box = room
                taken.append(box)
                found.append(Label(label_x, label_y, anchor, text, lender))
    return tuple(found)


def _room(
    x: float, y: float, radius: float, wide: float, bottom: float, taken: Sequence[Box]
) -> tuple[float, float, str, Box] | None:
    """The first free position to the right, left, below or above."""
    right, left = x + radius + 5, x - radius - 5
    for label_x, label_y, anchor, start in (
        (right, y + 4, "start", right),
        (left, y + 4, "end", left - wide),
        (x, y + radius + 14, "middle", x - wide / 2),
        (x, y - radius - 6, "middle", x - wide / 2),
    ):
        box = (start, label_y - 11, start + wide, label_y + 3)
        inside = box[0] >= 4 and box[2] <= _WIDTH - 4 and box[1] >= 2 and box[3] <= bottom
        if inside and not any(_overlap(box, other) for other in taken):
            return label_x, label_y, anchor, box
    return None


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _scale(pixels_per_km: float, words: Words) -> tuple[float, str]:
    """Length and label of a scale bar between 60 and 150 pixels or so."""
    size = 0.1
    for factor in (2, 2.5, 2) * 6:
        if size * pixels_per_km >= 60:
            break
        size *= factor
    return size * pixels_per_km, f"{words.number(size, 1)}{SPACE}km"
