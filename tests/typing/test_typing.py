"""What users type has no errors under mypy and pyright, without any plugin; and validation takes all of it."""

from __future__ import annotations

import json
import os
import re
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import staffmatch as sm
from staffmatch.records import person_signatures, signatures
from staffmatch.records.field_types import Record

DESCRIBED = (signatures, person_signatures)
HERE, ROOT = Path(__file__).parent, Path(__file__).parents[2]
SOURCE = Path(sm.__file__).parents[1]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The README's Python, the examples and a page of typical calls, in a folder of their own."""
    folder = tmp_path_factory.mktemp("pages")
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert blocks
    (folder / "readme.py").write_text("\n".join(blocks), encoding="utf-8")
    for path in (HERE / "typical_calls.py", *sorted((ROOT / "examples").glob("*.py"))):
        (folder / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    return folder


@pytest.mark.types
def test_mypy_finds_nothing(pages: Path) -> None:
    words = [sys.executable, "-m", "mypy", "--strict", "--config-file", os.devnull, "--cache-dir", str(pages / "cache")]
    # Whether other libraries come with types is not for us to say.
    words += ["--disable-error-code", "import-untyped"]
    done = subprocess.run(
        [*words, "--follow-imports=silent", *map(str, sorted(pages.glob("*.py")))],
        capture_output=True,
        text=True,
        env=os.environ | {"MYPYPATH": str(SOURCE)},
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.types
def test_pyright_finds_nothing(pages: Path) -> None:
    settings = {"include": ["."], "extraPaths": [str(SOURCE)], "typeCheckingMode": "standard", "pythonVersion": "3.11"}
    (pages / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    # basedpyright is pyright, packaged with all that it needs.
    words = [sys.executable, "-m", "basedpyright", "--project", str(pages), "--pythonpath", sys.executable]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_validation_takes_what_type_checkers_take() -> None:
    runpy.run_path(str(HERE / "typical_calls.py"))


def described() -> list[tuple[type[Record], Any]]:
    """Each class with the dictionary of all that its `replace` takes."""
    found = {name: held for one in DESCRIBED for name, held in vars(one).items() if name.endswith("Changes")}
    names = {name: name.removesuffix("Changes") for name in found} | {"WindowChanges": "TimeWindow"}
    return [(getattr(sm, names[name]), held) for name, held in found.items()]


@pytest.mark.parametrize(("model", "changes"), described(), ids=lambda one: one.__name__)
def test_type_checkers_know_each_field(model: type[Record], changes: Any) -> None:
    assert set(changes.__annotations__) == set(model.model_fields)
    required = {name for name, field in model.model_fields.items() if field.is_required()}
    # A shift has the options of a time that is worked.
    name = (
        changes.__name__.replace("PastShift", "Shift")
        .replace("ShiftChanges", "WorkTimeChanges")
        .replace("Changes", "Options")
    )
    options = next((vars(one)[name] for one in DESCRIBED if name in vars(one)), None)
    assert (set(options.__annotations__) if options else set()) == set(model.model_fields) - required
