"""Who else could have a shift, what else a person could have, ranked by the best plan with it."""
