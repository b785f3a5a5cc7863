"""What is said to people: sentences by code, in the languages of the catalogue."""
