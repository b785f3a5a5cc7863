"""Parameters of the engine: counts, shares of time and measured speeds, each with its reason.

Solver tolerances, limits of number formats and options that avoid solver faults are not choices, and stand where they
are used.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class BackendParams:
    """How solvers are called; columns are those of the program in one call."""

    presolved_columns: int = 10_000  # branch and bound on more columns is worth presolve, whatever their rows
    restarted_columns: int = 5_000  # on fewer columns HiGHS's restarts, each with a presolve, cost more than they bring
    counted_columns: int = 20_000  # CP-SAT, which counts in integers, is worth trying up to this
    # HiGHS scales programs with more columns than this. For small ones exact duals matter more: those of a scaled
    # program can be too far from the program's own to prove anything.
    unscaled_columns: int = 3_000
    # Up to so many columns HiGHS solves a master without presolve, which takes longer than it saves: the next round
    # uses the basis again.
    simplex_columns: int = 40_000
    fresh_share: float = 0.1  # a basis is dropped once more than this share of the columns is new
    plain_columns: int = 3_000  # GLOP solves linear programs up to this without presolve and scaling, for its rays
    # The work of a simplex iteration, and of branch and bound between two callbacks, for each entry of the matrix:
    # about a nanosecond each.
    simplex_steps: int = 1
    branch_steps: int = 1_000
    # Seconds between two looks at the caller's wishes while CP-SAT, or a solver's own process, is at work.
    counting_pulse: float = 0.02
    process_pulse: float = 0.05
    grace: float = 0.25  # seconds past the time limit in which a solver's process may send its last message
    process_end: float = 5.0  # seconds in which a process that has sent its last message ends, and a thread starts
    attempts: int = 2  # a call whose process is lost is tried again once


@dataclass(frozen=True)
class TierParams:
    """The course of one tier's search; shares are of the time left in the tier."""

    share: float = 0.6  # of all the time left, for each tier but the last
    # Branch and bound starts with the larger of so many pairs and so many for each chosen pair, grows by a factor, and
    # stops growing before memory runs out.
    first_pairs: int = 4_000
    first_share: float = 1.5
    growth: int = 3
    most_pairs: int = 250_000
    all_share: float = 1.5  # all pairs are taken at once if they are at most so many times as many
    all_at_once: float = 0.15  # at least, for branch and bound on all pairs before operators run
    # What operators leave to branch and bound: on some pairs, on all pairs.
    finish_share: float = 0.1
    whole_share: float = 0.4
    least_explored: float = 1.0  # without a limit operators get as long as all before them, at least this
    look_ahead_share: float = 0.3  # for a dive in the next tier
    cross_share: float = 0.15  # for a crossover with the greedy plan, unless its pairs usually take longer


@dataclass(frozen=True)
class CaseParams:
    """Trees of cases: branch and bound in integers."""

    # A tree is tried at once for programs with at most this many columns, for a share of the time left or, without a
    # limit, for so many seconds.
    at_once_columns: int = 3_000
    share: float = 0.3
    seconds: float = 10.0
    # What a solver has closed is proven case by case, for LPs with at most ``most_columns`` columns, in a share of the
    # time left or, without a limit, in as long as the search took so far, at least ``least_proof`` seconds.
    proof_share: float = 0.1
    least_proof: float = 1.0
    most_columns: int = 250_000
    # At the end, trees get a multiple of the time before them, and at least this many seconds.
    certified_share: float = 2.0
    least_certified: float = 3.0
    few_columns: int = 3_000  # up to this, LPs contain all columns from the start
    # The shares of their bits to which duals are shortened where they still close a case, for short certificates.
    shorter: tuple[float, ...] = (0.8, 0.6, 0.4, 0.2)
    # The tree is given up if ``trial`` cases closed less than this share of what was left of it.
    trial: int = 1_000
    hope: float = 0.01
    margin: float = 0.1  # an LP may end once it proves this many steps more than the case needs
    most_cases: int = 20_000  # a certificate with more would be too long
    # Columns compared for branching; fewer for programs of more than ``long`` columns, whose LPs take long. Each is
    # tried this many times before its pseudo-costs are trusted.
    candidates: int = 12
    few_candidates: int = 6
    long: int = 20_000
    reliable: int = 4


