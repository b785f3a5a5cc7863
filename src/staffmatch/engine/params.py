"""Parameters of the parts of the engine: counts, shares of time, measured speeds, each with its reason.

What is not here is no choice: tolerances of solvers, limits of number formats, and what is known of one back-end.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TierParams:
    """The order of one tier's search; shares are of the time left in it."""

    share: float = 0.6  # of the time left in all, for a tier that is not the last
    # Branch and bound begins with so many pairs, or so many for each chosen one, goes on with so many times as many,
    # and stops before it takes all memory.
    first_pairs: int = 4_000
    first_share: float = 1.5
    growth: int = 3
    most_pairs: int = 250_000
    all_share: float = 1.5  # if so many times as many pairs are all that matter they are taken at once
    all_at_once: float = 0.15  # at least, for branch and bound on all pairs before operators have their turn
    # What operators leave to branch and bound on some or on all pairs.
    finish_share: float = 0.1
    whole_share: float = 0.4
    least_explored: float = 1.0  # without a limit operators get as long as all before them, and at least this
    look_ahead_share: float = 0.3  # for a dive in the next tier
    cross_share: float = 0.15  # for a crossover with the first plan, if that is more than its pairs usually take


@dataclass(frozen=True)
class CaseParams:
    """Trees of cases."""

    # A tree is tried at once where there are no more columns than this, for a share of the time left or, where there is
    # no limit, for so long.
    at_once_columns: int = 3_000
    share: float = 0.3
    seconds: float = 10.0
    # What a solver has closed is proven case by case in such a share of the time left or, where there is no limit, in
    # as much as was taken so far and so long at least, where linear programs have no more columns than this.
    proof_share: float = 0.1
    least_proof: float = 1.0
    most_columns: int = 250_000
    # In the end trees get so many times what came before them, and at least so long.
    certified_share: float = 2.0
    least_certified: float = 1.0
    few_columns: int = 3_000  # so few are in a linear program from the beginning
    # By such shares of their bits duals are tried to be shorter where they close a case: short certificates.
    shorter: tuple[float, ...] = (0.8, 0.6, 0.4, 0.2)
    # The tree is given up if by so many cases less than this share of what is left of it was closed.
    trial: int = 1_000
    hope: float = 0.01
    most_cases: int = 20_000  # beyond so many a certificate would be too long
    # So many columns are compared to branch on, fewer where there are so many that each linear program takes long, and
    # each is tried so many times.
    candidates: int = 12
    few_candidates: int = 6
    long: int = 20_000
    reliable: int = 4


@dataclass(frozen=True)
class RelaxationParams:
    """Which relaxation bounds a tier; shares are of its time."""

    charged_links: int = 25_000  # with more links of charged indicators a linear program is slower than multipliers
    scarce: float = 0.02  # with more of the seats empty, hours are scarce: that makes linear programs degenerate
    # Roster multipliers begin at the best of these shares of what seats alone would pay, those of charged links at the
    # best of these shares of the way from there to what a linear program says.
    starts: tuple[float, ...] = (0, 0.25, 0.5, 0.75, 1)
    rough_step: float = 1e-5  # roster multipliers climb so far before they choose the first columns of a linear program
    # Its first pairs for each seat that the incumbent fills, the share that it may take, and the seconds that it was
    # seen to take at most, for each pair of filled seats.
    first_per_filled: int = 2
    linear_share: float = 0.4
    linear_seconds: float = 5e-7
    climb_share: float = 0.25  # for multipliers of charged links
    roster_share: float = 0.1  # for rosters after a linear program
    lazy_share: float = 0.6  # in which a relaxation is tightened by lazy constraints
    certified: float = 3e-6  # seconds that a pair takes later, when rosters are certified in Python integers
    roster_cells: int = 2_000_000  # beyond so many (pair, capacity) the tables of rosters take too long


@dataclass(frozen=True)
class PricingParams:
    """The linear program by column generation."""

    first_per_seat: int = 4  # columns that each seat row brings into the first master, for each seat of it
    growth: float = 1.0  # a round adds at most this share of the master: far from the optimum duals say little
    lazy_links: int = 25_000  # with fewer links it is quicker to have all indicators active from the beginning


@dataclass(frozen=True)
class VolumeParams:
    """The volume algorithm."""

    rounds: int = 1_500
    newest: float = 0.05  # the share of the newest point in the average of all
    # After so many rounds without progress the pace is cut.
    patience: int = 5
    cut: float = 0.66
    least_aim: float = 1e-5  # a step aims at least so far above the bound, as a share of the incumbent
    least_step: float = 1e-8  # the climb ends once pace times aim is so little, as a share of the incumbent
    steps_per_entry: int = 10  # the work of a round for each entry of the matrix and each cell of the inner problem


@dataclass(frozen=True)
class CoreParams:
    """The core is worth its time up to such a share of the pairs, and to so many; it gets a share of the time left."""

    most_share: float = 0.5
    most_pairs: int = 100_000
    share: float = 0.3


@dataclass(frozen=True)
class DivingParams:
    sure: float = 0.9  # a relaxation is sure of what it has above this
    least_pairs: int = 4_000  # for branch and bound
    seconds_per_pair: float = 5e-4  # a part of the pairs that takes longer has no plan that is much better
    share: float = 0.15  # of the time left, if that is more than its pairs usually take
    held: tuple[float, ...] = (1.0, 0.9, 0.7)  # the shares of what the relaxation is sure of that dives hold


