"""Parameters of the search by whole rosters, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RosterParams:
    """Diagrams of all rosters, the master program over some of them, and plans from these.

    Shares are of the time left in the tier.
    """

    most_blocks: int = 1_000  # of people; with more of them single pairs decide
    most_cells: int = 2_000_000  # blocks times the most pairs of one
    # The most pairs of one block times all rows, or times blocks and rows under way at a time: some 40 bytes each.
    most_entries: int = 20_000_000
    most_nodes: int = 400_000  # on one level of all diagrams
    most_restricted: int = 8_000_000  # of all diagrams, once a long row has been added and before nodes are merged
    long_row: float = 0.5  # rows over more than this share of a block's pairs are counted one by one
    # For the diagrams, a share or, without a limit, so many seconds: where short rows take longer, single pairs decide.
    build_share: float = 0.2
    build: float = 5.0
    bound_share: float = 0.5  # for the bound
    dive_time: float = 0.3  # then for a dive
    certified: float = 5e-6  # seconds kept back for each node, in which the bound is checked
    certified_share: float = 0.3  # of the seconds left, at most
    smoothing: float = 0.6  # the share of the best prices so far in those at which rosters are sought
    steps_per_node: int = 4  # the work of a look at a node, in array entries
    # A dive holds rosters of more weight than this, and at least a share of the open blocks; then it prices for rounds.
    sure: float = 0.8
    dive_share: float = 0.05
    dive_rounds: int = 6
    # Dives that start again, where people have room for few jobs on average: with ten of them a dive takes longer than
    # exchanges that find as much. They hold the surest once weights are shaken by at most one of these, and price for
    # more rounds. They end once so many have failed in a row.
    few: float = 8.0
    shaken: tuple[float, ...] = (0.2, 0.5, 0.9)
    again_rounds: int = 30
    dives: int = 200
    draws: int = 10  # of rosters for the first master, the best at costs that are shaken
    dear: int = 3  # a unit of a broken row costs as much as so many of the dearest pairs
    # Neighbourhoods free so many blocks, more after so many without success, and price them for rounds. They end after
    # so many turns through all sizes without success.
    freed: int = 8
    patience: int = 5
    rounds: int = 15
    turns: int = 2
    # Good rosters are enumerated up to so many of the free blocks, or of all blocks; beyond, there are so many draws of
    # best rosters at costs that are shaken, by at most so many steps, and so many of all that are known take part.
    most_near: int = 5_000
    most_whole: int = 20_000
    shakes: int = 15
    most_shaken: float = 40.0
    most_chosen: int = 3_000
    # For branch and bound over rosters: seconds, or a share of what is left for plans if that is more; of all blocks.
    usual: float = 4.0
    usual_share: float = 0.05
    close_share: float = 0.3
    most_cases: int = 5_000  # of a tree
