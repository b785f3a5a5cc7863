"""The map: who lends to whom, and where."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from staffmatch.answers.options import require_choice
from staffmatch.arrays import Real
from staffmatch.errors import InputError, InputIssue, require_type
from staffmatch.models import Scenario
from staffmatch.plot.backdrop import RAIL, draw_hamburg, draw_lines
from staffmatch.plot.name_tags import Tag, write_tags
from staffmatch.plot.picture import Picture, picture
from staffmatch.plot.sentences import NO_PLACES, NO_PLACES_ADVICE
from staffmatch.plot.spots import MOST_FLOWS, MOST_SPOTS, Flow, Spot, Spots, homes_by_place, spots
from staffmatch.plot.style import INK, PAPER, SMALL, SOFT, bare
from staffmatch.privacy import Grain
from staffmatch.reports.colours import BLUE, GREEN, VERMILLION
from staffmatch.reports.ground import network_of
from staffmatch.reports.plane import Plane, Point
from staffmatch.result.solution import Solution

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text

EMPTY = "#F6CDB2"
# Points: the widest arrow, the largest disc and the smallest, a lender.
WIDEST, _DISC, _LEAST_DISC, _LENDER = 6.0, 11.0, 1.8, 3.2
_NAMED = 9
_WIDTH, _LOWEST, _HIGHEST, _HEAD = 7.2, 3.6, 6.4, 0.9
_GRAINS = ("quarter", "grid")


def map(  # noqa: A001 - what users call it
    shown: Scenario | Solution, ax: Axes | None = None, *, homes: Grain | None = None, lang: str = "en"
) -> Axes:
    """Who lends to whom and where, or of a scenario where people are needed; returns the axes.

    Areas of discs are seats, of which the dark part is filled, and widths of arrows hours. With ``homes`` ("quarter" or
    "grid") discs say how many of those who are lent, or of a scenario how many people, live near a place; homes are in
    no picture otherwise, and never finer. Up to 60 arrows and 150 sites are drawn singly; of more, sites of a quarter,
    elsewhere of a square, are one, and the largest are drawn. The plane is in kilometres, x east and y north.

    InputError if nothing has a location, or there is no plan.
    """
    require_type(shown, Solution, Scenario)
    if homes is not None:
        require_choice("homes", homes, _GRAINS)
    solution = shown if isinstance(shown, Solution) else None
    if solution is not None:
        solution.require_plan()
    scenario = shown if isinstance(shown, Scenario) else shown.scenario
    found = spots(scenario, None if solution is None else solution.plan)
    if found is None:
        raise InputError([InputIssue("no_places", "location", NO_PLACES(), NO_PLACES_ADVICE())])
    lived = homes_by_place(_homes(scenario, solution), homes) if homes else {}
    plane = Plane([*(spot.at for spot in _all(scenario, found)), *lived])
    (west, east), (south, north) = plane.extent
    tall = _WIDTH * (north - south) / (east - west)
    with picture(ax, (_WIDTH, min(max(tall, _LOWEST), _HIGHEST) + _HEAD), lang) as drawn:
        names = _ground(drawn, plane, scenario, found.hamburg)
        _draw(drawn, plane, found, lived, names)
        _say(drawn, found, solution is not None)
        if homes:
            grid = "" if homes == "quarter" else "_grid"
            drawn.note(drawn.say(f"map_homes{grid}", n=sum(lived.values())))
    return drawn.ax


def _homes(scenario: Scenario, solution: Solution | None) -> list[Any]:
    if solution is None:
        return [worker.home for worker in scenario.workers]
    lent = {duty.worker.id: duty.worker.home for duty in solution.plan.duties(scenario)}
    return list(lent.values())


def _all(scenario: Scenario, found: Spots) -> list[Spot]:
    ends = [*found.sites, *(flow.start for flow in found.flows)]
    return ends or [Spot("", (at.lat, at.lon)) for one in scenario.companies if (at := one.location)]


def _ground(drawn: Picture, plane: Plane, scenario: Scenario, hamburg: bool) -> list[Text]:
    """What lies below; its names."""
    from matplotlib.lines import Line2D

    ax = drawn.ax
    bare(ax)
    drawn.settle()
    wide, tall = drawn.points_wide, drawn.points_tall
    (west, east), (south, north) = plane.extent
    # The extent is widened to the shape of the axes.
    km = max((east - west) / wide, (north - south) / tall)
    ax.set_xlim((west + east - km * wide) / 2, (west + east + km * wide) / 2)
    ax.set_ylim((south + north - km * tall) / 2, (south + north + km * tall) / 2)
    ax.set_aspect("equal")
    names = draw_hamburg(ax, plane) if hamburg else []
    if (network := network_of(scenario, hamburg=hamburg)) is not None:
        draw_lines(ax, plane, network)
        drawn.key(Line2D([], [], color=RAIL, linewidth=0.9), drawn.say("map_key_transit"))
    return names


def _draw(drawn: Picture, plane: Plane, found: Spots, lived: dict[Point, int], names: list[Text]) -> None:
    ax = drawn.ax
    sites, lenders = found.sites[:MOST_SPOTS], found.lenders
    radius = _radii(sites)
    if lived:
        _discs(drawn, plane, list(lived), 7 * np.sqrt(np.array(list(lived.values())) / max(lived.values())), GREEN, 2.0)
        drawn.key(_mark("o", GREEN), drawn.say("map_key_homes"))
    _flows(drawn, plane, found.flows[:MOST_FLOWS], dict(zip(sites, radius, strict=True)))
    if sites:
        _discs(drawn, plane, [one.at for one in sites], radius, EMPTY, 4.0)
        drawn.key(_mark("o", EMPTY, VERMILLION), drawn.say("map_key_seats"))
    part = np.sqrt([one.filled / one.seats for one in sites])
    if part.any():
        _discs(drawn, plane, [one.at for one in sites], radius * part, VERMILLION, 4.1)
        drawn.key(_mark("o", VERMILLION), drawn.say("map_key_filled"))
    if lenders:
        x, y = plane.project(one.at for one in lenders).T
        ax.scatter(x, y, s=(2 * _LENDER) ** 2, marker="D", color=BLUE, edgecolors=PAPER, linewidths=0.7, zorder=5)
        drawn.key(_mark("D", BLUE), drawn.say("map_key_lender"))
    ax.apply_aspect()
    _scale(drawn)
    tags = [(one, r, INK) for one, r in zip(sites, radius, strict=True)]
    both = [*tags[:_NAMED], *((one, _LENDER, BLUE) for one in lenders), *tags[_NAMED:]]
    at = plane.project(one.at for one, *_ in both)
    write_tags(
        ax,
        [Tag(x, y, float(r), one.name, colour) for (one, r, colour), (x, y) in zip(both, at, strict=True)],
        2 * _NAMED,
        names,
    )


def _radii(sites: tuple[Spot, ...]) -> Real:
    """In points; areas are as the seats."""
    seats = np.array([one.seats for one in sites], float)
    # Discs shrink as they become many.
    shrink = min(1.0, math.sqrt(40 / max(len(sites), 1)))
    radii: Real = np.maximum(_DISC * shrink * np.sqrt(seats / max(seats.max(initial=0), 1)), _LEAST_DISC)
    return radii


def _discs(drawn: Picture, plane: Plane, at: list[Point], radius: Any, colour: str, above: float) -> None:
    x, y = plane.project(at).T
    edge = VERMILLION if colour == EMPTY else colour
    alpha = 0.35 if colour == GREEN else 1.0
    drawn.ax.scatter(
        x, y, s=(2 * radius) ** 2, color=colour, edgecolors=edge, linewidths=0.6, alpha=alpha, zorder=above
    )


def _flows(drawn: Picture, plane: Plane, flows: tuple[Flow, ...], radius: dict[Spot, float]) -> None:
    """Arrows bent to the left of their direction, so that opposite ones do not overlap, the widest at the bottom."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import FancyArrowPatch

    if not flows:
        return
    most, ax = flows[0].minutes, drawn.ax
    ax.apply_aspect()
    for flow in flows:
        start, end = plane.project((flow.start.at, flow.end.at))
        width, reach = WIDEST * flow.minutes / most, radius.get(flow.end, 0) + 0.5
        # Where the way is short, in points, the head is small enough to stand on it.
        way = float(np.hypot(*np.subtract(*ax.transData.transform((start, end))))) * 72 / drawn.figure.dpi
        room = max(way - reach - _LENDER, 2.0)
        shown = FancyArrowPatch(
            tuple(start), tuple(end), connectionstyle="arc3,rad=0.16", linewidth=width, color=BLUE, alpha=0.55,
            arrowstyle="-|>,head_length=0.45,head_width=0.22", mutation_scale=min(6 + 1.6 * width, 2 * room),
            shrinkA=min(_LENDER, way / 4), shrinkB=min(reach, way / 2), capstyle="butt", joinstyle="miter", zorder=3,
        )  # fmt: skip
        ax.add_patch(shown)
    hours = drawn.words.hours(most)
    drawn.key(Line2D([], [], color=BLUE, alpha=0.55, linewidth=4), drawn.say("map_key_flow", hours=hours))


