"""The notebooks of examples/notebooks as files of Jupyter, which Sphinx runs and shows as pages.

Their texts are Python with Jupytext's marks, so that they are compared, linted and run as what they are. MyST-NB shows
tables as notebooks do, in pages with the site's own Markdown; Sphinx-Gallery has pages of its own make.
"""

from __future__ import annotations

from pathlib import Path

import jupytext

ROOT = Path(__file__).parents[1]
TEXTS = ROOT / "examples" / "notebooks"
_LATEST = 4
# Pictures in the page, and sharp on every screen; the page leaves the cell out.
_PICTURES = """\
# %% tags=["remove-cell"]
# %matplotlib inline
# %config InlineBackend.figure_formats = ["svg"]
"""


def write_notebooks(folder: Path) -> None:
    """Write a file for each text, but for those that are as they should be, so that Sphinx runs none twice."""
    texts = {path.stem: path for path in sorted(TEXTS.glob("*.py"))}
    for path in folder.glob("*.ipynb"):
        if path.stem not in texts:
            path.unlink()
    for name, text in texts.items():
        path, made = folder / f"{name}.ipynb", notebook(text)
        if not path.exists() or path.read_text(encoding="utf-8") != made:
            path.write_text(made, encoding="utf-8")


def notebook(path: Path) -> str:
    """The notebook of a text whose cells begin with ``# %%``, without outputs; the same text gives the same bytes."""
    found = jupytext.read(path)
    found.cells[1:1] = jupytext.reads(_PICTURES, fmt="py:percent").cells
    for number, cell in enumerate(found.cells, 1):
        cell["id"] = f"cell-{number}"
    found["metadata"] = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    return str(jupytext.writes(found, fmt="ipynb", version=_LATEST)) + "\n"
