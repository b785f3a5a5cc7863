"""What each term counts, in whole steps, and how many steps make its unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import reduce
from typing import Any

from staffmatch.models import Shift
from tests.adversary.bent_rules import minutes_of
from tests.adversary.board import Board, Sum
from tests.adversary.charges import charges_of

TermSum = Callable[[Any, Board], Sum]


def uncovered_hours(term: Any, board: Board) -> Sum:
    def minutes(shift: Shift) -> int:
        return board.facts.minute(shift.end) - board.facts.minute(shift.start) - shift.unpaid_break_minutes

    demands = board.facts.scenario.demands
    needed = sum(d.priority * board.facts.needed(d) * minutes(shift) for d in demands for shift in d.shifts)
    full = ((job, shift, seat) for job, seats in board.seated() for shift in job.shifts for seat in seats)
    return Sum.of(((-job.demand.priority * minutes(shift), seat) for job, shift, seat in full), needed)


def empty_seats(term: Any, board: Board) -> Sum:
    seats = sum(board.facts.needed(demand) * len(demand.shifts) for demand in board.facts.scenario.demands)
    return Sum.of(((-len(job.shifts), seat) for job, full in board.seated() for seat in full), seats)


def cost(term: Any, board: Board) -> Sum:
    facts, parts = board.facts, []
    for worker, job, x in board.pairs():
        rate = max(worker.pay_cents_per_hour, job.demand.pay_cents_per_hour)
        parts += [(rate * span.minutes, x) for span in facts.lent(worker, job)]
        # Cents an hour times minutes are sixtieths of a cent.
        parts += [(term.cents_per_commute_hour * 2 * facts.commute(worker, job.demand) * facts.trips(job), x)]
        parts += [(60 * job.demand.cents_per_person, x)]
    parts += [(coefficient, variable) for _, coefficient, variable in charges_of(board)]
    prices = ((rule.price_cents or 0, rule, by) for rule, by in board.broken)
    return reduce(Sum.plus, (by.times(price * minutes_of(rule)) for price, rule, by in prices), Sum.of(parts))


def violations(term: Any, board: Board) -> Sum:
    soft = ((rule, by) for rule, by in board.broken if rule.soft and (not term.kinds or rule.kind in term.kinds))
    return reduce(Sum.plus, (by.times(minutes_of(rule)) for rule, by in soft), Sum.of([]))


def commute_minutes(term: Any, board: Board) -> Sum:
    facts = board.facts
    return Sum.of((2 * facts.commute(w, job.demand) * facts.trips(job), x) for w, job, x in board.pairs())


def commute_over(term: Any, board: Board) -> Sum:
    facts = board.facts
    return Sum.of(
        (2 * max(0, facts.commute(w, job.demand) - term.minutes) * facts.trips(job), x) for w, job, x in board.pairs()
    )


def partnerships(term: Any, board: Board) -> Sum:
    return _each(board, lambda worker, job: (worker.company, job.demand.company))


def pair_cost(term: Any, board: Board) -> Sum:
    listed = board.facts.listed
    return Sum.of((listed.get((w.id, shift.id), (None, 0))[1], x) for w, _, shift, x in board.duties())


def workers_used(term: Any, board: Board) -> Sum:
    return _each(board, lambda worker, job: worker.id)


def switches(term: Any, board: Board) -> Sum:
    """Each borrower of a worker beyond the first."""
    return _each(board, lambda worker, job: (worker.id, job.demand.company)).plus(
        _each(board, lambda worker, job: worker.id).times(-1)
    )


def _each(board: Board, key: Callable[[Any, Any], Any]) -> Sum:
    """How many of what the key tells apart there are with any assignment."""
    groups = defaultdict[Any, list[Any]](list)
    for worker, job, x in board.pairs():
        groups[key(worker, job)].append(x)
    return Sum.of((1, board.any_of(held)) for held in groups.values())


def unmet_demands(term: Any, board: Board) -> Sum:
    parts = []
    full = [(job.demand, seat) for job, seats in board.seated() for _ in job.shifts for seat in seats]
    for demand in (one for one in board.facts.scenario.demands if not one.grants):
        filled = [seat for of, seat in full if of is demand]
        met, seats = board.new(), demand.headcount * len(demand.shifts)
        board.model.add(sum(filled) >= seats).only_enforce_if(met)
        board.model.add(sum(filled) <= seats - 1).only_enforce_if(~met)
        parts.append((-1, met))
    return Sum.of(parts, len(parts))


def worst_fill_rate(term: Any, board: Board) -> Sum:
    lacking = []
    full = [(job.demand.company, seat) for job, seats in board.seated() for _ in job.shifts for seat in seats]
    asking = [demand for demand in board.facts.scenario.demands if not demand.grants]
    for borrower in {demand.company for demand in asking}:
        demands = [demand for demand in asking if demand.company == borrower]
        seats = sum(demand.headcount * len(demand.shifts) for demand in demands)
        empty = seats - sum(seat for company, seat in full if company == borrower)
        lacking.append(_rounded_up(board, 10_000 * empty, seats, 10_000))
    return _largest(board, lacking, 10_000)


def worst_commute(term: Any, board: Board) -> Sum:
    ways = [(board.facts.commute(worker, job.demand), x) for worker, job, x in board.pairs()]
    return _largest(board, [way * x for way, x in ways], max((way for way, _ in ways), default=0))


def over_qualification(term: Any, board: Board) -> Sum:
    facts, parts = board.facts, []
    for worker, job, x in board.pairs():
        beyond = sum(max(0, facts.level(worker, skill) - asked) for skill, asked in job.demand.skills.items())
        parts += [(beyond * span.minutes, x) for span in facts.lent(worker, job)]
    return Sum.of(parts)


def preferences(term: Any, board: Board) -> Sum:
    def missed(worker: Any, borrower: str) -> int:
        best = max(worker.preferences.get(company, 0) for company in board.facts.company)
        return int(best - worker.preferences.get(borrower, 0))

    return Sum.of((missed(worker, job.demand.company), x) for worker, job, _, x in board.duties())


def change(term: Any, board: Board) -> Sum:
    former = set(term.plan)
    return Sum.of(((-1 if (w.id, s.id) in former else 1, x) for w, _, s, x in board.duties()), len(former))


def wishes(term: Any, board: Board) -> Sum:
    return Sum.of(
        (wish.weight if wish.against else -wish.weight, x)
        for worker, job, shift, x in board.duties()
        for wish in worker.wishes
        if not wish.must and board.facts.wished(wish, job, shift)
    )


def lender_burden(term: Any, board: Board) -> Sum:
    lent, heads = _minutes(board), []
    for lender in {worker.company for worker in board.facts.workers}:
        people = [worker.id for worker in board.facts.workers if worker.company == lender]
        hours = [lent[name] for name in people]
        most = sum(most for _, most in hours)
        heads.append(_rounded_up(board, sum(minutes for minutes, _ in hours), len(people), most))
    return _largest(board, heads, max((most for _, most in lent.values()), default=0) * len(board.facts.workers))


def short_time_saved(term: Any, board: Board) -> Sum:
    saved = []
    for name, (minutes, most) in _minutes(board).items():
        lost = round(60 * (board.facts.worker[name].short_time_hours or 0))
        saved.append(board.new(max(lost, most)))
        board.model.add_min_equality(saved[-1], [minutes, lost])
    return Sum.of((-1, hours) for hours in saved)


def spread_of_hours(term: Any, board: Board) -> Sum:
    lent = {n: held for n, held in _minutes(board).items() if board.facts.concerns(term, board.facts.worker[n])}
    return _extreme(board, term, lent, "max").plus(_extreme(board, term, lent, "min").times(-1))


def spread(term: Any, board: Board) -> Sum:
    loads = _loads(board, term.of)
    return _extreme(board, term, loads, "max").plus(_extreme(board, term, loads, "min").times(-1))


def max_load(term: Any, board: Board) -> Sum:
    return _extreme(board, term, _loads(board, term.of), "max")


def min_load(term: Any, board: Board) -> Sum:
    return _extreme(board, term, _loads(board, term.of), "min").times(-1)


def load_over(term: Any, board: Board) -> Sum:
    return _beyond(
        board, [(load - term.level, most + abs(term.level)) for load, most in _loads(board, term.of).values()]
    )


def load_under(term: Any, board: Board) -> Sum:
    return _beyond(
        board, [(term.level - load, most + abs(term.level)) for load, most in _loads(board, term.of).values()]
    )


def _beyond(board: Board, parts: list[tuple[Any, int]]) -> Sum:
    found = []
    for part, most in parts:
        found.append(board.new(most))
        board.model.add_max_equality(found[-1], [0, part])
    return Sum.of((1, one) for one in found)


def _loads(board: Board, share: Any) -> dict[str, tuple[Any, int]]:
    """The minutes of each worker or lender with those before, and how far from 0 they could be."""
    lent = _minutes(board)
    if share.of == "lenders":
        by: dict[str, tuple[Any, int]] = {worker.company: (0, 0) for worker in board.facts.workers}
        for name, (minutes, most) in lent.items():
            sofar, all_ = by[board.facts.worker[name].company]
            by[board.facts.worker[name].company] = sofar + minutes, all_ + most
        lent = by
    before = {name: round(60 * share.history.get(name, 0)) for name in lent}
    return {name: (minutes + before[name], most + abs(before[name])) for name, (minutes, most) in lent.items()}


def _extreme(board: Board, term: Any, loads: dict[str, tuple[Any, int]], which: str) -> Sum:
    """The largest or smallest of all, or of those who have anything to do; 0 of nobody."""
    far = max((most for _, most in loads.values()), default=0)
    # Shifted, since these variables are from 0 on.
    found, counted = board.new(2 * far), []
    for name, (load, _) in loads.items():
        mine = [x for worker, _, x in board.pairs() if name in (worker.id, worker.company)]
        counted.append((load + far, board.any_of(mine) if term.among == "used" else True))
    some = [on for _, on in counted]
    for load, on in counted:
        row = found >= load if which == "max" else found <= load
        if on is True:
            board.model.add(row)
        else:
            board.model.add(row).only_enforce_if(on)
    reached = []
    for load, on in counted:
        here = board.new()
        board.model.add(found == load).only_enforce_if(here)
        if on is not True:
            board.model.add_implication(here, on)
        reached.append(here)
    nobody = board.new()
    board.model.add(found == far).only_enforce_if(nobody)
    for on in some:
        if on is True:
            board.model.add(nobody == 0)
        else:
            board.model.add_implication(nobody, on.negated())
    board.model.add_bool_or([*reached, nobody])
    return Sum.of([(1, found)], -far)


def _minutes(board: Board) -> dict[str, tuple[Any, int]]:
    """The lent minutes of each worker, and how many they could be."""
    found: dict[str, tuple[Any, int]] = {worker.id: (0, 0) for worker in board.facts.workers}
    for worker, job, x in board.pairs():
        minutes = sum(span.minutes for span in board.facts.lent(worker, job))
        sofar, most = found[worker.id]
        found[worker.id] = sofar + minutes * x, most + minutes
    return found


def _rounded_up(board: Board, numerator: Any, divisor: int, most: int) -> Any:
    found = board.new(most)
    board.model.add(divisor * found >= numerator)
    board.model.add(divisor * found <= numerator + divisor - 1)
    return found


def _largest(board: Board, amounts: list[Any], most: int) -> Sum:
    found = board.new(most)
    board.model.add_max_equality(found, [0, *amounts])
    return Sum.of([(1, found)])


TERM_SUMS: dict[str, TermSum] = {
    term.__name__: term
    for term in (
        uncovered_hours,
        empty_seats,
        cost,
        commute_minutes,
        partnerships,
        pair_cost,
        workers_used,
        unmet_demands,
        worst_fill_rate,
        worst_commute,
        commute_over,
        over_qualification,
        preferences,
        switches,
        change,
        lender_burden,
        spread_of_hours,
        short_time_saved,
        spread,
        max_load,
        min_load,
        load_over,
        load_under,
        wishes,
        violations,
    )
}

# Hours count in minutes, euros in sixtieths of a cent, per cents in hundredths; all else by the piece.
STEPS = {
    "uncovered_hours": 60,
    "cost": 6000,
    "violations": 60,
    "worst_fill_rate": 100,
    "over_qualification": 60,
    "lender_burden": 60,
    "spread_of_hours": 60,
    "short_time_saved": 60,
    "spread": 60,
    "max_load": 60,
    "min_load": 60,
    "load_over": 60,
    "load_under": 60,
}
