"""Sphinx: ``make docs`` builds these pages into out/docs. Nothing is fetched, and warnings are errors."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx

import staffmatch
from docs import mathml, releases, summary
from docs.notebook_pages import write_notebooks
from docs.reference import fields, is_left_out, markup, signature, write_pages

project = "staffmatch"
author = "The staffmatch maintainers"
copyright = "The staffmatch maintainers"  # noqa: A001  (the name that Sphinx reads)
version = release = staffmatch.__version__

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.autosummary", "sphinx_design", "sphinx_copybutton"]
exclude_patterns = ["_build"]
html_theme = "pydata_sphinx_theme"
html_static_path = ["site"]
html_css_files = ["site.css", "notebooks.css"]
html_title = f"staffmatch {version}"
html_show_sourcelink = False
# Excerpts would be fetched, which browsers refuse for pages on a disk.
html_show_search_summary = False
html_theme_options = {
    "navbar_start": ["navbar-logo"],
    "logo": {"text": html_title},
    "header_links_before_dropdown": 6,
    "navigation_with_keys": False,
    "show_prev_next": True,
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": ["copyright"],
    "footer_end": [],
}

copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True

myst_heading_anchors = 4
myst_enable_extensions = ["colon_fence"]
myst_fence_as_directive = ["math"]

# Notebooks run whenever their page is made; what fails there fails here.
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 120
nb_merge_streams = True
write_notebooks(Path(__file__).parent / "notebooks")

autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
autodoc_class_signature = "mixed"
autosummary_generate = False

# Other libraries' inventories would have to be fetched; internal types stand in signatures and have no page.
nitpick_ignore_regex = [("py:.*", r"(?!staffmatch\b).*"), ("py:class", r"staffmatch\.\w+\..*")]

write_pages(Path(__file__).parent / "api")


def setup(app: Sphinx) -> None:
    """Docstrings and signatures are made fit for Sphinx where autodoc has read them."""
    app.connect("autodoc-process-docstring", _docstring)
    app.connect("autodoc-process-signature", lambda app, what, name, value, *told: signature(value))
    app.connect("autodoc-skip-member", lambda app, what, name, *told: is_left_out(name) or None)
    app.connect("build-finished", _written_beside)
    mathml.setup(app)


def _docstring(app: Sphinx, what: str, name: str, value: object, options: object, lines: list[str]) -> None:
    lines[:] = markup(lines) + fields(value)


def _written_beside(app: Sphinx, error: Exception | None) -> None:
    """What stands beside the pages: for language models, and which releases there are."""
    if error is None and app.builder.format == "html":
        (Path(app.outdir) / "llms.txt").write_text(summary.summary(), encoding="utf-8")
        (Path(app.outdir) / "versions.json").write_text(releases.versions(), encoding="utf-8")
