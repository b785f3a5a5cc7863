"""The terms: what can be minimised, each in a real unit."""

from staffmatch.messages.message import Sentence
from staffmatch.objectives.change import Change
from staffmatch.objectives.commute_minutes import CommuteMinutes
from staffmatch.objectives.commute_over import CommuteOver
from staffmatch.objectives.cost import Cost
from staffmatch.objectives.empty_seats import EmptySeats
from staffmatch.objectives.ledger import Ledger
from staffmatch.objectives.lender_burden import LenderBurden
from staffmatch.objectives.leximin import FairLoad, Leximin, leximin
from staffmatch.objectives.load_over import LoadOver
from staffmatch.objectives.load_under import LoadUnder
from staffmatch.objectives.max_load import MaxLoad
from staffmatch.objectives.min_load import MinLoad
from staffmatch.objectives.over_qualification import OverQualification
from staffmatch.objectives.pair_cost import PairCost
from staffmatch.objectives.partnerships import Partnerships
from staffmatch.objectives.preferences import Preferences
from staffmatch.objectives.shared.share import CompanyShare, Share
from staffmatch.objectives.short_time_saved import ShortTimeSaved
from staffmatch.objectives.spread import Spread
from staffmatch.objectives.spread_of_hours import SpreadOfHours
from staffmatch.objectives.switches import Switches
from staffmatch.objectives.uncovered_hours import UncoveredHours
from staffmatch.objectives.unmet_demands import UnmetDemands
from staffmatch.objectives.violations import Violations
from staffmatch.objectives.wishes import Wishes
from staffmatch.objectives.workers_used import WorkersUsed
from staffmatch.objectives.worst_commute import WorstCommute
from staffmatch.objectives.worst_fill_rate import WorstFillRate
from staffmatch.records import bases
from staffmatch.records.bases import Term
from staffmatch.records.registry import kind_of

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
    WorstCommute,
    CommuteOver,
    OverQualification,
    Preferences,
    Switches,
    Change,
    LenderBurden,
    SpreadOfHours,
    ShortTimeSaved,
    Violations,
    Spread,
    MaxLoad,
    MinLoad,
    LoadOver,
    LoadUnder,
    Leximin,
    Wishes,
)

# What messages call them, so that more of it is worse.
_OTHERWISE = {"short_time_saved": "short time"}
NAMES = {
    kind: Sentence(f"term.{kind}", _OTHERWISE.get(kind, kind.replace("_", " "))) for kind in map(kind_of, TERMS) if kind
}

DEFAULT_TIERS: tuple[tuple[Term, ...], ...] = ((UncoveredHours(),), (Cost(),))

for _cls in TERMS:
    bases.TERMS.add(_cls)
bases.TERMS.use_by_default(DEFAULT_TIERS)

__all__ = [
    "DEFAULT_TIERS",
    "TERMS",
    "Change",
    "CommuteMinutes",
    "CommuteOver",
    "CompanyShare",
    "Cost",
    "EmptySeats",
    "FairLoad",
    "Ledger",
    "LenderBurden",
    "Leximin",
    "LoadOver",
    "LoadUnder",
    "MaxLoad",
    "MinLoad",
    "OverQualification",
    "PairCost",
    "Partnerships",
    "Preferences",
    "Share",
    "ShortTimeSaved",
    "Spread",
    "SpreadOfHours",
    "Switches",
    "UncoveredHours",
    "UnmetDemands",
    "Violations",
    "Wishes",
    "WorkersUsed",
    "WorstCommute",
    "WorstFillRate",
    "leximin",
]
