"""The peers: staffmatch, and what people would use instead."""

from benchmarks.peers.base import Answer, Peer, Skipped
from benchmarks.peers.cpsat import cpsat
from benchmarks.peers.cpsat_intervals import cpsat_intervals
from benchmarks.peers.cpsat_nurses import cpsat_nurses
from benchmarks.peers.cpsat_rosters import cpsat_rosters
from benchmarks.peers.highs import highs, highs_lp
from benchmarks.peers.mincostflow import min_cost_flow
from benchmarks.peers.own import greedy, staffmatch
from benchmarks.peers.scipy_lap import scipy_lap
from benchmarks.peers.scipy_milp import scipy_milp
from benchmarks.peers.timefold import timefold

PEERS: dict[str | None, Peer] = {
    None: Peer(staffmatch),
    "greedy": Peer(greedy),
    "cpsat": Peer(cpsat, modules=("ortools.sat.python.cp_model",)),
    "cpsat-intervals": Peer(cpsat_intervals, ("workforce", "workforce-repair"), ("ortools.sat.python.cp_model",)),
    "cpsat-nurses": Peer(cpsat_nurses, ("nurse",), ("ortools.sat.python.cp_model",)),
    "cpsat-rosters": Peer(cpsat_rosters, ("quickstart",), ("ortools.sat.python.cp_model",)),
    "highs": Peer(highs, modules=("highspy",)),
    "highs-lp": Peer(highs_lp, modules=("highspy",)),
    "mincostflow": Peer(min_cost_flow, ("placements", "lap"), ("ortools.graph.python.min_cost_flow",)),
    "scipy-milp": Peer(scipy_milp, modules=("scipy.optimize",)),
    "scipy-lap": Peer(scipy_lap, ("lap",), ("scipy.optimize", "scipy.sparse.csgraph")),
    "timefold": Peer(timefold, ("lending-shifts",)),
}

__all__ = ["PEERS", "Answer", "Peer", "Skipped"]
