"""Pairing finds exactly the pairs that every rule allows, without forming the product."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import Literal
from unittest import mock

import numpy as np
import pytest
from hypothesis import given

import staffmatch as sm
from staffmatch import hamburg
from staffmatch.arrays import Int, Mask
from staffmatch.constraints import commute
from staffmatch.constraints.commute import Commute
from staffmatch.constraints.consent import ConsentRule
from staffmatch.constraints.partners import Partners
from staffmatch.constraints.skills import Skills
from staffmatch.engine.state.control import available_memory
from staffmatch.formulation import eligibility
from staffmatch.formulation.columns import Columns
from staffmatch.formulation.eligibility import eligible_pairs
from staffmatch.formulation.elimination import elimination_counts
from staffmatch.formulation.encoding import columns_of
from staffmatch.formulation.pairs import Pairs
from staffmatch.records import ragged
from staffmatch.records.bases import Rule
from tests import builders, strategies
from tests.brute_force import PER_PAIR


@given(strategies.scenarios())
@strategies.examples(400)
def test_the_pairs_are_those_that_pass_each_check_alone(scenario: sm.Scenario) -> None:
    columns = columns_of(scenario)
    rules = [rule for rule in scenario.rules if rule.kind != "pins"]
    pairs = eligible_pairs(columns, rules)
    found = set(zip(pairs.worker.tolist(), pairs.job.tolist(), strict=True))
    of_pairs = [rule for rule in rules if rule.kind in PER_PAIR]
    for w, worker in enumerate(columns.workers.ids):
        for job in range(columns.jobs):
            plan = sm.Plan.of((worker, columns.shift_ids[shift]) for shift in columns.job_shifts[job])
            # What other work of the same person would make good, such as a training, is for rows to say.
            if (w, job) in found:
                assert all(one.mendable for rule in of_pairs for one in rule.check(scenario, plan))
            else:
                assert any(not one.mendable for rule in rules for one in rule.check(scenario, plan))


def test_pairs_are_sorted_and_distinct_and_the_sieve_ends_where_pairing_does() -> None:
    scenario = hamburg.scenario("small", seed=1)
    columns = columns_of(scenario)
    pairs = eligible_pairs(columns, scenario.rules)
    assert (np.diff(pairs.worker * columns.jobs + pairs.job) > 0).all()
    *_, (_, left) = elimination_counts(columns, scenario.rules, np.arange(columns.jobs))
    assert left.tolist() == np.bincount(pairs.job, minlength=columns.jobs).tolist()


@given(strategies.scenarios())
@strategies.examples(40)
def test_after_each_rule_as_many_are_left_as_pair_by_it_and_those_before(scenario: sm.Scenario) -> None:
    columns, jobs = columns_of(scenario), np.arange(columns_of(scenario).jobs)[::-1]
    for number, (rule, left) in enumerate(elimination_counts(columns, scenario.rules, jobs)):
        assert rule == scenario.rules[number]
        pairs = eligible_pairs(columns, scenario.rules[: number + 1])
        assert left.tolist() == np.bincount(pairs.job, minlength=columns.jobs)[jobs].tolist()


@pytest.mark.parametrize(("refused", "times"), [((), 1), (("north",), 2), (("north", "south"), 2)])
def test_jobs_are_asked_about_apart_only_once_a_mask_leaves_them_different_people(
    refused: Sequence[str], times: int
) -> None:
    consents = [sm.BorrowerConsent(company=name, state="declined") for name in refused]
    people = [builders.worker("u"), builders.worker("v", consents=consents)]
    shifts = {name: builders.shift(name, 6, "08:00-16:00") for name in ("east", "north", "south")}
    needs = [builders.demand(name, shift, company=name) for name, shift in shifts.items()]
    columns = columns_of(builders.scenario(people, needs, companies=[sm.Company(id=name) for name in shifts]))
    asked, rules = [], [ConsentRule(), Skills()]

    def counted(rule: Skills, columns: Columns, jobs: Int, workers: Int) -> Iterator[tuple[Int, Int]]:
        asked.append(len(jobs))
        yield jobs, workers

    with mock.patch.object(Skills, "split", counted):
        *_, (_, left) = elimination_counts(columns, rules, np.arange(columns.jobs))
    assert left.tolist() == [2 - (name in refused) for name in shifts]
    assert len(asked) == times
    assert sum(asked) == columns.jobs


def found(columns: Columns, rules: Sequence[Rule]) -> list[tuple[int, int, int]]:
    pairs = eligible_pairs(columns, rules)
    return list(zip(pairs.worker.tolist(), pairs.job.tolist(), pairs.commute.tolist(), strict=True))


@given(strategies.scenarios())
@strategies.examples(300)
def test_what_a_rule_looks_at_changes_no_pair(scenario: sm.Scenario) -> None:
    columns = columns_of(scenario)
    with ExitStack() as stack:
        for rule in scenario.rules:
            stack.enter_context(mock.patch.object(type(rule), "looks_at", "job"))
        each_job_by_itself = found(columns, scenario.rules)
    assert found(columns, scenario.rules) == each_job_by_itself


class Mornings(Commute):
    """A mask of its own, derived from one that is asked once for all jobs of a site."""

    kind: Literal["mornings"] = "mornings"  # type: ignore[assignment]

    def keep(self, pairs: Pairs) -> Mask:
        first = pairs.columns.job_shifts.items[pairs.columns.job_shifts.start[pairs.job]]
        early: Mask = pairs.columns.shifts.start[first] % 1440 < 12 * 60
        return early


class Halves(Partners):
    """Blocks that share jobs, but no people."""

    kind: Literal["halves"] = "halves"  # type: ignore[assignment]

    def split(self, columns: Columns, jobs: Int, workers: Int) -> Iterator[tuple[Int, Int]]:
        yield jobs[::-1], workers[::2]
        yield jobs[1:], workers[1::2]


def test_rules_derived_from_others_are_asked_for_each_job() -> None:
    times = builders.shift("early", 6, "06:00-08:00"), builders.shift("late", 6, "18:00-20:00")
    scene = builders.scenario([builders.worker(name) for name in "tuvw"], [builders.demand("d", *times)], [])
    columns = columns_of(scene)
    assert {job for _, job, _ in found(columns, [Mornings()])} == {0}
    assert [pair[:2] for pair in found(columns, [Halves()])] == [(0, 0), (0, 1), (1, 1), (2, 0), (2, 1), (3, 1)]


def test_many_people_and_few_make_the_same_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = hamburg.scenario("small", seed=1)
    columns = columns_of(scenario)
    pairs = found(columns, scenario.rules)
    monkeypatch.setattr(commute, "_FEW", 0)
    monkeypatch.setattr(eligibility, "_CHUNK", 100)
    monkeypatch.setattr(ragged, "_KEPT", 0)
    assert found(columns_of(scenario), scenario.rules) == pairs


def test_more_pairs_than_memory_holds_are_refused_before_anything_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(eligibility, "available_memory", lambda: 10**5)
    with pytest.raises(sm.LimitError, match=r"eligible pairs .* GB are free\. Narrow"):
        sm.solve(hamburg.scenario("small", seed=1))


def test_memory_that_nobody_knows_is_no_reason_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(eligibility, "available_memory", lambda: None)
    assert sm.solve(hamburg.scenario("small", seed=4)).status == "optimal"


def test_the_memory_of_this_machine_is_known_or_not() -> None:
    memory = available_memory()
    assert memory is None or memory >= 0


def test_a_pair_costs_what_the_table_says_for_its_shifts_and_nothing_where_it_says_nothing() -> None:
    early, late = builders.shift("early", 6, "06:00-14:00"), builders.shift("late", 8, "14:00-22:00")
    needs = [
        builders.demand("d", early, late, same_worker=True),
        builders.demand("e", builders.shift("lone", 7, "06:00-14:00")),
    ]
    table = sm.PairTable(workers=("v", "u", "u"), shifts=("lone", "late", "early"), costs=(-5, 10**12, 3))
    listed = builders.scenario([builders.worker("u"), builders.worker("v")], needs, [], pair_table=table)
    pairs = eligible_pairs(columns_of(listed), ())
    assert list(zip(pairs.worker.tolist(), pairs.job.tolist(), pairs.cost.tolist(), strict=True)) == [
        (0, 0, 10**12 + 3),
        (0, 1, 0),
        (1, 0, 0),
        (1, 1, -5),
    ]
    assert pairs.take(np.array([3, 0])).cost.tolist() == [-5, 10**12 + 3]
    empty = eligible_pairs(columns_of(listed.replace(pair_table=sm.PairTable(workers=(), shifts=()))), ())
    assert empty.cost.tolist() == [0, 0, 0, 0]
