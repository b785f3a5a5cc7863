"""A changed scenario takes over pairs and rows of the one before: to the last bit what is made from scratch."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import staffmatch as sm
from staffmatch import hamburg
from staffmatch.arrays import Mask
from staffmatch.engine.model.problem import WORKER
from staffmatch.formulation import carried, market
from staffmatch.formulation.carried import Carried
from staffmatch.formulation.eligibility import eligible_pairs
from staffmatch.formulation.encoding import columns_of
from staffmatch.formulation.integer_program import formulation
from staffmatch.formulation.market import Market, Paired
from staffmatch.formulation.pairs import Pairs
from staffmatch.records import remembered
from staffmatch.records.bases import Rule
from tests import strategies
from tests.formulation.same import assert_same

# No demand begins earlier.
BEFORE = datetime(2020, 3, 27, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _alone() -> Iterator[None]:
    """Nothing is kept of other tests."""
    market._kept.clear()
    yield
    market._kept.clear()


@st.composite
def changed(draw: st.DrawFn, scene: sm.Scenario) -> sm.Scenario:
    """Some workers, demands and pins are others, more, or gone."""
    team = {one.id: one for one in scene.workers}
    needs = {one.id: one for one in scene.demands}
    pins = list(scene.pins)
    for what in draw(st.lists(st.sampled_from(("worker", "demand", "pin")), min_size=1, max_size=2)):
        if what == "pin" and any(rule.keeps_pins for rule in scene.rules):
            shifts = [shift.id for one in needs.values() for shift in one.shifts]
            into = draw(st.booleans())
            pins = [sm.Pin(worker=min(team), shift=draw(st.sampled_from(shifts)), assigned=into)] if shifts else []
        elif what == "worker":
            name = f"w{draw(st.integers(0, len(team)))}"
            team[name] = draw(strategies.workers(name, BEFORE))
        else:
            name = f"d{draw(st.integers(0, len(needs)))}"
            if name in needs and len(needs) > 1 and draw(st.booleans()):
                del needs[name]
            else:
                needs[name] = draw(strategies.demands(name, 2))
    kept = {shift.id for one in needs.values() for shift in one.shifts}
    try:
        return scene.replace(
            workers=tuple(team.values()),
            demands=tuple(needs.values()),
            pins=tuple(pin for pin in pins if pin.shift in kept),
        )
    except sm.InputError:
        # A rule or a term names what is gone.
        assume(False)
        raise


@st.composite
def rivals(draw: st.DrawFn) -> tuple[sm.Scenario, sm.Scenario]:
    """A scenario with any rules, and one that it changes into."""
    scene = draw(strategies.scenarios(30))
    return scene, draw(changed(scene))


def assert_taken_over(before: sm.Scenario, after: sm.Scenario) -> None:
    """What is made of the former market is what is made from scratch."""
    former = Market.of(before)
    known = former.uncut.heaviest, former.uncut.packing
    columns = columns_of(after)
    scratch = eligible_pairs(columns, after.rules)
    whole = formulation(scratch, after.tiers)
    paired = Paired.of(columns, 0)
    for name in ("worker", "job", "commute"):
        assert_same(getattr(paired.pairs, name), getattr(scratch, name))
    found = paired.formulated(after.tiers)
    assert_same(found.problem, whole.problem)
    assert found.origins == whole.origins
    assert_rows_taken_over(former, found)
    for name, one in zip(("heaviest", "packing"), known, strict=True):
        assert one.dtype == getattr(found.uncut, name).dtype
        assert_same(getattr(found.uncut, name), getattr(replace(found.uncut), name))


def assert_rows_taken_over(former: Market, found: Market) -> None:
    """Each row that is said to be taken over says the same of the same pairs."""
    there, here = found.rows_taken_from(former)
    column = np.full(former.uncut.width, -1)
    column[found.taken_from(former)[0]] = found.taken_from(former)[1]
    old, new = former.uncut.matrix[there], found.uncut.matrix[here]
    assert_same(old.indptr, new.indptr)
    assert_same(old.data, new.data)
    assert np.array_equal(column[old.indices], new.indices)
    for name in ("lower", "upper", "side"):
        assert_same(getattr(former.uncut, name)[there], getattr(found.uncut, name)[here])


@given(rivals())
@strategies.examples(300)
def test_of_any_rules_and_any_change_pairs_and_problem_are_those_from_scratch(
    both: tuple[sm.Scenario, sm.Scenario],
) -> None:
    # However much is touched.
    with mock.patch.object(carried, "_FEW", 0), mock.patch.object(remembered, "_FEW", 0):
        assert_taken_over(*both)


def changes(scenario: sm.Scenario) -> dict[str, sm.Scenario]:
    worker, demand = scenario.workers[3], scenario.demands[2]
    pairs = Market.of(scenario).pairs
    somebody, job = pairs.columns.workers.ids[pairs.worker[0]], int(pairs.job[0])
    pin = sm.Pin(worker=somebody, shift=pairs.columns.shift_ids[pairs.columns.job_shifts[job][0]], assigned=False)
    more = tuple(one.model_copy(update={"id": f"more {one.id}"}) for one in demand.shifts)
    late = tuple(one.replace(start=one.start + timedelta(hours=1)) for one in worker.availability)
    return {
        "worker removed": scenario.without(workers=[worker.id]),
        "worker added": scenario.adding(workers=[worker.model_copy(update={"id": "more"})]),
        "demand added": scenario.adding(demands=[demand.model_copy(update={"id": "more", "shifts": more})]),
        "demand removed": scenario.without(demands=[demand.id]),
        "window changed": scenario.replace(
            workers=[one.replace(availability=late) if one is worker else one for one in scenario.workers]
        ),
        "pin added": scenario.adding(pins=[pin]),
    }


def test_one_change_of_a_city_asks_no_rule_about_those_whom_it_does_not_touch() -> None:
    scenario = hamburg.scenario("small", seed=1)
    for name, after in changes(scenario).items():
        market._kept.clear()
        assert_taken_over(scenario, after)
        whole = len(Market.of(scenario).pairs)
        asked: list[int] = []

        def counted(
            self: Rule, pairs: Pairs, keep: Any = sm.constraints.Partners.keep, asked: list[int] = asked
        ) -> Mask:
            asked.append(len(pairs))
            mask: Mask = keep(self, pairs)
            return mask

        with mock.patch.object(sm.constraints.Partners, "keep", counted):
            paired = Paired.of(columns_of(after), 0)
        assert sum(asked) < whole / 10, name
        with mock.patch.object(market, "formulation", side_effect=AssertionError(f"all rows are made again: {name}")):
            made = paired.formulated(after.tiers)
        by_worker = np.count_nonzero(made.uncut.side == WORKER)
        assert len(made.rows_taken_from(Market.of(scenario))[0]) > by_worker / 2, name


def test_a_hundred_changes_in_a_row_end_where_the_last_alone_does() -> None:
    scenario = hamburg.scenario(workers=110, seats=12, days=2, seed=2)
    demand = scenario.demands[0]
    for number in range(100):
        gone = scenario.workers[number % 7].id
        shifts = tuple(one.model_copy(update={"id": f"{number} {one.id}"}) for one in demand.shifts)
        scenario = scenario.without(workers=[gone]).adding(
            demands=[demand.model_copy(update={"id": f"more {number}", "shifts": shifts})]
        )
        found = Market.of(scenario)
    columns = columns_of(sm.Scenario.model_validate_json(scenario.model_dump_json()))
    pairs = eligible_pairs(columns, scenario.rules)
    assert_same(found.problem, formulation(pairs, scenario.tiers).problem)
    assert len(market._kept) == market.KEPT


class Early(Rule):
    """An own rule whose mask looks at everybody: only pairs of those who are fewer than half of all."""

    kind: str = "early"

    def keep(self, pairs: Pairs) -> Mask:
        return pairs.worker * 2 < len(pairs.columns.workers.ids)

    def check(self, scenario: sm.Scenario, plan: sm.Plan) -> Iterator[Any]:
        return iter(())


def test_what_concerns_everybody_is_asked_for_again() -> None:
    scenario = hamburg.scenario("small", seed=1)
    pairs = Market.of(scenario).pairs
    others = (
        scenario.replace(timezone="UTC"),
        scenario.replace(rules=scenario.rules[1:]),
        scenario.replace(travel=sm.travel.GreatCircle(kmh=10)),
        scenario.replace(companies=[one.replace(sector="A") for one in scenario.companies]),
        hamburg.scenario("small", seed=2),
    )
    for after in others:
        assert Carried.of(pairs, columns_of(after), after.rules) is None
    own = scenario.replace(rules=[*scenario.rules, Early()])
    after = own.without(workers=[own.workers[0].id])
    assert Carried.of(Market.of(own).pairs, columns_of(after), after.rules) is None


def test_markets_are_asked_for_by_many_threads_at_once() -> None:
    scenario = hamburg.scenario("small", seed=1)
    some = [scenario.without(workers=[one.id]) for one in scenario.workers[:6]]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(Market.of, [*some, *some]))
    for one, again, after in zip(found[:6], found[6:], some, strict=True):
        assert_same(one.problem, again.problem)
        assert np.array_equal(one.pairs.worker, eligible_pairs(columns_of(after), after.rules).worker)
