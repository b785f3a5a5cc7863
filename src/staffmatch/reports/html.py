"""`report`: one self-contained HTML file that makes no network requests."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import IO, TYPE_CHECKING, overload

from staffmatch.errors import missing_extra, require_type
from staffmatch.io import refusals
from staffmatch.io.files import write_text
from staffmatch.io.formats import HTML, format_of
from staffmatch.result.solution import Solution

if TYPE_CHECKING:
    from jinja2 import Environment

    from staffmatch.reports.figures import Figures
    from staffmatch.reports.partner_matrix import Matrix

MAX_ASSIGNMENTS, MAX_PARTNERSHIPS, MAX_SHORTFALLS, MAX_CONFLICTS, MAX_PREEXISTING = 500, 200, 200, 200, 200
MAX_CONTACTS = 500

_PARTS = files("staffmatch.reports")


@overload
def report(solution: Solution, *, lang: str = "en") -> str: ...


@overload
def report(solution: Solution, target: str | Path | IO[str], *, lang: str = "en") -> None: ...


def report(solution: Solution, target: str | Path | IO[str] | None = None, *, lang: str = "en") -> str | None:
    """An HTML page about the solution, which must be attached to its scenario: returned, or written to a path or file.

    The page shows the names of people, companies and demands, their ids where they have none, and contacts; it shows no
    homes. `Scenario.pseudonymise` makes a scenario without names. Long tables are truncated, which is noted. InputError
    if the path is not that of an HTML file, or the language is not in the catalogue.

    >>> from tempfile import mkdtemp
    >>> page = sm.report(solution, mkdtemp() + "/plan.html")
    """
    from staffmatch.reports.gather import figures
    from staffmatch.reports.partners import plan_matrix

    require_type(solution, Solution)
    if isinstance(target, (str, Path)):
        require_page(target)
    page = _page(environment(), figures(solution, lang), plan_matrix(solution, lang))
    if target is None:
        return page
    if isinstance(target, (str, Path)):
        write_text(target, page)
    else:
        target.write(page)
    return None


def require_page(path: str | Path) -> None:
    """InputError if the path does not have the suffix of an HTML file."""
    format_of(path, among=(HTML,), use=refusals.USE_REPORT())


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


def _page(environment: Environment, found: Figures, matrix: Matrix | None) -> str:
    from markupsafe import Markup

    from staffmatch.reports.atlas import atlas
    from staffmatch.reports.charts import commute_histogram, flow_chart, hours_by_day, sector_hues
    from staffmatch.reports.roster import roster

    hues, words = sector_hues(found.flows), found.words
    style, script = own_part("style.css"), own_part("script.js")
    return environment.get_template("template.html.jinja").render(
        f=found,
        words=words,
        say=words.say,
        style=Markup(style),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        policy=policy_of(style, script),
        days=hours_by_day(found.days, words) if found.days else None,
        commute=commute_histogram(found.commute, words) if found.commute.bins else None,
        flows=flow_chart(found.flows, hues, words)
        if any(flow.lender or flow.borrower for flow in found.flows)
        else None,
        matrix=matrix,
        map=atlas(found.sites, found.roads, words),
        roster=roster(found.stints, hues, words),
        limits={
            "assignments": MAX_ASSIGNMENTS,
            "contacts": MAX_CONTACTS,
            "partnerships": MAX_PARTNERSHIPS,
            "shortfalls": MAX_SHORTFALLS,
            "conflicts": MAX_CONFLICTS,
            "preexisting_violations": MAX_PREEXISTING,
        },
    )


def policy_of(style: str, script: str | None = None) -> str:
    """What the browser may load: this style and this script alone."""
    scripts = "" if script is None else f"script-src {_digest(script)}; "
    return (
        f"default-src 'none'; img-src data:; style-src {_digest(style)}; {scripts}base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    """The hash that allows the browser to run this text and no other."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
