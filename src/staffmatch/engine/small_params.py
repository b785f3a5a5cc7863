"""Parameters of the engine for small problems."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class AtOnceParams:
    """Small tiers, given whole to a solver (`at_once`)."""

    most_columns: int = 5_000
    most_entries: int = 200_000  # of all rows
    beside_rosters: int = 1_000  # columns, where the best rosters of people have bounded the tier before
    # The share of the tier's time for branch and bound, by HiGHS alone or beside CP-SAT, and its seconds where time has
    # no limit: what HiGHS solves in a minute is never begun twice.
    share: float = 0.6
    seconds: float = 60.0
    # The same for HiGHS alone before both, since CP-SAT takes half a second to load.
    head_share: float = 0.05
    head: float = 1.0
    # The same for each of the two where they take turns.
    turn_share: float = 0.3
    turn: float = 10.0
