"""Pages about a solution; the terminal's is in `staffmatch.reports.console`."""

from staffmatch.reports.html import report

__all__ = ["report"]
