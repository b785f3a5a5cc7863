"""The result of a solve: the solution, its verification, its certificate."""
