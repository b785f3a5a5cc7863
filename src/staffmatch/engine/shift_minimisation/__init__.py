"""Shift minimisation: as few workers as possible for seats at fixed times."""
