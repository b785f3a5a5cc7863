"""Scenarios and plans as sheets, and the template."""