@dataclass(frozen=True)
class NeighbourhoodParams:
    seconds: float = 2.0
    pairs_per_seat: int = 40  # those of least reduced cost that each freed seat brings
    branches: int = 6  # so many seats are related to each empty one and to each of these
    # Seats freed at a time; so many failures in a row make it half as many again, up to a most that ends the search.
    seats: int = 30
    failures: int = 20
    most_seats: int = 150


@dataclass(frozen=True)
class ExchangeParams:
    seconds: float = 2.0
    # Pairs given up at a time: any number between.
    least_pairs: int = 8
    most_pairs: int = 40
    # Partial choices kept; so many failures in a row make it twice as many, up to a most that ends the search.
    kept: int = 4_000
    failures: int = 200
    most_kept: int = 64_000
    most_cells: int = 4_000_000  # of the table of all continuations of partial choices
    branches: int = 6  # the next block is the cheapest of so many pairs at random


@dataclass(frozen=True)
class CrossoverParams:
    seconds: float = 8.0
    largest: int = 10**9  # blended costs beyond this are too much for floating point
    # A plan is good enough within such a share of its cost, or of its distance from the bound where there is one.
    enough: float = 1e-3
    enough_of_gap: float = 1e-2
    # After a draw that closed less than such a share of the gap, seats bring so many times as many pairs; after one
    # that branch and bound did not end, fewer.
    little: float = 1e-2
    more: float = 1.15
    fewer: float = 0.8
    pairs_per_seat: int = 40  # that are drawn from, the cheapest
    steps_per_pair: int = 100  # the work of drawing
    failures: int = 20  # so many in a row end it


@dataclass(frozen=True)
class SelectionParams:
    """Which operator has its turn."""

    turn: float = 1.0  # seconds that a turn lasts at least: some operators try often and seldom succeed
    trial: float = 0.1  # each operator starts with one pseudo-success in so many seconds
    # Success counts decay exponentially with this time constant in seconds; gains of an operator that fails with the
    # shorter one: the first gains are easy.
    memory: float = 30.0
    easy: float = 2.0


@dataclass(frozen=True)
class GreedyParams:
    # What may find its linked group is looked up anew after so many seats, or after such a share of all seats: each
    # time all pairs are looked at.
    age: int = 32
    age_share: float = 1 / 64
    pulse: int = 32  # whether to halt is asked after so many seats


@dataclass(frozen=True)
class AuctionParams:
    # A bidder looks at so many of its cheapest pairs; one with more places than this is dealt out as several.
    looks_at: int = 32
    places: int = 4
    # It ends when so small a share of places is left, or after so many rounds; increments double every so many late
    # ones.
    left: float = 0.005
    rounds: int = 600
    steady: int = 300
    doubled: int = 25
    # It listens to no limit before so many rounds: whoever has no time still wants a plan, and no other is sooner.
    least_rounds: int = 100
    increment: float = 0.1  # as a share of what tells a bidder's best goods from those it will not get


@dataclass(frozen=True)
class FlowParams:
    # Pairs for each unit that the shorter side can take: nearest to paying at the auction's prices, and at exact ones.
    first_per_unit: int = 3
    next_per_unit: int = 2
    # So many pairs for each unit, or in all where a matching will do, are solved sooner than first prices are found.
    at_once_per_unit: int = 10
    at_once_matched: int = 200_000
    steps_per_pair: int = 2_000  # the work of a round, for each pair in the network
    # Twenty times what a flow takes for each pair on an idle machine: where less is left it runs in its own process.
    seconds_per_pair: float = 1e-4
    # Each augmentation of a matching clears arrays as long as the network: at 10,000 rows a flow takes half the time.
    matching_rows: int = 4_000
    auction: AuctionParams = AuctionParams()


@dataclass(frozen=True)
class ShiftMinimisationParams:
    # An attempt ends after so many moves without fewer empty seats; once every rhythm has failed, so many times as
    # many.
    moves: int = 10_000
    growth: float = 1.5
    most_moves: int = 1_000_000
    # Moves from one exchange to the next, in turn: exchanges are what helps where workers differ in what they can do,
    # and only disturb where they are much alike.
    rhythms: tuple[int, ...] = (1_000, 10)
    dear: int = 30  # a seat weighs 1, and so much more if its price is that of a worker: sums of weights are exact
    moves_per_seat: int = 100  # enough for the first tier
    # The clock is asked after so many moves, each of which counts as so much work.
    tick: int = 64
    steps_per_move: int = 50_000
    # The linear relaxation, and branch and bound, are worth their time up to so many pairs.
    relax_pairs: int = 100_000
    branch_pairs: int = 20_000
    relax_seconds: float = 1.5e-4  # for each pair, before the interior point method first asks whether to stop
    # Shares of the time left for seats that are apart, for the linear relaxation, for branch and bound.
    apart_share: float = 0.1
    relax_share: float = 0.5
    branch_share: float = 0.4
    # A step of ejection looks at so many empty seats, an exchange at so many open workers: more would leave too little
    # to chance.
    step_seats: int = 12
    exchange_workers: int = 6
    # What was ejected or closed stays away for so many moves, and as many more by chance.
    seat_tenure: int = 10
    worker_tenure: int = 20


@dataclass(frozen=True)
class ControlParams:
    pulse: float = 0.02  # seconds between two questions to the caller where questions are frequent
    isolated_columns: int = 10_000  # with more, presolve alone may take a second: branch and bound in its own process
