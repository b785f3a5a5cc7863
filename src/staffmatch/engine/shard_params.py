"""Parameters of searches whose pairs are spread over shards."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ShardParams:
    """How a market is cut, how long it is priced, and how many of its pairs become candidates of the plan."""

    # People are spread over so many shards that each has about so many pairs, which is guessed from a few people; over
    # at least so many where there are enough of them, so that there is work for several processes.
    pairs: int = 1_000_000
    sample: int = 100
    least: int = 8
    least_people: int = 20
    cells_each: int = 16  # capacities that would take more cells of a table for each pair do not bound rosters
    kept: int = 12  # parts of shards that a process keeps in memory beside those on disk
    attempts: int = 2  # a shard that is lost is made again once
    pulse: float = 0.05  # seconds between two looks at the caller's wishes while shards are at work
    # Prices rise on a part of the shards first, as on a market so much smaller, where a round costs less; then on more,
    # for so many rounds each.
    parts: tuple[float, ...] = (1 / 16, 1 / 4, 1.0)
    rounds: tuple[int, ...] = (60, 60, 60)
    # First prices: shares of what a pair of each job gains.
    starts: tuple[float, ...] = (1.0, 0.75, 0.5, 0.25, 0.1)
    # Steps of prices: the first one, as a share of the largest price, by how much they shrink with each round, and how
    # much of the past the means of subgradients and of their squares keep.
    first_step: float = 0.05
    slower: float = 0.05
    kept_pace: float = 0.5  # of the rounds before count for the steps of those on a larger part
    momentum: float = 0.9
    memory: float = 0.95
    price_share: float = 0.4  # of the time that is left of a tier, for prices alone
    cycles: int = 2  # turns of a plan and of more prices
    again: int = 20  # rounds of prices in such a turn
    plan_seconds: float = 20.0  # for a plan where time has no limit, or as long as all before it
    candidates: float = 4.0  # pairs of the plan for each seat, those of least reduced cost
    fills: int = 3  # times that candidates for empty seats are asked for
    fill_share: float = 0.3  # of the time of a plan, for these
    fill_each: int = 4  # candidates of each shard for each empty seat
    certified: float = 0.5  # a bound in integers is reckoned to take so much of the time of making the shards
    explained: int = 2_000_000  # pairs of empty seats that are looked at together for their reasons
    checked_pairs: int = 100_000  # the certificate of a market with no more pairs is checked as a whole at once
