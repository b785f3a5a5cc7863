"""Pictures of scenarios, plans and answers, by matplotlib, extra ``plot``.

Each function takes what it shows and optionally the axes to draw on, and returns the axes; without ``ax`` it makes a
figure that pyplot knows. Nobody's rcParams are changed. ``lang`` is a language of the catalogue. Where matplotlib is
not installed, they raise a StaffmatchError that names the extra.
"""

from staffmatch.plot.change_bars import changes
from staffmatch.plot.city_map import map  # noqa: A004 - what users call it
from staffmatch.plot.coverage_map import coverage
from staffmatch.plot.funnel_bars import funnel
from staffmatch.plot.gantt import timeline
from staffmatch.plot.lending_matrix import partnerships
from staffmatch.plot.pareto_steps import frontier
from staffmatch.plot.performance_profile import gap_profile
from staffmatch.plot.saving import save
from staffmatch.plot.search_progress import progress

__all__ = [
    "changes",
    "coverage",
    "frontier",
    "funnel",
    "gap_profile",
    "map",
    "partnerships",
    "progress",
    "save",
    "timeline",
]
