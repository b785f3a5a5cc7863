"""The house: a module imports only from rooms above its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs.house import floors, imports, modules, part_of_the_engine, room

STAIR = (
    "messages",
    "errors",
    "arrays",
    "runtime",
    "engine",
    "records",
    "entities",
    "models",
    "domain",
    "formulation",
    "constraints",
    "objectives",
    "law",
    "result",
    "explain",
    "shards",
    "solver",
    "answers",
    "testing",
    "jobs",
    "hamburg",
    "privacy",
    "io",
    "reports",
    "plot",
    "printouts",
    "cli",
)

# Function-level imports against the stair, each with its reason.
ALLOWED = {
    ("messages", "errors"): "a language that is not in the catalogue",
    ("messages", "records"): "names_of, which takes names from columns where it can",
    ("records", "io"): "Scenario.load, .save, .from_frames, .export and .to_...",
    ("records", "privacy"): "Scenario.pseudonymise and .restore",
    ("records", "models"): "Scenario.load",
    ("models", "reports"): "what a notebook shows of a scenario",
    ("result", "answers"): "Solution.explain, .recommend, .replan and .sensitivity",
    ("answers", "io"): "to_frame of what is compared",
    ("answers", "jobs"): "compare, in processes of their own",
    ("answers", "reports"): "what a notebook shows of an explanation",
    ("answers", "hamburg"): "the district of a home",
    ("result", "io"): "Solution.load, .save and .to_frame",
    ("result", "explain"): "Solution.diff",
    ("result", "reports"): "what a notebook shows of a solution",
    ("explain", "io"): "Inspection.to_frame",
    ("explain", "reports"): "what a notebook shows of an inspection or a diff",
    ("domain", "io"): "Plan.from_columns",
    ("io", "reports"): "a report is a format that is written",
}


MODULES = modules()


def test_every_module_lives_in_a_room() -> None:
    assert {room(name) for name in MODULES} == set(STAIR)


@pytest.mark.parametrize("name", MODULES)
def test_a_module_imports_only_from_rooms_above_its_own(name: str) -> None:
    for one in imports():
        if one.importer == name:
            own, other = room(name), room(one.imported)
            climbs = STAIR.index(other) > STAIR.index(own)
            assert not climbs or (not one.at_load and (own, other) in ALLOWED), f"{own} imports {other}"


def test_the_engine_has_a_stair_of_its_own_and_no_module_waits_for_itself() -> None:
    assert len(floors(part_of_the_engine)) > 1
    assert sum(map(len, floors(lambda name: name))) == len(MODULES)


def test_the_engine_knows_nothing_of_the_domain() -> None:
    seen = {room(one.imported) for one in imports() if room(one.importer) == "engine"}
    assert seen <= {"engine", "arrays", "runtime", "errors"}


def test_the_verifier_sees_neither_columns_nor_rows_nor_engine() -> None:
    own = {"result.verifier", "result.tier_check", "result.reason_check", "result.replan_check"}
    seen = {one.imported for one in imports() if one.importer in own and one.at_load} - own
    assert {room(name) for name in seen} <= {"errors", "messages", "records", "models", "domain", "result"}
    says = "result.verifier_sentences"
    assert {name for name in seen if room(name) == "result"} <= {
        "result.solution",
        "result.contents",
        "result.shortage",
        says,
    }


def test_every_allowed_exception_is_used() -> None:
    assert set(ALLOWED) <= {(room(one.importer), room(one.imported)) for one in imports() if not one.at_load}


@pytest.mark.parametrize("path", MODULES.values(), ids=lambda path: path.name)
def test_no_module_outgrows_what_a_reader_can_hold(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= 300, f"{path.name} has {lines} lines: find the idea that wants a name"
