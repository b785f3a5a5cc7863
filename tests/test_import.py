"""What importing costs and what it loads, each in a fresh interpreter."""

from __future__ import annotations

import subprocess
import sys

import pytest


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_import_loads_no_heavy_library() -> None:
    heavy = "{'ortools', 'highspy', 'scipy', 'networkx', 'pandas', 'polars', 'pyarrow', 'rich', 'typer', 'jinja2'}"
    code = f"import sys, staffmatch; print(sorted({heavy} & set(sys.modules)))"
    assert run(f"{code}; import staffmatch.plot; print('matplotlib' in sys.modules)").split() == ["[]", "False"]


@pytest.mark.parametrize("order", ["import highspy; import ortools", "import ortools; import highspy"])
def test_highspy_and_ortools_solve_in_one_process_in_either_order(order: str) -> None:
    code = f"""
{order}
import staffmatch as sm
day = dict(start="2020-04-06T06:00+02:00", end="2020-04-06T14:00+02:00")
scenario = sm.Scenario(
    companies=[sm.Company(id="a"), sm.Company(id="b")],
    workers=[sm.Worker(id="w", company="a", consent="accepted", availability=[day])],
    demands=[sm.Demand(id="d", company="b", headcount=2, min_crew=1, shifts=[dict(id="s", **day)])],
)
print([sm.solve(scenario, backend=b).tiers[0].value for b in ("highs", "mathopt")])
"""
    assert run(code).strip() == "[8.0, 8.0]"


def test_every_public_name_is_there() -> None:
    assert run("import staffmatch as sm; print([n for n in sm.__all__ if not hasattr(sm, n)])").strip() == "[]"


def test_functions_are_not_shadowed_by_modules() -> None:
    code = """
import staffmatch.result.verifier, staffmatch.reports, staffmatch.solver
import staffmatch as sm
print(callable(sm.verify), callable(sm.report), callable(sm.solve))
"""
    assert run(code).strip() == "True True True"


def test_or_tools_alone_solves_everything() -> None:
    code = """
import sys
sys.modules["highspy"] = None
from staffmatch import hamburg, solve
from staffmatch.engine import search
from tests.engine.test_shift_minimisation import shifts
from tests.engine.test_search import knapsacks, placements, scarce
city = hamburg.scenario(workers=40, seats=30, days=3, seed=4)
for scenario in (city, placements(12, 8, 1), scarce(8, 60, 1), knapsacks(4, 9, 1), shifts(1)):
    print(solve(scenario).status)
search.network = lambda _: None
print(solve(placements(12, 8, 1)).status)
"""
    assert run(code).split() == ["optimal"] * 6
