"""Reports about solutions as HTML pages; the terminal's is in `staffmatch.reports.console`."""

from staffmatch.reports.html import report

__all__ = ["report"]
