"""Sheets of any shape to tables with a row for each record."""