@dataclass(frozen=True)
class RelaxationParams:
    """Which relaxation bounds a tier; shares are of the tier's time."""

    charged_links: int = 25_000  # with more links of charged indicators an LP is slower than multipliers
    scarce: float = 0.02  # with a larger share of seats empty, hours are scarce, and LPs degenerate
    # Roster multipliers start at the best of these shares of the prices of seats alone, those of charged links at the
    # best of these shares of the way from there to the LP's duals.
    starts: tuple[float, ...] = (0, 0.25, 0.5, 0.75, 1)
    rough_step: float = 1e-5  # roster multipliers climb to this step before they choose an LP's first columns
    # That LP's first pairs for each filled seat, its share of time, and the most seconds seen for each pair of filled
    # seats.
    first_per_filled: int = 2
    linear_share: float = 0.4
    linear_seconds: float = 5e-7
    climb_share: float = 0.25  # for multipliers of charged links
    roster_share: float = 0.1  # for rosters after a linear program
    lazy_share: float = 0.6  # for tightening a relaxation by lazy constraints
    certified: float = 3e-6  # seconds for each pair when rosters are later certified in Python integers
    roster_cells: int = 2_000_000  # tables of rosters with more cells (pair, capacity) take too long


@dataclass(frozen=True)
class PricingParams:
    """The LP by column generation."""

    first_per_seat: int = 4  # columns of the first master for each place of each seat row
    growth: float = 1.0  # a round adds at most this share of the master: early duals are inaccurate
    fine_columns: int = 20_000  # with more, very fine duals of later tiers would take too long to check
    # From so many columns on, where no link is charged, rows of earlier tiers are replaced by full rows, and rows that
    # others imply left out. Plans that share charged links come out worse.
    wide_columns: int = 5_000
    lazy_links: int = 25_000  # with fewer links it is quicker to have all indicators from the start


@dataclass(frozen=True)
class VolumeParams:
    """The volume algorithm."""

    rounds: int = 1_500
    newest: float = 0.05  # weight of the newest point in the moving average
    # After ``patience`` rounds without progress the step size is multiplied by ``cut``.
    patience: int = 5
    cut: float = 0.66
    least_aim: float = 1e-5  # a step aims at least this far above the bound, as a share of the incumbent
    least_step: float = 1e-8  # the climb ends at this step size times aim, as a share of the incumbent
    steps_per_entry: int = 10  # of work in a round, for matrix entries and cells of the inner problem


@dataclass(frozen=True)
class CoreParams:
    """The core is worth solving up to a share of the pairs and up to a number; it gets a share of the time left."""

    most_share: float = 0.5
    most_pairs: int = 100_000
    share: float = 0.3


@dataclass(frozen=True)
class DivingParams:
    sure: float = 0.9  # a relaxation is sure of pairs above this value
    least_pairs: int = 4_000  # for branch and bound
    seconds_per_pair: float = 5e-4  # a program that takes longer rarely gives a much better plan
    share: float = 0.15  # of the time left, unless its pairs usually take longer
    held: tuple[float, ...] = (1.0, 0.9, 0.7)  # the shares of the sure pairs that successive dives fix


@dataclass(frozen=True)
class NeighbourhoodParams:
    seconds: float = 2.0
    pairs_per_seat: int = 40  # for each freed seat, those of least reduced cost
    branches: int = 6  # seats visited from each seat of a chain
    # Seats freed at a time, half as many again after ``failures`` failures in a row, up to ``most_seats``, which ends
    # it.
    seats: int = 30
    failures: int = 20
    most_seats: int = 150


@dataclass(frozen=True)
class ExchangeParams:
    seconds: float = 2.0
    # Pairs given up at a time: a random number in this range.
    least_pairs: int = 8
    most_pairs: int = 40
    # Partial choices kept, doubled after ``failures`` failures in a row, up to ``most_kept``, which ends the search.
    kept: int = 4_000
    failures: int = 200
    most_kept: int = 64_000
    most_cells: int = 4_000_000  # of the table of all continuations of partial choices
    branches: int = 6  # the next block is that of the cheapest of so many random pairs


@dataclass(frozen=True)
class CrossoverParams:
    seconds: float = 8.0
    largest: int = 10**9  # larger blended costs are too much for floating point
    # A plan is good enough within a share of its cost, or of its distance from the bound if there is one.
    enough: float = 1e-3
    enough_of_gap: float = 1e-2
    # After a draw that closed less than this share of the gap, seats bring more pairs by a factor; after one on which
    # branch and bound timed out, fewer.
    little: float = 1e-2
    more: float = 1.15
    fewer: float = 0.8
    pairs_per_seat: int = 40  # the cheapest, from which to draw
    steps_per_pair: int = 100  # of work in a draw
    failures: int = 20  # in a row, which end it


