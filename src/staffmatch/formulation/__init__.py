"""From a scenario to an integer program: columns, eligible pairs, rows, cuts."""
