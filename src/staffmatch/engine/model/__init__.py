"""The integer program that the engine solves tier by tier, and proofs of its bounds."""
