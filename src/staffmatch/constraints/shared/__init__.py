"""What several rules need: scopes, groups, cliques, hours, rests."""
