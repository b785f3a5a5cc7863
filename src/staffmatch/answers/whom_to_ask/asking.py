"""Asking down a list: the value of it, and why no other way of asking is better.

Offers i are of jobs j with ``m_j`` empty seats of ``w_j`` hours each; i is accepted with probability ``p_i``, whatever
the others answer. At most n messages are sent, and each may depend on all answers before it. Ask in the order of
falling ``w_j p_i``, skip jobs whose seats are taken, and stop after n messages: **no way of asking people one after
another is better**, as long as no offer rules out another job's.

By induction over n: after another first message i' the rest is in this order, so that i, the best, comes next unless
both are of one job and i' took its last seat. Where i comes next, the two change places at no loss. For the last seat,
to ask i first is better by ``(p_i - p_i') (V_{n-1} - V_{n-2}) >= 0``, V the value of all other jobs with so many
messages: the hours ``w (p + p' - p p')`` are the same, and the message to the second is saved more often.

The jobs' own histories are independent, which gives the value: offer i, the k-th of its job, is sent with the
probability that its job is still open, times that of at most ``n - k`` messages before it for all other jobs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from staffmatch.arrays import Int, Real

# Who would be asked with less than this probability is left out.
NEGLIGIBLE = 1e-9


@dataclass(frozen=True)
class Waves:
    """How many may be asked at once for a job: at most ``at_once`` for each empty seat (None for any number), and so
    few that more accept than there are seats with at most the probability ``overbooking``; always one for each seat."""

    at_once: int | None = None
    overbooking: float = 0.0

    def size(self, chances: Real, seats: int) -> int:
        """How many of the next offers of a job go out together."""
        most = len(chances) if self.at_once is None else min(len(chances), self.at_once * seats)
        size = min(seats, len(chances))
        accepted = accepting(chances[:size])
        while size < most:
            accepted = np.convolve(accepted, [1 - chances[size], chances[size]])
            if accepted[seats + 1 :].sum() > self.overbooking:
                break
            size += 1
        return size


def accepting(chances: Real) -> Real:
    """The probability of each number of acceptances, from 0 on: a Poisson binomial distribution."""
    found = np.ones(1)
    for chance in chances.tolist():
        found = np.convolve(found, [1 - chance, chance])
    return found


@dataclass(frozen=True)
class Chain:
    """The offers of one job in their order, if messages had no limit: ``open``, that a seat is empty when the answers
    to all before are known; ``sent``, that it is sent; ``wave``, in which, where nobody accepts."""

    open: Real
    sent: Real
    wave: Int

    @classmethod
    def of(cls, chances: Real, seats: int, waves: Waves) -> Chain:
        count, open_ = len(chances), _open(chances, seats)
        if not waves.overbooking or waves.at_once == 1:
            # One for each empty seat: whoever is asked has a seat, whatever the others of the wave answer.
            return cls(open_, open_, np.arange(count) // seats + 1)
        # The probability of each place as the start of a wave, with each number of empty seats.
        state = np.zeros((count + 1, seats + 1))
        state[0, seats] = 1
        sent, wave, number = np.zeros(count), np.zeros(count, np.int64), 0
        for start in range(count):
            for left in range(seats, 0, -1):
                if (here := float(state[start, left])) == 0:
                    continue
                end = start + waves.size(chances[start:], left)
                sent[start:end] += here
                for accepted, chance in enumerate(accepting(chances[start:end]).tolist()):
                    state[end, max(0, left - accepted)] += here * chance
                if left == seats:
                    number += 1
                    wave[start:end] = number
        return cls(open_, np.minimum(sent, 1.0), wave)

    def messages(self, count: int) -> Real:
        """The probability of each number of messages among the first ``count`` offers, which are sent in order."""
        reached = np.r_[1.0, self.sent[:count], 0.0]
        found: Real = np.maximum(-np.diff(reached), 0)
        return found


def _open(chances: Real, seats: int) -> Real:
    taken, found = np.zeros(seats), np.zeros(len(chances))
    taken[0] = 1
    for place, chance in enumerate(chances.tolist()):
        found[place] = taken.sum()
        taken = np.convolve(taken, [1 - chance, chance])[:seats]
    return found


@dataclass(frozen=True)
class Walk:
    """What becomes of a list: for each offer that is ``kept``, by its place in it, the hours that it is expected to
    fill, the probability that it is sent, and the wave in which it is, at the earliest. ``rest`` bounds the hours of
    those left out."""

    kept: Int
    gain: Real
    sent: Real
    wave: Int
    rest: float

    @property
    def hours(self) -> float:
        return float(self.gain.sum())


def walk(job: Int, chance: Real, hours: Real, seats: Int, contacts: int, waves: Waves) -> Walk:
    """Offers in the order in which they are asked, with at most so many ``contacts``.

    ``job`` numbers the jobs from 0 on; ``hours`` are those of a seat of the offer's job, ``seats`` the empty ones of
    each job. Sums and products of numbers that are not negative, in double precision: the relative error is below 1e-9.
    """
    chains = [Chain.of(chance[job == one], int(count), waves) for one, count in enumerate(seats.tolist())]
    before, place = _Messages(len(chains), contacts), [0] * len(chains)
    kept, gain, sent, wave = list[int](), list[float](), list[float](), list[int]()
    rest = 0.0
    for rank, (one, p, worth) in enumerate(zip(job.tolist(), chance.tolist(), hours.tolist(), strict=True)):
        if (fewer := before.fewer) < NEGLIGIBLE:
            rest += fewer * contacts * worth * p
            break
        chain, k = chains[one], place[one]
        within = before.at_most(one, contacts - 1 - k) if chain.sent[k] >= NEGLIGIBLE else 1.0
        reached, filled = float(chain.sent[k]) * within, worth * p * float(chain.open[k]) * within
        place[one] = k + 1
        if reached < NEGLIGIBLE:
            rest += filled
            continue
        kept.append(rank)
        sent.append(reached)
        gain.append(filled)
        # Beyond the number of contacts there is a message only where somebody accepted.
        wave.append(max(int(chain.wave[k]), 1 if rank < contacts else 2))
        before.set(one, chain.messages(k + 1))
    return Walk(np.array(kept, np.int64), np.array(gain), np.array(sent), np.array(wave, np.int64), rest)


class _Messages:
    """The number of messages so far, as products of the jobs' distributions in a binary tree, cut at the limit."""

    def __init__(self, jobs: int, limit: int) -> None:
        self._limit = limit
        self._leaves = 1 << max(0, jobs - 1).bit_length()
        self._nodes: list[Real] = [np.ones(1) for _ in range(2 * self._leaves)]

    @property
    def fewer(self) -> float:
        """The probability of fewer messages than the limit."""
        return float(self._nodes[1].sum()) if self._limit else 0.0

    def set(self, job: int, messages: Real) -> None:
        node = self._leaves + job
        self._nodes[node] = messages[: self._limit]
        while node > 1:
            node //= 2
            self._nodes[node] = self._product(self._nodes[2 * node], self._nodes[2 * node + 1])

    def at_most(self, job: int, count: int) -> float:
        """The probability of at most ``count`` messages for all other jobs."""
        if count < 0:
            return 0.0
        found: Real = np.ones(1)
        for other in self._others(job):
            found = self._product(found, other)
        return float(found[: count + 1].sum())

    def _others(self, job: int) -> Iterator[Real]:
        node = self._leaves + job
        while node > 1:
            yield self._nodes[node ^ 1]
            node //= 2

    def _product(self, one: Real, other: Real) -> Real:
        return np.convolve(one, other)[: self._limit]
