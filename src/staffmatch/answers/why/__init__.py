"""Why a seat is empty or who fills it, why not she, and what would change it."""
