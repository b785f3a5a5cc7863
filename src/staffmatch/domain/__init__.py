"""The meaning of a scenario: plans, travel, skills, and consistency of its records."""
