"""What the library says of itself at a prompt: short, and without what only its own files need."""

from __future__ import annotations

import pytest

import staffmatch as sm
from tests.builders import demand, scenario, shift, worker


def test_a_scenario_and_its_solution_are_shown_by_their_numbers() -> None:
    known = scenario([worker("ana"), worker("ben")], [demand("d", shift("s", 6, "08:00-16:00"), headcount=3)])
    assert "companies=2, workers=2, demands=1" in repr(known)
    shown = repr(sm.solve(known))
    assert "status='optimal'" in shown
    assert "assignments=2, shortages=1, partnerships=1" in shown
    assert "certificate=2" in shown
    assert not [name for name in ("ana", "ben") if name in repr(known) + shown]


def test_a_mapping_that_is_a_text_is_refused_with_how_to_write_it() -> None:
    with pytest.raises(sm.InputError) as error:
        sm.Worker(id="w", company="c", skills="care:2")
    assert "{'care': 2}" in error.value.problems[0].advice


def test_only_public_names_are_offered() -> None:
    offered = {name for name in dir(sm) if not name.startswith("__")}
    assert offered == set(sm.__all__)
