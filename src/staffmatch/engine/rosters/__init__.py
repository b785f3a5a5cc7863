"""Whole rosters of one worker: diagrams of all of them, and a master program that chooses among them."""
