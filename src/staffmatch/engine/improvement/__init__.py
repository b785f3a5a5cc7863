"""Ways from a plan to a better one."""
