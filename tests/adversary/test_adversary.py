"""`solve` against the second opinion, and that the second opinion is whole."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import staffmatch as sm
from staffmatch import evaluate
from staffmatch.domain.plan import Plan
from staffmatch.domain.travel import Matrix
from tests.adversary import __main__ as runner
from tests.adversary.judging import Verdict, judge
from tests.adversary.model import LARGEST, RULE_KINDS, SecondOpinion
from tests.adversary.regimes import REGIMES
from tests.adversary.scenarios import scenario
from tests.adversary.shrinking import shrunk
from tests.adversary.terms import STEPS, TERM_SUMS
from tests.strategies import sample

# Records, with what they are made of; all else of the library is what the second opinion is about.
RECORDS = {"models"}
MODEL = (
    "bent_rules",
    "board",
    "charges",
    "crew_rules",
    "day_rules",
    "facts",
    "hour_rules",
    "learning",
    "model",
    "pair_rules",
    "period_rules",
    "rest_rules",
    "rhythm_rules",
    "terms",
)


def failures(name: str, seeds: range) -> Iterator[tuple[int, Verdict]]:
    for seed in seeds:
        verdict = judge(scenario(seed, name))
        if verdict.failed or verdict.outcome == "feasible":
            yield seed, verdict


@pytest.mark.parametrize("name", REGIMES)
def test_solve_and_the_second_opinion_agree(name: str) -> None:
    assert list(failures(name, range(6))) == []


@pytest.mark.full
@pytest.mark.parametrize("name", REGIMES)
@pytest.mark.parametrize("first", range(6, 2_006, 250))
def test_solve_and_the_second_opinion_agree_at_length(first: int, name: str) -> None:
    assert list(failures(name, range(first, first + 250))) == []


def test_every_rule_and_term_is_covered() -> None:
    assert {rule.model_fields["kind"].default for rule in sm.constraints.RULES} == RULE_KINDS
    # Leximin is a run of tiers of load_over or load_under.
    assert {term.model_fields["kind"].default for term in sm.objectives.TERMS} == TERM_SUMS.keys() | {"leximin"}


def test_every_rule_and_term_is_drawn() -> None:
    drawn = [scenario(seed) for seed in range(200)]
    assert {rule.kind for one in drawn for rule in one.rules} == RULE_KINDS
    assert {term.kind for one in drawn for tier in one.tiers for term in tier} == TERM_SUMS.keys()


@pytest.mark.full
def test_every_rule_makes_a_difference_somewhere() -> None:
    idle = set(RULE_KINDS)
    for seed in range(3_000):
        made = scenario(seed)
        for kind in idle & {rule.kind for rule in made.rules}:
            rules = [rule for rule in made.rules if rule.kind != kind]
            free = made.model_copy(update={"rules": tuple(rules)})
            if SecondOpinion(free).optimum() != SecondOpinion(made).optimum():
                idle.remove(kind)
        if not idle:
            return
    assert idle == set()


def test_steps_are_those_of_the_terms() -> None:
    stated = {term.model_fields["kind"].default: term.per_unit for term in sm.objectives.TERMS if term.per_unit > 1}
    assert stated == STEPS | {"leximin": 60}


@pytest.mark.parametrize("name", MODEL)
def test_it_knows_nothing_of_the_library_but_its_models(name: str) -> None:
    tree = ast.parse((Path(__file__).parent / f"{name}.py").read_text("utf-8"))
    imported = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    imported += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    rooms = {parts[1] for module in imported if (parts := [*module.split("."), ""])[0] == "staffmatch"}
    assert rooms <= RECORDS


@pytest.mark.parametrize("seed", sample(range(40), 10))
def test_it_finds_the_same_with_all_plans_listed(seed: int) -> None:
    made = scenario(seed, "limits")
    listed = SecondOpinion(made, safe=-1)
    assert listed.listed
    if max(tier.reach(listed.board.most) for tier in listed.tiers) < LARGEST:
        assert SecondOpinion(made, safe=LARGEST).optimum() == listed.optimum()


def cut(hours: float) -> sm.Scenario:
    """Two people and two shifts that overlap by an hour, of which each may have so many hours."""
    free = sm.TimeWindow(start="2020-04-06T00:00Z", end="2020-04-07T00:00Z")
    shifts = [
        sm.Shift(id="early", start="2020-04-06T06:00Z", end="2020-04-06T14:00Z"),
        sm.Shift(id="late", start="2020-04-06T13:00Z", end="2020-04-06T21:00Z"),
    ]
    people = [sm.Worker(id=n, company="a", availability=[free], consent="accepted", max_hours=hours) for n in "vw"]
    demand = sm.Demand(id="d", company="b", shifts=shifts, priority=3)
    return sm.Scenario(companies=[sm.Company(id="a"), sm.Company(id="b")], workers=people, demands=[demand])


@pytest.mark.parametrize(("hours", "optimum"), [(8, (0, 0)), (7, (2 * 3 * 8 * 60, 0))])
def test_it_counts_what_one_counts_by_hand(hours: float, optimum: tuple[int, ...]) -> None:
    assert SecondOpinion(cut(hours)).optimum() == optimum


def test_a_plan_has_its_values_unless_it_breaks_a_rule() -> None:
    opinion = SecondOpinion(cut(8))
    assert opinion.values_of([("v", "early")]) == (3 * 8 * 60, 0)
    assert opinion.values_of([("v", "early"), ("v", "late")]) is None


def test_a_plan_that_is_only_said_to_be_optimal_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The empty plan, each value of which is stated as its bound."""

    def forged(scene: sm.Scenario, threads: int) -> sm.Solution:
        honest = evaluate(scene, Plan())
        tiers = tuple(
            tier.model_copy(update={"bound": tier.value, "gap": 0.0, "proof": "solver"}) for tier in honest.tiers
        )
        end = honest.termination.model_copy(update={"reason": "proven"})
        return honest.model_copy(update={"status": "optimal", "tiers": tiers, "termination": end})

    monkeypatch.setattr(sm, "solve", forged)
    assert judge(cut(0)).outcome == "optimal"
    assert judge(cut(8)).outcome == "different"


