"""Child processes, and cooperative cancellation of long work."""
