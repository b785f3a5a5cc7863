"""The verifier on figures of any size: infinite, tiny, or more than a float can hold."""

from __future__ import annotations

import json
import math
from io import StringIO

import pytest
from rich.console import Console

import staffmatch as sm
from staffmatch.objectives import Cost, EmptySeats, PairCost
from staffmatch.reports.console import summary
from staffmatch.result.solution import Solution
from staffmatch.result.verifier import verify
from tests.builders import demand, scenario, shift, worker
from tests.spoilt import changed, mixed

BEYOND_MEASURE = (1.7e308, -1.7e308, 5e-324, 2.0**53 + 2, math.inf, -math.inf, math.nan)
NO_NUMBERS = {text: text for text in ("1e400", "NaN", "-Infinity", '"NaN"', '"12"')}
NO_NUMBERS |= {"10^400": "1" + "0" * 400, "10^5000": "1" + "0" * 5000}
SCALES = {"0": 0, "-1": -1, "-60": -60, "10^400": 10**400, "-10^5000": -(10**5000)}


@pytest.mark.parametrize("tier", [0, 1])
@pytest.mark.parametrize("field", ["value", "bound", "certified", "gap"])
@pytest.mark.parametrize("number", BEYOND_MEASURE)
def test_figures_beyond_all_measure_are_violations(tier: int, field: str, number: float) -> None:
    assert not verify(mixed().scenario, changed("tiers", tier, **{field: number})(mixed())).ok


@pytest.mark.parametrize("per_unit", SCALES.values(), ids=SCALES.keys())
def test_scales_beyond_all_measure_are_violations(per_unit: int) -> None:
    result = verify(mixed().scenario, changed("tiers", 0, per_unit=per_unit)(mixed()))
    assert [violation.rule for violation in result.violations] == ["figures"]
    assert "The scale of 'uncovered_hours'" in result.violations[0].text


@pytest.mark.parametrize("text", NO_NUMBERS.values(), ids=NO_NUMBERS.keys())
@pytest.mark.parametrize("field", ["value", "bound", "certified", "gap"])
def test_figures_that_are_no_numbers_are_refused_as_they_are_read(field: str, text: str) -> None:
    told = json.loads(mixed().model_dump_json())
    told["tiers"][0][field] = "here"
    with pytest.raises(sm.InputError):
        Solution.model_validate_json(json.dumps(told).replace('"here"', text))


@pytest.mark.parametrize("field", ["value", "bound", "certified", "gap"])
@pytest.mark.parametrize("number", [1.7e308, -1.7e308, 5e-324])
def test_figures_beyond_all_measure_can_be_shown(field: str, number: float) -> None:
    """Whoever looks at a file before it is verified sees what it says."""
    spoilt = changed("tiers", 1, **{field: number})(mixed()).of(mixed().scenario)
    assert sm.report(spoilt)
    Console(file=StringIO()).print(summary(spoilt))
    assert number in spoilt.to_frame("tiers")[field].to_list()


@pytest.mark.parametrize("cost", [10**11 + 1, -(10**11) - 7, 3 * 10**11 + 1])
def test_values_that_floats_can_not_hold_are_verified(cost: int) -> None:
    """Of more than 2^53 steps a float says the nearest it can; value and bound are told alike."""
    table = sm.PairTable(workers=("w",), shifts=("s",), costs=(cost,))
    tier = (PairCost(weight=100), Cost())
    solution = sm.solve(
        scenario(
            [worker()], [demand("d", shift("s", 6, "08:00-16:00"))], pair_table=table, tiers=[(EmptySeats(),), tier]
        )
    )
    assert (solution.status, len(solution.assignments)) == ("optimal", 1)
    assert abs(solution.tiers[1].value * 6000) > 2**53
    assert verify(solution.scenario, solution).ok
