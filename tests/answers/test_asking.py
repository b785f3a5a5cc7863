"""Asking down a list is worth what enumeration of all answers says, and no other way of asking is worth more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from staffmatch.answers.whom_to_ask.asking import Chain, Walk, Waves, accepting, walk
from tests.strategies import examples

CHANCES = tuple(n / 8 for n in (1, 2, 3, 4, 6, 7, 8))

# Job, probability.
Item = tuple[int, float]
Market = tuple[tuple[Item, ...], tuple[float, ...], tuple[int, ...]]


@st.composite
def markets(draw: st.DrawFn) -> Market:
    """Offers in the order in which they are asked, the hours of each job's seats, and how many seats it has."""
    jobs = draw(st.integers(1, 3))
    hours = tuple(float(draw(st.integers(1, 12))) for _ in range(jobs))
    seats = tuple(draw(st.integers(1, 2)) for _ in range(jobs))
    items = draw(st.lists(st.tuples(st.integers(0, jobs - 1), st.sampled_from(CHANCES)), min_size=1, max_size=6))
    return tuple(sorted(items, key=lambda item: -hours[item[0]] * item[1])), hours, seats


def walked(market: Market, contacts: int, waves: Waves | None = None) -> Walk:
    items, hours, seats = market
    job = np.array([one for one, _ in items], np.int64)
    chance = np.array([p for _, p in items])
    worth = np.array([hours[one] for one, _ in items])
    return walk(job, chance, worth, np.array(seats, np.int64), contacts, waves or Waves())


def best(items: Sequence[Item], hours: Sequence[float], seats: tuple[int, ...], contacts: int) -> float:
    """The most hours that any way of asking is expected to fill, by dynamic programming over what is known."""

    @cache
    def most(left: frozenset[int], empty: tuple[int, ...], messages: int) -> float:
        found = 0.0
        if not messages:
            return found
        for one in left:
            job, p = items[one]
            if empty[job]:
                after = tuple(count - (place == job) for place, count in enumerate(empty))
                yes = hours[job] + most(left - {one}, after, messages - 1)
                found = max(found, p * yes + (1 - p) * most(left - {one}, empty, messages - 1))
        return found

    return most(frozenset(range(len(items))), seats, contacts)


def outcomes(items: Sequence[Item]) -> Iterator[tuple[tuple[bool, ...], float]]:
    """All answers that may be given, with their probabilities."""
    for answers in product((False, True), repeat=len(items)):
        weight = 1.0
        for (_, p), yes in zip(items, answers, strict=True):
            weight *= p if yes else 1 - p
        yield answers, weight


def in_waves(items: Sequence[Item], seats: Sequence[int], contacts: int, answers: Sequence[bool]) -> list[int]:
    """Who is asked if, in each wave, of as many next offers as there are messages left, those go out that have an empty
    seat each."""
    empty, left, sent = list(seats), list(range(len(items))), list[int]()
    while True:
        left = [one for one in left if empty[items[one][0]]]
        room, wave = list(empty), list[int]()
        for one in left[: contacts - len(sent)]:
            if room[items[one][0]]:
                room[items[one][0]] -= 1
                wave.append(one)
        if not wave:
            return sent
        for one in wave:
            empty[items[one][0]] -= answers[one]
        sent += wave
        left = [one for one in left if one not in wave]


@examples(100)
@given(markets(), st.integers(0, 5))
def test_no_way_of_asking_is_better_than_down_the_list(market: Market, contacts: int) -> None:
    items, hours, seats = market
    found = walked(market, contacts)
    assert found.hours + found.rest == pytest.approx(best(items, hours, seats, contacts), abs=1e-6)


@examples(100)
@given(markets(), st.integers(0, 5))
def test_the_list_is_worth_what_its_waves_are(market: Market, contacts: int) -> None:
    items, hours, seats = market
    found = walked(market, contacts)
    sent, total = [0.0] * len(items), 0.0
    for answers, weight in outcomes(items):
        asked = in_waves(items, seats, contacts, answers)
        for one in asked:
            sent[one] += weight
        for job, count in enumerate(seats):
            total += weight * hours[job] * min(count, sum(answers[one] for one in asked if items[one][0] == job))
    assert found.hours == pytest.approx(total, abs=1e-6)
    require_sent(found, sent)


