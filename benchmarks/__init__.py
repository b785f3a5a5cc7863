"""Benchmark instances, peers, and the harness that measures them in one run."""
