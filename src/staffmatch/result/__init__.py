"""What a solve comes to: the solution, its verification, its certificate."""
