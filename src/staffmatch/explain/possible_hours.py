"""Hours that companies could share: an upper bound for each lender and borrower, by a flow of minutes from people to
seats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from staffmatch.arrays import Int
from staffmatch.constraints import ConsentRule, Coverage, DailyHours, DailyRest, HorizonHours, WeeklyHours
from staffmatch.constraints.shared.selected_windows import most_at_once
from staffmatch.errors import LimitError
from staffmatch.formulation.columns import UNLIMITED, Columns
from staffmatch.formulation.eligibility import eligible_pairs
from staffmatch.formulation.pairs import Pairs
from staffmatch.messages.message import Sentence
from staffmatch.models import Consent
from staffmatch.records.bases import Rule

# What scipy counts in.
_LARGEST = 2**31 - 1

_TOO_MANY_HOURS = Sentence(
    "error.limit.shift_hours",
    "The hours of one shift are too many to be counted; split the demand, or its shifts.",
)


@dataclass(frozen=True)
class PossibleHours:
    """By lender and borrower, as labels: the most minutes of any plan, and what there is to choose from.

    ``people`` are those who could go, ``lenders`` and ``borrowers`` the companies behind the labels that have a part.
    """

    lender: Int
    borrower: Int
    minutes: Int
    people: Int
    lenders: Int
    borrowers: Int


def without_unasked_consent(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """The rules, as if all who have not answered agreed; who declined or withdrew stays at home."""
    return tuple(
        rule.replace(states=tuple(dict.fromkeys((*rule.states, Consent.OFFERED))))
        if isinstance(rule, ConsentRule)
        else rule
        for rule in rules
    )


def possible_hours(columns: Columns, label: Int, asked: Int) -> PossibleHours:
    """The hours that companies could share if those who have not been asked agreed, and nobody else wanted the people.

    ``label`` puts each company into one of several parties, which help each other; ``asked`` are the parties of which
    one at least is the lender or the borrower.

    For each lender and borrower it is the value of a largest flow: from each person, of at most the hours that
    `HorizonHours`, `WeeklyHours` and `DailyHours` leave and `DailyRest` has room for, over the weeks and days of their
    eligible shifts to these, of at most headcount × hours (`Coverage`). A plan is such a flow, so none has more hours
    between the two; a flow may divide a shift between people, and it knows no rule but these and those on one person
    and one job, so a plan may reach less. All is counted in whole minutes. LimitError beyond 2**31 - 1 of them in a
    shift.
    """
    pairs = eligible_pairs(columns, without_unasked_consent(columns.scenario.rules))
    lender, borrower = label[pairs.lender], label[pairs.borrower]
    wanted = (lender != borrower) & (np.isin(lender, asked) | np.isin(borrower, asked))
    return _bounds(pairs.take(wanted), label)


def _bounds(pairs: Pairs, label: Int) -> PossibleHours:
    parties = int(label.max(initial=0)) + 1
    code = label[pairs.lender] * parties + label[pairs.borrower]
    market, number = np.unique(code, return_inverse=True)
    flow = _flow(pairs, number, len(market))

    def distinct(of: Int) -> Int:
        least = int(of.max(initial=0)) + 1
        return np.bincount(np.unique(number * least + of) // least, minlength=len(market)).astype(np.int64)

    people, lenders, borrowers = map(distinct, (pairs.worker, pairs.lender, pairs.borrower))
    return PossibleHours(*np.divmod(market, parties), flow, people, lenders, borrowers)


def _flow(pairs: Pairs, market: Int, markets: int) -> Int:
    """The value of the largest flow in each market. The markets share nothing, so one flow through all is largest in
    each."""
    pair, shift = pairs.spans["pair", "shift"]
    minutes, day = pairs.spans["minutes", "day"]
    within = market[pair]
    person = _numbered(within, pairs.worker[pair])
    week, date = _numbered(person, pairs.spans["week"]), _numbered(person, day)
    seat = _numbered(within, shift)
    # What flows into a node, at most, and the arcs into the next.
    per_person = np.minimum(_spare(pairs, HorizonHours, person), _room(pairs, person))
    per_week = _spare(pairs, WeeklyHours, week)
    per_day = np.minimum(_spare(pairs, DailyHours, date), _room(pairs, date))
    per_seat = np.bincount(seat, minutes).astype(np.int64)
    if any(type(rule) is Coverage and not rule.bent for rule in pairs.rules):
        heads = pairs.columns.demands.needed[pairs.demand[pair]]
        per_seat = np.minimum(per_seat, _most(seat, heads * minutes))
    first = np.cumsum([1, len(per_person), len(per_week), len(per_day), len(per_seat)])
    persons, weeks, days, seats = (start + np.arange(stop - start) for start, stop in pairwise(first.tolist()))
    arcs = (
        (np.zeros_like(persons), persons, per_person),
        (persons[_any(week, person)], weeks, per_week),
        (weeks[_any(date, week)], days, per_day),
        (days[date], seats[seat], minutes),
        (seats, np.full_like(seats, first[-1]), per_seat),
    )
    tail, head, most = (np.concatenate([arc[part] for arc in arcs]) for part in range(3))
    used = _through(tail, head, np.minimum(most, int(minutes.sum())), int(first[-1]) + 1)
    return np.bincount(_any(person, within), used[: len(persons)], markets).astype(np.int64)


def _through(tail: Int, head: Int, most: Int, nodes: int) -> Int:
    """What flows through the first arcs, those that leave node 0, in a largest flow from it to the last node."""
    step = max(int(np.gcd.reduce(most, initial=0)), 1)
    if int(most.max(initial=0)) // step > _LARGEST:
        raise LimitError(_TOO_MANY_HOURS())
    graph = csr_array(((most // step).astype(np.int32), (tail, head)), (nodes, nodes))
    flow = maximum_flow(graph, 0, nodes - 1).flow
    found: Int = flow[[0], :].toarray().ravel()[1:].astype(np.int64) * step
    return found


def _numbered(one: Int, other: Int) -> Int:
    """The rank of each pair of entries among the distinct ones."""
    found: Int = np.unique(one * (int(other.max(initial=0)) + 1) + other, return_inverse=True)[1].ravel()
    return found


def _any(of: Int, what: Int) -> Int:
    """For each group of entries what all of them have in common."""
    found = np.zeros(int(of.max(initial=-1)) + 1, np.int64)
    found[of] = what
    return found


def _most(of: Int, what: Int) -> Int:
    found = np.zeros(int(of.max(initial=-1)) + 1, np.int64)
    np.maximum.at(found, of, what)
    return found


def _spare(pairs: Pairs, kind: type[HorizonHours | WeeklyHours | DailyHours], group: Int) -> Int:
    """What rules of this very kind leave of the hours of each group of spans."""
    least = np.full(int(group.max(initial=-1)) + 1, UNLIMITED)
    for rule in pairs.rules:
        if type(rule) is kind and not (rule.bent or rule.ways_between_sites or rule.narrowed(pairs.columns.scenario)):
            # Windows of these kinds do not overlap: each span is in one.
            windows = rule.in_windows(pairs)
            np.minimum.at(least, group, rule.spare(pairs.columns, windows)[windows.group])
    # On standby there may be more minutes than count.
    minutes, counted = pairs.spans["minutes", "counted"]
    least[group[counted < minutes]] = UNLIMITED
    return least


def _room(pairs: Pairs, group: Int) -> Int:
    """The most minutes of each group of spans, of which no two overlap or are closer than the rest that is due."""
    rests = [rule.least_gap(pairs.columns.scenario) for rule in pairs.rules if type(rule) is DailyRest]
    gap = max((rest for rest in rests if rest is not None), default=None)
    return most_at_once(pairs.spans, group, pairs.spans["minutes"], gap)
