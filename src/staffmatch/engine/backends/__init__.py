"""Solvers: linear and integer programs, flows, matchings; in this process or in one of their own."""
