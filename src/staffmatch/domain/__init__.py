"""What a scenario means: plans, travel, skills, and what its records must agree on."""
