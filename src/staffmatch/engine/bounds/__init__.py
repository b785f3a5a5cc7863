"""Relaxations, and what their prices prove."""
