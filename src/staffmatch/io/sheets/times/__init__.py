"""Days and times as people write them, shift codes, weekly patterns, ranges of days."""
