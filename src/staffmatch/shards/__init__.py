"""Markets whose pairs are never in one process: people are spread over shards, which workers of an executor hold."""
