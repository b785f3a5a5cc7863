"""The plan as a sheet to change by hand, and the way back."""
