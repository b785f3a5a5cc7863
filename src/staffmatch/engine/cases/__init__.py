"""Branch-and-bound trees in which every step is confirmed in integers."""
