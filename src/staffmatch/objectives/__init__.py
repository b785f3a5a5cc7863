"""The terms: what can be minimised, each in a real unit."""

from staffmatch.bases import Term
from staffmatch.objectives.commute_minutes import CommuteMinutes
from staffmatch.objectives.cost import Cost
from staffmatch.objectives.empty_seats import EmptySeats
from staffmatch.objectives.pair_cost import PairCost
from staffmatch.objectives.partnerships import Partnerships
from staffmatch.objectives.uncovered_hours import UncoveredHours
from staffmatch.objectives.unmet_demands import UnmetDemands
from staffmatch.objectives.workers_used import WorkersUsed
from staffmatch.objectives.worst_fill_rate import WorstFillRate

TERMS: tuple[type[Term], ...] = (
    UncoveredHours,
    EmptySeats,
    Cost,
    CommuteMinutes,
    Partnerships,
    PairCost,
    WorkersUsed,
    UnmetDemands,
    WorstFillRate,
)

DEFAULT_TIERS: tuple[tuple[Term, ...], ...] = ((UncoveredHours(),), (Cost(),))

__all__ = [
    "DEFAULT_TIERS",
    "TERMS",
    "CommuteMinutes",
    "Cost",
    "EmptySeats",
    "PairCost",
    "Partnerships",
    "UncoveredHours",
    "UnmetDemands",
    "WorkersUsed",
    "WorstFillRate",
]
