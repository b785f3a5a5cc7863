"""Arrays in, outcomes out: nothing here has heard of workers."""
