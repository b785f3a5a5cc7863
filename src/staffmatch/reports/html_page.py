"""The page: a document in HTML, with its pictures, filters, style and script."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from staffmatch.reports.atlas import atlas
from staffmatch.reports.charts import commute_histogram, hours_by_day, hours_each
from staffmatch.reports.document import Document
from staffmatch.reports.filters import Filters
from staffmatch.reports.flows import flow_chart, sector_hues
from staffmatch.reports.html import own_part, policy_of
from staffmatch.reports.roster import roster

if TYPE_CHECKING:
    from jinja2 import Environment

MAX_ASSIGNMENTS, MAX_PARTNERSHIPS, MAX_SHORTFALLS, MAX_CONFLICTS, MAX_PREEXISTING = 3000, 500, 500, 200, 200
MAX_CONTACTS, MAX_COMPANIES, MAX_CHANGED = 500, 300, 300

LIMITS = {
    "assignments": MAX_ASSIGNMENTS,
    "changed": MAX_CHANGED,
    "companies": MAX_COMPANIES,
    "contacts": MAX_CONTACTS,
    "partnerships": MAX_PARTNERSHIPS,
    "shortfalls": MAX_SHORTFALLS,
    "conflicts": MAX_CONFLICTS,
    "preexisting_violations": MAX_PREEXISTING,
}

Drawn = TypeVar("Drawn")


def page(environment: Environment, document: Document) -> str:
    """The whole file."""
    from markupsafe import Markup

    found = document.figures
    style, script = own_part("style.css"), own_part("script.js")
    filters = Filters(found, MAX_ASSIGNMENTS)
    return environment.get_template("template.html.jinja").render(
        f=found,
        d=document,
        keys=filters,
        words=found.words,
        say=found.words.say,
        style=Markup(style),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        policy=policy_of(style, script),
        limits=LIMITS,
        **_pictures(document, filters),
    )


def _pictures(document: Document, filters: Filters) -> dict[str, Any]:
    """Each for screens and paper, and for phones; None where there is nothing to show."""
    found, words = document.figures, document.figures.words
    hues = sector_hues(found.flows)
    scenario = document.solution.scenario
    has_sectors = any(flow.lender or flow.borrower for flow in found.flows)
    bins = document.fairness.bins
    return {
        "days": _both(partial(hours_by_day, found.days, words, filters.day)) if found.days else None,
        "commute": _both(partial(commute_histogram, found.commute, words)) if found.commute.bins else None,
        "flows": _both(partial(flow_chart, found.flows, hues, words, filters.sector)) if has_sectors else None,
        "map": _both(partial(atlas, found.sites, found.roads, words, scenario, filters)),
        "roster": _both(partial(roster, found.stints, hues, words, filters)),
        "hours_each": _both(partial(hours_each, bins, words)) if bins else None,
    }


def _both(draw: Callable[..., Drawn | None]) -> dict[str, Drawn] | None:
    broad, narrow = draw(narrow=False), draw(narrow=True)
    return None if broad is None or narrow is None else {"broad": broad, "narrow": narrow}