@examples(60)
@given(markets(), st.integers(1, 4))
def test_no_fixed_list_is_better(market: Market, contacts: int) -> None:
    items, hours, seats = market
    most = 0.0
    for chosen in combinations(range(len(items)), min(contacts, len(items))):
        total = 0.0
        for job, count in enumerate(seats):
            distribution = accepting(np.array([items[one][1] for one in chosen if items[one][0] == job]))
            expected = sum(min(count, number) * chance for number, chance in enumerate(distribution.tolist()))
            total += hours[job] * expected
        most = max(most, total)
    found = walked(market, contacts)
    assert found.hours + found.rest >= most - 1e-6


@examples(80)
@given(markets(), st.integers(0, 5), st.sampled_from((0.0, 0.2, 0.5, 1.0)), st.sampled_from((None, 1, 2)))
def test_several_at_once_are_worth_what_enumeration_says(
    market: Market, contacts: int, overbooking: float, at_once: int | None
) -> None:
    items, hours, seats = market
    waves = Waves(at_once, overbooking)
    found = walked(market, contacts, waves)
    assert found.hours <= walked(market, contacts).hours + 1e-9
    sent, total = [0.0] * len(items), 0.0
    for answers, weight in outcomes(items):
        asked = list[int]()
        for rank in range(len(items)):
            if len(asked) < contacts and due(items, seats, rank, answers, waves):
                asked.append(rank)
                sent[rank] += weight
        for job, count in enumerate(seats):
            total += weight * hours[job] * min(count, sum(answers[one] for one in asked if items[one][0] == job))
    assert found.hours == pytest.approx(total, abs=1e-6)
    require_sent(found, sent)


def require_sent(found: Walk, sent: list[float]) -> None:
    """Who is listed is sent with the probability stated, and nobody else is."""
    told = [0.0] * len(sent)
    for place, chance in zip(found.kept.tolist(), found.sent.tolist(), strict=True):
        told[place] = chance
    assert told == pytest.approx(sent, abs=1e-6)


def due(items: Sequence[Item], seats: Sequence[int], rank: int, answers: Sequence[bool], waves: Waves) -> bool:
    """Whether a seat of the offer's job is empty when its wave starts."""
    job = items[rank][0]
    mine = [one for one in range(len(items)) if items[one][0] == job]
    start, empty = 0, seats[job]
    while empty > 0:
        size = together([items[one][1] for one in mine[start:]], empty, waves)
        if rank in mine[start : start + size]:
            return True
        empty -= sum(answers[one] for one in mine[start : start + size])
        start += size
    return False


def together(chances: Sequence[float], empty: int, waves: Waves) -> int:
    """The most that may be asked at once, by trying each number."""
    size = min(empty, len(chances))
    most = len(chances) if waves.at_once is None else min(len(chances), waves.at_once * empty)
    for number in range(size + 1, most + 1):
        risk = sum(weight for answers, weight in outcomes([(0, p) for p in chances[:number]]) if sum(answers) > empty)
        if risk > waves.overbooking:
            break
        size = number
    return size


def test_a_seat_is_asked_for_again_only_where_it_is_still_empty() -> None:
    half = np.array([0.5, 0.5, 0.5])
    assert Chain.of(half, 1, Waves()).sent.tolist() == [1.0, 0.5, 0.25]
    assert Chain.of(half, 1, Waves()).wave.tolist() == [1, 2, 3]
    assert Chain.of(half, 2, Waves()).sent.tolist() == [1.0, 1.0, 0.75]
    assert Chain.of(half, 2, Waves()).wave.tolist() == [1, 1, 2]
    # Two of two accept with probability 1/4.
    assert Chain.of(half, 1, Waves(None, 0.25)).wave.tolist() == [1, 1, 2]
    assert Chain.of(half, 1, Waves(1, 0.25)).wave.tolist() == [1, 2, 3]


def test_messages_that_are_saved_go_further_down_the_list() -> None:
    found = walk(np.array([0, 0, 1]), np.array([0.5, 0.5, 0.25]), np.full(3, 8.0), np.array([1, 1]), 2, Waves())
    # The third is asked where the first accepts.
    assert found.sent.tolist() == [1.0, 0.5, 0.5]
    assert found.wave.tolist() == [1, 2, 2]
    assert found.gain.tolist() == [4.0, 2.0, 1.0]


def test_a_long_list_ends_where_nobody_would_be_asked() -> None:
    count = 400
    found = walk(np.zeros(count, np.int64), np.full(count, 0.5), np.full(count, 8.0), np.array([1]), 100, Waves())
    assert len(found.gain) < count
    assert found.hours == pytest.approx(8.0)
    assert 0 <= found.rest < 1e-5
