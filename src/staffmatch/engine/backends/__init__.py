"""Solvers for linear and integer programs, flows and matchings, in this process or in a child process."""
