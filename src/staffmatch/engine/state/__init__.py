"""The state of a search: the incumbent, the candidate columns, the clock."""
