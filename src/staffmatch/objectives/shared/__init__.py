"""What several terms need."""
