"""The integer program that the engine is given, tier by tier, and proofs of its bounds."""
