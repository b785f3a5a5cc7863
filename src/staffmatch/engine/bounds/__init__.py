"""Relaxations, and the bounds that their duals prove."""
