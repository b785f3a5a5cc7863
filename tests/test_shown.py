"""What the library says of itself at a prompt: short, and without what only its own files need."""

from __future__ import annotations

import io
import logging
import sys
from pathlib import Path

import pytest

import staffmatch as sm
from tests.builders import demand, scenario, shift, worker
from tests.reports.made import conflicting, plan_of, ward_and_depot


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
    assert "dict(care=2)" in error.value.problems[0].advice


def test_only_public_names_are_offered() -> None:
    offered = {name for name in dir(sm) if not name.startswith("__")}
    assert offered == set(sm.__all__)


def test_a_solution_prints_its_summary_and_one_that_was_read_alone_its_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    solution = plan_of(ward_and_depot())
    text = str(solution)
    assert "seats filled" in text
    assert "What is proven" in text
    assert "\x1b" not in text
    assert "No plan" in str(conflicting(ward_and_depot()))
    alone = sm.Solution.model_validate_json(solution.model_dump_json())
    assert str(alone) == repr(alone)
    monkeypatch.setitem(sys.modules, "rich", None)
    monkeypatch.setattr("staffmatch.reports.plain.find_spec", lambda _: None)
    assert str(solution).replace("\N{NO-BREAK SPACE}", " ").startswith(text.splitlines()[0])


def test_inspection_and_verification_are_shown_by_their_numbers() -> None:
    known = scenario([worker("<b>ana")], [demand("d", shift("s", 6, "08:00-16:00"), skills={"x": 1})])
    found, checked = sm.inspect(known), sm.verify(known, sm.Plan.of([("<b>ana", "s")]))
    assert repr(found).startswith("Inspection(companies=2, workers=1")
    assert repr(sm.verify(known, sm.solve(known))) == "Verification(ok=True, violations=0, recounted=1)"
    for shown in (found._repr_html_(), checked._repr_html_()):
        assert "d" in shown
        assert "<b>" not in shown
    assert "Every rule holds" in sm.verify(known, sm.solve(known))._repr_html_()


def test_the_figures_of_a_plan_add_up() -> None:
    terms = [sm.objectives.UncoveredHours(weight=2), sm.objectives.EmptySeats()]
    solution = sm.solve(ward_and_depot().replace(tiers=[terms, [sm.objectives.Cost()]]))
    found = solution.figures()
    assert found.filled == len(solution.assignments)
    assert found.seats - found.filled == sum(shortage.missing for shortage in solution.shortages)
    assert found.cost == pytest.approx(found.pay + found.commute + found.charges)
    assert found.hours_worked == sum(a.minutes for a in solution.assignments) / 60
    for tier, parts in zip(solution.tiers, found.tiers, strict=True):
        assert tier.value == pytest.approx(sum(part.weight * part.value for part in parts))
    assert found.to_dict()["tiers"][0][1]["term"] == "empty_seats"
    with pytest.raises(sm.InputError, match="it has no plan"):
        conflicting(ward_and_depot()).figures()


def test_a_report_is_a_text_or_goes_to_a_path_or_a_file(tmp_path: Path) -> None:
    solution, file = plan_of(ward_and_depot()), io.StringIO()
    text = sm.report(solution)
    sm.report(solution, file)
    sm.report(solution, tmp_path / "plan.html")
    assert text == file.getvalue() == (tmp_path / "plan.html").read_text(encoding="utf-8")
    with pytest.raises(sm.InputError, match=r"Let it end in \.html or \.htm"):
        sm.report(solution, tmp_path / "plan.pdf")
    assert [path.name for path in tmp_path.iterdir()] == ["plan.html"]


def test_phases_are_logged_to_whoever_listens(caplog: pytest.LogCaptureFixture) -> None:
    assert [type(one) for one in logging.getLogger("staffmatch").handlers] == [logging.NullHandler]
    sm.solve(ward_and_depot())
    assert caplog.messages == []
    heard: list[sm.Event] = []
    with caplog.at_level(logging.INFO, "staffmatch"):
        sm.solve(ward_and_depot(), on_event=heard.append)
    assert heard
    told = " ".join(caplog.messages)
    assert all(phase in told for phase in ("read", "formulate", "verify", "done"))
    assert "ana" not in told
