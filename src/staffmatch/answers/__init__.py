"""Answers that take solving: what the best plan is with one thing changed, and what follows from it."""
