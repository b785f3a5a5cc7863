"""People's spreadsheets, a folder of CSV or a workbook, in and out."""

from staffmatch.io.sheets.reading import Reading, holds_sheets, read_sheets

__all__ = ["Reading", "holds_sheets", "read_sheets"]
