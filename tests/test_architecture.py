"""The house: a module imports only from rooms above its own."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import staffmatch

SOURCE = Path(staffmatch.__file__).parent

STAIR = (
    "errors",
    "child",
    "halting",
    "arrays",
    "ragged",
    "json_text",
    "refusals",
    "fields",
    "engine",
    "shapes",
    "records",
    "bases",
    "listing",
    "sharing",
    "storing",
    "identity",
    "pair_table",
    "models",
    "plan",
    "travel",
    "skills",
    "contradictions",
    "validation",
    "columns",
    "compiling",
    "scope",
    "rows",
    "knapsacks",
    "lifting",
    "constraints",
    "objectives",
    "pairing",
    "formulation",
    "shortage",
    "tier_proof",
    "termination",
    "solution",
    "decode",
    "recount",
    "verifier",
    "certificate",
    "proving",
    "explain",
    "solver",
    "hamburg",
    "privacy",
    "io",
    "reports",
    "cli",
)

# Function-level imports against the stair, each with its reason.
ALLOWED = {
    ("bases", "constraints"): "a rule's kind is resolved through RULES",
    ("bases", "objectives"): "a term's kind is resolved through TERMS",
    ("bases", "travel"): "a travel model's kind is resolved through TRAVEL_MODELS",
    ("models", "constraints"): "DEFAULT_RULES",
    ("models", "objectives"): "DEFAULT_TIERS",
    ("models", "travel"): "the default travel model",
    ("models", "validation"): "a scenario checks itself as it is made",
    ("errors", "io"): "InputError.to_frame",
    ("verifier", "certificate"): "what no certificate confirms is looked up when it is asked for",
    ("storing", "io"): "Scenario.load, .save and .from_frames",
    ("sharing", "io"): "Scenario.export and .to_...",
    ("sharing", "privacy"): "Scenario.pseudonymise and .restore",
    ("explain", "io"): "Inspection.to_frame",
    ("sharing", "reports"): "what a notebook shows of a scenario",
    ("solution", "reports"): "what a notebook shows of a solution",
    ("solution", "io"): "Solution.load, .save and .to_frame",
}


def modules() -> list[Path]:
    return sorted(path for path in SOURCE.rglob("*.py") if path != SOURCE / "__init__.py")


def room(dotted: str) -> str:
    return dotted.split(".")[1] if "." in dotted else ""


def imports(path: Path) -> list[tuple[str, bool]]:
    """Rooms that a module imports from at run time, and whether at its top level."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    top = {id(node) for node in tree.body}
    found = []
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "staffmatch":
            names = [node.module] if "." in node.module else [f"staffmatch.{alias.name}" for alias in node.names]
            found += [(room(name), id(node) in top) for name in names]
        elif isinstance(node, ast.Import):
            found += [(room(a.name), id(node) in top) for a in node.names if a.name.startswith("staffmatch.")]
    return found


def test_every_module_lives_in_a_room() -> None:
    rooms = {path.relative_to(SOURCE).parts[0].removesuffix(".py") for path in modules()}
    assert rooms == set(STAIR)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_module_imports_only_from_rooms_above_its_own(path: Path) -> None:
    own = path.relative_to(SOURCE).parts[0].removesuffix(".py")
    for other, at_top in imports(path):
        climbs = STAIR.index(other) > STAIR.index(own)
        assert not climbs or (not at_top and (own, other) in ALLOWED), f"{own} imports {other}"


def test_the_engine_knows_nothing_of_the_domain() -> None:
    for path in (SOURCE / "engine").glob("*.py"):
        assert {other for other, _ in imports(path)} <= {"engine", "arrays", "child", "errors"}, path.name


def test_the_verifier_sees_neither_columns_nor_rows_nor_engine() -> None:
    seen = {
        other
        for name in ("verifier.py", "recount.py")
        for other, at_top in imports(SOURCE / name)
        if at_top or (name.removesuffix(".py"), other) not in ALLOWED
    }
    assert seen <= {"bases", "errors", "fields", "models", "plan", "recount", "shortage", "solution"}


def test_every_allowed_exception_is_used() -> None:
    used = {
        (path.relative_to(SOURCE).parts[0].removesuffix(".py"), other)
        for path in modules()
        for other, _ in imports(path)
    }
    assert set(ALLOWED) <= used


def test_no_module_outgrows_what_a_reader_can_hold() -> None:
    for path in modules():
        lines = len(path.read_text(encoding="utf-8").splitlines())
        assert lines <= 400, f"{path.name} has {lines} lines: find the idea that wants a name"
