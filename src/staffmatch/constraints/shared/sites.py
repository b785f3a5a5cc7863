"""Where and when lent people meet: at one site of a borrower, on one local day."""

from __future__ import annotations

import numpy as np

from staffmatch.arrays import Int
from staffmatch.formulation.columns import Columns
from staffmatch.formulation.rows import Pairs
from staffmatch.models import Location


def site_days(pairs: Pairs) -> tuple[Int, Int]:
    """Every site and day on which a pair works, once each, as (pair, code); those of one site follow each other."""
    pair, shift = pairs.spans
    day = pairs.columns.shifts.day
    origin = day.min(initial=0)
    days = int(day.max(initial=0) - origin) + 1
    code = _sites(pairs.columns)[pairs.demand[pair]] * days + day[shift] - origin
    most = int(code.max(initial=0)) + 1
    pair, code = np.divmod(np.unique(pair * most + code), most)
    return pair, code


def _sites(columns: Columns) -> Int:
    """One number for each borrower and location, by demand; a demand without a place is at the borrower's own."""
    home = {company.id: company.location for company in columns.scenario.companies}
    known: dict[tuple[str, Location | None], int] = {}
    places = [(demand.company, demand.location or home[demand.company]) for demand in columns.scenario.demands]
    return np.array([known.setdefault(place, len(known)) for place in places], np.int64)
