"""What a search knows so far: the incumbent, the columns still of use, the clock."""
