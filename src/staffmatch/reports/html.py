"""`report`: one self-contained HTML file that makes no network requests, and its figures as JSON beside it."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import IO, TYPE_CHECKING, overload

from staffmatch.errors import missing_extra, require_type
from staffmatch.io import refusals
from staffmatch.io.files import write_text
from staffmatch.io.formats import HTML, JSON, format_of
from staffmatch.result.solution import Solution

if TYPE_CHECKING:
    from jinja2 import Environment

_PARTS = files("staffmatch.reports")


@overload
def report(
    solution: Solution, *, lang: str = "en", former: Solution | None = None, figures: str | Path | None = None
) -> str: ...


@overload
def report(
    solution: Solution,
    target: str | Path | IO[str],
    *,
    lang: str = "en",
    former: Solution | None = None,
    figures: str | Path | None = None,
) -> None: ...


def report(
    solution: Solution,
    target: str | Path | IO[str] | None = None,
    *,
    lang: str = "en",
    former: Solution | None = None,
    figures: str | Path | None = None,
) -> str | None:
    """An HTML page about the solution, which must be attached to its scenario: returned, or written to a path or file.

    With a ``former`` plan, of this scenario or of one before, the page says what differs. ``figures`` is a .json file
    to be written beside it, with all that it says in figures, for pages of one's own (docs/report.md).

    Both show the names of people, companies and demands, their ids where they have none, and contacts; they have no
    homes. `Scenario.pseudonymise` makes a scenario without names. On the page long tables are truncated, which is
    noted; the figures are whole. InputError if a path has another suffix, the language is not in the catalogue, or
    there is a former plan and one of both has no assignments to compare.

    >>> from tempfile import mkdtemp
    >>> page = sm.report(solution, mkdtemp() + "/plan.html")
    """
    from staffmatch.reports.document import Document
    from staffmatch.reports.html_page import page
    from staffmatch.reports.published import published

    require_type(solution, Solution)
    if former is not None:
        require_type(former, Solution)
    if isinstance(target, (str, Path)):
        require_page(target)
    if figures is not None:
        require_figures(figures)
    document = Document.of(solution, former, lang)
    written = page(environment(), document)
    if figures is not None:
        write_text(figures, published(document) + "\n")
    if target is None:
        return written
    if isinstance(target, (str, Path)):
        write_text(target, written)
    else:
        target.write(written)
    return None


def require_page(path: str | Path) -> None:
    """InputError if the path does not have the suffix of an HTML file."""
    format_of(path, among=(HTML,), use=refusals.USE_REPORT())


def require_figures(path: str | Path) -> None:
    """InputError if the path does not have the suffix of a JSON file."""
    format_of(path, among=(JSON,), use=refusals.USE_FIGURES())


def environment() -> Environment:
    """The templates of this folder, everything escaped."""
    try:
        from jinja2 import Environment, FunctionLoader, StrictUndefined
    except ImportError:
        raise missing_extra(refusals.NEEDS_REPORT(), "jinja2", "report") from None
    environment = Environment(
        autoescape=True,
        loader=FunctionLoader(own_part),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["px"] = lambda value: f"{value:.1f}".removesuffix(".0")
    return environment


def own_part(name: str) -> str:
    """A file of this folder."""
    return _PARTS.joinpath(name).read_text(encoding="utf-8")


def policy_of(style: str, script: str | None = None) -> str:
    """What the browser may load: this style and this script alone."""
    scripts = "" if script is None else f"script-src {_digest(script)}; "
    return (
        f"default-src 'none'; img-src data:; style-src {_digest(style)}; {scripts}base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    """The hash that allows the browser to run this text and no other."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
