"""As few workers as can be, where seats are at fixed times."""
