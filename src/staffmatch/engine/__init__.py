"""The engine: arrays in, outcomes out. Nothing here knows workers or shifts."""