def test_a_wrong_answer_is_found_shrunk_and_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With a solver that takes every plan back."""
    right = sm.solve

    def wrong(scene: sm.Scenario, threads: int) -> sm.Solution:
        solution = right(scene, threads=threads)
        return solution.model_copy(update={"status": "infeasible"}) if solution.assignments else solution

    monkeypatch.setattr(sm, "solve", wrong)
    monkeypatch.setattr(runner, "scenario", lambda seed, name: cut(8))
    assert runner.main(["1", "0", "--regime", "ordinary", "--out", str(tmp_path)]) == 1
    assert "status infeasible; right:" in capsys.readouterr().out
    small = sm.Scenario.load(next(tmp_path.glob("*_small.json")))
    assert (len(small.workers), len(small.demands[0].shifts), small.rules) == (1, 1, (sm.constraints.Coverage(),))


def test_what_does_not_fail_is_shrunk_to_nothing_that_does() -> None:
    made = scenario(0)
    assert shrunk(made, lambda smaller: False) == made


def test_where_there_is_no_way_nobody_is_sent() -> None:
    """Whoever has no limit neither; the shrunk scenario keeps the rule that says so."""
    ways = Matrix(names=["near", "far"], table=[[0, None], [10**6, 0]])
    near, far = (sm.Location(lat=53.5, lon=10, place=name) for name in ways.names)
    lost = cut(8).model_copy(update={"travel": ways})
    companies = [company.model_copy(update={"location": far}) for company in lost.companies]
    for home, empty in ((near, 2), (far, 0)):
        people = [worker.model_copy(update={"home": home}) for worker in lost.workers]
        made = lost.replace(workers=people, companies=companies)
        assert SecondOpinion(made).optimum() == (empty * 3 * 8 * 60, 0)
        assert judge(made).certified
        small = shrunk(made, lambda candidate: candidate.travel.gaps)
        assert small.rules == (sm.constraints.Commute(),)


def test_it_finds_a_plan_wherever_there_is_one_as_good_in_earlier_tiers() -> None:
    """Which the presolve of its solver has denied here."""
    denied = sm.Scenario.load(Path(__file__).parents[1] / "data" / "denied_by_presolve.json")
    assert SecondOpinion(denied).optimum() == (240_005_460, 19_900_075_788, 2_520_000)
