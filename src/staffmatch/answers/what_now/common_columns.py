"""Which columns of a program stand for the same choice in the program of a changed scenario.

Columns that both have get the same 64-bit key, drawn at random for a pair, and for an indicator summed over those of
its pairs that both have. So the keys of a row's entries, times its coefficients, add up to the same number where two
rows say the same of what both have, and to another one with a probability of ``1 - 2^-64``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.engine.model.problem import Problem
from staffmatch.formulation.market import Market
from staffmatch.formulation.pairs import Pairs

_SEED = 20


@dataclass(frozen=True)
class CommonColumns:
    """``pairs`` are the places of the pairs that both have, in the same order in both; ``in_old`` and ``in_new`` mark
    the columns that both have, and ``key_old`` and ``key_new`` are the keys of all columns, 0 for others."""

    pairs: tuple[Int, Int]
    in_old: Mask
    in_new: Mask
    key_old: Int
    key_new: Int

    @classmethod
    def of(cls, old: Market, new: Market) -> CommonColumns:
        at_old, at_new = _both(old, new)
        keys = np.random.default_rng(_SEED).integers(-(2**63), 2**63, len(at_old), np.int64)
        key_old, in_old = _keys(old.uncut, at_old, keys)
        key_new, in_new = _keys(new.uncut, at_new, keys)
        return cls((at_old, at_new), in_old, in_new, key_old, key_new)


def marked(count: int, at: Int) -> Mask:
    found = np.zeros(count, bool)
    found[at] = True
    return found


def _common(old: Int, new: Int) -> tuple[Int, Int]:
    """The places of the codes that both have, in the same order in both."""
    order_old, order_new = np.argsort(old, kind="stable"), np.argsort(new, kind="stable")
    old, new = old[order_old], new[order_new]
    at = np.minimum(np.searchsorted(new, old), max(0, len(new) - 1))
    both = new[at] == old if len(new) else np.zeros(len(old), bool)
    return order_old[both], order_new[at[both]]


def _both(old: Market, new: Market) -> tuple[Int, Int]:
    """The places of the pairs that both have, in the same order in both."""
    stay, place = new.taken_from(old)
    left = [np.flatnonzero(~marked(len(one.pairs), at)) for one, at in ((old, stay), (new, place))]
    more = _common(*_codes(old.pairs.take(left[0]), new.pairs.take(left[1])))
    at_old, at_new = (np.r_[at, rest[found]] for at, rest, found in zip((stay, place), left, more, strict=True))
    return at_old, at_new


def _codes(old: Pairs, new: Pairs) -> tuple[Int, Int]:
    """A number for each pair, the same where worker and job are the same."""
    people, jobs = dict[str, int](), dict[tuple[str, ...], int]()

    def numbered(one: Pairs) -> Int:
        who, worker = np.unique(one.worker, return_inverse=True)
        what, job = np.unique(one.job, return_inverse=True)
        ids = one.columns.workers.ids
        persons = np.array([people.setdefault(ids[place], len(people)) for place in who.tolist()], np.int64)
        works = np.array([jobs.setdefault(_shifts(one, place), len(jobs)) for place in what.tolist()], np.int64)
        return persons[worker] << 32 | works[job]

    return numbered(old), numbered(new)


def _shifts(pairs: Pairs, job: int) -> tuple[str, ...]:
    """The shifts of a job, by which it is known."""
    columns = pairs.columns
    return tuple(sorted(columns.shift_ids[shift] for shift in columns.job_shifts[job].tolist()))


def _keys(problem: Problem, common: Int, keys: Int) -> tuple[Int, Mask]:
    """A key for each column that both have, and which these are: an indicator is known by its group's common pairs."""
    key, held = np.zeros(problem.width, np.int64), marked(problem.width, common)
    key[common] = keys
    for number, family in enumerate(problem.indicators, 1):
        column = family.first + family.group
        np.add.at(key, column, key[family.member] * (2 * number + 1))
        held[column[held[family.member]]] = True
    return key, held
