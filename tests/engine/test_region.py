"""A region against the whole: what is a plan of one is a plan of the other, with the same values."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

import staffmatch as sm
from staffmatch.engine.construction.greedy import greedy
from staffmatch.engine.model.problem import Problem
from staffmatch.engine.model.region import Standing
from tests.builders import problem_of
from tests.strategies import examples, scenarios


def standing(problem: Problem) -> Standing:
    return Standing(problem, problem.complete(greedy(problem)))


@examples(30)
@given(scenarios(pins=False), st.data())
def test_a_choice_of_the_part_is_one_of_the_whole(scenario: sm.Scenario, data: st.DataObject) -> None:
    problem = problem_of(scenario)
    assume(problem.pairs > 1)
    now = standing(problem)
    every = range(problem.pairs)
    forced = data.draw(st.sampled_from(every))
    others = [pair for pair in every if pair != forced]
    free = np.array(sorted(data.draw(st.sets(st.sampled_from(others), min_size=1, max_size=5))), np.int64)
    chosen = [pair for pair in others if now.x[pair] and pair not in free]
    off = np.array(sorted(data.draw(st.sets(st.sampled_from(chosen)))) if chosen else [], np.int64)
    region = now.region(free, np.array([forced]), off)
    plans = {}
    for bits in product((False, True), repeat=len(free)):
        x = now.x[: problem.pairs].copy()
        x[off], x[forced], x[free] = False, True, bits
        whole = problem.complete(x)
        if not len(problem.broken(whole)):
            plans[frozenset(np.flatnonzero(x).tolist())] = problem.values(whole)
    found = {}
    if region is not None:
        part = region.problem
        for bits in product((False, True), repeat=len(region.free)):
            y = part.complete(np.array(bits, bool))
            if not len(part.broken(y)):
                x = now.x[: problem.pairs].copy()
                x[free], x[region.off], x[region.forced] = False, False, True
                x[region.free] = bits
                found[frozenset(np.flatnonzero(x).tolist())] = part.values(y)
    assert found == plans
