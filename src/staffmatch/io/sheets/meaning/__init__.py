"""What cells and rows mean: names of skills, repeated rows, priorities, places, contacts, what is assumed."""