@dataclass(frozen=True)
class SelectionParams:
    """Which operator runs next."""

    turn: float = 1.0  # least seconds of a turn: some operators try often and rarely succeed
    trial: float = 0.1  # each operator starts with one pseudo-success in this many seconds
    # Success counts decay exponentially with this time constant in seconds; gains of an operator that fails decay with
    # the shorter one, since the first gains are easy.
    memory: float = 30.0
    easy: float = 2.0


@dataclass(frozen=True)
class GreedyParams:
    # Which linked groups may still fit is recomputed after so many seats, or after this share of all seats: it takes a
    # pass over all pairs.
    age: int = 32
    age_share: float = 1 / 64
    pulse: int = 32  # seats between two polls of the caller


@dataclass(frozen=True)
class AuctionParams:
    # A bidder considers this many of its cheapest pairs; one with more places than ``places`` is split into several
    # rows.
    looks_at: int = 32
    places: int = 4
    # The auction ends when only this share of places is free, or after this many rounds; after ``steady`` rounds the
    # increment doubles every ``doubled`` rounds.
    left: float = 0.005
    rounds: int = 600
    steady: int = 300
    doubled: int = 25
    # Limits are ignored in the first rounds: a caller without time still wants a plan, and nothing gives one sooner.
    least_rounds: int = 100
    increment: float = 0.1  # as a share of the difference between a bidder's best goods and those it will not get


@dataclass(frozen=True)
class FlowParams:
    # Pairs for each unit of the shorter side's capacity: closest to paying at the auction's prices, and at exact ones.
    first_per_unit: int = 3
    next_per_unit: int = 2
    # Up to this many pairs for each unit, or in all for a matching, solving at once is quicker than the auction.
    at_once_per_unit: int = 10
    at_once_matched: int = 200_000
    steps_per_pair: int = 2_000  # of work in a round, for each pair in the network
    # Twenty times what a flow takes for each pair on an idle machine; with less time left it runs in a child process.
    seconds_per_pair: float = 1e-4
    # Each augmentation of a matching clears arrays as long as the network: at 10,000 rows a flow takes half as long.
    matching_rows: int = 4_000
    auction: AuctionParams = AuctionParams()


@dataclass(frozen=True)
class ShiftMinimisationParams:
    # An attempt ends after this many moves without fewer empty seats, which grow by a factor once every rhythm has
    # failed.
    moves: int = 10_000
    growth: float = 1.5
    most_moves: int = 1_000_000
    # Moves between exchanges, in turn: exchanges help where workers differ in what they can do, and only disturb where
    # they are alike.
    rhythms: tuple[int, ...] = (1_000, 10)
    # The tables of blocks by seats, and of seats by seats, must fit into memory.
    most_cells: int = 5_000_000
    most_seats: int = 5_000
    dear: int = 30  # a seat weighs 1, and this much more if its price is a whole worker
    moves_per_seat: int = 100  # for the first tier
    # Moves between two looks at the clock, and the work that each counts as.
    tick: int = 64
    steps_per_move: int = 50_000
    # Up to this many pairs the LP relaxation, and branch and bound, are worth their time.
    relax_pairs: int = 100_000
    branch_pairs: int = 20_000
    relax_seconds: float = 1.5e-4  # for each pair, before the interior point method first polls
    # Shares of the time left for incompatible seats, for the LP relaxation, for branch and bound.
    apart_share: float = 0.1
    relax_share: float = 0.5
    branch_share: float = 0.4
    # Empty seats examined by an ejection step, open workers by an exchange: more would leave too little to chance.
    step_seats: int = 12
    exchange_workers: int = 6
    # Tabu tenure in moves of an ejected seat and a closed worker; a random number up to the same is added.
    seat_tenure: int = 10
    worker_tenure: int = 20


@dataclass(frozen=True)
class ControlParams:
    pulse: float = 0.02  # least seconds between two polls of the caller
    # Two plans told to a listener are at least this many seconds apart, and at least this many times as long as it took
    # over the last one, which leaves it 4 % of the search.
    plan_interval: float = 1.0
    plan_rest: float = 24.0
    isolated_columns: int = 10_000  # with more, presolve may take a second: branch and bound runs in a child
