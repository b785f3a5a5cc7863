"""Geometry of the map: sites of companies and who lends to whom. It has no homes; narrow maps are for phones."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from staffmatch.models import Scenario
from staffmatch.reports.figures import Road, Site
from staffmatch.reports.filters import Filters
from staffmatch.reports.map_ground import Ground, View, ground
from staffmatch.reports.map_labels import Label, Tagged, clear_of, labels
from staffmatch.reports.plane import Plane
from staffmatch.reports.sentences import SPACE
from staffmatch.reports.words import Words

MAX_SITES, MAX_ROADS = 600, 400


@dataclass(frozen=True)
class _Frame:
    """Its width, its least and greatest height, the names of either kind, and their longest."""

    width: float
    least: float
    most: float
    names: int
    letters: int


_WIDE, _NARROW = _Frame(1040.0, 320.0, 680.0, 10, 34), _Frame(350.0, 260.0, 460.0, 5, 20)


@dataclass(frozen=True)
class Dot:
    """A borrower's site: a disc for the seats it asks for, with a smaller one for those that are filled."""

    x: float
    y: float
    radius: float
    inner: float
    title: str
    keys: str


@dataclass(frozen=True)
class Lender:
    x: float
    y: float
    title: str
    keys: str


@dataclass(frozen=True)
class Line:
    path: str
    width: float
    title: str
    keys: str


@dataclass(frozen=True)
class Atlas:
    width: float
    height: float
    ground: Ground
    dots: tuple[Dot, ...]
    lenders: tuple[Lender, ...]
    lines: tuple[Line, ...]
    labels: tuple[Label, ...]
    scale: tuple[float, str]
    lozenge: float
    crowded: bool
    hidden_sites: int
    hidden_roads: int


def atlas(
    sites: Sequence[Site], roads: Sequence[Road], words: Words, scenario: Scenario, filters: Filters, *, narrow: bool
) -> Atlas | None:
    """None if no site is known."""
    by_size = sorted(sites, key=lambda site: (-site.seats, site.company))
    shown = by_size[:MAX_SITES]
    drawn = set(shown)
    ways = [road for road in roads if road.borrower in drawn][:MAX_ROADS]
    lenders = list(dict.fromkeys(road.lender for road in ways))
    ends = [*shown, *lenders]
    if not ends:
        return None
    frame = _NARROW if narrow else _WIDE
    places = [(site.lat, site.lon) for site in ends]
    view = View.of(Plane(places), frame.width, frame.least, frame.most)
    at = dict(zip(ends, view.pixels(places), strict=True))
    most = max((site.seats for site in shown), default=1) or 1
    # Symbols shrink as they become many.
    shrink = min(1.0, math.sqrt(60 / len(ends))) * (0.8 if narrow else 1)
    dots = tuple(_dot(site, at[site], most, shrink, words, filters) for site in shown)
    longest = max((road.minutes for road in ways), default=1) or 1
    named = [(*at[site], dot.radius, site.company) for site, dot in zip(shown, dots, strict=True)]
    lending = [(*at[site], 5.0, site.company) for site in lenders]
    written = labels(named, lending, (view.width, view.height), frame.names, frame.letters)
    return Atlas(
        width=view.width,
        height=view.height,
        ground=_below(ground(view, scenario, places), (*named, *lending), written),
        dots=dots,
        lenders=tuple(_lender(site, at[site], words, filters) for site in lenders),
        lines=tuple(_line(road, at[road.lender], at[road.borrower], longest, shrink, words, filters) for road in ways),
        labels=written,
        scale=_scale(view.pixels_per_km, words),
        lozenge=max(4 * shrink, 2),
        crowded=len(ends) > 60,
        hidden_sites=len(by_size) - len(shown),
        hidden_roads=len(roads) - len(ways),
    )


def _below(whole: Ground, drawn: Sequence[Tagged], written: Sequence[Label]) -> Ground:
    """The ground with the names that nothing is drawn or written on."""
    districts, waters = (clear_of(names, drawn, written) for names in (whole.districts, whole.waters))
    return replace(whole, districts=districts, waters=waters)


def _dot(site: Site, at: tuple[float, float], most: int, shrink: float, words: Words, filters: Filters) -> Dot:
    """A disc whose area is proportional to the seats."""
    radius = (4 + 14 * math.sqrt(site.seats / most)) * max(shrink, 0.35)
    inner = radius * math.sqrt(site.filled / site.seats) if site.seats else 0
    title = words.say("map_dot", company=site.company, part=site.filled, n=site.seats, call=_call(site))
    return Dot(*at, radius, inner, title, filters.site(site))


def _lender(site: Site, at: tuple[float, float], words: Words, filters: Filters) -> Lender:
    return Lender(*at, words.say("map_lends", company=site.company, call=_call(site)), filters.site(site))


def _call(site: Site) -> str:
    return f"; {site.contact}" if site.contact else ""


def _line(
    road: Road,
    start: tuple[float, float],
    end: tuple[float, float],
    longest: int,
    shrink: float,
    words: Words,
    filters: Filters,
) -> Line:
    """A line bent to the left of its direction, so that opposite lines do not overlap."""
    (x1, y1), (x2, y2) = start, end
    bend_x, bend_y = (x1 + x2) / 2 + (y2 - y1) * 0.14, (y1 + y2) / 2 - (x2 - x1) * 0.14
    title = f"{road.lender.company} → {road.borrower.company}: {words.hours(road.minutes)}"
    width = 1 + 5 * shrink * math.sqrt(road.minutes / longest)
    path = f"M{x1:.1f} {y1:.1f}Q{bend_x:.1f} {bend_y:.1f} {x2:.1f} {y2:.1f}"
    return Line(path, width, title, filters.road(road))


def _scale(pixels_per_km: float, words: Words) -> tuple[float, str]:
    """Length and label of a scale bar between 60 and 150 pixels or so."""
    size = 0.1
    for factor in (2, 2.5, 2) * 6:
        if size * pixels_per_km >= 60:
            break
        size *= factor
    return size * pixels_per_km, f"{words.number(size, 1)}{SPACE}km"
