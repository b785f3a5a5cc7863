"""Improvement operators: ways from a plan to a better one."""
