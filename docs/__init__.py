"""The documents, and what writes those that are written from the classes."""
