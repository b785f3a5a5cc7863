"""What ways between the sites of a day add to the hours of a window, as columns."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.constraints.shared.presence import least_gap
from staffmatch.constraints.shared.sites import Sites
from staffmatch.constraints.shared.ways import Arcs, Stops
from staffmatch.formulation.columns import Columns
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.relations import Relation
from staffmatch.formulation.sums import Sum
from staffmatch.formulation.variables import VariableRegistry


def ways_at_home(columns: Columns, *, past: bool) -> tuple[Int, Int, Int]:
    """Those without lent work, as (worker, day, minutes)."""
    sites = Sites(columns)
    stops = Stops.at_home(columns, sites, past=past)
    one, minutes = stops.one_by_one(sites)
    return stops.owner[one], stops.day[one], minutes


def ways_of_pairs(pairs: Pairs, *, past: bool) -> tuple[Int, Int, Int]:
    """By how much the shifts of each pair make them longer, as (pair, day, minutes); several entries are added up."""
    columns, spans = pairs.columns, pairs.spans
    sites = Sites(columns)
    home = Stops.at_home(columns, sites, past=past)
    at, row = spans.join(worker=home.owner, day=home.day)
    pair, row = np.unique(np.c_[spans.variable[at], row], axis=0).reshape(-1, 2).T
    without = home.take(row, pair)
    found = []
    for sign, stops in ((1, Stops.of(spans.variable, spans, without, columns, sites)), (-1, without)):
        one, minutes = stops.one_by_one(sites)
        found.append((stops.owner[one], stops.day[one], sign * minutes))
    owner, day, more = (np.concatenate([part[place] for part in found]) for place in (0, 1, 2))
    return owner, day, more


def arcs_of(pairs: Pairs, spans: Relation, *, past: bool) -> Arcs:
    """The ways that spans of workers may add."""
    columns, worker = pairs.columns, spans["worker"]
    sites = Sites(columns)
    home = Stops.at_home(columns, sites, past=past)
    mine = home.take(np.flatnonzero(np.isin(home.owner, worker)))
    return Stops.of(worker, spans, mine, columns, sites).arcs(sites, least_gap(pairs))


def with_ways(
    total: Sum,
    pairs: Pairs,
    variables: VariableRegistry,
    limited: Mask,
    windows: Callable[[Int], tuple[Int, Int]],
    *,
    past: bool,
) -> Sum:
    """Minutes by worker and window, with those that the ways of ``limited`` workers add."""
    spans = pairs.spans.where(limited[pairs.spans["worker"]])
    arcs = arcs_of(pairs, spans, past=past)
    if not len(arcs.one):
        return total
    day = arcs.stops.day[arcs.one]
    return arcs.counted(spans, variables).beside(total, arcs.minutes, lambda arc: windows(day[arc]), "window")