def _mark(marker: str, colour: str, edge: str | None = None) -> Any:
    from matplotlib.lines import Line2D

    return Line2D(
        [], [], linestyle="", marker=marker, markersize=5.5, color=colour, markeredgecolor=edge or colour,
        markeredgewidth=0.6,
    )  # fmt: skip


def _scale(drawn: Picture) -> None:
    """A bar of some round kilometres, below right."""
    ax = drawn.ax
    (west, east), south = ax.get_xlim(), ax.get_ylim()[0]
    wide, size = east - west, 0.1
    for factor in (2, 2.5, 2) * 6:
        if size * factor > wide / 5:
            break
        size *= factor
    x, y = east - 0.02 * wide, south + 0.02 * wide
    ax.plot([x - size, x], [y, y], color=SOFT, linewidth=1.6, solid_capstyle="butt", zorder=8)
    text = f"{drawn.say('map_km', km=drawn.words.number(size, 1))}  {drawn.say('map_north')} ↑"
    ax.annotate(text, (x, y), (0, 3), textcoords="offset points", ha="right", fontsize=SMALL, color=SOFT, zorder=8)


def _say(drawn: Picture, found: Spots, planned: bool) -> None:
    words = drawn.words
    seats, filled = sum(one.seats for one in found.sites), sum(one.filled for one in found.sites)
    drawn.title(drawn.say("map" if planned else "map_scenario"))
    if not planned:
        drawn.note(drawn.say("map_seats", n=seats, sites=found.count))
    else:
        shares = drawn.say("filled_of", part=filled, n=seats)
        lent = sum(flow.minutes for flow in found.flows) + found.unplaced
        drawn.note(drawn.say("map_filled", filled=shares, hours=words.hours(lent)))
    if found.square_km is None:
        drawn.note(drawn.say("map_by_quarter"))
    elif found.square_km:
        drawn.note(drawn.say("map_by_square", km=words.number(found.square_km)))
    if len(found.sites) > MOST_SPOTS:
        drawn.note(drawn.say("map_sites_largest", n=MOST_SPOTS, of=len(found.sites)))
    if (many := len(found.flows)) > MOST_FLOWS:
        drawn_minutes, all_minutes = (
            sum(flow.minutes for flow in flows) for flows in (found.flows[:MOST_FLOWS], found.flows)
        )
        share = words.percent(drawn_minutes, all_minutes)
        drawn.note(drawn.say("map_largest", n=MOST_FLOWS, of=many, share=share))
    if found.apart:
        drawn.note(drawn.say("map_apart"))
    if found.unplaced:
        drawn.note(drawn.say("map_unplaced", hours=words.hours(found.unplaced)))
