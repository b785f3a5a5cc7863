"""Spreadsheets written by people: a folder of CSV files or a workbook, in and out."""

from staffmatch.io.sheets.reading import Reading, read_sheets
from staffmatch.io.sheets.written.template import write_template
from staffmatch.io.sheets.written.writing import write_scenario, write_solution

__all__ = ["Reading", "read_sheets", "write_scenario", "write_solution", "write_template"]
