"""Trees of cases: branch and bound of which every step is confirmed in integers."""
