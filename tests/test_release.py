"""What is published says the same everywhere, and is whole."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import staffmatch as sm
from docs.distribution import NEEDED, SOURCES, commands, faults_of_sources, faults_of_wheel

yaml = pytest.importorskip("yaml", reason="PyYAML is not installed: extra docs")

ROOT = Path(__file__).parents[1]
INFO = f"staffmatch-{sm.__version__}.dist-info"
WHOLE = [f"staffmatch/{name}" for name in ("__init__.py", "solver.py")] + [
    f"{INFO}/{needed}" if needed.startswith("licenses") else f"{needed}x.csv" if needed.endswith("/") else needed
    for needed in NEEDED
]
_BY_NAME = re.compile(r"""pip install ["']?staffmatch(?P<extras>(\[[^\]]*\])?)["'`\s]""")
_PUBLISHED = re.compile(r"once published|sobald es veröffentlicht ist", re.IGNORECASE)
_NEAR = 160
# docs/releasing.md is about the name, and tells nobody to install.
PAGES = [
    page
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), *sorted((ROOT / "examples").rglob("*.py")))
    if page.name != "releasing.md" and _BY_NAME.search(page.read_text(encoding="utf-8"))
]


@pytest.fixture(scope="module")
def citation() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def archive() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ROOT / ".zenodo.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return found


def test_all_say_the_same(citation: dict[str, Any], archive: dict[str, Any], project: dict[str, Any]) -> None:
    assert citation["version"] == archive["version"] == sm.__version__
    assert citation["license"] == archive["license"] == project["license"]
    assert citation["title"] == archive["title"]
    assert citation["keywords"] == archive["keywords"]
    people = [one["name"] for one in project["authors"]]
    assert [one["name"] for one in citation["authors"]] == [one["name"] for one in archive["creators"]] == people


def test_a_citation_has_what_is_cited(citation: dict[str, Any]) -> None:
    assert citation["cff-version"] == "1.2.0"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", citation["date-released"])
    assert {"message", "title", "authors", "version", "license", "abstract"} <= citation.keys()


def test_the_changelog_is_read_in_two_minutes_and_points_to_the_long_list() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    parts = re.split(r"^## ", text, flags=re.MULTILINE)
    assert len(parts) > 1
    assert all(len(part.splitlines()) <= 60 for part in parts)
    assert "docs/changes.md" in parts[0]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_pip_by_name_stands_behind_the_line_that_works_in_a_checkout(page: Path) -> None:
    text = " ".join(page.read_text(encoding="utf-8").split())
    for named in _BY_NAME.finditer(text):
        before = text[max(0, named.start() - _NEAR) : named.start()]
        checkout = re.search(rf"""pip install (-e )?["']\.{re.escape(named["extras"])}["']""", before)
        assert checkout, f"{named[0]} stands alone"
        assert _PUBLISHED.search(before, checkout.end()), f"{named[0]} is not marked as what works once published"


def test_pages_that_name_the_package_are_found() -> None:
    assert {"README.md", "tutorial-tabellen.md", "pictures.md", "quickstart.py"} <= {page.name for page in PAGES}


def test_a_whole_wheel_has_no_faults_and_any_part_is_missed() -> None:
    assert list(faults_of_wheel(WHOLE)) == []
    for needed in NEEDED:
        assert list(faults_of_wheel(name for name in WHOLE if needed not in name)) == [f"The wheel lacks {needed}."]


@pytest.mark.parametrize("stray", ["tests/test_solver.py", "docs/conf.py", "staffmatch/test_solver.py"])
def test_a_wheel_holds_the_library_alone(stray: str) -> None:
    assert list(faults_of_wheel([*WHOLE, stray])) == [f"The wheel should not hold {stray}."]


def test_a_source_distribution_is_whole() -> None:
    names = [f"staffmatch-{sm.__version__}/{needed}" for needed in SOURCES]
    assert list(faults_of_sources(names)) == []
    assert list(faults_of_sources(names[1:])) == [f"The source distribution lacks {SOURCES[0]}."]


def test_the_readme_s_commands_are_found() -> None:
    assert [words[0] for words in commands()] == ["template", "solve", "handout"]
    assert all("--open" not in words for words in commands())
