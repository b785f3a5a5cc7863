"""The notebooks run, and what they claim holds."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

import pytest

from docs.notebook_pages import TEXTS, notebook
from staffmatch import constraints, objectives
from staffmatch.records.bases import RULES, TERMS

pytest.importorskip("matplotlib", reason="matplotlib is not installed: extra plot")
nbformat = pytest.importorskip("nbformat", reason="nbformat is not installed: extra docs")

pytestmark = pytest.mark.pages

NAMES = [path.stem for path in sorted(TEXTS.glob("*.py"))]
IN_A_KERNEL = "quickstart"
# What they claim is told by tests too: those of law and benchmarks, and of the pages about own rules.
SLOW = ("law_packs", "benchmark_row", "own_rule")


@pytest.mark.parametrize("name", [pytest.param(one, marks=pytest.mark.full) if one in SLOW else one for one in NAMES])
def test_every_notebook_runs_and_its_assertions_hold(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from matplotlib import pyplot as plt

    plt.switch_backend("Agg")
    # The library's own classes are registered before the registries are copied.
    assert constraints.RULES
    assert objectives.TERMS
    for registry in (RULES, TERMS):
        # What they register is gone after it.
        monkeypatch.setattr(registry, "_classes", dict(registry._classes))
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.delenv("STAFFMATCH_DATA", raising=False)
    monkeypatch.chdir(TEXTS)
    before = set(TEXTS.iterdir())
    runpy.run_path(str(TEXTS / f"{name}.py"))
    plt.close("all")
    assert set(TEXTS.iterdir()) == before


@pytest.mark.parametrize("name", NAMES)
def test_each_begins_with_a_title_and_the_line_for_colab_claims_something_and_ends_with_what_is_next(name: str) -> None:
    title, _, install, *cells, last = nbformat.reads(notebook(TEXTS / f"{name}.py"), 4).cells
    assert title.source.startswith("# ")
    assert "# %pip install" in install.source
    assert any("assert " in cell.source for cell in cells)
    assert "](" in last.source


def test_the_index_lists_all_and_no_others() -> None:
    index = (TEXTS.parents[1] / "docs" / "notebooks" / "index.md").read_text(encoding="utf-8")
    listed = index.split("```{toctree}\n:hidden:\n\n")[1].split("\n```")[0].split("\n")
    assert sorted(listed) == NAMES
    assert [name for name in NAMES if index.count(f"({name}.ipynb)") != 1 or f"<{name}.ipynb>" not in index] == []


@pytest.mark.full
def test_in_a_kernel_one_runs_as_well_and_every_picture_is_shown(tmp_path: Path) -> None:
    """A kernel takes seconds to start; `make test` runs the same notebook without one."""
    nbclient = pytest.importorskip("nbclient", reason="nbclient is not installed: extra docs")
    read = nbformat.reads(notebook(TEXTS / f"{IN_A_KERNEL}.py"), 4)
    nbclient.NotebookClient(read, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}).execute()
    drawn = [cell for cell in read.cells if "sm.plot." in cell.source and cell.cell_type == "code"]
    assert len(drawn) == 2
    for cell in drawn:
        assert ["image/svg+xml" in output.get("data", {}) for output in cell.outputs] == [True]
    shown = [
        output["data"]["text/html"]
        for cell in read.cells
        for output in cell.get("outputs", [])
        if "data" in output and "text/html" in output["data"]
    ]
    assert any("Proven optimal" in html for html in shown)
