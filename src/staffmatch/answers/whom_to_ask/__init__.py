"""Whom to ask for empty seats, in which order and how many at once."""
