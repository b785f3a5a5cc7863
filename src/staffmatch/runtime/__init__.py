"""Child processes, and how long work hears that it is to stop."""
