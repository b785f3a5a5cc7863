"""The terminal summary."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from staffmatch.reports.console import summary
from staffmatch.result.solution import Solution
from tests.builders import company, demand, scenario, shift, worker
from tests.reports.made import HOSTILE, NO_NURSE, conflicting, made, plan_of, shortage, ward_and_depot


def shown(solution: Solution, width: int = 80, encoding: str = "utf-8") -> str:
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding=encoding, newline="\n")
    Console(file=file, width=width, color_system=None).print(summary(solution))
    file.flush()
    return raw.getvalue().decode(encoding).replace("\u00a0", " ")


def test_it_says_what_matters() -> None:
    text = shown(plan_of(ward_and_depot()), width=100)
    for part in (
        "3 of 6 seats filled (50 %)",
        "Best plan found after 1.2 s: the time limit was reached",
        "23.5 h of 47 h demanded",
        "2: 1 new, 1 agreed before",
        "no plan has less than 54 h",
        "Hotel Elbe → Klinik Nord",
        "Health and social work",
        "2 of 4 seats, 16 h  Klinik Nord · care",
        NO_NURSE,
        "1 assignment of unknown way left out",
    ):
        assert part in text


@pytest.mark.parametrize("width", [60, 80, 100])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    lines = shown(plan_of(ward_and_depot()), width).splitlines()
    assert max(map(len, lines)) <= width
    assert "50 %" in "".join(lines)


def test_a_terminal_without_the_signs_gets_others() -> None:
    text = shown(plan_of(ward_and_depot(name="Klinik Süd")), encoding="ascii")
    assert "Hotel Elbe > Klinik S?d" in text
    assert "############............" in text
    assert "EUR " in text


def test_long_lists_are_cut_and_say_so() -> None:
    companies = [company(f"b{k}") for k in range(11)]
    demands = [demand(f"d{k}", shift(f"s{k}", 6 + k, "08:00-10:00"), company=f"b{k}", headcount=2) for k in range(11)]
    known = scenario([worker()], demands, companies=companies, rules=[])
    missing = [shortage(f"d{k}", f"s{k}", 1, 2, "Nobody.") for k in range(11)]
    text = shown(made(known, *(("w", f"s{k}") for k in range(11)), shortages=missing))
    assert "… and 3 more" in text
    assert "… and 5 more" in text


def test_names_are_neither_markup_nor_control_characters() -> None:
    text = shown(plan_of(ward_and_depot(name="[red]\x1b[2J" + HOSTILE)), width=120)
    assert "[red] [2J" + HOSTILE in text


def test_without_a_plan_the_conflicts_are_listed() -> None:
    text = shown(conflicting(ward_and_depot()))
    assert "No plan\nInfeasible by a solver's word after" in text
    assert text.count("No plan keeps both 'mon' and 'tue'.") == 1
    assert "seats filled" not in text
    unknown = shown(made(ward_and_depot(), status="unknown"))
    assert "Allow the search more time" in unknown


def test_an_empty_scenario_has_nothing_to_cover() -> None:
    assert shown(made(scenario([], []))).startswith("Nothing to cover")
