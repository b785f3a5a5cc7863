"""The rule book is a city with rules added one by one."""

from __future__ import annotations

from itertools import accumulate

from benchmarks.rule_book import measured, steps
from staffmatch import hamburg
from staffmatch.constraints import Apart, Budget, DailyRest

CITY = hamburg.scenario(workers=60, seats=12, days=3, seed=1)


def test_each_step_adds_rules_that_fit_the_city() -> None:
    added = dict(steps(CITY, 1))
    for rules in accumulate(added.values()):
        assert len(CITY.replace(rules=rules).rules) == len(rules)
    kinds = [{type(rule) for rule in rules} for rules in added.values()]
    assert DailyRest in kinds[0] & kinds[2]
    (apart,) = (rule for rules in added.values() for rule in rules if isinstance(rule, Apart))
    employer = {worker.id: worker.company for worker in CITY.workers}
    assert all(employer[a] == employer[b] for a, b in apart.groups)
    budgets = [rule.borrower for rules in added.values() for rule in rules if isinstance(rule, Budget)]
    assert sorted(filter(None, budgets)) == sorted({demand.company for demand in CITY.demands})


def test_a_line_has_pairs_seconds_and_two_tiers_with_two_gaps_each() -> None:
    pairs, seconds, *tiers = measured(CITY, 20, 1, 1)
    assert int(pairs.replace(",", "")) > 0
    assert float(seconds) >= 0
    assert [cell.rpartition(" ")[2] for cell in tiers[::3]] == ["h", "EUR"]
    assert all(cell == "proven" or cell.endswith(" %") for cell in (*tiers[1::3], *tiers[2::3]))
